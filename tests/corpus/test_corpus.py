"""Claims about this corpus, and about any corpus: each trap handled, each word led back to its raw line."""

import pandas as pd
import pytest

from conftest import write_corpus
from helpers import CorpusError, date_spans, line_streams, load_corpus, paragraph_sizes, raw_lines
from helpers.corpus.rules import READ, STREAMS

SIZES = {  # paragraphs of body, headings, list items; words between white space, or hanzi: from an outside reading
    "xinhua-report": (122, 52, 0, 12759),
    "xinhua-acknowledgments": (3, 1, 0, 305),
    "new-model-article": (45, 13, 0, 9059),
    "qiushi-article": (27, 8, 0, 4793),
    "far-tail-zh": (2, 1, 0, 461),
    "ren-lin-zh": (12, 3, 0, 4330),
    "far-editors-note": (1, 0, 0, 298),
    "liu-feng-abstract": (1, 0, 0, 244),
    "blog-commentary": (8, 0, 0, 1799),
    "us-memorandum": (14, 1, 66, 942),
    "us-fact-sheet": (13, 0, 0, 416),
    "ggi-paper-zh": (13, 3, 0, 2018),
    "ggi-paper-en": (13, 3, 0, 1487),
}


@pytest.fixture(scope="module")
def full(corpus):
    return corpus.paragraphs.groupby("text_id")["text"].agg("\n".join)


@pytest.mark.parametrize("text_id", SIZES)
def test_each_text_has_the_size_that_an_outside_reading_found(corpus, text_id):
    body, headings, items, size = SIZES[text_id]
    rows = corpus.paragraphs[corpus.paragraphs["text_id"] == text_id]
    kinds = rows["kind"].value_counts()
    assert [int(kinds.get(kind, 0)) for kind in READ] == [body, headings, items]
    chinese = corpus.texts.set_index("text_id")["language"][text_id] == "zh"
    count = rows["text"].str.count("[\u4e00-\u9fff]") if chinese else rows["text"].str.split().str.len()
    assert count.sum() == size


def test_the_ledger_adds_up_to_the_files(corpus):
    ledger = corpus.ledger
    assert set(ledger["stream"]) <= set(STREAMS)
    for source in corpus.sources.itertuples():
        rows = ledger[ledger["source_id"] == source.source_id]
        assert rows["start"].tolist() == [0, *rows["end"].tolist()[:-1]]
        assert (
            rows["end"].iloc[-1] == rows["characters"].sum() == source.characters == len(corpus.raw[source.source_id])
        )
        assert sorted(rows["order"]) == list(range(len(rows)))


def test_every_word_leads_back_to_its_raw_place(corpus):
    repaired = {(r.source_id, r.line) for r in corpus.repairs.itertuples()}
    source_of = corpus.texts.set_index("text_id")["source_id"]
    paragraph = corpus.sentences.set_index("sentence_id")["paragraph_id"]
    checked = 0
    for token in corpus.tokens.iloc[::7].itertuples():
        paragraph_id = paragraph[token.sentence_id]
        source = source_of[paragraph_id.rsplit(":", 1)[0]]
        raw = "".join(corpus.raw[source][a:b] for a, b in corpus.spans(paragraph_id, token.start, token.end))
        if "".join(raw.split()) != "".join(token.surface.split()):
            lines = raw_lines(corpus, paragraph_id, token.start, token.end)["line"]
            assert any((source, line) in repaired for line in lines), token
        checked += 1
    assert checked > 5000


def test_tokens_and_sentences_stand_where_they_say(corpus):
    texts = corpus.paragraphs.set_index("paragraph_id")["text"]
    for row in corpus.sentences.itertuples():
        assert texts[row.paragraph_id][row.start : row.end] == row.text
        assert row.first_line <= row.last_line
        assert 0 <= row.in_quotes <= 1
    merged = corpus.tokens.merge(corpus.sentences[["sentence_id", "paragraph_id"]]).iloc[::11]
    for row in merged.itertuples():
        assert texts[row.paragraph_id][row.start : row.end] == row.surface


def test_keys_are_unique_and_columns_as_designed(corpus):
    for frame, key in (
        (corpus.sources, ["source_id"]),
        (corpus.texts, ["text_id"]),
        (corpus.paragraphs, ["paragraph_id"]),
        (corpus.sentences, ["sentence_id"]),
        (corpus.tokens, ["sentence_id", "n"]),
        (corpus.notes, ["note_id"]),
        (corpus.ledger, ["source_id", "start"]),
    ):
        assert not frame.duplicated(key).any()
        assert not frame.isna().any().any()
    assert list(corpus.paragraphs) == ["paragraph_id", "text_id", "n", "kind", "text", "first_line", "last_line"]
    assert list(corpus.tokens) == ["sentence_id", "n", "surface", "term", "kind", "start", "end"]


# --- the traps -------------------------------------------------------------------------------------------------------


def test_reversed_page_reads_forward(full):
    assert (
        "First of all, it requires the equality of all countries, big or small, strong or weak, rich or poor, and that "
        "different social systems, religions and cultures should be treated equally. Second, the people of each country"
    ) in full["new-model-article"]


def test_all_55_calls_leave_the_article_and_numbers_stay(corpus, full):
    calls = corpus.ledger[(corpus.ledger["source_id"] == "new-model") & (corpus.ledger["rule"] == "call")]
    assert len(calls) == 55
    for number in ("81.47 million", "5.2 percent", "$39.3 trillion", "10+1", "(10+3)", "G7", "18.3 percent"):
        assert number in full["new-model-article"]
    assert "growth in 2021.\n" in full["new-model-article"]


def test_counts_a_naive_reading_gets_wrong(full):
    assert full["new-model-article"].count("Xi Jinping") == 8
    assert full["xinhua-report"].lower().count("hegemon") == 43
    assert full["xinhua-report"].count("America First") == 8
    assert full["ren-lin-zh"].count("美国") == 23
    assert full["us-fact-sheet"].lower().count("global governance") == 1


def test_the_66_bodies_are_list_items_35_and_31(corpus):
    rows = corpus.paragraphs[corpus.paragraphs["text_id"] == "us-memorandum"]
    items = rows[rows["kind"] == "list-item"]
    second = rows.loc[rows["text"].str.startswith("(b) United Nations"), "n"].item()
    assert ((items["n"] < second).sum(), (items["n"] > second).sum()) == (35, 31)
    assert "(v) European Centre of Excellence for Countering Hybrid Threats;" in items["text"].tolist()
    assert items["text"].str.match(r"\([ivx]+\) \S").all()


def test_hyphens_are_joined_or_kept_file_by_file(full):
    for word in ("modernization confronting", "participating in governance", "justice, and", "better world", "Initiative serving", "reforms of major"):  # fmt: skip
        assert word in full["xinhua-report"]
    assert "non-confrontational" in full["xinhua-report"]
    assert "beggar-thy-neighbor" in full["xinhua-report"]
    for word in ("once-in-a-century changes", "multi-polarization", "Indo-Pacific", "major-country relationships"):
        assert word in full["new-model-article"]


def test_errors_of_the_original_stay(full):
    for text_id, words in {
        "xinhua-report": ["benifits", "cooepration", "The UN' leading role", "hardwon"],
        "new-model-article": ["vascillating", "Unites States"],
        "blog-commentary": ["Asolutely", "withdrawls"],
    }.items():
        assert all(word in full[text_id] for word in words)


def test_every_repair_is_declared_with_a_reason(corpus):
    assert len(corpus.repairs) == (corpus.ledger["rule"] == "repair").sum()
    assert (corpus.repairs["reason"] != "").all()


def test_no_break_spaces_and_half_width_punctuation(full):
    assert not any("\u00a0" in text for text in full)
    assert "80年前,国际社会" in full["ggi-paper-zh"]
    assert "当今世界“变乱交织、动荡加剧”，" in full["ren-lin-zh"]


def test_notes_are_kept_with_their_text(corpus):
    notes = corpus.notes[corpus.notes["stream"] == "note"].groupby("text_id")["text"].agg(list)
    assert {text: len(rows) for text, rows in notes.items()} == {
        "new-model-article": 50,
        "ren-lin-zh": 12,
        "xinhua-report": 26,
    }
    numbers = [int(note.split()[0]) for note in notes["new-model-article"]]
    assert numbers == list(range(3, 53))
    assert sum("Xu Bu" in note for note in notes["new-model-article"]) == 5
    assert (corpus.notes["stream"] == "caption").sum() == 4


def test_quotations_in_the_commentary_are_marked(corpus):
    rows = corpus.sentences[corpus.sentences["text"].str.startswith('"These withdrawals will end American')]
    assert rows["in_quotes"].item() > 0.9


# --- any corpus ------------------------------------------------------------------------------------------------------


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


def test_raw_lines_of_a_sentence_a_paragraph_and_a_span(own_corpus):
    corpus = load_corpus(own_corpus)
    rows = raw_lines(corpus, "paper:2.2")
    assert rows.to_dict("list") == {
        "source_id": ["paper", "paper"],
        "line": [6, 7],
        "first_column": [54, 1],
        "last_column": [69, 23],
        "raw": ['The U.S. sent "two letters" to the Assembly in 2024. Each of them was', "answered within a week."],
    }
    assert raw_lines(corpus, "wen:2")["line"].tolist() == [5]
    assert raw_lines(corpus, "paper:2", 4, 8)[["line", "first_column", "last_column"]].to_numpy().tolist() == [
        [6, 5, 8]
    ]
    for unknown in ("paper:9.1", "paper:2.9", "paper", ""):
        with pytest.raises(CorpusError, match=r"no (paragraph|sentence)"):
            raw_lines(corpus, unknown)


def test_swapped_halves_of_a_line_come_in_reading_order(corpus):
    rows = raw_lines(corpus, "new-model-article:5.4")
    assert rows["line"].tolist() == [51, 106, 106, 104]
    assert rows["first_column"].iloc[1] > rows["first_column"].iloc[2]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(tmp_path, own_corpus, end, last, mark):
    (tmp_path / "other").mkdir()
    plain = load_corpus(own_corpus)
    from conftest import CHINESE, ENGLISH

    english = mark + (ENGLISH if last else ENGLISH.rstrip("\n")).replace("\n", end)
    corpus = load_corpus(write_corpus(tmp_path / "other", english=english, chinese=CHINESE.replace("\n", end)))
    pd.testing.assert_frame_equal(corpus.sentences, plain.sentences)
    pd.testing.assert_frame_equal(corpus.tokens, plain.tokens)
    assert corpus.ledger.groupby("source_id")["characters"].sum()["paper"] == len(english)


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


def test_line_streams_name_each_line_once(corpus):
    for source in corpus.sources.itertuples():
        lines = line_streams(corpus, source.source_id)
        assert lines["line"].tolist() == list(range(1, source.lines + 1))
    blog = line_streams(corpus, "withdrawal-blog").set_index("line")["stream"]
    assert [blog[n] for n in (1, 3, 11, 65, 205, 206, 271)] == [
        "furniture", "title", "body", "list-item", "byline", "space", "furniture",
    ]  # fmt: skip


def test_dates_are_stated_bounded_or_unknown(corpus, own_corpus):
    spans = date_spans(corpus).set_index("text_id")
    assert spans.loc["new-model-article", "kind"] == "after"
    assert spans.loc["us-memorandum", "kind"] == "by"
    assert str(spans.loc["xinhua-report", "last"].date()) == "2025-11-30"
    assert str(spans.loc["qiushi-article", "first"].date()) == "2025-03-17"
    own = date_spans(load_corpus(own_corpus)).set_index("text_id")
    assert own.loc["wen", "kind"] == "by"


def test_import_of_helpers_loads_nothing_heavy():
    import subprocess
    import sys

    code = "import sys, helpers; print(sorted(set(sys.modules) & {'pandas', 'numpy', 'matplotlib', 'nltk', 'rjieba'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_nothing_in_the_package_names_a_text(corpus):
    from helpers.paths import PROJECT

    ids = [*corpus.texts["text_id"], *corpus.sources["source_id"], *corpus.sources["file"]]
    for path in sorted((PROJECT / "src").rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        assert not [name for name in ids if f'"{name}"' in code or f"'{name}'" in code], path
