"""What the verbs of a whistle and the stages of its units are called; pure."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.cases.queries.whistles import SummonedUnit, WhistleRow, WhistleVerb
from app.cases.whistle_reach import Hand
from app.cases.whistle_rules import ReleaseState, UnitStage, WhistleState
from app.core.words import label as word
from ui.core.relative_time import short_or_day

VERB_ICON = {
    WhistleVerb.SIGN: "ph.pen-nib",
    WhistleVerb.APPEAR: "ph.map-pin",
    WhistleVerb.REPORT: "ph.note-pencil",
    WhistleVerb.LEAVE: "ph.sign-out",
}
STAGE_TOKEN = {
    UnitStage.WAITING: "text.3",
    UnitStage.TO_SIGN: "text.2",
    UnitStage.TO_APPEAR: "text.2",
    UnitStage.TO_REPORT: "text.2",
    UnitStage.PRESENT: "ok.text",
    UnitStage.LEFT: "text.3",
    UnitStage.ABSENT: "over.text",
}


def verb_words(verb: WhistleVerb, hand: Hand | None = None) -> str:
    """Return what a verb is called; what the centre types in for a unit is called so."""
    translate = QCoreApplication.translate
    words = {
        WhistleVerb.BLOW: translate("Whistles", "吹哨"),
        WhistleVerb.DROP: translate("Whistles", "不吹"),
        WhistleVerb.SIGN: translate("Whistles", "签收"),
        WhistleVerb.APPEAR: translate("Whistles", "到场"),
        WhistleVerb.REPORT: translate("Whistles", "反馈"),
        WhistleVerb.MEASURE: translate("Whistles", "记措施"),
        WhistleVerb.LEAVE: translate("Whistles", "离场"),
        WhistleVerb.ASK_RELEASE: translate("Whistles", "申请离场"),
        WhistleVerb.GRANT: translate("Whistles", "准予离场"),
        WhistleVerb.REFUSE: translate("Whistles", "不准"),
        WhistleVerb.END: translate("Whistles", "办结吹哨"),
        WhistleVerb.CANCEL: translate("Whistles", "取消吹哨"),
        WhistleVerb.RATE_UNIT: translate("Whistles", "评价"),
        WhistleVerb.RATE_STREET: translate("Whistles", "评街道"),
    }
    if hand is Hand.TYPED_IN and verb in _TYPED_IN:
        return translate("Whistles", "代{verb}").format(verb=words[verb])
    return words[verb]


_TYPED_IN = frozenset(
    {
        WhistleVerb.SIGN,
        WhistleVerb.APPEAR,
        WhistleVerb.REPORT,
        WhistleVerb.MEASURE,
        WhistleVerb.LEAVE,
        WhistleVerb.ASK_RELEASE,
        WhistleVerb.RATE_STREET,
    }
)


def title_words(row: WhistleRow) -> str:
    """Return what a whistle is called: ``综合执法 哨〔2026〕7 号``."""
    kind = word(row.kind)
    if row.state is WhistleState.DRAFTED:
        return QCoreApplication.translate("Whistles", "{kind}（待吹哨）").format(kind=kind)
    return f"{kind} {row.number}"


def stage_words(unit: SummonedUnit, now: datetime) -> str:
    """Return how a summoned unit stands, with the moment that says most about it."""
    translate, stage = QCoreApplication.translate, unit.stage
    told = word(stage)
    if unit.due_at is not None:
        due = short_or_day(unit.due_at, now)
        words = translate("Whistles", "{stage}，应在 {due} 前")
        if unit.late:
            words = translate("Whistles", "{stage}，{due} 已过")
        told = words.format(stage=told, due=due)
    elif stage is UnitStage.LEFT and unit.moments.left_at is not None:
        left = short_or_day(unit.moments.left_at, now)
        told = translate("Whistles", "{left} 离场").format(left=left)
    return "；".join(part for part in (told, _late(unit), _release(unit)) if part)


def _late(unit: SummonedUnit) -> str:
    late = unit.in_time is False
    return QCoreApplication.translate("Whistles", "到场迟了") if late else ""


def _release(unit: SummonedUnit) -> str:
    release = unit.release
    there = unit.stage in (UnitStage.TO_REPORT, UnitStage.PRESENT)
    if release is None or not there:
        return ""
    translate = QCoreApplication.translate
    if release.state is ReleaseState.ASKED:
        return translate("Whistles", "申请离场（{reason}），等主任批").format(reason=release.reason)
    if release.state is ReleaseState.GRANTED:
        return translate("Whistles", "主任已准离场")
    return translate("Whistles", "没有获准离场：{why}").format(why=release.decision)


def marks_words(unit: SummonedUnit) -> str:
    """Return how street and unit rated one another; "" before either did."""
    translate, parts = QCoreApplication.translate, []
    for mark, words in (
        (unit.street_mark, translate("Whistles", "街道评 {score} 分")),
        (unit.unit_mark, translate("Whistles", "评街道 {score} 分")),
    ):
        if mark is not None:
            said = words.format(score=mark.score)
            parts.append(f"{said}（{mark.words}）" if mark.words else said)
    return "，".join(parts)
