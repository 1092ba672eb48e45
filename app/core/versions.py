"""Versions of the program, compared as figures: 0.10 is newer than 0.9."""

import re

_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")


def version_of(text: str) -> tuple[int, ...] | None:
    """Return a version as figures that compare, None for what is none; 1.2 equals 1.2.0."""
    if not _VERSION.fullmatch(text):
        return None
    figures = [int(part) for part in text.split(".")]
    while len(figures) > 1 and not figures[-1]:
        figures.pop()
    return tuple(figures)


def is_older(have: str, wanted: str) -> bool:
    """Tell whether a program of version `have` is older than `wanted`; not where either is none."""
    mine, other = version_of(have), version_of(wanted)
    return mine is not None and other is not None and mine < other
