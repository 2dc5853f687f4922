"""The errors that a reader of the compendium is meant to see: place and remedy, without a traceback."""

import re
import signal

LONGEST = 500
"""So many characters a message has at most."""


def plain(text: str) -> str:
    """A text in one line: a space for every run of line ends and other control characters, which nobody would see.

    >>> plain("改革\\r\\n\\x1b[2J全球")
    '改革 [2J全球'
    """
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text)


class CorpusError(ValueError):
    """Something in the corpus, or in a file that says how to read it, is not as declared.

    The message is of one line and of bounded length, whatever stood in a file: what is too long is cut in its middle,
    since the place is named first and the remedy last.

    >>> str(CorpusError("a.csv: line 2: 'b\\nc' is no code; correct it"))
    "a.csv: line 2: 'b c' is no code; correct it"
    >>> len(str(CorpusError("x" * 10**6)))
    500
    """

    def __init__(self, message: str = "") -> None:
        told = plain(str(message))
        super().__init__(told if len(told) <= LONGEST else f"{told[:300]} … {told[303 - LONGEST :]}")


class RunError(RuntimeError):
    """Something that was run failed; the message says what, where and what is left of it.

    >>> str(RunError("00_corpus: memory ran out; free memory; nothing was published"))
    '00_corpus: memory ran out; free memory; nothing was published'
    """


_REMEDIES = (
    (r"No space left|File too large|[Qq]uota", "make room"),
    (r"Too many open files", "allow more open files (ulimit -n)"),
    (r"Read-only|Permission denied|not permitted", "make it writable, or name another folder with --output"),
    (
        r"MemoryError|Cannot allocate|cannot allocate|Unable to allocate|failed to map|new thread|bad_alloc|"
        r"Resource temporarily unavailable|SIGKILL|OUT OF MEMORY",
        "free memory, or allow more (ulimit -v)",
    ),
    (r"No module named|cannot import name|ModuleNotFound", "install the versions of requirements.lock"),
    (r"No such file", "put it back, or correct its name"),
    (r"Not a directory|File exists|Is a directory", "move what stands there, or name another folder with --output"),
)


def remedy(said: str) -> str:
    """What a reader can do about what the system said; empty where that is not known.

    >>> remedy("[Errno 24] Too many open files: 'a'")
    'allow more open files (ulimit -n)'
    """
    return next((does for pattern, does in _REMEDIES if re.search(pattern, said)), "")


def reason(error: OSError) -> str:
    """The system's own words for an error, with the file where it is about one.

    >>> reason(FileNotFoundError(2, "No such file or directory", "a.csv"))
    'a.csv: No such file or directory'
    """
    said = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {said}" if error.filename is not None else said


def ended(status: int) -> str:
    """How a process ended, from its status as `subprocess` gives it.

    >>> ended(-9), ended(3)
    ('was killed (SIGKILL)', 'ended with exit status 3')
    """
    if status >= 0:
        return f"ended with exit status {status}"
    try:
        return f"was killed ({signal.Signals(-status).name})"
    except ValueError:  # a signal without a name
        return f"was killed (signal {-status})"


_IGNORED = re.compile(r"^Exception ignored .*(?:\nTraceback .*(?:\n[ \t].*)*\n\S.*)?", re.MULTILINE)
"""What Python tells of a fault in taking an object apart, which for the most part another fault has left half made."""


def last_words(printed: str) -> str:
    """What a program printed, in a line of at most 200 characters: its last exception, else its last line.

    >>> last_words("Traceback ...\\nImportError: no pandas\\n\\nSee the manual.\\n")
    'ImportError: no pandas'
    >>> ignored = "Exception ignored in: <function f>\\nTraceback (most recent call last):\\n  f()\\nKeyError: 1\\n"
    >>> last_words("OSError: Too many open files\\n" + ignored)
    'OSError: Too many open files'
    """
    lines = [plain(line).strip() for line in _IGNORED.sub("", printed).splitlines()]
    lines = [line for line in lines if line]
    exceptions = [
        line for line in lines if re.match(r"(?:[\w.]+(?:Error|Exception|Interrupt)\b|\S+: No module named)", line)
    ]
    said = (exceptions or lines or [""])[-1]
    return said if len(said) <= 200 else said[:199] + "…"
