"""Bad input: each fault gives one sentence with file, place and remedy."""

import hashlib
import os
import re

import pytest
import regex

import helpers.corpus.load
from conftest import MANIFEST, write_corpus
from helpers import CorpusError, load_corpus
from helpers.corpus import matching
from helpers.corpus.files import LARGEST_FILE
from helpers.corpus.load import MOST_LINES
from helpers.corpus.manifest import MOST_NAMED, read_manifest
from helpers.corpus.matching import LONGEST_PATTERN
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


def test_lines_are_counted_in_faults_whatever_ends_them(own_corpus):
    (own_corpus.parent / "wen.txt").write_bytes("一、开头\r全球\r治\0理".encode())
    with pytest.raises(CorpusError, match=r"line 3 of wen.txt holds a NUL"):
        load_corpus(own_corpus)
    (own_corpus.parent / "wen.txt").write_bytes("一、开头\r全球\r".encode() + b"\xff")
    with pytest.raises(CorpusError, match=r"line 3 of wen.txt is not UTF-8"):
        load_corpus(own_corpus)


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


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", r"source\[1\].file \(id 'wen'\): wen.txt is empty"),
        (b"\xef\xbb\xbf \n\n", r"wen.txt is empty"),
        ("一、开头\n\n全球".encode() + b"\xff\xfe", r"line 3 of wen.txt is not UTF-8; save the file as UTF-8"),
        ("一、开头\n全球\0治理".encode(), r"line 2 of wen.txt holds a NUL character; take it out"),
        ("小文\n一、开头".encode(), None),
        ("小文".encode(), r"finds 0 lines"),
    ],
)
def test_faulty_bytes_are_one_sentence(own_corpus, data, says):
    (own_corpus.parent / "wen.txt").write_bytes(data)
    if says is None:
        assert load_corpus(own_corpus).paragraphs["text"].tolist()[-1] == "一、开头"
        return
    with pytest.raises(CorpusError, match=says):
        load_corpus(own_corpus)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(?R)", r"the pattern '\(\?R\)' does not compile \(unknown extension"),
        ("[[a]b", r"does not compile \(Possible nested set"),
        ("a{9999999999}", r"is too long, or its counts are too high"),
        ("(?:a{99}){99}", r"is too long, or its counts are too high"),
        ("a" * (LONGEST_PATTERN + 1), r"the pattern 'a{59}…' is too long"),
        ("(" * 450 + "a" + ")" * 450, r"does not compile \(.*recursion"),
        ("x{e<=1}", r"has a brace that opens no count; write \\{ for a brace"),
        ("(a*)*", r"matches the empty line"),
    ],
)
@pytest.mark.parametrize("key", ["match", "note_start"])
def test_a_pattern_that_cannot_be_used_is_refused_with_its_place(tmp_path, pattern, says, key):
    if key == "match":
        manifest, place = MANIFEST.replace("'^[一二三]、'", f"'{pattern}'"), r"source\[1\].stream\[1\] \(id 'wen'\): "
    else:
        manifest = MANIFEST.replace('layout = "wrapped"', f"note_start = '{pattern}'")
        place = r"source\[0\] \(id 'paper'\): "
    with pytest.raises(CorpusError, match=f"^corpus.toml: {place}.*{says}"):
        read_manifest(write_corpus(tmp_path, manifest))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('lines = ["4"], starts = "Opening"', "match = '(a+)+$'", r"stream\[2\].match"),
        ('{ stream = "byline", lines = ["2"] }', "{ stream = 'note', lines = ['6-9'] }", "note_start"),
    ],
)
def test_a_pattern_that_runs_for_ever_is_stopped(tmp_path, monkeypatch, old, new, place):
    monkeypatch.setattr(matching, "PATIENCE", 0.1)
    manifest = MANIFEST.replace(old, new).replace('layout = "wrapped"', "layout = 'wrapped'\nnote_start = '(a+)+$'")
    english = f"Our\n{'a' * 5000}b\n\nOpening\n\nOne.\n{'a' * 5000}b\n{'a' * 5000}c\nEnd.\n\nText.\n"
    path = write_corpus(tmp_path, manifest, english)
    with pytest.raises(CorpusError, match=rf"{place}: the pattern '\(a\+\)\+\$' takes more than 0.1 seconds"):
        load_corpus(path)


def test_patterns_find_the_lines_that_the_re_of_python_finds(corpus):
    patterns = [r.match for s in corpus.manifest.sources for r in s.rules.streams if r.match]
    patterns += [s.note_start for s in corpus.manifest.sources if s.note_start]
    assert len(patterns) > 3
    patterns += [
        r"^\d{1,2}\s+\S",
        "(?i)^the ",
        "^[^a-z]+$",
        r"\(?[ivx]+\)",
        "^.{3,40}$",
        "[一-龥]、",
        r".*\bUS\b",
        "^(?:①|②)",
    ]
    lines = [line for raw in corpus.raw.values() for line in raw.split("\n")]
    for pattern in patterns:
        assert any(regex.match(pattern, line) for line in lines), pattern
        assert all(bool(regex.match(pattern, line)) == bool(re.match(pattern, line)) for line in lines), pattern


def test_one_range_of_lines_may_stand_by_itself(tmp_path):
    path = write_corpus(
        tmp_path, MANIFEST.replace('lines = ["2"]', 'lines = "2"').replace('date = "2024"', 'lines = "1-9"')
    )
    assert read_manifest(path).texts[0].lines == ((1, 9),)
    assert load_corpus(path).sentences["sentence_id"].tolist()[1:3] == ["paper:2.1", "paper:2.2"]


def no_file(path, what):
    path.unlink()
    if what == "pipe":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    elif what == "circle":
        path.symlink_to("other.txt")
        (path.parent / "other.txt").symlink_to("wen.txt")
    elif what == "large":
        with path.open("wb") as file:
            file.truncate(2**30)


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("pipe", r"wen.txt is no file that could be a text; name one"),
        ("folder", r"wen.txt is no file that could be a text; name one"),
        ("circle", r"file 'wen.txt' cannot be read \(Too many levels of symbolic links\); put it back"),
        ("large", rf"file 'wen.txt' cannot be read \(it has more than {LARGEST_FILE:,} bytes\); split it into several"),
        ("nothing", r"file 'wen.txt' is missing; put it back, or correct the manifest"),
    ],
)
def test_what_is_no_text_file_is_one_sentence_at_once(own_corpus, what, says):
    no_file(own_corpus.parent / "wen.txt", what)
    with pytest.raises(CorpusError, match=rf"^corpus.toml: source\[1\].file \(id 'wen'\): {says}"):
        load_corpus(own_corpus)


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be"])
def test_another_encoding_is_named_and_read_where_it_is_named(own_corpus, encoding):
    text = "小文\n\n一、開頭\n\n2024 年的國際法支持多邊主義。\n"
    (own_corpus.parent / "wen.txt").write_bytes(text.encode(encoding))
    with pytest.raises(CorpusError, match=rf'looks like {encoding}; .*, or give the source encoding = "{encoding}"$'):
        load_corpus(own_corpus)
    manifest = own_corpus.read_text(encoding="utf-8")
    own_corpus.write_text(manifest.replace('"wen.txt"', f'"wen.txt"\nencoding = "{encoding}"'), encoding="utf-8")
    corpus = load_corpus(own_corpus)
    assert corpus.paragraphs["text"].tolist()[-2:] == ["一、開頭", "2024年的國際法支持多邊主義。"]
    assert corpus.raw["wen"] == text


def test_an_encoding_that_is_not_that_of_the_file_is_refused(own_corpus):
    manifest = own_corpus.read_text(encoding="utf-8")
    own_corpus.write_text(manifest.replace('"wen.txt"', '"wen.txt"\nencoding = "gb18030"'), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"wen.txt is UTF-8 and not gb18030; take `encoding` out"):
        load_corpus(own_corpus)
    (own_corpus.parent / "wen.txt").write_bytes("小文\n一、".encode("gb18030") + b"\xff\n")
    with pytest.raises(CorpusError, match=r"line 2 of wen.txt is not GB18030"):
        load_corpus(own_corpus)


def test_what_is_too_much_for_memory_is_one_sentence(own_corpus, monkeypatch):
    (own_corpus.parent / "wen.txt").write_text("小文\n一、开头\n" + "字\n" * MOST_LINES, encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"wen.txt has more than {MOST_LINES:,} lines; split it into several"):
        load_corpus(own_corpus)
    write_corpus(own_corpus.parent)

    def full(*given):
        raise MemoryError

    monkeypatch.setattr(helpers.corpus.load, "clean", full)
    with pytest.raises(CorpusError, match=r"^corpus.toml: its texts take more memory than there is"):
        load_corpus(own_corpus)


@pytest.mark.parametrize(
    ("data", "paragraphs"),
    [
        ("One.\u2028Two.\n", ["One. Two."]),
        ("\x01\n全球\x1c治理\n", ["\x01", "全球治理"]),
        ("•\n-\n", ["•", "-"]),
        ("\r\r一\r", ["一"]),
    ],
)
def test_odd_characters_are_read(tmp_path, data, paragraphs):
    path = tmp_path / "corpus.toml"
    path.write_text('[[source]]\nid = "a"\nfile = "a.txt"\n[[text]]\nid = "a"\nsource = "a"\nlanguage = "zh"\n')
    (tmp_path / "a.txt").write_text(data, encoding="utf-8", newline="")
    assert load_corpus(path).paragraphs["text"].tolist() == paragraphs


@pytest.mark.parametrize(
    "data", [b"\r\r", b" \t\n", "\ufeff\u200b \u200b\n \u200b".encode(), b"a\xed\xa0\x80", b"caf\xe9"]
)
def test_bytes_that_hold_no_text_are_one_sentence(tmp_path, data):
    path = tmp_path / "corpus.toml"
    path.write_text('[[source]]\nid = "a"\nfile = "a.txt"\n[[text]]\nid = "a"\nsource = "a"\nlanguage = "zh"\n')
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(CorpusError, match=r"^corpus.toml: .*(is empty|holds no body text|is not UTF-8).*; "):
        load_corpus(path)


def test_a_text_without_a_body_is_an_error(own_corpus):
    own_corpus.write_text(own_corpus.read_text().replace('stream = "heading", match', 'stream = "title", match'))
    (own_corpus.parent / "wen.txt").write_text("小文\n一、开头", encoding="utf-8")
    with pytest.raises(CorpusError, match="text 'wen' holds no body text"):
        load_corpus(own_corpus)


def test_the_hash_is_of_the_bytes(own_corpus):
    digest = hashlib.sha256((own_corpus.parent / "wen.txt").read_bytes()).hexdigest()
    own_corpus.write_text(own_corpus.read_text().replace('id = "wen"\n', f'id = "wen"\nsha256 = "{digest}"\n', 1))
    assert load_corpus(own_corpus).sources.set_index("source_id")["sha256"]["wen"] == digest
    with (own_corpus.parent / "wen.txt").open("a", encoding="utf-8") as file:
        file.write("。")
    with pytest.raises(CorpusError, match="file changed"):
        load_corpus(own_corpus)
