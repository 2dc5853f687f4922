"""Claims about raw files: what is no text is refused in one sentence, and what is one is decoded as declared."""

import hashlib
import os

import pytest

from helpers import CorpusError, load_corpus
from helpers.corpus.files import LARGEST_FILE


def test_lines_are_counted_in_faults_whatever_ends_them(own_corpus):
    (own_corpus.parent / "wen.txt").write_bytes("一、开头\r全球\r治\0理".encode())
    with pytest.raises(CorpusError, match=r"line 3 of wen.txt holds a NUL"):
        load_corpus(own_corpus)
    (own_corpus.parent / "wen.txt").write_bytes("一、开头\r全球\r".encode() + b"\xff")
    with pytest.raises(CorpusError, match=r"line 3 of wen.txt is not UTF-8"):
        load_corpus(own_corpus)


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


@pytest.mark.parametrize(
    "data", [b"\r\r", b" \t\n", "\ufeff\u200b \u200b\n \u200b".encode(), b"a\xed\xa0\x80", b"caf\xe9"]
)
def test_bytes_that_hold_no_text_are_one_sentence(tmp_path, data):
    path = tmp_path / "corpus.toml"
    path.write_text('[[source]]\nid = "a"\nfile = "a.txt"\n[[text]]\nid = "a"\nsource = "a"\nlanguage = "zh"\n')
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(CorpusError, match=r"^corpus.toml: .*(is empty|holds no body text|is not UTF-8).*; "):
        load_corpus(path)


def test_the_hash_is_of_the_bytes(own_corpus):
    digest = hashlib.sha256((own_corpus.parent / "wen.txt").read_bytes()).hexdigest()
    own_corpus.write_text(own_corpus.read_text().replace('id = "wen"\n', f'id = "wen"\nsha256 = "{digest}"\n', 1))
    assert load_corpus(own_corpus).sources.set_index("source_id")["sha256"]["wen"] == digest
    with (own_corpus.parent / "wen.txt").open("a", encoding="utf-8") as file:
        file.write("。")
    with pytest.raises(CorpusError, match="file changed"):
        load_corpus(own_corpus)
