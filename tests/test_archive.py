import pytest
from tests.paper import small_form

from formgen.archive import Shelf, keep, placements_from_json, placements_to_json
from formgen.ledger.lock import held
from formgen.model.codes import Code
from formgen.model.diagnostics import Exit, FormgenError, found
from formgen.model.form import Placement, form_to_json

PLACES = (Placement("q.code", "q.code", 1, 20.5, 30.0, 60.0, 8.0),)


def test_a_kept_form_is_found_by_its_digest(tmp_path):
    form = small_form()
    path = keep(tmp_path / "archive", form, PLACES)
    assert path.name == f"{form.digest}.json"
    assert Shelf([tmp_path / "archive"]).find(form.digest) == form
    beside = path.with_name(f"{form.digest}.placements.json")
    assert placements_from_json(beside.read_text(encoding="utf-8")) == PLACES


def test_each_empty_pdf_of_a_form_is_kept_beside_the_others(tmp_path):
    form, folder = small_form(), tmp_path / "archive"
    for blank in (b"%PDF one", b"%PDF two", b"%PDF one"):
        keep(folder, form, PLACES, blank)
    keep(tmp_path / "archive" / "2569-1", form, PLACES, b"%PDF two")
    shelf = Shelf([folder])
    assert sorted(shelf.blanks(form.digest)) == [b"%PDF one", b"%PDF two"]
    assert shelf.blanks("0" * 64) == shelf.blanks("*") == ()
    assert shelf.digests() == (form.digest,)


def test_a_damaged_empty_pdf_is_told_of_and_put_right(tmp_path):
    form = small_form()
    keep(tmp_path, form, PLACES, b"%PDF one")
    (path,) = tmp_path.glob("*.pdf")
    path.write_bytes(b"%PDF o")
    shelf = Shelf([tmp_path])
    assert shelf.blanks(form.digest) == shelf.blanks(form.digest) == ()
    assert [one.code for one in shelf.problems] == [Code.ARCHIVE_DAMAGED]
    keep(tmp_path, form, PLACES, b"%PDF one")
    assert Shelf([tmp_path]).blanks(form.digest) == (b"%PDF one",)


def test_what_a_killed_run_left_half_written_is_removed_before_a_form_is_kept(tmp_path):
    left = tmp_path / ".0123456789abcdef-17.part"
    left.write_text("{")
    form = small_form()
    with held(tmp_path / "keep.lock", found(Code.ROUND_BUSY)):  # another run is keeping a form
        with pytest.raises(FormgenError) as error:
            keep(tmp_path, form)
        assert [one.code for one in error.value.diagnostics] == [Code.OUTPUT_NOT_WRITABLE]
        assert left.exists()
    keep(tmp_path, form)
    assert not left.exists()
    with held(tmp_path / "keep.lock", found(Code.ROUND_BUSY)):
        keep(tmp_path, form)  # it is kept already: nobody waits


def test_what_is_kept_is_not_written_again(tmp_path):
    form = small_form()
    path = keep(tmp_path, form, PLACES)
    # as another release might lay it out
    written = path.read_text(encoding="utf-8").replace("\n ", "\n  ")
    path.write_text(written, encoding="utf-8")
    beside = path.with_name(f"{form.digest}.placements.json")
    before = beside.read_bytes()
    keep(tmp_path, form, (Placement("q.code", "q.code", 2, 0, 0, 1, 1),))
    assert path.read_text(encoding="utf-8") == written
    assert beside.read_bytes() == before


def test_a_damaged_form_is_put_right(tmp_path):
    form = small_form()
    keep(tmp_path, form).write_text("{", encoding="utf-8")
    keep(tmp_path, form)
    assert Shelf([tmp_path]).find(form.digest) == form


def test_a_shelf_looks_one_level_down_and_for_form_json(tmp_path):
    one, other = small_form(), small_form("อีกแบบ")
    (tmp_path / "2569-1").mkdir()
    (tmp_path / "2569-1" / "form.json").write_text(form_to_json(one), encoding="utf-8")
    keep(tmp_path / "2569-2", other)
    shelf = Shelf([tmp_path, tmp_path / "not there"])
    assert shelf.find(one.digest) == one
    assert shelf.find(other.digest) == other
    assert shelf.digests() == tuple(sorted((one.digest, other.digest)))
    assert shelf.problems == ()


@pytest.mark.parametrize("digest", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_an_unknown_digest_is_not_found(tmp_path, digest):
    keep(tmp_path, small_form())
    assert Shelf([tmp_path]).find(digest) is None


@pytest.mark.parametrize("text", ["{", "[]", "{}", "\ud800", "[" * 100_000])
def test_a_damaged_file_is_told_of_once_and_the_rest_is_found(tmp_path, text):
    form = small_form()
    keep(tmp_path, form)
    (tmp_path / f"{'0' * 64}.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    shelf = Shelf([tmp_path])
    assert shelf.find(form.digest) == form
    assert shelf.find("0" * 64) is None
    shelf.digests()
    assert [one.code for one in shelf.problems] == [Code.ARCHIVE_DAMAGED]


def test_an_altered_form_is_not_taken_for_its_digest(tmp_path):
    form = small_form()
    path = keep(tmp_path, form)
    path.write_text(path.read_text(encoding="utf-8").replace("ไม่มี", "มีครับ"), encoding="utf-8")
    shelf = Shelf([tmp_path])
    assert shelf.find(form.digest) is None
    assert shelf.problems[0].file == str(path)


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FormgenError) as error:
        keep(tmp_path / "file", small_form())
    assert error.value.exit_code is Exit.OUTPUT
    assert error.value.diagnostics[0].code is Code.OUTPUT_NOT_WRITABLE


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "x"}'])
def test_what_is_no_placements_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        placements_from_json(text)


def test_placements_come_back():
    form = small_form()
    assert placements_from_json(placements_to_json(form, PLACES)) == PLACES
