"""Claims about any corpus: texts are laid out as tables, whatever their bytes, and what cannot be is refused."""

import re
import subprocess
import sys

import pandas as pd
import pytest

import helpers.corpus.load
from conftest import CHINESE, ENGLISH, write_corpus
from helpers import CorpusError, load_corpus, paragraph_sizes
from helpers.corpus.load import MOST_LINES


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


def test_a_file_of_more_sentences_than_a_text_has_is_refused(own_corpus, monkeypatch):
    sentences = load_corpus(own_corpus).sentences["text_id"].value_counts().max()
    monkeypatch.setattr(helpers.corpus.load, "MOST_SENTENCES", sentences)
    load_corpus(own_corpus)
    monkeypatch.setattr(helpers.corpus.load, "MOST_SENTENCES", sentences - 1)
    with pytest.raises(CorpusError, match=rf"^corpus.toml: text '\w+' has more than {sentences - 1} sentences; split"):
        load_corpus(own_corpus)


@pytest.mark.ci
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="how much memory was taken is read from /proc")
def test_a_corpus_takes_twenty_bytes_for_each_of_its_text(tmp_path):
    def peak(times):
        folder = tmp_path / str(times)
        folder.mkdir()
        english, chinese = (f"\n{line * 6}\n" for line in (ENGLISH.splitlines()[5], CHINESE.splitlines()[4]))
        write_corpus(folder, english=ENGLISH + english * times, chinese=CHINESE + chinese * times)
        read = f"from helpers import load_corpus; load_corpus({str(folder / 'corpus.toml')!r})"
        code = f"{read}; print(open('/proc/self/status').read())"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        size = sum(path.stat().st_size for path in folder.glob("*.txt"))
        return 1024 * int(re.search(r"VmHWM:\s+(\d+)", done.stdout)[1]), size

    (most, text), (least, little) = peak(9_000), peak(1_000)
    assert (most - least) / (text - little) <= 20


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


def test_a_text_without_a_body_is_an_error(own_corpus):
    own_corpus.write_text(own_corpus.read_text().replace('stream = "heading", match', 'stream = "title", match'))
    (own_corpus.parent / "wen.txt").write_text("小文\n一、开头", encoding="utf-8")
    with pytest.raises(CorpusError, match="text 'wen' holds no body text"):
        load_corpus(own_corpus)


def test_a_corpus_of_ones_own(own_corpus):
    corpus = load_corpus(own_corpus)
    assert corpus.paragraphs["text"].tolist() == [
        "Opening",
        'The U.S. sent "two letters" to the Assembly in 2024. Each of them was answered within a week.',
        "A point about trade: us and them.",
        "一、开头",
        "全球治理需要多边主义。中国是发展中国家，美国不是！",
        "结束。",
    ]
    assert corpus.texts["voice"].tolist() == ["Voice of the North", "Voice of the South"]
    assert corpus.sentences["sentence_id"].tolist()[1:3] == ["paper:2.1", "paper:2.2"]
    words = corpus.tokens.merge(corpus.sentences[["sentence_id", "text_id"]])
    assert (words["term"] == "united-states").groupby(words["text_id"]).sum().to_dict() == {"paper": 1, "wen": 1}
    sizes = paragraph_sizes(corpus).set_index("paragraph_id")
    assert sizes.loc["paper:2"].to_dict() == {"sentences": 2, "words": 17, "hanzi": 0}
    assert sizes.loc["wen:2", "hanzi"] == 22


def test_a_manifest_of_a_few_lines_is_enough(tmp_path):
    (tmp_path / "a.txt").write_text("One. Two.\n\nThree.", encoding="utf-8")
    path = tmp_path / "corpus.toml"
    path.write_text('[[source]]\nid = "a"\nfile = "a.txt"\n[[text]]\nid = "a"\nsource = "a"\nlanguage = "en"\n')
    assert load_corpus(path).sentences["text"].tolist() == ["One.", "Two.", "Three."]


def test_a_corpus_of_back_matter_alone_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("Thanks to all.", encoding="utf-8")
    path = tmp_path / "corpus.toml"
    text = '[[text]]\nid = "a"\nsource = "a"\nlanguage = "en"\ngenre = "back matter"\n'
    path.write_text(f'[[source]]\nid = "a"\nfile = "a.txt"\n{text}')
    with pytest.raises(CorpusError, match=r"corpus\.toml: every text is back matter, so none is counted; correct"):
        load_corpus(path)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(tmp_path, own_corpus, end, last, mark):
    (tmp_path / "other").mkdir()
    plain = load_corpus(own_corpus)
    english = mark + (ENGLISH if last else ENGLISH.rstrip("\n")).replace("\n", end)
    corpus = load_corpus(write_corpus(tmp_path / "other", english=english, chinese=CHINESE.replace("\n", end)))
    pd.testing.assert_frame_equal(corpus.sentences, plain.sentences)
    pd.testing.assert_frame_equal(corpus.tokens, plain.tokens)
    assert corpus.ledger.groupby("source_id")["characters"].sum()["paper"] == len(english)


@pytest.mark.weekly
@pytest.mark.slow
def test_one_line_of_ten_megabytes_is_read_and_its_ledger_exact(tmp_path):
    unit = "全球治理倡议是中国提出的。"
    (tmp_path / "a.txt").write_text(unit * (10_000_000 // len(unit.encode())), encoding="utf-8")
    path = tmp_path / "corpus.toml"
    path.write_text('[[source]]\nid = "a"\nfile = "a.txt"\n[[text]]\nid = "a"\nsource = "a"\nlanguage = "zh"\n')
    corpus = load_corpus(path)
    assert corpus.ledger["characters"].sum() == corpus.sources["characters"].item()
    assert len(corpus.sentences) == 10_000_000 // len(unit.encode())
    assert corpus.sources["lines"].item() == 1
