"""Which columns of a whistle and of a supervision sheet those write who neither ordered it nor
decide: what they answer, never what was asked of them.
"""

from dataclasses import dataclass

from app.accounts.rules import Right


@dataclass(frozen=True, slots=True)
class Part:
    """Rights by which all columns of a row are written, and what anybody else writes of it."""

    rights: tuple[Right, ...]
    columns: tuple[str, ...]

    @property
    def told(self) -> str:
        """Return both as the trigger is given them."""
        return f"'{{{','.join(self.rights)}}}', '{{{','.join(self.columns)}}}'"


_ORDERS = (Right.ASSIGN_CASE, Right.APPROVE)

PARTS: dict[str, Part] = {
    "whistle": Part(_ORDERS, ("state", "outcome", "ended_at", "ended_name", "version")),
    "whistle_unit": Part(
        _ORDERS,
        (
            *("signed_at", "signed_name", "appeared_at", "appeared_name", "appeared_where"),
            *("reported_at", "reported_name", "accepted_at", "talked_to", "remedy", "solved_by"),
            *("release_state", "release_reason", "release_asked_at", "release_asked_name"),
            *("release_decided_at", "release_decided_name", "release_decision", "left_at"),
            *("unit_score", "unit_words", "unit_rated_at", "unit_rated_name", "version"),
        ),
    ),
    "supervision": Part(
        (Right.SUPERVISE_CASE, Right.APPROVE),
        ("reply", "state", "replied_at", "replied_name", "first_replied_at", "version"),
    ),
}
