"""Any source gives records, each with language, metadata and place; what cannot be read is listed, all at once."""

import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from helpers.errors import CorpusError
from helpers.measure.records import open_source, paragraphs

EN, ZH = "The delegates spoke of trade. ", "全球治理需要多边主义。"


def write(folder, **files):
    """Files of a folder: `a__b_txt` is a/b.txt."""
    for name, content in files.items():
        stem, _, ending = name.rpartition("_")
        path = folder.joinpath(*f"{stem}.{ending}".split("__"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(source, **options):
    opened = open_source(source, **options)
    return list(opened.records()), opened.report


def table(path, header, *rows):
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


# --- folders ----------------------------------------------------------------------------------------------------------


def test_a_folder_gives_a_text_a_file_with_its_path_as_id(tmp_path):
    write(tmp_path, us__a_txt=EN, cn__b_md=ZH, x_png=b"\x89")
    found, report = read(tmp_path)
    assert [(r.text_id, r.language, r.metadata["folder"], r.metadata["source"]) for r in found] == [
        ("cn/b", "zh", "cn", "cn/b.md"),
        ("us/a", "en", "us", "us/a.txt"),
    ]
    assert report.passed_over == {(".png", "no text, by its ending"): 1}


def test_files_of_one_name_keep_their_ending(tmp_path):
    assert [r.text_id for r in read(write(tmp_path, a_txt=EN, a_md=ZH))[0]] == ["a.md", "a.txt"]


def test_a_glob_chooses_files(tmp_path):
    write(tmp_path, us__a_txt=EN, us__b_md=EN, cn__c_txt=ZH, notes_log=EN)
    assert [r.text_id for r in read(f"{tmp_path}/us/*")[0]] == ["a", "b"]
    assert [r.text_id for r in read(f"{tmp_path}/**/*.txt")[0]] == ["cn/c", "us/a"]
    assert [r.text_id for r in read(f"{tmp_path}/*.log")[0]] == ["notes.log"]


def test_a_pattern_says_what_names_and_folders_mean(tmp_path):
    (tmp_path / "us").mkdir()
    (tmp_path / "us" / "20240105_smith.txt").write_text(EN)
    for pattern in ("{country}/{date}_{speaker}", "{country}/{date}_{speaker}.txt"):
        (record,) = read(tmp_path, pattern=pattern, groups=["country"])[0]
        assert {name: record.metadata[name] for name in ("country", "date", "speaker")} == {
            "country": "us",
            "date": "2024-01-05",
            "speaker": "smith",
        }


def test_a_name_that_does_not_fit_the_pattern_is_listed(tmp_path):
    write(tmp_path, us__a_txt=EN, b_txt=EN)
    with pytest.raises(CorpusError, match=r"b\.txt: its name does not fit the pattern \{country\}/\{id\}; rename it"):
        read(tmp_path, pattern="{country}/{id}")
    assert [r.text_id for r in read(tmp_path, pattern="{country}/{id}", skip=True)[0]] == ["a"]


def test_packed_texts_are_unpacked(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(EN.encode()))
    (tmp_path / "b.txt.zst").write_bytes(zstandard.compress(ZH.encode()))
    assert [(r.text_id, r.text) for r in read(tmp_path)[0]] == [("a", EN), ("b", ZH)]


def test_all_files_that_cannot_be_read_are_listed_at_once_and_the_rest_goes_on_if_asked(tmp_path):
    write(
        tmp_path, a_txt=EN, b_txt=b"\0\1\2\xff" * 9, c_pdf=b"%PDF", d_docx=b"PK", e_html="<p>", f_txt=" ", g_zip=b"PK"
    )
    (tmp_path / "h.txt.gz").write_bytes(b"no gzip")
    (tmp_path / "i.txt").write_bytes("全球治理".encode()[:-1])
    opened = open_source(tmp_path)
    with pytest.raises(CorpusError, match="8 in all, which the report lists; or go on without, by --skip-unreadable"):
        list(opened.records())
    assert sorted(name for name, _ in opened.report.unreadable) == [
        "b.txt", "c.pdf", "d.docx", "e.html", "f.txt", "g.zip", "h.txt.gz", "i.txt",
    ]  # fmt: skip
    assert all("; " in why or "as with" in why for _, why in opened.report.unreadable)
    assert [r.text_id for r in read(tmp_path, skip=True)[0]] == ["a"]


@pytest.mark.parametrize(
    ("name", "converter"),
    [
        ("a.docx", "pandoc"),
        ("a.pdf", "pdftotext"),
        ("a.html", "trafilatura"),
        ("a.xml", "TEI"),
        ("a.json", "jq"),
        ("a.xlsx", "CSV"),
    ],
)
def test_what_is_no_plain_text_names_a_converter(tmp_path, name, converter):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(CorpusError, match=rf"{name}: it is no plain text; .*{converter}"):
        open_source(tmp_path / name)


def test_a_source_that_is_not_there_says_so(tmp_path):
    with pytest.raises(CorpusError, match="no such file or folder; give the path of your texts"):
        open_source(tmp_path / "none")
    with pytest.raises(CorpusError, match="no text in it can be read"):
        read(tmp_path)


# --- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (ZH * 5, "gbk", "gb18030"),
        ("聯合國大會通過決議，美國反對霸權。" * 3, "big5", "big5"),
        ("The Assembly’s “resolution” was adopted. ", "cp1252", "cp1252"),
        ("Les États membres se félicitent de l'accord à Genève. ", "latin-1", "cp1252"),
        ("Генеральная Ассамблея приняла резолюцию и осудила санкции. ", "cp1251", "cp1251"),
        ("国連総会は決議を採択した。日本政府はこれを歓迎している。" * 3, "shift_jis", "cp932"),
        (EN, "utf-16", "utf-16"),
        (EN, "utf-16-le", "utf-16-le"),
        (ZH, "utf-8-sig", "utf-8"),
    ],
)
def test_an_encoding_is_detected_and_shown_with_its_confidence(tmp_path, text, encoding, told):
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (record,), report = read(tmp_path)
    assert record.text == text and list(report.encodings) == [told]
    assert report.encodings[told][1] >= 0.7


def test_an_encoding_that_is_not_sure_is_said_to_be_so(tmp_path):
    (tmp_path / "a.txt").write_bytes("我们反对霸权。".encode("gbk"))
    report = read(tmp_path)[1]
    assert "texts whose encoding is not sure: 1 text (a); read as it looks (name it with --encoding)" in report.lines()


def test_an_encoding_can_be_named(tmp_path):
    (tmp_path / "a.txt").write_bytes("Zgromadzenie Ogólne przyjęło".encode("iso8859-2"))
    assert read(tmp_path, encoding="iso8859-2")[0][0].text == "Zgromadzenie Ogólne przyjęło"
    with pytest.raises(CorpusError, match=r"'gb-2' is no encoding that Python knows; write one like utf-8, gb18030"):
        open_source(tmp_path, encoding="gb-2")
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    with pytest.raises(CorpusError, match=r"line 1 is no GB18030 \(byte 3\)"):
        read(tmp_path, encoding="gb18030")


def test_a_wrong_encoding_that_is_named_never_makes_other_words_in_silence(tmp_path):
    write(tmp_path, utf_txt=ZH, ascii_txt=EN)
    assert [r.text for r in read(tmp_path, encoding="gb18030")[0]] == [EN, ZH]
    assert [r.text for r in read(tmp_path, encoding="utf-16")[0]] == [EN, ZH]
    (tmp_path / "utf.txt").write_bytes(("聯合國大會通過決議，美國反對霸權。" * 3).encode("big5"))
    report = read(tmp_path, encoding="gb18030", skip=True)[1]
    assert "unsure-encoding" in report.found or report.unreadable


# --- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_gives_a_text_a_row_with_its_columns_and_its_place(tmp_path):
    path = table(tmp_path / "t.csv", "id,land,text,year", f'u,us,"{EN}, ""so""",2020', f"c,cn,{ZH},")
    one, two = read(path, groups=["land"])[0]
    assert (one.text_id, one.text, one.metadata["land"], one.metadata["year"]) == ("u", f'{EN}, "so"', "us", "2020")
    raw = path.read_bytes()
    assert raw[int(two.metadata["offset"]) :].startswith(b"c,cn")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_values_are_parted_as_the_header_is(tmp_path, mark):
    path = table(tmp_path / "t.csv", mark.join(("id", "speech")), mark.join(("a", EN)))
    assert read(path, text="speech")[0][0].text == EN


def test_a_text_of_several_lines_is_one_row_and_the_next_has_its_own_place(tmp_path):
    path = table(tmp_path / "t.csv", "id,text", 'a,"one\ntwo\r\n\nthree"', "b,four")
    one, two = read(path)[0]
    assert one.text == "one\ntwo\r\n\nthree"
    assert path.read_bytes()[int(two.metadata["offset"]) :] == b"b,four\n"


def test_json_lines_give_a_text_an_object(tmp_path):
    rows = [{"id": 1, "text": EN, "g": True}, {"id": 2, "text": ZH, "tags": ["x"], "g": None}]
    path = tmp_path / "t.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    found = read(path)[0]
    assert [(r.text_id, r.text, r.metadata["g"]) for r in found] == [("1", EN, "True"), ("2", ZH, "")]
    assert path.read_bytes()[int(found[1].metadata["offset"]) :].startswith(b'{"id": 2')
    (tmp_path / "t.jsonl.zst").write_bytes(zstandard.compress(path.read_bytes()))
    assert [r.text for r in read(tmp_path / "t.jsonl.zst")[0]] == [EN, ZH]


def test_parquet_gives_a_text_a_row(tmp_path):
    pq.write_table(pa.table({"text": [EN, ZH], "party": ["a", None]}), tmp_path / "t.parquet")
    found = read(tmp_path / "t.parquet", groups=["party"])[0]
    assert [(r.text_id, r.text, r.metadata["party"]) for r in found] == [("t-000001", EN, "a"), ("t-000002", ZH, "")]


def test_rows_that_hold_no_text_are_listed_with_their_lines(tmp_path):
    path = table(tmp_path / "t.csv", "id,text", f"a,{EN}", "b,", f"a,{ZH}", "c", "", f",{EN}")
    opened = open_source(path)
    with pytest.raises(CorpusError, match=r"t\.csv: line 3: it holds no text.*; 4 in all"):
        list(opened.records())
    assert [name for name, _ in opened.report.unreadable] == ["line 3", "line 4", "line 5", "line 7"]
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "One."}\nnot json\n[1]\n{"text": 5}\n{"txt": "x"}\n')
    opened = open_source(path, skip=True)
    assert [r.text for r in opened.records()] == ["One."]
    assert [name for name, _ in opened.report.unreadable] == ["line 2", "line 3", "line 4", "line 5"]


@pytest.mark.parametrize(
    ("header", "options", "said"),
    [
        ("a,b", {}, "which column holds the texts? name it with --text; there are a, b"),
        ("id,text", {"text": "body"}, "there is no column 'body'; use one of id, text"),
        ("id,text", {"groups": ["party"]}, "there is no column 'party'; use one of id, text"),
        ("text,text", {}, "column 'text' stands twice; name it otherwise"),
        ("", {}, "it is empty; its first line must name the columns"),
        ("text", {}, "no text in it can be read"),
        ('text\n"open', {}, "line 2: a quotation mark opens there and is not closed; close it"),
        ("text\na\0b", {}, "line 2: it holds a NUL character; take it out"),
    ],
)
def test_a_table_that_is_none_is_refused_in_one_sentence(tmp_path, header, options, said):
    path = tmp_path / "t.csv"
    path.write_text(header)
    with pytest.raises(CorpusError) as error:
        read(path, **options)
    assert said in str(error.value) and "\n" not in str(error.value)


@pytest.mark.parametrize(("name", "content"), [("t.parquet", b"no"), ("t.csv.gz", b"no"), ("t.jsonl.zst", b"no")])
def test_a_table_that_is_not_what_its_ending_says_is_refused(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CorpusError, match=rf"^{name}: .*; "):
        read(tmp_path / name)


def test_the_language_of_a_row_is_its_own_the_named_one_or_told(tmp_path):
    path = table(tmp_path / "t.csv", "text,language", f"{EN},fr", f"{ZH},")
    assert [r.language for r in read(path)[0]] == ["fr", "zh"]
    assert [r.language for r in read(path, language="en")[0]] == ["en", "en"]


@pytest.mark.parametrize(
    ("given", "day"),
    [("2024", "2024"), ("2024-05", "2024-05"), ("2024/5/3", "2024-05-03"), ("20240503", "2024-05-03"),
     ("2024-05-03T10:00:00", "2024-05-03"), ("2024年5月3日", "2024-05-03"), ("soon", ""), ("2024-13-01", ""), ("", "")],
)  # fmt: skip
def test_a_date_is_read_as_it_is_written_or_the_text_is_undated(tmp_path, given, day):
    (record,), report = read(table(tmp_path / "t.csv", "text,date", f"{EN},{given}"))
    assert record.metadata["date"] == day
    assert ("date" in report.found) == bool(given and not day)


# --- once more, and what is done to each -----------------------------------------------------------------------------


def test_the_same_records_come_again_and_a_source_that_changed_is_refused(tmp_path):
    write(tmp_path, a_txt="Lines that are wrapped here\nand go on.", b_txt=ZH)
    opened = open_source(tmp_path)
    first = list(opened.records())
    assert list(opened.again()) == first and first[0].metadata["mended"] == "wrapped"
    write(tmp_path, b_txt=ZH + ZH)
    with pytest.raises(CorpusError, match="it changed while it was read; measure it again"):
        list(opened.again())


def test_what_is_mended_can_be_kept_and_what_is_not_can_be(tmp_path):
    write(tmp_path, a_txt="Lines that are wrapped here\nand go on.", b_txt="美國\n聯合國")
    assert [len(paragraphs(r)) for r in read(tmp_path)[0]] == [1, 2]
    assert [len(paragraphs(r)) for r in read(tmp_path, keep=["wrapped"])[0]] == [2, 2]
    assert [len(paragraphs(r)) for r in read(tmp_path, mend=["wrapped"])[0]] == [1, 1]
    assert paragraphs(read(tmp_path, keep=["traditional"])[0][1])[0].text == "美國"
    with pytest.raises(CorpusError, match="'foo' is nothing that is kept or mended; use one of wrapped"):
        open_source(tmp_path, keep=["foo"])


def test_copies_are_counted_unless_they_are_dropped(tmp_path):
    write(tmp_path, a_txt=EN, b_txt=f" {EN}\n")
    found, report = read(tmp_path)
    assert len(found) == 2 and report.found["duplicates"][2] == ["b"]
    opened = open_source(tmp_path, drop_duplicates=True)
    assert len(list(opened.records())) == len(list(opened.again())) == 1


def test_a_manifest_gives_its_texts_as_it_cleans_them(own_corpus):
    found, report = read(own_corpus)
    assert [(r.text_id, r.language, r.metadata["voice"]) for r in found] == [
        ("paper", "en", "Voice of the North"),
        ("wen", "zh", "Voice of the South"),
    ]
    assert "Each of them was answered within a week." in found[0].text and "Nobody" not in found[0].text
    assert list(report.encodings) == ["utf-8"]
