"""A copy made from what is kept of its form is the copy that is made with nothing kept."""

import io
import sys
import zipfile
from functools import lru_cache
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.formats.docx.forms import FORM
from tests.strategies import answers

from formgen import formats
from formgen.compiler import compile_survey
from formgen.content import load
from formgen.model.form import Form
from formgen.model.identity import BLANK, Copy, sign
from formgen.model.survey import Role
from formgen.packing import normalised_zip

ROOT = Path(__file__).parents[2]
AMLO, STAFFING = (
    compile_survey(load(ROOT / name / "survey.yaml"))
    for name in ("content/amlo-estatus", "tests/surveys/staffing")
)
OFFICE = ("docx", "xlsx")
_Cache = type(lru_cache(len))
FORMS = {"every kind": FORM, "amlo": AMLO, "staffing": STAFFING}
NAMES = (
    "กรม" * 100, "กรม😀", "\"กรม\" 'ก'", "=cmd()", "]]>", "&<>&amp;", "กี่ำ\u0e4d\u0e49่่", " ก ",
    "ก\nข\tค", "</w:t></w:r>", "</t></is></c>", "_x0041_", "../กรม", "|", "A" * 300,
)  # fmt: skip


def forgotten():
    """Let every cache of the program forget what it keeps."""
    for name in [one for one in sys.modules if one.partition(".")[0] == "formgen"]:
        for value in list(vars(sys.modules[name]).values()):
            if isinstance(value, _Cache):
                value.cache_clear()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def issued(form: Form, serial: int, name: str, **more: object) -> Copy:
    """A copy as a round makes it, for an agency of this name."""
    code, agency = (form.with_role(role) for role in (Role.AGENCY_CODE, Role.AGENCY_NAME))
    values = {code.name: f"A-{serial:04}"} if code else {}
    values |= {agency.name: name} if agency else {}
    return Copy(sign(bytes(32), "2569-1", serial, form.digest), tuple((values | more).items()))


@pytest.mark.parametrize("format_", OFFICE)
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_copy_is_the_same_whatever_was_written_before_it(format_, form):
    copies = [BLANK, *(issued(form, number, name) for number, name in enumerate(NAMES, 1))]
    stamped = [formats.write(form, format_, copy).data for copy in [*copies, *copies]]
    assert stamped[: len(copies)] == stamped[len(copies) :]
    for copy, data in list(zip(copies, stamped, strict=False))[:: len(copies) // 3]:
        forgotten()
        assert formats.write(form, format_, copy).data == data


@pytest.mark.parametrize("format_", OFFICE)
@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_answers_are_written_as_if_nothing_were_kept(format_, data):
    form = data.draw(st.sampled_from(list(FORMS.values())))
    copy = issued(form, data.draw(st.integers(1, 9999)), "กรม", **data.draw(answers(form)))
    stamped = formats.write(form, format_, copy).data
    assert formats.write(form, format_, BLANK).data != stamped
    read = formats.read(form, format_, stamped)
    forgotten()
    anew = formats.write(form, format_, copy).data
    assert parts(stamped) == parts(anew)
    assert stamped == anew
    assert read == formats.read(form, format_, anew)
    assert read.claim.token == copy.token


@pytest.mark.parametrize("format_", OFFICE)
@pytest.mark.parametrize("name", NAMES)
def test_any_name_comes_back_and_other_libraries_open_the_copy(format_, name):
    form = AMLO
    data = formats.write(form, format_, issued(form, 7, name)).data
    raw = formats.read(form, format_, data).marks[form.with_role(Role.AGENCY_NAME).name].raw
    assert "".join(str(raw).split()) == "".join(name.split())
    if format_ == "docx":
        assert docx.Document(io.BytesIO(data)).tables
    else:
        book = openpyxl.load_workbook(io.BytesIO(data))
        assert {cell.data_type for row in book.worksheets[0]["A2:B13"] for cell in row} <= {
            "s",
            "n",
        }


@pytest.mark.parametrize("format_", OFFICE)
def test_the_second_copy_makes_nothing_of_the_form_again(format_, monkeypatch):
    for each in OFFICE:
        formats.write(AMLO, each, issued(AMLO, 1, "กรม"))

    def again(*_: object) -> None:
        raise AssertionError("made again")

    for module, maker in (("docx.write", "_Writer"), ("xlsx.workbook", "Workbook")):
        monkeypatch.setattr(sys.modules[f"formgen.formats.{module}"], maker, again)
    formats.write(AMLO, format_, issued(AMLO, 2, "สำนักงาน"))


@pytest.mark.parametrize("format_", OFFICE)
@pytest.mark.parametrize("form", [AMLO, STAFFING], ids=["amlo", "staffing"])
def test_a_copy_is_hardly_larger_than_if_it_were_packed_as_a_whole(format_, form):
    for copy in (BLANK, issued(form, 12, "องค์การบริหารส่วนจังหวัดกระบี่")):
        data = formats.write(form, format_, copy).data
        assert len(data) < 1.04 * len(normalised_zip(parts(data).items()))
