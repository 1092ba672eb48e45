"""The key a desk signs results with: a file of this machine, made when it is first needed."""

import os
from pathlib import Path

from app.party.report_in.signing import KeyWrong, new_private_key

NAME = "report-in.key"


def own_key(folder: Path) -> bytes:
    """Return the private key of this machine; only who runs the program may read its file.

    Raises:
        KeyWrong: What stands in the file is no key.
    """
    file = folder / NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(file)
    with os.fdopen(handle, "w", encoding="ascii") as written:
        private = new_private_key()
        written.write(private.hex())
    return private


def _read(file: Path) -> bytes:
    try:
        private = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError as error:
        raise KeyWrong from error
    if len(private) != 32:
        raise KeyWrong
    return private
