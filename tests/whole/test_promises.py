"""What README, the front page of the site and docs/ promise, tried as it stands there, in a fresh clone.

A command of these pages is typed letter for letter, in a folder whose name has a space and hanzi and with the network
off. `TRIED` says which test types it, so that a page that gains a command without a test fails. What has to install
something is tried in CI alone.
"""

import ast
import csv
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib import metadata
from pathlib import Path

import pandas as pd
import pytest
import yaml

from helpers.compendium import site
from helpers.compendium.check import IDENTICAL
from helpers.compendium.notebook import find
from helpers.compendium.readme import refreshed
from helpers.pages import publish
from helpers.paths import FIGURES, NOTEBOOKS, PROCESSED, PROJECT
from notebook_rules import IN_OUTPUT

slow = pytest.mark.slow

# --- the pages and their commands ------------------------------------------------------------------------------------

STARTS = (
    "make", "python", "python3", "conda", "papermill", "pip", "git", "-p", "bash", "cd", "jupyter", "pytest", "sh", "uv",
)  # fmt: skip
"""A span of code that begins with one of these words, or in .venv/bin, is a command; so is each line of a block."""


@functools.cache
def pages() -> dict[str, str]:
    """The pages that are held to what they say, without what a program makes in them."""
    names = ["README.md", *(p.relative_to(PROJECT).as_posix() for p in sorted((PROJECT / "docs").glob("*.md")))]
    found = {name: (PROJECT / name).read_text(encoding="utf-8") for name in names}
    package = json.loads((PROCESSED / publish.PACKAGE).read_text(encoding="utf-8"))
    found["the front page"] = site.front({**package, "findings": []}, find([]))
    return {name: re.sub(r"<!-- made: .*?<!-- end -->", "", text, flags=re.DOTALL) for name, text in found.items()}


def commands(text: str) -> set[str]:
    """What a reader of a page in Markdown is told to type: a comment behind it and line ends inside it are taken off."""
    block = re.compile(r"^```(\S*)\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
    lines = {line for hit in block.finditer(text) if hit[1] in ("", "sh", "bash") for line in hit[2].splitlines()}
    spans = {" ".join(span.split()) for span in re.findall(r"`([^`]+)`", block.sub("", text))}
    spans = {s for s in spans if " " in s and (s.split()[0] in STARTS or s.startswith(".venv/bin/"))}
    return {re.sub(r"\s+#.*", "", line).strip() for line in lines | spans} - {""}


def says(page: str, sentence: str) -> bool:
    """Whether a page still says so; a promise that is worded anew is to be tried anew."""
    return " ".join(sentence.split()) in " ".join(pages()[page].split())


HELD = {
    "conda env create -f environment.yml": "no conda here: environment.yml has the versions of the lock (test_project)",
    "conda activate compendium": "the name stands in environment.yml, see below",
    "python -m helpers site --whole": "tests/compendium/test_instrument.py writes its pages; the command is that of the site",
    "python -m pip install --no-deps --no-build-isolation -e .": "typed below as .venv/bin/python, where it may install",
    "python -m helpers run": "what make run types, by another interpreter",
    "python -m helpers check --output DIR": "DIR is any folder: test_faults checks a read-only checkout in this way, weekly",
    "python -m helpers run 00": "docs/developers.md: test_developers types it in a copy",
    "python -m helpers run 01": "docs/developers.md: test_developers types it in a copy",
    "python -m helpers run 06": "docs/developers.md: test_developers types it in a copy",
    "python -m helpers code TABLE.csv --codebook data/codebooks/ruritania.toml": "docs/developers.md: test_developers types it in a copy",
    "python -m helpers measure speeches.jsonl --output my-counts --progress": "test_engines types it with texts of its own",
    'python -m pip install -e ".[cluster]"': "what CI installs with all else (requirements-dev.lock)",
    "python -m helpers run 10 -p source my-counts -p group party --output my-page": "test_own_page opens counts of its own texts by these parameters",
    "python -m pip install dask-jobqueue": "no cluster here: what its page gives to SLURMCluster was read by version 0.9",
    "dask scheduler --host 127.0.0.1 --port 8786": "test_engines types it with a port that is free",
    "dask worker tcp://127.0.0.1:8786 --nworkers 4 --nthreads 1": "test_engines types it, a process for each worker",
    "python -m helpers measure speeches.jsonl --output my-counts --scheduler tcp://127.0.0.1:8786": "test_engines types it",
    "python -m helpers.compendium.wings": "it writes what test_wings holds to the imports",
}
"""Commands that no test here can type, each with what holds it instead."""

TRIED: dict[str, str] = {}
"""Which test types a command."""


def types(*typed: str):
    """Marks a test that types these commands, letter for letter; one that leaves one out fails."""

    def mark(test):
        TRIED.update(dict.fromkeys(typed, test.__name__))

        @functools.wraps(test)
        def tried(*, clone, **fixtures):
            test(clone=clone, **fixtures)
            assert set(typed) - set(clone.typed) == set(), "not typed"

        return slow(tried)

    return mark


def test_no_page_has_a_command_that_no_test_types():
    told = {command for text in pages().values() for command in commands(text)}
    assert told - set(TRIED) - set(HELD) == set(), "no test types these"
    assert {*TRIED, *HELD} - told == set(), "no page has these"
    assert not set(TRIED) & set(HELD)


def test_a_command_is_found_in_a_block_and_in_a_span_over_two_lines():
    page = "Try `make tea` or `python -m\nhelpers run`, or `git`.\n\n```\n./tea  # now\n```\n\n```toml\nid = 'a'\n```\n"
    assert commands(page) == {"make tea", "python -m helpers run", "./tea"}
    assert commands("`-p corpus my.toml`, `x = 1` and `make`") == {"-p corpus my.toml"}


# --- what other tests hold -------------------------------------------------------------------------------------------

ELSEWHERE = [
    ("docs/own-texts.md", "the same command goes on from where it was", "command", "a_killed_run_leaves_nothing_that_looks_whole_and_goes_on_from_what_is_done"),
    ("docs/own-texts.md", "all of them at once, and nothing is counted", "command", "what_cannot_be_read_stops_before_anything_is_counted"),
    ("docs/own-texts.md", "are cut where the script changes", "kinds", "a_script_that_parts_no_words_is_named_in_the_report"),
    ("docs/own-texts.md", "the count takes less than a minute and 300 MB of memory", "tables", "ten_megabytes_take_less_than_300_in_long_texts_and_in_short_ones"),
    ("docs/own-texts.md", "the page shows how far the two agree", "own_page", "from_a_sheet_of_own_texts_to_agreement_and_validity"),
    ("docs/scale.md", "if the command is broken off", "engines", "a_run_that_is_killed_in_the_middle_goes_on_where_it_was"),
    ("docs/scale.md", "A process that dies is started again, and what it was at with it", "engines", "what_a_process_that_died_was_at_is_begun_again"),
    ("docs/scale.md", "the tables are the same bytes", "engines", "a_scheduler_that_is_started_here_writes_the_same_bytes"),
    ("docs/scale.md", "Workers may come and go while it runs", "engines", "a_scheduler_of_dask_with_its_workers_writes_the_same_bytes_though_one_is_killed"),
    ("docs/scale.md", "If the scheduler goes away, the same command goes on from what is there", "engines", "a_scheduler_that_goes_away_is_one_sentence"),
    ("docs/scale.md", "within 3 %, for words that stand 30 times or more", "sums", "errors_from_sums_are_those_of_the_bootstrap_of_the_small_corpus"),
    ("README.md", "of the thirteen, one is a translation and one back matter", "project", "readme_counts_the_texts_rightly"),
    ("README.md", "Each line is the first sentence of an answer", "readme", "an_answer_is_a_line_with_its_first_sentence_and_a_link"),
    ("README.md", "What a run makes, file by file, is listed in", "project", "the_pages_with_lists_are_as_the_program_makes_them"),
    ("README.md", "Python 3.11, 3.12 or 3.13", "project", "a_python_that_is_none_is_refused_by_name"),
    ("README.md", "and every repair that was made", "corpus", "every_repair_is_declared_with_a_reason"),
    ("README.md", "Whole texts stand in `data/raw` only", "rights", "no_text_is_quoted_beyond_its_share_unless_it_is_public"),
    ("README.md", "were given by passes of one large language model", "reliability", "who_read_which_half_is_a_table_and_says_that_coders_are_passes_of_a_model"),
    ("README.md", "eight wings, each knowing only those before it", "wings", "the_package_keeps_to_its_wings"),
    ("README.md", "walks with a sentence from raw line to published number", "developers", "the_way_of_a_sentence_is_as_the_page_shows_it"),
    ("README.md", "Code: MIT", "project", "the_licence_names_what_is_there_and_every_part_of_it"),
    ("README.md", "Prose, tables and figures: CC BY 4.0", "project", "the_licence_names_what_is_there_and_every_part_of_it"),
    ("README.md", "Font of the figures: SIL Open Font License", "project", "the_licence_names_what_is_there_and_every_part_of_it"),
    ("README.md", "To cite: [CITATION.cff]", "project", "the_citation_has_what_its_format_asks_for"),
    ("README.md", "number leads back to a raw line", "corpus", "every_word_leads_back_to_its_raw_place"),
    ("README.md", "The notebooks above are kept as they were last run", "notebooks", "committed_notebook_keeps_the_rules"),
    ("README.md", "the only step that needs the network", "check", "a_run_without_the_network_reaches_the_loopback_and_nothing_else"),
    ("README.md", "with the versions of conda-forge", "project", "environment_yml_has_the_direct_dependencies_at_the_versions_of_the_lock"),
    ("README.md", "kept byte for byte, hold thirteen texts", "project", "no_raw_file_was_touched"),
    ("README.md", "within the share that the table gives (a test adds it up)", "rights", "no_text_is_quoted_beyond_its_share_unless_it_is_public"),
    ("README.md", "where they are, the tables say so and why", "corpus", "dates_are_stated_bounded_or_unknown"),
    ("README.md", "so that no character is lost", "corpus", "the_ledger_adds_up_to_the_files"),
    ("the front page", "Each chapter is a notebook as it was last run", "notebooks", "committed_notebook_keeps_the_rules"),
    ("the front page", "it leads to its place on the page of its text, with the raw lines", "site", "evidence_leads_to_its_paragraph_and_back"),
    ("the front page", "Every number leads back to its sentences", "instrument", "every_number_of_an_answer_is_a_link"),
    ("the front page", "the search to every place of a word", "instrument", "the_concordance_finds_each_word_as_often_as_the_texts_have_it"),
    ("the front page", "A number leads to all sentences that it counts", "instrument", "the_page_of_n_has_n_rows"),
    ("the front page", "A switch at the head of a chapter adds method and code to the narrative", "site", "the_switch_leaves_the_narrative_alone"),
    ("the front page", "All published tables can be sorted, filtered and downloaded", "site", "tables_sort_filter_and_download"),
    ("docs/colophon.md", "a page asks no other host for anything", "site", "no_page_asks_another_host"),
    ("docs/colophon.md", "stays within the share that the manifest gives it", "site", "all_that_is_published_together_keeps_the_rights_rule"),
    ("docs/reviewers.md", "is missing or is unexpected", "check", "a_file_too_many_and_a_file_too_few_are_named"),
    ("docs/reviewers.md", "the summary says how many such there were", "check", "what_could_not_be_verified_is_counted_and_said"),
    ("docs/reviewers.md", "its numbers to within a tenth of a point", "check", "noise_is_measured_where_it_is_drawn"),
]  # fmt: skip
"""Page, what it promises, and the test that holds it: module and name, both without test_."""
STUDY = (
    "Without make:",
    "Dictionaries find on other texts much less",
    "What do official, academic and commentary texts",
    "Codes do not treat sides alike",
    "The ladder is one-sided",
    "What US texts charge to international bodies",
    "The texts were chosen on purpose.",
    "They are described completely",
    "Some voices have a single text.",
    "Every file is a scan or a copy",
    "Errors that nobody noticed",
    "Codes were given by a language model",
    "A code is what a sentence says",
    "*Quotable* is the most",
    "The texts are third-party documents",
    "`tests/gold` holds further sentences",
    "If you hold a copy of this compendium and may not pass the texts on",
    "No person has coded yet",
    "Corpus: its owners', under no licence of ours.",
    "More stands on the page [](reviewers.md).",
)
"""How those sentences of README and the front page begin that say what the study is, and promise nothing of software."""


def sentences(page: str) -> list[str]:
    """The sentences of a page in Markdown, without its headings, tables and blocks of commands."""
    prose = re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL)
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n|\n(?=[-|#<])", prose)]
    parts = [re.sub(r"^- |^\*\*[^*]*\.\*\* ", "", part) for part in parts if part and part[0] not in "#|<"]
    return [said for part in parts for said in re.split(r"(?<=[.!?]) (?=[A-Z*`\[])", part)]


@functools.cache
def held() -> set[str]:
    """What the tests here say that these pages say."""
    calls = [node for node in ast.walk(ast.parse(Path(__file__).read_text(encoding="utf-8"))) if type(node) is ast.Call]
    said = [node.args for node in calls if getattr(node.func, "id", "") == "says"]
    texts = {text.value for _, text in said if isinstance(text, ast.Constant)} | {
        promise for _, promise, *_ in ELSEWHERE
    }
    return {" ".join(text.split()) for text in texts}


def test_every_sentence_of_readme_and_the_front_page_is_held_by_a_test_or_is_of_the_study():
    told = [said for page in ("README.md", "the front page") for said in sentences(pages()[page])]
    assert len(told) > 60
    loose = [said for said in told if not commands(said) and not any(words in said for words in held())]
    assert [said for said in loose if not said.startswith(STUDY)] == [], "no test holds these"
    assert [begins for begins in STUDY if not any(said.startswith(begins) for said in told)] == [], "no page has these"


def test_a_sentence_is_found_in_a_list_and_behind_bold_words():
    page = "# Title\n\n**Read.** One is here. Two\nis: Three and more.\n- Four.\n- Five?\n\n| a |\n\n```\nmake\n```\n"
    assert sentences(page) == ["One is here.", "Two is: Three and more.", "Four.", "Five?"]


@pytest.mark.parametrize(("page", "promise", "module", "name"), ELSEWHERE, ids=[name for *_, name in ELSEWHERE])
def test_what_is_promised_here_is_held_by_a_test_elsewhere(page, promise, module, name):
    assert says(page, promise)
    tests = next((PROJECT / "tests").rglob(f"test_{module}.py")).read_text(encoding="utf-8")
    assert f"\ndef test_{name}(" in tests


# --- a fresh clone ---------------------------------------------------------------------------------------------------

OFFLINE = (
    "import os, sys; from helpers.compendium.offline import isolate; isolate(); os.execvp(sys.argv[1], sys.argv[1:])"
)
FETCH = """
import os, re, signal, subprocess, sys, time, urllib.error, urllib.request
server = subprocess.Popen(["bash", "-c", sys.argv[1]], stdout=-1, stderr=-2, text=True, start_new_session=True)
try:
    said = []
    for line in server.stdout:
        said.append(line)
        if found := re.search(r"http://(?:0\\.0\\.0\\.0|127\\.0\\.0\\.1|localhost):\\d+/[^\\s)]*", line):
            address = found[0].replace("0.0.0.0", "127.0.0.1")
            while server.poll() is None:  # it may name the address before it listens there
                try:
                    print(urllib.request.urlopen(address).read().decode("utf-8"))
                    break
                except urllib.error.URLError:
                    time.sleep(0.2)
            break
    else:
        sys.exit("".join(said))
finally:
    os.killpg(server.pid, signal.SIGKILL)
"""
"""Starts a server by a command, prints the page at the address that it names, and ends it."""
MEASURE = """
import json, resource, subprocess, sys
done = subprocess.run(["bash", "-c", sys.argv[1]])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
cost = {"cpu seconds": used.ru_utime + used.ru_stime, "bytes of the largest process": 1024 * used.ru_maxrss}
print(json.dumps(cost), flush=True)
sys.exit(done.returncode)
"""
"""Runs a command and prints, as its last line, what it and all that it started have cost (processor, not clock)."""


class Clone:
    """A clone of this project, in which a reader types commands."""

    def __init__(self, folder: Path):
        self.folder, self.typed = folder, []

    @property
    def environment(self) -> dict[str, str]:
        """That of a reader whose shell has the clone's .venv first, and nothing of the present test's own."""
        alien = ("PYTEST", "HELPERS", "JUPYTER", "PYTHON", "GIT_", "VIRTUAL_ENV", "MAKE")
        own = {k: v for k, v in os.environ.items() if k != "CI" and not k.startswith(alien)}
        path = f"{self.folder / '.venv' / 'bin'}{os.pathsep}{own['PATH']}"
        return {**own, "PATH": path, "PYTHONPATH": str(self.folder / "src"), "LC_ALL": "C.UTF-8"}

    def type(self, command: str, cwd: Path | None = None, **more: str) -> str:
        """What a command prints, typed in `cwd` (default: the clone) with the network off."""
        return self._run(command, ["bash", "-c", command], cwd, more)

    def measure(self, command: str, **more: str) -> tuple[str, dict[str, float]]:
        """What a command prints, and what it costs."""
        said, cost = self._run(command, ["python", "-c", MEASURE, command], None, more).rstrip().rsplit("\n", 1)
        return said, json.loads(cost)

    def serve(self, command: str, **more: str) -> str:
        """The first page of the server that a command starts."""
        return self._run(command, ["python", "-c", FETCH, command], None, {"PYTHONUNBUFFERED": "1", **more})

    def _run(self, command: str, words: list[str], cwd: Path | None, more: dict[str, str]) -> str:
        self.typed.append(command)
        words = [sys.executable, "-c", OFFLINE, *words]
        options = {"cwd": cwd or self.folder, "env": self.environment | more, "stdin": subprocess.DEVNULL}
        done = subprocess.run(words, capture_output=True, text=True, **options)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def git(self, *words: str, **options) -> str:
        """What git says, typed by the test and not by the reader."""
        who = ["-c", "user.name=reader", "-c", "user.email=reader@localhost"]
        command = ["git", "-C", str(self.folder), *who, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def make_environment(folder: Path) -> None:
    """A .venv for which nothing is installed: it sees the packages of the present interpreter, and make believes it."""
    there = folder / ".venv"
    venv.create(there, symlinks=True)
    packages = sorted({sysconfig.get_path(kind) for kind in ("purelib", "platlib")})
    own = sysconfig.get_path("purelib", scheme="venv", vars={"base": str(there), "platbase": str(there)})
    (Path(own) / "packages.pth").write_text("\n".join(packages) + "\n", encoding="utf-8")
    shutil.rmtree(there / "share", ignore_errors=True)
    (there / "share").symlink_to(Path(sys.prefix) / "share")
    script = there / "bin" / "papermill"
    script.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m papermill "$@"\n')
    script.chmod(0o755)
    for stamp in ("run.done", "test.done"):
        (there / stamp).touch()


@pytest.fixture(scope="module")
def cloned(tmp_path_factory):
    """A clone of what is committed, with what the working tree changes of it committed too."""
    folder = tmp_path_factory.mktemp("a 再现") / "世界 order"
    subprocess.run(["git", "clone", "--quiet", str(PROJECT), str(folder)], check=True, capture_output=True)
    clone = Clone(folder)
    changes = subprocess.run(["git", "diff", "--binary", "HEAD"], cwd=PROJECT, capture_output=True, check=True).stdout
    if changes:
        subprocess.run(["git", "apply", "--index"], cwd=folder, input=changes, check=True)
        clone.git("commit", "--quiet", "-m", "as in the working tree")
    make_environment(folder)
    return clone


@pytest.fixture
def clone(cloned):
    """The clone as it was, whatever the test before did to it."""
    yield cloned
    cloned.typed.clear()
    cloned.git("reset", "--quiet", "--hard")
    cloned.git("clean", "--quiet", "-fd")


# --- re-run it -------------------------------------------------------------------------------------------------------


@pytest.mark.weekly  # ci.yml types make run too, and .ci/run make check, which runs as much
@types("make run", "git status")
def test_a_run_makes_what_is_committed_byte_for_byte(clone):
    assert says("README.md", "gives the same bytes each time: after `make run`, `git status` says")
    assert says("README.md", "at most two minutes of one processor and 600 MB of memory for each notebook at work")
    for path in [*clone.folder.glob("figures/*"), *clone.folder.glob("data/processed/*.csv")]:
        path.unlink()
    for path in find([], clone.folder / "notebooks"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell.update({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})
        path.write_text(json.dumps(notebook), encoding="utf-8")
    # Python 3.11 and 3.12 do not start where a path of an editable install is no ASCII and the locale is C.
    plain = "C" if sys.prefix.isascii() else "C.UTF-8"
    other = {"LC_ALL": plain, "LANG": "de_DE.UTF-8", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "7", "COLUMNS": "40"}
    said, cost = clone.measure("make run", **other)
    assert "published: notebooks/, docs/methods.ipynb, data/processed/, figures/" in said
    assert "nothing to commit, working tree clean" in clone.type("git status")
    assert cost["cpu seconds"] < 120 and cost["bytes of the largest process"] < 600e6


@pytest.mark.ci
@types("make test", ".venv/bin/python -m pytest")
def test_the_tests_are_called_as_told(clone):
    few = {"PYTEST_ADDOPTS": "tests/text/test_names.py -p no:cacheprovider"}  # all of them would try this one, too
    for command in ("make test", ".venv/bin/python -m pytest"):
        assert "100%" in clone.type(command, **few)


def alone(clone: Clone, stem: str) -> None:
    """Leave one notebook in a clone, with what it publishes."""
    path = clone.folder / "data/processed" / publish.PACKAGE
    package = json.loads(path.read_text(encoding="utf-8"))
    for kind in publish.KINDS:
        package[kind] = [entry for entry in package[kind] if entry["notebook"] == stem]
    package = publish.merge(package, [], [])  # with the tables that all notebooks make, which one makes here
    kept = {*publish.files(package), f"data/processed/{publish.PACKAGE}", f"notebooks/{stem}.ipynb"}
    for folder in ("notebooks", "data/processed", "figures"):
        for there in (clone.folder / folder).iterdir():
            if there.relative_to(clone.folder).as_posix() not in kept:
                there.unlink()
    (clone.folder / "docs/methods.ipynb").unlink()
    path.write_bytes(publish.encode(package))
    for name, make in publish.JOINT.items():
        path.with_name(name).write_bytes(make(package)[0])
    for name, fresh in refreshed(clone.folder, package, find([], clone.folder / "notebooks")).items():
        (clone.folder / name).write_text(fresh, encoding="utf-8")


@pytest.mark.weekly
@types("make check")
def test_a_check_says_of_each_artefact_whether_it_is_identical(clone):
    """Of one notebook: a run of all of them is tried above, and the check of all of them is a step of CI."""
    assert says("README.md", "`make check` runs everything afresh with the network off and compares it")
    assert says("docs/reviewers.md", "Its report, `build/report.html`, can be attached to a review.")
    alone(clone, "00_corpus")
    said = clone.type("make check").splitlines()
    assert said[0].startswith("network off: ")
    verdicts = [line for line in said if line.startswith(IDENTICAL)]
    assert any(line.endswith(" data/processed/texts.csv") for line in verdicts)
    assert f"{len(verdicts)} of {len(verdicts)} identical" in said
    report = (clone.folder / "build/report.html").read_text(encoding="utf-8")
    assert "notebooks/00_corpus.ipynb" in report and "README.md" in report


@pytest.mark.ci
@types("make sensitivity")
def test_sensitivity_sets_findings_of_another_setting_beside_the_published_ones(clone):
    assert says("README.md", "recomputes the single findings")
    settings = clone.folder / "data/codebooks/sensitivity.toml"
    assert "[each_text]" in settings.read_text(encoding="utf-8")
    settings.write_text('[[setting]]\nid = "one"\nlabel = "of many"\nparameters = { checked = "sovereignty" }\n')
    clone.type("make sensitivity")
    table = pd.read_csv(clone.folder / "build/sensitivity/sensitivity.csv", encoding="utf-8-sig")
    published = pd.read_csv(PROCESSED / "findings.csv", encoding="utf-8-sig")
    assert {"texts", "checked", "wrong"} < set(table["id"]) < set(published["id"])
    assert table.set_index("id").loc["checked", "value"] == 1
    assert table["published"].tolist() == published.set_index("id").loc[table["id"], "value"].tolist()


@pytest.mark.weekly  # CI types make site itself
@types("make site", "python3 -m http.server -d build/site")
def test_the_site_is_built_and_served_with_all_that_readme_names(clone, corpus):
    assert says("README.md", "a page for each text to which all evidence leads, the codebooks, and all tables")
    clone.type("make site")
    built = clone.folder / "build/site"
    for path in NOTEBOOKS.glob("*.ipynb"):
        assert (built / "chapters" / f"{path.stem}.html").exists()
    for text_id in corpus.texts["text_id"]:
        assert (built / "texts" / f"{text_id}.html").exists()
    assert {p.name for p in built.glob("codebooks/*.html")} >= {f"{path.stem}.html" for path in site.BOOKS}
    assert {p.name for p in PROCESSED.glob("*.csv")} == {p.name for p in built.glob("_static/tables/*.csv")}
    assert "<title>World order in thirteen texts" in clone.serve("python3 -m http.server -d build/site")


@pytest.mark.ci
@types("make lab")
def test_jupyterlab_opens(clone, tmp_path):
    settings = {"ServerApp": {"allow_root": True, "open_browser": False, "port": 0}}
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps(settings))
    own = {name: str(tmp_path) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR")}
    assert "<title>JupyterLab</title>" in clone.serve("make lab", **own)


def test_conda_calls_the_environment_by_the_name_that_is_activated():
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    assert f"conda activate {environment['name']}" in HELD


def test_every_command_of_make_is_a_target_and_ci_types_what_takes_too_long_here():
    targets = re.search(r"^\.PHONY: (.*)", (PROJECT / "Makefile").read_text(), flags=re.MULTILINE)[1].split()
    assert {command.split()[1] for command in {*TRIED, *HELD} if command.startswith("make ")} <= set(targets)
    ci = [line.removesuffix(" &") for line in (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()]
    assert {"PYTEST_ADDOPTS='-m \"not weekly\"' make test", "make site", "make check"} <= set(ci)
    flow = (PROJECT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    assert 'run: make run && test -z "$(git status --porcelain)"' in flow


def test_what_a_run_installs_is_no_larger_than_readme_says():
    assert says("README.md", "The first installs at most 950 MB into `.venv`")
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    size = 0
    for name in re.findall(r"^([a-z0-9_.-]+)==", lock, flags=re.MULTILINE):
        try:
            files = metadata.files(name) or []
        except metadata.PackageNotFoundError:  # of another system
            continue
        size += sum(path.stat().st_size for path in map(Path, (f.locate() for f in files)) if path.is_file())
    assert size < 0.95e9


INSTALLS = (
    "python3 -m venv .venv",
    ".venv/bin/python -m pip install --require-hashes -r requirements.lock",
    ".venv/bin/python -m pip install --no-deps --no-build-isolation -e .",
    ".venv/bin/python -m helpers run",
)


@pytest.mark.installs
@pytest.mark.weekly
@pytest.mark.skipif(not os.environ.get("CI"), reason="installs packages from an index: tried in CI")
@types(*INSTALLS)
def test_without_make_four_lines_install_and_run_everything(clone):
    shutil.rmtree(clone.folder / ".venv")
    try:
        for command in INSTALLS:
            clone.typed.append(command)
            options = {"cwd": clone.folder, "env": clone.environment | {"PYTHONPATH": ""}}
            done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, **options)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        size = sum(p.lstat().st_size for p in (clone.folder / ".venv").rglob("*") if p.is_file())
        assert size < 0.95e9
        assert clone.git("status", "--porcelain") == ""
    finally:
        shutil.rmtree(clone.folder / ".venv", ignore_errors=True)
        make_environment(clone.folder)


# --- single notebooks and other settings -----------------------------------------------------------------------------


def outputs(path: Path) -> str:
    """What a reader sees of a notebook's results; nothing in it is an error, on stderr, or of this machine."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = [output for cell in cells for output in cell.get("outputs", [])]
    assert [o for o in found if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    shown = "\n".join("".join(text) for o in found for kind, text in o.get("data", {}).items() if "image" not in kind)
    shown = re.sub(r'src="data:[^"]*"', "", shown)
    assert [what for what, pattern in IN_OUTPUT.items() if pattern.search(shown)] == []
    return shown


def plain(shown: str) -> str:
    """What a reader sees of HTML, without its tags."""
    return re.sub(r"<[^>]*>", "", shown)


SINGLE = 'python -m helpers run 00 -p checked "sovereignty,主权" --output my-results'


@pytest.mark.weekly  # with others it runs in .ci/run
@types("python -m helpers run methods")
def test_the_page_of_methods_runs_alone_and_writes_where_it_is_told(clone, tmp_path):
    few = "-p resamples 20 -p placements 20 -p folds 2"  # its other bytes are those of the whole run
    clone.type(f"python -m helpers run methods {few} --output {tmp_path / 'out'}")
    clone.typed.append("python -m helpers run methods")
    assert (tmp_path / "out/docs/methods.ipynb").exists() and (
        tmp_path / "out/data/processed/us_agreement.csv"
    ).exists()
    assert clone.git("status", "--porcelain") == ""


@pytest.mark.ci
@types(SINGLE)
def test_a_single_notebook_runs_with_other_settings_and_writes_where_it_is_told(clone):
    clone.type(SINGLE)
    results = clone.folder / "my-results"
    assert [p.stem for p in results.glob("notebooks/*")] == ["00_corpus"]
    assert "2 of the 2 words checked" in plain(outputs(results / "notebooks/00_corpus.ipynb"))
    assert clone.git("status", "--porcelain").split() == ["??", "my-results/"]


@pytest.mark.ci
@slow
def test_papermill_runs_a_notebook_by_hand_from_any_folder_and_publishes_nothing(clone, tmp_path):
    assert says("README.md", "papermill by hand works too, from any folder")
    notebook = clone.folder / "notebooks/00_corpus.ipynb"
    clone.type(f"papermill '{notebook}' out.ipynb", tmp_path)
    assert "Written to <code>build/00_corpus</code>, not published." in outputs(tmp_path / "out.ipynb")
    assert (clone.folder / "build/00_corpus/data/processed/texts.csv").exists()
    assert clone.git("status", "--porcelain") == ""


def test_the_door_to_ones_own_texts_is_notebook_10():
    assert says("README.md", "[Notebook 10](notebooks/10_your_own_texts.ipynb) reads a folder or table of texts")
    assert [path.stem for path in find([]) if path.stem.startswith("10_")] == ["10_your_own_texts"]
    assert says("README.md", "[docs/own-texts.md](docs/own-texts.md) leads from a folder of texts to a first finding")


MEASURED = 'python -m helpers measure speeches --pattern "{party}/{date}-{speaker}" --group party --output my-counts'
PAGE = (
    'python -m helpers run 10 -p source speeches -p pattern "{party}/{date}-{speaker}" -p group party '
    '-p query "sovereign*" --output my-results'
)
SHOWN = "python -m nbconvert --to html --no-input my-results/notebooks/10_your_own_texts.ipynb"
SHEET = "python -m helpers coding-sheet --source speeches --output my-sheet"


@pytest.mark.ci
@types(MEASURED, PAGE, SHOWN, SHEET)
def test_from_a_folder_of_texts_to_a_first_finding(clone):
    """As docs/own-texts.md has it, with addresses that are made up, under names like its own."""
    for party, word in (("Democrat", "solar power"), ("Republican", "freedom")):
        folder = clone.folder / "speeches" / party
        folder.mkdir(parents=True)
        for year in range(1946, 1968):
            said = f"The United States is a sovereign nation. We ask for {word}, and for {word} again. " * 3
            (folder / f"{year}-Speaker.txt").write_text(said, encoding="utf-8")
    said = clone.type(MEASURED).splitlines()
    assert said[0].startswith("speeches: 44 texts, ") and said[-1] == "measured: my-counts"
    assert list((clone.folder / "my-counts").rglob("terms.parquet")) != []
    clone.type(PAGE)
    shown = plain(outputs(clone.folder / "my-results/notebooks/10_your_own_texts.ipynb"))
    assert "44 texts read**, grouped by *party* (2 groups)" in shown
    assert "sovereign*: 132 hits in 44 texts; 15 lines of them" in shown.replace("&#42;", "*")
    keyness = pd.read_csv(clone.folder / "my-results/data/processed/own_keyness.csv", encoding="utf-8-sig")
    first = keyness[keyness["log_ratio"] > 0].drop_duplicates("group").set_index("group")
    assert first.loc["Republican", "term"] == "freedom" and first.loc["Democrat", "term"] in ("solar", "power")
    assert first["lrc_texts"].gt(0).all() and first["texts_1"].eq(22).all()
    clone.type(SHOWN)
    page = (clone.folder / "my-results/notebooks/10_your_own_texts.html").read_text(encoding="utf-8")
    assert "Words that tell each group from the others." in page and "open_page" not in page
    clone.type(SHEET)
    sheet = pd.read_csv(clone.folder / "my-sheet/sheet_us.csv", encoding="utf-8-sig", keep_default_na=False)
    assert len(sheet) == 80 and sheet["unit_id"].str.match(r"(Democrat|Republican)/\d{4}-Speaker:1\.\d$").all()
    assert clone.git("status", "--porcelain").split() == [
        "??",
        "my-counts/",
        "??",
        "my-results/",
        "??",
        "my-sheet/",
        "??",
        "speeches/",
    ]


def test_no_figure_but_those_of_notebook_10_has_a_voice_for_a_group(corpus):
    assert says("README.md", "Only notebook 10 pools texts into voices.")
    voices = set(corpus.texts["voice"])
    words = {path.stem: re.findall("<!-- (.*?) -->", path.read_text("utf-8")) for path in FIGURES.glob("*.svg")}
    pooling = {name for name, drawn in words.items() if voices & set(drawn)}
    assert pooling and all(name.startswith("10_") for name in pooling)
    assert "a voice is a label on a text" in (NOTEBOOKS / "10_your_own_texts.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["02_framing_of_the_us", "03_claims_about_the_global_south", "04_institutions"])
def test_what_a_dictionary_reaches_outside_stands_where_its_codes_are_shown(name):
    assert says("README.md", "What each reaches there stands wherever its codes are shown")
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    shown = " ".join(json.dumps(cell.get("outputs", ""), ensure_ascii=False) for cell in cells)
    assert re.search(r"F1 of the dictionary on [^:]* outside\): the gate, by name [\d./ ]+; the gate, all", shown)


def test_the_pictures_of_a_readers_page_are_small_and_described():
    page = (PROJECT / "docs/own-texts.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[([^\]]{20,})\]\((_static/[\w-]+\.png)\)", page)
    assert len(pictures) == 3
    assert all((PROJECT / "docs" / path).stat().st_size < 150_000 for _, path in pictures)


# --- how the codes were given ----------------------------------------------------------------------------------------


@pytest.mark.ci
@types("python -m helpers coding-sheet")
def test_the_blind_sheet_has_80_sentences_nothing_filled_in_and_a_page_of_instructions(clone):
    assert says("README.md", "writes a blind sheet of 80 sentences with a page of instructions to `build/coding-sheet`")
    clone.type("python -m helpers coding-sheet")
    (table,) = clone.folder.glob("build/coding-sheet/*.csv")
    sheet = pd.read_csv(table, encoding="utf-8-sig", keep_default_na=False)
    assert len(sheet) == 80 and (sheet.drop(columns=["unit_id", "sentence"]) == "").all(axis=None)
    (page,) = clone.folder.glob("build/coding-sheet/*.html")
    instructions = page.read_text(encoding="utf-8")
    assert "Read each sentence" in instructions and "data/coding/sheet_us_NAME.csv" in instructions


# --- what is there ---------------------------------------------------------------------------------------------------


def test_every_table_is_utf_8_and_described_column_by_column_and_every_figure_is_there_twice():
    assert says("docs/outputs.md", "describes each column. Figures are there as SVG and PNG.")
    package = json.loads((PROCESSED / publish.PACKAGE).read_text(encoding="utf-8"))
    for entry in package["resources"]:
        with (PROCESSED / entry["path"]).open(encoding="utf-8-sig", newline="") as file:
            columns = next(csv.reader(file))
        assert columns == [field["name"] for field in entry["schema"]["fields"]]
        assert all(field["description"] for field in entry["schema"]["fields"])
    assert [name for name in publish.files(package) if not (PROJECT / name).exists()] == []


def test_the_two_texts_marked_as_public_are_those_of_the_government_that_readme_names(corpus):
    assert says("README.md", "the two documents of the US government are public")
    public = corpus.texts[corpus.texts["full_text_public"]]
    assert len(public) == 2 and public["voice"].str.startswith("US government").all()


def test_every_file_that_a_page_names_is_there():
    for name, text in pages().items():
        for path in re.findall(r"`((?:data|tests|src|docs|notebooks|figures)/[\w./-]+)`", text):
            if "NAME" not in path:
                assert (PROJECT / path).exists(), f"{name}: {path}"
        for module in re.findall(r"`(\w+\.py)`", text):
            assert (PROJECT / "src" / "helpers" / module).exists(), f"{name}: {module}"
        for listed in re.findall(r"`(\w+\.toml)`", text):
            there = [PROJECT / "data" / folder / listed for folder in ("codebooks", "coding")]
            assert any(path.exists() for path in there), f"{name}: {listed}"
