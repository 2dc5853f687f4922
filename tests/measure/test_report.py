"""The report says what looks wrong, what is done about it and how to change that; each kind is found where it is alone."""

import pytest

from helpers.measure import layout
from helpers.measure.records import open_source
from helpers.measure.report import FOUND, SHOWN, looks

PLAIN = "The delegates spoke of trade. They left."
WRONG = {
    "wrapped": "The delegates of many states met in the hall\nand spoke of trade.",
    "page-numbers": "One.\n\n- 1 -\n\nTwo.\n\n- 2 -\n",
    "running-heads": "".join(f"Annual Report\n{n}\n\nWords.\n\n" for n in (1, 2, 3)),
    "markdown": "# Title\n\n**Bold** words.",
    "soft-hyphens": "inter\u00adnational",
    "ligatures": "ofﬁce",
    "radicals": "⻓期",
    "full-width": "ＷＴＯ",
    "decomposed": "Assemble\u0301e",
    "traditional": "美國宣布退出聯合國",
    "mixed-scripts": "Сhina",
    "two-languages": "中国反对霸权主义与强权政治，维护世界和平与稳定发展。" * 3
    + "China opposes hegemony and works for peace. " * 4,
    "repeated-lines": "Recommendation\n\nDo.\n\n" * 5,
    "html": "<p>Words</p> and&nbsp;more",
    "damaged": "The \ufffd order",
    "mojibake": "The Assemblyâ€™s order",
    "control": "The\x07 order",
    "empty": "...",
}


@pytest.mark.parametrize("kind", WRONG)
def test_each_kind_is_found_where_it_stands(kind):
    assert looks(WRONG[kind]).found.get(kind)


@pytest.mark.parametrize("kind", WRONG)
def test_no_kind_is_found_in_a_plain_text(kind):
    assert kind not in looks(f"{PLAIN}\n\n{PLAIN}").found
    assert kind not in looks("全球治理需要多边主义。中国是发展中国家。").found


def test_every_kind_says_what_is_done_and_how_to_change_it():
    assert set(layout.MENDED) <= set(FOUND)
    assert all(kind.name and kind.done and kind.change for kind in FOUND.values())


def test_words_of_a_text_are_words_and_hanzi_apart():
    assert looks("中国在2025年加入WTO后，win-win and U.S.")[:2] == (4, 7)


def test_a_text_is_counted_with_its_soft_hyphens_passed_over():
    assert looks("inter\u00adnational order").words == 2


def test_a_few_texts_are_named_and_all_are_counted(tmp_path):
    for n in range(SHOWN + 2):
        (tmp_path / f"t{n}.txt").write_text(f"ofﬁce number {n} of ﬁve", encoding="utf-8")
    source = open_source(tmp_path)
    list(source.records())
    said = "ligatures: 5 texts, 10 places (t0, t1, t2, ...); read as the letters they stand for (write the letters)"
    assert said in source.report.lines()


def test_what_is_kept_is_said_to_be_kept(tmp_path):
    (tmp_path / "a.txt").write_text(WRONG["wrapped"])
    source = open_source(tmp_path, keep=["wrapped"])
    list(source.records())
    assert "wrapped lines: 1 text (a); kept as they are, as --keep wrapped says" in source.report.lines()
    (told,) = source.report.as_dict()["looks_wrong"]
    assert (told["kind"], told["texts"], told["such_as"]) == ("wrapped", 1, ["a"])
