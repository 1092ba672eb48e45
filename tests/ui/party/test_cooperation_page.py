"""Who sits where, and agreements, at the desk."""

import pytest

from app.party.cooperation.actions.agreements import sign_agreement
from app.party.cooperation.actions.posts import put_into_body
from app.party.cooperation.rules import CrossBody
from tests.factories.cooperation import AGREEMENT, post
from tests.factories.seats import press, words_of
from tests.factories.seats import sit as sit
from ui.core.targets import PageWanted
from ui.party.cooperation.tab import _page
from ui.party.cooperation.today_card import AgreementsCard


@pytest.fixture
def shown(embedded_centre, sit):
    """Show something as the officer sees it."""

    def show(build):
        seat = sit(embedded_centre.database, embedded_centre.actor("officer"))
        page = build(seat.desk)
        page.seat = seat
        return seat.show(page)

    show.office = embedded_centre
    return show


def save(page, dialog):
    kept = []
    dialog.saved.connect(kept.append)
    page.seat.save(dialog)
    page.seat.wait(lambda: kept)


def test_the_board_names_who_is_missing_and_a_post_is_put_down_from_it(shown):
    for draft in (post("郝志刚", CrossBody.BRANCH), post("方菊", CrossBody.OWNERS)):
        shown.office.do("officer", put_into_body, draft)
    page = shown(_page)
    view = page.view
    view.seat = page.seat
    page.seat.wait(lambda: "业委会里没有支部的人" in words_of(view.panel))
    view.add()
    dialog = view.dialog
    assert dialog.compound.text() == "机车新村"
    dialog.body.set_value(CrossBody.PROPERTY)
    assert not dialog.elected.isChecked()
    dialog.person.setText("方菊")
    dialog.post.setText("经理")
    dialog.save()
    page.seat.wait(lambda: "不能同时进物业公司" in words_of(dialog))
    dialog.body.set_value(CrossBody.OWNERS)
    dialog.person.setText("郝志刚")
    dialog.votes_for.setValue(9)
    dialog.save()
    assert dialog.election_field.complaint == "得票不能多过投票人数"
    dialog.votes_cast.setValue(10)
    save(view, dialog)
    page.seat.wait(lambda: "都对得上" in words_of(view.panel) or view.chosen().findings == ())
    assert view.chosen().crossing == ("郝志刚",)
    page.go_to(1)
    page.seat.settle()
    page.view.leave()
    page.view.seat = page.seat
    save(page.view, page.view.dialog)


def test_an_agreement_is_signed_reviewed_prolonged_and_ended_and_today_reminds_of_it(shown):
    card = shown(AgreementsCard)
    assert not card.isVisible()
    shown.office.do("officer", sign_agreement, AGREEMENT)
    card.seat.wait(lambda: card.list.lines)
    press(card.list.lines[0].step)
    assert card.seat.sent_to == [PageWanted("party.cooperation")]
    page = shown(_page)
    page.go_to(2)
    view = page.view
    view.seat = page.seat
    page.seat.wait(lambda: "该评议" in words_of(view.panel) or view.chosen() is not None)
    from ui.party.cooperation.agreement_dialogs import EndDialog, ProlongDialog, ReviewDialog

    view.ask(ReviewDialog)
    view.dialog.text.setPlainText("都做到了")
    save(view, view.dialog)
    page.seat.wait(lambda: "都做到了" in words_of(view.panel))
    card.seat.wait(lambda: not card.isVisible())
    view.ask(ProlongDialog)
    save(view, view.dialog)
    page.seat.wait(lambda: view.chosen().until is not None)
    view.ask(EndDialog)
    view.dialog.reason.setPlainText("学校搬走")
    save(view, view.dialog)
    page.seat.wait(lambda: view.chosen().ended_on is not None)
    view.sign()
    dialog = view.dialog
    dialog.save()
    assert dialog.name_field.complaint == "请写明协议名称"
    dialog.named.setText("银企共建")
    dialog.partners.setPlainText("邮储银行")
    dialog.duties.setPlainText("反诈宣讲")
    save(view, dialog)
    page.seat.wait(lambda: view.model.rowCount() == 2)
