"""Name of something formgen ships with -> its path on this machine."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent
_INSTALLED: Final = _PACKAGE / "_data"  # in a wheel
_CHECKOUT: Final = _PACKAGE.parents[1]


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder: `resource("fonts", "Sarabun-Regular.ttf")`.

    The first part is `content` or `fonts`. Nothing says that the path exists.
    """
    home = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return home.joinpath(*parts)
