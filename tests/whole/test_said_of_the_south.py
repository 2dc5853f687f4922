"""What notebook 03 says in words, without a number, holds in the tables that it publishes."""

import pandas as pd
import pytest

from helpers.paths import PROCESSED


def table(name):
    return pd.read_csv(PROCESSED / f"gs_{name}.csv", encoding="utf-8-sig", keep_default_na=False)


@pytest.fixture(scope="module")
def names():
    found = table("naming")
    found = found[found["kind"].isin(["global-south", "developing-countries", "emerging-economies"])]
    return found.pivot_table(index="text_id", columns="kind", values="count", aggfunc="sum", fill_value=0)


def test_the_article_says_developing_countries_and_never_global_south(names):
    article = names.loc["new-model-article"]
    assert article["global-south"] == 0 and article["developing-countries"] == article.max() > 0


def test_the_report_says_global_south_more_often_than_all_other_names(names):
    report = names.loc["xinhua-report"]
    assert 2 * report["global-south"] > report.sum()


def test_no_table_of_names_holds_pairs_or_orders_as_names():
    kinds = table("naming").groupby("form")["kind"].agg(set)
    assert kinds["China-Africa"] == kinds["South-South"] == kinds["南南"] == {"pairs"}
    assert kinds["New International Economic Order"] == {"orders"}


def test_the_south_is_heard_in_the_body_of_two_texts_and_in_no_note():
    sources = table("sources").set_index("source")["speaker"]
    cited = table("citations")
    southern = cited[cited["source"].map(sources) == "south"]
    assert southern.groupby("text_id")["source"].agg(sorted).to_dict() == {
        "blog-commentary": ["fidel-castro", "hugo-chavez"],
        "xinhua-report": ["african-union", "brasil-247", "celac", "kishore-mahbubani"],
    }
    assert set(southern["stream"]) == {"body"} and "note" in set(cited["stream"])


def test_in_each_text_but_one_most_claims_name_no_evidence():
    every = table("evidence").query("family == 'all'").set_index("text_id")
    few = every.index[2 * every["nothing"] <= every["claims"]]
    assert list(few) == ["ren-lin-zh"] and len(every) == 6


def test_the_section_on_the_south_has_no_footnote_and_no_named_source():
    chapters = table("chapters")
    fullest = chapters.loc[chapters["claims"].idxmax()]
    assert fullest["text_id"] == "xinhua-report" and fullest["chapter"].startswith("3.2 The Global South")
    assert fullest["sentences"] == fullest["claims"] == 28 and fullest["footnotes"] == 0
