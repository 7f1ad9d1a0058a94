"""What the files of the result and the sheets of its workbook are called, wherever named."""

from typing import Final

WORKBOOK: Final = "สรุปผลแบบสำรวจ.xlsx"
"""The workbook in which every number can be followed to its agencies."""

REVIEW: Final = "review.xlsx"
"""The list for review, which a person fills in."""

OVERVIEW: Final = "สรุปภาพรวม"
AGENCIES: Final = "ผลรายหน่วยงาน"
REMARKS: Final = "หมายเหตุ"
OUTSTANDING: Final = "ยังไม่ตอบกลับ"
MATTERS: Final = "ต้องตรวจสอบ"
WAIVERS: Final = "ข้อยกเว้น"
REGISTER: Final = "ทะเบียนรับ"
EXPLAINED: Final = "คำอธิบาย"
SOURCES: Final = "ที่มาของตัวเลข"


def counts_sheet(unit: str) -> str:
    """Name the sheet with the counts of every question; `unit` is what a survey calls one."""
    return f"สรุปราย{unit}"
