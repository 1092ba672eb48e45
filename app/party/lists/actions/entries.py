"""Resources and needs are put down, changed and taken back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Uow, once
from app.core.ids import new_id
from app.core.text import one_line
from app.party.lists.actions.ground import (
    check_region,
    check_term,
    checked_amount,
    held,
    left_of,
    require,
    said,
    set_place,
    tell,
    words,
)
from app.party.lists.errors import ListGone, ResourceTaken
from app.party.lists.models import ListNeed, ListResource
from app.party.lists.queries.amounts import NOTHING, covered
from app.party.lists.rules import (
    ALL_SLOTS,
    ANY_TIME,
    NAME_MOST,
    TITLE_MOST,
    WORDS_MOST,
    ListField,
    OfferKind,
    OfferTerms,
)


@dataclass(frozen=True, slots=True)
class ResourceDraft:
    """What is said of a resource.

    Attributes:
        region: Code of the street, community or grid it lies in; stays when it is changed.
        amount: In the unit of its sort (``lists.unit``), for each project that uses it at once.
        offered_by: Unit or organisation.
        slots: Parts of the week, see `rules.slot`; 0 for any time.
        since: First day, None for always; until: last day, None without an end.
        price: What it costs where it is not free.
        hours: When a facility is open, in words.
    """

    region: str
    title: str
    kind: OfferKind
    amount: int
    offered_by: str
    place: str = ""
    slots: int = ANY_TIME
    since: date | None = None
    until: date | None = None
    terms: OfferTerms = OfferTerms.FREE
    price: str = ""
    hours: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NeedDraft:
    """What is said of a need; as `ResourceDraft`.

    Attributes:
        wants_venue: A room is needed for it too.
        until: Last day on which it still helps.
    """

    region: str
    title: str
    kind: OfferKind
    amount: int
    needed_by: str
    place: str = ""
    slots: int = ANY_TIME
    since: date | None = None
    until: date | None = None
    wants_venue: bool = False
    note: str = ""


@once
def add_resource(uow: Uow, draft: ResourceDraft, *, command_key: UUID) -> UUID:
    """Put something that is offered on the list of resources."""
    require(uow, draft.region)
    check_region(uow, draft.region)
    row = ListResource(
        id=new_id(), region=draft.region, recorded_at=uow.now, recorded_name=uow.actor.name
    )
    _fill_resource(uow, row, draft)
    uow.session.add(row)
    uow.settle(row)
    tell(uow, "lists.resource_added", Topic.RESOURCE, row.id, row.region)
    return row.id


@once
def change_resource(
    uow: Uow, resource_id: UUID, seen_version: int, draft: ResourceDraft, *, command_key: UUID
) -> None:
    """Change what is offered; not below what is promised of it already.

    Raises:
        ResourceTaken: More than the new amount is promised.
    """
    row = held(uow, ListResource, resource_id, seen_version)
    require(uow, row.region)
    taken = row.amount - left_of(uow, row)
    if draft.amount < taken:
        raise ResourceTaken(title=row.title, left=draft.amount, asked=taken)
    _fill_resource(uow, row, draft)
    uow.settle(row)
    tell(uow, "lists.resource_changed", Topic.RESOURCE, row.id, row.region)


@once
def withdraw_resource(uow: Uow, resource_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take a resource off the list; what was promised of it stays promised."""
    row = held(uow, ListResource, resource_id, seen_version)
    require(uow, row.region)
    if row.withdrawn_on is not None:
        raise ListGone(title=row.title)
    row.withdrawn_on = local(uow.now).date()
    uow.settle(row)
    tell(uow, "lists.resource_withdrawn", Topic.RESOURCE, row.id, row.region)


@once
def add_need(uow: Uow, draft: NeedDraft, *, command_key: UUID) -> UUID:
    """Put something that is needed on the list of needs."""
    require(uow, draft.region)
    check_region(uow, draft.region)
    row = ListNeed(
        id=new_id(), region=draft.region, recorded_at=uow.now, recorded_name=uow.actor.name
    )
    _fill_need(uow, row, draft)
    uow.session.add(row)
    uow.settle(row)
    tell(uow, "lists.need_added", Topic.NEED, row.id, row.region)
    return row.id


@once
def change_need(
    uow: Uow, need_id: UUID, seen_version: int, draft: NeedDraft, *, command_key: UUID
) -> None:
    """Change what is needed; the sort stays once something is promised."""
    row = held(uow, ListNeed, need_id, seen_version)
    require(uow, row.region)
    known = covered(uow.session, row.id).get(row.id, NOTHING)
    if draft.kind != row.kind and known.of(OfferKind(row.kind)):
        raise ListGone(title=row.title)
    _fill_need(uow, row, draft)
    uow.settle(row)
    tell(uow, "lists.need_changed", Topic.NEED, row.id, row.region)


@once
def withdraw_need(uow: Uow, need_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Take a need off the list: it is no more, or was met otherwise."""
    row = held(uow, ListNeed, need_id, seen_version)
    require(uow, row.region)
    if row.withdrawn_on is not None:
        raise ListGone(title=row.title)
    row.withdrawn_on = local(uow.now).date()
    uow.settle(row)
    tell(uow, "lists.need_withdrawn", Topic.NEED, row.id, row.region)


def _fill_resource(uow: Uow, row: ListResource, draft: ResourceDraft) -> None:
    check_term(draft.since, draft.until)
    row.title = said(ListField.TITLE, draft.title, TITLE_MOST)
    row.offered_by = said(ListField.OFFERED_BY, draft.offered_by, NAME_MOST)
    row.kind, row.amount = draft.kind, checked_amount(draft.amount)
    row.slots, row.since, row.until = draft.slots & ALL_SLOTS, draft.since, draft.until
    row.terms = draft.terms
    row.price, row.hours = one_line(draft.price)[:NAME_MOST], one_line(draft.hours)[:NAME_MOST]
    row.note = words(draft.note, WORDS_MOST)
    set_place(uow, row, draft.place)


def _fill_need(uow: Uow, row: ListNeed, draft: NeedDraft) -> None:
    check_term(draft.since, draft.until)
    row.title = said(ListField.TITLE, draft.title, TITLE_MOST)
    row.needed_by = said(ListField.NEEDED_BY, draft.needed_by, NAME_MOST)
    row.kind, row.amount = draft.kind, checked_amount(draft.amount)
    row.slots, row.since, row.until = draft.slots & ALL_SLOTS, draft.since, draft.until
    row.wants_venue = draft.wants_venue
    row.note = words(draft.note, WORDS_MOST)
    set_place(uow, row, draft.place)
