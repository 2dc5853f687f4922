"""The errors that a reader of the compendium is meant to see: place and remedy, without a traceback."""

import re

LONGEST = 500
"""So many characters a message has at most."""


class CorpusError(ValueError):
    """Something in the corpus, its manifest or a term list is not as declared.

    The message is of one line and of bounded length, whatever stood in a file: what is too long is cut in its middle,
    since the place is named first and the remedy last.

    >>> str(CorpusError("a.csv: line 2: 'b\\nc' is no code; correct it"))
    "a.csv: line 2: 'b c' is no code; correct it"
    >>> len(str(CorpusError("x" * 10**6)))
    500
    """

    def __init__(self, message: str = "") -> None:
        told = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", str(message))
        super().__init__(told if len(told) <= LONGEST else f"{told[:300]} … {told[303 - LONGEST :]}")


class RunError(RuntimeError):
    """Something that was run failed; the message says what, where and what is left of it."""
