"""An administrator changes the template of a briefing and sees how it looks while typing."""

from dataclasses import replace
from datetime import timedelta

from app.cases.actions.intake import Reporter
from app.core.actor import Grant
from app.core.clock import day_begins, local
from app.core.ids import new_id
from app.papers.briefing.store import template_in_use
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import shipped_form
from app.papers.forms.store import FormTemplates
from app.papers.rules import PeriodKind
from app.papers.templating import save_template
from tests.factories.centre import STREET
from tests.factories.seats import press, words_of
from ui.core.dialogs import ConsequenceDialog
from ui.papers.template_page import TemplatePage


def in_use(centre):
    with centre.database.reading() as session:
        return template_in_use(session, PeriodKind.WEEKLY)


def test_a_template_is_changed_under_ones_eyes_kept_and_put_back(embedded_centre, sit):
    centre = embedded_centre
    seat = sit(centre.database, centre.actor("administrator"))
    page = seat.show(TemplatePage(seat.desk))
    seat.wait(lambda: page.names.count() > 20)
    assert not page.save_button.isEnabled()
    assert not page.fault_list.isVisible()
    original = page.editor.toPlainText()

    # a name nobody knows: the line, the sentence, and no way to keep it
    page.editor.setPlainText(original.replace("受理事件{came}件", "受理事件{cane}件", 1))
    seat.wait(lambda: page.fault_list.count() == 1)
    told = page.fault_list.item(0).text()
    line = 1 + original[: original.index("受理事件{came}")].count("\n")
    assert told == f"第 {line} 行：没有叫“cane”的数字或字段，是不是“came”？"
    assert not page.save_button.isEnabled()
    assert len(page.editor.extraSelections()) == 1
    page.fault_list.itemClicked.emit(page.fault_list.item(0))
    assert page.editor.textCursor().blockNumber() + 1 == line

    # mended, another title: the preview is set anew, then it is kept
    page.editor.setPlainText(original.replace('title = "', 'title = "平安', 1))
    seat.wait(page.save_button.isEnabled)
    assert "改过，还没存" in page.state.text()
    press(page.save_button)
    seat.wait(lambda: page.view is not None and page.view.version == 1)
    assert in_use(centre).parts["title"].startswith("平安")

    # by name, the place of the cursor gets it
    page.search.setText("24小时")
    assert page.names.count() == 1
    page.editor.go_to(1)
    page.names.itemActivated.emit(page.names.item(0))
    assert page.editor.toPlainText().startswith("{due_soon}")

    # put back
    page.restore()
    press(seat.dialog(ConsequenceDialog).do_button)
    seat.wait(lambda: page.view.version == 2)
    assert in_use(centre).source == original
    assert page.versions.count() == 3
    seat.wait(lambda: "现在用的" in page.state.text())


def test_what_somebody_else_kept_comes_by_itself(embedded_centre, sit):
    centre = embedded_centre
    seat = sit(centre.database, centre.actor("administrator"))
    page = seat.show(TemplatePage(seat.desk))
    seat.wait(lambda: page.names.count() > 20)

    text = page.editor.toPlainText().replace("总体情况", "本周概况", 1)
    with centre.database.writing(centre.actor("administrator")) as uow:
        save_template(uow, PeriodKind.WEEKLY, text, 0, command_key=new_id())

    seat.wait(lambda: "本周概况" in page.editor.toPlainText())
    assert "第 1 版" in page.versions.currentText()
    assert "存了以后" in words_of(page)


def test_a_sheet_of_cases_is_changed_for_one_street_from_a_day_on(embedded_centre, sit, clock):
    centre, kind = embedded_centre, FormKind.ASSIGNMENT
    seat = sit(centre.database, centre.actor("administrator"))
    page = seat.show(TemplatePage(seat.desk))
    seat.wait(lambda: page.view is not None)
    assert not page.streets.isVisible()

    page.show_kind(kind)
    seat.wait(lambda: page.view is not None and page.view.kind is kind)
    seat.wait(lambda: any("单位" in each for each in names(page)))
    assert not page.shown.isVisible()  # an administrator reads no cases
    page.streets.set_value(STREET)
    page.streets.activated.emit(page.streets.currentIndex())
    seat.wait(lambda: page.view is not None and page.view.region == STREET)

    page.editor.setPlainText(page.editor.toPlainText().replace("{unit}", "{unti}", 1))
    seat.wait(lambda: page.fault_list.count() == 1)
    assert "没有叫“unti”的数字或字段，是不是“unit”？" in page.fault_list.item(0).text()

    page.editor.setPlainText(page.view.text.replace('title = "交办单"', 'title = "任务单"'))
    seat.wait(page.save_button.isEnabled)
    tomorrow = local(clock.now()).date() + timedelta(days=1)
    page.since.day.set_day(tomorrow)
    press(page.save_button)
    seat.wait(lambda: page.view is not None and page.view.version == 1)
    seat.wait(lambda: "还没到起用日期" in page.state.text())

    with centre.database.reading() as session:
        templates = FormTemplates(session, kind)
    at = day_begins(tomorrow)
    assert templates.at(STREET, at).source == page.view.text
    assert templates.at(STREET, clock.now()) == shipped_form(kind) == templates.at("", at)


def test_whoever_may_read_cases_looks_at_a_template_with_a_real_one(embedded_centre, sit):
    centre = embedded_centre
    case_id = centre.register(title="井盖翘起", reporter=Reporter("陈芳华"))
    number = centre.card(case_id).number
    both = centre.actor("dispatcher")
    keeper = Grant(
        "administrator", frozenset({"administration.settings"}), region=both.grants[0].region
    )
    seat = sit(centre.database, replace(both, grants=(*both.grants, keeper)))
    page = seat.show(TemplatePage(seat.desk))
    page.show_kind(FormKind.SLIP)
    seat.wait(lambda: page.view is not None and page.view.kind is FormKind.SLIP)
    assert page.shown.isVisible()

    page.shown.number.setText("nothing")
    page.shown.number.returnPressed.emit()
    seat.wait(lambda: "没有编号“nothing”" in page.shown.told.text())
    page.shown.number.setText(number)
    page.shown.number.returnPressed.emit()
    seat.wait(lambda: any("井盖翘起" in words for words in names(page)))

    assert not any("陈芳华" in words for words in names(page))
    press(page.shown.example)
    seat.wait(lambda: not any("井盖翘起" in words for words in names(page)))


def names(page) -> list[str]:
    return [page.names.item(at).text() for at in range(page.names.count())]
