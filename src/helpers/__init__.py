"""Helpers of the compendium: a corpus with provenance, and what the notebooks do with it.

`load_corpus()` gives the corpus as tables, `raw_lines()` leads from any sentence back to its raw lines.
"""

import os

from .errors import CorpusError

if os.environ.get("HELPERS_OFFLINE") == "socket guard":  # a process of a run that goes without the network
    from .compendium.offline import guard

    guard()

_ROOM_OF = {
    "load_corpus": "corpus.load",
    "line_streams": "corpus.raw",
    "raw_context": "corpus.raw",
    "raw_lines": "corpus.raw",
    "date_spans": "corpus.selection",
    "paragraph_sizes": "corpus.selection",
}
__all__ = ["CorpusError", *_ROOM_OF]


def __getattr__(name: str):
    # pandas and the segmenter are loaded with the first use, so that `import helpers` costs nothing.
    if name in _ROOM_OF:
        from importlib import import_module

        return getattr(import_module(f"helpers.{_ROOM_OF[name]}"), name)
    raise AttributeError(f"module 'helpers' has no attribute {name!r}")
