"""What every notebook of the compendium must hold, checked without running it. `faults` names what does not."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from statistics import median

TAGS = {"parameters", "narrative", "hermeneutics", "hide-input"}
MOST_FIGURES, MOST_COLUMNS, MOST_ROWS, MOST_PASSAGES = 6, 7, 15, 25
MOST_BEADS = 60
"""Rows of a table of beads: sentences of two texts beside each other, which are no passages, but are quoted."""
MOST_CELLS, MOST_LINES, MEDIAN_LINES, MOST_PARAMETERS, ABOVE = 16, 12, 5, 10, 30
"""Of code: cells, lines of a cell, their median, parameters, and lines above the answer's output."""
OF_INSTRUMENT = 15
"""Parameters of a notebook whose texts are the reader's own: how they are read is set there too."""
OF_METHODS = 40
"""Cells of code on the page of methods, which holds the tables of all chapters and begins with no answer."""
WORDS = 4
"""So many words of ours in a string that is glued together are prose, which belongs into a function or a template."""

IN_OUTPUT = {
    "a warning": re.compile(r"\b[A-Z]\w*Warning\b"),
    "a memory address": re.compile(r"\b0x[0-9a-f]{6,}\b"),
    "a path of a machine": re.compile(r"(?<![\w./])/(?:home|root|Users|tmp|work|opt|var)/|\b[A-Z]:\\\\"),
    "a time of day": re.compile(r"\b\d{1,2}:\d{2}:\d{2}\b"),
}
IN_CODE = {
    "sys.path": re.compile(r"\bsys\s*\.\s*path\b"),
    "an absolute path": re.compile(r"""["'](?:/[\w.]+/|~/|[A-Z]:\\)"""),
    "the network": re.compile(r"\b(?:requests|urllib|httpx|socket)\b|https?://"),
    "a download": re.compile(r"\bdownload\b|\bpip\b|^\s*[!%]", re.MULTILINE),
}


def faults(notebook: dict, methods: bool = False) -> list[str]:
    """Sentences on what is wrong with a notebook, or with the page of methods; an empty list where nothing is."""
    return list(_faults(notebook, methods))


def _faults(notebook: dict, methods: bool) -> Iterator[str]:
    cells = notebook["cells"]
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield "its kernel is not python3"
    if [cell["execution_count"] for cell in codes] != list(range(1, len(codes) + 1)):
        yield "its cells were not executed in order, 1 to n"
    yield from _opening(cells, methods)
    yield from _parameters(codes)
    yield from _lean(codes, OF_METHODS if methods else MOST_CELLS)
    for number, cell in enumerate(cells):
        for fault in [*_tags(cell), *(_prose(cell) if cell["cell_type"] == "markdown" else _code(cell))]:
            yield f"cell {number}: {fault}"
    shown = "".join(_html(output) for cell in codes for output in cell["outputs"])
    if shown.count("<img") > MOST_FIGURES:
        yield f"it has more than {MOST_FIGURES} figures"
    if shown.count("<blockquote") > MOST_PASSAGES:
        yield f"it shows more than {MOST_PASSAGES} passages"
    if "not quoted" in shown:
        yield "it says of a passage that it is not quoted"
    quoted = re.findall(r'data-sentence="([^"]+)"', shown)
    for sentence in sorted({s for s in quoted if quoted.count(s) > 1}):
        yield f"{sentence} is shown twice"


def _opening(cells: list[dict], methods: bool) -> Iterator[str]:
    first = "".join(cells[0]["source"])
    if cells[0]["cell_type"] != "markdown" or not first.startswith("# ") or "?" not in first:
        yield "its first cell has no title and question"
    order = [*(_kind(cell) for cell in cells[:3]), *(cell["cell_type"] for cell in cells[3:4])]
    wanted = ["markdown", "parameters", "setup", "markdown" if methods else "code"]
    if "parameters" in order and order != wanted:
        then = "prose" if methods else "the answer"
        yield f"it opens with {', '.join(order)}, not with title, parameters, one line of setup and {then}"
        return
    if methods:
        return
    if sum("".join(cell["source"]).count("\n") + 1 for cell in cells[:4]) > ABOVE:
        yield f"more than {ABOVE} lines stand above its answer"
    if not any("<img" in _html(output) for cell in cells[3:6] for output in cell.get("outputs", [])):
        yield "no picture stands beside its answer"


def _kind(cell: dict) -> str:
    """markdown, parameters, setup (imports, and one line that is none), or code."""
    if cell["cell_type"] == "markdown":
        return "markdown"
    if "parameters" in cell["metadata"].get("tags", []):
        return "parameters"
    body = _body("".join(cell["source"]))
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "setup" if imports and _lines(body) <= 1 else "code"


def _body(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []


def _lines(body: list[ast.stmt]) -> int:
    """Lines of code, imports apart."""
    spans = [(n.lineno, n.end_lineno) for n in body if not isinstance(n, ast.Import | ast.ImportFrom)]
    return len({line for first, last in spans for line in range(first, last + 1)})


def _lean(codes: list[dict], most: int) -> Iterator[str]:
    counted = [c for c in codes if "parameters" not in c["metadata"].get("tags", [])]
    lines = [_lines(_body("".join(cell["source"]))) for cell in counted]
    if len(codes) > most:
        yield f"it has {len(codes)} cells of code; {most} are allowed"
    if lines and median(lines) > MEDIAN_LINES:
        yield f"half of its cells of code have more than {MEDIAN_LINES} lines"
    for cell, n in zip(counted, lines, strict=True):
        if n > MOST_LINES:
            yield f"a cell has {n} lines of code: {''.join(cell['source']).splitlines()[0]!r}"


def _parameters(codes: list[dict]) -> Iterator[str]:
    tagged = ["".join(c["source"]) for c in codes if "parameters" in c["metadata"].get("tags", [])]
    if len(tagged) != 1:
        yield f"it has {len(tagged)} cells of parameters, not one"
        return
    lines = tagged[0].split("\n")
    most = OF_INSTRUMENT if tagged[0].startswith("source: str") else MOST_PARAMETERS
    if len(lines) > most:
        yield f"its parameters have {len(lines)} lines; {most} are allowed"
    for node in ast.parse(tagged[0]).body:
        literal = isinstance(node, ast.AnnAssign) and node.value is not None and _is_literal(node.value)
        if not literal:
            yield f"parameters: {ast.unparse(node)!r} is not an annotated literal"
        elif not re.search(r"#\s*\S", lines[node.end_lineno - 1][node.end_col_offset :]):
            yield f"parameters: {ast.unparse(node)!r} has no comment"


def _said(node: ast.expr) -> int:
    """How many words of ours stand in the strings of which one is made."""
    parts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    glued = isinstance(node, ast.JoinedStr) or (isinstance(node.op, ast.Add) if isinstance(node, ast.BinOp) else False)
    return sum(len(re.findall(r"[A-Za-z]{2,}", part)) for part in parts) if glued else 0


def _is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def _tags(cell: dict) -> Iterator[str]:
    tags = set(cell["metadata"].get("tags", []))
    if tags - TAGS:
        yield f"unknown tags {sorted(tags - TAGS)}"
    if len(tags & {"parameters", "narrative", "hermeneutics"}) != 1:
        yield "it is not tagged as narrative, hermeneutics or parameters"


def _prose(cell: dict) -> Iterator[str]:
    text = re.sub(r"`[^`]*`|^# .*$", "", "".join(cell["source"]), flags=re.MULTILINE)
    if re.search(r"\d", text):
        yield "a number is typed into its prose"


def _code(cell: dict) -> Iterator[str]:
    source = "".join(cell["source"])
    for what, pattern in IN_CODE.items():
        if pattern.search(source):
            yield f"it uses {what}"
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        nodes = []
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield f"it defines {node.name!r}; move that into the package"
        if isinstance(node, ast.JoinedStr | ast.BinOp) and _said(node) >= WORDS:
            yield f"prose is glued together in it: {ast.unparse(node)[:40]!r}"
    for output in cell["outputs"]:
        yield from _output(output)


def _output(output: dict) -> Iterator[str]:
    if output["output_type"] == "error":
        yield "its output is an error"
    if output.get("name") == "stderr":
        yield "its output is on stderr"
    if "image/png" in output.get("data", {}):
        yield "a picture has no caption and alternative text"
    shown = _html(output) + "".join(output.get("text", [])) + "".join(output.get("data", {}).get("text/plain", []))
    visible = re.sub(r'src="data:[^"]*"', "", shown)
    for what, pattern in IN_OUTPUT.items():
        if pattern.search(visible):
            yield f"its output holds {what}"
    page = _Page()
    page.feed(visible)
    if page.pictures != page.described or page.pictures != page.captions:
        yield "a picture has no caption and alternative text"
    for columns, rows, most in page.tables:
        if columns > MOST_COLUMNS or rows > most:
            yield f"a table of {columns} columns and {rows} rows is shown"


def _html(output: dict) -> str:
    data = output.get("data", {})
    return "".join("".join(data.get(kind, "")) for kind in ("text/html", "text/markdown"))


class _Page(HTMLParser):
    """Counts pictures, their descriptions and captions, and the sizes of tables."""

    def __init__(self):
        super().__init__()
        self.pictures = self.described = self.captions = 0
        self.tables: list[list[int]] = []  # columns, rows, most rows
        self._caption = False

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.pictures += 1
            self.described += bool((dict(attributes).get("alt") or "").strip())
        elif tag == "table":
            beads = "beads" in (dict(attributes).get("class") or "").split()
            self.tables.append([0, 0, MOST_BEADS if beads else MOST_ROWS])
        elif tag == "th" and self.tables:
            self.tables[-1][0] += 1
        elif tag == "tr" and self.tables:
            self.tables[-1][1] += 1
        self._caption = tag == "figcaption" or (self._caption and tag != "img")

    def handle_endtag(self, tag):
        if tag == "thead" and self.tables:
            self.tables[-1][1] = 0
        if tag == "figcaption":
            self._caption = False

    def handle_data(self, data):
        if self._caption and data.strip():
            self.captions += 1
            self._caption = False
