"""Files in which something is declared or given: what they may hold, and how they are refused."""

import csv
import io
import os
import re
import subprocess
import sys
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import CorpusError, paths
from helpers.declarations.tables import LARGEST_TABLE, read_csv
from helpers.declarations.toml import LARGEST, Declared, Id, Word, as_declared, encoding_of, read_declared, read_toml

COLUMNS = ("unit_id", "sentence")


def table_of(tmp_path, data: str | bytes, columns=COLUMNS, key="unit_id"):
    path = tmp_path / "units.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_csv(path, columns, "give its path", key)


# --- tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("unit_id,sentence\na,It left, and more.\n", r"line 2: it has 3 values where the header has 2, with a comma"),
        ("unit_id,sentence\na,它走了,也没回来。\n", r"line 2: .*; put a value that holds a comma in quotation marks"),
        ("unit_id,sentence\na,It left.,\n", r"line 2: it has 3 values .*; take out the comma at the end"),
        ("unit_id,sentence\na,x\nb\n", r"line 3: it has 1 values where the header has 2, .*; add what is missing"),
        ('unit_id,sentence\na,"x\ny"\nb\n', r"line 4: it has 1 values"),
        ("unit_id;sentence\na;x;y\n", r"line 2: it has 3 values .*, with a semicolon between them"),
        ('unit_id,sentence\na,x\nb,"y\nc,z\n', r"line 3: a quotation mark that opens there is not closed; close it"),
        ('unit_id,sentence\na,"x"y\n', r"line 2: a quotation mark stands inside a value .*; double it there"),
        ("unit_id,sentence\na,x\nb,y\0z\n", r"line 3: it holds a NUL character; take it out"),
        ("unit_id,sentence\na,x\nunit_id,sentence\nb,y\n", r"line 3: the names of the columns stand there again"),
        ("unit_id,sentence,sentence\na,x,y\n", r"line 1: column 'sentence' stands twice; keep one"),
        ("unit_id,text\na,x\n", r"column 'sentence' is missing; add it"),
        ("unit_id|sentence\na|x\n", r"column 'unit_id' is missing; add it"),
        ('unit_id,sentence\na,"x\ny"\na,z\n', r"line 4: 'a' stands twice; keep one row"),
        ("unit_id,sentence\n" + 2 * ("a" * 100 + ",x\n"), r"line 3: 'a{59}…' stands twice"),
        ("", r"it is empty; it needs the columns unit_id, sentence"),
        ("\ufeff\n \n\n", r"it is empty"),
        ("unit_id\tsentence\na\tx\n".encode("utf-16"), r"not in UTF-8 .*; save it as that \(it looks like utf-16\)"),
        ("unit_id,sentence\na,中国反对霸权。\n".encode("gbk"), r"not in UTF-8 .* \(it looks like gb18030\)"),
    ],
)
def test_a_table_that_would_be_read_wrongly_is_refused_by_line(tmp_path, data, says):
    with pytest.raises(CorpusError, match=says) as error:
        table_of(tmp_path, data)
    assert str(error.value).startswith("units.csv: ")
    assert len(str(error.value)) < 300 and len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_separates_values_and_ends_lines_changes_nothing(tmp_path, mark, end, separator):
    lines = ["unit_id,sentence", 'a,"It left, and; more."', "", "b,中国", "  ", ""]
    data = mark + end.join(lines).replace(",", separator, 1).replace("a,", f"a{separator}").replace(
        "b,", f"b{separator}"
    )
    table = table_of(tmp_path, data)
    assert table.to_dict("list") == {"unit_id": ["a", "b"], "sentence": ["It left, and; more.", "中国"]}


VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(VALUES, VALUES), max_size=5), separator=st.sampled_from(",;\t"))
def test_a_table_is_read_as_it_was_written(tmp_path_factory, rows, separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([COLUMNS, *rows])
    table = table_of(tmp_path_factory.getbasetemp(), out.getvalue(), key="")
    assert list(table.itertuples(index=False, name=None)) == rows


def test_a_value_of_ten_megabytes_is_read(tmp_path):
    table = table_of(tmp_path, "unit_id,sentence\na," + "x" * 10_000_000 + "\n")
    assert table["sentence"].str.len().tolist() == [10_000_000]


def test_values_stay_text(tmp_path):
    table = table_of(tmp_path, "unit_id,sentence\n007,NA\n1e5,\n")
    assert table.to_dict("list") == {"unit_id": ["007", "1e5"], "sentence": ["NA", ""]}


def test_a_table_that_is_not_there_says_what_helps(tmp_path):
    with pytest.raises(CorpusError, match=r"^lost.csv: no such table at .*lost.csv; restore it with git$"):
        read_csv(tmp_path / "lost.csv", COLUMNS, "restore it with git")


# --- files -----------------------------------------------------------------------------------------------------------


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "device.toml").symlink_to("/dev/zero")
    for name in ("pipe.toml", "folder.toml", "device.toml"):
        with pytest.raises(CorpusError, match=rf"^{name}: it is no file that could be a list; give the path of one$"):
            read_toml(tmp_path / name, "list")


def test_a_file_that_cannot_be_read_says_the_systems_own_reason(tmp_path):
    (tmp_path / "a.toml").symlink_to("b.toml")
    (tmp_path / "b.toml").symlink_to("a.toml")
    with pytest.raises(CorpusError, match=r"the list cannot be read \(Too many levels of symbolic links\)"):
        read_toml(tmp_path / "a.toml", "list")
    with pytest.raises(CorpusError, match=r"the list cannot be read \((?:stat: )?embedded null \w+[^)]*\)"):
        read_toml(tmp_path / "a\0.toml", "list")


@pytest.mark.parametrize(("largest", "read"), [(LARGEST, read_toml), (LARGEST_TABLE, read_csv)])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path, largest, read):
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(CorpusError, match=rf"cannot be read \(it has more than {largest:,} bytes\)"):
        read(path, "list") if read is read_toml else read(path, COLUMNS, "split it")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('id = "a\\u0000"', r"a.toml: id: it holds a control character; take it out"),
        ('[[code]]\n[[code]]\nx = { "\\u0007" = 1 }', r"a.toml: code\[1\].x: it holds a control character"),
        ("id = " + "9" * 5000, r"a.toml: not readable as TOML \(.*\); correct it"),
        ("id = " + "[" * 5000, r"a.toml: tables lie in one another too deep; correct it"),
        ("id = 1\nid = 2", r"a.toml: not readable as TOML \(Cannot overwrite a value.*\); correct it"),
        ("id = 'a\nb'", r"a.toml: not readable as TOML"),
    ],
)
def test_toml_that_cannot_be_meant_is_one_sentence(tmp_path, text, says):
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=says) as error:
        read_toml(tmp_path / "a.toml", "list")
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_encoding_of_a_text_is_recognised(encoding):
    text = "The résumé of café society.\n" if encoding == "cp1252" else "國際法 Article 2 支持多邊主義,反對霸權。\n"
    assert encoding_of(text.encode(encoding)) == encoding
    assert encoding_of(text.encode(encoding) * 10_000).startswith(encoding)
    assert encoding_of(("A line before.\n" * 5_000 + text * 50).encode(encoding)).startswith(encoding)


def test_utf_8_with_an_error_and_noise_look_like_nothing():
    assert encoding_of("中国".encode() + b"\xff\xfe" + "霸权".encode()) == ""
    assert encoding_of(b"\0" * 100) == ""
    assert encoding_of("Left.".encode("utf-32")) == ""


# --- declarations ----------------------------------------------------------------------------------------------------


class Form(Declared):
    en: tuple[Word, ...] = ()
    zh: tuple[Word, ...] = ()


class Code(Declared):
    id: Id
    kind: Literal["code", "name"] = "code"
    rank: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    own: bool = False
    pattern: tuple[Form, ...] = ()

    def __post_init__(self):
        if self.own and not self.pattern:
            raise ValueError("own needs `pattern`; give one")


class Book(Declared):
    code: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1)]
    labels: dict[Id, Word] = msgspec.field(default_factory=dict)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "'code' is missing; add it"),
        ({"code": []}, "code: it is empty; fill it in or take it out"),
        ({"code": {"id": "a"}}, "code (id 'a'): it must be a list of tables, [[code]], not a table; correct it"),
        ({"code": ["a"]}, "code[0]: it must be a table, not text in quotation marks; correct it"),
        ({"code": [{"id": "a"}, {}]}, "code[1]: 'id' is missing; add it"),
        ({"code": [{"id": "A b"}]}, "code[0].id (id 'A b'): it is no id: use small letters, digits and hyphens"),
        (
            {"code": [{"id": "war", "colour": 1}]},
            "code[0] (id 'war'): unknown key 'colour'; use one of id, kind, own, pattern, rank",
        ),
        (
            {"code": [{"id": "war", "kind": "peace\nful"}]},
            "code[0].kind (id 'war'): 'peace ful' is not known here; use one of code, name",
        ),
        ({"code": [{"id": "war", "rank": 0}]}, "code[0].rank (id 'war'): it must be 1 or more; correct it"),
        ({"code": [{"id": "war", "rank": 2**70}]}, "code[0].rank (id 'war'): it must be 99 or less; correct it"),
        ({"code": [{"id": "war", "rank": 16**5000}]}, "code[0].rank (id 'war'): it must be 99 or less; correct it"),
        (
            {"code": [{"id": "war", "rank": float("nan")}]},
            "code[0].rank (id 'war'): it must be a whole number, not a number; correct it",
        ),
        (
            {"code": [{"id": "war", "own": 1}]},
            "code[0].own (id 'war'): it must be true or false, not a whole number; correct it",
        ),
        ({"code": [{"id": "war", "own": True}]}, "code[0] (id 'war'): own needs `pattern`; give one"),
        (
            {"code": [{"id": "war", "pattern": [{"zh": ["战争", ["武"]]}]}]},
            "code[0].pattern[0].zh[1] (id 'war'): it must be text in quotation marks, not a list, [...]; correct it",
        ),
        (
            {"code": [{"id": "war", "pattern": [{"en": [" war"]}]}]},
            "code[0].pattern[0].en[0] (id 'war'): give text of one line",
        ),
        (
            {"code": [{"id": "war"}], "labels": {"war": "War", "peace": 1}},
            "labels.peace: it must be text in quotation marks, not a whole number; correct it",
        ),
    ],
)
def test_a_declaration_is_refused_with_place_id_and_remedy(data, says):
    with pytest.raises(CorpusError) as error:
        as_declared(data, "book.toml", Book)
    assert str(error.value) == f"book.toml: {says}"


def test_however_long_a_value_is_the_message_is_short_and_keeps_its_remedy():
    long = "中\u2028\n" * 10_000
    for data in ({"code": [{"id": "a", long: 1}]}, {"code": [{"id": "a", "kind": long}]}, {"code": [{"id": long}]}):
        with pytest.raises(CorpusError) as error:
            as_declared(data, long, Book)
        message = str(error.value)
        assert len(message) <= 500 and len(message.splitlines()) == 1
        assert " use " in message


def test_a_declaration_that_is_right_is_read(tmp_path):
    path = tmp_path / "book.toml"
    path.write_text('[[code]]\nid = "war"\npattern = [{ zh = ["战争"] }]\n[labels]\nwar = "War"\n', encoding="utf-8")
    book = read_declared(path, "codebook", Book)
    assert book == Book(code=(Code(id="war", pattern=(Form(zh=("战争",)),)),), labels={"war": "War"})


@pytest.mark.ci
def test_python_ends_as_it_should_after_reading_declarations():
    # msgspec 0.22 frees what is not its own where a type is a list or else a text with a pattern: seen only at the end
    script = (
        "import sys\n"
        "from helpers.coding.codebook import read_codebook\n"
        "from helpers.compendium.sensitivity import read_settings\n"
        "from helpers.corpus.manifest import Path, read_manifest\n"
        "from helpers.mentions import acts, concepts, institutions, quantities, sources\n"
        "from helpers.paths import US_FRAMES\n"
        "read_manifest(Path(sys.argv[1])), read_codebook(US_FRAMES), read_settings()\n"
        "concepts.read_concepts(), acts.read_comparisons(), quantities.read_words()\n"
        "institutions.read_bodies(), sources.read_sources()\n"
    )
    checked = {**os.environ, "PYTHONMALLOC": "debug"}
    command = [sys.executable, "-c", script, paths.MANIFEST]
    done = subprocess.run(command, env=checked, capture_output=True, encoding="utf-8", errors="replace")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"one": {"a": 1}, "two": {"b": 2, "B!": 3}}, "x.toml: two.B!: it is no id: use small letters"),
        ({"one": {"a": 1}, "two": {"b": "c"}}, "x.toml: two.b: it must be a whole number, not text"),
        ({"one": 3, "two": {"B!": 3}}, "x.toml: one: it must be a table"),
    ],
)
def test_a_fault_in_a_table_of_tables_names_both_keys(data, said):
    with pytest.raises(CorpusError, match=f"^{re.escape(said)}"):
        as_declared(data, "x.toml", dict[Word, dict[Id, int]])
