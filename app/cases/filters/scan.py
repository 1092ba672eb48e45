"""Cutting a typed filter into pieces: blanks part them, quotation marks hold them together."""

from collections.abc import Iterator
from dataclasses import dataclass

CLOSING = {'"': '"', "“": "”", "＂": "＂"}
QUOTES = frozenset('"“”＂')
COLONS = frozenset(":：")
PARTING = frozenset(",，、")
MINUS = frozenset("-－")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and whether it stood in quotation marks and is to be taken as it is."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A piece between blanks.

    Attributes:
        begin: Where it begins in the whole text.
        end: Where the text goes on after it.
        raw: All of it as typed.
    """

    begin: int
    end: int
    raw: str


def tokens(text: str) -> tuple[Token, ...]:
    """Cut at blanks outside quotation marks; an open quotation ends with the text."""
    found: list[Token] = []
    begin = -1
    for at, (char, inside) in enumerate(_marked(text)):
        if char.isspace() and not inside:
            if begin >= 0:
                found.append(Token(begin, at, text[begin:at]))
            begin = -1
        elif begin < 0:
            begin = at
    if begin >= 0:
        found.append(Token(begin, len(text), text[begin:]))
    return tuple(found)


def _marked(text: str) -> Iterator[tuple[str, bool]]:
    """Return each character, and whether it stands in quotation marks."""
    closing = ""
    for char in text:
        if closing:
            yield char, True
            closing = "" if char == closing else closing
        else:
            closing = CLOSING.get(char, "")
            yield char, bool(closing)


def field_part(raw: str) -> tuple[str, str] | None:
    """Return what stands before and after the first colon, None without one in place."""
    for at, char in enumerate(raw):
        if char in QUOTES:
            return None
        if char in COLONS:
            return (raw[:at], raw[at + 1 :]) if at else None
    return None


def pieces(text: str) -> tuple[Piece, ...]:
    """Cut what stands after a colon at commas outside quotation marks; empty ones are left out."""
    cuts = [at for at, (c, inside) in enumerate(_marked(text)) if c in PARTING and not inside]
    begins = (0, *(at + 1 for at in cuts))
    cut = (unquoted(text[b:e]) for b, e in zip(begins, (*cuts, len(text)), strict=True))
    return tuple(piece for piece in cut if piece.text)


def unquoted(text: str) -> Piece:
    """Return a text without the quotation marks around it; a doubled one inside is one."""
    closing = CLOSING.get(text[:1], "")
    if not closing or len(text) == 1:
        return Piece(text)
    inner = text[1:-1] if text[-1] == closing else text[1:]
    return Piece(inner.replace(closing * 2, closing), quoted=True)


def quoted(text: str) -> str:
    """Return a text in quotation marks, so that `unquoted` gives it back."""
    return '"' + text.replace('"', '""') + '"'


def needs_quotes(text: str) -> bool:
    """Tell whether a value would be cut or misread without quotation marks."""
    special = QUOTES | PARTING
    return not text or any(c.isspace() or c in special for c in text) or text[0] == "="
