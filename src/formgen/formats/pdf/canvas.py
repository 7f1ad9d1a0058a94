"""Pages drawn with ReportLab -> a PDF whose text is set lines in embedded fonts."""

from collections.abc import Mapping
from io import BytesIO

from pikepdf import Name, Pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from formgen.fonts import Face
from formgen.formats.pdf.embed import embed
from formgen.formats.pdf.text import SetLine


class PageCanvas(Canvas):
    """A ReportLab canvas for lines, boxes and pictures; text goes through `draw` alone.

    ReportLab's own text methods do not shape Thai and fall back on a font that is not embedded;
    this canvas has no font for them. Origin bottom left, lengths in points.
    """

    def __init__(self, size: tuple[float, float], title: str) -> None:
        self._file = BytesIO()
        self._shown: dict[Face, set[int]] = {}
        super().__init__(
            self._file,
            pagesize=size,
            pageCompression=0,  # pikepdf compresses everything when it saves
            invariant=1,
            pdfVersion=(1, 7),
            lang="th-TH",
        )
        self.setTitle(title)

    def draw(self, line: SetLine, x: float, y: float) -> None:
        """Draw a line: the left end of its column at x, its baseline at y."""
        self.addLiteral(line.operators(x, y))
        self.show(line.codes)

    def picture(self, data: bytes, x: float, y: float, width: float, height: float) -> None:
        """Draw a PNG or JPEG, its lower left corner at x, y; what it lets through shows."""
        self.drawImage(ImageReader(BytesIO(data)), x, y, width, height, mask="auto")

    def show(self, codes: Mapping[Face, frozenset[int]]) -> None:
        """Have these codes embedded, for text that is drawn later by other means."""
        for face, some in codes.items():
            self._shown.setdefault(face, set()).update(some)

    def finish(self) -> Pdf:
        """End the last page and open the result; the caller closes it.

        All pages and forms share one dictionary of fonts; `/NAME` is the face of that name.
        """
        self.save()
        pdf = Pdf.open(self._file)
        if pdf.pages:
            fonts = pdf.pages[0].obj.Resources.Font
            for face, codes in sorted(self._shown.items(), key=lambda item: item[0].name):
                fonts[Name(f"/{face.name}")] = embed(pdf, face, codes)
        return pdf

    def _make_preamble(self) -> None:
        """Start each page without ReportLab's Helvetica, which would not be embedded."""
        self._preamble = "1 0 0 1 0 0 cm"
