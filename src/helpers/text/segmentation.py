"""Sentences and words, English and Chinese, with their places in the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from .hanzi import CLASS, HANZI
from .names import TermList


def _of_kind(kinds: str) -> str:
    """The characters of scripts from Greek on whose Unicode category begins so, as ranges between brackets."""
    codes = [c for c in (*range(0x370, 0x2000), *range(0x2C00, 0x2E00), *range(0xA640, 0xA900), *range(0xAB30, 0xAC00))
             if unicodedata.category(chr(c))[0] in kinds or unicodedata.category(chr(c)) in kinds.split()]  # fmt: skip
    starts = [c for n, c in enumerate(codes) if not n or codes[n - 1] != c - 1]
    ends = [c for n, c in enumerate(codes) if n + 1 == len(codes) or codes[n + 1] != c + 1]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


# Latin, then every script whose words spaces part, spelled out because a class of what is not something is slow. Marks
# are of their letter; punctuation of these scripts (the Arabic comma, the danda) is not among them.
_LETTERS_OF_WORDS = (
    "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\uff21-\uff3a\uff41-\uff5a\uac00-\ud7a3"
    + _of_kind("LM")
)
_LETTER = f"[{_LETTERS_OF_WORDS}]"
_ALNUM = f"[{_LETTERS_OF_WORDS}0-9\uff10-\uff19{_of_kind('Nd')}]"
_INSIDE = r"(?:[-'’\u200c\u200d]|(?<=[Ll])·(?=[Ll]))"
"""What stands inside a word: also the joiners of Persian and Hindi, and the point of Catalan."""
_WORD = re.compile(
    rf"(?P<abbreviation>(?:{_LETTER}\.){{2,}}(?:-{_ALNUM}+)*)"  # U.S., U.S.-led, i.e.
    rf"|(?P<number>\d+(?:[.,]\d+)+(?!{_ALNUM}))"  # 81.47, 200,000
    rf"|(?P<word>{_ALNUM}+(?:{_INSIDE}(?:(?:{_LETTER}\.){{2,}}|{_ALNUM}+))*)"  # win-win, Sino-US, China's, COVID-19
    r"|(?P<kana>[\u3041-\u309f]+|[\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff]+)"
    rf"|(?P<hanzi>{HANZI}+)"
    r"|(?P<punctuation>\S)"
)
_LETTERS = re.compile(_LETTER)

# Marks that follow none, written so that the search may skip to a mark.
_END_EN = re.compile(r"[.!?…](?<![.!?…].)[.!?…]*+[\"'”’)\]]*(?=\s+(?P<bracket>\(?)[\"'“‘\[]*(?P<letter>[^\W_]))")
_CLOSE_ZH = r"[”’」』）)】》\"']*"
_END_ZH = re.compile(
    r"[。｡！？；…!?;.．](?:"  # one mark of all first, so that the search may skip to it
    r"(?<=[^.．])[。｡！？；…!?;]*"
    # A full stop of other scripts, behind a hanzi, or behind a word or figure where a hanzi or nothing follows.
    rf"|(?<=[{CLASS}”’」』）)】》\"'][.．])(?![.．])(?={_CLOSE_ZH}\s*(?:[“‘「『《（(【]*[{CLASS}A-Z0-9]|\Z))"
    rf"|(?<=[A-Za-z0-9%％][.．])(?![.．])(?={_CLOSE_ZH}\s*(?:[“‘「『《（(【]*{HANZI}|\Z))){_CLOSE_ZH}"
)
_END_OTHER = re.compile(
    r"[。｡！？]+(?:[”’」』）)】》\"']+(?![\u3041-\u309f])|(?![”’」』）)】》\"']))(?!\Z)"  # 「...。」と is not over
    r"|(?<![.!?…؟।॥։።])[.!?…؟।॥։።]++[\"'”’»›“)\]]*(?=\s+[^\w\s]*(?P<letter>[^\W_]))"
)
_GOES_ON_ZH = set("，、：,:。！？；…!?;")
_ENUMERATOR_ZH = re.compile(r"\s*[（(]?第?(?:[一二三四五六七八九十百]{1,4}|\d{1,3}|[A-Za-z]|[IVXivx]{1,4})[）)]?[.．]")
_LATIN_STOP = re.compile(r"([A-Za-z][A-Za-z.]*)[.．]\W*$")
_LAST_WORD = re.compile(r"(\S+)$")
_ENUMERATOR = re.compile(r"(?:(?:Sec\.|Section|Art\.|Article|Chapter|Part)\s+)?(?:\d+|[IVXLC]+)\.$")
_INITIAL = re.compile(r"(?:^|[\s(“\"‘'.])[A-Z]\.$")
_NEXT_WORD = re.compile(r"\s+[\"'“‘(\[]*([^\s,;:.!?”\"’')\]]+)")

Token = tuple[int, int, str, str]
"""`text[start:end]` is a token: start, end, term and kind (see `tokens`)."""


def sentences(text: str, language: str, terms: TermList) -> list[tuple[int, int]]:
    """Spans (start and end, from 0) of the sentences of a paragraph, without the white space between them.

    Chinese: behind 。！？；… (and . ．｡ where they stand for 。) and the closing quotes and brackets that follow.
    English: behind . ! ? … where a capital, a digit or an opening bracket follows, but not behind an abbreviation, in
    whatever case, an initial or a bare number. Other languages: as English, also behind the marks of other scripts and
    before ¿, ¡ and quotation marks of every kind, and behind those of Japanese with nothing between.

    >>> from helpers.text.names import read_terms
    >>> text = "The U.S. has left. Sec. 2. (a) It pays no dues."
    >>> [text[a:b] for a, b in sentences(text, "en", read_terms())]
    ['The U.S. has left.', 'Sec. 2. (a) It pays no dues.']
    >>> text = "权威性遭到侵蚀。三是“有效性”亟待提升！"
    >>> [text[a:b] for a, b in sentences(text, "zh", read_terms())]
    ['权威性遭到侵蚀。', '三是“有效性”亟待提升！']
    """
    ends = (_ends_zh if language == "zh" else _ends_en if language == "en" else _ends_other)(text, terms)
    spans, start = [], 0
    for end in [*ends, len(text)]:
        while start < end and text[start].isspace():
            start += 1
        stop = end
        while stop > start and text[stop - 1].isspace():
            stop -= 1
        if start < stop:
            spans.append((start, stop))
        start = end
    return spans


def _ends_zh(text: str, terms: TermList) -> Iterator[int]:
    """Where a Chinese sentence ends: not where a mark that goes on follows the quotation that was closed."""
    start = 0
    for hit in _END_ZH.finditer(text):
        if text[hit.end() : hit.end() + 1] in _GOES_ON_ZH:
            continue
        if hit[0][0] in ".．" and _is_no_stop_zh(text, start, hit, terms):
            continue
        yield hit.end()
        start = hit.end()


def _is_no_stop_zh(text: str, start: int, hit: re.Match[str], terms: TermList) -> bool:
    """Whether a full stop in a Chinese text belongs to what it counts (一. or 3.), an abbreviation or initials."""
    stop = hit.start() + 1
    if _ENUMERATOR_ZH.fullmatch(text, start, stop):
        return True
    latin = _LATIN_STOP.search(text, max(start, stop - 20), stop)
    if not latin:
        return False
    word = f"{latin[1]}."
    return (
        "." in latin[1] or len(latin[1]) == 1 or terms.is_abbreviation(word) or terms.is_abbreviation(word, final=True)
    )


def _ends_en(text: str, terms: TermList) -> Iterator[int]:
    """Where an English sentence ends: not before a small letter, nor behind a full stop that is not its own."""
    start = 0
    for hit in _END_EN.finditer(text):
        if hit["letter"].islower() and not hit["bracket"]:
            continue
        if hit[0].startswith(".") and not hit[0].startswith("..") and _is_abbreviated(text, start, hit, terms):
            continue
        yield hit.end()
        start = hit.end()


def _ends_other(text: str, terms: TermList) -> Iterator[int]:
    """Where a sentence of another language ends: not before a small letter, nor behind an abbreviation."""
    start = 0
    for hit in _END_OTHER.finditer(text):
        if (letter := hit["letter"]) and (
            letter.islower() or (hit[0].startswith(".") and _is_abbreviated(text, start, hit, terms))
        ):
            continue
        yield hit.end()
        start = hit.end()


def _is_abbreviated(text: str, start: int, hit: re.Match[str], terms: TermList) -> bool:
    """Whether the full stop at `hit` belongs to an abbreviation, an initial or a bare number."""
    stop = hit.start() + 1
    last_word = text[text.rfind(" ", max(start, stop - 40), stop) + 1 : stop]
    if last_word[:-1].isalpha() and last_word.islower() and not terms.may_be_abbreviation(last_word):
        return False  # as most are: a word in small letters that is listed nowhere
    before = text[max(start, stop - 40) : stop]
    if stop - start < 40 and _ENUMERATOR.match(before.strip()):
        return True
    last = _LAST_WORD.search(before)
    word = last[1].lstrip("\"'“‘([") if last else ""
    two = " ".join(before.split()[-2:]).lstrip("\"'“‘([")
    following = _NEXT_WORD.match(text, hit.end())
    counts = bool(following) and following[1][0].isdigit()
    if any(terms.is_abbreviation(w, counts=counts) for w in (word, two)):
        return True
    if any(terms.is_abbreviation(w, final=True, counts=counts) for w in (word, two)) or _INITIAL.search(before):
        return not (following and {following[1], following[1].capitalize()} & terms.usual_first_words)
    return False


def tokens(text: str, language: str, terms: TermList) -> list[Token]:
    """The words, numbers and punctuation marks of a sentence, each `start, end` (from 0), `term, kind`; a name is one.

    `term` is the id in the term list, else the lower-cased surface with a straight apostrophe; `kind` is word, number
    or punctuation. Every character that is not white space belongs to exactly one token.

    >>> from helpers.text.names import read_terms
    >>> [term for _, _, term, _ in tokens("The United States and us: US-led, win-win.", "en", read_terms())]
    ['the', 'united-states', 'and', 'us', ':', 'us-led', ',', 'win-win', '.']
    >>> [term for _, _, term, _ in tokens("中国是发展中国家。", "zh", read_terms())]
    ['china', '是', '发展中国家', '。']
    """
    found: list[Token] = []
    at = 0
    for start, end, term in terms.matches(text):
        if at < start:
            _add_plain(found, text, at, start, language)
        found.append((start, end, term, "word"))
        at = end
    if at < len(text):
        _add_plain(found, text, at, len(text), language)
    return found


def plain_words(text: str) -> list[str]:
    """The words of a stretch without listed names and spaces (see `tokens`); hanzi that stand together are one.

    >>> plain_words("“win-win”，中国2025。")
    ['win-win', '中国']
    """
    found: list[Token] = []
    _add_plain(found, text, 0, len(text), "")
    return [term for _, _, term, kind in found if kind == "word"]


def chinese_words(text: str) -> list[str]:
    """What the segmenter makes of hanzi.

    >>> chinese_words("发展道路")
    ['发展', '道路']
    """
    return _cutter()(text, False)


def _add_plain(found: list[Token], text: str, start: int, end: int, language: str) -> None:
    """Add the tokens of a stretch that holds no listed name."""
    for hit in _WORD.finditer(text, start, end):
        kind, (at, stop) = hit.lastgroup, hit.span()
        if kind == "word":
            word = hit[0]
            name = word.lower().replace("’", "'")  # one word, whichever apostrophe its printer used
            found.append((at, stop, name, "word" if not word[0].isdigit() or _LETTERS.search(word) else "number"))
        elif kind == "hanzi":
            for word in _cutter()(hit[0], False) if language == "zh" else [hit[0]]:
                found.append((at, at + len(word), word, "word"))
                at += len(word)
        elif kind == "kana":
            found.append((at, stop, hit[0], "word"))
        elif kind == "abbreviation":
            found.append((at, stop, hit[0].lower(), "word"))
        else:
            found.append((at, stop, hit[0], kind))


@cache
def _cutter():
    """The Chinese segmenter, opened once; it holds its dictionary itself, and a hidden Markov model stays off."""
    import rjieba

    return rjieba.cut
