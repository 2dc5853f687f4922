"""`make bench`: what the compendium costs beside what a user would do otherwise; exits 1 where a row is over its bound.

A row is a ratio: what ours costs by what a peer costs that does the same, or the least that has to be done. Both are
run in turn (A B A B) in one call, five times, and the median of the five ratios counts, so that another machine, or a
busy one, moves both sides. Costs are CPU seconds, of this process or of a child with all its own children; the rows
by the clock say so. It needs Linux, for memory is read from /proc.
"""

from __future__ import annotations

import gc
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from helpers.paths import BUILD, CODING, GS_CLAIMS, INSTITUTIONS_SAID, PROJECT, US_FRAMES

if TYPE_CHECKING:
    import pandas as pd

    from helpers.coding.codebook import Codebook
    from helpers.corpus.load import Corpus

ROUNDS = 5
LEAST = 0.1
"""CPU seconds for which a short piece of work is repeated."""
TIMES = 10
"""How many times the text it is read where it is asked whether costs grow with it and no faster."""
COPIES = 360
"""How many copies of its texts make some hundred and twenty shards, for which starting two processes counts little."""
FREQUENT = 10
"""How often a term stands that is contrasted."""
FOLDER = BUILD / "bench"
CORES = len(os.sched_getaffinity(0))


class Cost(NamedTuple):
    """What something costs: CPU seconds, seconds by the clock, and bytes of memory."""

    cpu: float = 0.0
    wall: float = 0.0
    memory: float = 0.0


class Row(NamedTuple):
    """What `ours` costs by what `peer` costs, in one kind of cost, is to be `most` and not more.

    `text`: so many bytes are read by both, so that the rates can be told, ours and the peer's.
    """

    what: str
    beside: str
    ours: Callable[[], Cost]
    peer: Callable[[], Cost]
    most: float
    kind: str = "cpu"
    text: int = 0


# --- measures --------------------------------------------------------------------------------------------------------


def work(function: Callable, *arguments) -> Callable[[], Cost]:
    """A measure of what a call costs in this process."""

    def measured() -> Cost:
        gc.collect()
        calls, cpu, wall = 0, time.process_time(), time.perf_counter()
        while not calls or time.process_time() - cpu < LEAST:
            function(*arguments)
            calls += 1
        return Cost((time.process_time() - cpu) / calls, (time.perf_counter() - wall) / calls)

    return measured


def command(*words: str | Path, **options) -> Cost:
    """What a command costs, with all the processes that it starts and waits for."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, **options)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak = re.search(r"VmHWM:\s*(\d+) kB", done.stdout)
    return Cost(cpu, wall, 1024 * int(peak[1]) if peak else 0)


def python(code: str) -> Cost:
    """What a program costs, its peak of memory included."""
    return command(sys.executable, "-c", code + "\nprint(open('/proc/self/status').read())")


# --- rows ------------------------------------------------------------------------------------------------------------
# A bound is what was measured on two cores (the number in the comment) and a third to a half more, for processors
# differ in what they do well. Whoever makes something cheaper lowers its bound.


def loading() -> list[Row]:
    imports = partial(python, "import helpers.corpus.load, rjieba; rjieba.cut('打开', False)")
    load = partial(python, "from helpers import load_corpus; load_corpus()")
    front, empty = partial(python, "import helpers"), partial(python, "pass")
    return [
        # 1.3: what every notebook waits for, and for the most part it waits for pandas.
        Row("load the corpus, from raw files to tables", "importing what it needs", load, imports, 1.5),
        Row("  peak of memory", "the same", load, imports, 1.4, "memory"),  # 1.16
        # 1.1 to 1.8: the front door imports nothing but a few modules of Python's own; pandas there would make it 30.
        Row("import helpers", "an empty program", front, empty, 2.5),
    ]


def counting() -> list[Row]:
    """Words cut and counted: ours with names, spans and kinds, the peers by a pattern."""
    import polars
    import rjieba
    from sklearn.feature_extraction.text import CountVectorizer

    from helpers.corpus import selection
    from helpers.statistics import counts
    from helpers.text.names import read_terms
    from helpers.text.segmentation import tokens

    terms, word = read_terms(), r"[^\W\d_]+(?:[-'’][^\W\d_]+)*"
    english, chinese = (sentences(language) for language in ("en", "zh"))
    pattern, texts = re.compile(word), polars.Series(english)
    words = selection.word_tokens(whole())
    long = polars.DataFrame({name: words[name].tolist() for name in ("term", "paragraph_id")})

    def ours(language: str, given: list[str]) -> Counter:
        return Counter(term for text in given for _, _, term, kind in tokens(text, language, terms) if kind == "word")

    def by_re() -> Counter:
        return Counter(found for text in english for found in pattern.findall(text.lower()))

    def by_vectorizer():
        return CountVectorizer(token_pattern=word).fit_transform(english)

    def by_polars() -> polars.DataFrame:
        return texts.str.to_lowercase().str.extract_all(word).explode().value_counts()

    def by_jieba() -> Counter:
        return Counter(found for text in chinese for found in rjieba.cut(text, False))

    def table() -> pd.DataFrame:
        return counts.term_counts(words, "paragraph_id")

    def table_by_polars() -> polars.DataFrame:
        return long.group_by("term", "paragraph_id").len().pivot("paragraph_id", index="term", values="len")

    assert len(table()) == len(table_by_polars())
    in_english = work(ours, "en", english)
    return [
        Row("English words with names, spans and kinds", "re and Counter", in_english, work(by_re), 4),  # 2.7
        Row("  the same", "scikit-learn, CountVectorizer", in_english, work(by_vectorizer), 2),  # 1.4
        Row("  the same", "polars", in_english, work(by_polars), 9),  # 5.8; its pattern runs in Rust
        Row("Chinese words with names, spans and kinds", "rjieba alone", work(ours, "zh", chinese), work(by_jieba), 4),
        # 0.3: a pivot is what polars does worst.
        Row("counts of terms by paragraph, from tokens", "polars", work(table), work(table_by_polars), 0.6),
    ]


def lists() -> list[Row]:
    """Lists of forms found in all sentences: ours with case, endings and longer words, the peer as bare strings."""
    from helpers.coding.dictionary import apply
    from helpers.corpus.selection import countable
    from helpers.mentions import concepts, institutions
    from helpers.text.forms import any_form
    from helpers.text.names import read_terms

    corpus, terms, known = whole(), read_terms(), institutions.read_bodies()
    listed, books, table = concepts.read_concepts().concepts, codebooks(), countable(corpus)
    every = corpus.sentences["text"].tolist()
    forms = {
        "concepts": [form for concept in listed for form in (*concept.forms, *concept.not_in)],
        "names": [*terms.names, *terms.chinese_words, *terms.blockers],
        "institutions": [form for body in known.bodies.values() for form in body.all],
        "codes": [form for book in books for form in forms_of(book)],
    }
    automata = {name: work(by_automaton(listed), every) for name, listed in forms.items()}
    alternation = any_form(forms_of(books[0]), re.IGNORECASE)

    def names() -> list:
        return [match for text in every for match in terms.matches(text)]

    def code(chosen: list) -> list:
        forget(chosen)
        return [apply(book, table) for book in chosen]

    def name() -> pd.DataFrame:
        known.finder._known.clear()
        return institutions.mentions(corpus, known)

    def by_re() -> list:
        return [hit for text in table["text"] for hit in alternation.finditer(text)]

    return [
        # 0.8: one pattern for all lists, compiled once.
        Row("names, words and blockers", "pyahocorasick", work(names), automata["names"], 1.3),
        # 19: one pass says where a form may begin, and there it is tried; half of it is the table of sentences.
        Row("concepts", "pyahocorasick", work(concepts.find, corpus, listed), automata["concepts"], 28),
        # 28: near half of it is a small table of raw lines for each mention.
        Row("institutions", "pyahocorasick", work(name), automata["institutions"], 42),
        # 18: each sentence that names somebody asks for company and for what stands before.
        Row("three codebooks", "pyahocorasick", work(code, books), automata["codes"], 27),
        # 0.01: a longer list costs hardly more.
        Row("one codebook", "re, all of its forms", work(code, books[:1]), work(by_re), 0.02),
    ]


def measuring() -> list[Row]:
    """Texts of any source to tables, from raw text, in this process; what a process remembers of words it remembers."""
    import rjieba
    from charset_normalizer import from_bytes
    from sklearn.feature_extraction.text import CountVectorizer

    from helpers.coding.codebook import read_codebook
    from helpers.measure import files
    from helpers.measure.records import Record, paragraphs
    from helpers.measure.tables import Books, measure
    from helpers.mentions.concepts import ConceptFinder, read_concepts

    body = whole().paragraphs.groupby("text_id", sort=False)["text"].agg("\n".join)
    # Ten copies, none with a sentence of another: of the texts alone, the files to write would be a good part.
    records = {
        language: [
            Record(f"{text_id}-{n}", language, body[text_id].replace(stop, f" ({n}){stop}"), {})
            for text_id in body.index
            if languages()[text_id] == language
            for n in range(TIMES)
        ]
        for language, stop in (("en", ". "), ("zh", "。"))
    }
    listed, book = read_concepts().concepts, read_codebook(US_FRAMES)
    books = {
        "counts": Books(),
        "  with concepts": Books(concepts=listed),
        "  and a codebook": Books(concepts=listed, codebooks=(book,)),
    }
    texts = {language: [record.text for record in some] for language, some in records.items()}
    bytes_of = {language: sum(len(text.encode()) for text in some) for language, some in texts.items()}
    finder = ConceptFinder(listed, books["counts"].terms.blockers)
    found = [paragraph.text for record in records["en"] for paragraph in paragraphs(record)]

    def ours(language: str, wanted: Books) -> None:
        forget([book])
        folder = FOLDER / "measured"
        measure(records[language], wanted, folder)
        shutil.rmtree(folder)

    def by_vectorizer():
        return CountVectorizer(token_pattern=r"[^\W\d_]+(?:[-'’][^\W\d_]+)*").fit_transform(texts["en"])

    def by_jieba() -> list:
        return [rjieba.cut(text, False) for text in texts["zh"]]

    vectorizer, jieba = work(by_vectorizer), work(by_jieba)
    # 2.8, 5.4, 7.7 and 11, 19, 25: of both sides of each row a second core and busy caches take their part.
    bounds = {"counts": (4, 14), "  with concepts": (7.5, 27), "  and a codebook": (10, 34)}
    rows = []
    for name, wanted in books.items():
        english, chinese = bounds[name]
        for language, told_of, beside, peer, most in (
            ("en", "English", "scikit-learn, CountVectorizer", vectorizer, english),
            ("zh", "Chinese", "rjieba alone", jieba, chinese),
        ):
            size = bytes_of[language]
            rows.append(Row(f"{name}, {told_of}", beside, work(ours, language, wanted), peer, most, text=size))
    alone = work(lambda: list(finder.all_hits(found)))
    coded = [text.encode() for some in texts.values() for text in some]
    ask, peer = work(lambda: [files.told(data) for data in coded]), work(lambda: [from_bytes(data) for data in coded])
    return [
        *rows,
        # 1.7
        Row("concepts alone, English", "scikit-learn, CountVectorizer", alone, vectorizer, 2.3, text=bytes_of["en"]),
        Row("encodings told", "charset-normalizer, which stops at UTF-8", ask, peer, 30),  # 14
    ]


def spreading() -> list[Row]:
    """The same command on one process and on two, over some eighty shards of texts that are all unlike."""
    source = FOLDER / "spread.jsonl"
    body = whole().paragraphs.groupby("text_id", sort=False)["text"].agg("\n\n".join)
    with source.open("w", encoding="utf-8") as lines:
        for n in range(COPIES):
            for text_id, text in body.items():
                told = re.sub(r"(\. |。)", rf" ({n})\1", text)  # no sentence is another copy's
                lines.write(json.dumps({"id": f"{text_id}-{n}", "text": told}, ensure_ascii=False) + "\n")
    folder = FOLDER / "spread"
    arguments = ["measure", str(source), "--output", str(folder), "--processes"]

    def measured(processes: str) -> Cost:
        shutil.rmtree(folder, ignore_errors=True)
        return command(sys.executable, "-m", "helpers", *arguments, processes)

    def by_a_worker() -> Cost:
        shutil.rmtree(folder, ignore_errors=True)
        return python(
            f"import resource; from helpers.__main__ import main; main({[*arguments, '2']!r})\n"
            "print('VmHWM:', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 'kB')"
        )

    two, one = partial(measured, "2"), partial(measured, "1")
    return [
        Row("measure, on two processes", "on one", two, one, 1.1),
        Row("  by the clock", "the same", two, one, 1 / 1.8, "wall"),
        Row("  memory of a worker", "300 MB", by_a_worker, lambda: Cost(memory=300e6), 1, "memory"),
    ]


def contrasts() -> list[Row]:
    import numpy as np
    from nltk.metrics import BigramAssocMeasures
    from scipy.stats import chi2_contingency
    from sklearn.feature_extraction.text import TfidfVectorizer

    from helpers.coding import recurring
    from helpers.statistics import keyness as statistics_keyness

    blocks, text_of, one, other = contrast()
    k1, k2 = (blocks.loc[:, text_of.isin(texts).to_numpy()].sum(axis=1).to_numpy() for texts in (one, other))
    n1, n2 = int(k1.sum()), int(k2.sum())
    k1, k2 = k1[k1 + k2 >= FREQUENT], k2[k1 + k2 >= FREQUENT]
    claims = said_of_the_south()
    sides = [
        (claims.loc[claims["language"] == name, "text"], sizes) for name, sizes in (("en", (3, 5)), ("zh", (1, 2)))
    ]

    def g2() -> np.ndarray:
        return statistics_keyness.g2(k1, n1, k2, n2)

    def by_nltk() -> list[float]:
        return [BigramAssocMeasures.likelihood_ratio(a, (a + b, n1), n1 + n2) for a, b in zip(k1, k2, strict=True)]

    def by_scipy() -> list[float]:
        tables = np.array([[k1, n1 - k1], [k2, n2 - k2]]).T
        return [chi2_contingency(t, correction=False, lambda_="log-likelihood").statistic for t in tables]

    def by_tfidf() -> list[np.ndarray]:
        vectors = [TfidfVectorizer(analyzer="char", ngram_range=sizes).fit_transform(side) for side, sizes in sides]
        return [(vector @ vector.T).toarray() for vector in vectors]

    assert np.allclose(g2(), by_nltk()) and np.allclose(g2(), by_scipy())
    return [
        Row("G2 of all frequent terms", "NLTK, likelihood_ratio", work(g2), work(by_nltk), 0.05),  # 0.01: one array
        # 1.2: twice 2,000 resamples of all terms are worth what scipy takes for G2 alone.
        Row("keyness with 2,000 resamples", "scipy, chi2_contingency", work(keyness, 1), work(by_scipy), 2),
        # 6.6: dense, and of marks across languages too.
        Row("likeness of claims", "scikit-learn, TF-IDF", work(recurring.similarity, claims), work(by_tfidf), 10),
    ]


def growing() -> list[Row]:
    """Ten times the text costs ten times as much; a fifth more is allowed, for caches and for a busy machine."""
    from helpers import load_corpus
    from helpers.coding.dictionary import apply
    from helpers.corpus import selection
    from helpers.corpus.selection import countable
    from helpers.measure.report import looks
    from helpers.mentions import concepts, institutions, quantities
    from helpers.statistics import counts

    book, known, words = codebooks()[0], institutions.read_bodies(), quantities.read_words()
    listed = concepts.read_concepts().concepts
    manifests = [own_manifest(times) for times in (TIMES, 1)]
    corpora = [load_corpus(manifest) for manifest in manifests]
    grown = [own_manifest(times) for times in (TIMES * 10, TIMES)]
    sizes = [sum(path.stat().st_size for path in manifest.parent.glob("*.txt")) for manifest in grown]
    readings = {
        "words counted by text": lambda corpus: counts.term_counts(selection.word_tokens(corpus)),
        "concepts": lambda corpus: concepts.find(corpus, listed),
        "institutions": lambda corpus: (known.finder._known.clear(), institutions.mentions(corpus, known)),
        "quantities": lambda corpus: quantities.find_all(words, corpus),
        "a codebook": lambda corpus: (forget([book]), apply(book, countable(corpus))),
    }
    english = " ".join(sentences("en"))
    wrapped = [re.sub(r"(.{60}\S*) ", r"\1\n", english * times) for times in (TIMES, 1)]
    beside = f"the same, on 1/{TIMES} of the text"

    def more_memory() -> Cost:
        most, least = (python(f"from helpers import load_corpus; load_corpus({str(m)!r})").memory for m in grown)
        return Cost(memory=most - least)

    def more_text() -> Cost:
        return Cost(memory=sizes[0] - sizes[1])

    return [
        Row("load", beside, *(work(load_corpus, manifest) for manifest in manifests), 1.2 * TIMES),
        *(Row(name, beside, *(work(read, c) for c in corpora), 1.2 * TIMES) for name, read in readings.items()),
        Row("what a text in short lines looks like", beside, *(work(looks, text) for text in wrapped), 1.5 * TIMES),
        # 10.7 to 12.8: a resample of ten times the paragraphs is no longer in the cache.
        Row("keyness with 2,000 resamples", beside, work(keyness, TIMES), work(keyness, 1), 1.5 * TIMES),
        # 17 bytes for each of the text, raw and clean text, spans and tokens together: a gigabyte holds 50 MB of text.
        Row("memory of a loaded corpus", "bytes of its text", more_memory, more_text, 20, "memory"),
    ]


def running() -> list[Row]:
    from helpers.compendium.notebook import find, place

    def ours() -> Cost:
        return command(sys.executable, "-m", "helpers", "run", "--output", FOLDER / "run")

    def by_hand() -> Cost:
        names = "\n".join(place(path.stem).removesuffix(".ipynb") for path in find([]))
        papermill = Path(sys.executable).with_name("papermill")
        for part in ("notebooks", "docs"):
            (FOLDER / "by-hand" / part).mkdir(parents=True, exist_ok=True)
        one = (papermill, "{}.ipynb", FOLDER / "by-hand" / "{}.ipynb", "-k", "python3")
        return command("xargs", f"-P{CORES}", "-I{}", *one, input=names)

    def settings() -> Cost:
        return command(sys.executable, "-m", "helpers", "sensitivity", "--output", FOLDER / "sensitivity")

    beside = f"papermill under xargs -P{CORES}"
    return [
        # 0.775: papermill is imported once for each process, and not for each notebook, and without what takes longest.
        Row("helpers run, all notebooks", beside, ours, by_hand, 0.8),
        # 0.7 to 0.95: by the clock a run may not be slower than by hand; a tenth is left to chance.
        Row("  by the clock", beside, ours, by_hand, 1.1, "wall"),
        # 1.5: all settings of the findings share what they load, and no figure is drawn.
        Row("helpers sensitivity, all settings", "helpers run, all notebooks", settings, ours, 2.2),
    ]


GROUPS = (loading, counting, lists, measuring, spreading, contrasts, growing, running)


# --- what they are measured on ---------------------------------------------------------------------------------------


@cache
def whole() -> Corpus:
    from helpers import load_corpus

    return load_corpus()


@cache
def codebooks() -> list[Codebook]:
    from helpers.coding.codebook import read_codebook

    return [read_codebook(path) for path in (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)]


def forget(books: Iterable[Codebook]) -> None:
    """Let the finders of codebooks forget what they found, so that it is found again."""
    for book in books:
        for finder in (book.gate_finder, book.after_finder, book.code_finder, book.charge_finder):
            finder._known.clear()


def forms_of(book: Codebook) -> set[str]:
    return {form for pattern in (*book.gate, *book.patterns, *book.charges) for form in pattern.forms}


def by_automaton(forms: Iterable[str]) -> Callable[[list[str]], list]:
    """Finds forms as bare strings, whatever their case; the part before a gap or an ending stands for the form."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form.split(" ... ")[0].split("*")[0].lower(), form)
    automaton.make_automaton()
    return lambda texts: [hit for text in texts for hit in automaton.iter(text.lower())]


def languages() -> pd.Series:
    return whole().texts.set_index("text_id")["language"]


def sentences(language: str) -> list[str]:
    table = whole().sentences
    return table.loc[table["text_id"].map(languages()) == language, "text"].tolist()


@cache
def contrast() -> tuple[pd.DataFrame, pd.Series, list[str], list[str]]:
    """Counts by paragraph of the long texts, the text of each paragraph, and two sides: one text, and the others."""
    from helpers.corpus import selection
    from helpers.statistics import counts
    from helpers.statistics import keyness as statistics_keyness

    words = selection.word_tokens(whole())
    length = words["text_id"].value_counts()
    long = length.index[length >= statistics_keyness.SHORTEST].tolist()
    blocks = counts.term_counts(words[words["text_id"].isin(long)], "paragraph_id")
    text_of = words.drop_duplicates("paragraph_id").set_index("paragraph_id")["text_id"]
    return blocks, text_of[blocks.columns], long[:1], long[1:]


@cache
def repeated(times: int) -> tuple[pd.DataFrame, pd.Series]:
    """The counts of `contrast` and the text of each paragraph, every paragraph so many times."""
    import pandas as pd

    blocks, text_of, _, _ = contrast()
    many = pd.concat([blocks.add_suffix(f"/{n}") for n in range(times)], axis=1)
    return many, pd.concat([text_of.add_suffix(f"/{n}") for n in range(times)])


def keyness(times: int) -> pd.DataFrame:
    from helpers.statistics import keyness as statistics_keyness

    _, _, one, other = contrast()
    return statistics_keyness.keyness(*repeated(times), one, other, FREQUENT * times, 2000, 1)


def said_of_the_south() -> pd.DataFrame:
    from helpers.coding import coders, recurring
    from helpers.mentions import concepts, quantities

    corpus = whole()
    passed = coders.choose(coders.read_codings(corpus, codebooks()[1], CODING), "reading").query("passes")
    figures = quantities.find_all(quantities.read_words(), corpus)
    return recurring.comparable(corpus, passed, concepts.read_concepts().concepts, figures)


def own_manifest(times: int) -> Path:
    """A corpus with one file a language: every third paragraph of the compendium's texts in it, `times` over."""
    folder = FOLDER / f"times-{times}"
    folder.mkdir(exist_ok=True)
    paragraphs, entries = whole().paragraphs[::3], ""
    for language, part in paragraphs.groupby(paragraphs["text_id"].map(languages())):
        (folder / f"{language}.txt").write_text(("\n\n".join(part["text"]) + "\n\n") * times, encoding="utf-8")
        entries += f'[[source]]\nid = "{language}"\nfile = "{language}.txt"\n'
        entries += f'[[text]]\nid = "{language}"\nsource = "{language}"\nlanguage = "{language}"\n'
    manifest = folder / "corpus.toml"
    manifest.write_text(entries, encoding="utf-8")
    return manifest


# --- verdicts --------------------------------------------------------------------------------------------------------


@cache
def rounds(ours: Callable[[], Cost], peer: Callable[[], Cost]) -> list[tuple[Cost, Cost]]:
    """Both in turn; measured once for all rows that compare the two."""
    return [(ours(), peer()) for _ in range(ROUNDS)]


def verdict(row: Row) -> tuple[bool, str]:
    """Whether a row is within its bound, and the line that says so."""
    pairs = [(getattr(ours, row.kind), getattr(peer, row.kind)) for ours, peer in rounds(row.ours, row.peer)]
    ratio = statistics.median(ours / peer for ours, peer in pairs)
    within = ratio <= row.most
    medians = [statistics.median(side) for side in zip(*pairs, strict=True)]
    ours, peer = (told(cost, row.kind) for cost in medians)
    line = f"{row.what:<46} {row.beside:<34} {ratio:9.2f}  at most {row.most:<6g} {ours:>10} {peer:>10}"
    if row.text:
        line += "".join(f" {row.text / 1e6 / cost:5.1f} MB/s" for cost in medians)
    return within, line if within else f"{line}  OUTSIDE ITS BOUND"


def told(value: float, kind: str) -> str:
    if kind == "memory":
        return f"{value / 1e6:.1f} MB"
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.2f} ms"


def main(groups: Iterable[Callable[[], list[Row]]] = GROUPS) -> int:
    """Measure and print every row; 1 where any is outside its bound, else 0."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    print(f"{'what':<46} {'beside':<34} {'times':>9}  {'bound':<14} {'ours':>10} {'peer':>10}", flush=True)
    outside = 0
    for group in groups:
        for row in group():
            within, line = verdict(row)
            print(line, flush=True)
            outside += not within
    print(f"rows outside their bound: {outside}")
    return int(outside > 0)


if __name__ == "__main__":
    sys.exit(main())
