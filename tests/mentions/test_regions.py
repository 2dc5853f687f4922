"""Claims about regions: in lists by their longest name, in sentences not inside a longer one."""

import pandas as pd

from conftest import write_corpus
from helpers.corpus.load import load_corpus
from helpers.mentions import regions


def test_a_list_item_stands_under_its_longest_region_and_is_shown_only_where_it_may_be(tmp_path):
    english = "A title\n\n(a) Commission for Western Asia;\n\n(b) Fund for Asia and Africa;\n\n(c) Asian games\n"
    manifest = """
title = "t"
voices = ["V"]
[[source]]
id = "paper"
file = "paper.txt"
stream = [{ stream = "list-item", match = '^\\([a-z]\\)', count = 3 }]
[[text]]
id = "paper"
source = "paper"
language = "en"
voice = "V"
date_basis = "none"
full_text_public = true
"""
    whole = load_corpus(write_corpus(tmp_path, manifest, english))
    found = regions.regions_listed(whole, ["paper"], ["Africa", "Western Asia", "Asia"])
    assert found[["region", "first_line"]].values.tolist() == [["Africa", 5], ["Western Asia", 3], ["Asia", 5]]
    assert found["name"].str.len().gt(0).all()
    hidden = load_corpus(write_corpus(tmp_path, manifest.replace("full_text_public = true", ""), english))
    assert regions.regions_listed(hidden, ["paper"], ["Africa"])["name"].tolist() == [""]


def test_a_longer_name_hides_the_shorter():
    sentences = pd.DataFrame(
        {
            "text_id": ["a", "a"],
            "sentence_id": ["a:1.1", "a:1.2"],
            "text": ["South Africa and Africa; Africa", "developing countries"],
        }
    )
    found = regions.regions_named(sentences, ["Africa", "Developing Countries"], ["South Africa"])
    assert found[["name", "sentence_id", "start"]].values.tolist() == [
        ["Africa", "a:1.1", 17],
        ["Developing Countries", "a:1.2", 0],
    ]
