"""How well a name answers what was typed: by its words, or by the initials of their pinyin."""

EXACT, BEGINS, HOLDS, INITIALS_BEGIN, INITIALS_HOLD = 100, 80, 60, 70, 40
_LEADS = "看"
_MUTE = "的"


def rank(typed: str, title: str, initials: str = "") -> int:
    """Return how well `title` answers; 0 for not at all.

    Args:
        typed: What stands in the field; every part between spaces must be answered.
        title: A name on the screen; “看我的待办” is typed by the initials of 我待办 as well.
        initials: First letters of its pinyin, "" while they are not known.
    """
    parts = typed.casefold().split()
    if not parts:
        return 0
    spoken = _spoken(title, initials)
    return min(_rank_part(part, title.casefold(), spoken) for part in parts)


def _spoken(title: str, initials: str) -> tuple[str, ...]:
    """Return the initials one may type: all, without a leading 看, without 的."""
    if len(initials) != len(title):
        return (initials,)
    rest = initials[1:] if title[:1] == _LEADS else initials
    heard = zip(title[len(title) - len(rest) :], rest, strict=True)
    return (initials, rest, "".join(letter for char, letter in heard if char != _MUTE))


def _rank_part(part: str, title: str, spoken: tuple[str, ...]) -> int:
    if part == title:
        return EXACT
    if title.startswith(part):
        return BEGINS
    if part in title:
        return HOLDS
    if any(initials.startswith(part) for initials in spoken):
        return INITIALS_BEGIN
    return INITIALS_HOLD if any(part in initials for initials in spoken) else 0
