"""Folding: one way to write what is written in several, for matching, with a way back to the raw characters.

Folded are: letters with their accents apart (NFC), ligatures, soft hyphens and other characters of no width, radicals
that a PDF gives for hanzi, full-width letters and digits, rare spaces, hyphens and apostrophes, and traditional hanzi.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import regex

from .hanzi import HANZI, may_hold

_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬"
    "⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶"
    "⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""Radicals, each with its hanzi: Unicode's Equivalent_Unified_Ideograph, which no normal form holds."""
_OF_RADICAL = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
_NO_WIDTH = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f"
_WIDE_ALNUM = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_ALNUM = f"[0-9A-Za-z{_WIDE_ALNUM}]"

KINDS = {
    "soft-hyphens": rf"\u00ad(?:[ \t]*\r?\n[ \t]*)?|[{_NO_WIDTH}]",
    "ligatures": "[\ufb00-\ufb06\u0132\u0133]",
    "radicals": "[\u2e80-\u2ef3\u2f00-\u2fd5]",
    "full-width": f"[{_WIDE_ALNUM}]|(?<={_ALNUM})[．－](?={_ALNUM})|(?<=．[{_WIDE_ALNUM}])．",
    "rare-marks": f"[{_SPACES}]|[\u2010\u2011]|[\u02bc\uff07]",
}
"""What is folded, by the name that a report has for it: where it stands, as a regular expression."""
_MAY_FOLD = re.compile(
    f"[{_NO_WIDTH}\ufb00-\ufb06\u0132\u0133\u2e80-\u2ef3\u2f00-\u2fd5{_WIDE_ALNUM}．－{_SPACES}\u2010\u2011\u02bc\uff07]"
)
"""What any of it begins with: most texts hold none, and this is quickly seen."""
_PLACES = regex.compile("|".join(f"(?P<{name.replace('-', '_')}>{place})" for name, place in KINDS.items()))
_CLUSTERS = regex.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_CLUSTER = regex.compile(r"\X")
_HANZI = re.compile(HANZI)

Edit = tuple[int, int, str]
"""`text[start:end]` is to be read as something else."""


class Folded(NamedTuple):
    """A text as it is matched, and for each of its stretches, in order, where it comes from.

    The stretch that begins at `outs[n]` was made of `raw[starts[n]:ends[n]]`; where both are of one length, each
    character of its own.

    >>> fold("the inter\u00adnational ＷＴＯ").text
    'the international WTO'
    """

    text: str
    outs: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw characters behind `text[start:end]`, which holds at least one character.

        >>> raw = "the inter\u00adnational order"
        >>> folded = fold(raw)
        >>> at = folded.text.index("international")
        >>> a, b = folded.raw_span(at, at + len("international"))
        >>> raw[a:b] == "inter\u00adnational"
        True
        """
        if self.as_it_stands:
            return self.starts[0] + start, self.starts[0] + end
        first, last = bisect_right(self.outs, start) - 1, bisect_right(self.outs, end - 1) - 1
        begin = self.starts[first] + (start - self.outs[first] if self._exact(first) else 0)
        stop = self.starts[last] + end - self.outs[last] if self._exact(last) else self.ends[last]
        return begin, stop

    def part(self, start: int, end: int) -> Folded:
        """`text[start:end]`, which holds at least one character, and leads back as the whole does.

        >>> folded = fold("the inter\u00adnational order")
        >>> folded.part(4, 17).text, folded.part(4, 17).raw_span(0, 13)
        ('international', (4, 18))
        """
        first, stop = bisect_right(self.outs, start) - 1, bisect_left(self.outs, end)
        outs = [out - start for out in self.outs[first:stop]]
        starts, ends = list(self.starts[first:stop]), list(self.ends[first:stop])
        if self._exact(first):
            starts[0], outs[0] = starts[0] - outs[0], 0
        if self._exact(stop - 1):
            ends[-1] = starts[-1] + end - start - outs[-1]
        return Folded(self.text[start:end], tuple(outs), tuple(starts), tuple(ends))

    @property
    def as_it_stands(self) -> bool:
        """Whether each character was made of one, and all of one stretch."""
        return len(self.outs) == 1 and len(self.text) == self.ends[0] - self.starts[0]

    def _exact(self, n: int) -> bool:
        behind = self.outs[n + 1] if n + 1 < len(self.outs) else len(self.text)
        return behind - self.outs[n] == self.ends[n] - self.starts[n]


def fold(text: str, keep: Iterable[str] = ()) -> Folded:
    """A text as it is matched; `keep` names what is left as it stands: "traditional".

    >>> fold("美國加入ＷＴＯ後，⻓期 eﬃcient").text
    '美国加入WTO后，长期 efficient'
    >>> fold("美國", keep=["traditional"]).text
    '美國'
    """
    return rewrite(text, edits(text), keep=keep)


def rewrite(text: str, changes: Iterable[Edit], start: int = 0, end: int | None = None, *, keep=()) -> Folded:
    """`text[start:end]` with changes that are sorted and do not overlap, in simplified hanzi unless `keep` says no.

    >>> folded = rewrite("one\\ntwo", [(3, 4, " ")])
    >>> folded.text, folded.raw_span(4, 7)
    ('one two', (4, 7))
    """
    parts, outs, starts, ends = [], [], [], []
    out, at, end = 0, start, len(text) if end is None else end

    def put(output: str, a: int, b: int) -> None:
        nonlocal out
        if output:
            parts.append(output)
            outs.append(out)
            starts.append(a)
            ends.append(b)
            out += len(output)

    for a, b, output in changes:
        put(text[at:a], at, a)
        put(output, a, b)
        at = b
    put(text[at:end], at, end)
    made = "".join(parts)
    return Folded(made if "traditional" in keep else simplified(made), tuple(outs), tuple(starts), tuple(ends))


def edits(text: str, start: int = 0, end: int | None = None) -> list[Edit]:
    """What is to be folded in `text[start:end]`, sorted; traditional hanzi are not among it (see `simplified`).

    >>> edits("ﬁne ２０２５")
    [(0, 1, 'fi'), (4, 5, '2'), (5, 6, '0'), (6, 7, '2'), (7, 8, '5')]
    """
    end = len(text) if end is None else end
    if text.isascii():
        return []
    found = []
    if _MAY_FOLD.search(text, start, end):
        found = [(*hit.span(), _plain(hit[0])) for hit in _PLACES.finditer(text, start, end)]
    if unicodedata.is_normalized("NFC", text[start:end]):
        return found
    taken = {at for at, *_ in found}
    return sorted(found + [edit for edit in _composed(text, start, end) if edit[0] not in taken])


def _plain(found: str) -> str:
    """What is read for characters that are folded."""
    if found[0] in _NO_WIDTH:
        return ""
    if found in _OF_RADICAL:
        return _OF_RADICAL[found]
    return {"\u2010": "-", "\u2011": "-", "\u02bc": "’", "＇": "'"}.get(found) or unicodedata.normalize("NFKC", found)


def _composed(text: str, start: int, end: int) -> list[Edit]:
    """Characters that are written in parts, or in a second way, each with the one that stands for it."""
    return [
        (*hit.span(), whole)
        for stretch in _CLUSTERS.finditer(text, start, end)
        if not unicodedata.is_normalized("NFC", stretch[0])
        for hit in _CLUSTER.finditer(text, *stretch.span())
        if (whole := unicodedata.normalize("NFC", hit[0])) != hit[0]
    ]


# --- traditional hanzi ------------------------------------------------------------------------------------------------


def simplified(text: str) -> str:
    """A text in simplified hanzi, of the same length. What is simplified already stays, 乾隆 and 著作 among it.

    >>> simplified("美國宣布退出聯合國。頭髮，發展；乾隆年間天氣乾燥")
    '美国宣布退出联合国。头发，发展；乾隆年间天气干燥'
    """
    if not may_hold(text) or not _HANZI.search(text):
        return text
    made = _converter().convert(text)
    if len(made) != len(text):  # no entry does this today; a way back needs one character for one
        made = "".join(one if len(new := _converter().convert(one)) != 1 else new for one in text)
    return made


SAMPLE = 20_000
"""So many characters of a text are looked at to tell which hanzi it is in."""


def is_traditional(text: str) -> bool:
    """Whether a text is in traditional hanzi: at least one in ten has another form in simplified ones.

    >>> is_traditional("美國宣布退出聯合國"), is_traditional("梁啟超的文章收入全集之中")
    (True, False)
    """
    text = text[:SAMPLE]
    hanzi = len(_HANZI.findall(text))
    return bool(hanzi) and sum(map(str.__ne__, text, simplified(text))) * 10 >= hanzi


@cache
def _converter():
    """OpenCC's table from traditional to simplified, opened once: by phrases, so that 乾隆 is not 干隆."""
    from opencc import OpenCC

    return OpenCC("t2s")
