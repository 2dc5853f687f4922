"""Numbers in the tables of chapters: each link leads to so many sentences or rows as its number says."""

import re
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from conftest import PATIENCE
from helpers import CorpusError
from helpers.compendium.cells import Cells, Table, fits, read_cells
from helpers.declarations.tables import unguarded
from helpers.declarations.toml import as_declared
from helpers.paths import PROCESSED

TEXTS = {"Wen": "wen", "Paper (zh)": "paper-zh", "Paper": "paper"}
HITS = """text_id,sentence_id,form,codes,n
wen,wen:1.1,改革,reform;duty,2
wen,wen:1.2,改革,reform,3
wen,wen:2.1,US,reforms,1
paper-zh,paper-zh:1.1,US*,,4
"""


@pytest.fixture
def cells(tmp_path):
    (tmp_path / "hits.csv").write_text(HITS, encoding="utf-8-sig")
    numbers = {
        "concept-reform": {
            "kind": "concept",
            "title": "Reform, 改革",
            "counts": {"wen": 5, "paper-zh": 1},
            "parts": {},
        },
        "along-wen": {"kind": "along", "title": "W", "counts": {"wen": 3}, "parts": {"1.1 Opening": ("section-1", 3)}},
    }
    return Cells(numbers, TEXTS, tmp_path, ())


def led(cells, lead, heads, row, at=1, **more):
    table = as_declared({"chapter": "x", "heads": [heads[0]], "cells": {"*": [lead]}, **more}, "cells.toml", Table)
    return [(row[at][one.start : one.end], one.href) for one in cells.found(table, heads, row, at)]


def test_a_number_is_a_link_only_where_what_it_leads_to_counts_the_same(cells):
    page = {"page": "concept-reform", "part": "{text}"}
    assert led(cells, page, ["text", "n"], ["Wen, 2024-11", "5"]) == [("5", "numbers/concept-reform.html#wen")]
    assert led(cells, page, ["text", "n"], ["Wen, 2024-11", "4"]) == []
    rows = {"table": "hits", "where": {"text_id": "={text}", "codes": "=reform"}}
    (link,) = led(cells, rows, ["text", "n"], ["Wen", "2"])
    assert dict(parse_qsl(urlsplit(link[1]).query)) == {"table": "hits", "in.text_id": "=wen", "in.codes": "=reform"}
    assert led(cells, rows, ["text", "n"], ["Wen", "3"]) == led(cells, rows, ["text", "n"], ["Nobody", "0"]) == []


def test_a_number_may_be_a_sum_or_what_differs(cells):
    summed = {"table": "hits", "where": {"text_id": "={text}"}, "sum": "n"}
    assert led(cells, summed, ["text", "n"], ["Wen", "6 words"])[0][1].endswith("&sum=n")
    differing = {"table": "hits", "where": {"text_id": "={text}"}, "each": "form"}
    assert led(cells, differing, ["text", "n"], ["Wen", "2"])[0][1].endswith("&each=form")
    both = {"table": "hits", "where": {"text_id": "={text}"}, "each": "form,codes"}
    assert led(cells, both, ["text", "n"], ["Wen", "3"]) and not led(cells, both, ["text", "n"], ["Wen", "2"])


def test_numbers_after_labels_and_in_brackets_are_each_a_link(cells):
    form = {"number": "item", "table": "hits", "where": {"text_id": "={text}", "form": "={item}|{item}*"}}
    assert [n for n, _ in led(cells, form, ["text", "forms"], ["Wen", "改革 2, US 1, war 9"])] == ["2", "1"]
    assert [n for n, _ in led(cells, form, ["text", "forms"], ["Paper (zh), by 2025", "US 1"])] == ["1"]
    named = {"number": "item", "page": "concept-{item}", "part": "{text}"}
    assert led(cells, named, ["text", "n"], ["Wen", "peace, war 5"]) == []
    for said in ("Reform, 改革 5; war 3", "war 3, Reform, 改革 5"):  # a comma in a label parts nothing
        assert [n for n, _ in led(cells, named, ["text", "n"], ["Wen", said])] == ["5"]
    bracket = {"number": "bracket", "table": "hits", "where": {"text_id": "={text}"}}
    assert [n for n, _ in led(cells, bracket, ["text", "n"], ["Wen", "4 (+3)"])] == ["3"]


def test_a_column_may_name_the_text_and_a_row_a_part(cells):
    lead = {"page": "concept-reform", "part": "{text}"}
    table = {"chapter": "x", "heads": ["code"], "cells": {"{text}, body": [lead]}}
    table = as_declared(table, "cells.toml", Table)
    (found,) = cells.found(table, ["code", "Paper (zh), body"], ["Reform", "1"], 1)
    assert found.href.endswith("#paper-zh")
    part = {"page": "along-wen", "part": "{section}"}
    assert led(cells, part, ["section", "n"], ["1.1 Opening", "3"])[0][1] == "numbers/along-wen.html#section-1"


def test_labels_become_values_by_a_list_or_by_a_published_table(cells, tmp_path):
    (tmp_path / "bodies.csv").write_text("body,name\nun,United Nations\nunsc,United Nations\nwho,[WHO]\n", "utf-8-sig")
    (tmp_path / "told.csv").write_text("body\nun\nunsc\nwho\n", "utf-8-sig")
    lead = {"table": "told", "where": {"body": "={body}"}}
    named = {"table": "bodies", "label": "name", "value": "body"}
    assert led(cells, lead, ["body", "n"], ["United Nations", "2"], named=named)
    assert led(cells, lead, ["body", "n"], ["WHO", "1"], named=named)
    assert led(cells, lead, ["body", "n"], ["the WHO", "1"], labels={"the WHO": "who"})
    assert not led(cells, lead, ["body", "n"], ["the WHO", "1"])


@pytest.mark.parametrize(
    ("lead", "says"),
    [
        ({"number": "third", "page": "a"}, "number 'third': use one of first, bracket, item"),
        ({"number": "item"}, "name either a page or a table"),
        ({"page": "a", "table": "b"}, "name either a page or a table"),
        ({"pge": "a"}, "unknown key 'pge'"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(lead, says):
    with pytest.raises(CorpusError, match=re.escape(says)) as caught:
        as_declared({"chapter": "x", "heads": ["a"], "cells": {"b": [lead]}}, "cells.toml", Table)
    assert str(caught.value).startswith("cells.toml: ") and "\n" not in str(caught.value)


# --- as they are published


LEAST = {
    ("01_term_frequency", "series"): 0.6,
    ("01_term_frequency", "key in"): 0.9,
    ("01_term_frequency", "how often"): 0.9,
    ("02_framing_of_the_us", "section"): 1,
    ("02_framing_of_the_us", "nobody"): 1,
    ("02_framing_of_the_us", "most often"): 1,
    ("02_framing_of_the_us", "who is quoted"): 1,
    ("03_claims_about_the_global_south", "no names of the group"): 0.8,
    ("03_claims_about_the_global_south", "author's own"): 1,
    ("03_claims_about_the_global_south", "kind of source"): 0.9,
    ("03_claims_about_the_global_south", "nothing"): 1,
    ("04_institutions", "of the UN"): 1,
    ("04_institutions", "on the list to leave"): 1,
    ("04_institutions", "what some text tells of it"): 1,
    ("04_institutions", "bodies"): 0.9,
    ("05_schemes_of_thought", "said in"): 0.9,
    ("05_schemes_of_thought", "stated as a member"): 1,
    ("05_schemes_of_thought", "own members"): 1,
    ("05_schemes_of_thought", "runs"): 1,
    ("05_schemes_of_thought", "who is obliged"): 1,
}
"""By chapter and head, the least share of the numbers in declared columns, but for 0, that are links."""


@pytest.fixture(scope="module")
def declared(site_folder):
    """The tables of the chapters that are declared, with their heads."""
    found = []
    for chapter in sorted({table.chapter for table in read_cells()}):
        soup = BeautifulSoup((site_folder / f"chapters/{chapter}.html").read_text("utf-8"), "html.parser")
        for shown in soup.select("article table"):
            heads = [head.get_text(strip=True) for head in shown.select("thead th")]
            one = next((t for t in read_cells() if t.chapter == chapter and set(t.heads) <= set(heads)), None)
            if one:
                found.append((one, heads, shown))
    return found


def test_every_declared_table_stands_in_its_chapter_and_has_links(declared):
    linked = {(t.chapter, t.heads) for t, _, shown in declared if shown.select("td a.number")}
    assert linked == {(t.chapter, t.heads) for t in read_cells()}


def test_each_link_of_a_table_counts_what_it_leads_to(declared, site_folder):
    published, counted = {}, 0
    for _, _, shown in declared:
        for link in shown.select("td a.number"):
            number, address = int(link.get_text().replace(",", "")), urlsplit(link["href"].removeprefix("../"))
            counted += 1
            if address.path.startswith("numbers/"):
                assert places(published, site_folder / address.path, address.fragment) == number, link
                continue
            asked = dict(parse_qsl(address.query))
            path = PROCESSED / f"{asked.pop('table')}.csv"
            if path not in published:
                published[path] = unguarded(pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False))
            rows, summed, each = published[path], asked.pop("sum", ""), asked.pop("each", "")
            for column, value in asked.items():
                rows = rows[[fits(cell, value) for cell in rows[column.removeprefix("in.")]]]
            count = len(rows.drop_duplicates(each.split(","))) if each else len(rows)
            assert number == (rows[summed].astype(int).sum() if summed else count), link
    assert counted > 800


def places(read, path, part):
    if path not in read:
        read[path] = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    rows = read[path].find(id=part).select("ol.rows > li") if part else read[path].select("ol.rows > li")
    said = [re.search(r", (\d+) times", row.get_text()) for row in rows]
    return sum(int(times[1]) if times else 1 for times in said)


@pytest.mark.parametrize(("chapter", "head"), LEAST)
def test_numbers_of_the_findings_tables_are_links_for_the_most_part(declared, corpus, chapter, head):
    titles, shares = tuple(corpus.texts["short_title"]), []
    for table, heads, shown in declared:
        if table.chapter == chapter and head in table.heads:
            own = [n for n, name in enumerate(heads) if n and leads(table, name, titles)]
            cells = [cells[n] for row in shown.select("tbody tr") if (cells := row.find_all("td")) for n in own]
            numbers = sum(len(re.findall(r"(?<![\w./-])[1-9][\d,]*(?![\w./-])", cell.get_text())) for cell in cells)
            shares.append(sum(len(cell.select("a.number")) for cell in cells) / numbers)
    assert shares and min(shares) >= LEAST[chapter, head]


def leads(table, head, titles):
    texts = any("{text}" in column for column in table.cells) and head.startswith(titles)
    return head in table.cells or "*" in table.cells or texts


# --- in a browser


@pytest.mark.weekly
def test_the_page_of_tables_shows_the_rows_that_a_number_counts(declared, site_folder, browser, served):
    """One link of each declared column that leads to rows; the viewer says how many, and what they add up to."""
    links = {}
    for table, heads, shown in declared:
        for row in shown.select("tbody tr"):
            for head, cell in zip(heads, row.find_all("td"), strict=False):
                for link in cell.select("a[href*='tables.html']"):
                    links[table.chapter, table.heads, head] = (link["href"].removeprefix("../"), link.get_text())
    assert len(links) > 40
    context = browser.new_context()
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    for href, number in links.values():
        tab.goto(served + href)
        tab.wait_for_selector(f"#viewer[data-ready='{dict(parse_qsl(urlsplit(href).query))['table']}']")
        said = tab.inner_text("#viewer p.said")
        shown = re.search(r" in all (\d+)|, (\d+) of different", said) or re.match(r"(\d+) of", said)
        assert int(next(filter(None, shown.groups()))) == int(number.replace(",", "")), (href, said)
    context.close()
