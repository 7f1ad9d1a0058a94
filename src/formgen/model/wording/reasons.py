"""What the system and the readers say of a failure, in English -> the same in Thai.

What is not known here stays as it is: a reason in another language is better than none.
"""

import re
from typing import Final

from formgen.thai.numerals import to_thai

_KIND: Final = re.compile(r"(ZIP|XML|DOCX|XLSX|PDF|CSV): (.+)", re.DOTALL)
_OF_PROGRAM: Final = re.compile(r"([A-Z]\w*(?:Error|Exception|Interrupt)\b.*)", re.DOTALL)

_KNOWN: Final = {
    # the operating system
    "Permission denied": "ไม่มีสิทธิ์เปิดหรือเขียน",
    "Operation not permitted": "ระบบไม่อนุญาต",
    "Access is denied": "ไม่มีสิทธิ์เปิดหรือเขียน",
    "No such file or directory": "ไม่มีแฟ้มหรือโฟลเดอร์นี้",
    "File exists": "มีแฟ้มหรือโฟลเดอร์ชื่อนี้อยู่แล้ว",
    "Is a directory": "เป็นโฟลเดอร์ ไม่ใช่แฟ้ม",
    "Not a directory": "ไม่ใช่โฟลเดอร์",
    "Directory not empty": "โฟลเดอร์ไม่ว่าง",
    "No space left on device": "เนื้อที่เก็บข้อมูลเต็ม",
    "Disk quota exceeded": "ใช้เนื้อที่เก็บข้อมูลเกินโควตา",
    "Read-only file system": "ที่เก็บข้อมูลนี้อ่านได้อย่างเดียว",
    "Input/output error": "อ่านหรือเขียนที่เก็บข้อมูลไม่ได้",
    "File name too long": "ชื่อแฟ้มยาวเกินไป",
    "File too large": "แฟ้มใหญ่เกินไป",
    "Too many open files": "เปิดแฟ้มพร้อมกันมากเกินไป",
    "Too many levels of symbolic links": "ลิงก์ของแฟ้มวนกลับมาที่เดิม",
    "Device or resource busy": "แฟ้มเปิดใช้อยู่ในโปรแกรมอื่น",
    "Stale file handle": "การเชื่อมต่อกับที่เก็บข้อมูลขาดไป",
    "Cannot allocate memory": "หน่วยความจำไม่พอ",
    "Invalid argument": "ชื่อแฟ้มใช้ไม่ได้",
    "not a regular file": "ไม่ใช่แฟ้มธรรมดา",
    "changed while it was read": "แฟ้มถูกเปลี่ยนระหว่างที่อ่าน",
    # what wraps a document
    "File is not a zip file": "ไม่ใช่แฟ้ม ZIP ที่สมบูรณ์",
    "Bad magic number for central directory": "สารบัญของ ZIP เสียหาย",
    "Truncated file header": "ขาดไปกลางแฟ้ม",
    "members overlap": "ส่วนข้างในซ้อนทับกัน",
    "unpacks to too much": "คลายแล้วใหญ่เกินไป",
    "it unpacks to too much": "คลายแล้วใหญ่เกินไป",
    "DTD": "มี DTD ซึ่งแบบไม่ใช้",
    "nested too deep": "ซ้อนกันลึกเกินไป",
    # what is in a document
    "cut off": "ท้ายแฟ้มขาดไป",
    "its fields are nested too deeply, or too many": "ช่องกรอกซ้อนกันลึกหรือมากเกินไป",
    "too many cells": "มีช่องมากเกินไป",
    "too many rows": "มีแถวมากเกินไป",
    "too many names": "มีชื่อที่กำหนดมากเกินไป",
    "too many sheets": "มีแผ่นงานมากเกินไป",
    "a shared text is missing": "ข้อความที่ใช้ร่วมกันหายไป",
    "no such sheet": "ไม่มีแผ่นงานนี้",
    "not a text file": "ไม่ใช่แฟ้มข้อความ",
    "a password": "มีรหัสผ่าน",
    "the Thai letters are lost (???)": "อักษรไทยหายไปแล้วเมื่อบันทึก (???)",
    "not an object of fields": "ไม่ได้อยู่ในรูป {ชื่อช่อง: คำตอบ}",
    "cannot identify image file": "ไม่ใช่แฟ้มภาพ",
    # the ledger (SQLite)
    "file is not a database": "ไม่ใช่แฟ้มบัญชี หรือแฟ้มเสียหาย",
    "database disk image is malformed": "แฟ้มบัญชีเสียหาย",
    "database or disk is full": "เนื้อที่เก็บข้อมูลเต็ม",
    "attempt to write a readonly database": "ไม่มีสิทธิ์เขียนในโฟลเดอร์ของบัญชี",
    "unable to open database file": "เปิดแฟ้มบัญชีไม่ได้",
    "disk I/O error": "อ่านหรือเขียนที่เก็บข้อมูลไม่ได้",
    "the form's text does not match its digest": "ข้อความของแบบไม่ตรงกับลายนิ้วมือ",
    "no key": "ไม่มีกุญแจ",
    "another key": "กุญแจไม่ใช่ของรอบนี้",
    "not a key": "ไม่ใช่กุญแจของรอบ",
}
_SHAPED: Final = (
    (re.compile(r"([0-9]+) members"), "มีแฟ้มข้างใน {} แฟ้ม"),
    (re.compile(r"a text of ([0-9]+) bytes"), "ข้อความยาว {} ไบต์"),
    (re.compile(r"method ([0-9]+)"), "วิธีบีบอัด {} ที่ไม่รู้จัก"),
    (re.compile(r"too large: (.+)"), "{} ใหญ่เกินไป"),
    (re.compile(r"stands twice: (.+)"), "มี {} ซ้ำกัน"),
    (re.compile(r"leaves the package: (.+)"), "{} ชี้ออกไปนอกแฟ้ม"),
    (re.compile(r"unpacks to [0-9]+ bytes: (.+)"), "{} คลายแล้วใหญ่ผิดปกติ"),
    (re.compile(r"unable to find (.+)"), "ส่วนสำคัญของแฟ้มหายไป ({})"),
    (re.compile(r"cell (\S+) stands twice"), "มีช่อง {} ซ้ำกัน"),
    (re.compile(r"sheet (.+) is missing"), "แผ่นงาน {} หายไป"),
    (re.compile(r"DTD in (.+)"), "มี DTD ใน {} ซึ่งแบบไม่ใช้"),
    (re.compile(r"(.+): DOCTYPE"), "มี DTD ใน {} ซึ่งแบบไม่ใช้"),
    (re.compile(r"no ('.+'|\S+/\S+)"), "ไม่มีส่วน {}"),
    (re.compile(r"not a compiled form: (.+)"), "ไม่ใช่แบบที่โปรแกรมนี้ทำ: {}"),
    (re.compile(r"round (\S+) stands in two folders"), "รอบ {} อยู่ในสองโฟลเดอร์"),
    (re.compile(r"not a register: (.+)"), "ไม่ใช่บัญชีของรอบ: {}"),
    (re.compile(r"JSON: line ([0-9]+)"), "รูปแบบ JSON ไม่ถูกต้องในบรรทัด {}"),
    (re.compile(r"quotation marks open from row ([0-9]+)"), "เครื่องหมายคำพูดไม่ครบคู่ตั้งแต่แถว {}"),
    (
        re.compile(r"words after a quotation mark in row ([0-9]+)"),
        "มีข้อความต่อท้ายเครื่องหมายคำพูดในแถว {}",
    ),
    (re.compile(r"a broken character in line ([0-9]+)"), "อักขระเสียในบรรทัด {}"),
    (re.compile(r"a NUL in line ([0-9]+)"), "มีอักขระว่าง (NUL) ในบรรทัด {} จึงไม่ใช่แฟ้มข้อความ"),
)


def in_thai(reason: str) -> str:
    """Say a reason in Thai as far as it is known; what is no English is left alone."""
    if kind := _KIND.fullmatch(reason):
        said = in_thai(kind[2])
        return f"{kind[1]}: " + (f"โครงสร้างไม่สมบูรณ์ – {said}" if said == kind[2] else said)
    if reason in _KNOWN:
        return _KNOWN[reason]
    for shape, thai in _SHAPED:
        if met := shape.fullmatch(reason):
            return thai.format(to_thai(met[1]) if met[1].isdigit() else met[1])
    program = _OF_PROGRAM.fullmatch(reason)
    return f"ข้อความจากโปรแกรม: {program[1]}" if program else reason
