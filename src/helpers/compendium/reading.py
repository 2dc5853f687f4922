"""What the pages read while they are read: one file a text, with its sentences as far as they may be shown.

Cards, citations and the concordance take it. Of sentences that may not be shown it has their place and codes, and how
often words stand in them, paragraph by paragraph, in no order (`term_counts.csv` publishes the like): single words, and
phrases that stand twice or more in the corpus, none as long as what counts as a quotation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import regex

from ..corpus.load import BACK_MATTER
from ..text.hanzi import CLASS
from .behind import Sentences

WORD = regex.compile(rf"[[\p{{L}}\p{{N}}]--[{CLASS}]]+(?:[.&][[\p{{L}}\p{{N}}]--[{CLASS}]]+)*", regex.V1)
"""A word in letters, as the script of the page has it, too: a hyphen or an apostrophe ends it."""
GAP = regex.compile(r"[\s\-–'’“”\"]*")
"""What may stand between the words of one phrase."""
RUN = regex.compile(f"[{CLASS}]+")
WORDS, HANZI, LETTERS = 4, 8, 39
"""How long a phrase may be that is counted where it may not be shown: words and their letters, or hanzi."""
TWICE = 2


def reading(sentences: Sentences) -> dict[str, dict[str, Any]]:
    """By text_id, in order of date, what is known of a text and its sentences; back matter is left out of counts.

    sentences: by number, text (t, where it may be shown), lines (l), kind of paragraph (k), gloss (g), codes (c).
    words, phrases: by what stands in sentences that are not shown, how often by paragraph.
    """
    corpus = sentences.corpus
    texts = corpus.texts.set_index("text_id")
    kinds = corpus.paragraphs.set_index("paragraph_id")["kind"]
    often = Counter(phrase for text in corpus.sentences["text"] for phrase in phrases(text))
    surface = corpus.tokens[corpus.tokens["kind"] != "punctuation"].groupby("sentence_id")["surface"].agg(list)
    made = {}
    for text_id, about in sentences.texts.items():
        row = texts.loc[text_id]
        own = corpus.sentences[corpus.sentences["text_id"] == text_id]
        counted = row["genre"] != BACK_MATTER
        words: dict[str, Counter[str]] = {}
        found: dict[str, Counter[str]] = {}
        lines = {}
        for sentence in own.itertuples():
            shown = sentences.row(sentence.sentence_id)
            lines[shown["number"]] = _line(shown, kinds[sentence.paragraph_id])
            if not shown["text"] and counted:
                place = shown["number"].split(".")[0]
                hanzi = [t for t in surface.get(sentence.sentence_id, []) if RUN.search(t)]
                for word in (*WORD.findall(sentence.text), *hanzi):
                    words.setdefault(word, Counter())[place] += 1
                for phrase in phrases(sentence.text):
                    if often[phrase] >= TWICE:
                        found.setdefault(phrase, Counter())[place] += 1
        length = own["text"].str.len()
        seen = length[own["sentence_id"].isin(sentences.shown)].sum()
        made[text_id] = {
            **about,
            "counted": counted,
            "full": row["title"] or about["title"],
            "by": row["author"] or row["institution"] or "no author stated",
            "shown": round(float(seen / length.sum()), 4),
            "letters": int(length.sum()),
            "sentences": lines,
            "words": {word: words[word] for word in sorted(words)},
            "phrases": {phrase: found[phrase] for phrase in sorted(found)},
        }
    return made


def _line(shown: dict[str, Any], kind: str) -> dict[str, Any]:
    codes = [
        {"book": entry["book"], "codes": [label for _, label in entry["codes"]], "noted": entry["noted"]}
        for entry in shown["codes"]
    ]
    line = {"t": shown["text"], "l": shown["lines"], "k": kind, "g": shown["gloss"], "c": codes}
    return {key: value for key, value in line.items() if value}


def phrases(text: str) -> Iterator[str]:
    """The phrases of a sentence: two to four words with nothing but a space or a hyphen between, two to eight hanzi.

    >>> list(phrases("win-win, or 合作共")), list(phrases("Stop. Go"))
    (['win win', '合作', '合作共', '作共'], [])
    """
    words = list(WORD.finditer(text))
    for at in range(len(words)):
        said = words[at][0]
        for last, word in zip(words[at : at + WORDS], words[at + 1 : at + WORDS], strict=False):
            said = f"{said} {word[0]}"
            if not GAP.fullmatch(text[last.end() : word.start()]) or len(said.replace(" ", "")) > LETTERS:
                break
            yield said
    for run in RUN.findall(text):
        for at in range(len(run)):
            for end in range(at + 2, min(at + HANZI, len(run)) + 1):
                yield run[at:end]
