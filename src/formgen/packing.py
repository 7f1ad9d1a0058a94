"""Members -> ZIP packages with no trace of when; what copies of a package share is packed once."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from struct import Struct
from typing import Final, TypeAlias

_CONTENT_TYPES: Final = "[Content_Types].xml"
# The records of a ZIP (APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16).
_LOCAL: Final = Struct("<4s2B4HL2L2H")
_LISTED: Final = Struct("<4s4B4HL2L5HL")  # less the place, which comes last
_END: Final = Struct("<4s4H2LH")
_VERSION: Final = 20  # 2.0, the first that deflates
_MS_DOS: Final = 0  # as Office writes; another number would say which system runs this
_UTF_8: Final = 0x800  # the flag of a name that is not ASCII
_TIME, _DATE = 0, 0x21  # 1980-01-01 0:00, the first moment a ZIP can tell
_MODE: Final = 0o600 << 16  # read and write for the owner
_STORED, _DEFLATED = 0, 8

_LEVEL: Final = 6
_LEVEL_KEPT: Final = 9  # done once: 2 % smaller, three times as long
_MEMORY: Final = 8
_RAW: Final = -zlib.MAX_WBITS  # no header: the ZIP has its own
_WINDOW: Final = 1 << zlib.MAX_WBITS  # bytes; as far back as deflated text can point
# Bytes; a shorter stretch before, between or behind what varies is deflated with it (10 kB take
# 0.1 ms).  A kept one begins anew, without what stands before it, and so is some 400 bytes longer:
# that counts once at an end, but often in between.
_WORTH_KEEPING: Final = 8_192
_WORTH_BETWEEN: Final = 12_288
_KEPT: Final = 128  # shared stretches of one part

Piece: TypeAlias = tuple[str, str]
"""The name of a place and the text in it; "" for text that never varies."""


def normalised_zip(members: Iterable[tuple[str, bytes]], *, stored: bool = False) -> bytes:
    """A ZIP of (name, data), the same bytes for the same members: fixed times and attributes.

    `[Content_Types].xml` comes first, as Office writes it, the rest in the order given. Another
    release of zlib may deflate differently; `stored` keeps the members as they are, for those that
    are packed already. 4 GB and 65,535 members are the most. Raises ValueError for a name given
    twice.
    """
    return _packed(_member(name, data, _LEVEL, stored=stored) for name, data in members)


class Mould:
    """A package of which many copies are made that differ in some places only.

    A part is its data, or its text in pieces, in order.  Whatever copies share is deflated once and
    kept; a copy costs what is written into it.
    """

    def __init__(self, parts: Mapping[str, bytes | Sequence[Piece]]) -> None:
        self._parts: Final = tuple(
            _member(name, part, _LEVEL_KEPT) if isinstance(part, bytes) else _Stencil(name, part)
            for name, part in parts.items()
        )

    def cast(self, texts: Mapping[str, str]) -> bytes:
        """Make a copy with other texts in some places; packed as by `normalised_zip`."""
        return _packed(
            part.filled(texts) if isinstance(part, _Stencil) else part for part in self._parts
        )


def around(text: str, place: str, word: str) -> list[Piece]:
    """Take a text apart at a word, which is what stands in a place of it."""
    head, found, tail = text.partition(word)
    return [("", head), (place, found), ("", tail)]


@dataclass(frozen=True, slots=True)
class _Member:
    """A member as a package holds it: in its place, and in the list at the end less the place."""

    name: str
    local: bytes
    listed: bytes


class _Stencil:
    """A part with places for texts."""

    def __init__(self, name: str, pieces: Sequence[Piece]) -> None:
        self._name: Final = name
        self._texts: Final = [text.encode() for _, text in pieces]
        self._at: Final = {place: at for at, (place, _) in enumerate(pieces) if place}
        self._starts: Final = [0, *accumulate(map(len, self._texts))]
        self._blank: Final = memoryview(b"".join(self._texts))
        self._kept: Final = lru_cache(maxsize=_KEPT)(self._deflate)

    def filled(self, texts: Mapping[str, str]) -> _Member:
        """The part as a member; texts for places that it does not have are of other parts."""
        new = {self._at[place]: text.encode() for place, text in texts.items() if place in self._at}
        changed = sorted(at for at, text in new.items() if text != self._texts[at])
        deflated: list[bytes] = []
        before = self._blank[:0]
        crc = size = done = 0
        for first, after in self._stretches(changed):
            if done < first:
                before = self._between(done, first)
                deflated.append(self._kept(done, first))
                crc, size = zlib.crc32(before, crc), size + len(before)
            if first < after:
                fresh = b"".join(new.get(at, self._texts[at]) for at in range(first, after))
                last = after == len(self._texts)
                deflated.append(_deflated(fresh, _LEVEL, before[-_WINDOW:], last=last))
                crc, size = zlib.crc32(fresh, crc), size + len(fresh)
            done = after
        return _entry(self._name, _DEFLATED, b"".join(deflated), crc, size)

    def _stretches(self, changed: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Go through the pieces to be deflated anew, (first, after), and at last to the end."""
        end = len(self._texts)
        first = after = 0
        for at in changed:
            worth = _WORTH_BETWEEN if after else _WORTH_KEEPING
            if self._starts[at] - self._starts[after] >= worth:
                if first < after:
                    yield first, after
                first = at
            after = at + 1
        if after and self._starts[end] - self._starts[after] < _WORTH_KEEPING:
            after = end
        if first < after:
            yield first, after
        if after < end:
            yield end, end

    def _between(self, first: int, after: int) -> memoryview:
        return self._blank[self._starts[first] : self._starts[after]]

    def _deflate(self, first: int, after: int) -> bytes:
        last = after == len(self._texts)
        return _deflated(self._between(first, after), _LEVEL_KEPT, last=last)


def _deflated(
    data: bytes | memoryview, level: int, before: memoryview | bytes = b"", *, last: bool = True
) -> bytes:
    """Deflate what comes after `before`; what is not the `last` ends at a whole byte."""
    if before:
        deflater = zlib.compressobj(
            level, zlib.DEFLATED, _RAW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, before
        )
    else:
        deflater = zlib.compressobj(level, zlib.DEFLATED, _RAW, _MEMORY)
    return deflater.compress(data) + deflater.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


def _member(name: str, data: bytes, level: int, *, stored: bool = False) -> _Member:
    method = _STORED if stored else _DEFLATED
    packed = data if stored else _deflated(data, level)
    return _entry(name, method, packed, zlib.crc32(data), len(data))


def _entry(name: str, method: int, packed: bytes, crc: int, size: int) -> _Member:
    """Write the two headers of a member: `crc` and `size` are of what it is unpacked."""
    named = name.encode()
    flags = 0 if name.isascii() else _UTF_8
    told = (flags, method, _TIME, _DATE, crc, len(packed), size, len(named), 0)
    local = _LOCAL.pack(b"PK\3\4", _VERSION, _MS_DOS, *told) + named + packed
    listed = _LISTED.pack(b"PK\1\2", _VERSION, _MS_DOS, _VERSION, _MS_DOS, *told, 0, 0, 0, _MODE)
    return _Member(name, local, listed)


def _packed(members: Iterable[_Member]) -> bytes:
    ordered = sorted(members, key=lambda one: one.name != _CONTENT_TYPES)
    if len({one.name for one in ordered}) != len(ordered):
        message = "a member name is given twice"
        raise ValueError(message)
    places = [0, *accumulate(len(one.local) for one in ordered)]
    listed = b"".join(
        one.listed + place.to_bytes(4, "little") + one.name.encode()
        for one, place in zip(ordered, places[:-1], strict=True)
    )
    count = len(ordered)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listed), places[-1], 0)
    return b"".join([*(one.local for one in ordered), listed, end])
