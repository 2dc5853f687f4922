"""A template says what a page looks like, and no value that goes into it can."""

import re

import jinja2
import pytest

from helpers.pages import templates
from helpers.paths import PROJECT

ODD = 'a "b" <i>c</i> & *d*\n\n# e'


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.setattr(templates, "TEMPLATES", tmp_path)
    templates._environment.cache_clear()
    yield lambda name, text: (tmp_path / name).write_text(text, encoding="utf-8")
    templates._environment.cache_clear()


def test_a_value_in_markdown_stays_in_its_line_and_in_its_attribute(write):
    write("a.md", '# {{ v }}\n\n<a title="{{ v }}">{{ v }}</a>\n')
    shown = "a &quot;b&quot; &lt;i&gt;c&lt;/i&gt; &amp; &#42;d&#42; &#35; e"
    assert templates.render("a.md", v=ODD) == f'# {shown}\n\n<a title="{shown}">{shown}</a>\n'


def test_a_value_in_html_keeps_its_lines(write):
    write("a.html", '<pre title="{{ v }}">{{ v }}</pre>')
    shown = "a &#34;b&#34; &lt;i&gt;c&lt;/i&gt; &amp; *d*\n\n# e"
    assert templates.render("a.html", v=ODD) == f'<pre title="{shown}">{shown}</pre>'


def test_what_a_macro_gives_is_markup_and_what_goes_into_it_is_not(write):
    write("a.md", "{% macro bold(v) %}**{{ v }}**{% endmacro %}{{ bold(v) }} {{ v | safe }}")
    assert templates.render("a.md", v="*a*") == "**&#42;a&#42;** *a*"


def test_a_value_that_nobody_gives_is_an_error(write):
    for name in ("a.md", "a.html"):
        write(name, "{{ v }}")
        with pytest.raises(jinja2.UndefinedError, match="'v' is undefined"):
            templates.render(name)


def test_what_is_taken_as_markup_is_known():
    """Markdown that a program of ours made, and the names of files; nothing that a corpus says."""
    taken = {
        name
        for path in (PROJECT / "docs" / "_templates").glob("*.*")
        for name in re.findall(r"([\w.]+)\s*\|\s*safe", path.read_text(encoding="utf-8"))
    }
    assert taken == {
        "limits", "entry", "stem", "figure.notebook", "word.name", "other", "drawing", "part.name", "part.question",
        "part.picture", 
    }  # fmt: skip
