"""Dataset -> `dashboard.html`: one page that needs no network, with a reason for every number."""

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from formgen.dashboard.facts import facts
from formgen.model.dataset import Dataset
from formgen.resources import resource

DASHBOARD: Final = "dashboard.html"
"""What the page is called in the folder of the result."""

_HERE: Final = Path(__file__).parent
_PAGE: Final = _HERE / "page"
_SCRIPTS: Final = (
    "facts", "thai", "elements", "charts", "list",
    "overview", "answers", "groups", "agencies", "files", "agency", "page",
)  # fmt: skip
_PLACE: Final = re.compile(r"<!-- (\w+) -->")  # what stands there is put in
_FONTS: Final = ((400, "Sarabun-Regular.ttf"), (700, "Sarabun-Bold.ttf"))
# In a script nothing may look like the end of it, or like a comment; JSON has escapes for them.
_ESCAPED: Final = "<>&\u2028\u2029"


def dashboard_html(data: Dataset) -> bytes:
    """Write the page; the same data gives the same bytes.

    It loads nothing and runs nothing but its own script: its policy names the digests of its style
    and scripts.  Words of agencies are only ever text in it.
    """
    put = _shell() | {"data": _json(data)}
    pieces = _PLACE.split(_text(_PAGE / "page.html"))
    pieces[1::2] = [put[name] for name in pieces[1::2]]
    # What is no Unicode (a name of an old system) becomes the escape that JSON has for it.
    return "".join(pieces).encode("utf-8", "backslashreplace")


def _json(data: Dataset) -> str:
    text = json.dumps(facts(data), ensure_ascii=False, separators=(",", ":"))
    for character in _ESCAPED:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/json" id="facts">{text}</script>'


@cache
def _shell() -> dict[str, str]:
    """Return what is the same on every page: its policy, its style, its two scripts."""
    style = _fonts() + _text(_PAGE / "page.css")
    own = "\n".join(_text(_PAGE / f"{name}.js") for name in _SCRIPTS)
    scripts = (_text(_HERE / "vendor" / "plot.js"), own)
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_digest, scripts))}",
            f"style-src {_digest(style)}",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
        ]
    )
    return {
        "policy": f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        "style": f"<style>{style}</style>",
        "charts": f"<script>{scripts[0]}</script>",
        "script": f'<script type="module">{scripts[1]}</script>',
    }


def _fonts() -> str:
    """Return the rules that bring the letters along, so that every machine shows the same page."""
    rules = []
    for weight, name in _FONTS:
        data = b64encode(resource("fonts", name).read_bytes()).decode()
        source = f"url(data:font/ttf;base64,{data})"
        rules.append(f'@font-face{{font-family:"Sarabun";font-weight:{weight};src:{source}}}\n')
    return "".join(rules)


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _text(path: Path) -> str:
    return path.read_text("utf-8")
