import os
import time
from dataclasses import replace

import pytest
from tests import paper, planted

from formgen import formats
from formgen.archive import keep
from formgen.files import sha256
from formgen.intake import Setting, isolated, read_file, read_files, take_in
from formgen.model.codes import Code
from formgen.model.diagnostics import FormgenError, found
from formgen.model.identity import BLANK, Copy, sign
from formgen.model.recipient import Recipient, Round
from formgen.model.response import Match
from formgen.precheck import MAX_BYTES

FORM = paper.small_form()
OLDER = paper.small_form("รุ่นก่อน")
SETTING = Setting(FORM)
FILLED = Copy(None, (("q.code", "76-001"), ("q.status", "have")))


@pytest.fixture
def plain_format(monkeypatch):
    monkeypatch.setattr(formats, "get", {"pdf": paper.FORMAT}.__getitem__)


def codes(returned):
    return [one.code for one in returned.diagnostics]


# ---------------------------------------------------------------- one file


@pytest.mark.usefixtures("plain_format")
class TestReadFile:
    def test_a_filled_form_becomes_a_response(self):
        data = paper.write(FORM, FILLED).data
        returned = read_file(data, "a.pdf", SETTING)
        assert (returned.name, returned.sha256, returned.size) == ("a.pdf", sha256(data), len(data))
        assert (returned.format, returned.diagnostics, returned.ignored) == ("pdf", (), False)
        assert returned.response.match is Match.EXACT
        assert returned.response.answers["q.status"].value == "have"
        assert returned.response.respondent.agency_code == "76-001"

    def test_a_token_is_checked_with_its_round(self):
        key, someone = bytes(32), Recipient(7, "76-007", "กรมเจ็ด")
        sent = Round("2569-1", FORM.survey, FORM.digest, (someone,), key=key)
        token = sign(key, "2569-1", 7, FORM.digest)
        data = paper.write(FORM, Copy(token)).data
        returned = read_file(data, "a.pdf", replace(SETTING, rounds=(sent,)))
        assert returned.response.respondent.verified is True
        assert returned.response.respondent.agency_code == "76-007"

    def test_a_code_is_looked_up_in_the_roster(self):
        data = paper.write(FORM, FILLED).data
        setting = replace(SETTING, roster=(Recipient(1, "99-999", "อื่น"),))
        assert [one.code for one in read_file(data, "a", setting).findings] == [
            Code.CODE_NOT_IN_ROSTER
        ]

    def test_an_older_form_is_read_as_what_it_was(self, tmp_path):
        keep(tmp_path, OLDER)
        data = paper.write(OLDER, FILLED).data
        returned = read_file(data, "a.pdf", replace(SETTING, archives=(tmp_path,)))
        assert returned.response.match is Match.OLDER
        assert returned.response.claim.digest == OLDER.digest
        assert codes(returned) == [Code.FORM_OLDER]

    def test_without_a_form_any_of_the_archive_is_read(self, tmp_path):
        keep(tmp_path, OLDER)
        data = paper.write(OLDER, FILLED).data
        returned = read_file(data, "a.pdf", Setting(None, (tmp_path,)))
        assert returned.response.match is Match.EXACT

    def test_an_unknown_form_is_not_read(self):
        returned = read_file(paper.write(OLDER, FILLED).data, "a.pdf", SETTING)
        assert returned.response is None
        assert codes(returned) == [Code.FORM_UNKNOWN]

    def test_a_damaged_archive_is_told_of_where_it_matters(self, tmp_path):
        keep(tmp_path, OLDER).write_text("{")
        setting = replace(SETTING, archives=(tmp_path,))
        assert codes(read_file(paper.write(OLDER, FILLED).data, "a", setting)) == [
            Code.FORM_UNKNOWN,
            Code.ARCHIVE_DAMAGED,
        ]
        assert codes(read_file(paper.write(FORM, FILLED).data, "a", setting)) == []

    def test_another_survey_is_not_read(self, tmp_path):
        other = paper.small_form(survey="other")
        keep(tmp_path, other)
        data = paper.write(other, FILLED).data
        returned = read_file(data, "a.pdf", replace(SETTING, archives=(tmp_path,)))
        assert codes(returned) == [Code.FORM_OTHER_SURVEY]
        assert returned.response is None

    def test_a_file_that_names_no_form_is_taken_only_with_every_field(self):
        whole = paper.MAGIC + b'{"claim": "", "values": {"q.status": "none"}}'
        returned = read_file(whole, "a.pdf", SETTING)
        assert returned.response.match is Match.UNKNOWN
        assert returned.response.answers["q.status"].value == "none"
        part = paper.MAGIC + b'{"claim": "", "values": {}, "gone": ["q.note"]}'
        assert codes(read_file(part, "a.pdf", SETTING)) == [Code.FORM_NOT_OURS]
        assert codes(read_file(whole, "a.pdf", Setting(None))) == [Code.FORM_NOT_OURS]

    def test_flattened_fields_are_told_of(self, monkeypatch):
        def read(form, data):
            gone = found(Code.FIELDS_FLATTENED)
            return replace(paper.read(form, data), marks={}, diagnostics=(gone,))

        monkeypatch.setattr(formats, "get", lambda _: replace(paper.FORMAT, read=read))
        data = paper.MAGIC + b'{"claim": "", "values": {}}'
        assert codes(read_file(data, "a.pdf", SETTING)) == [Code.FIELDS_FLATTENED]

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", Code.FILE_EMPTY),
            (b"{\\rtf1", Code.FILE_OLD_FORMAT),
            (paper.MAGIC + b"{", Code.FILE_DAMAGED),
        ],
    )
    def test_what_cannot_be_read_says_why(self, data, code):
        returned = read_file(data, "a.pdf", SETTING)
        assert returned.response is None
        assert codes(returned) == [code]

    def test_files_of_the_system_are_ignored(self):
        returned = read_file(b"\x05clerk", "sub/~$a.xlsx", SETTING)
        assert returned.ignored
        assert codes(returned) == [Code.FILE_NOT_A_RETURN]


# ---------------------------------------------------------------- isolation


def put(folder, **files):
    for name, data in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return [(name, folder / name) for name in files]


def test_a_bad_file_costs_itself_and_no_other(tmp_path):
    """Three readers that die and one that never ends, between good files, on two workers."""
    bad = {
        b"abort": Code.FILE_CRASH,
        b"exit": Code.FILE_DAMAGED,
        b"loop": Code.FILE_TIMEOUT,
        b"eat": Code.FILE_MEMORY,
        b"deep": Code.FILE_DAMAGED,
        b"raise": Code.FILE_DAMAGED,
    }
    contents = [each for one in bad for each in (b"good", b"good", one)] + [b"good"]
    files = put(tmp_path, **{f"{number:02}": data for number, data in enumerate(contents)})
    seen = []
    setting = replace(SETTING, seconds=4, memory=512 << 20)
    started = time.monotonic()
    results = list(
        isolated(
            planted.work, files, setting, workers=2,
            progress=lambda done, total: seen.append((done, total)),
        )
    )  # fmt: skip
    assert time.monotonic() - started < 15
    assert [one.name for one in results] == [name for name, _ in files]
    for content, returned in zip(contents, results, strict=True):
        assert returned.sha256 == sha256(content)
        assert codes(returned) == ([bad[content]] if content in bad else [])
        assert returned.format == ("" if content in bad else "read")
    assert seen == [(done, len(files)) for done in range(1, len(files) + 1)]


def test_a_result_that_is_lost_on_the_way_is_a_finding(tmp_path):
    files = put(tmp_path, a=b"x")
    (returned,) = isolated(planted.break_off, files, SETTING, workers=1)
    assert codes(returned)[0] in (Code.FILE_DAMAGED, Code.FILE_CRASH)


def test_what_cannot_be_opened_reaches_no_worker(tmp_path):
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    names = ("folder", "gone", "large", "pipe")
    results = list(read_files([(name, tmp_path / name) for name in names], SETTING, workers=1))
    unreadable = [Code.FILE_UNREADABLE]
    assert [codes(one) for one in results] == [
        unreadable, unreadable, [Code.FILE_TOO_LARGE], unreadable,
    ]  # fmt: skip
    assert results[2].size == MAX_BYTES + 1


# ---------------------------------------------------------------- the inbox


def test_every_file_of_the_inbox_comes_once_in_order(tmp_path):
    put(
        tmp_path,
        **{
            "b.docx": b"",
            "a__z.csv": "ก,ข\n1,2\n".encode(),
            "2569-11-22__เหนือ__c.txt": b"text",
            "~$b.docx": b"\x05clerk",
            "d.pdf": b"\xff\xd8\xff",
            "received.csv": "แฟ้ม,วันที่รับ\nd.pdf,23/11/2569\nx,1/1/2569\n".encode(),
        },
    )
    before = sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))
    taken = list(take_in(tmp_path, SETTING, workers=2))
    assert [(one.name, one.received, codes(one)) for one, _ in taken] == [
        ("2569-11-22/เหนือ/c.txt", "2026-11-22", [Code.FILE_UNKNOWN_TYPE]),
        ("a/z.csv", "", [Code.FILE_OLD_FORMAT]),
        ("b.docx", "", [Code.FILE_EMPTY]),
        ("d.pdf", "2026-11-23", [Code.FILE_IMAGE]),
        ("received.csv", "", [Code.FILE_NOT_A_RETURN, Code.RECEIVED_FILE_UNKNOWN]),
        ("~$b.docx", "", [Code.FILE_NOT_A_RETURN]),
    ]
    assert [one.ignored for one, _ in taken] == [False, False, False, False, True, True]
    assert all(sha256(path.read_bytes()) == one.sha256 for one, path in taken)
    assert sorted((path, path.stat().st_mtime_ns) for path in tmp_path.rglob("*")) == before


def test_a_folder_called_by_the_code_of_an_agency_dates_nothing(tmp_path):
    put(tmp_path, **{"20110101__a.pdf": b"", "20120202__b.pdf": b"", "20130303__c.pdf": b""})
    sent_to, listed = Recipient(1, "20110101", "เมือง"), Recipient(1, "20120202", "บ้าน")
    rounds = (Round("2569-1", FORM.survey, FORM.digest, (sent_to,)),)
    known = replace(SETTING, rounds=rounds, roster=(listed,))
    taken = [one.received for one, _ in take_in(tmp_path, known, workers=1)]
    assert taken == ["", "", "2013-03-03"]


def test_names_that_are_no_text_and_links_are_told_of(tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / os.fsdecode(b"\xa1\xa2.docx")).write_bytes(b"")
    (tmp_path / "inbox" / "link").symlink_to(tmp_path)
    taken = [one for one, _ in take_in(tmp_path / "inbox", SETTING, workers=1)]
    assert [(one.name, codes(one)) for one in taken] == [
        ("link", [Code.FILE_UNREADABLE]),
        ("��.docx", [Code.FILE_EMPTY]),
    ]


def test_an_empty_inbox_is_no_files(tmp_path):
    assert list(take_in(tmp_path, SETTING, workers=2)) == []


def test_no_inbox_is_told_of_at_once(tmp_path):
    with pytest.raises(FormgenError) as error:
        take_in(tmp_path / "none", SETTING, workers=1)
    assert error.value.diagnostics[0].code is Code.INPUT_NOT_FOUND


def test_a_blank_form_needs_a_respondent(plain_format):
    returned = read_file(paper.write(FORM, BLANK).data, "a.pdf", SETTING)
    assert [one.code for one in returned.findings] == [Code.RESPONDENT_UNKNOWN]
