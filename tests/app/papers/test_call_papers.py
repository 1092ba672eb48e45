"""Papers about calling back: the record of one case, the rates, the register."""

from datetime import timedelta

import pytest

from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.actions.excluding import ExclusionWish, ask_exclusion, grant_exclusion
from app.cases.call_states import ExclusionReason
from app.cases.queries.rates import RatesWanted
from app.cases.rate_paper import PaperPeriod
from app.core.errors import NotFound
from app.papers.door import Papers
from tests.factories.paths import finished


@pytest.fixture
def told(centre, clock, poppler):
    """Draw a paper and return its text without spaces."""

    def text(kind, key):
        with centre.database.reading() as session:
            paper = Papers(clock).draw(session, centre.actor("director"), kind, key)
        return "".join(poppler("pdftotext", paper.body, "-layout", output="-").split())

    return text


def call(centre, case_id, **answers):
    centre.do("receptionist", call_back, CallBack(case_id, centre.version(case_id), **answers))


def period(clock):
    now = clock.now()
    return PaperPeriod(RatesWanted(now - timedelta(days=1), now + timedelta(days=1), now)).write()


def test_every_paper_tells_what_was_asked_answered_and_decided(centre, clock, told):
    case_id = finished(centre)
    call(centre, case_id, contacted=None, note="无人接听")
    call(centre, case_id, contacted=True, solved=True, satisfied=True, note="修得很快", late=True)
    wish = ExclusionWish(case_id, ExclusionReason.FORCE_MAJEURE, "台风期间停工，见公告")
    asked = centre.do("receptionist", ask_exclusion, wish)

    rates = told("rates", period(clock))
    centre.do("director", grant_exclusion, asked, 1)
    record, entries = told("call_back", str(case_id)), told("exclusions", period(clock))

    for part in ("回访记录", "第1次", "无人接听", "第2次", "修得很快"):
        assert part in record
    assert "13812346021" not in record
    for part in ("回访三率表", "市政养护站", "1/1", "不足5件的不算率"):
        assert part in rates
    for part in ("剔除登记簿", "剔〔2026〕1号", "不可抗力", "见公告", "方雅琴", "共1件"):
        assert part in entries


def test_a_key_that_is_none_is_nothing_there(centre, clock):
    with centre.database.reading() as session, pytest.raises(NotFound):
        Papers(clock).draw(session, centre.actor("director"), "rates", "2026|x|y|z|unit")
