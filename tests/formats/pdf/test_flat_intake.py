"""A copy without fields in the inbox: whose it is, of which form, and when it is not taken."""

import io
import time
from dataclasses import replace

import pypdfium2
import pytest
from pikepdf import Pdf
from tests.formats.pdf.flattening import by_pikepdf, changed, drop_form, forget
from tests.formats.pdf.samples import amlo, filled, token

from formgen.archive import Shelf, keep
from formgen.formats.pdf.write import write
from formgen.intake import Setting, read_file, read_files
from formgen.model.codes import Code
from formgen.model.identity import BLANK, Copy
from formgen.model.reading import By
from formgen.model.recipient import Recipient, Round
from formgen.model.response import Match
from formgen.rounds import Register, save_round

AGENCY = Recipient(7, "76-001", "องค์การบริหารส่วนตำบลน้ำปู่ที่ ๑๒๓")
OTHER = Recipient(8, "76-002", "เทศบาลอื่น")
ROUND = Round("2569-1", "amlo-estatus", amlo().digest, (AGENCY, OTHER), key=b"k" * 32)


@pytest.fixture
def setting(tmp_path):
    keep(tmp_path, amlo(), write(amlo(), BLANK).placements)
    return Setting(amlo(), (tmp_path,), (ROUND,))


@pytest.fixture(scope="module")
def kept() -> bytes:
    """Flattened by a program that keeps what the file says of itself."""
    return by_pikepdf(write(amlo(), filled(amlo())).data)


@pytest.fixture(scope="module")
def printed(kept) -> bytes:
    """Printed to a new file: nothing is left but the pages."""
    return changed(kept, forget)


def codes(returned):
    return [one.code for one in returned.findings]


def test_a_token_that_was_kept_is_checked(setting, kept):
    returned = read_file(kept, "a.pdf", setting)
    assert returned.response.match is Match.EXACT
    whose = returned.response.respondent
    assert (whose.agency_code, whose.by, whose.verified) == ("76-001", "token", True)
    assert {one.by for one in returned.response.answers.values()} == {By.POSITION}


def test_a_code_on_pages_names_the_agency_and_proves_nothing(setting, printed):
    returned = read_file(printed, "a.pdf", setting)
    whose = returned.response.respondent
    assert (whose.agency_code, whose.round, whose.by) == ("76-001", "2569-1", "page")
    assert whose.verified is None
    assert Code.PAGE_CODE_UNSIGNED in codes(returned)
    assert "76-001 องค์การ" in next(
        one for one in returned.findings if one.code is Code.PAGE_CODE_UNSIGNED
    ).message("th")


def test_pages_that_show_another_agency_are_for_a_person(setting):
    values = (("respondent.agency_code", "99-999"), ("email.status", "have"))
    data = changed(by_pikepdf(write(amlo(), Copy(token(amlo()), values)).data), forget)
    returned = read_file(data, "a.pdf", setting)
    assert Code.TOKEN_DISAGREES in codes(returned)
    assert Code.PAGE_CODE_UNSIGNED not in codes(returned)


def test_a_serial_that_was_never_given_is_told_of(setting, printed):
    without = replace(setting, rounds=(replace(ROUND, recipients=(OTHER,)),))
    returned = read_file(printed, "a.pdf", without)
    assert Code.TOKEN_RECIPIENT_UNKNOWN in codes(returned)
    assert returned.response.respondent.by == "typed"


def test_a_code_of_no_known_round_is_not_read(setting, printed):
    returned = read_file(printed, "a.pdf", replace(setting, rounds=()))
    assert returned.response is None
    assert codes(returned) == [Code.FIELDS_FLATTENED]


def test_a_token_of_other_pages_is_not_believed(setting, kept):
    """Pages of one copy in the file of another."""
    second = by_pikepdf(
        write(amlo(), replace(filled(amlo()), token=replace(token(amlo()), serial=8))).data
    )
    with Pdf.open(io.BytesIO(second)) as other:

        def swapped(pdf):
            del pdf.pages[:]
            pdf.pages.extend(other.pages)

        data = changed(kept, swapped)
    returned = read_file(data, "a.pdf", setting)
    assert returned.response is None
    assert codes(returned) == [Code.FIELDS_FLATTENED]


def test_a_blank_form_that_was_filled_in_is_known_by_its_code(setting):
    values = (("respondent.agency_code", "76-002"), ("email.status", "none"))
    data = changed(by_pikepdf(write(amlo(), Copy(None, values)).data), forget)
    for one in (setting, replace(setting, form=None)):
        returned = read_file(data, "a.pdf", one)
        assert returned.response.respondent.agency_code == "76-002"
        assert returned.response.respondent.by == "typed"
        assert returned.response.answers["email.status"].value == "none"


def test_without_placements_it_is_not_read(tmp_path, printed):
    keep(tmp_path, amlo())
    returned = read_file(printed, "a.pdf", Setting(amlo(), (tmp_path,), (ROUND,)))
    assert returned.response is None
    assert codes(returned) == [Code.FIELDS_FLATTENED, Code.PLACES_UNKNOWN]


def test_placements_of_a_round_will_do(tmp_path, printed):
    register = Register(ROUND, {}, 8)
    save_round(tmp_path / "2569-1", register, amlo(), write(amlo(), BLANK).placements)
    returned = read_file(printed, "a.pdf", Setting(amlo(), (tmp_path,), (ROUND,)))
    assert returned.response.respondent.agency_code == "76-001"


def test_damaged_placements_are_told_of(tmp_path, printed):
    path = keep(tmp_path, amlo(), write(amlo(), BLANK).placements)
    (tmp_path / f"{path.stem}.placements.json").write_text("{")
    shelf = Shelf((tmp_path,))
    assert shelf.placements(amlo().digest) == ()
    assert [one.code for one in shelf.problems] == [Code.ARCHIVE_DAMAGED]
    returned = read_file(printed, "a.pdf", Setting(amlo(), (tmp_path,), (ROUND,)))
    assert codes(returned) == [Code.FIELDS_FLATTENED, Code.PLACES_UNKNOWN, Code.ARCHIVE_DAMAGED]


def test_pages_without_answers_are_not_taken_for_answers(setting):
    """As where the fields were taken away and not drawn: the agency did answer."""
    whole = write(amlo(), filled(amlo())).data

    def dropped(pdf):
        drop_form(pdf)
        for page in pdf.pages:
            del page.obj.Annots

    sent = Copy(token(amlo()), (("respondent.agency_code", "76-001"),))
    nothing = [by_pikepdf(write(amlo(), copy).data) for copy in (BLANK, sent)]
    for data in (changed(whole, dropped), *nothing, *(changed(one, forget) for one in nothing)):
        returned = read_file(data, "a.pdf", setting)
        assert returned.response is None
        assert codes(returned) == [Code.FIELDS_FLATTENED, Code.PAGES_BLANK]


def scan(data: bytes, turn: int = 0, dots: int = 150) -> bytes:
    """Print a file and scan the paper: a picture a page, and nothing else."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    pages = [
        document[n].render(scale=dots / 72, grayscale=True, rotation=turn).to_pil()
        for n in range(len(document))
    ]
    file = io.BytesIO()
    pages[0].save(file, "PDF", resolution=dots, save_all=True, append_images=pages[1:], quality=60)
    return file.getvalue()


@pytest.mark.parametrize("turn", [0, 90, 180])
def test_a_scan_says_whose_it_is_and_is_read_by_a_person(setting, turn):
    data = scan(write(amlo(), filled(amlo())).data, turn)
    returned = read_file(data, "a.pdf", setting)
    assert returned.response is None
    assert codes(returned) == [Code.PAGE_SCANNED, Code.PAGE_CODE_UNSIGNED]
    assert "76-001 องค์การ" in returned.findings[1].message("th")


def test_a_scan_of_no_known_copy_is_only_a_scan(setting):
    for data in (scan(write(amlo(), BLANK).data), scan(write(amlo(), BLANK).data, dots=40)):
        assert codes(read_file(data, "a.pdf", setting)) == [Code.PAGE_SCANNED]


def test_a_page_that_is_gone_costs_only_itself(setting, printed):
    def first_gone(pdf):
        del pdf.pages[0]

    returned = read_file(changed(printed, first_gone), "a.pdf", setting)
    assert Code.PAGE_MISSING in codes(returned)
    assert returned.response.respondent.agency_code == "76-001"
    assert returned.response.answers["social_media.status"].value == "in_progress"
    assert returned.response.answers["email.status"].value is None


def test_it_is_read_in_a_worker_process_within_its_bounds(setting, printed, tmp_path):
    def many(pdf):
        while len(pdf.pages) < 100:
            pdf.pages.append(pdf.pages[1])

    path = tmp_path / "a.pdf"
    path.write_bytes(changed(printed, many))
    begun = time.monotonic()
    (one,) = read_files([("a.pdf", path)], setting, workers=1)
    assert time.monotonic() - begun < setting.seconds + 5
    assert one.response.respondent.agency_code == "76-001"
    assert codes(one).count(Code.PAGE_NOT_READ) > 90
