"""What no program could read -> pictures of its pages, beside the result, for a person to type."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from formgen.archive import not_written
from formgen.files import clear_parts, write_atomically
from formgen.pictures import pictures_of

FOLDER: Final = "pages"
_LENGTH: Final = 16  # digits of the SHA-256 by which the pictures of a file are known
_PICTURE: Final = re.compile(f"([0-9a-f]{{{_LENGTH}}})-[0-9]{{2}}\\.png")


def draw_pages(
    wanted: Mapping[str, str], bytes_of: Callable[[str], bytes | None], output: Path, workers: int
) -> Mapping[str, Sequence[str]]:
    """Draw the pages of files (SHA-256 -> name) that are not drawn yet, and drop those not wanted.

    `bytes_of` gives what was received under a SHA-256.  Return the paths of all pictures from
    `output`, by SHA-256.  Raises FormgenError where they cannot be written.
    """
    folder = output / FOLDER
    clear_parts(folder)
    known = {digest[:_LENGTH] for digest in wanted}
    for path in sorted(folder.glob("*.png")):
        named = _PICTURE.fullmatch(path.name)
        if named and named[1] not in known:
            path.unlink(missing_ok=True)
    missing = [digest for digest in wanted if not _drawn(folder, digest)]
    files = [(wanted[digest], bytes_of(digest) or b"") for digest in missing]
    for digest, pages in zip(missing, pictures_of(files, workers=workers), strict=True):
        # The first is written last: it tells that all are there.
        for number, picture in reversed([*enumerate(pages, 1)]):
            _put(folder / f"{digest[:_LENGTH]}-{number:02}.png", picture)
    return {digest: drawn for digest in wanted if (drawn := _drawn(folder, digest))}


def _drawn(folder: Path, digest: str) -> tuple[str, ...]:
    found = sorted(folder.glob(f"{digest[:_LENGTH]}-*.png"))
    whole = (folder / f"{digest[:_LENGTH]}-01.png").exists()
    return tuple(f"{FOLDER}/{path.name}" for path in found if whole)


def _put(path: Path, picture: bytes) -> None:
    try:
        path.parent.mkdir(mode=0o770, parents=True, exist_ok=True)
        write_atomically(path, picture)
    except OSError as error:
        raise not_written(path, error) from error
