"""Claims about the project as a whole: what belongs together stays together."""

import ast
import json
import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from helpers import publish
from helpers.compendium import find
from helpers.paths import PROCESSED, PROJECT
from helpers.readme import refresh

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
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
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        entries = [e for e in re.split(r"\n(?=\S)", text.strip()) if not e.startswith("#")]
        assert len(entries) > 100
        for entry in entries:
            assert re.match(r"[a-z0-9_.-]+==\S+", entry), entry
            assert "--hash=sha256:" in entry, entry
        names = [entry.split("==")[0] for entry in entries]
        assert len(names) == len(set(names))
        assert not re.search(r"https?://|--index|--find-links|@ file", text)


def test_the_dev_lock_holds_the_run_lock():
    text = (PROJECT / "requirements-dev.lock").read_text(encoding="utf-8")
    dev = dict(re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)", text, flags=re.MULTILINE))
    assert LOCK.items() <= dev.items()


def test_what_is_imported_is_declared_and_what_is_declared_is_used():
    names = {"IPython": "ipython", "fontTools": "fonttools", "jupyter_client": "jupyter-client"}
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
    assert third == set(PYPROJECT["project"]["dependencies"]) - {"jupyterlab"}


def test_readme_is_as_the_program_makes_it():
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    package = json.loads((PROCESSED / publish.PACKAGE).read_text(encoding="utf-8"))
    assert refresh(text, package, find([])) == text
    assert text.count("<!-- made:") == 3
    assert refresh(text.replace("| 00_corpus |", "| 99 |"), package, find([])) == text


def test_readme_names_files_that_are_there():
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert len(links) > 10
    assert [link for link in links if not (PROJECT / link).exists()] == []


def test_readme_counts_the_texts_rightly(corpus):
    words = {5: "five", 13: "thirteen"}
    text = (PROJECT / "README.md").read_text(encoding="utf-8").lower()
    assert f"{words[len(corpus.sources)]} files" in text
    assert f"{words[len(corpus.texts)]} texts" in text


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


def test_actions_are_pinned_by_hash():
    for path in (PROJECT / ".github" / "workflows").glob("*.yml"):
        for use in re.findall(r"uses:\s*(\S+)", path.read_text(encoding="utf-8")):
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", use), use


def test_nothing_downloads():
    for path in (PROJECT / "src").rglob("*.py"):
        assert not re.search(r"nltk\.download|urllib|requests\.|https?://", path.read_text(encoding="utf-8")), path


def test_the_package_is_healthy():
    done = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
