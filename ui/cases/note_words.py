"""What a step asks to be told, and what follows from it, in words; pure."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind, Pause


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words around a note.

    Attributes:
        asks: What to write; stands in the empty field.
        follows: What follows from the step, "" for nothing to tell.
        required: Whether something has to be written.
    """

    asks: str
    follows: str = ""
    required: bool = True


def note_words(step: EventKind, card: CaseCard) -> NoteWords:
    """Return the words of a step on a case."""
    translate = QCoreApplication.translate
    if step is EventKind.RESUMED:
        return _resuming(card)
    found = {
        EventKind.SIGNED_FOR: NoteWords(
            translate("NoteDialog", "谁收的、有什么要说明，可不写"),
            translate("NoteDialog", "签收后签收时限停止计时。"),
            required=False,
        ),
        EventKind.REMINDED: NoteWords(
            translate("NoteDialog", "要对方知道的，可不写"),
            translate("NoteDialog", "{unit}会在铃铛和工作台上看到；时限照常走，收不回来。").format(
                unit=f"{card.unit}{card.handler}"
            ),
            required=False,
        ),
        EventKind.PROGRESSED: NoteWords(
            translate("NoteDialog", "做了什么、现场怎样、下一步是什么")
        ),
        EventKind.FINISHED: NoteWords(
            translate("NoteDialog", "怎么解决的、现场怎样、反映人怎么说"),
            translate("NoteDialog", "办结后办理时限停止计时，等中心回访。")
            if card.wants_call_back
            else translate("NoteDialog", "办结后办理时限停止计时，等中心结案。"),
        ),
        EventKind.CLOSED: NoteWords(
            translate("NoteDialog", "核实的结果：解决了没有，反映人满意吗"),
            translate("NoteDialog", "结案后经过不能再改，要重办得由主任；附件和回执仍可查看。"),
        ),
        EventKind.VERIFIED: NoteWords(
            translate("NoteDialog", "什么时候去看的、现场怎样"),
            translate("NoteDialog", "核查后可以结案。"),
        ),
        EventKind.REOPENED: NoteWords(
            translate("NoteDialog", "为什么重办、这次要做到什么"),
            translate("NoteDialog", "办理时限从现在重新起算，交回原来的{unit}。").format(
                unit=card.unit
            )
            if card.unit
            else translate("NoteDialog", "办理时限从现在重新起算，回到待分流。"),
        ),
        EventKind.ARCHIVED: NoteWords(
            translate("NoteDialog", "归档说明，可不写"),
            translate("NoteDialog", "归档后从已结案里移走，仍可查看。"),
            required=False,
        ),
        EventKind.TABLED: NoteWords(
            translate("NoteDialog", "提请大工委议什么、试过什么办法"),
            translate("NoteDialog", "上会期间时限照常走，有了结果再交回。"),
        ),
        EventKind.GIVEN_BACK: NoteWords(
            translate("NoteDialog", "会上怎么定的、由谁牵头"),
            translate("NoteDialog", "交回后接着办。"),
        ),
        EventKind.SOLVED_ON_SPOT: NoteWords(
            translate("NoteDialog", "当场怎么解决的"),
            translate("NoteDialog", "要有现场照片；保存后直接结案，不再分流。"),
        ),
    }.get(step)
    return found or NoteWords(translate("NoteDialog", "写明理由"))


def _resuming(card: CaseCard) -> NoteWords:
    translate = QCoreApplication.translate
    asks = translate("NoteDialog", "为什么可以接着办了")
    if card.pause is Pause.CARRIED_OVER:
        return NoteWords(asks, translate("NoteDialog", "销账恢复，办理时限从现在接着算。"))
    return NoteWords(asks, translate("NoteDialog", "办理时限从现在接着算。"))
