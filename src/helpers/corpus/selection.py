"""Which paragraphs, sentences and words of a corpus are counted, where they stand, and when texts were made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from ..errors import CorpusError
from ..text.hanzi import HANZI
from .load import BACK_MATTER, Corpus
from .manifest import Text


def language_of(texts: pd.DataFrame) -> str:
    """The language whose words are listed where none is asked for: English, or the only other one that `texts` have.

    `texts` has the column `language`.

    >>> language_of(pd.DataFrame({"language": ["zh", "en"]})), language_of(pd.DataFrame({"language": ["zh"]}))
    ('en', 'zh')
    """
    there = texts["language"].tolist()
    return "en" if "en" in there or not there else there[0]


def word_tokens(corpus: Corpus, texts: list[str] | None = None, headings: bool = True) -> pd.DataFrame:
    """text_id, paragraph_id, sentence_id, n, term: the words (no numbers, no punctuation) of body and headings.

    `n` is the place of the word among the tokens of its sentence, from 1. List items are left out, and headings where
    `headings` is false. Raises `CorpusError` for an unknown text.

    >>> from helpers.corpus.load import corpus_of
    >>> word_tokens(corpus_of(zh={"a": "全球治理，2024年。"}))[["sentence_id", "n", "term"]].values.tolist()
    [['a:1.1', 1, '全球治理'], ['a:1.1', 4, '年']]
    """
    known = corpus.texts["text_id"].tolist()
    for text_id in texts or []:
        if text_id not in known:
            raise CorpusError(f"no text {text_id!r} in this corpus; there are {', '.join(known)}")
    kinds = ["body", "heading"] if headings else ["body"]
    paragraphs = corpus.paragraphs.loc[corpus.paragraphs["kind"].isin(kinds), ["paragraph_id"]]
    places = corpus.sentences[["sentence_id", "text_id", "paragraph_id"]].merge(paragraphs)
    if texts is not None:
        places = places[places["text_id"].isin(texts)]
    words = corpus.tokens.loc[corpus.tokens["kind"] == "word", ["sentence_id", "n", "term"]]
    words = words.astype({"sentence_id": "str", "term": "str"})
    return words.merge(places)[["text_id", "paragraph_id", "sentence_id", "n", "term"]]


def translations(texts: pd.DataFrame) -> pd.DataFrame:
    """text_id, original, english, chinese: translations from one language into the other, both of them in `texts`.

    `texts` has text_id, language and translation_of; `english` and `chinese` are the ids of the two texts of the pair.

    >>> pair = {"text_id": ["a", "b"], "language": ["zh", "en"], "translation_of": ["", "a"]}
    >>> translations(pd.DataFrame(pair)).values.tolist()
    [['b', 'a', 'b', 'a']]
    """
    language = texts.set_index("text_id")["language"]
    pairs = texts.loc[texts["translation_of"].isin(language.index), ["text_id", "translation_of"]]
    pairs = pairs.rename(columns={"translation_of": "original"})
    pairs = pairs[pairs["text_id"].map(language).to_numpy() != pairs["original"].map(language).to_numpy()]
    forth = pairs["text_id"].map(language).eq("en")
    return pairs.assign(
        english=pairs["text_id"].where(forth, pairs["original"]),
        chinese=pairs["original"].where(forth, pairs["text_id"]),
    ).reset_index(drop=True)


def positions(corpus: Corpus, places: pd.DataFrame) -> pd.Series:
    r"""How far into its text (0 to 1, by characters of body and headings) each row of `places` stands.

    `places` has paragraph_id and start (in the paragraph); the shares come in its order.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(zh={"a": "全球治理\n多边主义"})
    >>> positions(corpus, pd.DataFrame({"paragraph_id": ["a:1", "a:2"], "start": [2, 0]})).tolist()
    [0.25, 0.5]
    """
    shown = running_text(corpus)
    length = shown["text"].str.len()
    ends = length.groupby(shown["text_id"]).cumsum()
    total = shown["text_id"].map(length.groupby(shown["text_id"]).sum())
    begins = pd.Series((ends - length).to_numpy(), index=shown["paragraph_id"])
    wholes = pd.Series(total.to_numpy(), index=shown["paragraph_id"])
    paragraph = places["paragraph_id"]
    begin, whole = (pd.to_numeric(paragraph.map(of)) for of in (begins, wholes))  # of no places too
    return (begin + places["start"]) / whole


def countable(corpus: Corpus) -> pd.DataFrame:
    r"""The sentences that are coded and counted, in reading order: body and headings, without back matter.

    Columns of `corpus.sentences`, unit_id (the sentence_id), and speaks_for (the agent whose text it is, or empty).

    >>> from helpers.corpus.load import corpus_of
    >>> items = {"stream": "list-item", "match": "•"}
    >>> countable(corpus_of(en={"a": "• A point.\nOne. Two."}, stream=[items]))["unit_id"].tolist()
    ['a:2.1', 'a:2.2']
    """
    back = corpus.texts.loc[corpus.texts["genre"] == BACK_MATTER, "text_id"]
    shown = running_text(corpus)
    shown = shown.loc[~shown["text_id"].isin(back), "paragraph_id"]
    sentences = corpus.sentences[corpus.sentences["paragraph_id"].isin(shown)]
    speaks_for = sentences["text_id"].map(corpus.texts.set_index("text_id")["speaks_for"])
    return sentences.assign(unit_id=sentences["sentence_id"], speaks_for=speaks_for).reset_index(drop=True)


def running_text(corpus: Corpus) -> pd.DataFrame:
    r"""The paragraphs that are body or heading: list items are in no count, no share and no resampling.

    Columns of `corpus.paragraphs`, whose index is kept.

    >>> from helpers.corpus.load import corpus_of
    >>> items = {"stream": "list-item", "match": "•"}
    >>> running_text(corpus_of(en={"a": "One.\n• A point."}, stream=[items]))["text"].tolist()
    ['One.']
    """
    return corpus.paragraphs[corpus.paragraphs["kind"] != "list-item"]


def paragraph_sizes(corpus: Corpus) -> pd.DataFrame:
    """paragraph_id, sentences, words, hanzi: how long each paragraph is, in the order of `corpus.paragraphs`.

    Words are tokens of kind `word` (numbers and punctuation apart); hanzi are Chinese characters.

    >>> from helpers.corpus.load import corpus_of
    >>> paragraph_sizes(corpus_of(zh={"a": "全球治理，2024年。好！"})).values.tolist()
    [['a:1', 2, 3, 6]]
    """
    ids = corpus.paragraphs["paragraph_id"]
    words = corpus.tokens.loc[corpus.tokens["kind"] == "word", "sentence_id"].str.rsplit(".", n=1).str[0]
    return pd.DataFrame(
        {
            "paragraph_id": ids,
            "sentences": corpus.sentences["paragraph_id"].value_counts().reindex(ids, fill_value=0).to_numpy(),
            "words": words.value_counts().reindex(ids, fill_value=0).to_numpy(),
            "hanzi": corpus.paragraphs["text"].str.count(HANZI),
        }
    )


def date_spans(corpus: Corpus) -> pd.DataFrame:
    """text_id, date, kind, first, last, page_first, page_last: when each text was written, and when its page came out.

    `kind` is `stated` (between the days `first` and `last`, narrowed by declared bounds), `between` (two bounds and no
    date), `after` or `by` (one bound, `first` and `last` alike), or empty where nothing is known. `page_first` and
    `page_last` are the days between which the page was published, missing where that is not stated.

    >>> from helpers.corpus.load import load_corpus
    >>> date_spans(load_corpus())[["date", "kind", "first", "last"]].astype(str).values.tolist()[0]
    ['', 'between', '2025-09-01', '2025-11-30']
    """
    rows = [(text.id, text.date, *_span(text), *_days(text.published)) for text in corpus.manifest.texts]
    return pd.DataFrame(rows, columns=["text_id", "date", "kind", "first", "last", "page_first", "page_last"])


def _span(text: Text) -> tuple[str, pd.Timestamp, pd.Timestamp]:
    """What is known of when a text was written (`stated`, `between`, `after`, `by` or nothing), first and last day."""
    after, by = _days(text.date_after)[0], _days(text.date_by)[1]
    first, last = _days(text.date)
    if text.date:
        return "stated", max(first, after) if text.date_after else first, min(last, by) if text.date_by else last
    if text.date_after and text.date_by:
        return "between", after, by
    bound = after if text.date_after else by
    return "after" if text.date_after else "by" if text.date_by else "", bound, bound


NOT_STATED = "not stated"


def date_in_words(text: Text) -> str:
    """When a text was written, as the manifest has it: a date, two months between which it was, a bound, or nothing.

    >>> written = Text(id="a", source="f", language="en", date="2024", date_after="2024-11")
    >>> date_in_words(written), date_in_words(Text(id="a", source="f", language="en", date_by="2026-01-09"))
    ('2024-11 to 2024-12', 'by 2026-01-09')
    """
    kind, first, last = _span(text)
    if not kind:
        return NOT_STATED
    if kind in ("after", "by"):
        return f"{kind} {first:%Y-%m-%d}"
    return text.date if text.date and (first, last) == _days(text.date) else f"{first:%Y-%m} to {last:%Y-%m}"


def by_date(corpus: Corpus) -> list[str]:
    """The ids of the texts in the order of the last day on which each can have been written, then of the first.

    Texts without a last day come at the end, texts of one date in the order of the manifest.

    >>> from helpers.corpus.load import corpus_of
    >>> by_date(corpus_of(en={"undated": "One."}, zh={"too": "二。"}))
    ['undated', 'too']
    """
    spans = date_spans(corpus)
    known = spans["last"].where(spans["kind"] != "after")
    return spans.assign(last=known).sort_values(["last", "first"], kind="stable")["text_id"].tolist()


def _days(date: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of a day, month or year; missing for none."""
    if not date:
        return pd.NaT, pd.NaT
    period = pd.Period(date)
    return period.start_time, period.end_time.normalize()


def places(corpus: Corpus, sentence_ids: Sequence[str], row: str) -> pd.DataFrame:
    """row, text_id, paragraph_id, start: where sentences begin, for a picture along a text; each stands in the `row`.

    >>> from helpers.corpus.load import corpus_of
    >>> places(corpus_of(en={"a": "One. Two."}), ["a:1.2"], "counts").values.tolist()
    [['a', 'a:1', 5, 'counts']]
    """
    found = corpus.sentences[corpus.sentences["sentence_id"].isin(set(sentence_ids))]
    return found[["text_id", "paragraph_id", "start"]].assign(row=row)


OPENING = "(opening)"
"""The chapter of what stands before the first heading."""
_NUMBERS = (
    r"Chapter \w+(?:\s|$)",
    r"\d+\.\d+(?:\s|$)",
    r"[IVX]+\.?(?:\s|$)",
    r"[A-Z]\.(?:\s|$)",
    r"[一二三四五六七八九十]+、",
    r"第[一二三四五六七八九十]+[章节]",
)
"""How headings are numbered: each is a level of its own."""
_CHAPTER = re.compile("|".join(_NUMBERS))


def chapters(corpus: Corpus) -> pd.Series:
    r"""The chapter of every paragraph, by paragraph_id: the heading above it, `(opening)` before the first.

    Where some headings of a text are numbered (1.2, II, 一、), only these begin chapters.

    >>> from helpers.corpus.load import corpus_of
    >>> heads = {"stream": "heading", "match": "一、|又"}
    >>> chapters(corpus_of(zh={"a": "引子。\n一、开头\n又题\n全球治理。"}, stream=[heads])).tolist()
    ['(opening)', '一、开头', '一、开头', '一、开头']
    """
    chapter = {}
    for _, part in corpus.paragraphs.groupby("text_id", sort=False):
        heads = part[part["kind"] == "heading"]
        numbered = heads["text"].map(lambda text: bool(_CHAPTER.match(text)))
        begins = set(heads.loc[numbered if numbered.any() else heads.index, "paragraph_id"])
        title = OPENING
        for paragraph in part.itertuples():
            title = paragraph.text if paragraph.paragraph_id in begins else title
            chapter[paragraph.paragraph_id] = title
    return pd.Series(chapter, name="chapter")


def parts(corpus: Corpus) -> pd.Series:
    r"""The part of every paragraph, by paragraph_id: the heading of the highest level above it, `(opening)` without.

    The highest level is that of a text's first numbered heading (Chapter 1, II, 一、), whose sections (1.2) begin no
    part; a text without numbers has the parts that are its chapters.

    >>> from helpers.corpus.load import corpus_of
    >>> heads = {"stream": "heading", "match": "Chapter|1.1"}
    >>> parts(corpus_of(en={"a": "Before.\nChapter 1\n1.1 Aims\nPeace."}, stream=[heads])).tolist()
    ['(opening)', 'Chapter 1', 'Chapter 1', 'Chapter 1']
    """
    part = {}
    for _, text in chapters(corpus).groupby(corpus.paragraphs.set_index("paragraph_id")["text_id"], sort=False):
        levels = {chapter: _level(chapter) for chapter in text if chapter != OPENING}
        highest = next(iter(levels.values()), None)
        current = OPENING
        for paragraph_id, chapter in text.items():
            current = chapter if levels.get(chapter) == highest and chapter in levels else current
            part[paragraph_id] = current
    return pd.Series(part, name="part")


def _level(heading: str) -> int | None:
    return next((n for n, numbers in enumerate(_NUMBERS) if re.match(numbers, heading)), None)


def written(corpus: Corpus) -> pd.Series:
    """When each text was written, in words, by text_id and in the order of `by_date`; *not stated* comes last.

    >>> from helpers.corpus.load import load_corpus
    >>> written(load_corpus()).head(3).tolist()
    ['2024-11 to 2024-12', '2021-07 to 2025-01', '2025-09-01']
    """
    words = {text.id: date_in_words(text) for text in corpus.manifest.texts}
    return pd.Series({text_id: words[text_id] for text_id in by_date(corpus)}, name="written", dtype="str")


def dated(corpus: Corpus, text_ids: Iterable[str], between: str = ", ") -> dict[str, str]:
    """Short title and date of writing of some texts, by text_id, in the order of `by_date`; `between` parts the two.

    >>> from helpers.corpus.load import corpus_of
    >>> dated(corpus_of(en={"paper": "One."}, zh={"wen": "二。"}), ["wen", "paper"])
    {'paper': 'paper, not stated', 'wen': 'wen, not stated'}
    """
    titles, wanted = corpus.texts.set_index("text_id")["short_title"], set(text_ids)
    return {t: f"{titles[t]}{between}{when}" for t, when in written(corpus).items() if t in wanted}
