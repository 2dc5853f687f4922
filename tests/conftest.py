"""What several tests share: the corpus, a corpus of our own, the built site, and a place that is no reader's own."""

import fcntl
import functools
import http.server
import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from helpers import load_corpus, paths
from helpers.coding.codebook import read_codebook

# jsonschema, which papermill imports, would parse the grammar of international addresses in each process of the suite.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
# The same examples everywhere, and however busy the machine: with or without CI, alone or beside others.
settings.register_profile(
    "compendium",
    deadline=None,
    derandomize=True,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("compendium")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), None)
NO_BROWSER = "no Chromium is installed; install it with: apt-get install chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
"""Switches of a browser that asks no other host for anything."""
PATIENCE = 300_000
"""How long a browser may take for a step, in milliseconds: on a busy machine it takes long, and that is no fault."""
ALONE = ("test_site", "test_instrument", "test_cells", "test_tasks", "test_promises", "test_rights")
TOGETHER = {**{module: module for module in ALONE}, "test_reuse": "reuse", "test_echoes": "reuse"}
"""Modules with a browser, a clone, all that is published in pieces, or all runs of shared words: one of each will do."""
LEFT_OUT = (
    "left to CI: the site and its pages in a browser, and what takes tens of seconds; with them: "
    """PYTEST_ADDOPTS='-m "not weekly"' make test"""
)

ENGLISH = """Our Small Paper
by Nobody

Opening

The U.S. sent "two letters" to the Assembly in 2024. Each of them was
answered within a week.

• A point about trade: us and them.
"""
CHINESE = """小文

一、开头

全球治理需要多边主义。中国是发展中国家，美国不是！

结束。
"""
MANIFEST = """
title = "A corpus of two small texts"
voices = ["Voice of the North", "Voice of the South"]

[[source]]
id = "paper"
file = "paper.txt"
layout = "wrapped"
stream = [
  { stream = "title", lines = ["1"] },
  { stream = "byline", lines = ["2"] },
  { stream = "heading", lines = ["4"], starts = "Opening" },
]

[[source]]
id = "wen"
file = "wen.txt"
stream = [{ stream = "title", lines = ["1"] }, { stream = "heading", match = '^[一二三]、', count = 1 }]

[[text]]
id = "paper"
source = "paper"
language = "en"
voice = "Voice of the North"
date = "2024"

[[text]]
id = "wen"
source = "wen"
language = "zh"
voice = "Voice of the South"
date_basis = "not stated; by 2025-03-01, when it came in"
date_by = "2025-03-01"
"""


def pytest_configure(config):
    """Give each process of the suite a build folder of its own, and nothing of the shell's or the reader's home."""
    (paths.PROJECT / "build").mkdir(exist_ok=True)
    own = Path(tempfile.mkdtemp(prefix="tests-", dir=paths.PROJECT / "build"))
    config.add_cleanup(lambda: shutil.rmtree(own, ignore_errors=True))
    paths.BUILD = own  # before any module that asks for it is imported
    config.pluginmanager.import_plugin("ruritania")  # fixtures, whose module asks for it
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as in what a script starts in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit it, so that fonts are listed once
        for name in ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            os.environ[name] = str(own / name.lower())
            Path(os.environ[name]).mkdir()


def pytest_collection_modifyitems(items):
    for item in items:
        if "site_folder" in item.fixturenames:
            item.add_marker("ci")
        if item.get_closest_marker("ci") or item.get_closest_marker("weekly"):  # too dear for a developer's loop
            item.add_marker("slow")
    if "PYTEST_XDIST_WORKER" in os.environ:  # what takes long begins early, so that no worker waits at the end
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Hand out single tests; those that share what is dear to make stay on one worker, in the order of their module."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return TOGETHER.get(Path(nodeid.split("::")[0]).stem, nodeid)

    return Scheduling(config, log)


def pytest_terminal_summary(terminalreporter, config):
    if "ci" in config.option.markexpr and not config.option.collectonly and config.args_source.name != "ARGS":
        terminalreporter.write_line(LEFT_OUT if CHROMIUM else f"{LEFT_OUT} ({NO_BROWSER})")
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_BROWSER in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(f"skipped in a browser: {len(skipped)} tests, for {NO_BROWSER}", yellow=True)


@functools.cache
def codebook(path: Path):
    """A codebook of the project, read once in a process of the suite."""
    return read_codebook(path)


@pytest.fixture(scope="session")
def corpus():
    return load_corpus()


@pytest.fixture(scope="session")
def runs(corpus):
    """All runs of words that the texts share."""
    from helpers.pages.sections import echoes

    return echoes.read(corpus)


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """The site, built once for all workers of a run."""
    from helpers.compendium import site

    if given := os.environ.get("BUILT_SITE"):  # as .ci/run names what it has just built
        return paths.PROJECT / given
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = shared / "site.done"
        if not done.exists():
            site.build(shared / "site")
            done.touch()
    return shared / "site"


@pytest.fixture(scope="session")
def served(site_folder):
    """The address of the site on this machine."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    handler = functools.partial(Quiet, directory=str(site_folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")  # while one is open, nothing else may run an event loop
def browser():
    """A browser; without one its tests fail in CI, and are told of elsewhere."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail(f"in CI the site must be seen in a browser: {NO_BROWSER}")
        pytest.skip(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=PATIENCE)
        yield browser
        browser.close()


def in_ci(*values):
    """Values of a test that make test leaves to CI: each takes long, and is of a kind with others."""
    return pytest.param(*values, marks=pytest.mark.ci)


def weekly(*values):
    """Values of a test that CI leaves to the week: others of their kind are tried each time."""
    return pytest.param(*values, marks=pytest.mark.weekly)


def write_corpus(folder: Path, manifest: str = MANIFEST, english: str = ENGLISH, chinese: str = CHINESE) -> Path:
    """A corpus of our own in `folder`; gives the path of its manifest."""
    (folder / "paper.txt").write_text(english, encoding="utf-8", newline="")
    (folder / "wen.txt").write_text(chinese, encoding="utf-8", newline="")
    path = folder / "corpus.toml"
    path.write_text(manifest, encoding="utf-8")
    return path


@pytest.fixture
def own_corpus(tmp_path):
    return write_corpus(tmp_path)
