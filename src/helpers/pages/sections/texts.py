"""What the texts are, and whether the text that is counted can be trusted: sections of the chapter on the corpus."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from IPython.display import HTML

from ...corpus.ledger import by_stream, share_read
from ...corpus.load import Corpus
from ...corpus.raw import line_streams
from ...corpus.rules import STREAMS
from ...corpus.selection import by_date, date_in_words, date_spans, paragraph_sizes
from ...corpus.sentence_ends import OURS, PUNKT, counts_by_splitter, differences
from ...mentions.spelled import in_files, in_texts, sentences_with
from ...text.names import TermList
from .. import html, plots
from ..chapter import Page
from ..publish import Finding, Picture

ANSWER = """
**Yes, with exceptions that are listed: {texts} texts in {voices} voices stand in {files} files, and each of their
{characters} raw characters has one place in the ledger.** A file is no voice: one of them prints {printed} texts in
{printed-voices} voices, and of the {said} times that it says *global governance* {said-by-one} are those of a
translated government paper; {said-by-host} stand in the commentary that opens the page, {said-quoted} of them quoted.
Nor is a naive count a count of what is said: {wrong} of the {checked} words checked come out at another number, in
{wrong-pairs} of {pairs} pairs of word and file.
""".strip().replace("\n", " ")
"""The answer, with the numbers of `findings`."""
SAID = "global governance"
"""The words of which the answer says whose they are."""
CAREFUL = "body, headings, list items"


def findings(corpus: Corpus, checked: list[str]) -> list[Finding]:
    """The numbers of the answer; `checked` are the words that are counted naively and carefully.

    >>> from helpers.corpus.load import corpus_of
    >>> found = {f.id: f.value for f in findings(corpus_of(zh={"a": "全球治理。"}), ["全球治理"])}
    >>> found["texts"], found["wrong"], found["pairs"]
    (1, 1, 1)
    """
    texts, counts = corpus.texts, in_files(corpus, checked)
    pairs = counts[(counts["naive"] > 0) | (counts["careful"] > 0)]
    words = counts.groupby("word")[["naive", "careful"]].sum()
    wrong = int((words["naive"] != words["careful"]).sum())
    wrong_pairs = int((pairs["naive"] != pairs["careful"]).sum())
    return [
        Finding("texts", "Texts of the corpus.", len(texts), "texts"),
        Finding("voices", "Voices of the texts, as labels.", texts["voice"].nunique(), "texts"),
        Finding("files", "Raw files that hold the texts.", len(corpus.sources), "files"),
        Finding("characters", "Raw characters, each with one place.", _characters(corpus), "characters of the files"),
        *_of_the_fullest_file(corpus),
        Finding("checked", "Words counted naively and carefully.", len(words), "words checked"),
        Finding("wrong", "Words of which a naive count of all files gives another number.", wrong, "words checked"),
        Finding("pairs", "Pairs of word and file where either count finds the word.", len(pairs), "words and files"),
        Finding("wrong-pairs", "Such pairs where the two counts differ.", wrong_pairs, "words and files"),
    ]


def _characters(corpus: Corpus) -> int:
    """All characters of the files; an error where the ledger does not add up to them."""
    return int(by_stream(corpus).iloc[-1, 1:].sum())


def _of_the_fullest_file(corpus: Corpus) -> list[Finding]:
    """Whose words the words `SAID` are in the file that holds most texts: of one text, and of the first of the page."""
    inside = _fullest(corpus)
    hits = sentences_with(corpus, SAID)
    hits = hits[hits["text_id"].isin(inside["text_id"])]
    by_text = hits.groupby("text_id")["count"].sum().reindex(inside["text_id"], fill_value=0)
    parts = {
        "said": ("Times that the file with most texts says global governance.", list(inside["text_id"])),
        "said-by-one": ("Of these, in the text that says it most.", [by_text.idxmax()]),
        "said-by-host": ("Of these, in the text that opens the file.", [by_text.index[0]]),
    }
    counted = [
        Finding(
            id_,
            told,
            int(by_text[ids].sum()),
            "occurrences",
            hits.loc[hits["text_id"].isin(ids), "sentence_id"].tolist(),
        )
        for id_, (told, ids) in parts.items()
    ]
    voices = inside["voice"].nunique()
    host = in_texts(corpus, [SAID]).set_index("text_id").loc[by_text.index[0], "quoted"]
    return [
        Finding("printed", "Texts in the file that holds most.", len(inside), "texts"),
        Finding("printed-voices", "Voices in the file that holds most texts.", voices, "texts"),
        *counted,
        Finding(
            "said-quoted",
            "Of these, inside quotation marks.",
            int(host),
            "occurrences",
            _quoting(corpus, by_text.index[0]),
        ),
    ]


def _quoting(corpus: Corpus, text_id: str) -> list[str]:
    """The sentences of a text that say the words `SAID` inside quotation marks, in whole or in part."""
    known = corpus.sentences.set_index("sentence_id")["in_quotes"]
    hits = sentences_with(corpus, SAID)
    return [id_ for id_ in hits.loc[hits["text_id"] == text_id, "sentence_id"] if known[id_] > 0]


def _fullest(corpus: Corpus) -> pd.DataFrame:
    """The texts of the file that holds most."""
    return corpus.texts[corpus.texts["source_id"] == corpus.texts["source_id"].mode().iloc[0]]


# --- the texts -------------------------------------------------------------------------------------------------------


def when_written(corpus: Corpus) -> Picture:
    """A time line: when each text was written, and when the page came out that carries it.

    >>> from helpers.corpus.load import load_corpus
    >>> when_written(load_corpus()).title
    'When each text was written, and when its page came out.'
    """
    spans = date_spans(corpus).set_index("text_id").loc[by_date(corpus)]
    spans = spans[spans["kind"].isin(["stated", "between"])].reset_index()
    spans = spans.assign(text=spans["text_id"].map(corpus.texts.set_index("text_id")["short_title"]))
    drawing, (axes,) = plots.canvas(7, 1.3 + 0.32 * len(spans))
    row = pd.Series(range(len(spans)), index=spans.index)
    for kind, colour, label in (
        ("stated", plots.BLUE, "written (stated)"),
        ("between", plots.ORANGE, "written between these bounds (not stated)"),
    ):
        part = spans[spans["kind"] == kind]
        axes.hlines(row[part.index], part["first"], part["last"], color=colour, linewidth=7, label=label)
    days = spans[spans["first"] == spans["last"]]
    sns.scatterplot(x=days["first"], y=row[days.index], color=plots.BLUE, s=60, linewidth=0, ax=axes, legend=False)
    pages = spans.dropna(subset=["page_first"])
    axes.hlines(row[pages.index] + 0.32, pages["page_first"], pages["page_last"], color="black", linewidth=1.5)
    pages = pages[pages["page_first"] == pages["page_last"]]
    diamond = {"marker": "D", "s": 26, "facecolor": "white", "edgecolor": "black", "label": "page came out"}
    axes.scatter(pages["page_first"], row[pages.index] + 0.32, zorder=4, **diamond)
    plots.years(axes, spans["text"])
    drawing.legend(loc="outside lower center", ncols=1)
    return Picture(
        drawing, "When each text was written, and when its page came out.", _when_caption(), _when_alt(spans)
    )


def _when_caption() -> str:
    return (
        "From top to bottom by the last day on which a text can have been written, the order of all chapters. "
        "A dot is a day, a bar the days between which it lies. Below, a diamond is the day on which the page, issue or "
        "file came out that carries the text, a thin line the month or year of which no more is stated; where neither "
        "stands, nothing is stated."
    )


def _when_alt(spans: pd.DataFrame) -> str:
    told = "; ".join(
        f"{row.text}: {row.first:%Y-%m-%d}" + ("" if row.first == row.last else f" to {row.last:%Y-%m-%d}")
        for row in spans.itertuples()
    )
    return f"Time line of {len(spans)} texts, the earliest above. {told}."


def texts_table(page: Page) -> HTML:
    """The texts by date: voice (inferred or not), language, both dates, length, and what may be quoted.

    >>> from helpers.pages.chapter import open_page
    >>> "<caption" in texts_table(open_page("00_x")).data
    True
    """
    corpus = page.corpus
    sizes = corpus.paragraphs[["paragraph_id", "text_id"]].merge(paragraph_sizes(corpus))
    sizes = sizes.groupby("text_id")[["words", "hanzi"]].sum()
    known = {text.id: text for text in corpus.manifest.texts}
    rows = []
    for id_ in by_date(corpus):
        text, words, hanzi = known[id_], *sizes.loc[id_]
        voice = text.voice + " (inferred)" * text.voice_basis.startswith("inferred")
        length = html.count(hanzi, "character") if text.language == "zh" else html.count(words, "word")
        dates = (date_in_words(text), text.published or "not stated")
        rows.append((page.titles[id_], voice, text.language, *dates, length, f"{text.quotable:.0%}"))
    columns = ["text", "voice", "language", "written", "page", "length", "quotable"]
    return html.table(
        pd.DataFrame(rows, columns=columns),
        "The texts by date of writing. A voice that is not stated is marked as inferred. Length: words of English "
        "texts, characters of Chinese ones, numbers and punctuation apart. Quotable: the most that all notebooks "
        "together may quote of it.",
        more=page.more("texts"),
    )


# --- one file, many voices -------------------------------------------------------------------------------------------


def voices_table(page: Page, words: list[str]) -> HTML:
    """In the file that holds most texts: how often each text says the words, and how often inside quotation marks.

    >>> from helpers.pages.chapter import open_page
    >>> "and 1 quoted" in voices_table(open_page("00_x"), ["global governance"]).data
    True
    """
    inside = _fullest(page.corpus)
    counts = in_texts(page.corpus, words).set_index(["text_id", "word"])
    shown = pd.DataFrame({"text": inside["text_id"].map(page.titles), "voice": inside["voice"]})
    for word in words:
        own = [counts.loc[(text_id, word)] for text_id in inside["text_id"]]
        shown[word] = [
            f"{row['count'] - row['quoted']}" + (f" and {row['quoted']} quoted" if row["quoted"] else "") for row in own
        ]
    return html.table(
        shown,
        f"Who says it: words in the file {inside['source_id'].iloc[0]}, by text; quoted is what stands inside "
        "quotation marks.",
    )


def said_by_others(page: Page) -> HTML:
    """All sentences of the fullest file with the words `SAID` that are not of the text which says them most.

    >>> from helpers.pages.chapter import open_page
    >>> said_by_others(open_page("00_x")).data.count("<blockquote")
    3
    """
    inside = _fullest(page.corpus)
    hits = sentences_with(page.corpus, SAID)
    hits = hits[hits["text_id"].isin(inside["text_id"])]
    most = hits.groupby("text_id")["count"].sum().idxmax()
    others = hits.loc[hits["text_id"] != most, "sentence_id"]
    return page.evidence(others, f"Every sentence of the file with {SAID} that is not of {page.titles[most]}.")


# --- the ledger ------------------------------------------------------------------------------------------------------


def streams_table(page: Page) -> HTML:
    """Raw characters by stream and file.

    >>> from helpers.pages.chapter import open_page
    >>> "sum of the pieces" in streams_table(open_page("00_x")).data
    True
    """
    return html.table(
        by_stream(page.corpus),
        f"Raw characters by stream and file. {share_read(page.corpus):.1%} of all are read: {CAREFUL}.",
        more=page.more("ledger"),
    )


def strips(corpus: Corpus) -> Picture:
    """Each raw file as a strip of its lines, coloured by stream.

    >>> from helpers.corpus.load import corpus_of
    >>> strips(corpus_of(en={"a": "One."}, zh={"b": "二。"})).alt
    'One strip of coloured lines for each of 2 files; footnotes stand in none.'
    """
    drawing, rows = plots.canvas(7, 0.9 + 0.8 * len(corpus.sources), len(corpus.sources))
    for axes, source in zip(rows, corpus.sources.itertuples(), strict=True):
        plots.strip(axes, line_streams(corpus, source.source_id), f"{source.source_id} ({source.lines:,} lines)")
    rows[-1].set_xlabel("raw line")
    plots.stream_key(drawing, [s for s in STREAMS if s in set(corpus.ledger["stream"])])
    noted = corpus.ledger.loc[corpus.ledger["stream"] == "note", "source_id"].unique()
    return Picture(
        drawing,
        "Footnotes, captions and contents stand between the lines that are read.",
        "Each raw file as a strip of its lines, coloured by stream, each on its own scale; left to right is top to "
        "bottom of the file, and white is white space.",
        f"One strip of coloured lines for each of {len(corpus.sources)} files; footnotes stand in "
        f"{', '.join(noted) or 'none'}.",
    )


def repairs_table(page: Page) -> HTML:
    """The repairs of scanning errors, each with its line and reason.

    >>> from helpers.pages.chapter import open_page
    >>> "digit read as a letter" in repairs_table(open_page("00_x")).data
    True
    """
    return html.table(
        page.corpus.repairs.drop(columns="column").astype({"line": str}),
        "Repairs of scanning errors. Errors of the originals stay as they are.",
        more=page.more("repairs"),
        labels={"source_id": "file"},
    )


# --- naive counts ----------------------------------------------------------------------------------------------------


def naive_figure(counts: pd.DataFrame) -> Picture:
    """Each word counted naively and carefully, all files together; `counts` as from `in_files`.

    >>> from helpers.corpus.load import corpus_of
    >>> naive_figure(in_files(corpus_of(zh={"a": "全球治理。"}), ["全球治理"])).alt
    'Two dots a word, naive and careful count. 全球治理: 0 and 1.'
    """
    totals = counts.groupby("word", sort=False)[["naive", "careful"]].sum().reset_index()
    drawing, (axes,) = plots.canvas(7, 1.2 + 0.36 * len(totals))
    names = ("naive: whole files, cut at words", f"careful: {CAREFUL}")
    plots.pairs(axes, totals, "word", "naive", "careful", names, "occurrences in all files")
    told = "; ".join(f"{row.word}: {row.naive} and {row.careful}" for row in totals.itertuples())
    return Picture(
        drawing,
        "A naive count finds too much of some words and nothing of Chinese ones.",
        "The same words, each as it is spelled, counted naively and carefully in all files.",
        f"Two dots a word, naive and careful count. {told}.",
    )


def naive_table(counts: pd.DataFrame) -> HTML:
    """The same with what makes the difference; `counts` as from `in_files`.

    >>> from helpers.corpus.load import corpus_of
    >>> ">missed<" in naive_table(in_files(corpus_of(zh={"a": "全球治理。"}), ["全球治理"])).data
    True
    """
    totals = counts.groupby("word", sort=False)[["naive", "elsewhere", "missed", "careful"]].sum().reset_index()
    return html.table(
        totals,
        "What makes the difference: naive - elsewhere + missed = careful. Elsewhere: in notes, captions, contents, "
        "titles and back matter. Missed: where a mark sticks to the word, a line cuts it, or Chinese is not cut.",
    )


# --- sentences -------------------------------------------------------------------------------------------------------


def splitters_table(page: Page, terms: TermList) -> HTML:
    """Where our splitter and Punkt, given the same abbreviations, end English sentences unlike, by kind of place.

    >>> from helpers.pages.chapter import open_page
    >>> from helpers.text.names import read_terms
    >>> "a number before its title" in splitters_table(open_page("00_x"), read_terms()).data
    True
    """
    counts = counts_by_splitter(page.corpus, terms)[["ours", "punkt", "alike"]].sum()
    apart = differences(page.corpus, terms)
    place = apart["text_id"].map(page.titles) + ", " + apart["line"].astype(str)
    rows = [
        (
            kind,
            sum(part["ends_for"] == OURS),
            sum(part["ends_for"] == PUNKT),
            "; ".join(dict.fromkeys(place[part.index])),
        )
        for kind, part in apart.groupby("kind")
    ]
    return html.table(
        pd.DataFrame(rows, columns=["kind of place", "only ours ends", "only Punkt ends", "where (raw line)"]),
        f"Of {counts['ours']:,} English sentences {counts['alike']:,} have both ends alike by NLTK's Punkt, which is "
        f"given our abbreviations and no training, and cuts {counts['punkt']:,}. All {len(apart)} places where only "
        "one of the two ends a sentence:",
    )


# --- what is published -----------------------------------------------------------------------------------------------


def files_table(page: Page) -> HTML:
    """Where the files come from, and whose they are.

    >>> from helpers.pages.chapter import open_page
    >>> "no licence of this project covers it" in files_table(open_page("00_x")).data
    True
    """
    rows = [(source.id, source.origin, source.rights) for source in page.corpus.manifest.sources]
    return html.table(
        pd.DataFrame(rows, columns=["file", "origin", "rights"]),
        "Where the files come from, and whose they are.",
        more=page.more("sources"),
    )
