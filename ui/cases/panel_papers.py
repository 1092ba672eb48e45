"""The papers that can be printed of a case, as entries of the panel's menu."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from app.cases.queries.card import CaseCard
from app.cases.rules import EventKind
from app.cases.story_words import is_declined
from app.core.words import label as word
from ui.cases.receipt import PaperOrder, Receipt
from ui.cases.step_dialog import case_name
from ui.core.menus import MenuEntry, group_entry

PRINT_KEY = "Ctrl+P"


def print_usual(card: CaseCard, receipt: Receipt) -> None:
    """Show what is printed of a case most: its slip, or the notice that it was declined."""
    kinds = dict(papers_of(card))
    if not is_declined(card):
        receipt.draw(card)
    elif "decline" in kinds:
        receipt.draw_paper(_order(card, "decline", kinds["decline"]))
    else:
        receipt.draw_paper(_order(card, "case", kinds["case"]))


def print_entries(card: CaseCard, receipt: Receipt) -> tuple[MenuEntry, ...]:
    """Return the slip, and to its side what else can be told of the case on paper."""
    translate = QCoreApplication.translate
    slip = MenuEntry(
        translate("PanelPapers", "打印回执"),
        lambda: receipt.draw(card),
        key=PRINT_KEY,
        icon="ph.printer",
    )
    others = tuple(_entry(card, receipt, kind, name) for kind, name in papers_of(card))
    if is_declined(card):  # a slip says that it was taken on
        return (group_entry(translate("PanelPapers", "打印文书"), others, "ph.printer"),)
    return slip, group_entry(translate("PanelPapers", "打印文书"), others, "ph.printer")


def papers_of(card: CaseCard) -> Iterator[tuple[str, str]]:
    """Yield kind and name of the papers about a case, besides slip and ledger."""
    translate = QCoreApplication.translate
    kinds = {event.kind for event in card.events}
    yield "case", translate("PanelPapers", "事件详情单")
    if EventKind.DECLINED in kinds and card.closed_at is not None:
        yield "decline", translate("PanelPapers", "不予受理告知书")
    if card.unit:
        yield "assignment", translate("PanelPapers", "交办单")
    if card.sheets:
        yield "supervision", translate("PanelPapers", "督办单")
    if card.whistles:
        yield "whistle", translate("PanelPapers", "吹哨单")
    if kinds & {EventKind.FINISHED, EventKind.SOLVED_ON_SPOT}:
        yield "finish_feedback", translate("PanelPapers", "办结反馈单")
    if kinds & {EventKind.CALLED_BACK, EventKind.CALL_MISSED}:
        yield "call_back", translate("PanelPapers", "回访记录")
    if card.requests:
        name = translate("PanelPapers", "{kind}审批单")
        yield "approval", name.format(kind=word(card.requests[0].kind))


def _entry(card: CaseCard, receipt: Receipt, kind: str, name: str) -> MenuEntry:
    return MenuEntry(name, lambda: receipt.draw_paper(_order(card, kind, name)))


def _order(card: CaseCard, kind: str, name: str) -> PaperOrder:
    translate = QCoreApplication.translate
    facts = {"case": case_name(card), "paper": name}
    return PaperOrder(
        kind=kind,
        key=str(card.id),
        cases=(card.id,),
        title=translate("PanelPapers", "{case} 的{paper}").format(**facts),
        save_title=translate("PanelPapers", "另存{paper}").format(**facts),
        saved=translate("PanelPapers", "已存为 {name}"),
    )
