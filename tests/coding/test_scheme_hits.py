"""Claims about judged hits of scheme members: each judged once, what is shared, and in what order and words."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.coding import scheme_hits
from helpers.corpus.load import corpus_of
from helpers.mentions.schemes import Member, Scheme, find_members
from helpers.paths import CODING

TEXTS = {
    "a": "Three pillars: trust, law and peace.",
    "b": "Peace, trust and law, and trade too.",
    "c": "A law was made.",
}
COLUMNS = ["scheme", "n", "sentence_id", "judged", "reader_a", "reader_b", "reason"]


def scheme(text, *names, **more):
    members = tuple(Member(name=name, renderings=(name,)) for name in names)
    return Scheme(id=f"{text}-pillars", text=text, name_en=text, kind="pillars", line=(1, 1), member=members, **more)


A, B = scheme("a", "trust", "law", "peace"), scheme("b", "peace", "trust", "law", "trade")


def judged(folder, schemes=(A, B), change=lambda rows: rows, **texts):
    corpus = corpus_of(en=texts or TEXTS)
    found = find_members(corpus, schemes)
    rows = [
        (r.scheme, r.n, r.sentence_id, *["no" if r.text_id == "c" else "member"] * 3, "") for r in found.itertuples()
    ]
    pd.DataFrame(change(rows), columns=COLUMNS).to_csv(folder / scheme_hits.JUDGED, index=False)
    return scheme_hits.read_scheme_hits(folder, corpus, found)


def test_each_hit_is_given_with_its_place_and_both_readers(tmp_path):
    hits = judged(tmp_path)
    assert len(hits) == 8 and hits["first_line"].eq(1).all() and hits["reader_a"].eq(hits["judged"]).all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows[1:], "nobody has judged it"),
        (lambda rows: [*rows, ("a-pillars", 3, "c:1.1", "no", "no", "no", "")], "it is found no more"),
        (lambda rows: [(*rows[0][:3], "perhaps", *rows[0][4:]), *rows[1:]], "an answer is not among member, said, no"),
    ],
)
def test_a_table_that_does_not_fit_the_hits_is_refused_in_one_sentence(tmp_path, change, says):
    with pytest.raises(CorpusError, match=says) as told:
        judged(tmp_path, change=change)
    assert "\n" not in str(told.value)


def test_the_matrix_tells_own_member_said_and_nothing(tmp_path):
    hits = judged(tmp_path)
    hits.loc[hits["scheme"].eq("a-pillars") & hits["n"].eq(1), "judged"] = "said"
    table = scheme_hits.matrix((A, B), hits, ["a", "b", "c"])
    stands = table[table["scheme"] == "a-pillars"].pivot(index="n", columns="text_id", values="stands")
    assert stands.values.tolist() == [["own", "said", ""], ["own", "member", ""], ["own", "member", ""]]
    assert table.query("text_id == 'c'")["sentences"].eq("").all()


def test_a_scheme_with_more_extends_one_and_its_order_is_told(tmp_path):
    shared = scheme_hits.shared_schemes((A, B), judged(tmp_path), ["a", "b", "c"])
    assert shared.values.tolist() == [["a-pillars", "b-pillars", 3, 3, 4, False, 3, "extended"]]


def test_the_text_written_first_comes_first_whatever_the_order_of_the_list(tmp_path):
    shared = scheme_hits.shared_schemes((A, B), judged(tmp_path), ["b", "a", "c"])
    assert shared[["scheme", "relation"]].values.tolist() == [["b-pillars", "shortened"]]


def test_a_hit_of_either_scheme_makes_a_member_shared(tmp_path):
    hits = judged(tmp_path)
    for one in ("a-pillars", "b-pillars"):
        assert scheme_hits.shared_schemes((A, B), hits[hits["scheme"] == one], ["a", "b"])["shared"].tolist() == [3]


def test_one_shared_member_of_many_is_no_pair_and_neither_are_schemes_of_one_text(tmp_path):
    some = (scheme("a", "trust", "law"), scheme("b", "trust", "trade"))
    texts = {"a": "Trust and law.", "b": "Trust and trade."}
    assert scheme_hits.shared_schemes(some, judged(tmp_path, some, **texts), ["a", "b"]).empty


def test_words_that_were_rejected_share_nothing(tmp_path):
    hits = judged(tmp_path).assign(judged="no")
    assert scheme_hits.shared_schemes((A, B), hits, ["a", "b"]).empty


def test_a_rejected_hit_of_the_project_has_its_reason():
    table = pd.read_csv(CODING / scheme_hits.JUDGED, keep_default_na=False)
    rejected = table[table["judged"] == "no"]
    assert len(rejected) and rejected["reason"].ne("").all()
