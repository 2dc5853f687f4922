"""The one kind of error that a reader of the compendium is meant to see: file, place and remedy in one sentence."""


class CorpusError(ValueError):
    """Something in the corpus, its manifest or a term list is not as declared."""
