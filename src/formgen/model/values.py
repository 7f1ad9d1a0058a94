"""What may stand in a field: nothing at all, and which characters every file can hold."""

import re
from typing import Final

NO_CHARACTER: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that no XML file can hold (XML 1.0, production 2)."""


def is_blank(value: object) -> bool:
    """Tell whether a value is no answer, of whatever kind its field is."""
    return value in (None, "", ())
