"""Forms of rounds: one that is planned, and one that is taken back."""

from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from app.cases.rounds.actions.making import drop_round
from app.cases.rounds.actions.plans import PlanDraft, change_plan, plan_round
from app.cases.rounds.queries.made import RoundRow
from app.cases.rounds.queries.plans import PlanRow
from app.cases.rounds.rules import HANDS_MOST, NAME_MOST, NOTE_MOST, STOPS_MOST, Rhythm, RoundKind
from app.cases.rounds.stop_lines import parsed, written
from app.core.clock import local
from app.core.words import label as word
from ui.cases.dialogs.fields import needs_text, text_area
from ui.core.controls import Button, Combo, label
from ui.core.date_field import DateField
from ui.core.form_dialog import Action, FormDialog
from ui.core.forms import FormField
from ui.core.segmented import Choice
from ui.core.slices import Desk
from ui.parts.pickers import PersonPicker
from ui.parts.region_field import RegionField

LABEL_PX = 72


class PlanDialog(FormDialog):
    """What is walked, flown or looked through, how often, and by whom."""

    def __init__(
        self, desk: Desk, roots: tuple[str, ...], row: PlanRow | None, parent: QWidget
    ) -> None:
        super().__init__(desk, parent)
        self._row = row
        self._people: list[Choice] = []
        title = self.tr("改这项巡查") if row else self.tr("排一项巡查")
        under = self.tr("谁走了一次，这一次就算走了。周从星期一算，半月从 1 日、16 日算。")
        self.name_it(title, self.tr("保存") if row else self.tr("排上"), under)
        self.name = QLineEdit()
        self.name.setMaxLength(NAME_MOST)
        self.name.setPlaceholderText(self.tr("例如：滨河路一线走巡"))
        self.region = RegionField(desk, roots)
        self.kind = Combo()
        for kind in RoundKind:
            self.kind.add(word(kind), kind)
        self.rhythm = Combo()
        for rhythm in Rhythm:
            self.rhythm.add(word(rhythm), rhythm)
        self.first = DateField(local(desk.parts.clock.now()).date())
        self.person = PersonPicker(desk, placeholder=self.tr("选一个加一个"))
        self.person.chosen.connect(self._add)
        self.listed = label("", "second")
        self.listed.setWordWrap(True)
        self.clear = Button(self.tr("都去掉"), kind="link", small=True)
        self.clear.clicked.connect(self._clear)
        self.stops = text_area(self.tr("一行一个；要在地图上比照，后面写经度,纬度"), 96)
        self._put_fields()
        if row is not None:
            self._show(row)
        self.name.setFocus()

    def _put_fields(self) -> None:
        self.name_field = self.add_field(
            FormField(self.tr("名称"), self.name, required=True, label_width=LABEL_PX),
            lambda: "" if self.name.text().strip() else self.tr("请写一个认得出的名称"),
        )
        region = FormField(self.tr("网格"), self.region, required=True, label_width=LABEL_PX)
        region.add_beside(self.region.button)
        self.add_field(
            region, lambda: "" if self.region.code() else self.tr("请从列表里选网格或社区")
        )
        self.add_field(FormField(self.tr("方式"), self.kind, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("多久一次"), self.rhythm, label_width=LABEL_PX))
        self.add_field(FormField(self.tr("从"), self.first, label_width=LABEL_PX))
        people = FormField(self.tr("谁走"), self.person, label_width=LABEL_PX)
        people.add_beside(self.clear)
        people.add_under(self.listed)
        self.people_field = self.add_field(people, self._too_many)
        stops = FormField(self.tr("点位"), self.stops, label_width=LABEL_PX)
        self.add_field(stops, self._too_far)

    def _show(self, row: PlanRow) -> None:
        self.name.setText(row.name)
        self.region.set_region(row.region)
        self.kind.set_value(row.kind)
        self.rhythm.set_value(row.rhythm)
        self.first.set_day(row.first_on)
        # What was made by the plan belongs to its place and kind; another one is another plan.
        for fixed in (self.region, self.region.button, self.kind, self.first):
            fixed.setEnabled(False)
        self._people = [Choice(key, name) for key, name in row.people]
        self._tell()
        self.stops.setPlainText(written(row.stops))

    def _add(self, choice: object) -> None:
        if isinstance(choice, Choice) and choice.value not in [each.value for each in self._people]:
            self._people.append(choice)
        self.person.set_choice(None)
        self._tell()

    def _clear(self) -> None:
        self._people = []
        self._tell()

    def _tell(self) -> None:
        self.listed.setText("、".join(each.title for each in self._people))
        self.fit()

    def _too_many(self) -> str:
        over = len(self._people) > HANDS_MOST
        return self.tr("最多 {most} 人").format(most=HANDS_MOST) if over else ""

    def _too_far(self) -> str:
        over = len(parsed(self.stops.toPlainText())) > STOPS_MOST
        return self.tr("最多 {most} 个点位").format(most=STOPS_MOST) if over else ""

    def blame(self) -> dict[str, FormField]:
        return {
            "rounds.plan_wrong": self.name_field,
            "rounds.nobody_there": self.people_field,
        }

    def action(self) -> Action:
        draft = PlanDraft(
            self.region.code() or "",
            RoundKind(str(self.kind.value())),
            self.name.text(),
            Rhythm(str(self.rhythm.value())),
            self.first.day(),
            tuple(each.value for each in self._people if isinstance(each.value, UUID)),
            parsed(self.stops.toPlainText()),
        )
        key, row = self.command_key, self._row
        if row is None:
            return lambda uow: plan_round(uow, draft, command_key=key)
        return lambda uow: change_plan(uow, row.id, draft, row.version, command_key=key)


class DropDialog(FormDialog):
    """Why a round that was written down does not count."""

    def __init__(self, desk: Desk, row: RoundRow, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._row = row
        under = self.tr("它留在表里，写着撤回，不再算走过；发现的问题还在。")
        self.name_it(self.tr("撤回这次巡查"), self.tr("撤回"), under)
        self.why = text_area(self.tr("例如：日期记错了，重新记"))
        self.add_field(
            FormField(self.tr("为什么"), self.why, required=True, label_width=LABEL_PX),
            needs_text(self.why, self.tr("请写明为什么撤回。"), NOTE_MOST),
        )
        self.why.setFocus()

    def action(self) -> Action:
        row, why, key = self._row, self.why.toPlainText(), self.command_key
        return lambda uow: drop_round(uow, row.id, row.version, why, command_key=key)
