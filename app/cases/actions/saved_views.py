"""Saved views (视图): a queue as somebody arranged it, for oneself or shared with an area."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Right
from app.cases.filters.arranged import Arranged, arranged_to_body
from app.cases.models.finding import SavedView
from app.cases.sharing import may_keep, shared_region
from app.core.actor import Actor
from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, Conflict, NotAllowed
from app.core.ids import new_id
from app.core.shared_settings import settings_at
from app.core.text import one_line

NAME_MOST = 40


class ViewNameMissing(AppError):
    """A view without a name, or with too long a one; facts: ``most``."""

    code = "cases.view_name_missing"


class ViewNameTaken(AppError):
    """Somebody has a view of that name already; facts: ``name``."""

    code = "cases.view_name_taken"


class TooManyViews(AppError):
    """Somebody has as many views as may be kept; facts: ``most``."""

    code = "cases.too_many_views"


class ViewGone(AppError):
    """The view was deleted meanwhile, or is not this person's to see."""

    code = "cases.view_gone"


class ViewNotYours(AppError):
    """A shared view that others keep; facts: ``owner``."""

    code = "cases.view_not_yours"


@dataclass(frozen=True, slots=True)
class ViewDetails:
    """What a view is.

    Attributes:
        name: Of 40 characters at most; unlike the others of its owner.
        arranged: What it shows, and how.
        shared: Whether others see it.
        region: Where they see it: whoever's area touches this region; "" takes that of the
            owner. Of no account for a view of one's own.
        position: Place among one's own, None for the last.
    """

    name: str
    arranged: Arranged
    shared: bool = False
    region: str = ""
    position: int | None = None


@once
def save_view(
    uow: Uow,
    details: ViewDetails,
    *,
    command_key: UUID,
    view_id: UUID | None = None,
    seen_version: int = 0,
) -> UUID:
    """Keep a new view, or change one.

    Raises:
        ViewNameMissing: It has no name, or too long a one.
        ViewNameTaken: Its owner has one of that name.
        TooManyViews: One has as many as may be kept.
        ViewGone: It was deleted meanwhile.
        ViewNotYours: It is kept by others.
        NotAllowed: One may not share.
        Conflict: Somebody changed it since it was read.
    """
    uow.actor.require(Right.READ_CASES)
    name = one_line(details.name)
    if not name or len(name) > NAME_MOST:
        raise ViewNameMissing(most=NAME_MOST)
    view = _kept(uow, view_id, seen_version) if view_id else _new(uow)
    _check_name(uow, view, name)
    view.name, view.body = name, arranged_to_body(details.arranged)
    if details.shared:
        stays = view.is_shared and details.region in ("", view.region)
        view.region = _shared_with(uow.actor, view.region if stays else details.region)
    elif view.owner_id != uow.actor.person_id:
        raise ViewNotYours(owner=view.owner_name)
    view.is_shared = details.shared
    if details.position is not None:
        view.position = details.position
    uow.session.add(view)
    uow.session.flush()
    _tell(uow, view, "cases.view_saved")
    return view.id


@once
def drop_view(uow: Uow, view_id: UUID, seen_version: int, *, command_key: UUID) -> None:
    """Delete a view of one's own, for everybody who saw it."""
    view = _kept(uow, view_id, seen_version)
    if view.owner_id != uow.actor.person_id:
        raise ViewNotYours(owner=view.owner_name)
    _tell(uow, view, "cases.view_dropped")
    uow.session.delete(view)
    uow.session.flush()


@once
def order_views(uow: Uow, view_ids: tuple[UUID, ...], *, command_key: UUID) -> None:
    """Let all of one's own views stand in this order.

    Raises:
        Conflict: Others than these are kept meanwhile, so their order is not known.
    """
    own = {view.id: view for view in uow.session.scalars(_own(uow.actor.person_id))}
    if set(own) != set(view_ids) or len(own) != len(view_ids):
        raise Conflict(views=len(view_ids))
    for position, view_id in enumerate(view_ids):
        own[view_id].position = position
    uow.session.flush()
    if view_ids:
        _tell(uow, own[view_ids[0]], "cases.views_ordered")


def _own(person_id: UUID | None) -> sa.Select[SavedView]:
    return sa.select(SavedView).where(SavedView.owner_id.is_not_distinct_from(person_id))


def _new(uow: Uow) -> SavedView:
    own = uow.session.scalars(_own(uow.actor.person_id)).all()
    most = settings_at(uow.session, uow.now).saved_views_most
    if len(own) >= most:
        raise TooManyViews(most=most)
    return SavedView(
        id=new_id(),
        owner_id=uow.actor.person_id,
        owner_name=uow.actor.name,
        is_shared=False,
        region="",
        position=max((view.position for view in own), default=-1) + 1,
        created_at=uow.now,
    )


def _kept(uow: Uow, view_id: UUID, seen_version: int) -> SavedView:
    view = uow.session.get(SavedView, view_id)
    if view is None or (not view.is_shared and view.owner_id != uow.actor.person_id):
        raise ViewGone
    if not may_keep(uow.actor, view.owner_id, view.region, shared=view.is_shared):
        raise ViewNotYours(owner=view.owner_name)
    if view.version != seen_version:
        raise Conflict(view=view_id)
    return view


def _check_name(uow: Uow, view: SavedView, name: str) -> None:
    for other in uow.session.scalars(_own(view.owner_id)):
        if other.id != view.id and other.name.casefold() == name.casefold():
            raise ViewNameTaken(name=name)


def _shared_with(actor: Actor, wanted: str) -> str:
    region = shared_region(actor, wanted)
    if region is None:
        raise NotAllowed(right=Right.ASSIGN_CASE)
    return region


def _tell(uow: Uow, view: SavedView, action: str) -> None:
    uow.record(action, Topic.VIEW, view.id, region=view.region, shared=view.is_shared)
    uow.touched(Topic.VIEW, view.id, view.region)
