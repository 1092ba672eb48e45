"""File names that are safe on every system and do not pretend to be something else."""

import re
import unicodedata

from app.core.attachments.kinds import PDF, Kind, ending

LONGEST = 100  # characters; leaves room for the folders on systems that count 260 of them
LONGEST_BYTES = 240  # of systems that count 255 bytes: a Chinese character is three or four

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str, kind: Kind) -> str:
    """Return a file name without path, control or direction marks, ending as its content is.

    Direction marks are dropped since they make ``cod.exe`` look like ``exe.doc``.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    plain = _FORBIDDEN.sub("_", seen).strip(" .")
    if _DEVICES.match(plain):
        plain = f"_{plain}"
    end = ending(plain)
    if end in kind.endings:
        stem = plain[: -len(end) - 1]
    else:
        end, stem = kind.endings[0], _without_ending(plain)
    cut = stem[: LONGEST - len(end) - 1].encode()[: LONGEST_BYTES - len(end) - 1]
    stem = cut.decode(errors="ignore").rstrip(" .") or "file"
    return f"{stem}.{end}"


def paper_name(name: str) -> str:
    """Return the file name of a paper, whatever words it is made of: it leads into no other folder,
    and what is opened by it is a PDF.
    """
    return safe_name(re.sub(r"[/\\]", "_", name), PDF)


def _without_ending(name: str) -> str:
    # "3.5米围墙" has a dot but no ending: an ending is short and of ASCII letters and digits.
    stem, dot, end = name.rpartition(".")
    return stem if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,5}", end) else name
