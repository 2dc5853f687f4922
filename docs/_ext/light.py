"""What makes the pages light when all of them are written: no script that nobody uses, icons and fonts of what is used.

The theme brings every icon and a search of its own; here the few icons that a page shows stand in it, and the style
sheets lose the rules of classes that no page has. Hanzi come in a few files, so that a page loads those it needs.
"""

import hashlib
import re
import shutil
from functools import cache
from pathlib import Path

import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont

from helpers.pages.fonts import FAMILY, FILE
from helpers.text.hanzi import WIDE

UNUSED = (
    "_static/scripts/fontawesome.js", "_static/searchtools.js", "_static/language_data.js", "searchindex.js",
    "_static/doctools.js", "_static/sphinx_highlight.js", "_static/base-stemmer.js", "_static/english-stemmer.js",
)  # fmt: skip
"""Scripts of the theme and of its search that these pages do not need."""
LEFT_OVER = (
    "_sources", "_static/locales", "_static/images", "_static/documentation_options.js", "_static/webpack-macros.html",
    "_static/sbt-webpack-macros.html", "_static/file.png", "_static/minus.png", "_static/plus.png",
    "_static/vendor/fontawesome", f"_static/{FILE.name}",
)  # fmt: skip
ICONS = "_static/scripts/fontawesome.js"
FIGURE_FONT = "Compendium Figure"
"""The font of texts in figures: Latin and the few hanzi that figures have."""
_ICON = re.compile(r'<(i|span) class="fa-solid fa-([\w-]+)([^"]*)"[^>]*>\s*</\1>')
_NAMES = "|".join(re.escape(Path(name).name) for name in UNUSED)
_SCRIPT = re.compile(rf'<script[^>]*src="[^"]*(?:{_NAMES})[^"]*"[^>]*>\s*</script>\n?')
_OPTIONS = re.compile(r'<script src="[^"]*documentation_options\.js[^"]*"></script>')
_SHEET = re.compile(r'<link href="([^"]*_static/(?!site-)[^"]*\.css[^"]*)" rel="stylesheet"[^>]*/>\n?')
_URL = re.compile(r"""url\((["']?)(?!data:|["']|#)([^)]+)""")
_IMPORT = re.compile(r"""@import (?:url\()?["']([^"']+)["']\)?;""")
FIRST = (
    'document.documentElement.classList.add("has-script");'
    'document.documentElement.classList.toggle("narrative",!/[?&]with=method(&|$)/.test(location.search));'
)
"""By this a page knows before it is drawn whether it has a script, and whether the method is to be shown."""
_HANZI = re.compile(f"[{WIDE}]")


def setup(app):
    app.connect("builder-inited", without_search)
    app.connect("build-finished", lighten, priority=900)
    return {"parallel_read_safe": True}


def without_search(app):
    """Sphinx makes no index of its own; the page of the search is one of ours."""
    app.builder.search = False


def lighten(app, error):
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    icons, options = text_of(out / ICONS), text_of(out / "_static" / "documentation_options.js")
    for path in sorted(out.rglob("*.html")):
        page = path.read_text(encoding="utf-8")
        page = _ICON.sub(lambda found: drawn(icons, found[2], found[3]), _SCRIPT.sub("", page))
        path.write_text(_OPTIONS.sub(f"<script>{options}</script>", at_once(page)), encoding="utf-8")
    for name in UNUSED:
        (out / name).unlink(missing_ok=True)
    for path in [*out.rglob("*.map"), *(out / name for name in LEFT_OVER)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    used = set(re.findall(r"[\w-]+", " ".join(map(text_of, [*out.rglob("*.html"), *out.rglob("*.js")]))))
    named = ("styles/*.css", "mystnb*.css", "compendium.css", "cards.css")
    for path in (path for name in named for path in (out / "_static").glob(name)):
        path.write_text(purged(text_of(path), used), encoding="utf-8")
    fonts(out)
    for path in sorted(out.rglob("*.html")):
        path.write_text(one_sheet(out, path.parent, text_of(path)), encoding="utf-8")


def at_once(page):
    """A page whose first words wait for no script: what has to be known before it is drawn stands in it."""
    page = re.sub(r'<script src="([^"]*/(?:switch|sphinx-book-theme)\.js)', r'<script defer="" src="\1', page)
    if "<pre" not in page:  # where a line end is only one more byte
        page = re.sub(r"\s*\n\s*", "\n", page)
    return page.replace("<head>", f"<head>\n<script>{FIRST}</script>", 1)


def one_sheet(out, folder, page):
    """A page with its style sheets in one file, for each is waited for."""
    links = list(_SHEET.finditer(page))
    if not links:
        return page
    files = [(folder / link[1].partition("?")[0]).resolve() for link in links]
    css = "\n".join(sheet(out, path) for path in files)
    name = f"site-{hashlib.sha256(css.encode()).hexdigest()[:12]}.css"
    (out / "_static" / name).write_text(css, encoding="utf-8")
    up = links[0][1].partition("_static/")[0]
    page = page.replace(links[0][0], f'<link href="{up}_static/{name}" rel="stylesheet"/>')
    return _SHEET.sub("", page)


@cache
def sheet(out, path):
    """A style sheet with those that it imports, as it reads from the folder of static files."""
    css = _IMPORT.sub(lambda found: text_of((path.parent / found[1]).resolve()), text_of(path))
    return _URL.sub(rf"url(\1{path.parent.relative_to(out / '_static')}/\2", css)


def text_of(path):
    return path.read_text(encoding="utf-8")


@cache
def drawn(icons, name, more):
    """An icon of Font Awesome as the drawing it is; the words beside it say what it means."""
    found = re.search(rf'[{{,]"?{name}"?:\[(\d+),(\d+),\[[^\]]*\],"\w+","([^"]+)"\]', icons)
    width, height, path = found.groups()
    return (
        f'<svg class="icon{more}" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">'
        f'<path fill="currentColor" d="{path}"/></svg>'
    )


def purged(css, used):
    """A style sheet without the rules for classes and ids that no page and no script names."""
    return "".join(kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used))


def kept(rules, used):
    for rule in rules:
        if rule.type == "qualified-rule":
            parts = tinycss2.serialize(rule.prelude)
            live = [part for part in split(parts) if set(re.findall(r"(?<!\\)[.#]((?!\d)[\w-]+)", part)) <= used]
            if live:
                yield f"{','.join(live)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            yield f"@media{tinycss2.serialize(rule.prelude)}{{{''.join(kept(inner, used))}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "font-face" and "Awesome" in rule.serialize():
            continue
        else:
            yield rule.serialize()


def split(selectors):
    """The single selectors of a list; a comma inside brackets parts none.

    >>> split("a, b:not(.c, .d)")
    ['a', ' b:not(.c, .d)']
    """
    return re.split(r",(?![^()]*\))", selectors)


# --- fonts -----------------------------------------------------------------------------------------------------------


def fonts(out):
    """Subsets of the font: for figures, for hanzi on several pages, and for those of a single page or of the data."""
    read = [text_of(path) for path in out.rglob("*.html")]
    pages = [set(_HANZI.findall(page)) for page in read]
    data = set().union(*(set(_HANZI.findall(text_of(p))) for k in ("json", "csv", "js") for p in out.rglob(f"*.{k}")))
    every = set().union(*pages)
    common = {c for c in every if sum(c in page for page in pages) > 4}
    in_figures = set("".join(re.findall(r"<text[^>]*>([^<]*)", " ".join(read))))
    made = [written(out, FIGURE_FONT, "figure", in_figures | set(map(chr, range(32, 127))))]
    for name, characters in (("common", common), ("rare", every - common), ("data", data - every)):
        made.append(written(out, FAMILY, name, characters, ranged=True))
    sheet = out / "_static" / "fonts.css"
    sheet.write_text("".join(made), encoding="utf-8")


def written(out, family, name, characters, ranged=False):
    """The rule by which a page loads a subset of the font, which is written beside it."""
    held = TTFont(FILE, recalcTimestamp=False)  # the same bytes at each build
    points = sorted(set(map(ord, characters)) & set(held.getBestCmap()))
    if not points:
        return ""
    options = subset.Options(flavor="woff2", layout_features=["kern"], desubroutinize=True)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=points)
    cut.subset(held)
    held.flavor = "woff2"
    held.save(out / "_static" / f"{name}.woff2")
    only = f" unicode-range: {', '.join(f'U+{point:X}' for point in points)};" if ranged else ""
    source = f'src: url("{name}.woff2") format("woff2")'
    return f'@font-face {{ font-family: "{family}"; {source}; font-display: swap;{only} }}\n'
