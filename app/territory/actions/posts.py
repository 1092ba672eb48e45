"""Who is what to a grid or community."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.core.changes import Topic
from app.core.database import Uow, once
from app.core.errors import AppError, NotFound
from app.core.ids import new_id
from app.territory.actions.regions import RegionRetired, require_management
from app.territory.models import Region
from app.territory.models.grids import Grid, GridPost
from app.territory.rules import (
    GridKind,
    PostRole,
    WorkerKind,
    check_term,
    check_worker_kind,
    checked_name,
    checked_phone,
)


class SecondFullTime(AppError):
    """A general grid has exactly one full-time grid worker; facts: ``region``."""

    code = "territory.second_full_time"


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post to be filled.

    Attributes:
        region_code: Grid or community.
        role: What the person is to be.
        person_name: Name, also of people who do not sign in.
        since: First day.
        worker_kind: How a grid worker is employed; None for all other roles.
        person_id: The person who signs in under that name, None where nobody does.
        phone: Duty phone, may be "".
    """

    region_code: str
    role: PostRole
    person_name: str
    since: date
    worker_kind: WorkerKind | None = None
    person_id: UUID | None = None
    phone: str = ""


@once
def assign_post(uow: Uow, draft: PostDraft, *, command_key: UUID) -> UUID:
    """Fill a post.

    Raises:
        SecondFullTime: The general grid has its full-time worker already.
    """
    code = draft.region_code
    require_management(uow, code)
    check_worker_kind(draft.role, draft.worker_kind)
    # The row lock makes a second full-time worker wait until the first one stands.
    region = uow.session.get(Region, code, with_for_update=True)
    if region is None:
        raise NotFound
    if region.retired_at is not None:
        raise RegionRetired(region=code)
    if draft.worker_kind is WorkerKind.FULL_TIME:
        _check_vacant(uow, code, draft.since)
    post = GridPost(
        id=new_id(),
        region_code=code,
        role=draft.role,
        worker_kind=draft.worker_kind,
        person_name=checked_name(draft.person_name),
        person_id=draft.person_id,
        phone=checked_phone(draft.phone),
        since=draft.since,
    )
    uow.session.add(post)
    _tell(uow, "territory.assign_post", post)
    return post.id


@once
def end_post(uow: Uow, post_id: UUID, *, until: date, command_key: UUID) -> None:
    """End a post with `until` as its last day; a term that has ended can be corrected."""
    post = uow.session.get(GridPost, post_id)
    if post is None:
        raise NotFound
    require_management(uow, post.region_code)
    check_term(post.since, until)
    post.until = until
    _tell(uow, "territory.end_post", post, until=until.isoformat())


def _check_vacant(uow: Uow, code: str, since: date) -> None:
    grid = uow.session.get(Grid, code)
    if grid is None or grid.kind != GridKind.GENERAL:
        return
    in_office = sa.select(GridPost.id).where(
        GridPost.region_code == code,
        GridPost.worker_kind == WorkerKind.FULL_TIME,
        sa.or_(GridPost.until.is_(None), GridPost.until >= since),
    )
    if uow.session.scalar(in_office.limit(1)):
        raise SecondFullTime(region=code)


def _tell(uow: Uow, action: str, post: GridPost, **facts: object) -> None:
    uow.session.flush()
    code = post.region_code
    uow.record(action, Topic.REGION, code, region=code, post=str(post.id), role=post.role, **facts)
    uow.touched(Topic.REGION, code, code)
