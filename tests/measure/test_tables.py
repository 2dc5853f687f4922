"""A record becomes the tables that the argument has of the same text; shards of any size add up to the same."""

import os
import signal
import subprocess
import sys
from importlib.metadata import version

import pandas as pd
import pyarrow.parquet as pq
import pytest

from conftest import weekly
from helpers.coding import example
from helpers.coding.dictionary import apply
from helpers.corpus.load import corpus_of
from helpers.corpus.selection import countable, word_tokens
from helpers.errors import CorpusError, RunError
from helpers.measure import engines, shards
from helpers.measure.merge import Measured
from helpers.measure.records import Record
from helpers.measure.tables import SCHEMAS, Books, measure
from helpers.mentions import windows
from helpers.mentions.concepts import Concept, find

PAPER = "Great Ruritania went to war. It trades, too.\n\nThe United States (the U.S.) did not. Trade is trade.\n"
WEN = "鲁国开战。月亮很远。\n美国反对战争，全球治理需要合作。\n"
CONCEPTS = (
    Concept("us", "US", ("United States", "U.S.", "美国")),
    Concept("trade", "trade", ("trade*",)),
    Concept("global", "global", ("全球治理",)),
    Concept("governance", "governance", ("治理",)),
)


def records(metadata=None):
    return [Record("paper", "en", PAPER, metadata or {}), Record("wen", "zh", WEN, metadata or {})]


def books(**settings):
    return Books(concepts=CONCEPTS, codebooks=(example.read()[1],), **settings)


def read(folder, name):
    return pq.read_table(folder / f"{name}.parquet").to_pandas()


@pytest.fixture
def measured(tmp_path):
    return measure(records(), books(words=5, hanzi=4), tmp_path / "shard")


@pytest.fixture(scope="module")
def small():
    return corpus_of(en={"paper": PAPER}, zh={"wen": WEN})


def test_words_are_those_of_the_corpus(measured, small):
    words = word_tokens(small).groupby(["text_id", "term"]).size().reset_index(name="n")
    assert read(measured, "terms").values.tolist() == words.values.tolist()


def test_concepts_are_those_of_the_corpus_with_their_windows(measured, small):
    hits = find(small, CONCEPTS, books().terms)
    cut = windows.windows(small, 5, 4)
    shares = windows.concept_shares(small, hits, cut)
    there = shares[shares["count"] > 0].sort_values(["text_id", "concept"])
    columns = ["text_id", "concept", "count", "alone", "windows_with", "sentences_with"]
    assert read(measured, "concepts").values.tolist() == there[columns].values.tolist()
    sizes = read(measured, "sizes").set_index("text_id")
    assert sizes["windows"].to_dict() == cut.groupby("text_id")["window"].max().to_dict()
    assert sizes["sentences"].to_dict() == {"paper": 4, "wen": 3}


def test_codes_are_those_of_the_dictionary(measured, small):
    found = apply(example.read()[1], countable(small))[0]
    passing = found[found["naming"] != ""]
    coded = read(measured, "coded")
    assert (coded["text_id"] + ":" + coded["place"]).tolist() == ["paper:1.1", "wen:1.1"]
    assert coded["codes"].tolist() == passing["codes"].tolist() == ["war;praise", "war"]
    codes = read(measured, "codes")
    assert codes[codes["level"] == "code"][["text_id", "name", "sentences"]].values.tolist() == [
        ["paper", "praise", 1],
        ["paper", "war", 1],
        ["wen", "war", 1],
    ]


def test_every_hit_and_sentence_leads_to_the_raw_characters(measured):
    text = {record.text_id: record.text for record in records()}
    hits, sentences = read(measured, "hits"), read(measured, "sentences")
    assert len(hits) == 7  # (the U.S.) is no second mention
    assert [text[t][a:b] for t, a, b in zip(hits["text_id"], hits["start"], hits["end"], strict=True)] == [
        *hits["form"]
    ]
    assert [text[s.text_id][s.start : s.end] for s in sentences.itertuples()] == sentences["text"].tolist()


def test_another_language_has_words_and_neither_concepts_nor_codes(tmp_path):
    text = "Der Handel mit Ruritania wächst, trade bleibt trade."
    folder = measure([Record("de", "de", text, {})], books(), tmp_path / "shard")
    assert read(folder, "terms")["term"].tolist() == sorted(
        ["der", "handel", "mit", "ruritania", "wächst", "trade", "bleibt"]
    )
    assert [len(read(folder, name)) for name in ("concepts", "codes", "coded", "hits")] == [0, 0, 0, 0]
    assert read(folder, "sizes")["windows"].tolist() == [0]


def test_a_text_without_a_word_is_a_text(tmp_path):
    folder = measure([Record("empty", "en", " \n—\n", {})], books(), tmp_path / "shard")
    assert read(folder, "sizes")[["words", "sentences"]].values.tolist() == [[0, 1]]


def many(number):
    for n in range(number):
        yield Record(f"t{n:03}", ("en", "zh")[n % 2], (PAPER, WEN)[n % 2] * (1 + n % 3), {"side": "ab"[n % 3 > 0]})


def files(folders):
    return {f"{folder.name}/{p.name}": p.read_bytes() for folder in folders for p in sorted(folder.iterdir())}


def test_one_process_and_two_write_the_same_bytes(tmp_path):
    one = shards.measure_all(many(40), books(), tmp_path / "one", size=1500)
    with engines.Workers(2) as workers:
        two = shards.measure_all(many(40), books(), tmp_path / "two", workers, size=1500)
    assert len(one) > 2 and files(one) == files(two)
    assert len(files(one)) == len(one) * len(SCHEMAS)


def answers(folders):
    found = Measured(folders)
    query = CONCEPTS[1]
    return [
        found.texts.reset_index(drop=True),
        found.sizes("side"),
        found.term_counts("side", 5),
        found.keyness("side", "a", ["b"], 1, 50, 1),
        found.concepts("side", 50, 1),
        found.codes("own", "side", 50, 1),
        found.dispersion(50, 1, 5),
        *found.concordance(query, 5, 1),
    ]


def test_shards_of_two_sizes_give_the_same_answers(tmp_path):
    one, two = (shards.measure_all(many(60), books(), tmp_path / str(size), size=size) for size in (500, 10**6))
    assert len(one) > 10 and len(two) == 1
    for a, b in zip(answers(one), answers(two), strict=True):
        pd.testing.assert_frame_equal(a, b)
        assert len(a)


def test_what_was_measured_is_not_measured_again(tmp_path, monkeypatch):
    first = shards.measure_all(many(10), books(), tmp_path, size=500)
    calls = []
    monkeypatch.setattr("helpers.measure.tables._Shard.add", lambda self, record: calls.append(record.text_id))
    assert shards.measure_all(many(10), books(), tmp_path, size=500) == first and calls == []


@pytest.mark.parametrize(
    ("other", "changed"),
    [
        (lambda: (records({"year": "2024"}), books()), True),
        (lambda: (records(), books(words=7)), True),
        (lambda: ([*records()[:1], Record("wen", "zh", WEN + "完。", {})], books()), True),
        (lambda: (records(), books()), False),
    ],
)
def test_another_text_another_list_or_other_metadata_are_measured_anew(tmp_path, other, changed):
    first = shards.measure_all(records(), books(), tmp_path)
    assert (shards.measure_all(*other(), tmp_path) != first) is changed


def test_a_change_of_the_code_that_counts_measures_anew(tmp_path, monkeypatch):
    first = shards.measure_all(records(), books(), tmp_path)
    monkeypatch.setattr(shards, "made_by", lambda: "another")
    assert shards.measure_all(records(), books(), tmp_path) != first


def test_what_a_measure_rests_on_is_known_by_more_than_its_modules(tmp_path, monkeypatch):
    made = shards.made_by.__wrapped__
    before = made()
    assert made() == before
    speakers = tmp_path / "attribution.toml"
    speakers.write_bytes(shards.ATTRIBUTION.read_bytes() + b"\n")
    with monkeypatch.context() as changed:
        changed.setattr(shards, "ATTRIBUTION", speakers)
        assert made() != before
    with monkeypatch.context() as changed:
        changed.setattr(shards, "version", lambda name: "0" if name == "rjieba" else version(name))
        assert made() != before


def test_a_shard_that_breaks_leaves_nothing_half_written(tmp_path, monkeypatch):
    monkeypatch.setattr("helpers.measure.tables.pq.write_table", lambda *given, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        measure(records(), books(), tmp_path / "shard")
    assert list(tmp_path.iterdir()) == []


def test_an_id_that_stands_twice_is_refused():
    with pytest.raises(CorpusError, match="text id 'paper' stands twice; give each text its own"):
        list(shards.shards([records()[0], records()[0]]))


def die(shard):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.ci
def test_a_process_that_dies_is_one_sentence():
    with pytest.raises(
        RunError, match=r"^measure: a process died 3 times over the same texts, .* what was measured is kept$"
    ):
        list(engines.map(die, [1, 2], 2))


def test_progress_tells_texts_and_characters(tmp_path):
    told = []
    shards.measure_all(many(10), books(), tmp_path, size=500, told=told.append)
    assert told[-1].texts == 10 and told[-1].characters == sum(len(r.text) for r in many(10))
    assert told == sorted(told)


MEMORY = r"""
import random, re, sys
from importlib.metadata import version
from pathlib import Path
from helpers.coding.codebook import read_codebook
from helpers.measure.records import Record
from helpers.measure.shards import measure_all
from helpers.measure.tables import Books
from helpers.mentions.concepts import read_concepts
from helpers.paths import GS_CLAIMS, INSTITUTIONS_SAID, US_FRAMES
draw = random.Random(1)
plain = "the harbour and its {n} ships lay under {m} lamps while rain came over every hill of a town. ".split()
said = "The United States and China trade; global governance, they say, needs {n} reforms by {m}.\n"
def text(n):
    return "".join(
        " ".join(draw.sample(plain, 17)).format(n=n, m=k) + ". " + (said.format(n=n, m=k) if k % 4 == 0 else "\n")
        for k in range(int(sys.argv[2]))
    )
texts = (Record(str(n), "en", text(n), {}) for n in range(int(sys.argv[3])))
codebooks = tuple(map(read_codebook, (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)))
books = Books(concepts=read_concepts().concepts, codebooks=codebooks)
read = []
measure_all(texts, books, Path(sys.argv[1]), told=read.append)
# its own peak: what getrusage says begins with that of the process that started it
print(read[-1].characters, int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


@pytest.mark.ci
@pytest.mark.parametrize(("sentences", "texts"), [weekly(60, 1_600), (9_500, 10)])
def test_ten_megabytes_take_less_than_300_in_long_texts_and_in_short_ones(tmp_path, sentences, texts):
    command = [sys.executable, "-c", MEMORY, tmp_path, str(sentences), str(texts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    characters, megabytes = map(int, done.stdout.split())
    assert characters > 9_900_000 and megabytes < 300
