"""How far the words of a contrast stay when a setting, a text or a paragraph goes, and what NLTK says beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from .dispersion import heavy_paragraphs
from .keyness import keyness, log_ratio, no_contrast, top_overlap

PUBLISHED = "as published"


@dataclass(frozen=True)
class Contrasts:
    """What `keyness` asks for, for each of `texts` against the others.

    `blocks` is `term_counts` by paragraph, `text_of` the text of each paragraph; words in `stop` are in no list. A word
    stands `minimum` times or more in the texts that are contrasted.

    >>> few = {"t": 1, "u": 2}
    >>> blocks = pd.DataFrame({f"{t}:{n}": {"order": few[t], "and": 160} for t in few for n in range(20)})
    >>> found = Contrasts(blocks, pd.Series({b: b[0] for b in blocks}), ("t", "u"), 5, 100, 1, frozenset(["and"]))
    >>> found.of("t")["term"].tolist(), list(found.all())
    (['order'], ['t', 'u'])
    """

    blocks: pd.DataFrame
    text_of: pd.Series
    texts: tuple[str, ...]
    minimum: int
    resamples: int
    seed: int
    stop: frozenset[str] = frozenset()

    def of(self, one: str) -> pd.DataFrame:
        """The table of `keyness` of a text against the others, without stop words. Raises as `keyness`."""
        rest = [text for text in self.texts if text != one]
        table = keyness(self.blocks, self.text_of, [one], rest, self.minimum, self.resamples, self.seed)
        return table[~table["term"].isin(self.stop)].reset_index(drop=True)

    def can(self, one: str) -> bool:
        """Whether a text can be contrasted with the others."""
        rest = [text for text in self.texts if text != one]
        return bool(rest) and not no_contrast(self.blocks, self.text_of, [one], rest, self.minimum)

    def all(self) -> dict[str, pd.DataFrame]:
        """The table of each text that can be contrasted, by text."""
        return {one: self.of(one) for one in self.texts if self.can(one)}


def holding(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of `keyness` that hold for the whole family of words when paragraphs are resampled, strongest first.

    >>> holding(pd.DataFrame({"term": ["order", "war"], "lrc_blocks": [0.5, 0.0]}))["term"].tolist()
    ['order']
    """
    return table[table["lrc_blocks"] > 0]


def kept_by_setting(published: Contrasts, bare: pd.DataFrame, top: int) -> pd.DataFrame:
    """contrast, setting, family, kept, top: how many of the first `top` words of each text stay among the first.

    Only words that hold are among them. `bare` are the blocks without headings. Settings: headings out, the minimum
    halved and doubled, each other text left out. `family` is how many words hold.

    >>> few = {"t": 2, "u": 9}
    >>> blocks = pd.DataFrame({f"{t}:{n}": {"order": few[t], "and": 160} for t in few for n in range(20)})
    >>> given = Contrasts(blocks, pd.Series({b: b[0] for b in blocks}), ("t", "u"), 6, 100, 1)
    >>> kept_by_setting(given, blocks, 3).query("contrast == 'u'")[["setting", "kept", "top"]].values.tolist()[:2]
    [['as published', 1, 'order'], ['headings out', 1, 'order']]
    """
    rows = []
    for one, table in published.all().items():
        tables = {PUBLISHED: table}
        tables |= {name: other.of(one) for name, other in _changes(published, bare, one).items() if other.can(one)}
        rows.append(top_overlap({k: holding(t) for k, t in tables.items()}, PUBLISHED, top).assign(contrast=one))
    columns = ["contrast", "setting", "family", "kept", "top"]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)


def _changes(given: Contrasts, bare: pd.DataFrame, one: str) -> Mapping[str, Contrasts]:
    changes = {"headings out": replace(given, blocks=bare)}
    changes |= {f"minimum {m}": replace(given, minimum=m) for m in (given.minimum // 2, given.minimum * 2)}
    return changes | {
        f"without {text}": replace(given, texts=tuple(t for t in given.texts if t != text))
        for text in given.texts
        if text != one
    }


def without_paragraphs(published: Contrasts, top: int) -> pd.DataFrame:
    """contrast, term, paragraph_id, count, log_ratio, without: the first `top` words without a heavy paragraph.

    Heavy is one that holds a tenth or more of the word's hits in its text (`count`); `without` is the Log Ratio then.

    >>> few = {"t": 2, "u": 9}
    >>> blocks = pd.DataFrame({f"{t}:{n}": {"order": few[t], "and": 160} for t in few for n in range(20)})
    >>> blocks.loc["order", "u:3"] = 60
    >>> given = Contrasts(blocks, pd.Series({b: b[0] for b in blocks}), ("t", "u"), 6, 100, 1)
    >>> without_paragraphs(given, 3)[["term", "paragraph_id", "count"]].values.tolist()
    [['order', 'u:3', 60]]
    """
    rows = []
    for one, table in published.all().items():
        inside = published.text_of.reindex(published.blocks.columns).eq(one).to_numpy()
        rest = published.text_of.reindex(published.blocks.columns).isin(set(published.texts) - {one}).to_numpy()
        mine, other = published.blocks.loc[:, inside], published.blocks.loc[:, rest]
        against = other.to_numpy().sum()
        for term in holding(table)["term"].head(top):
            hits, sizes, there = mine.loc[term], mine.sum(), other.loc[term].sum()
            held = heavy_paragraphs(hits, sizes)
            whole = float(log_ratio(hits.sum(), sizes.sum(), there, against))
            for paragraph, count in zip(held["paragraph_id"], held["count"], strict=True):
                left = log_ratio(hits.sum() - count, sizes.sum() - sizes[paragraph], there, against)
                rows.append((one, term, paragraph, int(count), whole, float(left)))
    return pd.DataFrame(rows, columns=["contrast", "term", "paragraph_id", "count", "log_ratio", "without"])


def beside_nltk(contrast: pd.DataFrame, sizes: tuple[int, int], company: pd.DataFrame) -> pd.DataFrame:
    """measure, words, ours, nltk: association measures by this package and by NLTK's `BigramAssocMeasures`.

    `contrast` is a table of `keyness` whose sides have `sizes` words: G2 against `likelihood_ratio`. `company` is one
    of `collocates` with a column `node_term`: logDice against 14 and the binary logarithm of NLTK's `dice`, MI against
    `pmi`.

    >>> contrast = pd.DataFrame({"term": ["order"], "count_1": [20], "count_2": [5], "g2": [9.754]})
    >>> row = ("global", "governance", 2, 3, 2, 4, 13.678, 0.415)
    >>> names = ["node_term", "collocate", "together", "node", "collocate_count", "sentences", "log_dice", "mi"]
    >>> table = beside_nltk(contrast, (1000, 1000), pd.DataFrame([row], columns=names))
    >>> table.round(2).drop(columns="words").values.tolist()
    [['G2', 9.75, 9.75], ['logDice', 13.68, 13.68], ['MI', 0.42, 0.42]]
    """
    import math

    from nltk.metrics import BigramAssocMeasures as Measures

    one, other = sizes
    rows = [
        ("G2", r.term, r.g2, Measures.likelihood_ratio(r.count_1, (r.count_1 + r.count_2, one), one + other))
        for r in contrast.itertuples()
    ]
    pairs = [
        (f"{r.node_term} + {r.collocate}", r, (r.together, (r.node, r.collocate_count), r.sentences))
        for r in company.itertuples()
    ]
    rows += [("logDice", words, r.log_dice, 14 + math.log2(Measures.dice(*given))) for words, r, given in pairs]
    rows += [("MI", words, r.mi, Measures.pmi(*given)) for words, r, given in pairs]
    return pd.DataFrame(rows, columns=["measure", "words", "ours", "nltk"])
