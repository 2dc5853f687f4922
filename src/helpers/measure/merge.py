"""What was measured, added up: questions to the tables of all shards, asked by DuckDB over Parquet."""

from __future__ import annotations

import hashlib
import heapq
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from ..declarations.toml import shown
from ..errors import CorpusError
from ..mentions.concepts import Concept, ConceptFinder
from ..statistics import groups
from ..statistics.sums import MANY
from .summed import keyness_of_sums
from .tables import SCHEMAS, SPOKEN, sentence_of

ALL = "all"
"""The group of every text where no column is named by which to group."""
OWN = ("text_id", "language")
"""What texts may be grouped by beside their metadata."""

WHERE = ("source", "offset", "mended", "kept")
"""What metadata say of where a record stands and how it was read: no groups of texts."""


class Lines(NamedTuple):
    """A concordance: how often something stands in each text (`counts`: text_id, term, n), and some of its lines.

    `lines`: text_id, place (paragraph.sentence), left, node, right, start, end (in the text of the record).
    """

    counts: pd.DataFrame
    lines: pd.DataFrame


class Measured:
    """The tables of all shards as one. Texts are grouped `by` a column of their metadata, by language, or not at all.

    >>> from tempfile import TemporaryDirectory
    >>> from .records import Record
    >>> from .tables import Books, measure
    >>> with TemporaryDirectory() as name:
    ...     records = [Record("a", "zh", "全球治理。", {"year": "2024"}), Record("b", "zh", "全球。", {"year": "2025"})]
    ...     Measured([measure(records, Books(), Path(name) / "shard")]).term_counts("year", 1).values.tolist()
    [['全球', '2024', 0, 0], ['全球', '2025', 1, 1]]
    """

    def __init__(self, folders: Sequence[Path]):
        if not folders:
            raise CorpusError("nothing was measured: the source holds no text; name another")
        # What DuckDB would fetch from elsewhere is not wanted.
        settings = {"autoinstall_known_extensions": "false", "threads": "1", "memory_limit": "300MB"}
        settings["temp_directory"] = tempfile.gettempdir()  # and not where the reader stands
        self._base = duckdb.connect(":memory:", config=settings)
        for name in SCHEMAS:
            files = [str(folder / f"{name}.parquet") for folder in folders]
            self._base.from_parquet(files).create_view(name)

    def ask(self, question: str, values: Sequence[object] = ()) -> pd.DataFrame:
        """The answer to a question in SQL, to the tables of `SCHEMAS`."""
        return self._base.sql(question, params=list(values)).to_arrow_table().to_pandas()

    @cached_property
    def texts(self) -> pd.DataFrame:
        """text_id, language, words, hanzi, sentences, paragraphs, characters, windows: a row a text, by text_id."""
        columns = [name for name in SCHEMAS["sizes"] if name != "metadata"]
        return self.ask(f"SELECT {', '.join(columns)} FROM sizes ORDER BY text_id").set_index("text_id", drop=False)

    @cached_property
    def columns(self) -> list[str]:
        """The columns by which texts may be grouped: those of their metadata, sorted, and the language."""
        found = self.ask("SELECT DISTINCT unnest(map_keys(metadata)) AS name FROM sizes ORDER BY name")
        return [*(name for name in found["name"] if name not in WHERE), "language"]

    def group(self, by: str = "") -> pd.Series:
        """The group of each text, by text_id; empty where its metadata have none. Raises `CorpusError`."""
        if not by:
            return pd.Series(ALL, index=self.texts.index, dtype="str")
        if by in OWN:
            return self.texts[by]
        if by not in self.columns:
            raise CorpusError(f"no column {shown(by)} to group by; there are {', '.join(self.columns)}")
        table = self.ask("SELECT text_id, coalesce(metadata[?], '') AS name FROM sizes ORDER BY text_id", [by])
        return table.set_index("text_id")["name"]

    def stands(self) -> pd.DataFrame:
        """text_id, source, offset: the file of each text and the byte at which it begins, as far as its record says."""
        columns = ", ".join(f"coalesce(metadata['{name}'], '') AS {name}" for name in WHERE[:2])
        return self.ask(f"SELECT text_id, {columns} FROM sizes ORDER BY text_id")

    def sizes(self, by: str = "") -> pd.DataFrame:
        """group, texts, words, hanzi, sentences, paragraphs, characters, windows: how much was read, largest first."""
        numbers = self.texts.drop(columns=["text_id", "language"])
        table = numbers.groupby(self.group(by)).sum()
        table.insert(0, "texts", self.group(by).value_counts().reindex(table.index))
        table = table.rename_axis("group").reset_index()
        return table.sort_values(["characters", "group"], ascending=[False, True], ignore_index=True)

    @cached_property
    def language(self) -> str:
        """The language with most text, in which words are contrasted."""
        return str(self.sizes("language")["group"].iloc[0])

    def words(self, language: str = "") -> pd.Series:
        """How many words each text of a language (the first: `language`) has, by text_id."""
        part = self.texts[self.texts["language"] == (language or self.language)]
        return part["words"]

    def cells(self, minimum: int = 1, language: str = "") -> pd.DataFrame:
        """text_id, term, n: words of a language that stand so often in all its texts together, a row where one does."""
        question = """
            WITH here AS (SELECT t.text_id, t.term, t.n FROM terms t JOIN sizes s USING (text_id) WHERE s.language = ?)
            SELECT text_id, term, n FROM here
            WHERE term IN (SELECT term FROM here GROUP BY term HAVING sum(n) >= ?) ORDER BY term, text_id
        """
        return self.ask(question, [language or self.language, minimum])

    def term_counts(self, by: str = "", top: int = 15, stop: Iterable[str] = (), language: str = "") -> pd.DataFrame:
        """term, group, count, texts: the `top` words of a language in each group, zeros where they do not stand."""
        question = """
            SELECT term FROM terms JOIN sizes USING (text_id) WHERE language = ? AND NOT list_contains(?, term)
            GROUP BY term ORDER BY sum(n) DESC, term LIMIT ?
        """
        terms = self.ask(question, [language or self.language, sorted(stop), top])["term"].tolist()
        cells = self.ask("SELECT text_id, term, n FROM terms WHERE list_contains(?, term)", [terms])
        words = self.words(language)
        cells = cells[cells["text_id"].isin(words.index)]
        group = self.group(by).reindex(words.index)
        table = groups.shares(cells, words, group, sorted(set(group)), 1, 0)
        table = table.iloc[pd.Categorical(table["term"], terms, ordered=True).argsort(kind="stable")]
        return table[["term", "group", "count", "texts"]].reset_index(drop=True)

    def keyness(
        self, by: str, one: str, other: list[str], minimum: int, draws: int, seed: int, stop: Iterable[str] = (),
        language: str = "",
    ) -> pd.DataFrame:  # fmt: skip
        """What tells the texts of a group from those of others (see `groups.keyness`), in words of a language."""
        words = self.words(language)
        group = self.group(by).reindex(words.index)
        group = group[group.isin([one, *other])]
        if len(group) > MANY:
            table = keyness_of_sums(self._base, words, group, one, other, minimum)
        else:
            table = groups.keyness(self.cells(minimum, language), words, group, one, other, minimum, draws, seed)
        return table[~table["term"].isin(set(stop))].reset_index(drop=True)

    @cached_property
    def concept_cells(self) -> pd.DataFrame:
        """text_id, concept, n, alone, windows_with, sentences_with: a row where a concept stands in a text."""
        return self.ask("SELECT * FROM concepts ORDER BY concept, text_id")

    def concepts(self, by: str, draws: int, seed: int) -> pd.DataFrame:
        """The share of windows that hold a concept, by group, as `groups.shares`, and hits: how often it stands.

        Only texts of languages that concepts speak have windows.
        """
        cells = self.concept_cells.rename(columns={"concept": "term"})
        group = self.group(by)
        names = sorted(set(group[self.texts["windows"] > 0]))
        filled = cells.assign(n=cells["windows_with"])
        table = groups.shares(filled[["text_id", "term", "n"]], self.texts["windows"], group, names, draws, seed)
        hits = cells.groupby([cells["term"], cells["text_id"].map(group)])["n"].sum()
        places = pd.MultiIndex.from_frame(table[["term", "group"]])
        table = table.assign(hits=hits.reindex(places, fill_value=0).to_numpy(dtype=int))
        return table.rename(columns={"term": "concept"})

    def codes(self, codebook: str, by: str, draws: int, seed: int, level: str = "code") -> pd.DataFrame:
        """The share of sentences that a codebook gives a code, by group, as `groups.shares`."""
        question = "SELECT text_id, name AS term, sentences AS n FROM codes WHERE codebook = ? AND level = ?"
        cells = self.ask(f"{question} ORDER BY name, text_id", [codebook, level])
        group = self.group(by)
        names = sorted(set(group[self.texts["windows"] > 0]))
        table = groups.shares(cells, self.texts["sentences"], group, names, draws, seed)
        return table.rename(columns={"term": level})

    def dispersion(self, draws: int, seed: int, top: int, stop: Iterable[str] = (), language: str = "") -> pd.DataFrame:
        """How evenly the `top` words of a language are spread over its texts (see `groups.dispersion`)."""
        question = """
            SELECT term FROM terms JOIN sizes USING (text_id) WHERE language = ? AND NOT list_contains(?, term)
            GROUP BY term HAVING sum(n) >= ? ORDER BY sum(n) DESC, term LIMIT ?
        """
        asked = [language or self.language, sorted(stop), groups.FEWEST_HITS, top]
        question = f"SELECT text_id, term, n FROM terms WHERE term IN ({question}) ORDER BY term, text_id"
        cells = self.ask(question, asked)
        words = self.words(language)
        return groups.dispersion(cells[cells["text_id"].isin(words.index)], words, draws, seed)

    def sentences(self) -> pd.DataFrame:
        """sentence_id (text_id:place), text_id, language, text: every sentence in English or Chinese, in its order."""
        table = self.ask(
            "SELECT text_id || ':' || place AS sentence_id, text_id, language, place, text FROM sentences "
            "JOIN sizes USING (text_id) WHERE list_contains(?, language)",
            [list(SPOKEN)],
        )
        # By number and not by letter: sentence 10 stands behind sentence 9.
        paragraph, number = (table["place"].str.split(".").str[n].astype("int64") for n in (0, 1))
        table = table.assign(paragraph=paragraph, number=number).sort_values(["text_id", "paragraph", "number"])
        return table[["sentence_id", "text_id", "language", "text"]].reset_index(drop=True)

    def coded(self, codebook: str, sentence_ids: list[str]) -> pd.DataFrame:
        """sentence_id, naming, codes: what a codebook gives to some sentences, empty where it lets one not pass."""
        question = "SELECT text_id || ':' || place AS sentence_id, naming, codes FROM coded WHERE codebook = ?"
        found = self.ask(question, [codebook]).set_index("sentence_id")
        return found.reindex(sentence_ids).fillna("").rename_axis("sentence_id").reset_index()

    def concordance(self, query: Concept, n: int, seed: int, blockers: Iterable[str] = (), width: int = 60) -> Lines:
        """How often a query stands in each text, and `n` of its lines, chosen by a hash of seed and place."""
        stems = sorted({re.split("[*'’]", form.lower().split()[0])[0] for form in query.forms})
        where = " OR ".join(["contains(lower(text), ?)"] * len(stems))
        found = self._base.execute(f"SELECT text_id, place, start, text, stretches FROM sentences WHERE {where}", stems)
        counts: Counter[str] = Counter()
        kept: list[tuple] = []
        finder = ConceptFinder((query,), tuple(blockers))
        while rows := found.fetchmany(10_000):
            for row, _, start, end, _ in finder.all_hits([text for *_, text, _ in rows]):
                text_id, place, begin, text, stretches = rows[row]
                counts[text_id] += 1
                stands = sentence_of(text, begin, stretches).raw_span(start, end)
                line = (text[max(0, start - width) : start], text[start:end], text[end : end + width])
                kept.append((_turn(seed, text_id, stands[0]), text_id, place, *line, *stands))
            kept = heapq.nsmallest(n, kept)
        lines = pd.DataFrame(kept, columns=["turn", "text_id", "place", "left", "node", "right", "start", "end"])
        lines = lines.sort_values(["text_id", "start"], ignore_index=True).drop(columns="turn")
        cells = [(text_id, query.id, number) for text_id, number in sorted(counts.items())]
        return Lines(pd.DataFrame(cells, columns=["text_id", "term", "n"]), lines)


def _turn(seed: int, text_id: str, start: int) -> bytes:
    """By what lines are chosen: the same in whatever order they are found."""
    return hashlib.blake2b(f"{seed}\0{text_id}\0{start}".encode(), digest_size=8).digest()
