"""Agreements of the demo street, and who sits in the bodies of some compounds."""

from datetime import date, datetime, timedelta
from uuid import UUID

from app.accounts.rules import Role
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import StreetPlan, read
from app.party.cooperation.actions.agreements import (
    AgreementDraft,
    review_agreement,
    sign_agreement,
)
from app.party.cooperation.actions.posts import Election, PostDraft, put_into_body
from app.party.cooperation.models import CooperationAgreement
from app.party.cooperation.rules import CrossBody, Verdict

_RECORDED_DAYS = 10


def work_together(do: Doing, plan: StreetPlan, staff: Staff, now: datetime) -> None:
    """Put agreements and posts down as the officer did some days ago."""
    told, today = read("demo_cooperation.toml"), local(now).date()
    officer = staff.by_role[Role.PARTY_OFFICER][0]
    by_officer = do.by(officer, now - timedelta(days=_RECORDED_DAYS))
    for agreement in told["agreements"]:
        _agree(by_officer, plan.code, today, *agreement)
    for community, compound in zip(plan.communities, told["compounds"], strict=False):
        for post in compound["posts"]:
            by_officer(put_into_body, _post(community.code, compound["name"], today, *post))


def _agree(
    do: Doing,
    region: str,
    today: date,
    title: str,
    partners: list[str],
    duties: str,
    since: int,
    left: int,
    reviewed: int,
) -> None:
    signed = today - timedelta(days=since)
    until = today + timedelta(days=left) if left else None
    draft = AgreementDraft(region, title, tuple(partners), duties, signed, until)
    key: UUID = do(sign_agreement, draft)
    if reviewed:
        do.session.flush()
        version = do.session.get_one(CooperationAgreement, key).version
        day = today - timedelta(days=reviewed)
        words = "各方基本按协议做到，活动次数够，居民评价好。"
        do(review_agreement, key, version, day, Verdict.KEPT, words)


def _post(
    region: str,
    compound: str,
    today: date,
    person: str,
    body: str,
    post: str,
    since: int,
    left: int,
    votes: int,
    cast: int,
) -> PostDraft:
    begun = today - timedelta(days=since)
    return PostDraft(
        region,
        compound,
        person,
        CrossBody(body),
        post,
        begun,
        today + timedelta(days=left) if left else None,
        Election(begun, votes, cast) if cast else None,
    )
