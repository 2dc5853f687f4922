"""Claims about the company of words, against NLTK, scipy and cases by hand."""

import numpy as np
import pytest
from nltk.metrics import BigramAssocMeasures
from scipy import stats

from helpers import CorpusError
from helpers.statistics import collocation
from small import tokens


def test_log_dice_is_14_when_always_together_and_never_above():
    table = collocation.collocates(tokens("x y z", "x y y", "z q", "q"), "x", 1).set_index("collocate")
    assert table.loc["y", "log_dice"] == 14
    assert table.loc["z", "log_dice"] == 13
    assert (table["log_dice"] <= 14).all()
    assert table.loc["y", ["together", "node", "collocate_count", "sentences"]].tolist() == [2, 2, 2, 4]
    assert table.loc["y", "mi"] == 1


def test_g2_of_every_collocate_is_that_of_nltk():
    said = tokens("x y z w", "x y", "x y u", "x w", "y w", "z w", "u w", "w", "z", "y u z")
    found = collocation.collocates(said, "x", 1)
    assert found["collocate"].tolist() == ["y", "w", "u", "z"]
    for row in found.to_dict("records"):
        each = (row["node"], row["collocate_count"])
        oracle = BigramAssocMeasures.likelihood_ratio(row["together"], each, row["sentences"])
        assert row["g2"] == pytest.approx(oracle, rel=1e-6)


def test_stop_words_and_unknown_nodes():
    both = tokens("x y the", "x the")
    assert collocation.collocates(both, "x", 1, frozenset({"the"}))["collocate"].tolist() == ["y"]
    with pytest.raises(CorpusError, match="'w' stands in none of these texts"):
        collocation.collocates(both, "w", 1)


def test_company_by_hand():
    found = collocation.collocates(tokens("x y z", "x y", "x w", "y", "q q"), "x", 1)
    assert found["collocate"].tolist() == ["y", "w", "z"]
    row = found.iloc[0]
    assert row[["together", "node", "collocate_count", "sentences"]].tolist() == [2, 3, 3, 5]
    assert row["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / 6))
    assert row["mi"] == pytest.approx(np.log2(2 * 5 / 9))
    assert row["g2"] == pytest.approx(
        stats.chi2_contingency([[2, 1], [1, 1]], correction=False, lambda_="log-likelihood").statistic
    )
    assert list(found) == ["collocate", "together", "node", "collocate_count", "sentences", "log_dice", "g2", "mi"]
    assert found.index.tolist() == [0, 1, 2]
    assert collocation.collocates(tokens("x y z", "x y", "x w", "y"), "x", 2)["collocate"].tolist() == ["y"]
