"""Claims about this corpus: each trap handled, each word led back to its raw line."""

import pytest

from helpers import date_spans, load_corpus, raw_lines
from helpers.corpus import selection
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


# --- what is known of it --------------------------------------------------------------------------------------------


def test_dates_are_stated_bounded_or_unknown(corpus, own_corpus):
    spans = date_spans(corpus).set_index("text_id")
    assert spans.loc["new-model-article", "kind"] == spans.loc["us-memorandum", "kind"] == "between"
    assert str(spans.loc["new-model-article", "last"].date()) == "2025-01-19"
    assert str(spans.loc["xinhua-report", "last"].date()) == "2025-11-30"
    assert str(spans.loc["qiushi-article", "first"].date()) == "2024-11-01"  # narrowed by what it speaks of
    assert str(spans.loc["qiushi-article", "page_first"].date()) == "2025-03-17"
    assert spans["page_first"].isna().sum() == 1
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


def test_only_numbered_headings_begin_chapters_where_there_are_any(corpus):
    chapter = selection.chapters(corpus)
    own = chapter[chapter.index.str.startswith("xinhua-report:")]
    assert own["xinhua-report:113"].startswith("3.2 ") and own["xinhua-report:1"] == selection.OPENING
    assert chapter["ggi-paper-zh:6"].startswith("二、") and chapter["ggi-paper-en:6"].startswith("II.")
    assert chapter["new-model-article:20"]
