"""What must be so before a case is finished or closed."""

from typing import Any

import sqlalchemy as sa

from app.cases.clock import ClockMark, deadline
from app.cases.due import life_of
from app.cases.held import held_case
from app.cases.kinds import checks_of
from app.cases.life_clock import handle_clock
from app.cases.limits import limits_of
from app.cases.models import CaseFile, Category
from app.cases.models.whistles import Whistle
from app.cases.models.work import CaseTask
from app.cases.numbers import whistle_number
from app.cases.rules import EventKind
from app.cases.whistle_rules import WhistleState
from app.cases.work_states import TaskState
from app.core.calendar_store import calendar_of
from app.core.database import Uow
from app.core.errors import AppError


class TasksOpen(AppError):
    """Tasks of the case are not done yet; facts: ``count``, ``first``."""

    code = "cases.tasks_open"


class WhistleUnderWay(AppError):
    """Departments were summoned and the matter is not done; facts: ``number``."""

    code = "whistles.under_way"


class ChecksOpen(AppError):
    """The check list of the kind is not ticked through; facts: ``missing``."""

    code = "cases.checks_open"


class UnknownCheck(AppError):
    """Something was ticked that the list of the kind does not have; facts: ``check``."""

    code = "cases.unknown_check"


def check_nothing_open(uow: Uow, case: CaseFile) -> None:
    """Raise `TasksOpen` or `WhistleUnderWay` while somebody has a task to do for the case, or
    departments were summoned to it (事不完、人不走).
    """
    kept = held_case(uow.session, case.id)
    kinds = None if kept is None else {event.kind for event in kept.events}
    if kinds is None or EventKind.WHISTLED in kinds:
        _check_whistles(uow, case)
    if kinds is None or EventKind.TASK_GIVEN in kinds:
        _check_tasks(uow, case)


def _check_whistles(uow: Uow, case: CaseFile) -> None:
    asked = sa.select(Whistle.year, Whistle.serial).where(
        Whistle.case_id == case.id, Whistle.state == WhistleState.BLOWN
    )
    found = uow.session.execute(asked.limit(1)).one_or_none()
    if found is not None:
        raise WhistleUnderWay(number=whistle_number(*found))


def _check_tasks(uow: Uow, case: CaseFile) -> None:
    asked = sa.select(CaseTask.title).where(
        CaseTask.case_id == case.id, CaseTask.state == TaskState.OPEN
    )
    titles = uow.session.scalars(asked.order_by(CaseTask.asked_at)).all()
    if titles:
        raise TasksOpen(count=len(titles), first=titles[0])


def check_checks(uow: Uow, case: CaseFile, ticked: tuple[str, ...]) -> dict[str, Any]:
    """Check what was ticked against the list of the kind; return the facts the event keeps.

    Raises:
        ChecksOpen: What must be ticked is not.
        UnknownCheck: The list has changed meanwhile, or was never like that.
    """
    kind = uow.session.get(Category, case.category_code) if case.category_code else None
    checks = {check.key: check for check in checks_of(kind)}
    for key in ticked:
        if key not in checks:
            raise UnknownCheck(check=key)
    missing = [check.text for key, check in checks.items() if check.required and key not in ticked]
    if missing:
        raise ChecksOpen(missing="、".join(missing))
    return {"checks": [checks[key].text for key in ticked]} if ticked else {}


def keep_promise(uow: Uow, case: CaseFile) -> None:
    """Count whether the promise published for the kind was kept (服务承诺); None without one."""
    if case.limit_number is None or case.calendar_number is None or case.finished_at is None:
        return
    limit = limits_of(uow.session, case.limit_number).promise(case.category_code, case.level)
    if limit is None:
        return
    calendar = calendar_of(uow.session, case.calendar_number)
    events = handle_clock(life_of(uow.session, case))
    verdict = deadline(limit, events, calendar, case.finished_at)
    case.is_promise_kept = verdict.mark is not ClockMark.OVER
