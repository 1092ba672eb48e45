"""What residents think of their case, put to it as the answers of a call-back are."""

from datetime import timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.accounts.models import Person
from app.cases.actions.after_finishing import CallBack, call_back
from app.cases.call_states import CallState
from app.cases.drawing import CallReason
from app.cases.models import CaseFile
from app.cases.models.calling import CallRound
from app.cases.models.personal import CasePerson
from app.cases.rules import CaseState
from app.core.changes import Topic
from app.core.database import Database, Uow
from app.core.words import label, say
from app.kiosk.models import KioskAsking, KioskRating
from app.kiosk.refusing import SET_ASIDE, each_alone
from app.kiosk.rules import GUESSES, RATED_S, InboxKind, KioskContent, guess_of

BATCH = 100
RATED_IN = frozenset({CaseState.FINISHED, CaseState.VERIFIED, CaseState.CLOSED})


def take_ratings(database: Database) -> str:
    """Put each to its case; one whose case is rated already, or that fits none, is put aside."""
    with database.reading() as session:
        asked = sa.select(KioskRating.id).where(KioskRating.id.not_in(SET_ASIDE))
        keys = session.scalars(asked.order_by(KioskRating.at).limit(BATCH)).all()
    taken: list[UUID] = []

    def take(uow: Uow, key: UUID) -> None:
        if _take(uow, key):
            taken.append(key)

    each_alone(database, InboxKind.RATING, keys, take)
    return say("chores.kiosk_rated", count=len(taken), refused=len(keys) - len(taken))


def _take(uow: Uow, key: UUID) -> bool:
    rating = uow.session.get(KioskRating, key, with_for_update=True)
    if rating is None:
        return False
    case = _case_of(uow, rating)
    if case is None:
        _put_aside(uow, key, "unknown")
        return False
    if rating.wants_call:
        _promise_call(uow, case)
    if rating.satisfaction is not None:
        if case.is_satisfied is not None or case.state not in RATED_IN:
            _put_aside(uow, key, "rated")
            return False
        call_back(uow, _answers(rating, case), command_key=uuid5(key, "call-back"))
    uow.session.delete(rating)
    return True


def _answers(rating: KioskRating, case: CaseFile) -> CallBack:
    content = KioskContent(rating.satisfaction or KioskContent.MOSTLY)
    told = say("kiosk.rated", content=label(content), words=rating.words)
    return CallBack(
        case.id,
        case.version,
        contacted=bool(rating.contacted),
        solved=bool(rating.solved),
        satisfied=content is not KioskContent.UNSATISFIED,
        note=told,
    )


def _case_of(uow: Uow, rating: KioskRating) -> CaseFile | None:
    """Return the case the asking found: the digits that were given are not kept, but whether they
    were right can be told from the case.
    """
    asking = uow.session.get(KioskAsking, rating.asking_id)
    if asking is None or asking.person_id != rating.person_id:
        return None
    if not timedelta(0) <= rating.at - asking.at <= timedelta(seconds=RATED_S):
        return None
    found = sa.select(CaseFile).where(
        sa.or_(CaseFile.receipt_code == asking.code, CaseFile.number == asking.code)
    )
    case = uow.session.scalars(found.with_for_update()).one_or_none()
    if case is None or _guesses(uow, case, asking) > GUESSES or not _is_here(uow, case, asking):
        return None
    left = sa.select(CasePerson.phone_last4).where(CasePerson.case_id == case.id)
    last4 = uow.session.scalar(left.order_by(CasePerson.id).limit(1)) or ""
    fitting = {last4} - {""} | ({""} if asking.code == case.receipt_code else set())
    guesses = {guess_of(asking.id, asking.code, each) for each in fitting}
    return case if asking.guess in guesses else None


def _is_here(uow: Uow, case: CaseFile, asking: KioskAsking) -> bool:
    """Tell whether a machine stands in the street of a case."""
    from app.accounts.actors import actor_of
    from app.kiosk.actions import regions_of

    if uow.session.get(Person, asking.person_id) is None:
        return False
    machine = actor_of(uow.session, asking.person_id, "", uow.now)
    return any(case.desk_region.startswith(region) for region in regions_of(machine))


def _guesses(uow: Uow, case: CaseFile, asking: KioskAsking) -> int:
    counted = sa.select(sa.func.count()).where(
        KioskAsking.code.in_((case.receipt_code, case.number)),
        KioskAsking.at > asking.at - timedelta(days=1),
        KioskAsking.at <= asking.at,
    )
    return uow.session.scalar(counted) or 0


def _promise_call(uow: Uow, case: CaseFile) -> None:
    """Have the resident called: once the case is done, or now where it is and nobody was to be."""
    if not case.wants_call_back:
        case.wants_call_back = True
        uow.record("kiosk.call_wanted", Topic.CASE, case.id, region=case.region)
        uow.touched(Topic.CASE, case.id, case.region)
    if case.is_contacted is not None:
        return
    asked = sa.select(CallRound).where(
        CallRound.case_id == case.id, CallRound.state == CallState.LEFT_OUT
    )
    last = uow.session.scalars(asked.order_by(CallRound.ordinal.desc()).limit(1)).one_or_none()
    if last is not None and case.state in RATED_IN:
        last.state, last.reason = CallState.WAITING, CallReason.PROMISED
        last.ended_at, last.next_at = None, uow.now
        uow.settle(last)
        uow.touched(Topic.CALL_BACK, last.id, case.region)


def _put_aside(uow: Uow, key: UUID, why: str) -> None:
    rating = uow.session.get(KioskRating, key)
    if rating is not None:
        uow.session.delete(rating)
        uow.record("kiosk.rating_refused", Topic.CASE, key, why=why)
