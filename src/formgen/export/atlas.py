"""Where everything stands in the workbook: agencies, files and the rows behind each number."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from formgen.export.book import Link
from formgen.model.dataset import Agency, Dataset, Filed
from formgen.result.behind import Behind, Grouped
from formgen.result.tables import Keys


@dataclass(frozen=True, slots=True)
class Atlas:
    """The result, and links to where it stands.

    `rows` has a link to all rows of a list, by the name of its sheet; a list without rows has none.
    `shown` is filled while numbers are written: where each of them stands.
    """

    grouped: Grouped
    agencies: Mapping[str, Link]
    files: Mapping[tuple[str, str], Link]
    numbers: Mapping[Behind, Link]
    rows: Mapping[str, Link]
    shown: dict[Behind, Link] = field(default_factory=dict)

    @property
    def data(self) -> Dataset:
        """The result itself."""
        return self.grouped.data

    def agency(self, place: int, code: str) -> dict[int, Link]:
        """Link the cell in a column to the row of an agency, if that returned."""
        return {place: self.agencies[code]} if code in self.agencies else {}

    def file(self, place: int, filed: Filed) -> dict[int, Link]:
        """Link the cell in a column to the row of a file in the register."""
        link = self.files.get((filed.returned.name, filed.returned.sha256))
        return {place: link} if link else {}

    def first_file(self, place: int, agency: Agency) -> dict[int, Link]:
        """Link the cell in a column to the first file on which the row of an agency rests."""
        return self.file(place, agency.files[0]) if agency.files else {}

    def behind(self, keys: Keys, first: int = 0) -> dict[int, Link]:
        """Link numbers to the agencies they count; the columns of `keys` begin at `first`."""
        return {
            place: self.numbers[key]
            for place, key in enumerate(keys, first)
            if key and key in self.numbers
        }
