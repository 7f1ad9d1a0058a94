import pytest

from formgen.tables import csv_bytes, csv_rows

ROWS = [["รหัส", "ชื่อ"], ["76-001", 'สำนักงาน "ก"\nบรรทัดสอง']]
TEXT = 'รหัส,ชื่อ\r\n76-001,"สำนักงาน ""ก""\nบรรทัดสอง"\r\n'


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_a_table_is_read_in_every_coding_of_thai_windows(coding):
    assert csv_rows(TEXT.encode(coding)) == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_that_of_the_headings(separator):
    text = separator.join(["รหัส", "ชื่อ"]) + "\n" + separator.join(["1", "ก"])
    assert csv_rows(text.encode()) == [["รหัส", "ชื่อ"], ["1", "ก"]]


def test_blank_lines_keep_the_row_numbers():
    assert csv_rows(b"a,b\n\nc,d\n") == [["a", "b"], [], ["c", "d"]]


@pytest.mark.parametrize("data", [b"\xd0\xcf\x11\xe0\x00\x00", b'a,"b', b'a,"b"c\n', b"\xff\xfea"])
def test_what_is_no_table_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        csv_rows(data)


def test_what_is_written_reads_back():
    assert csv_bytes(ROWS).startswith(b"\xef\xbb\xbf")
    assert csv_rows(csv_bytes(ROWS)) == ROWS


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "＝1"])
def test_no_text_becomes_a_formula(text):
    assert csv_rows(csv_bytes([[text, 1]])) == [["'" + text, "1"]]


def test_numbers_stay_numbers():
    assert csv_bytes([[-5]]) == b'\xef\xbb\xbf"-5"\r\n'
