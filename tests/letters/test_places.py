import pytest
from tests.mailbag import ESTATUS, form

from formgen import archive, formats
from formgen.letters.places import LONGEST, Places, quoted
from formgen.letters.sending import pages
from formgen.thai.normalise import is_cluster_start

E = Places(form(ESTATUS), {"email.status": 2, "email.remark": 2})
S = Places(form())

PLACES = [
    ("แบบ!D12", "email.status", "xlsx", "ชีต «แบบ» ช่อง D12"),
    ("แบบ!A18, แบบ!A19", "email.status", "xlsx", "ชีต «แบบ» ช่อง A18, A19"),
    ("แบบ, ๒!A1, สำเนา!B2", "email.status", "xlsx", "ชีต «แบบ, ๒» ช่อง A1, ชีต «สำเนา» ช่อง B2"),
    ("w:tag email.remark", "email.remark", "docx", "ช่องกรอก"),
    ("w:tag email.have, email.none, email.in_progress", "email.status", "docx", "ช่องเลือกคำตอบ"),
    ("w:tag email.have, email.none", "email.status", "docx", "ช่อง “มี”, “ไม่มี”"),
    ("w:docPart email.have", "email.status", "docx", "ช่อง “มี”"),
    ("w:tag respondent.agency_type", "respondent.agency_type", "docx", "ช่องรายการเลือก"),
    ("w:tag respondent.response_date", "respondent.response_date", "docx", "ช่องกรอกวันที่"),
    ("w:tag of_somebody", "", "docx", "ช่องกรอกชื่อ «of_somebody»"),
    ("AcroForm email-status", "email.status", "pdf", "หน้า ๒ ช่องเลือกคำตอบ"),
    ("AcroForm email-status", "email.status", "", "ช่องเลือกคำตอบ"),
    ("AcroForm webboard-status", "webboard.status", "pdf", "ช่องเลือกคำตอบ"),
    ("AcroForm comment", "", "pdf", "ช่องกรอกชื่อ «comment»"),
    ("FreeText, page 3", "email.status", "pdf", "หน้า ๓"),
    ("EmbeddedFiles", "", "pdf", "แฟ้มที่แนบไว้ในแฟ้มนี้"),
    ("w:sdt 17", "email.status", "docx", ""),
    ("", "email.status", "docx", ""),
]


@pytest.mark.parametrize(("at", "name", "format_name", "words"), PLACES)
def test_a_place_is_said_in_words_a_clerk_finds_it_by(at, name, format_name, words):
    assert E.place(at, name, format_name) == words


def test_a_question_has_its_number_and_what_stands_beside_its_answer_too():
    assert E.question("website.status") == "ข้อ ๓.๑ เว็บไซต์ : สถานะ"
    assert E.question("website.remark") == "ข้อ ๓.๑ เว็บไซต์ : หมายเหตุ"
    assert E.question("respondent.name") == "ชื่อ-สกุล ผู้ตอบแบบสำรวจ"
    assert S.question("vacancy.remark").startswith("ข้อ ๒.๑ ")
    assert E.question("gone") == ""


def test_the_pages_are_those_kept_with_the_form(tmp_path):
    asked = form(ESTATUS)
    kept = formats.write(asked, "pdf").placements
    archive.keep(tmp_path / "archive", asked, kept)
    (tmp_path / "archive/broken.placements.json").write_text("{")
    (tmp_path / "rounds/a").mkdir(parents=True)
    (tmp_path / "rounds/a/placements.json").write_text(f'{{"{asked.digest}"')
    (tmp_path / "rounds/b").mkdir()
    (tmp_path / "rounds/b/placements.json").write_text(archive.placements_to_json(asked, kept))
    for folder in ("archive", "rounds"):
        found = pages(asked, [tmp_path / "none", tmp_path / folder])
        assert found == {one.field: min(each.page for each in kept if each.field == one.field)
                         for one in kept}  # fmt: skip
    assert pages(form(), [tmp_path / "archive", tmp_path / "rounds"]) == {}
    assert found["respondent.name"] == 1
    assert found["webboard.status"] > 1


def test_every_field_of_a_form_is_named():
    for places in (E, S):
        for field in places.form.fields:
            assert field.label in places.question(field.name)


def test_what_a_file_says_is_quoted_on_one_line_and_cut_between_two_letters():
    assert quoted(" ก\r\nข\u202e\tค\x00 ") == "ก ข ค"
    long = "กำ" * LONGEST
    cut = quoted(long)
    assert cut.endswith("…")
    assert len(cut) <= LONGEST + 1
    assert is_cluster_start(long, len(cut) - 1)
