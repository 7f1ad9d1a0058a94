"""The provinces of geothai -> `content/amlo-estatus/roster-pao.csv`, an example of a real size.

    pip download --no-deps geothai==3.2.1
    python tools/make_roster.py geothai-3.2.1-py3-none-any.whl

The 76 provincial administrations (องค์การบริหารส่วนจังหวัด) are real: one in each province but
Bangkok (Provincial Administrative Organization Act B.E. 2540). Their codes and addresses are not:
the codes are the province's number, the addresses lead nowhere (RFC 2606). What stands below them
is made up and says so. docs/licences.md names the licence of the data.
"""

import json
import sys
import zipfile
from pathlib import Path
from typing import Final

from formgen.model.recipient import ROSTER_HEADINGS
from formgen.tables import csv_bytes

TARGET: Final = Path(__file__).resolve().parents[1] / "content" / "amlo-estatus" / "roster-pao.csv"
PROVINCES: Final = "geothai/_data/provinces.json"
BANGKOK: Final = "10"
SOURCE: Final = (
    "ตัวอย่าง: ชื่อจังหวัดจาก geothai 3.2.1 (GeoThai/data, © 2026 Pongsakorn Thipayanate, CC BY 4.0;"
    " ที่มา กรมการปกครอง) เติมคำว่าองค์การบริหารส่วนจังหวัด รหัสและอีเมลไม่ใช่ของจริง"
    " หน่วยงานที่มีคำว่า (ตัวอย่าง) สมมติขึ้น"
)
INTERIOR: Final = "กระทรวงมหาดไทย"
LOCAL: Final = "องค์กรปกครองส่วนท้องถิ่น"
SUBDISTRICT: Final = "องค์การบริหารส่วนตำบลบ้านตัวอย่าง (ตัวอย่าง)"
MADE_UP: Final = (
    ("EX-201", SUBDISTRICT, INTERIOR, LOCAL, "น่าน"),
    ("EX-202", SUBDISTRICT, INTERIOR, LOCAL, "ตรัง"),
    ("EX-203", SUBDISTRICT, INTERIOR, LOCAL, "ตรัง"),
    ("EX-204", "เทศบาลตำบลทุ่งตัวอย่าง (ตัวอย่าง)", INTERIOR, LOCAL, "น่าน"),
    ("EX-205", "กรมตัวอย่าง (ตัวอย่าง)", "กระทรวงตัวอย่าง", "department", "กรุงเทพมหานคร"),
    ("EX-206", "การตัวอย่างแห่งประเทศไทย (ตัวอย่าง)", "กระทรวงตัวอย่าง", "รัฐวิสาหกิจ", "นนทบุรี"),
)
UNREACHABLE: Final = ("EX-204",)


def main() -> None:
    """Write the roster from the package named on the command line."""
    with zipfile.ZipFile(sys.argv[1]) as package:
        provinces = json.loads(package.read(PROVINCES))
    rows = [
        (f"PAO-{code}", f"องค์การบริหารส่วนจังหวัด{name}", INTERIOR, LOCAL, name)
        for code, name, _english in sorted(provinces)
        if code != BANGKOK
    ]
    table = [(SOURCE,), tuple(ROSTER_HEADINGS.values())]
    for row in (*rows, *MADE_UP):
        address = "" if row[0] in UNREACHABLE else f"saraban@{row[0].lower()}.example"
        table.append((*row, address, ""))
    TARGET.write_bytes(csv_bytes(table, guard=False))
    sys.stdout.write(f"{TARGET}: {len(table) - 2}\n")


if __name__ == "__main__":
    main()
