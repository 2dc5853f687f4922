"""Helpers of the compendium: a corpus with provenance, and what the notebooks do with it.

`load_corpus()` gives the corpus as tables, `raw_lines()` leads from any sentence back to its raw lines.
"""

import os

from .errors import CorpusError

if os.environ.get("HELPERS_OFFLINE") == "socket guard":  # a process of a run that goes without the network
    from .offline import guard

    guard()

_CORPUS = ("date_spans", "line_streams", "load_corpus", "paragraph_sizes", "raw_context", "raw_lines")
__all__ = ["CorpusError", *_CORPUS]


def __getattr__(name: str):
    # pandas and the segmenter are loaded with the first use, so that `import helpers` costs nothing.
    if name in _CORPUS:
        from . import corpus

        return getattr(corpus, name)
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")
