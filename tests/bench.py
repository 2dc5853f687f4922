"""`make bench`: what loading and running cost, as ratios measured in one run (A B A B, medians of five)."""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from helpers.paths import NOTEBOOKS, PROJECT

ROUNDS = 5
COPIES = 4
IMPORTS = "import helpers.corpus, rjieba; rjieba.cut('打开', False)"
LOAD = "from helpers import load_corpus; load_corpus()"
PEAK = LOAD + "; print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
EMPTY = "import pandas, matplotlib, seaborn, nltk"


def seconds(*command: str, **options) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    return time.perf_counter() - started


def medians(*measures) -> list[float]:
    """Each measure in turn, as often as there are rounds; the median of each."""
    found = [[measure() for measure in measures] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*found, strict=True)]


def row(what: str, value: float, unit: str, bound: str) -> None:
    print(f"{what:<66} {value:8.2f} {unit:<5} {bound}", flush=True)


def bench_loading() -> None:
    imports, load = medians(lambda: seconds(sys.executable, "-c", IMPORTS), lambda: seconds(sys.executable, "-c", LOAD))
    row("cold load of the corpus / the same imports, dictionary opened", load / imports, "times", "at most 1.5")
    row("  imports and dictionary", imports, "s", "")
    row("  imports and corpus, from raw files to all tables", load, "s", "")
    peak = subprocess.run([sys.executable, "-c", PEAK], check=True, capture_output=True, text=True).stdout
    row("  peak memory of loading", int(peak) / 1024, "MB", "under 500")
    plain, helpers = medians(
        lambda: seconds(sys.executable, "-c", "pass"), lambda: seconds(sys.executable, "-c", "import helpers")
    )
    row("import helpers / an empty program", helpers / plain, "times", "")


def bench_running() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        own, floor = folder / "own", folder / "floor"
        own.mkdir()
        floor.mkdir()
        originals = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
        for number in range(COPIES):
            shutil.copy(originals[number if number < len(originals) else 0], own / f"{number:02}_copy.ipynb")
            text = originals[0].read_text(encoding="utf-8")
            _only_imports(text, floor / f"{number:02}_floor.ipynb")
        code = (
            "import sys; from pathlib import Path; from helpers import compendium; "
            "compendium._publish = lambda *a: None; compendium.run([], [], Path(sys.argv[2]), Path(sys.argv[1]))"
        )

        def runner(notebooks: Path) -> float:
            return seconds(sys.executable, "-c", code, str(notebooks), str(folder / "out"), cwd=PROJECT)

        def by_hand() -> float:
            tool = Path(sys.executable).with_name("papermill")
            out = str(folder / "by_hand.ipynb")
            return sum(seconds(str(tool), str(p), out, "-k", "python3", env=_environment()) for p in own.iterdir())

        ours, hand, least = medians(lambda: runner(own), by_hand, lambda: runner(floor))
        row(f"papermill by hand, {COPIES} notebooks in series / the runner", hand / ours, "times", "at least 2.5")
        row("  papermill by hand", hand, "s", "")
        row("  the runner", ours, "s", "")
        row("  floor: the runner on notebooks that only import", least, "s", "")


def _only_imports(text: str, path: Path) -> None:
    import json

    notebook = json.loads(text)
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    notebook["cells"] = [{**cell, "source": EMPTY, "outputs": []}]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _environment() -> dict[str, str]:
    return {**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def bench_frequency() -> None:
    """A keyness table with 2,000 bootstraps, and the same on ten and a hundred times the text."""
    import numpy as np
    import pandas as pd

    from helpers import frequency, load_corpus
    from helpers.concepts import find, read_concepts

    corpus = load_corpus()
    words = frequency.word_tokens(corpus)
    length = words["text_id"].value_counts()
    long = length.index[length >= frequency.SHORTEST].tolist()
    blocks = frequency.counts(words[words["text_id"].isin(long)], "paragraph_id")
    text_of = words.drop_duplicates("paragraph_id").set_index("paragraph_id")["text_id"]

    def table(times: int) -> float:
        many = pd.concat([blocks.add_suffix(f"/{n}") for n in range(times)], axis=1)
        owner = pd.Series(np.tile(text_of[blocks.columns], times), index=many.columns)
        started = time.perf_counter()
        frequency.keyness(many, owner, long[:1], long[1:], 10 * times, 2000, 1)
        return time.perf_counter() - started

    once, ten, hundred = (statistics.median(table(times) for _ in range(3)) for times in (1, 10, 100))
    row("keyness table, 2,000 bootstraps", once, "s", "about a second")
    row("  ten times the text", ten / once, "times", "at most 10")
    row("  a hundred times the text", hundred / once, "times", "at most 100")
    started = time.perf_counter()
    find(corpus, read_concepts().concepts)
    row("concepts found in the whole corpus", time.perf_counter() - started, "s", "well under a second")


def bench_codebooks() -> None:
    """Both codebooks applied to the whole corpus, and the US one to ten times the text."""
    import pandas as pd

    from helpers import load_corpus
    from helpers.codebook import coded, read_codebook
    from helpers.coding import countable
    from helpers.paths import GS_CLAIMS, US_FRAMES

    sentences = countable(load_corpus())
    books = [read_codebook(path) for path in (US_FRAMES, GS_CLAIMS)]

    def once(table: pd.DataFrame, chosen: list) -> float:
        started = time.perf_counter()
        for book in chosen:
            coded(book, table)
        return time.perf_counter() - started

    many = pd.concat([sentences.assign(paragraph_id=sentences["paragraph_id"] + f"/{n}") for n in range(10)])
    once(sentences, books)  # forms are compiled with the first use
    whole = statistics.median(once(sentences, books) for _ in range(5))
    single = statistics.median(once(sentences, books[:1]) for _ in range(5))
    row("both codebooks applied to the whole corpus", whole, "s", "well under a second")
    row("  one of them to ten times the text", once(many, books[:1]) / single, "times", "at most 10")


def bench_claims() -> None:
    """What notebooks 03 and 04 read from every sentence: quantities, names of bodies, likeness of claims."""
    from helpers import coding, institutions, load_corpus, quantities, recurring
    from helpers.codebook import read_codebook
    from helpers.concepts import read_concepts
    from helpers.paths import CODING, GS_CLAIMS

    whole = load_corpus()
    words, known, concepts = quantities.read_words(), institutions.read_gazetteer(), read_concepts().concepts
    figures = quantities.find_all(words, whole)
    passed = coding.choose(coding.read_codings(whole, read_codebook(GS_CLAIMS), CODING), "reading").query("passes")

    def once(measured) -> float:
        started = time.perf_counter()
        measured()
        return time.perf_counter() - started

    for what, measured in (
        ("quantities of the whole corpus", lambda: quantities.find_all(words, whole)),
        ("mentions of institutions in the whole corpus", lambda: institutions.mentions(whole, known)),
        (
            "likeness of all claims",
            lambda: recurring.similarity(recurring.comparable(whole, passed, concepts, figures)),
        ),
    ):
        once(measured)  # patterns are compiled with the first use
        row(what, statistics.median(once(measured) for _ in range(5)), "s", "under a second")


if __name__ == "__main__":
    bench_loading()
    bench_frequency()
    bench_codebooks()
    bench_claims()
    bench_running()
