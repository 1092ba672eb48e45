"""What can be printed of a case follows from what was done to it."""

from app.cases.actions.pausing import Pausing
from app.cases.actions.requests import ask_pause
from app.cases.actions.supervising import SupervisionDraft, draft_supervision
from app.cases.rules import SupervisionLevel
from app.cases.work_states import RequestKind
from ui.cases.panel_papers import papers_of


def test_each_paper_is_offered_once_there_is_something_to_print(embedded_centre):
    centre = embedded_centre
    case_id = centre.register()
    assert list(papers_of(centre.card(case_id))) == [("case", "事件详情单")]

    centre.assign(case_id)
    centre.sign_for(case_id)
    order = Pausing(case_id, centre.version(case_id), RequestKind.SUSPENDED, "等料")
    centre.do("handler", ask_pause, order)
    draft = SupervisionDraft(case_id, SupervisionLevel.RED, "久拖不决")
    centre.do("director", draft_supervision, draft)

    assert list(papers_of(centre.card(case_id))) == [
        ("case", "事件详情单"),
        ("assignment", "交办单"),
        ("supervision", "督办单"),
        ("approval", "挂起审批单"),
    ]


def test_every_paper_on_offer_can_be_drawn(embedded_centre):
    from app.papers.door import Papers

    centre = embedded_centre
    case_id = centre.register()
    centre.assign(case_id)
    papers = Papers(centre.database.clock)

    for kind, _ in papers_of(centre.card(case_id)):
        with centre.database.reading() as session:
            drawn = papers.draw(session, centre.actor("dispatcher"), kind, str(case_id))
        assert drawn.body.startswith(b"%PDF")
