"""A need and some resources become a project, and the project is carried to its judgement."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.attachments import Prepared, attach, export_to, list_attachments
from app.core.calendar_store import current_calendar
from app.core.changes import Topic
from app.core.clock import local
from app.core.database import Database, Uow, once
from app.core.errors import Conflict, NotFound
from app.core.ids import new_id
from app.core.text import one_line
from app.party.lists.actions.ground import (
    checked_amount,
    held,
    left_of,
    require,
    said,
    tell,
    words,
)
from app.party.lists.errors import (
    ListDayWrong,
    ListGone,
    ListTermWrong,
    MilestonesOpen,
    NothingChosen,
    OwnRating,
    ProjectElsewhere,
    ResourceTaken,
    ResourceUnfit,
    ScoreWrong,
)
from app.party.lists.fitting import Fit, kind_fit
from app.party.lists.models import (
    ListMilestone,
    ListNeed,
    ListProject,
    ListRating,
    ListResource,
    ListShare,
)
from app.party.lists.rules import (
    ANSWER_DAYS,
    LIVE,
    TITLE_MOST,
    WORDS_MOST,
    JointWork,
    ListField,
    OfferKind,
    ProjectState,
    ShareAnswer,
)

LEAST_SCORE, MOST_SCORE = 1, 5


@dataclass(frozen=True, slots=True)
class Chosen:
    """So much of a resource is asked for; `kind` is what of the need it is for."""

    resource_id: UUID
    kind: OfferKind
    amount: int


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of a project and its last day."""

    title: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project to be formed.

    Attributes:
        need_id: What it is for.
        chosen: What is asked of whom, at least one.
        milestones: Its steps; may be planned later.
    """

    need_id: UUID
    chosen: tuple[Chosen, ...]
    joint_work: JointWork
    milestones: tuple[Planned, ...] = ()


@once
def form_project(uow: Uow, draft: ProjectDraft, *, command_key: UUID) -> UUID:
    """Make a project of a need and resources; their owners are asked from now on.

    Raises:
        NothingChosen: No resource is named.
        ListGone: The need or a resource was taken back or is over.
        ResourceTaken: Less is left of a resource than asked for.
        ResourceUnfit: A resource is of another sort altogether.
    """
    need = held(uow, ListNeed, draft.need_id, None)
    require(uow, need.region)
    today = local(uow.now).date()
    if not draft.chosen:
        raise NothingChosen
    if need.withdrawn_on is not None or (need.until is not None and need.until < today):
        raise ListGone(title=need.title)
    calendar = current_calendar(uow.session)
    row = ListProject(
        id=new_id(),
        need_id=need.id,
        region=need.region,
        title=need.title,
        joint_work=draft.joint_work,
        state=ProjectState.ASKED,
        formed_at=uow.now,
        formed_by=uow.actor.person_id,
        formed_name=uow.actor.name,
        answer_by=calendar.add_working_days(uow.now, ANSWER_DAYS),
    )
    uow.session.add(row)
    uow.session.flush()
    for one in sorted(draft.chosen, key=lambda each: each.resource_id):  # two desks, one order
        uow.session.add(_share(uow, row, need, one, today))
    for step in draft.milestones:
        uow.session.add(_milestone(row, step, today))
    uow.session.flush()
    _tell(uow, "lists.project_formed", row, resources=len(draft.chosen))
    uow.touched(Topic.NEED, need.id, need.region)
    return row.id


@once
def answer_share(
    uow: Uow,
    project_id: UUID,
    resource_id: UUID,
    answer: ShareAnswer,
    *,
    reason: str = "",
    command_key: UUID,
) -> None:
    """Put down whether a unit takes part; once all did, the project runs. A refusal says why."""
    row = held(uow, ListProject, project_id, None)
    require(uow, row.region)
    _must_be(row, ProjectState.ASKED)
    share = uow.session.get(ListShare, (project_id, resource_id))
    if share is None or answer is ShareAnswer.ASKED:
        raise NotFound(share=resource_id)
    if share.answer != ShareAnswer.ASKED:
        raise Conflict(share=resource_id)
    share.answer, share.answered_at, share.answered_name = answer, uow.now, uow.actor.name
    if answer is ShareAnswer.DECLINED:
        share.reason = said(ListField.REASON, reason, WORDS_MOST)
    uow.session.flush()
    answers = list(
        uow.session.scalars(sa.select(ListShare.answer).where(ListShare.project_id == row.id))
    )
    if ShareAnswer.ASKED not in answers:
        agreed = ShareAnswer.CONFIRMED in answers
        row.state = ProjectState.RUNNING if agreed else ProjectState.CALLED_OFF
        if not agreed:
            row.ended_at = uow.now
    uow.settle(row)
    _tell(uow, "lists.share_answered", row, resource=str(resource_id), answer=answer.value)


@once
def plan_milestone(uow: Uow, project_id: UUID, step: Planned, *, command_key: UUID) -> UUID:
    """Add a step to a project that is under way."""
    row = held(uow, ListProject, project_id, None)
    require(uow, row.region)
    if row.state not in LIVE:
        raise ProjectElsewhere(state=ProjectState(row.state))
    made = _milestone(row, step, local(uow.now).date())
    uow.session.add(made)
    uow.session.flush()
    _tell(uow, "lists.milestone_planned", row)
    return made.id


@once
def reach_milestone(
    uow: Uow,
    milestone_id: UUID,
    seen_version: int,
    reached_on: date,
    *,
    note: str = "",
    command_key: UUID,
) -> None:
    """Put down that a step was reached, and on which day."""
    step = held(uow, ListMilestone, milestone_id, seen_version)
    row = held(uow, ListProject, step.project_id, None)
    require(uow, row.region)
    _must_be(row, ProjectState.RUNNING)
    if reached_on > local(uow.now).date():
        raise ListDayWrong(day=f"{reached_on:%Y-%m-%d}")
    step.reached_on, step.reached_name = reached_on, uow.actor.name
    step.note = words(note, WORDS_MOST)
    uow.settle(step)
    _tell(uow, "lists.milestone_reached", row, milestone=str(step.id))


@once
def finish_project(
    uow: Uow, project_id: UUID, seen_version: int, served: int, outcome: str, *, command_key: UUID
) -> None:
    """Report the work done, and how many it served; then whoever it was for judges it.

    Raises:
        MilestonesOpen: A step is not reached.
    """
    row = held(uow, ListProject, project_id, seen_version)
    require(uow, row.region)
    _must_be(row, ProjectState.RUNNING)
    open_ones = sa.select(ListMilestone.title).where(
        ListMilestone.project_id == row.id, ListMilestone.reached_on.is_(None)
    )
    titles = list(uow.session.scalars(open_ones.order_by(ListMilestone.due_on)))
    if titles:
        raise MilestonesOpen(titles="、".join(titles))
    row.state, row.ended_at = ProjectState.TO_RATE, uow.now
    row.served, row.outcome = checked_amount(served), words(outcome, WORDS_MOST)
    uow.settle(row)
    _tell(uow, "lists.project_finished", row, served=served)


@once
def rate_project(
    uow: Uow, project_id: UUID, score: int, said_of_it: str, *, command_key: UUID
) -> None:
    """Judge a project, on the side that was served.

    Raises:
        OwnRating: The actor formed it.
        ScoreWrong: Not 1 to 5.
    """
    row = held(uow, ListProject, project_id, None)
    require(uow, row.region)
    _must_be(row, ProjectState.TO_RATE)
    if row.formed_by is not None and row.formed_by == uow.actor.person_id:
        raise OwnRating
    if not LEAST_SCORE <= score <= MOST_SCORE:
        raise ScoreWrong
    uow.session.add(
        ListRating(
            project_id=row.id,
            score=score,
            words=words(said_of_it, WORDS_MOST),
            person_id=uow.actor.person_id,
            person_name=uow.actor.name,
            at=uow.now,
        )
    )
    uow.session.flush()  # it is added while the project waits for it
    row.state = ProjectState.RATED
    uow.settle(row)
    _tell(uow, "lists.project_rated", row, score=score)


@once
def call_off(
    uow: Uow, project_id: UUID, seen_version: int, reason: str, *, command_key: UUID
) -> None:
    """Call a project off and say why: the need is open again, and the resources are free."""
    row = held(uow, ListProject, project_id, seen_version)
    require(uow, row.region)
    if row.state not in LIVE:
        raise ProjectElsewhere(state=ProjectState(row.state))
    row.state, row.ended_at = ProjectState.CALLED_OFF, uow.now
    row.outcome = said(ListField.REASON, reason, WORDS_MOST)
    uow.settle(row)
    _tell(uow, "lists.project_called_off", row)
    uow.touched(Topic.NEED, row.need_id, row.region)


@once
def attach_to_project(uow: Uow, project_id: UUID, prepared: Prepared, *, command_key: UUID) -> UUID:
    """Put a photo or paper on a project; the same file twice stays one."""
    row = held(uow, ListProject, project_id, None)
    require(uow, row.region)
    inner = uuid5(command_key, "attach")
    return attach(uow, Topic.PROJECT, str(row.id), row.region, prepared, command_key=inner)


def open_project_file(
    database: Database, actor: Actor, project_id: UUID, attachment_id: UUID, *, folder: Path
) -> Path:
    """Write a copy of a file of a project where the system's viewer can open it; journaled.

    Raises:
        NotFound: There is no such file on it.
    """
    actor.require(Right.READ_PARTY)
    with database.reading() as session:
        row = session.get(ListProject, project_id)
        listed = {file.id for file in list_attachments(session, str(project_id))} if row else set()
    if row is None or attachment_id not in listed:
        raise NotFound
    return export_to(database, attachment_id, folder, actor=actor, region=row.region)


def _share(uow: Uow, project: ListProject, need: ListNeed, one: Chosen, today: date) -> ListShare:
    resource = held(uow, ListResource, one.resource_id, None)
    over = resource.until is not None and resource.until < today
    if resource.withdrawn_on is not None or over:
        raise ListGone(title=resource.title)
    wanted = {OfferKind(need.kind)} | ({OfferKind.VENUE} if need.wants_venue else set())
    fits = one.kind in wanted and kind_fit(OfferKind(resource.kind), one.kind) is not Fit.NONE
    if not fits:
        raise ResourceUnfit(title=resource.title)
    left = left_of(uow, resource)
    if checked_amount(one.amount) > left:
        raise ResourceTaken(title=resource.title, left=max(left, 0), asked=one.amount)
    uow.touched(Topic.RESOURCE, resource.id, resource.region)
    return ListShare(
        project_id=project.id,
        resource_id=resource.id,
        kind=one.kind,
        amount=one.amount,
        answer=ShareAnswer.ASKED,
    )


def _milestone(row: ListProject, step: Planned, today: date) -> ListMilestone:
    if step.due_on < today:
        raise ListTermWrong
    title = said(ListField.MILESTONE, one_line(step.title), TITLE_MOST)
    return ListMilestone(id=new_id(), project_id=row.id, title=title, due_on=step.due_on)


def _must_be(row: ListProject, state: ProjectState) -> None:
    if row.state != state:
        raise ProjectElsewhere(state=ProjectState(row.state))


def _tell(uow: Uow, action: str, row: ListProject, **facts: object) -> None:
    tell(uow, action, Topic.PROJECT, row.id, row.region, **facts)
