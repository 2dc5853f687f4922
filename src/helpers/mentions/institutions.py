"""Institutions: the international bodies that texts name, which text names which, and which are on a list to leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, get_args

import pandas as pd
from msgspec import Meta

from ..corpus.load import Corpus
from ..corpus.raw import raw_lines
from ..declarations.tables import read_csv
from ..declarations.toml import Declared, Id, Line, Word, named, one_owner, own_ids, read_declared, refuse, shown
from ..errors import CorpusError
from ..paths import INSTITUTIONS
from ..text.forms import in_brackets_behind
from ..text.patterns import FindableForm, Finder, Forms, Pattern

Kind = Literal[
    "UN organ", "UN programme or fund", "specialised agency", "Bretton Woods", "regional body", "treaty", "forum",
    "development bank", "initiative", "intergovernmental body", "network or association",
]  # fmt: skip
Field = Literal[
    "climate and environment", "energy", "development", "trade and finance", "security", "rights and gender", "law",
    "culture", "migration", "other",
]  # fmt: skip
KINDS, FIELDS = get_args(Kind), get_args(Field)
Number = Annotated[int, Meta(ge=0, le=1_000_000_000)]
BODY, LIST, NOTE = STREAMS = ("body", "list", "note")
HERE, EARLIER, SILENT = FATES = ("left here", "left or disowned earlier", "no act told of")


class Institution(Forms, kw_only=True):
    """A body, treaty, mechanism or programme; `list`, `item`, `line` and `printed` where it is on a list to leave.

    >>> Institution(id="un", name="United Nations", kind="UN organ", field="other", en=("UN",), zh=("联合国",)).all
    ('UN', '联合国')
    """

    id: Id
    name: Word
    kind: Kind
    field: Field
    parent: Line = ""
    list: Line = ""
    item: Number = 0
    line: Number = 0
    printed: Line = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.all:
            raise ValueError("it has no name in 'en' or 'zh' to be found by; add one")


class _File(Declared):
    blockers: tuple[FindableForm, ...] = ()
    body: tuple[Institution, ...] = ()


@dataclass(frozen=True)
class Bodies:
    """The bodies by id, and longer names that hide theirs.

    >>> un = Institution(id="un", name="UN", kind="UN organ", field="other", list="un", item=1, line=3, zh=("联合国",))
    >>> [(hit.start, hit.pattern.target) for hit in Bodies({"un": un}, ("反联合国",)).finder.hits("联合国；反联合国")]
    [(0, 'un')]
    """

    bodies: dict[str, Institution]
    blockers: tuple[str, ...] = ()

    @cached_property
    def finder(self) -> Finder:
        """Finds names in both languages, the longest first."""
        return Finder(tuple(Pattern(body.id, body.id, body.all) for body in self.bodies.values()), self.blockers)

    @cached_property
    def listed(self) -> list[Institution]:
        """The bodies on the list, in its order."""
        return [body for body in self.bodies.values() if body.list]

    def fates(self, left: Iterable[str]) -> dict[str, str]:
        """What becomes of each body: on the list, left or defunded earlier (`left`, by id), or not mentioned."""
        earlier = set(left)
        return {
            body.id: HERE if body.list else EARLIER if body.id in earlier else SILENT for body in self.bodies.values()
        }


def read_bodies(path: Path = INSTITUTIONS) -> Bodies:
    """Read and check a gazetteer of institutions. Raises `CorpusError` with file, place and remedy.

    >>> gazetteer = read_bodies()
    >>> all(body.kind in KINDS and body.field in FIELDS for body in gazetteer.bodies.values())
    True
    """
    file, name = read_declared(path, "gazetteer of institutions", _File), path.name
    own_ids(file.body, name, "body")
    bodies = {body.id: body for body in file.body}
    owner: dict[str, str] = {}
    items: dict[tuple[str, int], str] = {}
    for n, body in enumerate(file.body):
        one_owner(owner, body.all, body.id, name, f"body[{n}]", "is a name of")
        if body.parent and body.parent not in bodies:
            fault = f"there is no body {shown(body.parent)} here; add or correct it"
            refuse(name, named(f"body[{n}].parent", body.id), fault)
        if body.list and items.setdefault((body.list, body.item), body.id) != body.id:
            fault = f"item {body.item} of this list is {items[body.list, body.item]!r} too; keep one"
            refuse(name, named(f"body[{n}].item", body.id), fault)
    return Bodies(bodies, file.blockers)


def mentions(corpus: Corpus, gazetteer: Bodies, streams: Sequence[str] = STREAMS) -> pd.DataFrame:
    """text_id, stream, place, body, surface, start, end, first_line, last_line: every name, in reading order.

    `stream`: body (running text), list (list items) or note; `place` the sentence or note, `start, end` in it. The raw
    lines are those of the name itself in a sentence, of the whole note in a note. The longest name wins; an
    abbreviation in brackets behind the name that it stands for is no second mention.

    >>> from helpers.corpus.load import corpus_of
    >>> un = Institution(id="un", name="UN", kind="UN organ", field="other", list="un", item=1, line=3, zh=("联合国",))
    >>> mentions(corpus_of(zh={"a": "维护联合国权威。"}), Bodies({"un": un})).drop(columns="text_id").values.tolist()
    [['body', 'a:1.1', 'un', '联合国', 2, 5, 1, 1]]
    """
    kind = corpus.paragraphs.set_index("paragraph_id")["kind"]
    rows: list[tuple] = []
    for s in corpus.sentences.itertuples(index=False):
        stream = LIST if kind[s.paragraph_id] == "list-item" else BODY
        if stream in streams:
            for start, end, body in _names(gazetteer, s.text):
                lines = raw_lines(corpus, s.paragraph_id, s.start + start, s.start + end)["line"]
                row = (s.text_id, stream, s.sentence_id, body, s.text[start:end], start, end)
                rows.append((*row, int(lines.min()), int(lines.max())))
    if NOTE in streams:
        for note in corpus.notes.itertuples(index=False):
            for start, end, body in _names(gazetteer, note.text):
                row = (note.text_id, NOTE, note.note_id, body, note.text[start:end], start, end)
                rows.append((*row, note.first_line, note.last_line))
    columns = ["text_id", "stream", "place", "body", "surface", "start", "end", "first_line", "last_line"]
    return pd.DataFrame(rows, columns=columns)


def _names(gazetteer: Bodies, text: str) -> list[tuple[int, int, str]]:
    """Start, end and body of the names in a text, none inside or in brackets behind another of the same body."""
    found: list[tuple[int, int, str]] = []
    for hit in gazetteer.finder.hits(text):
        if found and hit.start < found[-1][1]:
            continue
        before = found[-1] if found else (0, 0, "")
        if before[2] == hit.pattern.target and in_brackets_behind(text, before[1], hit.start, hit.end):
            continue
        found.append((hit.start, hit.end, hit.pattern.target))
    return found


def bodies_by_text(found: pd.DataFrame, gazetteer: Bodies, fates: dict[str, str], texts: Sequence[str]) -> pd.DataFrame:
    """body, name, fate, text_id, body_mentions, list_mentions, note_mentions, sentences: bodies against texts.

    Only pairs that occur; `sentences` are places in the running text. `found` is as from `mentions`, `fates` as from
    `Bodies.fates`; the rows come in the order of the gazetteer and of `texts`.

    >>> un = Institution(id="un", name="UN", kind="UN organ", field="other", list="un", item=1, line=3, zh=("联合国",))
    >>> gazetteer = Bodies({"un": un})
    >>> found = pd.DataFrame({"text_id": "a", "body": "un", "stream": ["body", "note"], "place": ["a:1.1", "a:note-1"]})
    >>> bodies_by_text(found, gazetteer, gazetteer.fates([]), ["a"]).values.tolist()
    [['un', 'UN', 'left here', 'a', 1, 0, 1, 1]]
    """
    rows = []
    for (body, text_id), part in found[found["text_id"].isin(texts)].groupby(["body", "text_id"], sort=False):
        count = part["stream"].value_counts()
        running = part.loc[part["stream"] == BODY, "place"].nunique()
        row = (body, gazetteer.bodies[body].name, fates[body], text_id)
        rows.append((*row, *(int(count.get(stream, 0)) for stream in STREAMS), running))
    names = [f"{stream}_mentions" for stream in STREAMS]
    table = pd.DataFrame(rows, columns=["body", "name", "fate", "text_id", *names, "sentences"])
    order = {body: n for n, body in enumerate(gazetteer.bodies)}
    text = {text_id: n for n, text_id in enumerate(texts)}
    keys = table.assign(a=table["body"].map(order), b=table["text_id"].map(text))
    return keys.sort_values(["a", "b"], ignore_index=True).drop(columns=["a", "b"])


def the_list(gazetteer: Bodies, found: pd.DataFrame, but: Sequence[str]) -> pd.DataFrame:
    """list, item, line, body, name, printed, kind, field, elsewhere, texts: the listed bodies, in the list's order.

    `elsewhere` are the mentions (`found`, as from `mentions`) in all texts `but` those that hold the list, `texts`
    which.

    >>> un = Institution(id="un", name="UN", kind="UN organ", field="other", list="un", item=1, line=3, zh=("联合国",))
    >>> found = pd.DataFrame({"text_id": ["a", "b", "b"], "body": "un"})
    >>> the_list(Bodies({"un": un}), found, but=["a"])[["item", "line", "body", "elsewhere", "texts"]].values.tolist()
    [[1, 3, 'un', 2, 'b']]
    """
    other = found[~found["text_id"].isin(but)]
    rows = []
    for body in gazetteer.listed:
        here = other[other["body"] == body.id]
        told = "; ".join(dict.fromkeys(here["text_id"]))
        rows.append(
            (body.list, body.item, body.line, body.id, body.name, body.printed, body.kind, body.field, len(here), told)
        )
    columns = ["list", "item", "line", "body", "name", "printed", "kind", "field", "elsewhere", "texts"]
    return pd.DataFrame(rows, columns=columns)


def read_roles(path: Path, found: pd.DataFrame) -> pd.DataFrame:
    r"""place, body, role: what a listed body is where another text names it, by reading.

    `path` is a CSV with these columns, `found` as from `mentions`. Raises `CorpusError` for a place where the body is
    not named.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "roles.csv"
    ...     _ = path.write_text("place,body,role\na:1.1,un,authority\n", encoding="utf-8")
    ...     read_roles(path, pd.DataFrame({"place": ["a:1.1"], "body": ["un"]})).values.tolist()
    [['a:1.1', 'un', 'authority']]
    """
    table = read_csv(path, ("place", "body", "role"), "restore it with git checkout data/coding")
    known = {*zip(found["place"], found["body"], strict=True)}
    for line, row in enumerate(table.itertuples(index=False), 2):
        if (row.place, row.body) not in known:
            raise CorpusError(f"{path.name}: line {line}: {row.body!r} is not named in {row.place!r}; correct it")
    return table[["place", "body", "role"]]


def named_by_text(found: pd.DataFrame, texts: Sequence[str], fewest: int) -> pd.DataFrame:
    """Bodies (index: id) against `texts` (columns): sentences and list items that name them, in `fewest` texts or more.

    `found` is as from `mentions`. The bodies that most texts name come first, then those with most sentences. Names in
    notes do not count.

    >>> found = pd.DataFrame({"text_id": list("abab"), "place": ["a:1.1", "b:1.1", "a:1.1", "b:note-1"]})
    >>> found = found.assign(body=["un", "un", "who", "who"], stream=["body", "body", "body", "note"])
    >>> named_by_text(found, ["b", "a"], 2).to_dict("index")
    {'un': {'b': 1, 'a': 1}}
    """
    here = found[found["stream"].ne(NOTE) & found["text_id"].isin(texts)]
    table = here.groupby(["body", "text_id"], sort=False)["place"].nunique().unstack(fill_value=0)
    table = table.reindex(columns=list(texts), fill_value=0).rename_axis(columns=None)
    order = pd.DataFrame({"texts": table.gt(0).sum(axis=1), "sentences": table.sum(axis=1)})
    order = order[order["texts"] >= fewest].sort_values(["texts", "sentences"], ascending=False, kind="stable")
    return table.loc[order.index]


def named_in(found: pd.DataFrame, places: Iterable[str], gazetteer: Bodies, fates: dict[str, str]) -> pd.DataFrame:
    """body, name, sentences, texts, fate: the bodies named in some sentences, those with most sentences first.

    `found` is as from `mentions`, `places` are the ids of the sentences, `fates` as from `Bodies.fates`.

    >>> un = Institution(id="un", name="UN", kind="UN organ", field="other", zh=("联合国",))
    >>> found = pd.DataFrame({"text_id": ["a", "b"], "place": ["a:1.1", "b:1.1"], "body": "un"})
    >>> named_in(found, ["a:1.1"], Bodies({"un": un}), {"un": SILENT}).values.tolist()
    [['un', 'UN', 1, 'a', 'no act told of']]
    """
    here = found[found["place"].isin(set(places))].groupby("body", sort=False)
    table = here.agg(sentences=("place", "nunique"), texts=("text_id", lambda t: "; ".join(dict.fromkeys(t))))
    table = table.sort_values("sentences", ascending=False, kind="stable").reset_index()
    names = [gazetteer.bodies[body].name for body in table["body"]]
    table = table.assign(name=names, fate=table["body"].map(fates))
    return table[["body", "name", "sentences", "texts", "fate"]]
