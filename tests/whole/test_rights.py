"""Only data/raw holds whole texts: what everything else quotes of a text stays within the share that it declares."""

import pandas as pd
import pytest

from helpers.corpus.load import BACK_MATTER
from helpers.paths import PROCESSED
from rights import artefacts, of_corpus, quoted_shares, squeeze


@pytest.fixture(scope="module")
def shares(corpus):
    return of_corpus(corpus, artefacts())


def test_no_text_is_quoted_beyond_its_share_unless_it_is_public(corpus, shares):
    most = corpus.texts.set_index("text_id")["quotable"]
    over = {text_id: round(share, 3) for text_id, share in shares.items() if share > most[text_id]}
    assert over == {}


def test_the_passages_of_all_notebooks_stay_below_the_share_together(corpus):
    """Added up from the table of quotations, each character of a text once."""
    quoted = pd.read_csv(PROCESSED / "quotations.csv", encoding="utf-8-sig")
    shown: dict[str, set] = {}
    for row in quoted.itertuples():
        places = shown.setdefault(row.sentence_id.split(":")[0], set())
        places |= {(row.sentence_id, n) for n in range(row.start, row.end)}
    length = corpus.paragraphs.groupby("text_id")["text"].agg(lambda texts: texts.str.len().sum())
    share = {text_id: len(places) / length[text_id] for text_id, places in shown.items()}
    most = corpus.texts.set_index("text_id")["quotable"]
    assert {text_id: part for text_id, part in share.items() if part > most[text_id]} == {}
    assert len(share) > 5 and max(share.values()) > 0


def test_public_texts_are_published_whole(corpus):
    published = pd.read_csv(PROCESSED / "public_texts.csv", encoding="utf-8-sig")
    public = corpus.texts.loc[corpus.texts["full_text_public"], "text_id"]
    rows = corpus.paragraphs[corpus.paragraphs["text_id"].isin(public)]
    assert sorted(public) == ["us-fact-sheet", "us-memorandum"]
    assert published["text"].tolist() == rows["text"].tolist()


def test_persons_thanked_are_not_published(corpus, shares):
    back = corpus.texts.loc[corpus.texts["genre"] == BACK_MATTER, "text_id"].tolist()
    assert back
    counted = pd.read_csv(PROCESSED / "term_counts.csv", encoding="utf-8-sig")["paragraph_id"].str.split(":").str[0]
    assert not counted.isin(back).any()
    assert all(shares[text_id] < 0.05 for text_id in back)


def test_the_measure_sees_a_quotation():
    text = "One sentence that is long enough to be seen by the measure. " + "x y z " * 50
    quoting = squeeze("He wrote: one sentence that is long enough to be seen by the measure!")
    assert quoted_shares([("one", "en", text)], quoting) == {"one": 47 / 197}
    assert quoted_shares([("one", "en", text)], quoting, free=quoting) == {"one": 0}
    assert quoted_shares([("one", "en", text)], squeeze("Nothing of the kind.")) == {"one": 0}
    said = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
    assert quoted_shares([("one", "zh", said)], f"在{said[:16]}中{said[15:]}") == {"one": 16 / 20}
