"""Typed and pasted text made fit to be kept: every database takes it, and it shows what it is."""

import re

# Control characters but tab and line ends, and halves of characters: PostgreSQL refuses a NUL,
# no engine takes a lone surrogate.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
# Marks that turn the writing round, by which a name can be made to read like another.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")


def storable(text: str) -> str:
    """Return a text without what no database keeps."""
    return text if text.isprintable() else _UNSTORABLE.sub("", text)


def one_line(text: str) -> str:
    """Return a name or short remark: one line, single spaces, nothing unseen that misleads."""
    if text.isprintable() and "  " not in text:  # the only blanks of such a text are plain spaces
        return text.strip()
    return " ".join(_TURNING.sub("", storable(text)).split())


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, whether read from a file or pasted."""
    return f"'{text}" if text.startswith(_FORMULA) else text
