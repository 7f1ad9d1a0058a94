"""Who a copy was sent to, and how a returned file proves it."""

import functools
import hashlib
import hmac
import json
import re
from dataclasses import dataclass

from formgen.model.form import Form
from formgen.model.survey import Role
from formgen.model.values import is_blank

TAG_BYTES = 16
"""Length of the signature: 128 bits of HMAC-SHA-256."""

_TOKEN = re.compile(r"fg1\.([A-Za-z0-9-]{1,32})\.([0-9]{1,6})\.([0-9a-f]{32})")
_SURVEY = re.compile("[a-z][a-z0-9_-]*")
_DIGEST = re.compile("[0-9a-f]{64}")
PAGE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What printed codes are made of; Crockford: no I, L, O, U to misread."""

_PAGE_CODE = re.compile(
    f"(?P<body>(?P<kind>[RB])(?P<key>[{PAGE_ALPHABET}]{{8}})(?P<serial>[{PAGE_ALPHABET}]{{4}})"
    f"(?P<page>[{PAGE_ALPHABET}]{{2}})(?P<corner>[A-D]))(?P<check>[{PAGE_ALPHABET}]{{2}})"
)


@dataclass(frozen=True, slots=True)
class Token:
    """What identifies one copy: the round, the recipient's serial in it, and the signature."""

    round: str
    serial: int
    tag: str

    def __str__(self) -> str:
        return f"fg1.{self.round}.{self.serial}.{self.tag}"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of itself; nothing here is proved."""

    survey: str
    revision: int
    digest: str
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy to be written: blank without a token; `values` are filled in.

    In a copy with a token the answers known from the roster are locked, but for the fields whose
    values were `carried` over from an earlier answer: the respondent is to bring these up to date.
    """

    token: Token | None = None
    values: tuple[tuple[str, object], ...] = ()
    carried: tuple[str, ...] = ()

    def value(self, name: str) -> object:
        """Return what is filled in for a field, or None."""
        return dict(self.values).get(name)

    def locked(self, form: Form, name: str) -> bool:
        """Tell whether the respondent may not change a field of this copy."""
        role = form.field(name).role
        known = role not in (None, Role.RESPONSE_DATE) and name not in self.carried
        return self.token is not None and known and not is_blank(self.value(name))


BLANK = Copy()


def sign(key: bytes, round_id: str, serial: int, digest: str) -> Token:
    """Make the token of one copy: HMAC-SHA-256 over round, serial and form digest, 128 bits."""
    return Token(round_id, serial, _tag(key, round_id, serial, digest))


def verified(key: bytes, token: Token, digest: str) -> bool:
    """Tell whether `token` was signed with `key` for the form of this digest."""
    return hmac.compare_digest(token.tag, _tag(key, token.round, token.serial, digest))


def _tag(key: bytes, round_id: str, serial: int, digest: str) -> str:
    message = "\n".join(("formgen/token@1", round_id, str(serial), digest)).encode("ascii")
    return hmac.new(key, message, hashlib.sha256).digest()[:TAG_BYTES].hex()


def parse_token(text: str) -> Token | None:
    """Reverse `str(token)`; None for anything else."""
    match = _TOKEN.fullmatch(text)
    return Token(match[1], int(match[2]), match[3]) if match else None


def claim_text(form: Form, token: Token | None) -> str:
    """Write what a copy says of itself, as one line of ASCII JSON; the same in every format."""
    plain = {
        "formgen": 1,
        "survey": form.survey,
        "revision": form.revision,
        "digest": form.digest,
        "token": str(token) if token else "",
    }
    return json.dumps(plain, separators=(",", ":"))


def parse_claim(text: str) -> Claim | None:
    """Reverse `claim_text`; None where the text is not a claim, or its parts are not sound."""
    try:
        plain = json.loads(text)
        survey, revision, digest = plain["survey"], plain["revision"], plain["digest"]
        token = parse_token(plain["token"])
        sound = (
            plain["formgen"] == 1
            and _SURVEY.fullmatch(survey)
            and type(revision) is int
            and _DIGEST.fullmatch(digest)
            and bool(token) == bool(plain["token"])
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return Claim(survey, revision, digest, token) if sound else None


# ---------------------------------------------------------------- on paper


@dataclass(frozen=True, slots=True)
class PageMark:
    """What the short printed code says: which copy (or blank form), which page and corner."""

    issued: bool
    key: str
    serial: int
    page: int
    corner: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a copy without fields says of itself: `claim` in its data, `mark` on its pages.

    Nothing here is proved; a code on a page has no signature.
    """

    claim: Claim | None
    mark: PageMark | None


@dataclass(frozen=True, slots=True)
class Issued:
    """The copy that pages say they are of: the round, and the recipient's serial in it."""

    round: str
    serial: int


def copy_key(form: Form, token: Token | None) -> str:
    """Return the 8 characters that name a form's round, or a blank form, on paper."""
    return page_key(form.digest, token.round if token else "")


@functools.lru_cache(maxsize=16)
def page_key(digest: str, round_id: str = "") -> str:
    """Return the same 8 characters; without a round those of a blank form."""
    named = f"{round_id}\n{digest}" if round_id else digest
    number = int.from_bytes(hashlib.sha256(named.encode()).digest()[:5], "big")
    return _base32(number, 8)


def page_code(form: Form, token: Token | None, page: int, corner: str) -> str:
    """Write the 18 characters printed in a page's corner (`A`-`D`, clockwise from top left)."""
    body = "R" if token else "B"
    body += copy_key(form, token) + _base32(token.serial if token else 0, 4)
    body += _base32(page, 2) + corner
    return body + _check(body)


def parse_page_code(text: str) -> PageMark | None:
    """Reverse `page_code`; None where a character was misread (the check does not hold)."""
    match = _PAGE_CODE.fullmatch(text)
    if not match or match["check"] != _check(match["body"]):
        return None
    serial, page = _unbase32(match["serial"]), _unbase32(match["page"])
    return PageMark(match["kind"] == "R", match["key"], serial, page, match["corner"])


def _base32(number: int, length: int) -> str:
    if not 0 <= number < 32**length:
        raise ValueError(f"{number} does not fit {length} characters")
    return "".join(PAGE_ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def _unbase32(text: str) -> int:
    number = 0
    for character in text:
        number = number * 32 + PAGE_ALPHABET.index(character)
    return number


def _check(body: str) -> str:
    digest = hashlib.sha256(body.encode()).digest()
    return _base32(int.from_bytes(digest[:2], "big") & 1023, 2)
