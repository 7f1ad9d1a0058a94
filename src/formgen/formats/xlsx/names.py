"""Name of a control <-> the name its cell has in a workbook."""

import re
from functools import lru_cache
from typing import Final

CLAIM: Final = "formgen_claim"
"""The name of the cell that says which form and which copy a workbook is."""

HIDDEN: Final = "_formgen"
"""The hidden sheet on which a workbook keeps what it knows of itself."""

PROPERTY: Final = "formgen"
"""The property of the document that says the same as the cell called `CLAIM`."""

_PREFIX: Final = "fg_"  # keeps a name from being a cell's address (`q1`) or a function
_UNSAFE: Final = re.compile("_(?![a-z])|[.]")
_ESCAPED: Final = re.compile("_[_0]")
_CONTROL: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


def defined_name(control: str) -> str:
    """Name the cell of a control: `email.status` is `fg_email__status`.

    A point becomes two underscores, and an underscore without a letter behind it `_0`.  Names are
    the same in capitals or not; controls have no capitals.
    """
    return _PREFIX + _UNSAFE.sub(lambda found: "__" if found[0] == "." else "_0", control)


@lru_cache(maxsize=4096)
def control_name(name: str) -> str | None:
    """Reverse `defined_name`, in capitals or not; None for a name of something else."""
    lower = name.lower()
    if not lower.startswith(_PREFIX):
        return None
    control = _ESCAPED.sub(lambda found: "." if found[0] == "__" else "_", lower[len(_PREFIX) :])
    ours = _CONTROL.fullmatch(control) and defined_name(control) == lower
    return control if ours else None
