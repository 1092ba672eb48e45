"""What somebody who handles cases has before them, as lines; pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.clock import LimitUnit
from app.cases.numbers import short as short_number
from app.cases.queries.holding import Holding, Pile, SheetToAnswer, TaskOfCase
from app.cases.queries.queue import CaseRow, QueueView
from app.cases.queries.whistle_duties import WhistleDuty
from app.cases.queries.whistles import WhistleVerb
from app.cases.queries.work import PendingRow
from app.cases.rules import CaseState, Level
from app.cases.whistle_rules import UnitStage
from app.cases.work_states import RequestState
from app.core.words import label as word
from ui.cases.deadlines import row_deadline
from ui.cases.lines import Line
from ui.cases.request_words import wish_words
from ui.cases.whistles.words import verb_words
from ui.core.marks import Deadline, DeadlineKind
from ui.core.relative_time import moment_and_relative, relative, short, short_or_day

DOT = "·"
VIEWS = {
    "to_sign": QueueView.ASSIGNED,
    "in_hand": QueueView.HANDLING,
    "stopped": QueueView.PAUSED,
    "new_today": QueueView.NEW_TODAY,
}


@dataclass(frozen=True, slots=True)
class SectionFace:
    """A section as it is shown.

    Attributes:
        key: Unique name.
        title: Heading.
        lines: Its first lines.
        count: How many there are, as text.
        nothing: What is said where there are none; "" hides the section then.
        view: Saved view of the queue where what has no room here is found, "" for none.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    count: str
    nothing: str = ""
    view: str = ""


def main_sections(seen: Holding) -> tuple[SectionFace, ...]:
    """Return what is done at the cases themselves, the most pressing first."""
    translate = QCoreApplication.translate
    return (
        _pile(
            seen,
            "to_sign",
            translate("OwnDesk", "待签收"),
            seen.to_sign,
            nothing=translate("OwnDesk", "没有等签收的。"),
            verb=lambda _: translate("OwnDesk", "签收"),
        ),
        _pile(
            seen,
            "in_hand",
            translate("OwnDesk", "办理中，按时限排"),
            seen.in_hand,
            nothing=translate("OwnDesk", "手上没有在办的。"),
        ),
        _pile(seen, "stopped", translate("OwnDesk", "挂起和挂账"), seen.stopped, _pause_words),
    )


def side_sections(seen: Holding) -> tuple[SectionFace, ...]:
    """Return what stands beside the cases: sheets, tasks, requests, what came today."""
    translate, now = QCoreApplication.translate, seen.as_of
    found = [
        SectionFace(
            "whistles",
            translate("OwnDesk", "吹哨报到"),
            tuple(_whistle(duty, now) for duty in seen.whistles),
            _number(len(seen.whistles)),
        ),
        SectionFace(
            "sheets",
            translate("OwnDesk", "要答复的督办单"),
            tuple(_sheet(sheet, now) for sheet in seen.sheets),
            _number(len(seen.sheets)),
        ),
        SectionFace(
            "tasks",
            translate("OwnDesk", "我的子任务"),
            tuple(_task(found, now) for found in seen.tasks),
            _number(len(seen.tasks)),
            nothing=translate("OwnDesk", "没有要做的子任务。"),
        ),
        SectionFace(
            "requests",
            translate("OwnDesk", "我的申请"),
            tuple(_request(row, now) for row in seen.requests),
            _number(len(seen.requests)),
            nothing=translate("OwnDesk", "申请延期、挂起的结果会显示在这里。"),
        ),
    ]
    if seen.by_region:
        title = translate("OwnDesk", "网格今日新增")
        nothing = translate("OwnDesk", "今天网格里还没有新事件。")
        pile = _pile(
            seen, "new_today", title, seen.new_today, _came, nothing=nothing, verb=_on_spot
        )
        found.insert(0, pile)
    return tuple(found)


def _number(count: int) -> str:
    return str(count) if count else ""


def _pile(
    seen: Holding,
    key: str,
    title: str,
    pile: Pile,
    under: Callable[[CaseRow, datetime], str] | None = None,
    *,
    nothing: str = "",
    verb: Callable[[CaseRow], str] = lambda _: "",
) -> SectionFace:
    words = under or _under
    lines = tuple(
        Line(
            key=row.id,
            title=row.title,
            under=_urged(words(row, seen.as_of), urged=row.id in seen.reminded),
            tail=short_number(row.number) if row.number else "",
            icon="ph.bell-ringing" if row.id in seen.reminded else "",
            tone="warn" if row.id in seen.reminded else "",
            deadline=row_deadline(row, seen.calendars, seen.as_of),
            verb=verb(row),
        )
        for row in pile.rows
    )
    count = str(pile.count) if pile.count.value else ""
    view = VIEWS[key] if pile.count.value > len(lines) else ""
    return SectionFace(key, title, lines, count, nothing, view)


def _urged(words: str, *, urged: bool) -> str:
    """Return what stands under a case, and that somebody urges it."""
    said = QCoreApplication.translate("OwnDesk", "被催办")
    return f"{said}{DOT}{words}" if urged else words


def _on_spot(row: CaseRow) -> str:
    """Return the quick way for what is small and nobody was given yet."""
    if row.state is not CaseState.REGISTERED or row.level is not Level.NORMAL:
        return ""
    return QCoreApplication.translate("OwnDesk", "自处置")


def _under(row: CaseRow, _now: datetime) -> str:
    parts = (row.category, row.region_name, row.handler)
    return DOT.join(part for part in parts if part)


def _pause_words(row: CaseRow, _now: datetime) -> str:
    kind = word(row.pause) if row.pause is not None else ""
    return DOT.join(part for part in (kind, row.pause_reason) if part)


def _came(row: CaseRow, now: datetime) -> str:
    came = moment_and_relative(row.received_at, now)
    return DOT.join(part for part in (came, word(row.state), row.unit) if part)


def _task(found: TaskOfCase, now: datetime) -> Line:
    task, translate = found.task, QCoreApplication.translate
    number = short_number(found.number) if found.number else ""
    asked = translate("OwnDesk", "{who} {ago}交办").format(
        who=task.asked_by, ago=relative(task.asked_at, now)
    )
    whose = task.person or task.unit
    under = DOT.join(part for part in (found.title, whose, asked) if part)
    return Line(
        key=task.id,
        title=task.title,
        under=under,
        tail=number,
        icon="ph.check-square",
        deadline=_until(task.due_at, now),
        verb=translate("OwnDesk", "完成"),
        opens=bool(found.title),
    )


def _whistle(duty: WhistleDuty, now: datetime) -> Line:
    verb = {
        UnitStage.TO_SIGN: WhistleVerb.SIGN,
        UnitStage.TO_APPEAR: WhistleVerb.APPEAR,
        UnitStage.TO_REPORT: WhistleVerb.REPORT,
    }[duty.stage]
    whereto = QCoreApplication.translate("OwnDesk", "{at} 到 {place}").format(
        at=short_or_day(duty.appear_at, now), place=duty.place
    )
    return Line(
        key=duty.id,
        title=duty.title,
        under=DOT.join((word(duty.stage), f"{word(duty.kind)} {duty.number}", whereto)),
        tail=short_number(duty.case_number) if duty.case_number else "",
        icon="ph.megaphone",
        tone="over" if duty.late else "warn",
        deadline=_until(duty.due_at, now),
        verb=verb_words(verb),
    )


def _sheet(sheet: SheetToAnswer, now: datetime) -> Line:
    return Line(
        key=sheet.id,
        title=sheet.title,
        under=DOT.join(part for part in (sheet.number, sheet.reason) if part),
        tail=short_number(sheet.case_number) if sheet.case_number else "",
        icon="ph.flag",
        tone="sup",
        deadline=_until(sheet.reply_due_at, now),
        verb=QCoreApplication.translate("OwnDesk", "答复"),
    )


def _until(moment: datetime | None, now: datetime) -> Deadline | None:
    """Return a moment one has to keep, without a clock that counts towards it."""
    if moment is None:
        return None
    over = moment < now
    translate = QCoreApplication.translate
    words = translate("OwnDesk", "已过") if over else translate("OwnDesk", "截止")
    return Deadline(DeadlineKind.OVER if over else DeadlineKind.NONE, words, short(moment))


def _request(row: PendingRow, now: datetime) -> Line:
    request, translate = row.request, QCoreApplication.translate
    unit = LimitUnit(row.clock_unit) if row.clock_unit else None
    icon, tone = {
        RequestState.PENDING: ("ph.hourglass-high", ""),
        RequestState.APPROVED: ("ph.check-circle", "ok"),
        RequestState.REFUSED: ("ph.x-circle", "over"),
    }.get(request.state, ("ph.arrow-u-up-left", ""))
    if request.state is RequestState.PENDING:
        ago = relative(request.asked_at, now)
        answer = translate("OwnDesk", "{ago}提的，等主任批").format(ago=ago)
    else:
        at = short_or_day(request.decided_at, now) if request.decided_at is not None else ""
        parts = (word(request.state), request.decided_by, at, request.decision)
        answer = " ".join(part for part in parts if part)
    return Line(
        key=request.id,
        title=wish_words(request, unit, now),
        under=f"{answer}{DOT}{row.title}",
        tail=short_number(row.number) if row.number else "",
        icon=icon,
        tone=tone,
        verb=translate("OwnDesk", "撤回") if request.state is RequestState.PENDING else "",
    )
