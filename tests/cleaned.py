"""What tests of the cleaner share: a file given as a string, cut into pieces, and its blocks."""

from helpers.corpus.cleaning import clean
from helpers.corpus.lines import line_starts
from helpers.corpus.rules import READ, Claim, Rules


def pieces_of(raw: str, rules: Rules = Rules(), claims: list[Claim] | None = None):  # noqa: B008
    return clean(raw, rules, claims or [Claim("t", 1, len(line_starts(raw)))], "test.toml: source 't'")


def blocks_of(raw: str, rules: Rules = Rules(), streams=READ) -> list[str]:  # noqa: B008
    found: dict[int, str] = {}
    for piece in sorted(pieces_of(raw, rules), key=lambda p: p.order):
        if piece.block is not None and piece.stream in streams:
            found[piece.block] = found.get(piece.block, "") + piece.output
    return [text for text in found.values() if text]
