"""Files that are broken, locked or built to do harm: one clear finding each, in bounds."""

import io
import time
import warnings
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from tests.formats.pdf.samples import filled, staffing

from formgen.formats.pdf import FORMAT
from formgen.intake import Setting, read_files
from formgen.model.codes import Code

SOUND = FORMAT.write(staffing(), filled(staffing())).data
ACTS, DAMAGED, HOSTILE = (Code.ACTIVE_CONTENT,), (Code.FILE_DAMAGED,), (Code.FILE_HOSTILE,)
SECONDS = 20  # for one file, in a process of its own with a gibibyte
LARGE = 70 << 20  # bytes; more than a stream may unpack to
BOMB = zlib.compress(bytes(LARGE), 9)

Change = Callable[[Pdf], None]


def changed(change: Change, **how: object) -> bytes:
    with Pdf.open(io.BytesIO(SOUND)) as pdf, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        change(pdf)
        file = io.BytesIO()
        pdf.save(file, fix_metadata_version=False, **how)
    return file.getvalue()


def field(pdf: Pdf, name: str = "tools-specify") -> pikepdf.Object:
    return next(one for one in pdf.Root.AcroForm.Fields if str(one.T) == name)


def unpacks(pdf: Pdf) -> Stream:
    return Stream(pdf, BOMB, Filter=Name.FlateDecode)


def script(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def named_scripts(pdf: Pdf) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([]))


def launch(pdf: Pdf) -> None:
    field(pdf).AA = Dictionary(K=Dictionary(S=Name.Launch, F=String("cmd.exe")))


def xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm.XFA = Array([String("form"), Stream(pdf, b"<xdp:xdp/>")])


def program(pdf: Pdf) -> None:
    pdf.attachments["invoice.pdf.exe"] = b"MZ"


def document(pdf: Pdf) -> None:
    pdf.attachments["annex.docx"] = b"PK"


def signature(pdf: Pdf) -> None:
    value = Dictionary(Type=Name.Sig, ByteRange=Array([0, 9, 9, 9]), Contents=String("x"))
    place = Dictionary(FT=Name.Sig, T=String("Signature1"), V=value)
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(place))


def content_bomb(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = unpacks(pdf)


def content_cut(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = cut_off(pdf)


def picture_cut(pdf: Pdf) -> None:
    field(pdf).AP.N = cut_off(pdf)


def cut_off(pdf: Pdf) -> Stream:
    content = pdf.make_stream(zlib.compress(b"BT (a) Tj ET " * 99)[:-12], Subtype=Name.Form)
    content.Filter = Name.FlateDecode
    return content


def picture_bomb(pdf: Pdf) -> None:
    field(pdf).AP = Dictionary(N=unpacks(pdf))


def value_bomb(pdf: Pdf) -> None:
    field(pdf).V = unpacks(pdf)


def metadata_bomb(pdf: Pdf) -> None:
    pdf.Root.Metadata = unpacks(pdf)


def font_bomb(pdf: Pdf) -> None:
    for font in field(pdf).AP.N.Resources.Font.values():
        font.ToUnicode = unpacks(pdf)


def kids_in_a_ring(pdf: Pdf) -> None:
    one, other = (pdf.make_indirect(Dictionary(T=String(name))) for name in "ab")
    one.Kids, other.Kids = Array([other]), Array([one])
    pdf.Root.AcroForm.Fields.append(one)


def parents_in_a_ring(pdf: Pdf) -> None:
    one = pdf.make_indirect(Dictionary(Subtype=Name.Widget, Rect=Array([0, 0, 9, 9])))
    one.Parent = pdf.make_indirect(Dictionary(Parent=one))
    pdf.pages[0].obj.Annots.append(one)


def pages_in_a_ring(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def nested(pdf: Pdf) -> None:
    node = pdf.make_indirect(Dictionary(T=String("a")))
    pdf.Root.AcroForm.Fields.append(node)
    for _ in range(5_000):
        node.Kids = Array([pdf.make_indirect(Dictionary(T=String("a")))])
        node = node.Kids[0]


def many_fields(pdf: Pdf) -> None:
    kinds = [Dictionary(FT=Name.Tx, T=String(f"f{n}")) for n in range(1_000)]
    pdf.Root.AcroForm.Fields.extend([pdf.make_indirect(one) for one in kinds] * 200)


def many_widgets(pdf: Pdf) -> None:
    for _ in range(50_000):
        pdf.pages[0].obj.Annots.append(Dictionary(Subtype=Name.Widget, T=String("x")))


def long_value(pdf: Pdf) -> None:
    field(pdf).V = String("x" * (80 << 20))


def object_bomb() -> bytes:
    """The catalog lies in a stream of objects that unpacks to too much."""
    catalog, pages = b"<< /Type /Catalog /Pages 3 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"
    head = b"2 0 3 %d " % (len(catalog) + LARGE)
    packed = zlib.compress(head + catalog + b" " * LARGE + pages, 9)
    file = b"%PDF-1.7\n"
    first = len(file)
    file += b"1 0 obj << /Type /ObjStm /N 2 /Filter /FlateDecode "
    file += b"/First %d /Length %d >> stream\n" % (len(head), len(packed))
    file += packed + b"\nendstream endobj\n"
    start = len(file)
    rows = [(0, 0, 0), (1, first, 0), (2, 1, 0), (2, 1, 1), (1, start, 0)]
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + bytes([n]) for kind, at, n in rows)
    file += b"4 0 obj << /Type /XRef /Size 5 /W [1 4 1] /Root 2 0 R "
    file += b"/Length %d >> stream\n" % len(table)
    return file + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % start


def hidden_field() -> bytes:
    """A later state of the file, in which a field lies in a stream that unpacks to too much."""
    with Pdf.open(io.BytesIO(SOUND)) as pdf:
        number, body = field(pdf).objgen[0], field(pdf).unparse(resolved=True)
        root, size = pdf.trailer.Root.objgen[0], int(pdf.trailer.Size)
    head = b"%d 0 " % number
    packed = zlib.compress(head + body + b" " * LARGE, 9)
    before = int(SOUND.rsplit(b"startxref", 1)[1].split()[0])
    file = SOUND + b"%d 0 obj << /Type /ObjStm /N 1 /Filter /FlateDecode " % size
    file += b"/First %d /Length %d >> stream\n" % (len(head), len(packed))
    file += packed + b"\nendstream endobj\n"
    start = len(file)
    rows = [(2, size, 0), (1, len(SOUND), 0), (1, start, 0)]
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + bytes([n]) for kind, at, n in rows)
    file += b"%d 0 obj << /Type /XRef /Size %d /W [1 4 1] " % (size + 1, size + 2)
    file += b"/Index [%d 1 %d 2] /Root %d 0 R /Prev %d " % (number, size, root, before)
    file += b"/Length %d >> stream\n" % len(table)
    return file + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % start


def locked(user: str) -> bytes:
    return changed(lambda _: None, encryption=pikepdf.Encryption(user=user, owner="secret"))


BAD: dict[str, tuple[Callable[[], bytes], tuple[Code, ...]]] = {
    "sound": (lambda: SOUND, ()),
    **{
        one.__name__: (lambda one=one: changed(one), told)
        for one, told in (
            (script, ACTS), (named_scripts, ACTS), (launch, ACTS), (xfa, ACTS), (program, ACTS),
            (document, (Code.CONTROL_UNKNOWN,)), (signature, ()),
            (content_cut, (Code.PAGE_NOT_READ, Code.FILE_REPAIRED)),
            (picture_cut, (Code.FILE_REPAIRED,)),
            (content_bomb, HOSTILE), (picture_bomb, HOSTILE), (value_bomb, HOSTILE),
            (metadata_bomb, HOSTILE), (font_bomb, HOSTILE),
            (kids_in_a_ring, ()), (parents_in_a_ring, (Code.CONTROL_UNKNOWN,)),
            (pages_in_a_ring, DAMAGED), (nested, HOSTILE), (many_fields, HOSTILE),
            (many_widgets, HOSTILE),
        )
    },
    "long value": (
        lambda: changed(long_value, object_stream_mode=pikepdf.ObjectStreamMode.disable),
        (Code.FILE_TOO_LARGE,),
    ),
    "long value, packed": (
        lambda: changed(long_value, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        DAMAGED,
    ),
    "packed objects": (object_bomb, DAMAGED),
    "a packed field": (hidden_field, HOSTILE),
    "owner password": (lambda: locked(""), ()),
    "user password": (lambda: locked("user"), (Code.FILE_PASSWORD,)),
    "cut off in the middle": (lambda: SOUND[: len(SOUND) // 2], DAMAGED),
    "cut off at the end": (lambda: SOUND[:-40], DAMAGED),
    "no cross-references": (
        lambda: SOUND.replace(b"startxref", b"startxxxx"), (Code.FILE_REPAIRED,),
    ),
    "wrong cross-references": (
        lambda: SOUND.replace(b"startxref\n", b"startxref\n7"), (Code.FILE_REPAIRED,),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What is said of each file, and how long reading it took, in processes with bounds."""
    folder = tmp_path_factory.mktemp("bad")
    files = []
    for name, (make, _) in BAD.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(make())
        files.append((name, path))
    begun = time.monotonic()
    read = list(read_files(files, Setting(staffing(), seconds=SECONDS), workers=2))
    return dict(zip(BAD, read, strict=True)), time.monotonic() - begun


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_has_one_clear_finding(told, name):
    returned = told[0][name]
    usual = {one.code for one in told[0]["sound"].findings}
    assert tuple(one.code for one in returned.findings if one.code not in usual) == BAD[name][1]
    refused = BAD[name][1] in (HOSTILE, DAMAGED, (Code.FILE_PASSWORD,), (Code.FILE_TOO_LARGE,))
    assert (returned.response is None) is refused
    if not refused:
        assert returned.response.answers["tools.specify"].value == "ระบบลา"


def test_all_of_them_are_read_in_the_time_of_one(told):
    assert told[1] < SECONDS
