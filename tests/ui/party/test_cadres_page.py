"""Reserves, posted staff and secondments at the desk."""

from app.party.cadres.actions.keeping import keep_cadre
from app.party.cadres.rules import CadreCategory, CadreStep
from tests.factories.cadres import CHIEF, CLERK, LENT
from tests.factories.seats import sit as sit
from tests.factories.seats import words_of
from ui.party.cadres.tab import _page


def shown(centre, sit, actor):
    seat = sit(centre.database, centre.actor(actor))
    page = seat.show(_page(seat.desk))
    page.seat = seat
    return page


def save(page, dialog):
    kept = []
    dialog.saved.connect(kept.append)
    page.seat.save(dialog)
    page.seat.wait(lambda: kept)


def test_a_talent_is_taken_in_trained_and_leaves(embedded_centre, sit):
    page = shown(embedded_centre, sit, "officer")
    view = page.view
    view.add()
    dialog = view.dialog
    page.seat.settle()
    dialog.save()
    assert dialog.person_field.complaint == "请写明是谁"
    dialog.category.set_value(CadreCategory.TALENT)
    assert dialog.talent.count() == 12
    for line, text in ((dialog.person, "费建中"), (dialog.home, "机车厂"), (dialog.post, "技师")):
        line.setText(text)
    save(page, dialog)
    page.seat.wait(lambda: view.chosen() is not None and "费建中" in words_of(view.panel))
    view.decide(CadreStep.TRAINED)
    view.dialog.text.setPlainText("专题培训")
    save(page, view.dialog)
    page.seat.wait(lambda: "专题培训" in words_of(view.panel))
    view.leave()
    view.dialog.text.setPlainText("退休")
    save(page, view.dialog)
    page.seat.wait(lambda: view.chosen().ended_on is not None)


def test_each_sees_the_steps_their_rights_allow(embedded_centre, sit):
    for draft in (CLERK, CHIEF, LENT):
        embedded_centre.do("officer", keep_cadre, draft)
    offered = {}
    for who in ("officer", "director"):
        page = shown(embedded_centre, sit, who)
        page.go_to(1)
        view = page.view
        page.seat.wait(lambda view=view: view.model.rowCount() == 2)
        for row in view.model.rows:
            view.table.select_key(row.id)
            page.seat.settle()
            offered[who, row.person_name] = [deed.text() for deed in view._deeds]
    assert offered == {
        ("officer", "柏松"): ["考核"],
        ("officer", "纪红"): ["考核", "离开"],
        ("director", "柏松"): ["任职", "考核", "免职"],
        ("director", "纪红"): ["提名", "考核", "离开"],
    }
