"""Places on a sheet: rows and columns from 1 <-> what a spreadsheet calls them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_TARGET: Final = re.compile(
    r"=?(?:'((?:[^']|'')+)'|([^'!\[\]:,()#\s]+))!(\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})(?::\$?[A-Z]+\$?[0-9]+)?"
)
_CODE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_CODED: Final = re.compile("_x([0-9A-Fa-f]{4})_")


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Name a column: 28 is `AB`."""
    name = ""
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def address(row: int, column: int) -> str:
    """Name a cell: (3, 28) is `AB3`."""
    return f"{letters(column)}{row}"


@lru_cache(maxsize=8192)
def parse_address(text: str) -> tuple[int, int] | None:
    """Reverse `address`, also of `$AB$3`; None for anything else."""
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def quoted(sheet: str) -> str:
    """Name a sheet as a formula does: `'it''s'`."""
    return "'" + sheet.replace("'", "''") + "'"


@lru_cache(maxsize=8192)
def parse_target(formula: str) -> tuple[str, str] | None:
    """Take `'sheet'!$A$7` apart: the sheet, the first cell; None where it means no cell."""
    match = _TARGET.fullmatch(formula.strip())
    if match is None:
        return None
    sheet = match[1].replace("''", "'") if match[1] is not None else match[2]
    return sheet, match[3].replace("$", "")


def encode_text(text: str) -> str:
    """Spell text as a workbook stores it: `_x0041_` would be read as A (ECMA-376, ST_Xstring)."""
    return _CODE.sub("_x005F_", text)


def decode_text(stored: str) -> str:
    """Reverse `encode_text`; a line ends with LF."""
    if "_x" in stored:
        stored = _CODED.sub(lambda found: chr(int(found[1], 16)), stored)
    return stored.replace("\r\n", "\n").replace("\r", "\n") if "\r" in stored else stored


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a sheet, or the cells that are merged into one."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def address(self) -> str:
        """The name of its first cell."""
        return address(self.row, self.column)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The names of all its cells, row by row."""
        bottom, right = self.last
        columns = range(self.column, right + 1)
        return tuple(address(row, one) for row in range(self.row, bottom + 1) for one in columns)

    @property
    def last(self) -> tuple[int, int]:
        """The row and column of its last cell."""
        return self.row + self.rows - 1, self.column + self.columns - 1
