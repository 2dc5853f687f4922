"""Settings of the site. Its pages are made from what is committed; nothing is executed and nothing is fetched."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))
# jsonschema, which reads notebooks, would parse the grammar of international addresses: seconds for nothing.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

project = "World order in thirteen texts"
author = "The maintainers of the compendium"
copyright = "prose, tables and figures: CC BY 4.0; the texts: their owners"
language = "en"

extensions = ["myst_nb", "finish", "light"]
myst_enable_extensions = ["colon_fence", "attrs_block"]
myst_heading_anchors = 2  # so that a chapter can link a section of the methods
nb_execution_mode = "off"
nb_merge_streams = True
exclude_patterns = ["_ext", "_templates", "_static"]
templates_path = ["_templates"]

html_theme = "sphinx_book_theme"
html_title = "World order in thirteen texts"
html_static_path = ["_static"]
html_css_files = ["fonts.css", "compendium.css", "cards.css"]
html_additional_pages = {"search": "search.html"}
html_use_index = False
html_js_files = ["switch.js", ("cards.js", {"type": "module"}), ("concordance.js", {"type": "module"})]
html_favicon = "_static/favicon.svg"
html_context = {"default_mode": "auto"}
repository = ""  # address of the repository, to which each chapter then links its notebook
html_copy_source = False
html_show_sourcelink = False
html_permalinks_icon = "#"
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": True,
    "show_toc_level": 2,
    "navbar_persistent": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "search_bar_text": "Find a word in the texts",
}
