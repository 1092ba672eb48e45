"""What a rule says: when it looks, what must hold, what it does; frozen, kept as a JSON body.

All rules that match an event act, in the order of the list: of a wider region first, then by
their place. A rule may end the list for this event (``stops``). Of several that assign, the first
decides. A rule acts once for a case and event, and does not look at what rules did unless it says
so (``chained``); within one step even then once only, so that no two rules can call one another
for ever.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.cases.filters.model import EVERYTHING, Filter, FilterField, from_body, to_body
from app.cases.filters.values import ME
from app.cases.rules import EventKind, Level, SupervisionLevel
from app.cases.whistle_rules import WhistleKind
from app.core.errors import AppError
from app.core.text import one_line

BODY_VERSION = 1
MOST_DEEDS = 6
NAME_MOST = 40
NOTE_MOST = 200
DAY_MINUTES = 24 * 60


class Trigger(StrEnum):
    """When a rule looks at a case; the words are in `label.Trigger`."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    FINISHED = "finished"
    REOPENED = "reopened"
    NIGHTLY = "nightly"


class DeedKind(StrEnum):
    """What a rule does."""

    ASSIGN = "assign"
    LEVEL = "level"
    TAG = "tag"
    REMIND = "remind"
    SUPERVISE = "supervise"
    WHISTLE = "whistle"
    NOTIFY = "notify"


class Whom(StrEnum):
    """Who is told, besides a unit or person by name."""

    HANDLER = "handler"
    FIRST_CONTACT = "first_contact"


class RuleState(StrEnum):
    """Where a rule stands: not tried yet, at work, at rest, gone from the list."""

    DRAFT = "draft"
    ON = "on"
    OFF = "off"
    RETIRED = "retired"


TRIGGERED_BY: dict[EventKind, Trigger] = {
    EventKind.REGISTERED: Trigger.REGISTERED,
    EventKind.ASSIGNED: Trigger.ASSIGNED,
    EventKind.REASSIGNED: Trigger.ASSIGNED,
    EventKind.RETURNED: Trigger.RETURNED,
    EventKind.FINISHED: Trigger.FINISHED,
    EventKind.REOPENED: Trigger.REOPENED,
}
"""Which event calls which rules; the other triggers are the keeper's."""

_ASSIGNABLE = (
    *(Trigger.REGISTERED, Trigger.RETURNED, Trigger.REOPENED),
    *(Trigger.DUE_SOON, Trigger.OVERDUE, Trigger.NIGHTLY),
)
_HELD = (Trigger.ASSIGNED, Trigger.DUE_SOON, Trigger.OVERDUE, Trigger.NIGHTLY)
FITS: dict[DeedKind, tuple[Trigger, ...]] = {
    DeedKind.ASSIGN: _ASSIGNABLE,
    DeedKind.LEVEL: tuple(t for t in Trigger if t is not Trigger.FINISHED),
    DeedKind.TAG: tuple(Trigger),
    DeedKind.REMIND: _HELD,
    DeedKind.SUPERVISE: (*_HELD, Trigger.RETURNED, Trigger.REOPENED),
    DeedKind.WHISTLE: _HELD,
    DeedKind.NOTIFY: tuple(Trigger),
}
"""After which triggers a deed makes sense: who has just been given a case is not reminded of it by
its registration, and what was just assigned by hand is not assigned anew.
"""

NOT_FOR_RULES = frozenset({FilterField.FOLLOWED, FilterField.FAMILY})
"""Fields that speak of whoever looks, which a rule is not, and of what other cases are to this."""


class RuleUnfit(AppError):
    """A rule that cannot be kept as it stands."""

    code = "rules.unfit"


class RuleNameMissing(RuleUnfit):
    """A rule without a name, or with too long a one; facts: ``most``."""

    code = "rules.name_missing"


class NothingToDo(RuleUnfit):
    """A rule does nothing, or more than anybody can look over; facts: ``most``."""

    code = "rules.nothing_to_do"


class DeedUnfit(RuleUnfit):
    """What a rule does makes no sense when it looks; facts: ``deed``, ``trigger``."""

    code = "rules.deed_unfit"


class DeedTwice(RuleUnfit):
    """A rule does the same twice, and only one can hold; facts: ``deed``."""

    code = "rules.deed_twice"


class DeedIncomplete(RuleUnfit):
    """A deed lacks what it is done with; facts: ``deed``."""

    code = "rules.deed_incomplete"


class FieldNotForRules(RuleUnfit):
    """A condition speaks of who looks; facts: ``field``."""

    code = "rules.field_not_for_rules"


class HoursUnfit(RuleUnfit):
    """Hours that are none, or no day of the week."""

    code = "rules.hours_unfit"


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the week, in local time.

    Attributes:
        first: Minute of the day it begins with.
        end: Minute it ends before; not later than `first`: over midnight, and the same: all day.
        weekdays: Of the day it begins on, 0 for Monday; empty for every day.
    """

    first: int = 0
    end: int = 0
    weekdays: tuple[int, ...] = ()

    def holds(self, minute: int, weekday: int) -> bool:
        """Tell whether a minute of a day of the week lies within; after midnight counts as the
        night of the day before.
        """
        begun = weekday
        if self.first < self.end:
            inside = self.first <= minute < self.end
        else:
            inside = minute >= self.first or minute < self.end
            if minute < self.end and minute < self.first:
                begun = (weekday - 1) % 7
        return inside and (not self.weekdays or begun in self.weekdays)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing a rule does.

    Attributes:
        value: Key of a unit or tag, a level; for a notice a member of `Whom` or ``unit:`` or
            ``person:`` with a key; for a whistle its kind and the key of the unit that is to
            lead (``livelihood:…``); "" for a reminder.
        note: What is said with it; may be empty.
    """

    kind: DeedKind
    value: str = ""
    note: str = ""

    def key(self) -> UUID:
        """Return the key a deed is about.

        Raises:
            DeedIncomplete: It is about none.
        """
        try:
            return UUID(self.value.rpartition(":")[2])
        except ValueError:
            raise DeedIncomplete(deed=self.kind) from None


@dataclass(frozen=True, slots=True)
class RuleBody:
    """What a rule says.

    Attributes:
        trigger: When it looks.
        conditions: What must hold of the case; empty for every case.
        hours: When it must be, by the clock on the wall; None for any time.
        caller_again: Whether the caller must have reported something before.
        deeds: What is done, in this order.
        stops: Whether later rules do not look at this event any more once it acted.
        chained: Whether it also looks at what rules did.
    """

    trigger: Trigger
    conditions: Filter = EVERYTHING
    hours: Hours | None = None
    caller_again: bool = False
    deeds: tuple[Deed, ...] = ()
    stops: bool = False
    chained: bool = False


def checked(body: RuleBody) -> RuleBody:
    """Return a body that may be kept.

    Raises:
        RuleUnfit: It cannot; the error says why.
    """
    for clause in body.conditions.clauses:
        if clause.field in NOT_FOR_RULES or ME in clause.values:
            raise FieldNotForRules(field=clause.field)
    if body.hours is not None:
        _check_hours(body.hours)
    if not 0 < len(body.deeds) <= MOST_DEEDS:
        raise NothingToDo(most=MOST_DEEDS)
    seen: set[object] = set()
    for deed in body.deeds:
        _check_deed(deed, body.trigger)
        same = (deed.kind, deed.value) if deed.kind is DeedKind.TAG else deed.kind
        if same in seen:
            raise DeedTwice(deed=deed.kind)
        seen.add(same)
    return body


def _check_hours(hours: Hours) -> None:
    minutes = all(0 <= minute < DAY_MINUTES for minute in (hours.first, hours.end))
    days = all(0 <= day < 7 for day in hours.weekdays)
    if not minutes or not days or (hours.first == hours.end and not hours.weekdays):
        raise HoursUnfit


def _check_deed(deed: Deed, trigger: Trigger) -> None:
    if trigger not in FITS[deed.kind]:
        raise DeedUnfit(deed=deed.kind, trigger=trigger)
    match deed.kind:
        case DeedKind.LEVEL:
            fits = deed.value in set(Level)
        case DeedKind.SUPERVISE:
            fits = deed.value in set(SupervisionLevel)
        case DeedKind.REMIND:
            fits = not deed.value
        case DeedKind.WHISTLE:
            fits = deed.value.partition(":")[0] in set(WhistleKind) and bool(deed.key())
        case _:
            fits = deed.value in set(Whom) if deed.kind is DeedKind.NOTIFY else False
            fits = fits or bool(deed.key())
    if not fits or len(deed.note) > NOTE_MOST:
        raise DeedIncomplete(deed=deed.kind)


def checked_name(name: str) -> str:
    """Return the name of a rule in one line."""
    kept = one_line(name)
    if not kept or len(kept) > NAME_MOST:
        raise RuleNameMissing(most=NAME_MOST)
    return kept


def rule_to_body(body: RuleBody) -> dict[str, Any]:
    """Return a rule as it is kept in JSON."""
    hours = body.hours
    return {
        "version": BODY_VERSION,
        "trigger": str(body.trigger),
        "conditions": to_body(body.conditions),
        "hours": None if hours is None else [hours.first, hours.end, list(hours.weekdays)],
        "caller_again": body.caller_again,
        "deeds": [[str(deed.kind), deed.value, deed.note] for deed in body.deeds],
        "stops": body.stops,
        "chained": body.chained,
    }


def rule_from_body(kept: dict[str, Any]) -> RuleBody:
    """Return a rule from JSON as this program, or an earlier one, kept it.

    Raises:
        ValueError, KeyError: A newer program kept it otherwise.
    """
    hours = kept["hours"]
    return RuleBody(
        trigger=Trigger(kept["trigger"]),
        conditions=from_body(kept["conditions"]),
        hours=None if hours is None else Hours(hours[0], hours[1], tuple(hours[2])),
        caller_again=bool(kept["caller_again"]),
        deeds=tuple(Deed(DeedKind(kind), value, note) for kind, value, note in kept["deeds"]),
        stops=bool(kept["stops"]),
        chained=bool(kept["chained"]),
    )
