"""Points of members in the demo's street: rules, a year of records, some of them waiting."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import sqlalchemy as sa

from app.accounts.rules import Role
from app.core.clock import local
from app.core.ids import new_id
from app.demo.doing import Doing
from app.demo.people import Staff
from app.demo.street import StreetPlan
from app.ledger.models import LedgerAccount, LedgerTransfer
from app.ledger.rules import AccountKind, Book, TransferKind, holder_account, house_account
from app.ledger.sums import balances
from app.party.models.members import PartyMember
from app.party.points.actions import RecordDraft, publish_rule, put_down, redeem
from app.party.points.attendance import count_attendances, proposed
from app.party.points.models import PointsDecision, PointsRecord
from app.party.points.rules import (
    CapPeriod,
    PointsConfirmer,
    PointsRule,
    granted,
    period_of,
)

RULES = (
    ("A01", "参加主题党日", 5, {CapPeriod.DAY: 5, CapPeriod.YEAR: 60}, "recorder"),
    ("A02", "政策宣传", 3, {CapPeriod.DAY: 6, CapPeriod.MONTH: 18}, "recorder"),
    ("B01", "助老服务", 8, {CapPeriod.DAY: 16, CapPeriod.YEAR: 200}, "second"),
    ("B02", "纠纷调解", 10, {CapPeriod.YEAR: 100}, "second"),
    ("B03", "环境整治", 4, {CapPeriod.DAY: 8, CapPeriod.MONTH: 24}, "recorder"),
    ("C01", "夜间巡逻", 6, {CapPeriod.DAY: 6, CapPeriod.MONTH: 36}, "second"),
    ("C02", "认领微心愿", 12, {CapPeriod.YEAR: 60}, "second"),
)
KINDS = {"A01": "主题党日", "A02": "政策宣传", "B01": "助老"}
"""Sorts of activities at which being checked in earns points, by the code of the rule."""
COUNTED_AFTER = timedelta(days=10)
RECORDED, WAITING, REDEEMED = 1_400, 9, 12
_NOTES = ("社区活动室", "南门广场", "3 号楼", "物业门口", "沿河步道", "党群服务站", "幼儿园门前")
_YEAR, _COMMUNITY = 330, 12
_EAGER = 1.6  # some do most of it
_HOURS = (1, 2, 3, 4, 5, 21, 22, 23, 24, 28)


def give_points(do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random) -> None:
    """Publish rules, let members have earned by them, and leave some records to be confirmed."""
    officer = staff.by_role[Role.PARTY_OFFICER][0]
    rules = {}
    for code, title, points, caps, confirmer in RULES:
        kind = KINDS.get(code, "")
        who = PointsConfirmer(confirmer)
        rule = PointsRule(code, title, points, caps, who, activity_kind=kind)
        do.by(officer, now - timedelta(days=_YEAR + 5))(publish_rule, plan.code, 0, rule)
        rules[code] = rule
    do.session.flush()
    names = {officer.name, *(person.name for person in staff.listed)}
    asked = sa.select(PartyMember.id, PartyMember.region, PartyMember.name).where(
        PartyMember.left_on.is_(None), PartyMember.region.startswith(plan.code)
    )
    found = do.session.execute(asked.order_by(PartyMember.pinyin, PartyMember.id)).all()
    members = [(key, region) for key, region, name in found if name not in names]
    if not members:
        return
    active = chance.sample(members, min(len(members), 260))
    past = _Past(do, plan, staff, rules, chance)
    past.write(active, local(now).date())
    _waiting(do, staff, active, now, chance)
    earned = balances(do.session, [holder_account(Book.POINTS, key) for key, _ in active])
    rich = [key for key, _ in active if earned.get(holder_account(Book.POINTS, key), 0) > 1]
    for key in rich[:REDEEMED]:
        do.by(officer, now - timedelta(days=2))(redeem, key, 2, "洗衣液一瓶")
    do.session.flush()


def count_came(do: Doing, staff: Staff, now: datetime) -> None:
    """Count the check-ins of activities that are over for some days; the rest waits for it."""
    officer = staff.by_role[Role.PARTY_OFFICER][0]
    before = local(now - COUNTED_AFTER).date()
    found = proposed(do.session, officer, now=now)
    old = tuple(each.id for each in found if each.day <= before and not each.is_own)
    if old:
        do.by(officer, now - timedelta(days=1))(count_attendances, old)
        do.session.flush()


class _Past:
    """Writes what was earned in a year, as the actions would have, in one go."""

    def __init__(
        self,
        do: Doing,
        plan: StreetPlan,
        staff: Staff,
        rules: dict[str, PointsRule],
        chance: Random,
    ) -> None:
        self._do, self._plan, self._staff = do, plan, staff
        self._rules, self._chance = rules, chance
        self._officer = staff.by_role[Role.PARTY_OFFICER][0]
        self._house = house_account(Book.POINTS, AccountKind.ISSUED, plan.code)
        self._had: dict[tuple[UUID, str, CapPeriod, date], int] = {}
        self._records: list[dict[str, object]] = []
        self._transfers: list[dict[str, object]] = []
        self._decisions: list[dict[str, object]] = []

    def write(self, members: list[tuple[UUID, str]], today: date) -> None:
        """Draw days and members, and write what each came to."""
        begun, chance = self._do.at, self._chance
        accounts = [_account(self._house, AccountKind.ISSUED, None, self._plan.code, begun)]
        accounts += [
            _account(holder_account(Book.POINTS, key), AccountKind.HOLDER, key, region, begun)
            for key, region in members
        ]
        days = sorted(today - timedelta(days=chance.randrange(2, _YEAR)) for _ in range(RECORDED))
        for day in days:
            self._earn(*members[int(chance.random() ** _EAGER * len(members))], day)
        for table, values in (
            (LedgerAccount, accounts),
            (PointsRecord, self._records),
            (LedgerTransfer, self._transfers),
            (PointsDecision, self._decisions),
        ):
            self._do.session.execute(sa.insert(table), values)

    def _earn(self, member: UUID, region: str, day: date) -> None:
        rule = self._rules[self._chance.choice(tuple(self._rules))]
        spans = {p: (member, rule.code, p, period_of(day, p)[0]) for p in rule.caps}
        points = granted(rule, {p: self._had.get(span, 0) for p, span in spans.items()})
        by = self._staff.handlers.get(region[:_COMMUNITY], (self._officer,))[0]
        if points < 1 or (by is self._officer and rule.confirmer is PointsConfirmer.SECOND):
            return
        for span in spans.values():
            self._had[span] = self._had.get(span, 0) + points
        record, transfer = new_id(), new_id()
        at = self._do.at + (day - local(self._do.at).date())
        note = f"{self._chance.choice(_NOTES)}，第 {len(self._records) + 1} 号"
        told = {"region": region, "at": at}
        put_down_by = told | {"person_id": by.person_id, "person_name": by.name}
        decided = told | {
            "person_id": self._officer.person_id,
            "person_name": self._officer.name,
        }
        what = {"id": record, "member_id": member, "code": rule.code, "day": day, "note": note}
        self._records.append(what | put_down_by)
        self._transfers.append(
            {
                "id": transfer,
                "book": Book.POINTS,
                "kind": TransferKind.GIVEN,
                "from_id": self._house,
                "to_id": holder_account(Book.POINTS, member),
                "amount": points,
                "day": day,
                "what": rule.title,
                "ref": str(record),
            }
            | decided
        )
        came_to = {"points": points, "rule_number": 1, "transfer_id": transfer, "reason": ""}
        self._decisions.append({"record_id": record} | came_to | decided)


def _account(
    key: UUID, kind: AccountKind, holder: UUID | None, region: str, at: datetime
) -> dict[str, object]:
    found = {"id": key, "book": Book.POINTS, "kind": kind, "holder_id": holder}
    return found | {"region": region, "opened_at": at}


def _waiting(
    do: Doing, staff: Staff, members: list[tuple[UUID, str]], now: datetime, chance: Random
) -> None:
    """Let community workers have put down what the officer is to confirm."""
    left = WAITING
    for key, region in members:
        worker = staff.handlers.get(region[:12], (None,))[0]
        if worker is None or not left:
            continue
        left -= 1
        at = now - timedelta(hours=chance.choice(_HOURS))
        code = chance.choice(("B01", "B02", "C01"))
        draft = RecordDraft(key, code, local(at).date(), chance.choice(_NOTES))
        do.by(worker, at)(put_down, draft)
    do.session.flush()
