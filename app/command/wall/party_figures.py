"""Figures of the Party and of those who help, on the wall: sums, and never anybody's name."""

from typing import Any

import sqlalchemy as sa

from app.command.wall.lens import COMMUNITY_DIGITS, WEEK_DAYS, Figure, Lens
from app.party.activities.models import Activity, ActivitySignUp, PostClaim, ServicePost
from app.party.lists.models import ListNeed, ListProject, ListResource
from app.party.lists.rules import ProjectState
from app.party.models import PartyGridCover, PartyOrganisation
from app.party.models.members import PartyMember
from app.party.report_in.models import ReportIn
from app.party.report_in.rules import ReportKind, ReportState
from app.party.rules import COVERING
from app.territory.models import Region
from app.territory.models.grids import Grid


def _known(values: Any) -> list[Any]:
    return [sa.literal_column(f"'{value}'", sa.Text()) for value in values]


def _number(chosen: Figure) -> Any:
    return chosen.scalar_subquery()


def party(lens: Lens) -> Figure:
    """Organisations, members, reported in, lists, projects, activities of the month, posts."""
    count, within = sa.func.count(), lens.within
    running = _known((ProjectState.ASKED, ProjectState.RUNNING, ProjectState.TO_RATE))
    confirmed = sa.and_(
        ReportIn.state.in_(_known((ReportState.CONFIRMED,))), within(ReportIn.region)
    )
    claimed = (
        sa.select(count)
        .select_from(PostClaim)
        .join(ServicePost, ServicePost.id == PostClaim.post_id)
        .where(
            PostClaim.given_back_on.is_(None),
            ServicePost.closed_on.is_(None),
            within(ServicePost.region),
        )
    )
    return sa.select(
        _number(
            sa.select(count).where(
                PartyOrganisation.dissolved_on.is_(None), within(PartyOrganisation.region)
            )
        ),
        _number(sa.select(count).where(PartyMember.left_on.is_(None), within(PartyMember.region))),
        _number(sa.select(count).where(confirmed, ReportIn.kind.in_(_known((ReportKind.MEMBER,))))),
        _number(sa.select(count).where(confirmed, ReportIn.kind.in_(_known((ReportKind.UNIT,))))),
        _number(sa.select(count).where(within(ListResource.region))),
        _number(sa.select(count).where(ListNeed.withdrawn_on.is_(None), within(ListNeed.region))),
        _number(sa.select(count).where(ListProject.state.in_(running), within(ListProject.region))),
        _number(
            sa.select(count).where(
                ListProject.state.in_(_known((ProjectState.RATED,))), within(ListProject.region)
            )
        ),
        _number(claimed),
        _number(
            sa.select(
                sa.func.coalesce(sa.cast(sa.func.sum(ServicePost.wanted), sa.BigInteger), 0)
            ).where(ServicePost.closed_on.is_(None), within(ServicePost.region))
        ),
    )


def grids_covered(lens: Lens) -> Figure:
    """How many grids each community has, and of how many an organisation looks after."""
    code = sa.func.substr(Grid.code, 1, COMMUNITY_DIGITS)
    looks_after = (
        sa.select(sa.literal_column("1"))
        .select_from(PartyGridCover)
        .join(PartyOrganisation, PartyOrganisation.id == PartyGridCover.organisation_id)
        .where(
            PartyGridCover.grid_code == Grid.code,
            PartyGridCover.since <= lens.today,
            sa.or_(PartyGridCover.until.is_(None), PartyGridCover.until >= lens.today),
            PartyOrganisation.dissolved_on.is_(None),
            PartyOrganisation.form.in_(_known(COVERING)),
        )
        .exists()
    )
    return (
        sa.select(code, sa.func.count(), sa.func.count(sa.case((looks_after, 1))))
        .select_from(Grid)
        .join(Region, Region.code == Grid.code)
        .where(Region.retired_at.is_(None), lens.within(Grid.code))
        .group_by(code)
        .order_by(code)
    )


def activities(lens: Lens) -> Figure:
    """Activities of this month and how many signed up; those of the week to come."""
    held = sa.and_(Activity.called_off_at.is_(None), lens.within(Activity.region))
    month = sa.and_(held, Activity.starts_at >= lens.month, Activity.starts_at <= lens.now)
    ahead = sa.and_(
        held, Activity.starts_at > lens.now, Activity.starts_at < lens.days_ago(-WEEK_DAYS)
    )
    came = (
        sa.select(sa.func.count())
        .select_from(ActivitySignUp)
        .join(Activity, Activity.id == ActivitySignUp.activity_id)
        .where(month, ActivitySignUp.checked_at.is_not(None))
    )
    return sa.select(
        _number(sa.select(sa.func.count()).select_from(Activity).where(month)),
        _number(came),
        _number(sa.select(sa.func.count()).select_from(Activity).where(ahead)),
    )
