"""Services of the demo: items that residents may ask for, a hall, and this very day in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.accounts.rules import Role
from app.core.actor import Actor
from app.core.calendar_store import current_calendar
from app.core.clock import local
from app.core.database import Uow
from app.core.ids import new_id
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import StreetPlan, read
from app.services.halls.actions.arranging import (
    HallDraft,
    QueueDraft,
    WindowDraft,
    save_hall,
    save_queue,
    save_window,
)
from app.services.halls.actions.calling import sit_down
from app.services.halls.models import ServiceAppointment, ServiceTicket
from app.services.halls.rules import (
    RANK,
    AppointmentState,
    Priority,
    TicketState,
    slot_minutes_of,
)
from app.services.items.actions.editing import ItemDraft, add_item, edit_item
from app.services.items.rules import (
    CommunityDuty,
    Delegation,
    ItemBody,
    ItemLevel,
    LifeSituation,
    Material,
    MaterialForm,
)

_CALLED_AWAY, _PREFERRED = 0.04, 0.09  # shares of who does not come when called, who is aged
_EVERY_MIN = 9.0  # somebody comes for each kind about as often
_DRAFTS = ("SF-03", "WJ-06")
"""Items that nobody has published yet."""
_EDITED = "MZ-04"


def write_items(do: Doing, region: str, now: datetime) -> None:
    """Write and publish the items of a place; one is edited, some are drafts still."""
    told = read("demo_services.toml")
    given = {code: (giver, since, basis) for code, giver, since, basis in told["delegated"]}
    at = now - timedelta(days=60)
    for line in told["items"]:
        code = line[0]
        body = _body(line, given.get(code), told)
        draft = ItemDraft(region, code, body, "首次整理")
        key = do.by(do.who, at)(add_item, draft, publish=code not in _DRAFTS)
        if code == _EDITED:
            later = do.by(do.who, now - timedelta(days=2))
            changed = _with_fewer_photos(body)
            later(edit_item, key, 1, changed, "照片改为现场拍，少交一样")


def _with_fewer_photos(body: ItemBody) -> ItemBody:
    from dataclasses import replace

    kept = tuple(each for each in body.materials if "照片" not in each.name)
    return replace(body, materials=kept)


def _body(line: Sequence[Any], given: tuple[str, date, str] | None, told: Any) -> ItemBody:
    _, name, department, category, level, duty, situations, summary = line[:8]
    materials, days, fee, basis, marks, yearly = line[8:]
    delegation = Delegation(given[0], "各社区", given[1], given[2]) if given else None
    where = "街道政务服务大厅" if level != "community" else "社区党群服务中心，或街道政务服务大厅"
    return ItemBody(
        name=name,
        department=department,
        category=category,
        level=ItemLevel(level),
        duty=CommunityDuty(duty),
        situations=tuple(LifeSituation(each) for each in situations),
        summary=summary,
        materials=tuple(_materials(materials)),
        limit_days=days,
        fee=fee,
        place=f"{where}（{category}窗口）",
        phone="5102300",
        basis=basis,
        steps=tuple(told["steps_days" if days else "steps_now"]),
        by_proxy="p" in marks,
        city_wide="c" in marks,
        everyday="e" in marks,
        on_application="a" in marks,
        yearly=yearly,
        delegation=delegation,
    )


def _materials(told: str) -> Iterator[Material]:
    for each in told.split(";"):
        name, _, rest = each.partition("=")
        rest, _, source = rest.partition("@")
        form, _, count = rest.partition("*")
        yield Material(name, MaterialForm(form), int(count or 1), source)


def open_hall(do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random) -> None:
    """Set up a hall, let clerks sit down, and let the day go by until now."""
    told = read("demo_services.toml")
    at = do.by(do.who, now - timedelta(days=60))
    street = plan.regions[-1][1]
    hall = at(save_hall, HallDraft(plan.code, f"{street}政务服务大厅", plan.address))
    queues: dict[str, UUID] = {}
    for letter, title, categories, usual, slot, places in told["queues"]:
        draft = QueueDraft(letter, title, tuple(categories), usual, None, slot, places)
        queues[letter] = at(save_queue, hall, draft)
    windows = []
    for number, (letters,) in enumerate(told["windows"], 1):
        window = WindowDraft(number, "综合窗口" if len(letters) > 1 else "专窗", letters)
        windows.append((at(save_window, hall, window), letters))
    day = _Day(do, plan.code, hall, queues, now, chance)
    clerks = (*staff.by_role[Role.SERVICE_CLERK], *staff.by_role[Role.RECEPTIONIST])
    day.run(windows[: len(clerks)], clerks, {q[0]: q[3] for q in told["queues"]})
    day.book({q[0]: q[4] for q in told["queues"]})


@dataclass(slots=True)
class _Desk:
    window: UUID
    letters: str
    clerk: Actor
    free_at: datetime


class _Day:
    """One day in a hall, played until now."""

    def __init__(
        self,
        do: Doing,
        region: str,
        hall: UUID,
        queues: dict[str, UUID],
        now: datetime,
        chance: Random,
    ) -> None:
        self._do, self._region, self._hall, self._queues = do, region, hall, queues
        self._now, self._chance = now, chance
        self._calendar = current_calendar(do.session)
        self._today = local(now).date()

    def run(
        self, windows: list[tuple[UUID, str]], clerks: Sequence[Actor], usual: dict[str, int]
    ) -> None:
        """Let people come, be called and served; clerks sit down when the hall opens."""
        spans = self._calendar.intervals(self._today)
        opens = spans[0][0] if spans else self._now
        if not spans or opens >= self._now:
            return
        desks = []
        for (window, letters), clerk in zip(windows, clerks, strict=False):
            begun = opens + timedelta(minutes=self._chance.randrange(-9, 0))
            self._do.by(clerk, begun)(sit_down, window, 1)
            desks.append(_Desk(window, letters, clerk, opens))
        served = "".join(desk.letters for desk in desks)
        taken = [letter for letter in self._queues if letter in served]
        rows = list(self._tickets(taken, opens, desks, usual))
        Uow(self._do.session, self._do.who, self._now).add_many(ServiceTicket, rows)

    def _arrivals(self, letters: list[str], opens: datetime) -> list[tuple[datetime, str]]:
        found: list[tuple[datetime, str]] = []
        for letter in letters:
            at = opens - timedelta(minutes=12)
            while at < self._now:
                found.append((at, letter))
                at += timedelta(minutes=0.5 + self._chance.expovariate(1 / _EVERY_MIN))
                at = self._in_hours(at)
        return sorted(found)

    def _in_hours(self, at: datetime) -> datetime:
        """Return a moment, or when the hall opens again: nobody comes over lunch."""
        for start, end in self._calendar.intervals(self._today):
            if at < start - timedelta(minutes=15):
                return start - timedelta(minutes=15)
            if at < end - timedelta(minutes=20):
                return at
        return self._now

    def _tickets(
        self, letters: list[str], opens: datetime, desks: list[_Desk], usual: dict[str, int]
    ) -> Iterator[dict[str, Any]]:
        serials = dict.fromkeys(letters, 0)
        for at, letter in self._arrivals(letters, opens):
            serials[letter] += 1
            is_preferred = self._chance.random() < _PREFERRED
            priority = Priority.PREFERRED if is_preferred else Priority.ORDINARY
            row = self._row(letter, serials[letter], at, priority)
            desk = min((d for d in desks if letter in d.letters), key=lambda d: d.free_at)
            start = max(at, desk.free_at) + timedelta(seconds=self._chance.randrange(5, 40))
            if start < self._now:
                self._serve(row, desk, start, usual[letter])
            yield row

    def _serve(self, row: dict[str, Any], desk: _Desk, start: datetime, usual: int) -> None:
        is_gone = self._chance.random() < _CALLED_AWAY
        minutes = 1 if is_gone else max(1.5, self._chance.gauss(usual, usual / 3))
        end = start + timedelta(minutes=minutes)
        desk.free_at = end
        done = TicketState.SKIPPED if is_gone else TicketState.SERVED
        row |= {
            "state": done if end < self._now else TicketState.CALLED,
            "window_id": desk.window,
            "called_at": start,
            "calls": 2 if is_gone else 1,
            "ended_at": end if end < self._now else None,
            "first_id": desk.clerk.person_id,
            "first_name": desk.clerk.name,
        }

    def _row(self, letter: str, serial: int, at: datetime, priority: Priority) -> dict[str, Any]:
        empty = ("window_id", "for_window_id", "called_at", "ended_at", "first_id", "item_id")
        return dict.fromkeys((*empty, "case_id", "taken_by")) | {
            "id": new_id(),
            "hall_id": self._hall,
            "queue_id": self._queues[letter],
            "region": self._region,
            "day": self._today,
            "serial": serial,
            "letter": letter,
            "state": TicketState.WAITING,
            "priority": priority,
            "rank": RANK[priority],
            "order_at": at,
            "taken_at": at,
            "calls": 0,
            "first_name": "",
            "brought": [],
            "note": "",
            "version": 1,
        }

    def book(self, slots: dict[str, int]) -> None:
        """Let some have booked times of the days to come."""
        rows = []
        for ahead in range(5):
            day = self._today + timedelta(days=ahead)
            for letter, length in slots.items():
                for minute in slot_minutes_of(self._calendar, day, length):
                    begins = datetime.combine(day, datetime.min.time(), local(self._now).tzinfo)
                    if begins + timedelta(minutes=minute) <= self._now:
                        continue
                    if self._chance.random() < 0.3 / (ahead + 1):
                        rows.append(self._booking(letter, day, minute))
        Uow(self._do.session, self._do.who, self._now).add_many(ServiceAppointment, rows)

    def _booking(self, letter: str, day: date, minute: int) -> dict[str, Any]:
        return {
            "id": new_id(),
            "hall_id": self._hall,
            "queue_id": self._queues[letter],
            "region": self._region,
            "day": day,
            "minute": minute,
            "seat": 1,
            "code": f"{self._chance.randrange(10**6):06d}",
            "phone_last4": f"{self._chance.randrange(10**4):04d}",
            "state": AppointmentState.BOOKED,
            "booked_at": self._now - timedelta(minutes=self._chance.randrange(30, 3000)),
            "booked_by": None,
            "ticket_id": None,
            "version": 1,
        }
