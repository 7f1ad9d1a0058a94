"""Run by a Python that has UNO: does in LibreOffice what standard input says, as JSON.

{"open": path, "type": {name: text or number}, "save": [[path, filter], ...], "rows": n}
-> {"heights": [[as stored, as the text needs], ...], "shown": {name: text under the cell}}
"""

import json
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def main() -> None:
    """Start LibreOffice, do all jobs of standard input, end it."""
    asked = json.load(sys.stdin)
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation=file://{asked['profile']}",
            f"--accept=pipe,name={asked['pipe']};urp;",
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        desktop = connected(asked["pipe"])
        json.dump([done(desktop, job) for job in asked["jobs"]], sys.stdout)
        desktop.terminate()
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()


def connected(pipe: str):
    """Wait for LibreOffice."""
    context = uno.getComponentContext()
    resolver = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", context
    )
    for _ in range(120):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return remote.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", remote
            )
        except Exception:
            time.sleep(0.5)
    sys.exit("LibreOffice did not start")


def done(desktop, job: dict) -> dict:
    """Do one job; say what can be seen afterwards."""
    document = desktop.loadComponentFromURL(
        uno.systemPathToFileUrl(job["open"]), "_blank", 0, (option("Hidden", True),)
    )
    shown = {}
    for name, value in job.get("type", {}).items():
        cell = named_cell(document, name)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value
    for name in job.get("show", []):
        address = named_cell(document, name).CellAddress
        sheet = document.Sheets.getByIndex(address.Sheet)
        shown[name] = sheet.getCellByPosition(address.Column, address.Row + 1).String
    for path, kind in job.get("save", []):
        document.storeToURL(uno.systemPathToFileUrl(path), (option("FilterName", kind),))
    heights = [list(pair) for pair in needed(document, job.get("rows", 0))]
    document.close(True)
    return {"shown": shown, "heights": heights}


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


def option(name: str, value):
    """One option of loading or saving."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main()
