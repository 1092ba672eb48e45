"""Service items and a hall to try things on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.accounts.rules import Role, rights_of
from app.core.actor import Actor, Grant, console
from app.core.calendar_body import DayKind, DayOverride, Span
from app.core.calendar_store import current_calendar, publish_calendar
from app.core.clock import local
from app.core.database import Database, Uow
from app.core.ids import new_id
from app.kiosk.models import KioskRefused
from app.kiosk.rules import InboxKind
from app.services.halls.actions.arranging import (
    HallDraft,
    QueueDraft,
    WindowDraft,
    save_hall,
    save_queue,
    save_window,
)
from app.services.halls.actions.calling import call_next, sit_down
from app.services.halls.actions.numbers import issue
from app.services.halls.models import ServiceAppointment
from app.services.halls.rules import AppointmentState, Priority
from app.services.items.actions.editing import ItemDraft, add_item
from app.services.items.rules import ItemBody, LifeSituation, Material, MaterialForm
from tests.factories.centre import OTHER_STREET, STREET, Centre


def body(name: str = "生育登记", **more: Any) -> ItemBody:
    """Return what an item says that can be published."""
    told = {
        "department": "卫健办",
        "category": "卫健",
        "situations": (LifeSituation.BIRTH,),
        "summary": "孩子出生前后办，当场办完。",
        "materials": (Material("身份证", MaterialForm.BOTH), Material("结婚证")),
        "place": "一楼 3 号窗口",
        "basis": "人口与计划生育法",
        "yearly": 300,
        "city_wide": True,
    }
    return ItemBody(name=name, **(told | more))


@dataclass(frozen=True, slots=True)
class Site:
    """A centre with a hall: keys of its queues by letter, of its windows as w1 to w3."""

    centre: Centre
    keys: dict[str, UUID]

    @property
    def database(self) -> Database:
        """Return where it is kept."""
        return self.centre.database

    def actor(self, who: str) -> Actor:
        """Return somebody by role, ``kiosk`` and ``clerk`` among them."""
        return self.centre.actor(who)

    def do(self, who: str, action: Callable[..., Any], *given: object, **more: object) -> Any:
        """Take an action as somebody."""
        return self.centre.do(who, action, *given, **more)


def with_machine(centre: Centre) -> Centre:
    """Put a machine in the hall of the street, and somebody at its windows."""
    here = replace(centre.actor("receptionist"), name="自助机")
    grant = Grant(role=Role.KIOSK, rights=frozenset(), region=STREET, unit_id=None)
    centre.people["kiosk"] = replace(here, grants=(grant,))
    rights = rights_of(Role.SERVICE_CLERK)
    serves = Grant(role=Role.SERVICE_CLERK, rights=rights, region=STREET, unit_id=None)
    centre.people["clerk"] = replace(centre.actor("director"), name="贾晓梅", grants=(serves,))
    return centre


def site_on(centre: Centre) -> Site:
    """Set up a hall in a centre."""
    return Site(with_machine(centre), hall_on(centre))


def hall_on(site: Any, who: str = "director", **more: Any) -> dict[str, UUID]:
    """Set up a hall with two kinds of number and three windows; return their keys."""
    hall = site.do(who, save_hall, HallDraft(STREET, "政务服务大厅", "滨河路 1 号", **more))
    social = QueueDraft("A", "社保医保", ("社保", "医保"), slot_min=30, slot_capacity=2)
    first = site.do(who, save_queue, hall, social)
    other = site.do(who, save_queue, hall, QueueDraft("B", "综合业务", usual_min=5))
    found = {"hall": hall, "A": first, "B": other}
    for number, letters in ((1, "A"), (2, "AB"), (3, "B")):
        draft = WindowDraft(number, f"{number} 号窗口", letters)
        found[f"w{number}"] = site.do(who, save_window, hall, draft)
    return found


def open_all_day(server: Any) -> None:
    """Let the halls of a server be open whenever a test runs."""
    today = local(server.database.clock.now()).date()
    with server.database.reading() as session:
        known = current_calendar(session).body
    day = DayOverride(today, DayKind.WORKDAY, (Span(0, 24 * 60),), "试验")
    changed = replace(known, overrides=(*known.overrides, day))
    server.do("chief", publish_calendar, changed, "试验")


def _booked(uow: Uow, hall: dict[str, UUID]) -> UUID:
    row = ServiceAppointment(
        id=new_id(),
        hall_id=hall["hall"],
        queue_id=hall["A"],
        region=STREET,
        day=local(uow.now).date(),
        minute=540,
        seat=1,
        code="135790",
        phone_last4="6021",
        state=AppointmentState.BOOKED,
        booked_at=uow.now,
    )
    uow.session.add(row)
    return row.id


def _set_aside(uow: Uow, region: str) -> KioskRefused:
    told = {"id": new_id(), "at": uow.now, "region": region, "receipt_code": "ZZZZ2222"}
    return KioskRefused(kind=InboxKind.MESSAGE, why="x", **told)


def services_on(server: Any) -> dict[str, str]:
    """Make what attacks on services name: an item, a draft elsewhere, a hall with a number."""
    near = server.do("director", add_item, ItemDraft(STREET, "SY-1", body()), publish=True)
    far = server.do("chief", add_item, ItemDraft(OTHER_STREET, "SY-2", body("独生子女证")))
    hall = hall_on(server)
    away = server.do("chief", save_hall, HallDraft(OTHER_STREET, "东湖大厅", "东湖路 2 号"))
    keys = {f"hall_{name}": key for name, key in hall.items()}
    with server.database.writing(console("test")) as uow:  # whatever the hour is
        held, ticket = (issue(uow, hall["B"], Priority.ORDINARY)[0] for _ in range(2))
        booking = _booked(uow, hall)
        uow.session.add_all(_set_aside(uow, region) for region in (STREET, OTHER_STREET))
    server.do("second_clerk", sit_down, hall["w3"], 1)
    server.do("second_clerk", call_next, hall["w3"])
    return {name: str(key) for name, key in keys.items()} | {
        "ticket": str(ticket),
        "booking": str(booking),
        "ticket_held": str(held),
        "item_near": str(near),
        "item_far": str(far),
        "hall_away": str(away),
    }
