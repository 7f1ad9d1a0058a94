"""A form that was changed while its round was out: old and new copies come back to one result."""

import errno
from dataclasses import replace

import pytest
from tests.formats.pdf.flattening import by_pikepdf, changed, forget
from tests.mailbag import STAFFING, form

from formgen import formats
from formgen.archive import Shelf
from formgen.desk import Office, collect
from formgen.distribute import distribute, issuing, left_alone
from formgen.files import sha256
from formgen.fill import fill
from formgen.intake import Setting, read_file
from formgen.ledger import Run
from formgen.letters import Blanks, Places
from formgen.letters.sending import pages
from formgen.model.blocks import Paragraph, Style
from formgen.model.codes import Code, Severity
from formgen.model.dataset import Standing
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.identity import Claim, Imprint, page_code, parse_page_code
from formgen.model.recipient import Recipient
from formgen.model.response import Match
from formgen.model.returned import State
from formgen.rounds import load_register, load_rounds
from formgen.who import copy_of

FIRST = form(STAFFING)
_LABEL = "จำนวนข้าราชการทั้งหมด (นับใหม่)"
_FIELDS = tuple(
    replace(one, label=_LABEL) if one.name == "officers.answer" else one for one in FIRST.fields
)
SECOND = replace(
    FIRST, revision=2, fields=_FIELDS, blocks=(*FIRST.blocks, Paragraph("แก้ไขแล้ว", Style.NOTE))
)
KEY = bytes(range(32))
AGENCIES = tuple(
    Recipient(number, f"A-{number}", f"หน่วยงานที่ {number}", "กระทรวงตัวอย่าง")
    for number in range(1, 7)
)
NEW = Recipient(7, "A-7", "หน่วยงานที่ 7")
RUN = Run("2026-11-22T09:00:00+07:00", "formgen 1")
ANSWERS = {"officers.answer": 10, "vacancy.answer": "no_now", "tools.used": ["mail", "sign"]}


def send(folder, form, *recipients, **more):
    options = {"issued": "2026-11-01", "new_key": KEY} | more
    return distribute(form, recipients, "2569-1", folder, **options)


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    """A round of the first form to all, then of the second."""
    folder = tmp_path_factory.mktemp("rounds")
    send(folder, FIRST, *AGENCIES)
    before = tree(folder)
    send(folder, SECOND, *AGENCIES, NEW, revise=True)
    assert {name: data for name, data in tree(folder).items() if name in before}.items() >= {
        name: data for name, data in before.items() if not name.endswith(("round.json", ".csv"))
    }.items()
    return folder


def tree(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def copy(rounds, code, name, edition=1):
    version = f".v{edition}" if edition > 1 else ""
    path = f"2569-1/copies/{code}/{FIRST.survey}-{code}{version}{formats.get(name).suffix}"
    return (rounds / path).read_bytes()


def test_a_changed_form_is_refused_unless_it_is_a_revision(tmp_path):
    send(tmp_path, FIRST, NEW)
    before = tree(tmp_path)
    with pytest.raises(FormgenError) as error:
        send(tmp_path, SECOND, NEW)
    assert error.value.diagnostics[0].code is Code.ROUND_OTHER_FORM
    assert error.value.exit_code is Exit.USAGE
    other = replace(SECOND, survey="another")
    with pytest.raises(FormgenError):
        send(tmp_path, other, NEW, revise=True)
    assert tree(tmp_path) == before


def test_everyone_gets_a_new_copy_beside_the_old_one(rounds):
    register = load_register(rounds / "2569-1")
    assert register.round.digests == (FIRST.digest, SECOND.digest)
    assert [one.serial for one in register.round.recipients] == list(range(1, 8))
    for serial in range(1, 7):
        names = [(one.edition, one.format) for one in register.issues[serial]]
        assert names == [(edition, name) for edition in (1, 2) for name in formats.NAMES]
        assert {one.edition for one in register.newest(serial)} == {2}
    assert {one.edition for one in register.issues[7]} == {2}
    for issues in register.issues.values():
        for one in issues:
            data = (rounds / "2569-1" / one.path).read_bytes()
            claim = formats.get(one.format).identify(data)
            assert claim.digest == register.round.digests[one.edition - 1]
            assert sha256(data) == one.sha256


def test_going_on_with_the_new_form_changes_nothing(rounds):
    before = tree(rounds)
    assert left_alone(AGENCIES, "2569-1", rounds) == ()
    send(rounds, SECOND, *AGENCIES, NEW, revise=True)
    send(rounds, SECOND, *AGENCIES, NEW)
    assert tree(rounds) == before


def test_reminders_send_the_newest_copies(rounds):
    (one,), _ = load_rounds(rounds)
    blanks = Blanks(rounds, ("pdf", "docx"))
    for agency in (*AGENCIES, NEW):
        sent = blanks.of(one, agency.agency_code)
        assert [issue.format for issue, _ in sent] == ["docx", "pdf"]
        for issue, data in sent:
            assert formats.get(issue.format).identify(data).digest == SECOND.digest
    assert not blanks.problems


def test_a_form_that_was_superseded_is_enclosed_nowhere(tmp_path, monkeypatch):
    send(tmp_path, FIRST, *AGENCIES[:3], formats=["xlsx"])
    put, left = issuing._put, [1]

    def full(path, data):
        if not left:
            raise OSError(errno.ENOSPC, "no space left")
        left.pop()
        put(path, data)

    monkeypatch.setattr(issuing, "_GROUP", 1)
    with monkeypatch.context() as patch:
        patch.setattr(issuing, "_put", full)
        with pytest.raises(FormgenError):
            send(tmp_path, SECOND, *AGENCIES[:3], formats=["xlsx"], revise=True)
    blanks = Blanks(tmp_path, ("xlsx",))
    (one,), _ = load_rounds(tmp_path)
    assert [len(blanks.of(one, each.agency_code)) for each in AGENCIES[:3]] == [1, 0, 0]
    assert blanks.problems == (found(Code.ROUND_UNFINISHED, round="2569-1", count=2),)
    send(tmp_path, SECOND, *AGENCIES[:3], formats=["xlsx"])
    again = Blanks(tmp_path, ("xlsx",))
    for each in AGENCIES[:3]:
        [(issue, data)] = again.of(one, each.agency_code)
        assert formats.get(issue.format).identify(data).digest == SECOND.digest
    assert not again.problems


def test_the_pages_of_both_forms_are_known(rounds):
    for each in (FIRST, SECOND):
        assert set(pages(each, [rounds])) == {one.name for one in each.fields}
        assert Places(each, pages(each, [rounds])).form == each


def test_old_and_new_copies_come_back_to_one_result(rounds, tmp_path):
    """The first three agencies fill in the old copy, the others the new, in all formats."""
    inbox = tmp_path / "returns"
    inbox.mkdir()
    shelf = Shelf([rounds])
    for number, agency in enumerate(AGENCIES):
        name, edition = formats.NAMES[number % 3], 1 + number // 3
        filled = fill(shelf, copy(rounds, agency.agency_code, name, edition), ANSWERS)
        (inbox / f"{agency.agency_code}.{name}").write_bytes(filled)
    office = Office(inbox, tmp_path / "out", tmp_path / "ledger", rounds)
    data = collect(SECOND, office, RUN).dataset
    assert data is not None
    assert [one.recipient.agency_code for one in data.outstanding] == ["A-7"]
    for number, agency in enumerate(data.answered):
        (filed,) = agency.files
        whose = filed.returned.response.respondent
        assert (whose.agency_code, whose.by, whose.verified) == (f"A-{number + 1}", "token", True)
        old = number < 3
        assert filed.returned.response.match is (Match.OLDER if old else Match.EXACT)
        assert agency.answers["tools.used"].value == ("mail", "sign")
        officers = agency.answers["officers.answer"]
        assert officers.standing is (Standing.DOUBTFUL if old else Standing.ANSWERED)
        asked = [one.code for one in filed.open if one.severity is Severity.ERROR]
        assert asked == [Code.FORM_FIELD_CHANGED] * old
    assert data.states[State.QUARANTINED] == 0


@pytest.mark.parametrize(("edition", "match"), [(1, Match.OLDER), (2, Match.EXACT)])
def test_a_printed_copy_of_either_form_is_read_by_its_pages(rounds, edition, match):
    filled = fill(Shelf([rounds]), copy(rounds, "A-2", "pdf", edition), ANSWERS)
    printed = changed(by_pikepdf(filled), forget)
    setting = Setting(SECOND, (rounds,), load_rounds(rounds)[0])
    response = read_file(printed, "a.pdf", setting).response
    assert (response.match, response.respondent.by) == (match, "page")
    assert (response.respondent.agency_code, response.respondent.round) == ("A-2", "2569-1")
    assert response.answers["tools.used"].value == ("mail", "sign")


def test_pages_name_the_form_they_are_of(rounds):
    sent, _ = load_rounds(rounds)
    for each in (FIRST, SECOND):
        token = formats.get("pdf").identify(copy(rounds, "A-1", "pdf")).token
        mark = parse_page_code(page_code(each, token, 1, "A"))
        assert copy_of(Imprint(None, mark), (), sent)[0] == each.digest
        for claimed in (FIRST, SECOND):
            claim = Claim(each.survey, 1, claimed.digest)
            found = copy_of(Imprint(claim, mark), (), sent)
            assert (found is not None) is (claimed is each)


def test_a_form_may_be_changed_back(tmp_path):
    for each in (FIRST, SECOND, FIRST):
        sent = send(tmp_path, each, NEW, formats=["xlsx"], revise=True)
    assert sent.digests == (FIRST.digest, SECOND.digest, FIRST.digest)
    assert copy(tmp_path, "A-7", "xlsx", 3) == copy(tmp_path, "A-7", "xlsx", 1)
