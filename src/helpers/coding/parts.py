"""Which part of the sentences who read, and who decided: `coding.toml`, of this project or of a reader's own coders."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from ..declarations.toml import Declared, Id, own_ids, read_declared, refuse, shown
from ..paths import CODING

FILE = "coding.toml"

Name = Annotated[
    str,
    Meta(
        pattern=r"^(?:[^\s./\\][^/\\\r\n]{0,50})?\Z",
        description="is no name of a coder; write one that a file can have, without a folder or a dot before it",
    ),
]
"""What a coder is called: anything that a file can be called."""


class Half(Declared):
    """A part of the sentences: its `coders`, and who `decided` (a file too; empty: nobody).

    `made` where the patterns of the codebook were made from these sentences, which then test nothing. `labels` is what
    a page calls the coders and who decided, `told` what a caption calls them together; empty: their names.

    >>> Half(id="first", coders=("ada", "bo"), decided="carla").judges
    ('carla',)
    """

    id: Id
    coders: tuple[Name, ...] = ()
    decided: Name = ""
    made: bool = False
    labels: tuple[str, ...] = ()
    told: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everybody who is named: the coders, then who decided, if anybody.

        >>> Half(id="first", coders=("ada", "bo")).names
        ('ada', 'bo')
        """
        return (*self.coders, self.decided) if self.decided else self.coders

    @property
    def judges(self) -> tuple[str, ...]:
        """By whose codes a dictionary is judged: who decided, or without one each coder.

        >>> Half(id="first", coders=("ada", "bo")).judges
        ('ada', 'bo')
        """
        return (self.decided,) if self.decided else self.coders

    @property
    def shown(self) -> tuple[str, ...]:
        """What a page calls everybody who is named.

        >>> Half(id="first", coders=("ada", "bo"), labels=("Ada", "Bo")).shown
        ('Ada', 'Bo')
        """
        return self.labels or self.names


class _File(Declared):
    half: tuple[Half, ...] = ()


def read_halves(folder: Path) -> tuple[Half, ...]:
    """What the `coding.toml` of a folder declares. Raises `CorpusError` with file, place and remedy.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     _ = (Path(name) / FILE).write_text('[[half]]\\nid = "all"\\ncoders = ["阿达", "bo"]\\n', encoding="utf-8")
    ...     read_halves(Path(name))[0].judges
    ('阿达', 'bo')
    """
    halves = read_declared(folder / FILE, "list of coders", _File).half
    own_ids(halves, FILE, "half")
    if not halves:
        refuse(FILE, "", "it names nobody who coded; add a [[half]] with `coders`")
    for n, half in enumerate(halves):
        if not half.coders or "" in half.coders:
            refuse(FILE, f"half[{n}].coders", "nobody coded it, or a name is empty; name each coder")
        if len(set(half.coders)) < len(half.coders):
            refuse(FILE, f"half[{n}].coders", "a coder is named twice; name each once")
        if half.decided in half.coders:
            refuse(FILE, f"half[{n}].decided", f"{shown(half.decided)} is one of its coders; leave it empty")
        if half.labels and len(half.labels) != len(half.names):
            fault = f"{len(half.labels)} labels for {len(half.names)} who are named; give each one, or none"
            refuse(FILE, f"half[{n}].labels", fault)
    return halves


@cache
def ours() -> tuple[Half, Half]:
    """The halves of this project: first the one that the patterns were made from, then the one they had not seen.

    Raises `CorpusError` where they are not two, each of two coders and who decided, as the pages show them.

    >>> [half.made for half in ours()]
    [True, False]
    """
    halves = read_halves(CODING)
    if [half.made for half in halves] != [True, False]:
        refuse(FILE, "half", "the pages show one half with `made` and then one without; declare these two")
    for n, half in enumerate(halves):
        if len(half.coders) != 2 or not half.decided:
            refuse(FILE, f"half[{n}]", "the pages show two coders and who decided; name these")
    return halves


def reading() -> tuple[str, ...]:
    """Whose codes are the reading of this project: those who decided, who together cover each sentence once.

    >>> len(reading())
    2
    """
    return tuple(half.decided for half in ours())
