"""What a tag may be called, and where it may be used; pure."""

import re

from app.core.errors import AppError
from app.core.text import one_line

NAME_MOST = 20
MOST_ON_A_CASE = 10
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){6}")


class TagName(AppError):
    """A tag needs a name of some characters; facts: ``most``."""

    code = "cases.tag_name"


class TagTellsOfPerson(AppError):
    """A name holds a number as long as a telephone's: tags tell of matters, never of people."""

    code = "cases.tag_tells_of_person"


class TagElsewhere(AppError):
    """The tag belongs to another region than the case; facts: ``tag``."""

    code = "cases.tag_elsewhere"


class TagRetired(AppError):
    """The tag is not in use any more; facts: ``tag``."""

    code = "cases.tag_retired"


class TooManyTags(AppError):
    """A case carries as many tags as it can; facts: ``most``."""

    code = "cases.too_many_tags"


def checked_name(typed: str) -> str:
    """Return the name of a tag as it is kept: one line, without a leading ``#``.

    Raises:
        TagName: Nothing is left, or too much.
        TagTellsOfPerson: It holds the number of a telephone or a document.
    """
    name = one_line(typed).lstrip("#＃").strip()
    if not 1 <= len(name) <= NAME_MOST:
        raise TagName(most=NAME_MOST)
    if _LONG_NUMBER.search(name):
        raise TagTellsOfPerson
    return name


def covers(tag_region: str, region: str, desk_region: str) -> bool:
    """Tell whether a tag of one region may be used on a case: where its place or its desk is."""
    return region.startswith(tag_region) or desk_region.startswith(tag_region)
