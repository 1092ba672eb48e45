"""Who may read and write the duty roster: the centre's staff read it, its keepers write it, and
who was asked takes a shift over."""

from app.accounts.rules import Right
from app.migrations.access.conditions import ME, MINE, exists, reaches
from app.migrations.access.policy import ADMIN, DESK, Policy

_KEEP = reaches("region", Right.KEEP_DUTY)
_READ = f"{reaches('region', Right.READ_TERRITORY)} OR {MINE}"
_MY_NAME = "person_name = (SELECT jz.my_name())"
_OF_PERSON = exists("person p", "p.id = person_id AND p.name = person_name")
_SHIFT = "s.dropped_at IS NULL AND s.ends_at > now() - interval '1 minute'"
_ASKS = (
    f"from_id = {ME} AND from_name = (SELECT jz.my_name()) AND state = 'asked'"
    " AND answered_at IS NULL AND jz.is_now(asked_at) AND to_id <> from_id"
    " AND "
    + exists("duty_shift s", f"s.id = shift_id AND s.person_id = from_id AND {_SHIFT}")
    + " AND (other_shift_id IS NULL OR "
    + exists("duty_shift s", f"s.id = other_shift_id AND s.person_id = to_id AND {_SHIFT}")
    + ")"
)
_SIDES = f"(from_id = {ME} OR to_id = {ME})"
_KEEPS_SHIFT = exists("duty_shift s", f"s.id = shift_id AND {reaches('s.region', Right.KEEP_DUTY)}")
_ENDS = (
    "(state = 'withdrawn' AND (from_id = "
    + ME
    + f" OR {_KEEPS_SHIFT})) OR (state IN ('accepted', 'declined') AND to_id = {ME})"
)
_OF_NOTE = exists(
    "duty_shift s",
    f"s.id = shift_id AND s.region = duty_note.region AND (s.person_id = {ME} OR"
    f" {reaches('s.region', Right.KEEP_DUTY)})",
)

DUTY: dict[str, Policy] = {
    "duty_shift": Policy(
        (DESK, ADMIN),
        _READ,
        f"{_KEEP} AND {_OF_PERSON} AND dropped_at IS NULL AND ends_at > now() - interval '1 day'",
        f"({_KEEP} OR jz.is_swapped(id)) AND dropped_at IS NULL",
        # Who was asked takes the shift as it is; who keeps the roster drops it.
        become=f"jz.may_change_shift(id, region, post, person_id, starts_at, ends_at)"
        f" AND {_OF_PERSON}",
        fields=("person_id", "person_name", "dropped_at", "version"),
    ),
    "duty_swap": Policy(
        (DESK, ADMIN),
        f"{_SIDES} OR {exists('duty_shift s', 's.id = shift_id')}",
        _ASKS,
        f"({_SIDES} OR {_KEEPS_SHIFT}) AND state = 'asked'",
        become=_ENDS,
        fields=("state", "answered_at", "version"),
    ),
    "duty_note": Policy(
        (DESK, ADMIN),
        reaches("region", Right.READ_TERRITORY),
        f"{MINE} AND {_MY_NAME} AND jz.is_now(written_at) AND taken_at IS NULL AND {_OF_NOTE}",
        f"{reaches('region', Right.READ_TERRITORY)} AND taken_at IS NULL",
        become="taken_name = (SELECT jz.my_name()) AND jz.is_now(taken_at)",
        fields=("taken_at", "taken_name", "version"),
    ),
}
