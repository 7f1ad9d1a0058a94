"""What formgen writes, seen by programs that check PDF: the rules of PDF/UA-1 and PDF/A-3u, syntax.

`page-validation` (MIT) knows rules that a program can check, qpdf checks the syntax, and poppler
reads what is tagged. Whether alternatives and the order make sense no program can tell:
tests/formats/pdf/test_tagged.py does, as far as it goes.
"""

import io
import re
import subprocess

import pikepdf
import pytest
from tests.formats.pdf.samples import amlo, staffing
from tests.formats.pdf.tagged import ALL, DOCUMENTS, FORMS, made, printed

from formgen.formats.pdf import FORMAT, xmp
from formgen.model.note import Note

pytestmark = pytest.mark.interop

UA, ARCHIVE = "PDF_UA_1", "PDF_A_3U"
NO_CLAIM = {"PDFA3U-ID-SCHEMA-001"}
RULES = {UA: 104, ARCHIVE: 148}  # as docs/formats/pdf.md says


def broken(data: bytes, profile: str) -> set[str]:
    """The rules that a file breaks."""
    import page  # noqa: PLC0415 - only `make interop` has it

    report = page.validate_pdf_bytes(data, profile=page.ValidationProfile[profile])
    assert report.rules.total == RULES[profile]
    return {one.rule_id for one in report.failures}


def marked() -> bytes:
    """An issued form with notes at its fields."""
    data = made("issued")
    marks = FORMAT.read(amlo(), data).marks
    return FORMAT.mark(data, [Note(marks[one].at, one, "โปรดแก้ น้ำ ปู่") for one in marks])


def changed(data: bytes, change) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        file = io.BytesIO()
        pdf.save(file, fix_metadata_version=False)
    return file.getvalue()


@pytest.mark.parametrize("name", ALL)
def test_everything_is_pdf_ua(name):
    assert broken(made(name), UA) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_letters_and_reports_are_pdf_a(name):
    assert broken(made(name), ARCHIVE) == set()


@pytest.mark.parametrize("name", FORMS)
def test_forms_are_pdf_a_but_do_not_say_it(name):
    assert broken(made(name), ARCHIVE) == NO_CLAIM


def test_a_copy_with_marks_breaks_one_rule_of_pdf_ua_and_none_of_pdf_a():
    """The marks are not part of the structure; it says so."""
    claims = {"PDFUA1-ID-PART-001", "PDFUA1-ID-SCHEMA-001"}
    assert broken(marked(), UA) == {"PDFUA1-ANNOTATION-ANNOT-TAG-001", *claims}
    assert broken(marked(), ARCHIVE) == NO_CLAIM


@pytest.mark.parametrize("name", [*ALL, "marked"])
def test_qpdf_has_nothing_to_say(name, tmp_path):
    path = tmp_path / "file.pdf"
    path.write_bytes(marked() if name == "marked" else made(name))
    assert said_by("qpdf", "--check", path)[1:] == (0, "")


def said_by(*command) -> tuple[str, int, str]:
    told = [str(part) for part in command]
    done = subprocess.run(told, check=False, capture_output=True, text=True)
    return done.stdout, done.returncode, done.stderr


@pytest.mark.parametrize(("name", "survey"), [("survey", amlo), ("staffing", staffing)])
def test_poppler_reads_the_words_in_the_order_of_the_form(name, survey, tmp_path):
    path = tmp_path / "file.pdf"
    path.write_bytes(made(name))
    tree, status, complaints = said_by("pdfinfo", "-struct-text", path)
    assert (status, complaints) == (0, "")
    assert "/Scope /Column" in tree
    read = "".join(re.findall(r'^ *"(.*)"$', tree, re.MULTILINE))
    words = "".join(one for one in printed(survey()) if not one.startswith("["))
    assert "".join(read.split()) == "".join(words.split())
    assert tree.count("Object ") == sum(one.startswith("[") for one in printed(survey()))


@pytest.mark.parametrize(
    ("take", "profile", "rule"),
    [
        (
            lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"),
            UA,
            "VIEWER-PREFERENCES",
        ),
        (lambda pdf: pdf.pages[0].obj.__delitem__("/Tabs"), UA, "TAB"),
        (lambda pdf: pdf.pages[0].obj.Annots[0].__delitem__("/StructParent"), UA, "WIDGET"),
        (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), UA, "STRUCT"),
        (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), ARCHIVE, "GRAY"),
        (lambda pdf: pdf.Root.AF[0].__delitem__("/AFRelationship"), ARCHIVE, "RELATIONSHIP"),
    ],
)
def test_the_validator_sees_what_is_taken_away(take, profile, rule):
    found = broken(changed(made("survey"), take), profile) - NO_CLAIM
    assert any(rule in one for one in found), found


def test_the_validator_sees_a_claim_that_does_not_hold():
    data = made("survey")

    def claim(pdf):
        said = pdf.Root.Metadata.read_bytes().decode()
        pdf.Root.Metadata.write(
            said.replace(xmp.ACCESSIBLE, xmp.ACCESSIBLE + xmp.ARCHIVED).encode()
        )
        del pdf.Root.OutputIntents

    assert NO_CLAIM.isdisjoint(broken(changed(data, claim), ARCHIVE))
    assert broken(changed(data, claim), ARCHIVE)
