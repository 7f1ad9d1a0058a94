"""LibreOffice opens, fills, recalculates, saves and prints the workbooks; nothing may be lost."""

import re
import subprocess
from pathlib import Path

import pytest
from tests.formats.xlsx.forms import (
    FILLED,
    FORM,
    RAW,
    SHEET,
    amlo,
    choice_form,
    edited,
    errors,
    opened,
    raws,
    staffing,
    written,
)
from tests.interop.office import have

from formgen.formats.xlsx import FORMAT
from formgen.formats.xlsx.layout import sheet_of
from formgen.formats.xlsx.sheet import Look
from formgen.formats.xlsx.status import status_address
from formgen.model.identity import BLANK

pytestmark = pytest.mark.interop

XLSX = "Calc MS Excel 2007 XML"
KINDS = {".xlsx": XLSX, ".ods": "calc8", ".xls": "MS Excel 97"}
TYPED = {
    "fg_me__code": "76-001",
    "fg_me__type": "ประเภท <3> & อื่น",
    "fg_me__type__specify": RAW["me.type.specify"],
    "fg_me__on": RAW["me.on"],
    "fg_mail__status": RAW["mail.status"],
    "fg_mail__remark": RAW["mail.remark"],
    "fg_web__status": RAW["web.status"],
    "fg_web__remark": RAW["web.remark"],
    "fg_tools__mail": "✓",
    "fg_tools__other": "✓",
    "fg_tools__specify": RAW["tools.specify"],
    "fg_staff__answer": 1234,
    "fg_share__answer": 12.5,
}


def calc(folder: Path, *jobs: dict[str, object]) -> list[dict[str, object]]:
    """Have LibreOffice do these jobs, one after the other."""
    return have("calc.py", folder / "profile", jobs)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("calc")


@pytest.fixture(scope="module")
def saved(folder) -> dict[str, bytes]:
    """A blank form filled in by LibreOffice and saved: directly, and by way of other formats."""
    (folder / "blank.xlsx").write_bytes(written())

    def there(name: str) -> str:
        return str(folder / name)

    (first, *_) = calc(
        folder,
        {
            "open": there("blank.xlsx"),
            "type": TYPED,
            "show": ["fg_mail__status", "fg_web__status"],
            "save": [[there(f"typed{suffix}"), kind] for suffix, kind in KINDS.items()],
        },
        {"open": there("typed.ods"), "save": [[there("by_ods.xlsx"), XLSX]]},
        {"open": there("typed.xls"), "save": [[there("by_xls.xlsx"), XLSX]]},
        {"open": there("typed.xlsx"), "save": [[there("again.xlsx"), XLSX]]},
    )
    names = ("typed", "by_ods", "by_xls", "again")
    return {
        "shown": first["shown"],
        **{name: (folder / f"{name}.xlsx").read_bytes() for name in names},
    }


@pytest.mark.parametrize("way", ["typed", "by_ods", "by_xls", "again"])
def test_what_is_typed_in_libreoffice_is_read(saved, way):
    assert raws(saved[way]) == RAW
    assert errors(saved[way]) == set()
    assert FORMAT.identify(saved[way]).digest == FORM.digest
    assert opened(saved[way])["_formgen"].sheet_state in ("hidden", "veryHidden")


def test_the_boxes_follow_the_answer(saved):
    assert saved["shown"] == {
        "fg_mail__status": "☐ มี\n☐ ไม่มี\n☑ อยู่ระหว่างดำเนินการ\nหมายเหตุ",
        "fg_web__status": "☐ มี\n☑ ไม่มี\n☐ อยู่ระหว่างดำเนินการ\nหมายเหตุ",
    }


def test_the_line_of_open_questions_follows_the_answers(folder):
    form = amlo()
    path, at = folder / "open.xlsx", status_address(form)
    path.write_bytes(written(of=form))
    typed = {"fg_email__status": "มี", "fg_respondent__agency_code": "76-001"}
    before, after = calc(
        folder,
        {"open": str(path), "tell": [at]},
        {"open": str(path), "type": typed, "tell": [at]},
    )
    assert before["told"] == {at: "ยังไม่ได้ตอบ ๑๓ ข้อ"}
    assert after["told"] == {at: "ยังไม่ได้ตอบ ๑๑ ข้อ"}


def test_rules_and_protection_survive(saved):
    before, after = (opened(data).worksheets[0] for data in (FILLED, saved["typed"]))
    assert after.protection.sheet
    assert after.print_title_rows == before.print_title_rows
    kinds = [
        sorted(str(rule.type) for rule in sheet.data_validations.dataValidation if rule.type)
        for sheet in (before, after)
    ]
    assert set(kinds[0]) - {"None"} <= set(kinds[1])


# ---------------------------------------------------------------- on paper


def in_laksaman(data: bytes) -> bytes:
    """The workbook in a font that Debian has, as wide as TH Sarabun at 0.665 of its size.

    Calibri, whose digits measure the columns, is not there either: Liberation Sans of 9.5 points
    has digits as wide.
    """

    def smaller(font: re.Match[str]) -> str:
        text = font[0].replace("TH SarabunPSK", "Laksaman")
        return re.sub(r'(?<=<sz val=")[0-9.]+', lambda size: f"{float(size[0]) * 0.665:.4g}", text)

    def changed(xml: str) -> str:
        xml = re.sub(r"<(font|rPr)>(?:(?!</\1>).)*TH SarabunPSK.*?</\1>", smaller, xml)
        xml = xml.replace("TH SarabunIT๙", "Laksaman").replace("TH SarabunPSK", "Laksaman")
        return xml.replace('"Calibri"/>', '"Liberation Sans"/>').replace(
            '<sz val="11"/>', '<sz val="9.5"/>'
        )

    return edited(edited(data, changed, "xl/styles.xml"), changed, SHEET)


@pytest.mark.parametrize(
    ("name", "form"), [("amlo", amlo()), ("staffing", staffing()), ("every", FORM)]
)
def test_every_row_is_high_enough_for_its_text(folder, name, form):
    """Merged cells aside, which LibreOffice leaves out: they are measured by the layout's tests."""
    path = folder / f"{name}.xlsx"
    path.write_bytes(in_laksaman(FORMAT.write(form, BLANK).data))
    count = len(sheet_of(form).lines)
    (told,) = calc(folder, {"open": str(path), "rows": count})
    assert len(told["heights"]) == count
    short = [(row, *pair) for row, pair in enumerate(told["heights"], 1) if pair[0] < pair[1] - 0.5]
    assert short == []


def test_every_page_is_printed_as_planned(folder):
    path = folder / "printed.xlsx"
    path.write_bytes(in_laksaman(FORMAT.write(amlo(), BLANK).data))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder / 'profile'}"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    text = subprocess.run(
        ["pdftotext", "-layout", str(folder / "printed.pdf"), "-"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    pages = text.split("\f")[:-1]
    sheet = sheet_of(amlo())
    assert len(pages) == len(sheet.breaks) + 1
    header = next(one.text for one in sheet.printed if one.spot.row == sheet.header)
    for number, page in enumerate(pages, 1):
        assert f"หน้า {number} จาก {len(pages)}" in page
        assert amlo().code in page
        assert header in page or number == 1
    plain = "".join(text.split())
    titles = [one.text for one in sheet.printed if one.look is Look.ITEM]
    assert all("".join(title.split()) in plain for title in titles)


@pytest.mark.parametrize("chosen", range(4))
def test_a_label_of_any_kind_ticks_its_own_box(folder, chosen):
    labels = ('มี "อื่น" & =1', "ข้อ  สอง", "A", "a")
    path = folder / f"labels{chosen}.xlsx"
    path.write_bytes(written(of=choice_form(*labels)))
    (told,) = calc(
        folder, {"open": str(path), "type": {"fg_q__a": labels[chosen]}, "show": ["fg_q__a"]}
    )
    drawn = [f"{'☑' if label == labels[chosen] else '☐'} {label}" for label in labels]
    assert told["shown"]["fg_q__a"].split("\n") == drawn
