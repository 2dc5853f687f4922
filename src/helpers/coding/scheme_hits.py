"""Whether a text says a member of another text's scheme: each hit of a rendering, as two readers judged it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pandas as pd

from ..corpus.load import Corpus
from ..declarations.tables import read_csv
from ..errors import CorpusError
from ..mentions.schemes import Scheme
from .coders import RESTORE

JUDGED = "scheme_hits.csv"
WHOLE, EXTENDED, SHORTENED, IN_PART = "whole", "extended", "shortened", "in part"
MEMBER, SAID, NO = ANSWERS = ("member", "said", "no")
"""Stated as a member of a set of that text, said elsewhere, or something else."""


def read_scheme_hits(folder: Path, corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """scheme, n, sentence_id, text_id, first_line, last_line, form, judged, reader_a, reader_b, reason: every hit.

    `found` are those of `mentions.schemes.find_members`; rejected ones (`no`) stay with their reason. Raises
    `CorpusError` for a hit that nobody judged, one that is found no more, and an answer that there is not.
    """
    columns = ("scheme", "n", "sentence_id", "judged", "reader_a", "reader_b", "reason")
    table = read_csv(folder / JUDGED, columns, RESTORE)
    wrong = ~table[["judged", "reader_a", "reader_b"]].isin(ANSWERS).all(axis=1)
    if wrong.any():
        raise CorpusError(
            f"{JUDGED}: line {wrong.idxmax() + 2}: an answer is not among {', '.join(ANSWERS)}; correct it"
        )
    key = ["scheme", "n", "sentence_id"]
    table = table.astype({"n": int})[list(columns)]
    both = found.merge(table, on=key, how="outer", indicator=True)
    for side, fault in (("left_only", "nobody has judged it"), ("right_only", "it is found no more")):
        odd = both[both["_merge"] == side]
        if len(odd):
            row = odd.iloc[0]
            raise CorpusError(
                f"{JUDGED}: {row['scheme']} {row['n']}, {row['sentence_id']}: {fault}; judge, or take out"
            )
    lines = corpus.sentences[["sentence_id", "first_line", "last_line"]]
    hits = found.merge(table, on=key).merge(lines, on="sentence_id")
    order = [*key, "text_id", "first_line", "last_line", "form", "judged", "reader_a", "reader_b", "reason"]
    return hits[order]


def matrix(schemes: tuple[Scheme, ...], hits: pd.DataFrame, text_ids: list[str]) -> pd.DataFrame:
    """scheme, n, text_id, stands, sentences: every member of every scheme against every text.

    `stands` is `own` (its own text), `member`, `said` or empty (not said); `sentences` are those of the best of these.
    """
    best = {}
    for row in hits[hits["judged"] != NO].itertuples():
        place = best.setdefault((row.scheme, row.n, row.text_id), {MEMBER: [], SAID: []})
        place[row.judged].append(row.sentence_id)
    rows = []
    for scheme in schemes:
        for n in range(1, scheme.size + 1):
            for text_id in text_ids:
                here = best.get((scheme.id, n, text_id), {})
                stands = next((kind for kind in (MEMBER, SAID) if here.get(kind)), "")
                told = "own" if text_id == scheme.text else stands
                rows.append((scheme.id, n, text_id, told, "; ".join(here.get(stands, []))))
    return pd.DataFrame(rows, columns=["scheme", "n", "text_id", "stands", "sentences"])


def shared_schemes(schemes: tuple[Scheme, ...], hits: pd.DataFrame, written: Sequence[str]) -> pd.DataFrame:
    """scheme, other, shared, members, of_other, same_order, same_words, relation: pairs of schemes of two texts.

    `written` are the texts in the order of writing; of a pair, the scheme of the text that stands first comes first. A
    member of one is a member of the other where a hit of either was judged a member in the lines of the other (or where
    its scheme is stated again), and both are alike: a rendering of one holds the name of the other, or both have a
    rendering in common. Pairs that share two members or more, or all of one, are given. `relation`: whole (all of
    both), extended (`other` has all and more), shortened (all of `other`, which has fewer), in part; `same_words`: how
    many of the shared are named in the same words.
    """
    lines: dict[tuple[str, int, str], list[tuple[int, int]]] = defaultdict(list)
    for r in hits[hits["judged"] == MEMBER].itertuples():
        lines[r.scheme, r.n, r.text_id].append((r.first_line, r.last_line))
    rank = {text_id: n for n, text_id in enumerate(written)}
    listed = sorted((s for s in schemes if s.size), key=lambda s: rank[s.text])
    rows = []
    for a, b in combinations(listed, 2):
        pairs = member_pairs(a, b, lines) if a.text != b.text else []
        if not pairs or len(pairs) < min(2, a.size, b.size):
            continue
        order = [k for _, k in pairs]
        same = sum(_folded(a.member[n - 1].name) == _folded(b.member[k - 1].name) for n, k in pairs)
        rows.append((a.id, b.id, len(pairs), a.size, b.size, order == sorted(order), same, _relation(pairs, a, b)))
    columns = ["scheme", "other", "shared", "members", "of_other", "same_order", "same_words", "relation"]
    return pd.DataFrame(rows, columns=columns)


def member_pairs(a: Scheme, b: Scheme, lines: Mapping[tuple[str, int, str], list]) -> list[tuple[int, int]]:
    """Pairs of member numbers that are the same idea, each member once, in the order of `a`.

    `lines` are the raw lines of the hits judged a member, by scheme, number and text.
    """
    found: list[tuple[int, int]] = []
    for n, member in enumerate(a.member, start=1):
        taken = {k for _, k in found}
        there = lines.get((a.id, n, b.text), [])
        open_ = [
            (k, other)
            for k, other in enumerate(b.member, start=1)
            if k not in taken
            and (_meet(there, (other.line, *b.also)) or _meet(lines.get((b.id, k, a.text), []), (member.line, *a.also)))
        ]
        by_name = [k for k, other in open_ if member.is_like(other)]
        found += [(n, k) for k in [*by_name, *(k for k, other in open_ if member.shares_rendering(other))][:1]]
    return found


def _meet(some: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> bool:
    """Whether two lists of spans of raw lines have a line in common."""
    others = list(others)
    return any(one[0] <= other[1] and other[0] <= one[1] for one in some for other in others)


def _relation(pairs: list[tuple[int, int]], a: Scheme, b: Scheme) -> str:
    if len(pairs) == a.size:
        return WHOLE if a.size == b.size else EXTENDED
    return SHORTENED if len(pairs) == b.size else IN_PART


def _folded(name: str) -> str:
    return "".join(name.lower().split())
