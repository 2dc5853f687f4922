"""Findings are recomputed under other settings: what moves, what turns, and what cannot be asked."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.compendium import sensitivity
from helpers.paths import PROCESSED


def test_every_setting_fits_a_notebook_and_every_text_is_left_out():
    settings = sensitivity.read_settings()
    texts = pd.read_csv(PROCESSED / "texts.csv", encoding="utf-8-sig")
    counted = texts.loc[texts["genre"] != "back matter", "text_id"]
    without = [s for s in settings if s.id.startswith("without-")]
    assert len(without) == 3 * len(counted) and len({(s.id, s.notebooks) for s in settings}) == len(settings)
    for setting in without:
        given = dict(setting.parameters)["texts"].split(",")
        assert set(given) == set(counted) - {setting.id.removeprefix("without-")}
    seeds = next(s for s in settings if s.id == "another-seed")
    assert len(seeds.notebooks) == 4  # all but the one that draws nothing


def test_a_finding_that_moves_and_one_that_turns_are_told_apart():
    base = pd.DataFrame(
        [("a", 10.0, "x", "n", "A."), ("b", 4.0, "yes", "n", "B.")],
        columns=["id", "value", "answer", "notebook", "sentence"],
    )
    found = base.assign(value=[12.0, 4.0], answer=["x", "no"], setting="s", label="other")
    table = sensitivity.compare(base, found).set_index("id")
    assert table.loc["a", "moved"] == pytest.approx(0.2) and not table.loc["a", "turned"]
    assert table.loc["b", "moved"] == 0 and table.loc["b", "turned"]
    told = list(sensitivity.in_words(sensitivity.compare(base, found)))
    assert told == ["a: 10 published, 12 to 12; turns: none", "b: 4 published, 4 to 4; turns: other (no)"]
    assert sensitivity.picture(sensitivity.compare(base, found)).axes


@pytest.mark.weekly
@pytest.mark.slow
def test_a_setting_is_run_and_leaves_only_its_table_and_picture(tmp_path, capsys):
    one = sensitivity.Setting(
        "shorter",
        "shorter runs",
        (("reused", "1"), ("resamples", "20")),
        ("03_claims_about_the_global_south",),
    )
    table = sensitivity.run(tmp_path / "out", [one])
    assert sorted(p.name for p in (tmp_path / "out").iterdir() if p.is_file()) == [
        "sensitivity.csv",
        "sensitivity.png",
        "sensitivity.svg",
    ]
    recurring = table.set_index("id").loc["gs-recurring-apart"]
    assert recurring["value"] < recurring["published"] and "[1/1] shorter runs: 03" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (
            "[[setting]]\nid = 'a'\nparameters = { colour = 'red' }\n",
            r"setting\[0\]\.parameters \(id 'a'\): no notebook knows all of colour",
        ),
        ("[[setting]]\nid = 'a'\n", "no notebook knows all of its parameters"),
        ("[[setting]]\nparameters = { seed = '1' }\n", r"setting\[0\]: 'id' is missing"),
        (
            "[[setting]]\nid = 'a'\nparameters = { seed = '1' }\n" * 2,
            r"setting\[1\]\.id \(id 'a'\): setting\[0\] has this id too",
        ),
        (
            "[[setting]]\nid = 'a'\nparameters = { codes = 'x', seed = 1 }\n",
            r"setting\[0\]\.parameters\.seed \(id 'a'\): it must be text in quotation marks, not a whole number",
        ),
        ("[each_text]\n'00_corpus' = 'texts'\n", r"each_text\.00_corpus: '00_corpus' has no parameter 'texts'"),
        (
            "[each_text]\n'00_corpus' = ['texts']\n",
            r"each_text\.00_corpus: it must be text in quotation marks, not a list",
        ),
        (
            "[[setting]]\nid = 'a'\nparameters = { seed = '-1' }\n",
            r"setting\[0\]\.parameters \(id 'a'\): parameter 'seed' takes 0 to 42949",
        ),
    ],
)
def test_a_list_of_settings_that_cannot_be_run_is_one_sentence(tmp_path, toml, message):
    path = tmp_path / "sensitivity.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        sensitivity.read_settings(path)
