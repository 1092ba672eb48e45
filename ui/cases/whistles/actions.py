"""Does what somebody chose about a whistle: at once where nothing is asked, else by a dialog."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.cases.actions.reporting_in import Seen, leave_whistle, sign_whistle
from app.cases.queries.card import CaseCard
from app.cases.queries.whistles import SummonedUnit, WhistleRow, WhistleVerb
from app.core.ids import new_id
from ui.cases.dialogs.row_dialog import RowDialog
from ui.cases.whistles.dialogs import (
    AppearDialog,
    BlowDraftDialog,
    FeedbackDialog,
    RateDialog,
    WordsDialog,
)
from ui.cases.whistles.words import verb_words
from ui.core.slices import Desk


@dataclass(frozen=True, slots=True)
class WhistleWanted:
    """Somebody asked for something about a whistle.

    Attributes:
        unit: The summoned unit it is about, None for the whole.
    """

    verb: WhistleVerb
    whistle: WhistleRow
    unit: SummonedUnit | None = None

    @property
    def unit_id(self) -> UUID | None:
        """Key of the summoned unit's row."""
        return self.unit.id if self.unit is not None else None


def next_steps(card: CaseCard) -> tuple[WhistleWanted, ...]:
    """Return the next step of every summoned unit whose work is the reader's."""
    return tuple(
        WhistleWanted(unit.verbs[0], row, unit)
        for row in card.whistles
        for unit in row.units
        if unit.hand is not None and unit.verbs
    )


def wanted_of(
    found: tuple[WhistleVerb, WhistleRow | SummonedUnit], rows: tuple[WhistleRow, ...]
) -> WhistleWanted:
    """Return what comes next as it is asked for."""
    verb, about = found
    if isinstance(about, WhistleRow):
        return WhistleWanted(verb, about)
    return WhistleWanted(verb, next(row for row in rows if about in row.units), about)


class WhistleActions(QObject):
    """Opens the dialog of a verb, or does it."""

    opened = Signal(object)  # RowDialog

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner

    def take(self, wanted: WhistleWanted) -> None:
        """Do it, or ask for what it needs."""
        verb, unit = wanted.verb, wanted.unit
        at_once = {WhistleVerb.SIGN: sign_whistle, WhistleVerb.LEAVE: leave_whistle}
        if verb in at_once and unit is not None:
            act, seen, key = at_once[verb], Seen(unit.id, unit.version), new_id()
            words = self.tr("{unit}：已{verb}").format(
                unit=unit.unit, verb=verb_words(verb, unit.hand)
            )
            self._desk.write(
                lambda uow: act(uow, seen, command_key=key),
                lambda _: self._desk.notices.tell(words),
            )
            return
        dialog = self._dialog(wanted)
        words = self.tr("已{title}").format(title=dialog.do_button.text())
        dialog.saved.connect(lambda _: self._desk.notices.tell(words))
        dialog.open()
        self.opened.emit(dialog)

    def _dialog(self, wanted: WhistleWanted) -> RowDialog:
        desk, window, verb = self._desk, self._owner.window(), wanted.verb
        row, unit = wanted.whistle, wanted.unit
        if unit is not None:
            match verb:
                case WhistleVerb.APPEAR:
                    return AppearDialog(desk, row, unit, window)
                case WhistleVerb.REPORT:
                    return FeedbackDialog(desk, unit, window)
                case WhistleVerb.RATE_UNIT | WhistleVerb.RATE_STREET:
                    of_street = verb is WhistleVerb.RATE_STREET
                    return RateDialog(desk, unit, window, of_street=of_street)
            return WordsDialog(desk, unit, verb, window)
        if verb is WhistleVerb.BLOW:
            return BlowDraftDialog(desk, row, window)
        return WordsDialog(desk, row, verb, window)
