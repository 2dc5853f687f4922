"""What comes from sums is what the bootstrap, or the draw, gives."""

import numpy as np
import pandas as pd
import pytest

from helpers.corpus import selection
from helpers.measure import merge, shards
from helpers.measure.records import Record
from helpers.measure.tables import Books
from helpers.statistics import counts, dispersion, groups, resampling, sums
from helpers.statistics.keyness import SHORTEST

WITHIN = 0.03
DRAWS = 40_000  # so that the bootstrap itself is sure within 1 %


@pytest.fixture(scope="module")
def blocks(corpus):
    """Counts by paragraph of the long English texts, of terms that stand 30 times or more, and words by paragraph."""
    words = selection.word_tokens(corpus)
    language = corpus.texts.set_index("text_id")["language"]
    long = words["text_id"].value_counts().loc[lambda n: n >= SHORTEST].index
    table = counts.term_counts(words[words["text_id"].isin([t for t in long if language[t] == "en"])], "paragraph_id")
    sizes = table.sum().to_numpy(dtype=float)
    table = table[table.sum(axis=1) >= 30].to_numpy(dtype=float)
    assert table.shape[0] > 50 and table.shape[1] > 100
    return table, sizes


@pytest.fixture(scope="module")
def drawn(blocks):
    hits, words = resampling.resampled_sums(blocks[0].T, blocks[1], DRAWS, 1)
    return hits / words[:, None]


def test_errors_from_sums_are_those_of_the_bootstrap_of_the_small_corpus(blocks, drawn):
    error = sums.log_rate_error(sums.Sums.of(*blocks))
    assert error == pytest.approx(np.log(drawn).std(axis=0, ddof=1), rel=WITHIN)


def test_bounds_from_sums_are_those_of_the_bootstrap_of_the_small_corpus(blocks, drawn):
    found = sums.rate_bounds(sums.Sums.of(*blocks))
    assert np.array(found) == pytest.approx(np.quantile(drawn, [0.025, 0.975], axis=0), rel=WITHIN)


@pytest.mark.parametrize("number", [30, 100, 1000])
def test_spread_at_random_from_sums_is_that_of_draws(blocks, number):
    sizes = blocks[1]
    drawn = dispersion.at_random(np.array([number]), sizes, DRAWS // 4, 1)[number]
    assert sums.at_random(np.array([number]), sizes)[number] == pytest.approx(drawn, rel=WITHIN)


def test_sums_of_parts_add_up(blocks):
    table, sizes = blocks
    whole, left, right = (
        sums.Sums.of(table[:, part], sizes[part]) for part in (slice(None), slice(90), slice(90, None))
    )
    for name in sums.Sums._fields:
        assert getattr(left, name) + getattr(right, name) == pytest.approx(getattr(whole, name))


def many(number):
    chance = np.random.default_rng(1)
    for n in range(number):
        words = chance.choice(
            ["order", "trade", "climate", "of", "the"],
            30,
            p=[0.05 + 0.1 * (n % 2), 0.1, 0.05, 0.3, 0.5 - 0.1 * (n % 2)],
        )
        yield Record(f"t{n:04}", "en", " ".join(words) + ".", {"side": "ab"[n % 2]})


def test_keyness_of_many_texts_from_sums_is_that_of_draws(tmp_path, monkeypatch):
    one, two = (
        merge.Measured(shards.measure_all(many(600), Books(), tmp_path / str(size), size=size))
        for size in (5_000, 10**6)
    )
    asked = ("side", "a", ["b"], 30, 4000, 1)
    known = one.keyness(*asked)
    monkeypatch.setattr(merge, "MANY", 100)
    found = one.keyness(*asked)
    pd.testing.assert_frame_equal(
        found, two.keyness(*asked), check_exact=True
    )  # whatever the shards, to the last digit
    exact = [name for name in known if name not in ("low", "high", "lrc_texts")]
    pd.testing.assert_frame_equal(found[exact].sort_values("term"), known[exact].sort_values("term"), check_like=False)
    wide, drawn = ((table["high"] - table["low"]).set_axis(table["term"]).sort_index() for table in (found, known))
    assert wide.to_numpy() == pytest.approx(drawn.to_numpy(), rel=2 * WITHIN)  # 4,000 draws are sure within 3 % twice
    assert len(found) == 5


def test_shares_and_dispersion_of_many_texts_need_no_draw(monkeypatch):
    chance = np.random.default_rng(2)
    ids = [f"t{n}" for n in range(400)]
    cells = pd.DataFrame({"text_id": ids, "term": "order", "n": chance.poisson(2, 400)}).query("n > 0")
    sizes, group = pd.Series(100, index=ids), pd.Series("g", index=ids)
    drawn = groups.shares(cells, sizes, group, ["g"], 20_000, 1), groups.dispersion(cells, sizes, 4000, 1)
    monkeypatch.setattr(groups, "MANY", 100)
    monkeypatch.setattr(groups, "weights", lambda *given: 1 / 0)
    found = groups.shares(cells, sizes, group, ["g"], 20_000, 1), groups.dispersion(cells, sizes, 4000, 1)
    for known, given, columns in zip(
        drawn, found, (["low", "high"], ["random", "random_low", "random_high"]), strict=True
    ):
        assert given[columns].to_numpy() == pytest.approx(known[columns].to_numpy(), rel=WITHIN)
        pd.testing.assert_frame_equal(given.drop(columns=columns), known.drop(columns=columns))
