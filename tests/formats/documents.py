"""Letters and reports to write: a memo with its tables, and what agencies may have typed."""

import io

from PIL import Image

from formgen.model.blocks import CellRow, Paragraph, Style, Table, TextCell, TitleRow
from formgen.model.document import Document, NewPage, Paper, Picture

COLUMNS = ("มี (แห่ง)", "ร้อยละ", "อยู่ระหว่างดำเนินการ (แห่ง)", "ร้อยละ", "ไม่มี (แห่ง)", "ร้อยละ",
           "ไม่ระบุ (แห่ง)", "ร้อยละ", "รวม (แห่ง)")  # fmt: skip
DATED = "ที่ ……………\tวันที่ ๒๒ พฤศจิกายน ๒๕๖๙"
CLAIM = f'{{"formgen":1,"survey":"x","revision":1,"digest":"{"0" * 64}","token":""}}'
FACTS = "มีหน่วยงานส่งแบบกลับแล้ว ๙๘ แห่ง คิดเป็นร้อยละ ๘๑.๖๗ ของหน่วยงานทั้งหมด ยังไม่ส่งแบบกลับ ๒๒ แห่ง "

HOSTILE = (
    "=HYPERLINK(1)", "+1", "@SUM(A1)", "https://example.go.th/?a=1&b=2", "<&>\"' ]]> <w:br/>",
    "😀👩‍👩‍👧", "\x00\x01\x0b\x1f\x7f", "\ud800", "\ufffe\uffff", "\U0010ffff", "\uf70a\ue000",
    "\u202eกลับ\u202c", "่่่ำำ", "หนึ่ง\nสอง\r\nสาม\rสี่\n\n", "\tก\tข\t", "", " ", "\u200b",
    "{PAGE}", CLAIM, "ก" * 3000, "x" * 3000,
)  # fmt: skip


def picture(kind: str = "PNG", mode: str = "RGBA", centred: bool = False) -> Picture:
    file = io.BytesIO()
    Image.new(mode, (30, 60), "navy").save(file, kind)
    return Picture(file.getvalue(), 15, "ตราของสำนักงาน", centred)


def row(*texts: str, style: Style = Style.NUMBER) -> CellRow:
    first, second, *numbers = texts
    words = (
        Paragraph(first, Style.CENTRED),
        Paragraph(second),
        *(Paragraph(one, style) for one in numbers),
    )
    return CellRow("", tuple(TextCell((one,)) for one in words))


def summary() -> Table:
    shares = (6, 26, *(8,) * len(COLUMNS))
    names = ("ไปรษณีย์อิเล็กทรอนิกส์ (อีเมล)", "การให้บริการผ่านแพลตฟอร์มกลางภาครัฐ")
    numbers = ("๙๕", "๙๖.๙๔", "๑", "๑.๐๒", "๒", "๒.๐๔", "๐", "๐.๐๐", "๑,๒๙๘")
    rows = tuple(row("๑", name, *numbers) for name in names)
    return Table(("ลำดับ", "วิธีการทางอิเล็กทรอนิกส์", *COLUMNS), shares, rows)


def long_table(count: int = 300) -> Table:
    title = TitleRow(Paragraph("สังกัดกระทรวง", Style.HEADING))
    rows = (row(str(n), f"หน่วยงานลำดับ{n}จบ", "ภาคกลาง") for n in range(1, count + 1))
    return Table(("ลำดับ", "หน่วยงาน", "ภาค"), (1, 5, 2), (title, *rows))


def memo(*before: Picture, footer: str = "", paper: Paper = Paper.LETTER) -> Document:
    dated = DATED.index("วันที่")
    blocks = (
        *before,
        Paragraph("บันทึกข้อความ", Style.MEMO),
        Paragraph(DATED, Style.LINE, strong=((0, 3), (dated, dated + 6))),
        Paragraph("เรื่อง รายงานผลการสำรวจ", Style.LINE, strong=((0, 6),)),
        Paragraph(FACTS * 4, Style.INDENTED, "๑."),
        Paragraph("ตารางที่ ๑ จำนวนหน่วยงาน", Style.CAPTION),
        summary(),
        Paragraph("หมายเหตุ: การปัดเศษ", Style.NOTE),
        Paragraph("จึงเรียนมาเพื่อโปรดทราบ", Style.INDENTED),
        Paragraph(""),
        Paragraph("(ลงชื่อ) ………………", Style.SIGNATURE),
        Paragraph("(นางสาวสมหญิง ใจดี)", Style.SIGNATURE),
        NewPage(),
        Paragraph("สิ่งที่ส่งมาด้วย", Style.HEADING),
    )
    return Document("รายงานผลการสำรวจ", blocks, paper, footer=footer)


def hostile() -> Document:
    paragraphs = tuple(
        Paragraph(
            text, style, "๑." * (style in (Style.LEVEL1, Style.INDENTED)), ((0, len(text) // 2),)
        )
        for text in HOSTILE
        for style in (Style.LINE, Style.INDENTED, Style.LEVEL1, Style.SIGNATURE, Style.NUMBER)
    )
    quoted = (TextCell((Paragraph(one), Paragraph(one, Style.NOTE))) for one in HOSTILE)
    longest = TextCell((Paragraph("ก" * 32_767),))
    cells = tuple(CellRow("", (cell, TextCell(()))) for cell in (*quoted, longest))
    table = Table(HOSTILE[4:6], (1, 1), (TitleRow(Paragraph(CLAIM)), *cells))
    return Document("".join(HOSTILE[:16]), (*paragraphs, table, NewPage(), NewPage()), footer=CLAIM)
