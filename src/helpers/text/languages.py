"""Which language a text is in, as far as its script and its commonest words show."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .hanzi import HANZI, how_many

UNKNOWN = "und"
"""The code of ISO 639 for a language that is not determined."""
COMMON = {
    "en": "the of and to in a is that for it was on are with as be this by at an from have not which i we you",
    "fr": "le la les de des et du que est dans pour une qui sur pas plus par au il ce nous",
    "de": "der die das und ist nicht von mit den zu ein eine auf für sich dem des im wir",
    "es": "el los las que de y en por una con para es del se su al lo como más",
    "pt": "o os as que de e não em uma para com do da dos das no na um por ao",
    "it": "il che di e la per non una sono del della in si con le gli dei alla è",
    "nl": "het een van de en niet dat is op te zijn voor met aan er om ook die",
    "sv": "och att det som en på är av för den med till inte om ett har",
    "da": "og at det som en på er af for den med til ikke om et har",
    "pl": "i w na z się nie że do jest to o jak ale po przez dla",
    "tr": "ve bir bu da için ile de çok olarak olan daha ne gibi",
    "id": "yang dan di ini itu dengan untuk dari pada adalah dalam tidak akan ke",
    "vi": "và của là có cho không được trong một các với những người",
    "ru": "и в не на что с он как это по но из за от для мы",
    "uk": "і в не на що з він як це та але із за від для ми є",
    "ar": "في من على أن إلى هذا عن التي الذي ما لا هو",
}
"""The commonest words of languages whose words are parted by spaces."""
_LANGUAGES: dict[str, list[str]] = {}
for _code, _words in COMMON.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_code)
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(rf"(?:(?!{HANZI})[^\W\d_])+")
_KANA, _HANGUL = re.compile("[\u3041-\u30fa\u30fc]"), re.compile("[\uac00-\ud7a3]")
SAMPLE = 20_000
"""So many characters of a text are looked at."""


_LONG_CODES = {"eng": "en", "zho": "zh", "chi": "zh", "cmn": "zh", "jpn": "ja", "kor": "ko"}
_BY_SCRIPT = ("zh", "ja", "ko", "ru", "ar")
_ENOUGH = 400
"""So many characters tell languages of one script apart."""


def code_of(named: str) -> str:
    """The code by which texts of a language are known here, without script and country.

    >>> code_of("zh-Hant"), code_of("EN-gb"), code_of("zho")
    ('zh', 'en', 'zh')
    """
    base = re.split("[-_]", named.lower())[0]
    return _LONG_CODES.get(base, base)


def looks_otherwise(text: str, named: str) -> bool:
    """Whether a text is surely not in the language that is named for it.

    >>> looks_otherwise("The order of the world.", "zh"), looks_otherwise("The order", "en")
    (True, False)
    """
    seen = language_of(text)
    known = named in COMMON or named in _BY_SCRIPT
    if seen in (UNKNOWN, named) or not known or {seen, named} == {"zh", "ja"}:
        return False
    return len(text) >= _ENOUGH or seen in _BY_SCRIPT or named in _BY_SCRIPT


def language_of(text: str) -> str:
    """The code of the language of a text; `und` where it cannot be told.

    By script where that says it (hanzi without kana are Chinese); else by which language's commonest words stand there
    most often. Words in plain Latin letters without any of them are taken for English.

    >>> [language_of(text) for text in ("全球治理", "The order", "Les États", "国連の総会", "2025", "Order!")]
    ['zh', 'en', 'fr', 'ja', 'und', 'en']
    """
    text = unicodedata.normalize("NFC", text[:SAMPLE])
    hanzi = how_many(text)
    words = list(map(str.lower, (_WORD if hanzi else _LETTERS).findall(text)))
    wide = {"zh": hanzi, "ja": len(_KANA.findall(text)), "ko": len(_HANGUL.findall(text))}
    letters = sum(map(len, words)) - wide["ja"] - wide["ko"]
    if sum(wide.values()) * 3 > letters:  # a hanzi is worth some letters
        if wide["ja"] * 10 > wide["zh"] and wide["ja"]:
            return "ja"
        return "ko" if wide["ko"] > wide["zh"] else "zh" if wide["zh"] else UNKNOWN
    votes = Counter(code for codes in map(_LANGUAGES.get, words) if codes for code in codes)
    if not votes:
        return "en" if words and all(map(str.isascii, words)) else UNKNOWN
    return max(COMMON, key=lambda code: votes[code])
