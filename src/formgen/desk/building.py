"""A compiled form -> its blank copies on disk, and the form in the archive."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from formgen import archive, formats
from formgen.archive import Shelf, not_written
from formgen.files import write_together
from formgen.model.codes import Code
from formgen.model.diagnostics import Diagnostic, found
from formgen.model.form import Form, form_to_json
from formgen.model.identity import BLANK
from formgen.model.survey import Role

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """The blank forms that were made, and what the clerk should know of them."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def build(
    form: Form, folder: Path, shelf: Path, names: Sequence[str], progress: Progress | None = None
) -> Built:
    """Write the blank forms and their `form.json`, and keep the form in the archive.

    Raise FormgenError where a file cannot be written; what stood there before is then untouched.
    """
    paged = formats.Written(b"")
    files: dict[str, bytes] = {}
    for done, name in enumerate(names, 1):
        kind = formats.get(name)
        written = kind.write(form, BLANK)
        paged = written if written.placements else paged
        files[f"{form.survey}{kind.suffix}"] = written.data
        if progress:
            progress(done, len(names))
    files["form.json"] = form_to_json(form).encode()
    archive.keep(shelf, form, paged.placements, paged.data)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = write_together(folder, files)
    except OSError as error:
        raise not_written(Path(error.filename or folder), error) from error
    return Built(paths, tuple(_cautions(form, shelf)))


def _cautions(form: Form, shelf: Path) -> Iterator[Diagnostic]:
    """Say what may go wrong when these forms are sent out."""
    if form.with_role(Role.AGENCY_CODE) is None:
        yield found(Code.ROUND_NEEDS_RESPONDENT, file=form.survey)
    kept = Shelf((shelf,))
    for one in filter(None, map(kept.find, kept.digests())):
        same = one.survey == form.survey and one.revision == form.revision
        if same and one.digest != form.digest:
            digest, used = one.digest[:8], Code.FORM_REVISION_USED
            yield found(used, file=form.survey, revision=form.revision, digest=digest)
            return
