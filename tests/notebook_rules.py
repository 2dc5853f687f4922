"""What every notebook of the compendium must hold, checked without running it. `faults` names what does not."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

TAGS = {"parameters", "narrative", "hermeneutics", "hide-input"}
LONGEST_DEFINITION = 10
MOST_FIGURES, MOST_COLUMNS, MOST_ROWS = 8, 7, 15

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


def faults(notebook: dict) -> list[str]:
    """Sentences on what is wrong with a notebook; an empty list where nothing is."""
    return list(_faults(notebook))


def _faults(notebook: dict) -> Iterator[str]:
    cells = notebook["cells"]
    codes = [cell for cell in cells if cell["cell_type"] == "code"]
    if notebook["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield "its kernel is not python3"
    if [cell["execution_count"] for cell in codes] != list(range(1, len(codes) + 1)):
        yield "its cells were not executed in order, 1 to n"
    yield from _opening(cells)
    yield from _parameters(codes)
    for number, cell in enumerate(cells):
        for fault in [*_tags(cell), *(_prose(cell) if cell["cell_type"] == "markdown" else _code(cell))]:
            yield f"cell {number}: {fault}"
    if sum(_html(output).count("<img") for cell in codes for output in cell["outputs"]) > MOST_FIGURES:
        yield f"it has more than {MOST_FIGURES} figures"


def _opening(cells: list[dict]) -> Iterator[str]:
    first = "".join(cells[0]["source"])
    if cells[0]["cell_type"] != "markdown" or not first.startswith("# ") or "?" not in first:
        yield "its first cell has no title and question"


def _parameters(codes: list[dict]) -> Iterator[str]:
    tagged = ["".join(c["source"]) for c in codes if "parameters" in c["metadata"].get("tags", [])]
    if len(tagged) != 1:
        yield f"it has {len(tagged)} cells of parameters, not one"
        return
    lines = tagged[0].split("\n")
    for node in ast.parse(tagged[0]).body:
        literal = isinstance(node, ast.AnnAssign) and node.value is not None and _is_literal(node.value)
        if not literal:
            yield f"parameters: {ast.unparse(node)!r} is not an annotated literal"
        elif not re.search(r"#\s*\S", lines[node.end_lineno - 1][node.end_col_offset :]):
            yield f"parameters: {ast.unparse(node)!r} has no comment"


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
            length = node.end_lineno - node.lineno + 1
            if length > LONGEST_DEFINITION:
                yield f"the definition of {node.name!r} has {length} lines"
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
    for columns, rows in page.tables:
        if columns > MOST_COLUMNS or rows > MOST_ROWS:
            yield f"a table of {columns} columns and {rows} rows is shown"


def _html(output: dict) -> str:
    data = output.get("data", {})
    return "".join("".join(data.get(kind, "")) for kind in ("text/html", "text/markdown"))


class _Page(HTMLParser):
    """Counts pictures, their descriptions and captions, and the sizes of tables."""

    def __init__(self):
        super().__init__()
        self.pictures = self.described = self.captions = 0
        self.tables: list[list[int]] = []
        self._caption = False

    def handle_starttag(self, tag, attributes):
        if tag == "img":
            self.pictures += 1
            self.described += bool((dict(attributes).get("alt") or "").strip())
        elif tag == "table":
            self.tables.append([0, 0])
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
