"""Run by a Python that has UNO: does in LibreOffice what standard input says, as JSON.

[{"open": path, "type": {name: text or number}, "do": [[operation, ...], ...],
  "save": [[path, filter, options], ...], "rows": n}, ...]
-> [{"heights": [[as stored, as the text needs], ...], "shown": {name: text under the cell},
     "told": {cell of "tell": its text}}, ...]
"""

import uno
from bridge import created, properties, serve


def main(context, jobs):
    """Do all jobs, one after the other."""
    desktop = created(context, "com.sun.star.frame.Desktop")
    return [done(desktop, job) for job in jobs]


def done(desktop, job: dict) -> dict:
    """Do one job; say what can be seen afterwards."""
    document = desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(job["open"]), "_blank", 0, properties(Hidden=True)
    )
    shown = {}
    for name, value in job.get("type", {}).items():
        cell = named_cell(document, name)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value
    if job.get("do"):
        document.unprotect("")
        for sheet in document.Sheets:
            sheet.unprotect("")
    for operation, *facts in job.get("do", []):
        OPERATIONS[operation](document, document.Sheets.getByIndex(0), *facts)
    for name in job.get("show", []):
        address = named_cell(document, name).CellAddress
        sheet = document.Sheets.getByIndex(address.Sheet)
        shown[name] = sheet.getCellByPosition(address.Column, address.Row + 1).String
    told = {at: document.Sheets.getByIndex(0).getCellRangeByName(at).String
            for at in job.get("tell", [])}  # fmt: skip
    for path, kind, *how in job.get("save", []):
        options = properties(FilterName=kind, **({"FilterOptions": how[0]} if how else {}))
        document.storeToURL(uno.systemPathToFileUrl(path), options)
    heights = [list(pair) for pair in needed(document, job.get("rows", 0))]
    document.close(True)
    return {"shown": shown, "told": told, "heights": heights}


def move(document, sheet, source: str, target: str) -> None:
    """Cut cells and paste them elsewhere."""
    to = sheet.getCellRangeByName(target).getCellByPosition(0, 0).CellAddress
    sheet.moveRange(to, sheet.getCellRangeByName(source).RangeAddress)


def sort(document, sheet, cells: str, column: int) -> None:
    """Sort rows by a column, from 0."""
    by = uno.createUnoStruct("com.sun.star.table.TableSortField")
    by.Field, by.IsAscending = column, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (by,))
    sheet.getCellRangeByName(cells).sort(properties(SortFields=fields))


def comment(document, sheet, cell: str, text: str) -> None:
    """Comment on a cell."""
    sheet.Annotations.insertNew(sheet.getCellRangeByName(cell).CellAddress, text)


OPERATIONS = {
    "insert rows": lambda _, sheet, at, count: sheet.Rows.insertByIndex(at, count),
    "insert columns": lambda _, sheet, at, count: sheet.Columns.insertByIndex(at, count),
    "delete rows": lambda _, sheet, at, count: sheet.Rows.removeByIndex(at, count),
    "delete columns": lambda _, sheet, at, count: sheet.Columns.removeByIndex(at, count),
    "rename": lambda _, sheet, name: sheet.setName(name),
    "copy sheet": lambda book, sheet, name: book.Sheets.copyByName(sheet.Name, name, 1),
    "new sheet": lambda book, _, name: book.Sheets.insertNewByName(name, 0),
    "remove sheet": lambda book, _, name: book.Sheets.removeByName(name),
    "merge": lambda _, sheet, cells: sheet.getCellRangeByName(cells).merge(True),
    "write": lambda _, sheet, cell, text: sheet.getCellRangeByName(cell).setString(text),
    "move": move,
    "sort": sort,
    "comment": comment,
}


def named_cell(document, name: str):
    """The cell that a name stands for."""
    return document.NamedRanges.getByName(name).getReferredCells().getCellByPosition(0, 0)


def needed(document, count: int):
    """Height of each row as it is and as its text needs it, in points."""
    if not count:
        return []
    sheet = document.Sheets.getByIndex(0)
    sheet.unprotect("")
    rows = [sheet.Rows.getByIndex(number) for number in range(count)]
    stored = [row.Height for row in rows]
    for row in rows:
        row.OptimalHeight = True
    return [(a * 72 / 2540, row.Height * 72 / 2540) for a, row in zip(stored, rows, strict=True)]


if __name__ == "__main__":
    serve(main)
