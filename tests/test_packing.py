import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formgen.packing import Mould, around, normalised_zip

MEMBERS = [("word/document.xml", b"<w/>" * 500), ("[Content_Types].xml", b"<T/>"), ("a/ก.txt", b"")]


def test_zip_says_nothing_of_when_and_where():
    package = normalised_zip(MEMBERS)
    assert package == normalised_zip(iter(MEMBERS))
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        entries = archive.infolist()
        assert [e.filename for e in entries] == [
            "[Content_Types].xml", "word/document.xml", "a/ก.txt",
        ]  # fmt: skip
        assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {(e.create_system, e.external_attr) for e in entries} == {(0, 0o600 << 16)}
        assert {e.compress_type for e in entries} == {zipfile.ZIP_DEFLATED}
        assert archive.read("word/document.xml") == b"<w/>" * 500


def test_zip_of_what_is_packed_already_keeps_it_as_it_is():
    package = normalised_zip(MEMBERS, stored=True)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        assert {e.compress_type for e in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {e.date_time for e in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_zip_refuses_a_name_given_twice():
    with pytest.raises(ValueError, match="twice"):
        normalised_zip([("a", b"1"), ("a", b"2")])


def unpacked(package: bytes) -> dict[str, bytes]:
    """What strict readers find in a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_package_is_what_the_standard_library_writes():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in sorted(MEMBERS, key=lambda one: not one[0].startswith("[")):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 0, 0o600 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 6)
    assert file.getvalue() == normalised_zip(MEMBERS)


# ---------------------------------------------------------------- copies

LINE = "".join(f'<c r="B{number}"><v>{number * number}</v></c>' for number in range(800))
sizes = st.sampled_from([0, 1, 90, 3_000, 8_191, 8_192, 12_287, 12_288, 20_000])
texts = st.one_of(st.text(max_size=9), st.sampled_from(["ก" * 300, "😀", "", LINE]))


@st.composite
def parts(draw):
    """A part in pieces, and some copies of it: the texts of some places."""
    pieces = [("", LINE[: draw(sizes)])]
    for number in range(draw(st.integers(0, 5))):
        pieces += [(f"place {number}", draw(texts)), ("", LINE[number : draw(sizes)])]
    places = [place for place, _ in pieces if place]
    copy = st.dictionaries(st.sampled_from([*places, "elsewhere"]), texts)
    return pieces, draw(st.lists(copy, min_size=1, max_size=4))


@given(parts())
def test_a_copy_holds_its_own_texts_and_what_all_share(made):
    pieces, copies = made
    mould = Mould({"a.xml": pieces, "b.xml": b"<b/>"})
    for copy in copies:
        text = "".join(copy.get(place, text) if place else text for place, text in pieces)
        cast = mould.cast(copy)
        assert unpacked(cast) == {"a.xml": text.encode(), "b.xml": b"<b/>"}
        anew = Mould({"a.xml": pieces, "b.xml": b"<b/>"}).cast(copy)
        assert cast == anew, "a copy tells which copies were made before it"


def test_a_copy_is_one_stream_that_ends_where_it_says():
    mould = Mould({"a": [("", LINE), ("here", ""), ("", LINE)]})
    package = mould.cast({"here": "ที่นี่"})
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    (entry,) = zipfile.ZipFile(io.BytesIO(package)).infolist()
    start = 30 + len("a")
    data = package[start : start + entry.compress_size]
    assert inflater.decompress(data) == f"{LINE}ที่นี่{LINE}".encode()
    assert (inflater.eof, inflater.unused_data) == (True, b"")


def test_a_copy_is_hardly_larger_than_if_it_were_packed_as_a_whole():
    head, tail = LINE[:9_000], LINE[9_000:]
    mould = Mould({"a": [("", head), ("here", ""), ("", tail)]})
    whole = normalised_zip([("a", f"{head}ที่นี่{tail}".encode())])
    assert len(mould.cast({"here": "ที่นี่"})) < len(whole) + 400


def test_what_stands_before_a_text_that_varies_is_used_for_it():
    unlike = "".join(chr(0xE01 + number * number % 47) for number in range(4_000))
    mould = Mould({"a": [("", unlike), ("here", "")]})
    assert len(mould.cast({"here": unlike})) < len(mould.cast({})) + 300


def test_a_word_stands_in_a_place_of_its_text():
    assert around("a claim b", "x", "claim") == [("", "a "), ("x", "claim"), ("", " b")]
