"""Pages from the templates of docs/_templates, in which every value is data: nothing in it is read as markup."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.filters import do_mark_safe

from ..paths import PROJECT
from .html import plain

TEMPLATES = PROJECT / "docs" / "_templates"


def render(name: str, **values: Any) -> str:
    """The page that a template makes of values; by its ending it is HTML (`.html`) or Markdown (`.md`).

    A value is shown as it is, in the text of the page and between the double quotes of an attribute. In Markdown its
    white space is folded, since a blank line would end the HTML around it. What is markup already goes through the
    filter `safe`. Raises `jinja2.UndefinedError` for a value that a template asks for and nobody gives.

    >>> page = render("tables.md", groups={"02": [{"name": "acts", "title": "美国 *and*\\n<b>"}]})
    >>> '<option value="acts">美国 &#42;and&#42; &lt;b&gt; (acts)</option>' in page
    True
    """
    return _environment(name[name.rindex(".") :]).get_template(name).render(values)


@cache
def _environment(ending: str) -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=_in_markdown if ending == ".md" else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _in_markdown(value: Any) -> Any:
    return value if hasattr(value, "__html__") else do_mark_safe(plain(value).replace('"', "&quot;"))
