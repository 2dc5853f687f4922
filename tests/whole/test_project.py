"""Claims about the project as a whole: what belongs together stays together."""

import ast
import json
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml

from helpers.__main__ import main
from helpers.compendium.notebook import find
from helpers.compendium.readme import PAGES, refresh, refreshed
from helpers.corpus.load import BACK_MATTER
from helpers.mentions.concepts import read_concepts
from helpers.pages import publish
from helpers.paths import FIGURES, PROCESSED, PROJECT

GITHUB = PROJECT / ".github"
CONTRIBUTING = (GITHUB / "CONTRIBUTING.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
OF_SITE = {name.replace("-", "_") for name in PYPROJECT["project"]["optional-dependencies"]["site"]}
LOCK = dict(re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)", (PROJECT / "requirements.lock").read_text(), flags=re.MULTILINE))
TEXT = {".py", ".toml", ".md", ".lock", ".yml", ".cff", ".ipynb", ".json", ""}


def tracked() -> list:
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.splitlines() if (path := PROJECT / name).exists()]


def test_environment_yml_has_the_direct_dependencies_at_the_versions_of_the_lock():
    dependencies = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = [entry for entry in dependencies if isinstance(entry, str)]
    by_pip = next(entry["pip"] for entry in dependencies if isinstance(entry, dict))
    versions = dict(entry.replace("==", "=").split("=") for entry in conda + by_pip if "=" in entry)
    assert versions.pop("python") == "3.11"
    direct = {*PYPROJECT["project"]["dependencies"], *PYPROJECT["build-system"]["requires"]}
    assert versions == {name: LOCK[name] for name in direct}


def test_the_locks_pin_every_version_with_hashes_and_name_no_index():
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        entries = [e for e in re.split(r"\n(?=\S)", text.strip()) if not e.startswith("#")]
        assert len(entries) > 100
        for entry in entries:
            assert re.match(r"[a-z0-9_.-]+==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry
        names = [entry.split("==")[0] for entry in entries]
        assert len(names) == len(set(names))
        assert not re.search(r"https?://|--index|--find-links|@ file", text)


def test_each_lock_holds_the_one_before_it():
    held = LOCK
    for name in ("requirements-dev.lock", "requirements-bench.lock"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        wider = dict(re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)", text, flags=re.MULTILINE))
        assert held.items() <= wider.items(), name
        held = wider
    assert set(PYPROJECT["project"]["optional-dependencies"]["bench"]) <= set(held)


def test_what_is_imported_is_declared_and_what_is_declared_is_used():
    names = {
        "IPython": "ipython",
        "charset_normalizer": "charset-normalizer",
        "fontTools": "fonttools",
        "jupyter_client": "jupyter-client",
    }
    sources = [path.read_text(encoding="utf-8") for path in (PROJECT / "src").rglob("*.py")]
    for path in find([]):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources += ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    imported = set()
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.split(".")[0])
    third = {names.get(name, name) for name in imported - set(sys.stdlib_module_names) - {"helpers"}}
    # jupyterlab is what `make lab` opens
    assert third - OF_SITE - {"dask", "distributed"} == set(PYPROJECT["project"]["dependencies"]) - {"jupyterlab"}


@pytest.mark.parametrize("path", sorted((PROJECT / "src").rglob("*.py")), ids=lambda p: p.stem)
def test_a_run_needs_nothing_that_only_the_site_needs(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # bibliography.py imports them where the site is built
    first = tree.body if path.name == "bibliography.py" else list(ast.walk(tree))
    names = [alias.name for node in first if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in first if isinstance(node, ast.ImportFrom) and not node.level]
    assert {name.split(".")[0] for name in names} & OF_SITE == set()


def test_to_import_the_package_loads_nothing_but_the_standard_library():
    code = "import sys; before = set(sys.modules); import helpers; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.split(".")[0] for name in done.stdout.split()} - set(sys.stdlib_module_names) == {"helpers"}


def test_the_pages_with_lists_are_as_the_program_makes_them():
    package = json.loads((PROCESSED / publish.PACKAGE).read_text(encoding="utf-8"))
    fresh = refreshed(PROJECT, package, find([]))
    assert fresh == {name: (PROJECT / name).read_text(encoding="utf-8") for name in PAGES}
    assert [text.count("<!-- made:") for text in fresh.values()] == [3, 2]


@pytest.mark.parametrize("name", PAGES)
def test_what_is_changed_by_hand_in_a_list_is_made_anew(name):
    package = json.loads((PROCESSED / publish.PACKAGE).read_text(encoding="utf-8"))
    text, up = (PROJECT / name).read_text(encoding="utf-8"), "../" * name.count("/")
    assert "00_corpus" in text
    assert refresh(text.replace("00_corpus", "99"), package, find([]), up) == text


def test_readme_is_short_and_has_a_line_for_each_answer_and_each_text(corpus):
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    answers = json.loads((PROCESSED / publish.PACKAGE).read_text(encoding="utf-8"))["findings"]
    assert text.count("\n") < 125
    assert {entry["notebook"] for entry in answers} == {path.stem for path in find([]) if path.stem[:2] < "10"} - {
        "methods"
    }
    assert len(re.findall(r"^- \[\d\d\]\(notebooks/", text, flags=re.MULTILINE)) == len(answers)
    assert len(re.findall(r"^\| .*\]\(data/raw/", text, flags=re.MULTILINE)) == len(corpus.texts)


@pytest.mark.parametrize("name", PAGES)
def test_a_link_of_a_list_leads_somewhere(name):
    links = re.findall(r"\]\(([^)#:]+)\)", (PROJECT / name).read_text(encoding="utf-8"))
    assert len(links) > 10
    assert [link for link in links if not ((PROJECT / name).parent / link).exists()] == []


def test_readme_counts_the_texts_rightly(corpus):
    words = {5: "five", 13: "thirteen"}
    text = (PROJECT / "README.md").read_text(encoding="utf-8").lower()
    assert f"{words[len(corpus.sources)]} files" in text
    assert f"{words[len(corpus.texts)]} texts" in text
    assert (corpus.texts["translation_of"] != "").sum() == (corpus.texts["genre"] == BACK_MATTER).sum() == 1
    assert f"of the {words[len(corpus.texts)]}, one is a translation and one back matter" in " ".join(text.split())


def test_no_raw_file_was_touched(corpus):
    attributes = (PROJECT / ".gitattributes").read_text(encoding="utf-8")
    assert "* -text" in attributes
    declared = {source.id: source.sha256 for source in corpus.manifest.sources}
    assert corpus.sources.set_index("source_id")["sha256"].to_dict() == declared


@pytest.mark.parametrize("path", tracked(), ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_no_tracked_file_names_a_place_of_a_machine(path):
    if path.suffix not in TEXT or path.parent.name == "raw" or path.name in ("notebook_rules.py", "test_notebooks.py"):
        return
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w./])/(?:work|farm|root|home)/[\w.]", text)


def workflows() -> dict[str, dict]:
    found = {p.name: yaml.safe_load(p.read_text(encoding="utf-8")) for p in (GITHUB / "workflows").glob("*.yml")}
    assert {"ci.yml", "weekly.yml"} <= set(found)
    return found


def jobs() -> dict[str, dict]:
    return {f"{file} {name}": job for file, flow in workflows().items() for name, job in flow["jobs"].items()}


def steps(action: str) -> list[dict]:
    found = [step for job in jobs().values() for step in job["steps"] if step.get("uses", "").startswith(action + "@")]
    assert found, action
    return found


def test_every_action_is_pinned_by_its_hash_with_its_version_beside_it():
    uses = [
        line.partition("uses:")[2].strip()
        for path in (GITHUB / "workflows").glob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert len(uses) == sum("uses" in step for job in jobs().values() for step in job["steps"]) > 5
    assert [use for use in uses if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", use)] == []
    hashes = {use.split("@")[0]: set() for use in uses}
    for use in uses:
        hashes[use.split("@")[0]].add(use)
    assert [action for action, pins in hashes.items() if len(pins) > 1] == []


def test_no_checkout_leaves_a_token_behind():
    assert [s for s in steps("actions/checkout") if s["with"]["persist-credentials"] is not False] == []


def test_workflows_read_only_but_for_the_job_that_deploys():
    assert [file for file, flow in workflows().items() if flow["permissions"] != {"contents": "read"}] == []
    given = {name: job["permissions"] for name, job in jobs().items() if "permissions" in job}
    assert given == {"ci.yml pages": {"pages": "write", "id-token": "write"}}


def test_pages_are_deployed_from_main_only_and_only_after_ci_is_green():
    flow = workflows()["ci.yml"]
    pages, locked = flow["jobs"]["pages"], flow["jobs"]["locked"]
    assert [name for name, job in jobs().items() if any("deploy-pages" in s.get("uses", "") for s in job["steps"])] == [
        "ci.yml pages"
    ]
    assert pages["needs"] == "locked" and pages["concurrency"]["cancel-in-progress"] is False
    assert "github.ref == 'refs/heads/main'" in pages["if"] and "github.event_name == 'push'" in pages["if"]
    assert "always()" not in pages["if"] and "failure()" not in pages["if"]
    assert flow[True]["push"] == {"branches": ["main"]}  # YAML reads the key `on` as true
    commands = [step.get("run") for step in locked["steps"]]
    (artifact,) = steps("actions/upload-pages-artifact")
    assert artifact in locked["steps"] and artifact["with"]["path"] == "build/site"
    assert commands.index("bash .ci/run") < locked["steps"].index(artifact)
    assert not locked.get("continue-on-error") and not any("continue-on-error" in step for step in locked["steps"])


def test_every_workflow_says_what_becomes_of_two_runs_at_once_and_every_job_ends():
    assert [file for file, flow in workflows().items() if "cancel-in-progress" not in flow["concurrency"]] == []
    assert [name for name, job in jobs().items() if not job["timeout-minutes"] <= 60] == []


def test_every_week_newer_versions_are_tried_and_costs_are_held_to_their_bounds():
    weekly = workflows()["weekly.yml"]
    assert [entry["cron"].split()[4] for entry in weekly[True]["schedule"]] == ["1"]
    commands = {name: [s["run"] for s in job["steps"] if "run" in s] for name, job in weekly["jobs"].items()}
    assert commands["bench"] == ["make bench"]  # whatever else fails that week
    assert any("-m weekly" in line for line in commands["tests"])
    assert "python -m pip install -e ." in commands["newest"]


def test_actions_are_kept_up_to_date():
    given = yaml.safe_load((GITHUB / "dependabot.yml").read_text(encoding="utf-8"))
    assert given["version"] == 2
    assert [(u["package-ecosystem"], u["schedule"]["interval"]) for u in given["updates"]] == [
        ("github-actions", "weekly")
    ]


def test_what_is_cited_is_what_is_declared():
    project = PYPROJECT["project"]
    cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    meta = json.loads((PROJECT / "codemeta.json").read_text(encoding="utf-8"))
    assert cited["version"] == meta["version"] == project["version"]
    assert cited["title"] == meta["name"] and meta["identifier"] == project["name"]
    assert cited["date-released"] == meta["datePublished"]
    assert cited["abstract"] == meta["description"]
    assert cited["keywords"] == meta["keywords"] == project["keywords"]
    names = [author["name"] for author in cited["authors"]]
    assert names == [author["name"] for author in meta["author"]] == [author["name"] for author in project["authors"]]
    assert meta["license"] == [f"https://spdx.org/licenses/{name}" for name in cited["license"]]
    assert project["license"] == cited["license"][0]
    licence = (PROJECT / "LICENSE").read_text(encoding="utf-8")
    assert "the MIT License" in licence and "creativecommons.org/licenses/by/4.0/" in licence and names[0] in licence
    assert "Private :: Do Not Upload" in project["classifiers"]


def test_the_licence_names_what_is_there_and_every_part_of_it():
    terms = (PROJECT / "LICENSE").read_text(encoding="utf-8").split("MIT License\n\nCopyright")[0]
    own = re.sub(r"https://\S+", "", terms)
    words = {word.strip("(),:") for word in own.split()}
    named = {word.rstrip(".") for word in words if "/" in word or word in ("Makefile,", "README.md", "CHANGELOG.md")}
    assert len(named) > 20 and [name for name in sorted(named) if not list(PROJECT.glob(name.rstrip("/")))] == []
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True).stdout.split()
    tops = {name.split("/")[0] for name in named}
    assert {path.split("/")[1] for path in listed if path.startswith("data/")} <= {
        n.split("/")[1] for n in named if n.startswith("data/")
    }
    about = {
        ".gitattributes",
        ".gitignore",
        "CITATION.cff",
        "LICENSE",
        "Makefile",
        "codemeta.json",
        "environment.yml",
        "pyproject.toml",
    }
    assert all(top.endswith(".lock") for top in {path.split("/")[0] for path in listed} - tops - about)


def test_the_citation_has_what_its_format_asks_for():
    cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited) and cited["cff-version"] == "1.2.0"
    assert cited["type"] in ("software", "dataset") and isinstance(cited["date-released"], str)
    assert date.fromisoformat(cited["date-released"])
    assert isinstance(cited["version"], str) and all(isinstance(word, str) for word in cited["keywords"])


def test_the_changelog_begins_with_what_is_unreleased_and_then_the_version_that_is_cited():
    cited = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    text = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert headings[:2] == ["Unreleased", f"{cited['version']} - {cited['date-released']}"]
    made = {path.stem for path in (*PROCESSED.glob("*.csv"), *FIGURES.glob("*.svg"), *find([]))}
    unreleased, released = text.split("\n## ")[1:3]
    name = r"`((?:\d\d|us|gs|inst)_\w+)`"
    for item in unreleased.split("\n- ")[1:]:
        assert set(re.findall(name, item)) <= made or "gone" in item.lower(), item
    assert len(set(re.findall(name, released))) > 20  # what was released may be gone since


@pytest.mark.parametrize("named", ["/no/such/python", "false"])
def test_a_python_that_is_none_is_refused_by_name(tmp_path, named):
    shutil.copy(PROJECT / "Makefile", tmp_path)
    command = ["make", "--no-print-directory", ".venv/bin/python", f"PYTHON={named}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.stderr.startswith(f"PYTHON={named} is no Python 3.11, 3.12 or 3.13; name one that is\n")
    assert done.returncode and not (tmp_path / ".venv").exists()


def test_what_contributors_are_told_to_use_is_there():
    named = set(re.findall(r"`((?:data|src|tests|docs|notebooks|\.ci|\.github)/[\w./-]*)`", CONTRIBUTING))
    assert len(named) > 15
    assert sorted(name for name in named if "NAME" not in name and not (PROJECT / name).exists()) == []
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    told = set(re.findall(r"`make ([a-z]+)", CONTRIBUTING))
    assert {"run", "test", "lint", "check", "bench", "lock"} <= told <= targets
    for name in re.findall(r"`(test_\w+)`", CONTRIBUTING):
        assert f"def {name}(" in Path(__file__).read_text(encoding="utf-8")


def test_the_commands_that_contributors_are_told_to_use_are_there(capsys):
    commands = set(re.findall(r"python -m helpers ([a-z-]+)", CONTRIBUTING))
    assert {"run", "code", "coding-sheet"} <= commands
    for command in commands:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0 and command in capsys.readouterr().out


def test_the_code_that_contributors_are_told_to_type_runs():
    told = re.findall(r"python -c '(.*?)'", CONTRIBUTING, flags=re.DOTALL)
    assert len(told) == 2
    for code in told:
        subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, capture_output=True)


def test_the_concept_that_contributors_are_shown_is_one(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", CONTRIBUTING, flags=re.DOTALL)
    path = tmp_path / "concepts.toml"
    path.write_text(textwrap.dedent("   " + example), encoding="utf-8")
    (concept,) = read_concepts(path).concepts
    found = [hit["hit"] for hit in concept.pattern.finditer("Tariffs and import duties; the tariff. 关税上调。")]
    assert found == ["Tariffs", "import duties", "tariff", "关税"]


def test_nothing_downloads():
    for path in (PROJECT / "src").rglob("*.py"):
        assert not re.search(
            r"nltk\.download|urllib(?!\.parse)|requests\.|https?://(?!www\.w3\.org/)", path.read_text(encoding="utf-8")
        ), path


def test_the_package_is_healthy():
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
