"""Bad manifests: each fault gives one sentence with file, place and remedy."""

import pytest

from conftest import MANIFEST, write_corpus
from helpers import CorpusError, load_corpus
from helpers.corpus.manifest import MOST_NAMED, read_manifest
from helpers.paths import MANIFEST as OWN


def test_the_manifest_of_this_project_declares_thirteen_texts_in_five_files():
    manifest = read_manifest(OWN)
    assert len(manifest.sources) == 5
    assert len(manifest.texts) == 13
    assert all(source.sha256 for source in manifest.sources)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('title = "A', 'colour = "A', r"corpus.toml: unknown key 'colour'; use one of"),
        (
            'layout = "wrapped"',
            'layuot = "wrapped"',
            r"source\[0\] \(id 'paper'\): unknown key 'layuot'; use one of aside, calls",
        ),
        (
            'layout = "wrapped"',
            'layout = "columns"',
            r"source\[0\].layout \(id 'paper'\): 'columns' is not known here; use one of lines, wrapped",
        ),
        ('layout = "wrapped"', 'calls = "numbers"', r"`calls = \"numbers\"` and `last_call` go together"),
        ('layout = "wrapped"', "pages = 1", r"source\[0\].pages .*: it must be true or false, not a whole number"),
        (
            'stream = "byline"',
            'stream = "poem"',
            r"source\[0\].stream\[1\].stream .*: 'poem' is not known here; use one of body",
        ),
        (', lines = ["2"]', "", r"stream 'byline' is declared for no line"),
        (
            'lines = ["2"]',
            'lines = ["2 to 3"]',
            r"source\[0\].stream\[1\].lines\[0\] .*: '2 to 3' is no range of lines",
        ),
        ('lines = ["2"]', 'lines = ["3-2"]', r"'3-2' is no range of lines"),
        ('lines = ["2"]', 'lines = ["99"]', r"lines 99-99, but the file has"),
        ('starts = "Opening"', 'starts = "Closing"', r"line 4 does not start with 'Closing'"),
        ("'^[一二三]、'", "'^[一二三'", r"does not compile"),
        ("'^[一二三]、'", "'^ *'", r"matches the empty line"),
        ("count = 1", "count = 2", r"finds 1 lines, not 2"),
        ('file = "wen.txt"', 'file = "../wen.txt"', r"file '../wen.txt' leaves the corpus folder"),
        ('file = "wen.txt"', 'file = "/etc/hosts"', r"file '/etc/hosts' leaves the corpus folder"),
        (
            'file = "wen.txt"',
            'file = "lost.txt"',
            r"source\[1\].file \(id 'wen'\): file 'lost.txt' is missing; put it back",
        ),
        ('file = "wen.txt"', "", r"source\[1\] \(id 'wen'\): 'file' is missing; add it"),
        (
            'file = "wen.txt"',
            'file = "wen.txt"\nsha256 = "ab12"',
            r"file changed \(sha256 .{4}\.\.\. expected ab12\.\.\.\)",
        ),
        (
            'language = "zh"',
            'language = "la"',
            r"text\[1\].language \(id 'wen'\): 'la' is not known here; use one of en, zh",
        ),
        ('source = "wen"', 'source = "won"', r"text\[1\].source \(id 'wen'\): unknown source 'won'"),
        ('voice = "Voice of the South"', 'voice = "Choir"', r"text\[1\].voice \(id 'wen'\): unknown voice 'Choir'"),
        ('voice = "Voice of the South"', 'translation_of = "x"', r"unknown voice ''"),
        ('date = "2024"', "date = 2024", r"text\[0\].date .*: it must be text in quotation marks"),
        ('date = "2024"', 'lines = ["1-40"]', r"text 'paper' claims lines 1-40, but the file has"),
        ('date = "2024"', 'lines = ["1-4"]', r"line 6 belongs to no text"),
        ('date = "2024"', 'lines = ["1-9", "2"]', r"line 2 is claimed by 'paper' and by 'paper'"),
        ('id = "wen"\nsource', 'id = "paper"\nsource', r"text\[1\].id \(id 'paper'\): text\[0\] has this id too"),
        ('id = "wen"\nsource', 'id = "Wen"\nsource', r"text\[1\].id \(id 'Wen'\): it is no id"),
        ("[[source]]", "[source", r"corpus.toml: not readable as TOML"),
        (
            'title = "A corpus of two small texts"',
            "title = 5",
            r"title: it must be text in quotation marks, not a whole number",
        ),
        (
            'voices = ["Voice of the North", "Voice of the South"]',
            "voices = 5",
            r"voices: it must be a list, \[...\], not a whole number",
        ),
        ('layout = "wrapped"', "repair = 5", r"it must be a list of tables, \[\[source.repair\]\]"),
        ('layout = "wrapped"', 'swap = "4"', r"it must be a list of tables, \[\[source.swap\]\]"),
        ('layout = "wrapped"', "calls = 'numbers'\nlast_call = -1", r"source\[0\].last_call .*: it must be 0 or more"),
        (
            'layout = "wrapped"',
            'aside = [{line = 1, find = "", stream = "note"}]',
            r"source\[0\].aside\[0\].find .*: '' is to be found in a line; give characters",
        ),
        ('layout = "wrapped"', 'aside = [{line = 1, find = "Our"}]', r"aside\[0\] .*: 'stream' is missing"),
        (
            'layout = "wrapped"',
            'aside = [{line = 1, find = "Our", stream = "body"}]',
            r"'body' is not known here; use one of title, byline, note",
        ),
        (
            'layout = "wrapped"',
            'repair = [{lines = [1], find = "", replace = "x", reason = ""}]',
            r"source\[0\].repair\[0\].find .*: '' is to be found in a line; give characters",
        ),
        ('lines = ["2"]', "lines = []", r"source\[0\].stream\[1\].lines .*: it is empty"),
        ('date = "2024"', 'date = "spring 2020"', r"'spring 2020' is no date; write YYYY, YYYY-MM or YYYY-MM-DD"),
        ('date = "2024"', 'date = "2024-13"', r"'date' is '2024-13'"),
        ('date = "2024"', "date = 2024-01-01", r"text\[0\].date .*: it must be text in quotation marks, not a date"),
        ('lines = ["2"]', 'lines = ["1-99999999999"]', r"lines\[0\] .*: '1-99999999999' is no range of lines"),
        ('lines = ["2"]', 'lines = "2 to 3"', r"stream\[1\] .*: '2 to 3' is no range of lines"),
        ('lines = ["2"]', 'lines = ["1-99999"]', r"stream\[1\] \(byline\) names lines 1-99999, but the file has"),
        ('lines = ["2"]', 'lines = ["1-999999999"]', r"more than 1,000,000 lines are named"),
        ('date = "2024"', 'lines = ["1-999999999"]', r"claims lines 1-999999999, but the file has"),
        ('lines = ["2"]', "lines = [2]", r"stream\[1\].lines\[0\] .*: it must be text in quotation marks"),
        ("count = 1", "count = 0x" + "f" * 9_000, r"stream\[1\].count .*: it must be 999999999 or less"),
        ("count = 1", "count = " + "9" * 9_000, r"corpus.toml: not readable as TOML"),
        ('language = "zh"', 'language = "zh"\ntranslation_of = "x"', r"text\[1\].translation_of .*unknown text 'x'"),
        ('file = "wen.txt"', 'file = "wen\\u0000.txt"', r"source\[1\].file: it holds a control character"),
        ('file = "wen.txt"', f'file = "{"w" * 300}.txt"', r"file 'w{59}…' cannot be read \(File name too long\)"),
        (
            'layout = "wrapped"',
            'order = [{lines = "1-4", read = ["1-400000000"]}]',
            rf"source\[0\] \(id 'paper'\): more than {MOST_NAMED:,} lines are named by streams and orders; name fewer",
        ),
        (
            'layout = "wrapped"',
            'swap = [{line = 6, call = "sent"}, {line = 6, call = "to"}]',
            r"swap\[1\]: the halves of line 6 are swapped twice; keep one",
        ),
        (
            'layout = "wrapped"',
            f'repair = [{{lines = [6], find = "{"x" * 900}", replace = "y", reason = ""}}]',
            r"repair\[0\]: line 6 does not hold 'x{59}…'; correct the declaration",
        ),
    ],
)
def test_a_faulty_manifest_is_one_sentence(tmp_path, old, new, says):
    assert old in MANIFEST
    path = write_corpus(tmp_path, MANIFEST.replace(old, new, 1))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CorpusError, match=says) as error:
        load_corpus(path)
    message = str(error.value)
    assert message.startswith("corpus.toml")
    assert "\n" not in message
    assert sorted(tmp_path.iterdir()) == before


def test_a_manifest_with_a_byte_order_mark_is_read(own_corpus):
    own_corpus.write_text("\ufeff" + own_corpus.read_text(encoding="utf-8"), encoding="utf-8")
    assert len(load_corpus(own_corpus).texts) == 2


def test_no_manifest(tmp_path):
    with pytest.raises(CorpusError, match=r"lost.toml: no such manifest"):
        load_corpus(tmp_path / "lost.toml")
    with pytest.raises(CorpusError, match=r"it is no file that could be a manifest; give the path of one"):
        load_corpus(tmp_path)


def test_a_link_does_not_lead_out_of_the_corpus_folder(tmp_path):
    inside = tmp_path / "corpus"
    inside.mkdir()
    path = write_corpus(inside)
    (inside / "wen.txt").rename(tmp_path / "wen.txt")
    (inside / "wen.txt").symlink_to(tmp_path / "wen.txt")
    with pytest.raises(CorpusError, match="leaves the corpus folder"):
        load_corpus(path)


def test_one_range_of_lines_may_stand_by_itself(tmp_path):
    path = write_corpus(
        tmp_path, MANIFEST.replace('lines = ["2"]', 'lines = "2"').replace('date = "2024"', 'lines = "1-9"')
    )
    assert read_manifest(path).texts[0].lines == ((1, 9),)
    assert load_corpus(path).sentences["sentence_id"].tolist()[1:3] == ["paper:2.1", "paper:2.2"]
