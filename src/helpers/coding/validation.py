"""How far coders and the dictionary agree: alpha between coders, F1 of a dictionary against codes by reading."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..errors import CorpusError
from ..statistics import agreement, resampling
from .codebook import Codebook, split_codes
from .coders import choose
from .counts import codes_by_coder, presence
from .dictionary import apply
from .parts import ours, reading


def agreement_table(
    codings: pd.DataFrame, book: Codebook, one: str, other: str, resamples: int, seed: int
) -> pd.DataFrame:
    """coders, measure, level, n_1, n_2, units, alpha, low, high: how two coders agree on the sentences that both read.

    `level` is gate, family, code or attribute. The gate is compared over all those sentences, families and codes over
    those that at least one of the two let pass, attributes over those that both did. `n_1`, `n_2`: how often each gave
    it (empty for attributes). Alpha is Krippendorff's, nominal, with a 95 % interval from resampled paragraphs.

    >>> from helpers.coding import example
    >>> table = agreement_table(example.codings(), example.read()[1], "coder1", "coder2", 100, 1)
    >>> table.loc[table["level"] == "family", ["measure", "n_1", "n_2", "units", "alpha"]].round(2).values.tolist()
    [['acts', 3.0, 2.0, 3, 0.0], ['views', 1.0, 2.0, 3, 0.44]]
    """
    rows: list[tuple] = []
    for measure, level, first, second in _compared(codings, book, one, other):
        blocks = first.index.str.rsplit(".", n=1).str[0].tolist()
        numbers = (float(first.sum()), float(second.sum())) if first.dtype == bool else (np.nan, np.nan)
        found = agreement.alpha_interval(_pairs(first, second), blocks, resamples, seed)
        rows.append((f"{one}, {other}", measure, level, *numbers, len(first), *found))
    columns = ["coders", "measure", "level", "n_1", "n_2", "units", "alpha", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def _compared(
    codings: pd.DataFrame, book: Codebook, one: str, other: str
) -> Iterator[tuple[str, str, pd.Series, pd.Series]]:
    """Measure and level of `agreement_table`, and what each of two coders gave, by sentence_id."""
    a, b = (choose(codings, coder).set_index("sentence_id") for coder in (one, other))
    shared = a.index[a.index.isin(b.index)]
    a, b = a.loc[shared], b.loc[shared]
    yield "gate", "gate", a["passes"].astype(bool), b["passes"].astype(bool)
    either = a.index[a["passes"] | b["passes"]]
    for level in ("family", "code"):
        first, second = (presence(rows.loc[either], book, level) for rows in (a, b))
        yield from ((name, level, first[name], second[name]) for name in first.columns)
    both = a.index[a["passes"] & b["passes"]]
    for attribute in book.attributes:
        given = a.loc[both, attribute].ne("") & b.loc[both, attribute].ne("")
        if given.any():
            index = both[given.to_numpy()]
            first, second = (rows.loc[index, attribute].map(_sorted_values) for rows in (a, b))
            yield attribute, "attribute", first, second
    if book.charges and (a["agent"].ne("").any() or b["agent"].ne("").any()):
        failed = a.index[~a["passes"] & ~b["passes"]]
        yield "charge", "charge", a.loc[failed, "agent"].ne(""), b.loc[failed, "agent"].ne("")
        charged = failed[(a.loc[failed, "agent"].ne("") & b.loc[failed, "agent"].ne("")).to_numpy()]
        yield "agent", "charge", a.loc[charged, "agent"], b.loc[charged, "agent"]


def _pairs(first: pd.Series, second: pd.Series) -> list[tuple]:
    return list(zip(first.tolist(), second.tolist(), strict=True))


def beside_nltk(codings: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """coders, measure, level, alpha, nltk: the alphas of `agreement_table` of the two pairs of passes, and NLTK's.

    >>> from helpers.coding import example
    >>> table = beside_nltk(example.codings(), example.read()[1])
    >>> table[["measure", "alpha", "nltk"]].round(2).values.tolist()[:3]
    [['gate', 1.0, 1.0], ['acts', 0.0, 0.0], ['views', 0.44, 0.44]]
    """
    rows = [
        (f"{one}, {other}", measure, level, agreement.alpha(pairs), agreement.alpha_by_nltk(pairs))
        for half in ours()
        for one, other in [half.coders]
        for measure, level, first, second in _compared(codings, book, one, other)
        for pairs in [_pairs(first, second)]
    ]
    return pd.DataFrame(rows, columns=["coders", "measure", "level", "alpha", "nltk"])


def _sorted_values(joined: str) -> str:
    return "+".join(sorted(joined.split("+")))


def gate_table(given: pd.DataFrame, found: pd.DataFrame, resamples: int, seed: int) -> pd.DataFrame:
    """measure, n, found, precision, recall, f1, low, high: the dictionary's gate against a coder's.

    `given`: sentence_id, paragraph_id, passes, and naming where a coder gave it; `found`: sentence_id, naming (empty:
    does not pass). Measured `named` (sentences that name the target, and those that do not pass; those that only
    describe it are left out), and over `all`.

    >>> from helpers.coding import example
    >>> corpus, book = example.read()
    >>> found = apply(book, corpus.sentences.assign(unit_id=corpus.sentences["sentence_id"]))[0]
    >>> found = found.rename(columns={"unit_id": "sentence_id"})
    >>> gate_table(example.rows(), found, 100, 1)[["measure", "n", "found", "precision", "recall"]].values.tolist()
    [['named', 3, 3, 1.0, 1.0], ['all', 3, 3, 1.0, 1.0]]
    """
    naming = found.set_index("sentence_id")["naming"].reindex(given["sentence_id"]).fillna("").to_numpy()
    rows = []
    for measure in ("named", "all"):
        kept = np.ones(len(given), dtype=bool)
        if measure == "named":
            kept = ~(given["passes"] & (given.get("naming", "") == "described")).to_numpy()
        part = given[kept]
        true = [{"gate"} if passes else set() for passes in part["passes"]]
        said = [{"gate"} if name else set() for name in naming[kept]]
        score = agreement.score(true, said, ["gate"], part["paragraph_id"].tolist(), 1, resamples, seed)
        rows.append((measure, *score.iloc[0].tolist()[1:]))
    return pd.DataFrame(rows, columns=["measure", "n", "found", "precision", "recall", "f1", "low", "high"])


def validation_table(
    given: pd.DataFrame, found: pd.DataFrame, book: Codebook, fewest: int, resamples: int, seed: int
) -> pd.DataFrame:
    """measure, level, n, found, precision, recall, f1, low, high, exploratory: a dictionary against a coder.

    `given` has a row for each sentence read, `found` (sentence_id, naming, codes) what the dictionary says of them. A
    sentence that fails the dictionary's gate has no codes. Levels: gate, family, code; `macro` is over those with
    `fewest` or more sentences. `exploratory`: F1 under 0.70, or none.

    >>> from helpers.coding import example
    >>> corpus, book = example.read()
    >>> found = apply(book, corpus.sentences.assign(unit_id=corpus.sentences["sentence_id"]))[0]
    >>> found = found.rename(columns={"unit_id": "sentence_id"})
    >>> table = validation_table(example.rows("coder2"), found, book, 1, 100, 1)
    >>> table.loc[table["measure"] == "war", ["n", "found", "precision", "recall", "exploratory"]].values.tolist()
    [[1, 2, 0.5, 1.0, True]]
    """
    gate = gate_table(given, found, resamples, seed)
    parts = [gate.assign(measure="gate, " + gate["measure"], level="gate")]
    said = found.set_index("sentence_id")["codes"].reindex(given["sentence_id"]).fillna("")
    family = book.family_of
    true_codes, said_codes = split_codes(given["codes"]), split_codes(said)
    for level, names in (("family", list(book.families)), ("code", [code.id for code in book.codes])):
        true, got = true_codes, said_codes
        if level == "family":
            true, got = ([{family[code] for code in codes} for codes in sets] for sets in (true, got))
        table = agreement.score(true, got, names, given["paragraph_id"].tolist(), fewest, resamples, seed)
        parts.append(table.rename(columns={"code": "measure"}).assign(level=level))
    columns = ["measure", "level", "n", "found", "precision", "recall", "f1", "low", "high"]
    table = pd.concat(parts, ignore_index=True)[columns]
    return table.assign(exploratory=~(table["f1"] >= agreement.RELIABLE))


def cross_validated(book: Codebook, sentences: pd.DataFrame, folds: int, seed: int) -> pd.DataFrame:
    """sentence_id, naming, codes: what the dictionary says of each paragraph without the forms that only its fold has.

    `sentences` (unit_id, paragraph_id, text) are those that the patterns were made from. A form that finds something in
    one fold of paragraphs alone may have been written for it; it is left out there. What remains is what the dictionary
    would say had that fold not been seen, at worst.

    >>> from helpers.coding import example
    >>> corpus, book = example.read()
    >>> sentences = corpus.sentences.assign(unit_id=corpus.sentences["sentence_id"])
    >>> cross_validated(book, sentences, 2, 1)[["sentence_id", "naming", "codes"]].values.tolist()[4:]
    [['paper:2.1', 'named', 'none'], ['paper:2.2', '', '']]
    """
    if folds < 1:
        raise CorpusError(f"folds are 1 or more, not {folds}; correct it")
    random = resampling.generator(seed)
    paragraphs = sentences["paragraph_id"].drop_duplicates().to_numpy()
    fold_of = dict(zip(random.permutation(paragraphs), np.arange(len(paragraphs)) % folds, strict=True))
    fold = sentences["paragraph_id"].map(fold_of)
    _, hits, gate_hits = apply(book, sentences)
    where = pd.concat([hits, gate_hits])[["pattern", "form", "unit_id"]]
    where = where.assign(fold=where["unit_id"].map(dict(zip(sentences["unit_id"], fold, strict=True))))
    spread = where.groupby(["pattern", "form"])["fold"].agg(["nunique", "first"])
    lone = spread[spread["nunique"] == 1]
    parts = []
    for number in range(folds):
        dropped = set(lone.index[lone["first"] == number])
        parts.append(apply(book.without_forms(dropped), sentences[fold == number])[0])
    found = pd.concat(parts, ignore_index=True).rename(columns={"unit_id": "sentence_id"})
    return found[["sentence_id", "naming", "codes"]]


def persons(codings: pd.DataFrame) -> list[str]:
    """Coders beyond the passes and what was decided from them: people with a filled sheet.

    >>> persons(pd.DataFrame({"coder": ["coder1", "adjudicated", "ada"]}))
    ['ada']
    """
    known = {coder for half in ours() for coder in half.names}
    return [coder for coder in dict.fromkeys(codings["coder"]) if coder not in known]


def beside(codings: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """half, text_id, level, name, one, other, decided: sentences that two passes gave something.

    `one` and `other` are the two passes over that half, `decided` is what was adjudicated or reconciled from them.

    >>> from helpers.coding import example
    >>> table = beside(example.codings(), example.read()[1])
    >>> table.loc[(table["name"] == "war") & (table["text_id"] == "paper")].values.tolist()
    [['first', 'paper', 'code', 'war', 1, 0, 1], ['second', 'paper', 'code', 'war', 1, 1, 1]]
    """
    parts = [
        codes_by_coder(codings, book, level, half.names)
        .set_axis(["text_id", "name", "one", "other", "decided"], axis=1)
        .assign(half=half.id, level=level)
        for half in ours()
        for level in ("family", "code")
    ]
    return pd.concat(parts, ignore_index=True)[["half", "text_id", "level", "name", "one", "other", "decided"]]


def all_agreement(codings: pd.DataFrame, book: Codebook, resamples: int, seed: int) -> pd.DataFrame:
    """`agreement_table` of the two pairs of passes, and of each person with the reading and with each pass.

    >>> from helpers.coding import example
    >>> all_agreement(example.codings(), example.read()[1], 100, 1)["coders"].unique().tolist()
    ['coder1, coder2', 'coder3a, coder3b']
    """
    couples = [half.coders for half in ours()]
    passes = [coder for half in ours() for coder in half.coders]
    couples += [(coder, person) for person in persons(codings) for coder in ("reading", *passes)]
    shared = [
        pair
        for pair in couples
        if set(choose(codings, pair[0])["sentence_id"]) & set(choose(codings, pair[1])["sentence_id"])
    ]
    return pd.concat([agreement_table(codings, book, *pair, resamples, seed) for pair in shared], ignore_index=True)


def all_validation(
    codings: pd.DataFrame,
    sentences: pd.DataFrame,
    now: Codebook,
    first: Codebook | None,
    fewest: int,
    folds: int,
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    """comparison and the columns of `validation_table`: the patterns as they are `now` and as `first` run, by half.

    `sentences` are all that are counted (unit_id, paragraph_id, text). The first run on the second half is the
    published figure; `after seeing` are the patterns as they are now, on the same half. The half that the patterns were
    made from is given as made and cross-validated. A codebook of one's own has no `first` run, only what it is now.
    People are compared with the patterns as they are now.

    >>> from helpers.coding import example
    >>> corpus, book = example.read()
    >>> sentences = corpus.sentences.assign(unit_id=corpus.sentences["sentence_id"])
    >>> table = all_validation(example.codings(), sentences, book, None, 1, 2, 100, 1)
    >>> table.loc[table["measure"] == "macro", ["comparison", "level", "n", "f1"]].values.tolist()[:2]
    [['this codebook, second half', 'family', 2, 1.0], ['this codebook, second half', 'code', 3, 1.0]]
    """
    made, unseen = reading()
    part = {
        coder: sentences[sentences["unit_id"].isin(choose(codings, coder)["sentence_id"])] for coder in (made, unseen)
    }

    def said(book: Codebook, table: pd.DataFrame) -> pd.DataFrame:
        return apply(book, table)[0].rename(columns={"unit_id": "sentence_id"})

    if first is None:
        found = {
            "this codebook, second half": (unseen, said(now, part[unseen])),
            "this codebook, first half": (made, said(now, part[made])),
        }
    else:
        found = {
            "first run, second half": (unseen, said(first, part[unseen])),
            "after seeing, second half": (unseen, said(now, part[unseen])),
            "first run, first half, cross-validated": (made, cross_validated(first, part[made], folds, seed)),
            "first run, first half, as made": (made, said(first, part[made])),
        }
    found |= {f"as now, {person}": (person, said(now, sentences)) for person in persons(codings)}
    tables = [
        validation_table(choose(codings, coder), table, now, fewest, resamples, seed).assign(comparison=name)
        for name, (coder, table) in found.items()
    ]
    return pd.concat(tables, ignore_index=True)[
        ["comparison", "measure", "level", "n", "found", "precision", "recall", "f1", "low", "high", "exploratory"]
    ]


def exploratory(codings: pd.DataFrame, sentences: pd.DataFrame, now: Codebook, first: Codebook | None) -> set[str]:
    """The codes whose F1 on the second half is under 0.70, or none, at the first run (of a codebook of one's own: now).

    As `all_validation` has it, without the draws of its intervals.

    >>> from helpers.coding import example
    >>> corpus, book = example.read()
    >>> sentences = corpus.sentences.assign(unit_id=corpus.sentences["sentence_id"])
    >>> exploratory(example.codings(), sentences, book, book.without_forms({("praise-1", "great")}))
    {'praise'}
    """
    given = choose(codings, reading()[1])
    part = sentences[sentences["unit_id"].isin(given["sentence_id"])]
    found = apply(first or now, part)[0].rename(columns={"unit_id": "sentence_id"})
    table = validation_table(given, found, now, 1, 1, 0)
    codes = {code.id for code in now.codes}
    return set(table.loc[(table["level"] == "code") & table["exploratory"], "measure"]) & codes


def by_code(validation: pd.DataFrame, agreement_: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """code, n, first_run, after_seeing, alpha_1, alpha_2, exploratory: the codes on the second half, a row each.

    `n` is how often they were given there; the alphas are those of the two pairs of passes. `exploratory`: F1 of the
    first run under 0.70, or none.

    >>> from helpers.coding import example
    >>> corpus, book = example.read()
    >>> sentences = corpus.sentences.assign(unit_id=corpus.sentences["sentence_id"])
    >>> checked = all_validation(example.codings(), sentences, book, book, 1, 2, 100, 1)
    >>> agreed = all_agreement(example.codings(), book, 100, 1)
    >>> by_code(checked, agreed, book)[["code", "n", "first_run", "alpha_2", "exploratory"]].values.tolist()[:2]
    [['war', 2, 1.0, 1.0, False], ['trade', 1, 1.0, 1.0, False]]
    """
    f1 = validation[validation["level"] == "code"].pivot(index="measure", columns="comparison", values="f1")
    alphas = agreement_[agreement_["level"] == "code"].pivot(index="measure", columns="coders", values="alpha")
    first = validation[(validation["comparison"] == "first run, second half") & (validation["level"] == "code")]
    first = first.set_index("measure")
    codes = [code.id for code in book.codes]
    couples = [", ".join(half.coders) for half in ours()]
    return pd.DataFrame(
        {
            "code": codes,
            "n": first["n"].reindex(codes).astype(int).to_numpy(),
            "first_run": f1["first run, second half"].reindex(codes).to_numpy(),
            "after_seeing": f1["after seeing, second half"].reindex(codes).to_numpy(),
            "alpha_1": alphas[couples[0]].reindex(codes).to_numpy(),
            "alpha_2": alphas[couples[1]].reindex(codes).to_numpy(),
            "exploratory": first["exploratory"].reindex(codes).to_numpy(),
        }
    )
