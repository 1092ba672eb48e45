"""How well a name answers what was typed: by its words, or by the initials of their pinyin."""

EXACT, BEGINS, HOLDS, INITIALS_BEGIN, INITIALS_HOLD = 100, 80, 60, 70, 40


def rank(typed: str, title: str, initials: str = "") -> int:
    """Return how well `title` answers; 0 for not at all.

    Args:
        typed: What stands in the field; every part between spaces must be answered.
        title: A name on the screen.
        initials: First letters of its pinyin, "" while they are not known.
    """
    parts = typed.casefold().split()
    if not parts:
        return 0
    return min(_rank_part(part, title.casefold(), initials) for part in parts)


def _rank_part(part: str, title: str, initials: str) -> int:
    if part == title:
        return EXACT
    if title.startswith(part):
        return BEGINS
    if part in title:
        return HOLDS
    if initials.startswith(part):
        return INITIALS_BEGIN
    return INITIALS_HOLD if part in initials else 0
