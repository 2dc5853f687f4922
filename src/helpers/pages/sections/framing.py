"""Who is named and who is charged: names along a text, the naming ladder, what is said; tables in, pictures out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd
import seaborn as sns
from IPython.display import HTML, Markdown
from matplotlib.axes import Axes

from ...coding.analysis import words_beside
from ...coding.codebook import DESCRIBED, NAMED
from ...coding.counts import presence
from ...coding.naming import NAMES, OWN, QUOTED, named_along, named_by_section, on_ladder, rungs
from ...coding.rereading import CHARGES, read_rereading
from ...corpus.selection import OPENING, dated, parts, positions, written
from ...mentions.acts import read_comparisons
from ...mentions.concepts import Concept, read_concepts
from ...paths import CODING
from .. import html, plots
from ..chapter import Chapter, Page
from ..publish import Finding, Picture

RUNG = {
    NAMED: "the US,\nby name",
    DESCRIBED: "the US,\ndescribed",
    "west": "the\nWest",
    "other-named": "another\nstate",
    "some": "“some”",
    "none": "nobody",
    "self-denied": "denied of\noneself",
}
"""What a reader sees of a rung of the ladder; an agent of another codebook keeps its id."""
FOLLOWED = ("united-states", "china")
"""The concepts whose names are followed along a text."""
INSIDE = ("america-first",)
"""The concepts inside which a name of the country is part of a slogan."""


def second_reading(page: Chapter, codebook: str) -> pd.DataFrame | None:
    """The second reading of charges, as from `read_rereading`; None with another codebook, to which it does not apply.

    Raises `CorpusError` where its file does not fit.
    """
    return None if codebook else read_rereading(CODING / "reread_us.csv", page.corpus, CHARGES)


def concepts(*ids: str) -> list[Concept]:
    """Concepts of the project's list by their ids, in this order.

    >>> [concept.id for concept in concepts("china", "united-states")]
    ['china', 'united-states']
    """
    known = {concept.id: concept for concept in read_concepts().concepts}
    return [known[id_] for id_ in ids]


def by_text(page: Page, sentence_ids: Iterable[str]) -> dict[str, list[str]]:
    """Ids under the short title of their text and when it was written, in the order of the texts' dates."""
    when, columns = written(page.corpus), {}
    for sentence_id in sorted(sentence_ids, key=lambda s: list(when.index).index(s.split(":")[0])):
        text_id = sentence_id.split(":")[0]
        columns.setdefault(f"{page.titles[text_id]}, written {when[text_id]}", []).append(sentence_id)
    return columns


# --- the answer ------------------------------------------------------------------------------------------------------


def answer(page: Page, text: str, findings: Iterable[Finding]) -> Markdown:
    """The answer with its numbers: of the `findings` those whose ids stand in `text`, as `{id}`, are published."""
    used = set(re.findall(r"\{([^}:]+)", text))
    return page.finding(text, *(finding for finding in findings if finding.id in used))


def findings(page: Chapter, codebook: str, followed: str) -> list[Finding]:
    """All numbers that the answer may use: names in each part of the text `followed`, rungs, words of the texts."""
    analysis, names = page.analysis, concepts(*FOLLOWED)
    hits = named_along(page.corpus, followed, names, concepts(*INSIDE))
    sections = named_by_section(page.corpus, followed, hits, names)
    placed = on_ladder(analysis.rows, analysis.book, "conduct", second_reading(page, codebook))
    compare, texts = read_comparisons(), analysis.sentences["text_id"].unique()
    words = words_beside(analysis, compare, texts)
    return [
        *named_findings(hits, sections, names, page.titles[followed]),
        *rung_findings(placed, rungs(analysis.book), page.titles[texts]),
        *word_findings(words, compare.words, page.titles[texts]),
    ]


def named_findings(
    hits: pd.DataFrame, sections: pd.DataFrame, named: Sequence[Concept], title: str
) -> Iterable[Finding]:
    """How often each concept is named in each part (us-CONCEPT-part-1) and section (us-CONCEPT-part-1-section-2).

    The same with `-inside` for names inside a slogan. What stands before the first part or section has the number 0.
    `hits` and `sections` as from `naming.named_along` and `naming.named_by_section`, `title` is that of the text.

    >>> china = Concept("china", "China, Chinese", ("China",))
    >>> columns = ["concept", "part", "section", "sentence_id", "alone"]
    >>> hits = pd.DataFrame([("china", "II", "II.1", "a:2.1", True)], columns=columns)
    >>> found = list(named_findings(hits, hits, [china], "Small paper"))
    >>> [(f.id, f.value, f.sentences) for f in found[:2]]
    [('us-china-part-1', 1, ['a:2.1']), ('us-china-part-1-inside', 0, [])]
    >>> (found[2].id, found[2].sentence)
    ('us-china-part-1-section-1', 'Small paper, II.1: occurrences of a name of China.')
    """
    for concept in named:
        of = hits[hits["concept"] == concept.id]
        for number, part in _numbered(sections["part"].unique(), OPENING):
            yield from _named(f"us-{concept.id}-part-{number}", concept, of[of["part"] == part], f"{title}, {part}")
            for n, section in _numbered(sections.loc[sections["part"] == part, "section"].unique(), part):
                here = of[(of["part"] == part) & (of["section"] == section)]
                yield from _named(f"us-{concept.id}-part-{number}-section-{n}", concept, here, f"{title}, {section}")


def _numbered(headings: Sequence[str], before: str) -> Iterable[tuple[int, str]]:
    """Headings with their numbers, from 0 where the first of them is what stands `before` the others."""
    return enumerate(headings, start=int(headings[0] != before))


def _named(id_: str, concept: Concept, here: pd.DataFrame, place: str) -> Iterable[Finding]:
    """Names of a concept in a part or section, and those of them inside a slogan."""
    told, inside = f"{place}: occurrences of a name of {_short(concept)}", here[~here["alone"].astype(bool)]
    yield _counted(id_, f"{told}.", here["sentence_id"])
    yield _counted(f"{id_}-inside", f"{told}, inside a slogan.", inside["sentence_id"])


def _short(concept: Concept) -> str:
    return concept.label.split(",")[0]


def rung_findings(placed: pd.DataFrame, rungs: Sequence[str], titles: pd.Series) -> Iterable[Finding]:
    """Sentences of each text on each rung in its own words (us-RUNG-TEXT); `placed` as from `naming.on_ladder`.

    >>> placed = pd.DataFrame([("a:1.1", "a", "none", "own")], columns=["sentence_id", "text_id", "rung", "voice"])
    >>> [(f.id, f.value) for f in rung_findings(placed, ["none", "west"], pd.Series({"a": "A"}))]
    [('us-none-a', 1), ('us-west-a', 0)]
    """
    own = placed[placed["voice"] == OWN]
    for text_id, title in titles.items():
        for rung in rungs:
            here = own.loc[(own["text_id"] == text_id) & (own["rung"] == rung), "sentence_id"].tolist()
            told = f"{title}: sentences that charge conduct of the codebook's list in its own words, to {_flat(rung)}."
            yield Finding(f"us-{rung}-{text_id}", told, len(here), "sentences", here)


def word_findings(words: pd.DataFrame, labels: Mapping[str, str], titles: pd.Series) -> Iterable[Finding]:
    """Occurrences of each word in each text (us-WORD-TEXT); `words` as from `analysis.words_beside`.

    >>> words = pd.DataFrame([("war", "a", "a:1.1", 2)], columns=["word", "text_id", "sentence_id", "count"])
    >>> [(f.id, f.value, f.sentences) for f in word_findings(words, {"war": "War"}, pd.Series({"a": "A"}))]
    [('us-war-a', 2, ['a:1.1'])]
    """
    for word, label in labels.items():
        for text_id, title in titles.items():
            here = words[(words["word"] == word) & (words["text_id"] == text_id)]
            places = here["sentence_id"].repeat(here["count"])
            yield _counted(f"us-{word}-{text_id}", f"{title}: occurrences of {label}.", places)


def _counted(id_: str, sentence: str, places: pd.Series) -> Finding:
    """Occurrences as a finding; `places` is the sentence of each."""
    return Finding(id_, sentence, len(places), "occurrences", places.drop_duplicates().tolist())


# --- names along a text ----------------------------------------------------------------------------------------------


def along_figure(page: Page, hits: pd.DataFrame, sections: pd.DataFrame, names: Sequence[Concept]) -> Picture:
    """A tick for each name along a text, in a row for each concept, with the number in each part.

    `sections` as from `naming.named_by_section`.
    """
    label = {concept.id: _short(concept) for concept in names}
    drawing, (axes,) = plots.canvas(6.2, 1 + 0.7 * len(names))
    order, colours = list(label.values()), (plots.BLUE, plots.ORANGE, plots.GREEN, plots.PURPLE)[: len(label)]
    rows = hits.assign(name=hits["concept"].map(label))
    sns.stripplot(
        rows, x="position", y="name", order=order, hue="name", hue_order=order, palette=colours,
        jitter=False, marker="|", size=16, linewidth=1.1, legend=False, ax=axes,
    )  # fmt: skip
    title = page.titles[sections["text_id"].iloc[0]]
    counts = sections.groupby(["part", "concept"], sort=False)["occurrences"].sum().unstack()
    _parts_marked(axes, page, sections, counts[list(label)])
    told = "; ".join(f"{p}: " + ", ".join(f"{label[c]} {row[c]}" for c in label) for p, row in counts.iterrows())
    return Picture(
        drawing,
        f"Who is named along the {title}.",
        "A tick is a name of the country or its people, the number how many there are in each part; "
        "(opening) is what stands before the first chapter, and the concluding remarks are in the last.",
        f"Two rows of ticks along the {title}, and their number in each part. {told}.",
    )


def _parts_marked(axes: Axes, page: Page, sections: pd.DataFrame, counts: pd.DataFrame) -> None:
    """Where each part begins, its name above, and its counts over the ticks of each row."""
    begins = _beginnings(page, sections)
    for part, start, end in zip(begins.index, begins, [*begins.iloc[1:], 1.0], strict=True):
        middle = (start + end) / 2
        axes.axvline(start, color="0.75", linewidth=0.8, zorder=0)
        axes.annotate(part, (middle, -0.8), ha="center", va="center", fontsize=10)
        for y, number in enumerate(counts.loc[part]):
            axes.annotate(f"{number}", (middle, y - 0.42), ha="center", va="center", fontsize=11, weight="bold")
    axes.set(xlim=(0, 1), ylim=(len(counts.columns) - 0.6, -1), xlabel="", ylabel="", xticks=[])
    axes.tick_params(length=0, labelsize=11)
    axes.spines[["left", "bottom"]].set_visible(False)


def _beginnings(page: Page, sections: pd.DataFrame) -> pd.Series:
    """How far into the text (0 to 1) each part begins."""
    paragraphs = page.corpus.paragraphs
    paragraphs = paragraphs[paragraphs["text_id"] == sections["text_id"].iloc[0]].assign(start=0)
    part = paragraphs["paragraph_id"].map(parts(page.corpus))
    return positions(page.corpus, paragraphs).groupby(part, sort=False).min()


def sections_table(sections: pd.DataFrame, names: Sequence[Concept], more: str) -> HTML:
    """Length of each section, names in it, and those of them inside a slogan; as from `naming.named_by_section`."""
    each = sections.drop_duplicates("section")
    table = {"section": each["section"].to_numpy(), "words": each["words"].to_numpy()}
    for concept in names:
        here = sections[sections["concept"] == concept.id]
        table[_short(concept)] = here["occurrences"].to_numpy()
        if here["inside"].any():
            table["of them in a slogan"] = here["inside"].to_numpy()
    caption = "Occurrences of a name in each section; the row of a chapter is what stands before its first section."
    return html.table(pd.DataFrame(table), caption, more=more)


# --- the ladder ------------------------------------------------------------------------------------------------------


def ladder_figure(page: Chapter, ladder: pd.DataFrame, second: pd.DataFrame | None) -> Picture | Markdown:
    """Texts by rungs, the area of a dot by the number of sentences: filled in own words, open in those of others."""
    ladder = ladder.assign(own=ladder["sentences"] - ladder["quoted"])
    stands = ladder[ladder["sentences"] > 0]
    if stands.empty:
        return html.say("No sentence stands on the ladder: none of these texts charges such conduct.")
    columns = [r for r in rungs(page.analysis.book) if r in set(stands["rung"])]
    texts = dated(page.corpus, stands["text_id"], "\n")
    points = stands.melt(["text_id", "rung"], ["own", "quoted"], "voice", "number").query("number > 0")
    points = points.assign(
        x=points["rung"].map(columns.index) + points["voice"].map({"own": -0.12, "quoted": 0.3}),
        y=points["text_id"].map(list(texts).index),
        area=26 * points["number"],
    )
    drawing, (axes,) = plots.canvas(6, 1 + 0.5 * len(texts))
    _dots(axes, points)
    axes.set_xticks(range(len(columns)), [RUNG.get(r, r) for r in columns])
    axes.set_yticks(range(len(texts)), texts.values())
    axes.xaxis.tick_top()
    axes.set(xlim=(-0.5, len(columns) - 0.4), ylim=(len(texts) - 0.4, -0.7), xlabel="", ylabel="")
    axes.grid(color="0.93", linewidth=0.6)
    axes.tick_params(length=0, labelsize=10)
    axes.spines[["left", "bottom"]].set_visible(False)
    return Picture(drawing, *_ladder_words(page, stands, texts, columns, second))


def _dots(axes: Axes, points: pd.DataFrame) -> None:
    """Dots by area, filled or open, with their numbers: inside where there is room, else to the right."""
    for voice, part in points.groupby("voice"):
        face = plots.BLUE if voice == "own" else "none"
        sns.scatterplot(
            part, x="x", y="y", size="area", sizes=(part["area"].min(), part["area"].max()), legend=False,
            facecolor=face, edgecolor=plots.BLUE, linewidth=1.2, ax=axes,
        )  # fmt: skip
    for dot in points.itertuples():
        inside = dot.voice == "own" and dot.number >= 10
        axes.annotate(
            f"{dot.number}", (dot.x, dot.y), xytext=(0 if inside else 3 + dot.area**0.5 / 2, 0),
            textcoords="offset points", ha="center" if inside else "left", va="center", fontsize=10,
            color="white" if inside else "black",
        )  # fmt: skip


def _ladder_words(
    page: Chapter, stands: pd.DataFrame, texts: Mapping[str, str], columns: Sequence[str], second: pd.DataFrame | None
) -> tuple[str, str, str]:
    by = stands.set_index(["text_id", "rung"])["sentences"]
    told = "; ".join(
        f"{page.titles[t]}: " + ", ".join(f"{_flat(r)} {by[t, r]}" for r in columns if (t, r) in by.index)
        for t in texts
    )
    silent = [page.titles[t] for t in page.analysis.shown if t not in texts]
    rule = (
        "by the second reading; the list comes from charges that texts from China make, so a text whose charges are "
        "others stands on no rung"
        if second is not None
        else "by code and tone of the first reading, for the second does not apply to these codes"
    )
    return (
        "Who is charged: the naming ladder.",
        "Sentences that blame conduct of the codebook's list in the present order, and whose conduct they say it is, "
        f"{rule}. Filled: in the text's own words, open: in those of others. Texts in the order of their writing. "
        f"On no rung: {', '.join(silent) or 'no text'}.",
        f"Dots, texts by rungs. {told}.",
    )


def _flat(rung: str) -> str:
    return " ".join(RUNG.get(rung, rung).split())


def ladder_table(page: Chapter, ladder: pd.DataFrame, more: str) -> HTML:
    """The numbers of the ladder by text: own, and in brackets quoted ones; rungs on which nothing stands left out."""
    stands = ladder[ladder["sentences"] > 0]
    columns = [r for r in rungs(page.analysis.book) if r in set(stands["rung"])]
    shown, rest = columns[: html.MOST_COLUMNS - 1], columns[html.MOST_COLUMNS - 1 :]
    cell = (ladder["sentences"] - ladder["quoted"]).astype(str)
    cell = cell.where(ladder["quoted"] == 0, cell + " (+" + ladder["quoted"].astype(str) + ")")
    wide = ladder.assign(cell=cell).pivot(index="text_id", columns="rung", values="cell")
    texts = dated(page.corpus, stands["text_id"])
    table = wide.loc[list(texts), shown].rename(index=texts, columns=_flat).rename_axis(index="text", columns=None)
    return html.table(
        table.reset_index(),
        "Sentences on each rung in a text's own words; in brackets those in the words of others."
        + (f" Not in a column: {', '.join(map(_flat, rest))}." if rest else "")
        + _readers(ladder),
        more=more,
    )


def _readers(ladder: pd.DataFrame) -> str:
    """On how many rungs the two passes counted as was decided, in a sentence; empty without a second reading."""
    counts = ladder[["sentences", "reader_a", "reader_b"]].dropna()
    counts = counts[counts.max(axis=1) > 0]
    alike = sum(counts[reader].eq(counts["sentences"]).sum() for reader in ("reader_a", "reader_b"))
    if counts.empty:
        return ""
    return (
        f" Of {2 * len(counts)} counts of the two passes of the second reading (one model, which saw the codes of the "
        f"first) {alike} are as decided; the others stand in the whole table."
    )


# --- words side by side ----------------------------------------------------------------------------------------------


def word_caption(page: Page, words: pd.DataFrame, word: str) -> str:
    """How often each form of a word stands in each text, in a sentence; `words` as from `analysis.words_beside`."""
    counts = words[words["word"] == word].groupby(["text_id", "form"], sort=False)["count"].sum()
    told = [
        f"{page.titles[text_id]} " + ", ".join(f"{form} {n}" for form, n in of.droplevel("text_id").items())
        for text_id, of in counts.groupby("text_id", sort=False)
    ]
    return f"Occurrences in each text: {'; '.join(told)}." if told else "The word stands in none of these texts."


# --- names, codes, voices --------------------------------------------------------------------------------------------


MOST_NAMES = 5


def naming_table(page: Chapter, naming: pd.DataFrame, more: str) -> HTML:
    """Names by text, and apart from them what only speaks of the target; `naming` as from `naming.names`."""
    texts, rows = dated(page.corpus, naming["text_id"]), []
    for text_id, title in texts.items():
        part = naming[naming["text_id"] == text_id]
        name = part["kind"].isin(NAMES)
        rows.append((title, int(part.loc[name, "count"].sum()), _forms(part[name]), _forms(part[~name])))
    return html.table(
        pd.DataFrame(rows, columns=["text", "names", "most often", "apart"]),
        "How often the United States is named in the sentences that speak of it, and by which names most often. Apart: "
        "pairs, slogans, offices, documents and descriptions, which are no names of the country.",
        more=more,
    )


def _forms(part: pd.DataFrame) -> str:
    shown = [f"{form.rstrip('*')} {n}" for form, n in zip(part["form"], part["count"], strict=True)][:MOST_NAMES]
    return ", ".join(shown) + (" …" if len(part) > MOST_NAMES else "")


def codes_figure(page: Chapter) -> Picture | Markdown:
    """Sentences with each code by text; a sentence instead where no sentence has one."""
    analysis = page.analysis
    has = presence(analysis.passed, analysis.book, "code").groupby(analysis.passed["text_id"]).sum()
    has = has.loc[:, [c.id for c in analysis.book.codes]]
    has = has[has.sum(axis=1) > 0]
    if has.empty:
        return html.say(f"None of the codes stands here, from {analysis.reading}.")
    texts = dated(page.corpus, has.index, "\n")
    counts = has.loc[list(texts)].T
    drawing, (axes,) = plots.canvas(6.6, 1.9 + 0.3 * len(counts))
    sns.heatmap(
        counts, annot=counts.astype(str).where(counts > 0, ""), fmt="", cmap="Blues", vmin=0, cbar=False,
        linewidths=0.5, linecolor="0.93", annot_kws={"size": 10}, ax=axes,
    )  # fmt: skip
    axes.set_xticks([n + 0.5 for n in range(len(texts))], texts.values(), rotation=90, fontsize=9)
    axes.xaxis.tick_top()
    axes.set_yticks([n + 0.5 for n in range(len(counts))], [c.label for c in analysis.book.codes], fontsize=9.5)
    for n, (one, other) in enumerate(zip(analysis.book.codes[1:], analysis.book.codes, strict=False), start=1):
        if one.family != other.family:
            axes.axhline(n, color="0.3", linewidth=1)
    axes.set(xlabel="", ylabel="")
    axes.tick_params(length=0)
    labels = {c.id: c.label for c in analysis.book.codes}
    most = "; ".join(f"{page.titles[t]}: {labels[counts[t].idxmax()]} {counts[t].max()}" for t in texts)
    return Picture(
        drawing,
        "What the texts say the United States is and does.",
        f"Sentences with each code, from {analysis.reading}. Lines part the families, texts stand in the order "
        "of their writing; they have unlike lengths, so a column is read down.",
        f"Grid of codes by texts. Most sentences: {most}.",
    )


def quoted_table(page: Chapter, placed: pd.DataFrame, more: str) -> HTML:
    """Charges in a text's own words and in those of others, and who these are; `placed` as from `naming.on_ladder`."""
    on = placed[placed["rung"] != ""]
    rows = []
    for text_id, title in dated(page.corpus, on["text_id"]).items():
        part = on[on["text_id"] == text_id]
        quoted = part[part["voice"] == QUOTED]
        who = quoted["speaker"].replace("", "not coded").value_counts().sort_index()
        said = ", ".join(f"{speaker} {n}" for speaker, n in who.items())
        rows.append((title, len(part) - len(quoted), len(quoted), said))
    return html.table(
        pd.DataFrame(rows, columns=["text", "own", "quoted", "who is quoted"]),
        "Sentences on the ladder in a text's own words, and in those of another. Speakers are coded only in sentences "
        "that speak of the United States.",
        more=more,
    )


def acts_table(page: Chapter, acts: pd.DataFrame, labels: Mapping[str, str], more: str) -> HTML:
    """Acts that texts of two voices tell of, with dates and places; `acts` as from `analysis.acts_coded`."""
    told = acts[acts["compared"]]
    table = pd.DataFrame(
        {
            "act": told["act"].map(labels),
            "date of the act": told["act_date"].where(told["act_date"] != "", told["date_basis"]),
            "text": told["text_id"].map(page.titles),
            "written": told["text_date"],
            "raw line": told["first_line"],
            "tone": told["tone"].replace("", "not coded"),
        }
    )
    return html.table(table, "Acts that texts of two voices tell of, sentence by sentence.", more=more)
