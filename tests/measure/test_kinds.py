"""Kinds of sources that went wrong once, or may: each gives the right words, or one sentence that says what to do."""

import gzip
import os

import pytest

from helpers.errors import CorpusError
from helpers.measure import files, records, run, tables
from helpers.text.names import read_terms
from helpers.text.segmentation import sentences, tokens

TERMS = read_terms()
ZH = "中国反对霸权主义和强权政治，坚持多边主义。联合国在国际事务中发挥核心作用。"
JA = "日本政府は国際連合の改革を支持し、法の支配に基づく国際秩序の維持を求めている。"


def words(text, language):
    return [term for _, _, term, kind in tokens(text, language, TERMS) if kind == "word"]


def read(source, **options):
    opened = records.open_source(source, **options)
    return list(opened.records()), opened.report


def report(folder, **options):
    """The lines of the report, whether the source can be read or not."""
    said = []
    try:
        run.run(str(folder), folder.parent / "out", tables.Books(), say=said.append, **options)
    except CorpusError as error:
        assert "\n" not in str(error)
    return said


# --- scripts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("세계 질서와 미국의 역할.", "ko", ["세계", "질서와", "미국의", "역할"]),
        ("グローバル・ガバナンスの改革", "ja", ["グローバル", "ガバナンス", "の", "改革"]),
        ("السلام، العالم؟ ١٢٣", "ar", ["السلام", "العالم"]),
        ("می‌خواهم", "fa", ["می‌خواهم"]),
        ("यह हिन्दी है।", "hi", ["यह", "हिन्दी", "है"]),
        ("Ωμέγα· άλφα;", "el", ["ωμέγα", "άλφα"]),
        ("col·lecció", "ca", ["col·lecció"]),
        ("Ꙗко ⰰⰱ", "cu", ["ꙗко", "ⰰⰱ"]),
        ("«Россия»—мир", "ru", ["россия", "мир"]),
        ("L’été aujourd'hui", "fr", ["l'été", "aujourd'hui"]),
    ],
)
def test_words_of_other_scripts_are_whole_and_hold_no_mark(text, language, found):
    assert words(text, language) == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Se fue. ¿Quién pagará? «Nadie», dijo el Sr. Núñez.", "es", ["Se fue.", "¿Quién pagará?", "«Nadie», dijo el Sr. Núñez."]),
        ("改革を求める。米国は脱退した。「はい。」と言った。", "ja", ["改革を求める。", "米国は脱退した。", "「はい。」と言った。"]),
        ("ذهب. وقال؟ نعم.", "ar", ["ذهب.", "وقال؟", "نعم."]),
        ("यह है। वह था।", "hi", ["यह है।", "वह था।"]),
        ("Он ушёл. «Да», сказал он. но нет", "ru", ["Он ушёл.", "«Да», сказал он. но нет"]),
    ],
)  # fmt: skip
def test_sentences_of_other_languages_end_at_their_own_marks(text, language, found):
    assert [text[a:b] for a, b in sentences(text, language, TERMS)] == found


def test_a_script_that_parts_no_words_is_named_in_the_report(tmp_path):
    (tmp_path / "texts").mkdir()
    for name, text in (("ja", JA), ("th", "ประเทศไทยรักสงบ"), ("ko", "세계 질서와"), ("en", "The order.")):
        (tmp_path / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    line = next(line for line in report(tmp_path / "texts") if "parts no words" in line)
    assert "2 texts (ja, th); cut where the script changes" in line


# --- languages -------------------------------------------------------------------------------------------------------


def test_a_code_of_a_language_with_script_or_country_is_that_language(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(f"text,language\n{ZH},zh-Hans\nThe order.,EN_gb\n全球治理。,zho\n", encoding="utf-8")
    assert [record.language for record in read(path)[0]] == ["zh", "en", "zh"]


@pytest.mark.parametrize(
    ("text", "named", "noted"),
    [
        ("The order of the world is at stake.", "zh", True),
        (ZH, "en", True),
        ("Les États ont annoncé que la réforme des Nations unies est nécessaire. " * 8, "en", True),
        ("Les États.", "en", False),  # too short to tell
        ("全球治理", "ja", False),  # which may have no kana
        ("Българският език е много стар. " * 20, "bg", False),  # of which nothing is known here
    ],
)
def test_a_language_that_is_named_wrongly_is_noted(tmp_path, text, named, noted):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    found, seen = read(path, language=named)
    assert found[0].language == named and ("other-language" in seen.found) == noted


# --- bytes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ZH, JA, "美國宣布退出世界衛生組織，各國對此表示關切。", "The order of the world."])
def test_utf_16_is_told_without_its_mark(name, text):
    assert files.decoded(text.encode(name), "").text == text


@pytest.mark.parametrize(
    ("begins", "remedy"),
    [
        (b"%PDF-1.7\n1 0 obj", "pdftotext a.pdf a.txt"),
        (b"PK\x03\x04\x14\x00", "pandoc a.docx"),
        (b"{\\rtf1\\ansi Order.}", "pandoc a.rtf"),
        (b"\n<!DOCTYPE html>\n<p>Order.", "trafilatura < a.html"),
        (b"<HTML><p>Order.", "trafilatura < a.html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><TEI>", "TEIGarage"),
        (gzip.compress(b"Order.", mtime=0), "it is compressed; add .gz to its name"),
    ],
)
def test_a_text_that_is_none_by_its_first_bytes_is_refused_with_a_converter(tmp_path, begins, remedy):
    (tmp_path / "a.txt").write_bytes(begins)
    with pytest.raises(CorpusError) as error:
        read(tmp_path / "a.txt")
    assert remedy in str(error.value) and "\n" not in str(error.value)


def test_a_text_that_speaks_of_a_pdf_is_a_text(tmp_path):
    (tmp_path / "a.txt").write_text("The %PDF- mark begins a file; <html> does too.")
    assert len(read(tmp_path / "a.txt")[0]) == 1


# --- folders ---------------------------------------------------------------------------------------------------------


def test_names_with_line_ends_stay_in_their_line_of_the_report(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "line\nbreak.txt").write_text("ﬁrst")
    (folder / "emp\nty.txt").write_text("")
    assert all("\n" not in line for line in report(folder))


def test_links_to_folders_are_not_followed_and_not_passed_over_in_silence(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("The order.")
    (folder / "loop").symlink_to(folder)
    assert "cannot be read: loop: it is a link to a folder, which is not followed; put the files here" in report(folder)
    assert [record.text_id for record in read(folder, skip=True)[0]] == ["a"]
    assert len(read(folder / "*.txt")[0]) == 1


def test_a_folder_that_cannot_be_read_is_not_passed_over_in_silence(tmp_path, monkeypatch):
    folder = tmp_path / "texts"
    (folder / "closed").mkdir(parents=True)
    (folder / "a.txt").write_text("The order.")
    scandir = os.scandir

    def denied(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    assert any(
        line.startswith("cannot be read: closed: the folder cannot be read (Permission") for line in report(folder)
    )


# --- tables ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("begins", ["sep=;\r\n", '"sep=;"\n'])
def test_the_line_of_excel_that_says_what_parts_values_is_obeyed(tmp_path, begins):
    path = tmp_path / "t.csv"
    path.write_text(f"{begins}id;text\n1;One, two.\n", encoding="utf-8", newline="")
    assert [(r.text_id, r.text) for r in read(path)[0]] == [("1", "One, two.")]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1.5.2024", "2024-05-01"),
        ("31. 12. 2024", "2024-12-31"),
        ("May 1, 2024", "2024-05-01"),
        ("1st May 2024", "2024-05-01"),
        ("Sept. 2024", "2024-09"),
        ("2024年5月1日", "2024-05-01"),
        ("2024-05-01T10:00:00Z", "2024-05-01"),
        ("05/01/2024", ""),  # the fifth of January, or the first of May
        ("32.1.2024", ""),
        ("Mayor 2024", ""),
        ("FY2024", ""),
    ],
)
def test_a_date_is_read_where_it_can_mean_one_day_only(tmp_path, written, day):
    path = tmp_path / "t.csv"
    path.write_text(f'text,date\nThe order.,"{written}"\n', encoding="utf-8")
    (record,), seen = read(path)
    assert record.metadata["date"] == day and ("date" in seen.found) == (not day)
