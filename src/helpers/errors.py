"""The errors that a reader of the compendium is meant to see: place and remedy, without a traceback."""


class CorpusError(ValueError):
    """Something in the corpus, its manifest or a term list is not as declared."""


class RunError(RuntimeError):
    """Something that was run failed; the message says what, where and what is left of it."""
