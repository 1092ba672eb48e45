"""Units and serving members who report in to the communities of a demo's street: online, in files
the Party's platform hands over every fortnight, or at the community's desk.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.accounts.rules import Role
from app.core.actor import Actor, system
from app.core.clock import SHANGHAI, local
from app.core.words import say
from app.demo.doing import Doing
from app.demo.people import Staff, invented_name
from app.demo.report_book import Course, ReportBook
from app.demo.street import StreetPlan, read
from app.party.report_in.actions.calling_up import (
    CallUpDraft,
    PostDraft,
    answer_call,
    call_up,
    close_call,
)
from app.party.report_in.actions.registering import ReportDraft
from app.party.report_in.files import REGISTRATIONS, note_file, trust_sender
from app.party.report_in.queries.calls import called_members, list_calls
from app.party.report_in.rules import CallAnswer, ReportKind, ReportSource, ReportStep
from app.party.report_in.signing import new_private_key, public_key, read_signed, sign

MEMBERS = 744
"""Of a street: 13,400 report in to a district of 18."""
DAYS = 400
WAITING_DAYS = 24
"""Whoever registered since then has not been to the community yet, but for a few."""
FORTNIGHT = 14
_UNITS = (
    *("区供电公司", "区市场监管局", "市第九中学", "区中医院", "区税务局", "公交二公司"),
    *("区教育局", "市第二实验小学", "区自来水公司"),
)
_CALLS = (
    (
        "迎检夜间巡防",
        "市级平安创建迎检",
        (("路口值守", "滨河路口", 40), ("楼栋巡查", "老旧小区", 60)),
    ),
    (
        "强降雨防汛值守",
        "防汛Ⅱ级应急响应",
        (("堤坝巡查", "滨河路", 50), ("转移群众", "低洼院落", 80), ("物资搬运", "街道仓库", 40)),
    ),
)
_FIRST_CALL = timedelta(days=60)


def report_in(do: Doing, plan: StreetPlan, staff: Staff, chance: Random) -> int:
    """Let members and units report in, and call them up twice; return how many reported in.

    Args:
        do: The transaction, at the moment of the demo.
        plan: What the street is made of.
        staff: Who works there.
        chance: For people and days.
    """
    story = _Story(do, plan, staff, chance)
    drafts = story.members()
    story.calls(drafts)
    return len(drafts)


class _Story:
    """Who reported in to one street when, and what became of it."""

    def __init__(self, do: Doing, plan: StreetPlan, staff: Staff, chance: Random) -> None:
        self._do, self._plan, self._staff, self._chance = do, plan, staff, chance
        self._officer = staff.by_role[Role.PARTY_OFFICER][0]
        self._book = ReportBook(do.session, do.at)
        self._lives: dict[UUID, str] = {}
        self._private = new_private_key()
        self._skills: list[str] = read("demo_party.toml")["skills"]
        since = do.at - timedelta(days=DAYS + 2 * FORTNIGHT)
        self._sender: UUID = do.by(self._officer, since)(
            trust_sender, "市党员先锋平台（演示）", public_key(self._private), plan.code
        )

    # -- who reports in ------------------------------------------------------------------------

    def members(self) -> list[Course]:
        """Put everybody down, with all that became of them; return their courses."""
        files: dict[datetime, list[ReportDraft]] = defaultdict(list)
        courses, there = [], set[tuple[str, str, str]]()
        while len(there) < MEMBERS:
            number = len(there)
            draft = self._draft(number)
            key = (draft.unit_name, draft.name, draft.last4)
            if key in there:
                continue
            there.add(key)
            taken = draft.registered_at or self._do.at
            who = self._worker(draft.region)
            if draft.source is ReportSource.ONLINE:
                taken, who = self._handed_over(taken), self._officer
                files[taken].append(draft)
            course = self._book.register(who, taken, draft)
            self._became(course, taken, number)
            courses.append(course)
        courses += [self._unit(number, unit) for number, unit in enumerate(_UNITS)]
        for at, drafts in sorted(files.items()):
            self._file(at, drafts)
        return courses

    def _draft(self, number: int) -> ReportDraft:
        plan, chance = self._plan, self._chance
        is_online = chance.random() < 2 / 3
        return ReportDraft(
            ReportKind.MEMBER,
            invented_name(plan, chance),
            chance.choice(_UNITS),
            plan.communities[number % len(plan.communities)].code,
            last4=f"{chance.randrange(10_000):04d}",
            skills=tuple(chance.sample(self._skills, chance.choice((0, 1, 2)))),
            source=ReportSource.ONLINE if is_online else ReportSource.DESK,
            sender_id=self._sender if is_online else None,
            external_id=f"demo-{number}" if is_online else None,
            registered_at=self._daytime(number * 7 % DAYS + 2),
        )

    def _unit(self, number: int, unit: str) -> Course:
        community = self._plan.communities[number * 2 % len(self._plan.communities)]
        draft = ReportDraft(
            ReportKind.UNIT,
            f"{unit}党支部",
            unit,
            community.code,
            people=self._chance.randint(9, 40),
            skills=tuple(self._chance.sample(self._skills, 2)),
        )
        at = self._daytime(200 + number)
        course = self._book.register(self._officer, at, draft)
        self._book.confirm(course, self._worker(community.code), at + timedelta(days=1))
        return course

    def _daytime(self, days: int) -> datetime:
        """Return a moment in the hours of work so many days ago."""
        minutes = self._chance.randrange(9 * 60, 16 * 60)
        day = local(self._do.at).date() - timedelta(days=days)
        return datetime.combine(day, time(minutes // 60, minutes % 60), SHANGHAI)

    def _handed_over(self, at: datetime) -> datetime:
        """Return when the file that tells of a registration was taken in."""
        now = local(self._do.at)
        day = now.date() - timedelta(days=int(now.time() < time(11)))
        first = datetime.combine(day, time(10), SHANGHAI)
        before = (first - at) // timedelta(days=FORTNIGHT)
        return first - timedelta(days=before * FORTNIGHT)

    def _worker(self, community: str) -> Actor:
        return self._staff.handlers[community][0]

    # -- what becomes of them ------------------------------------------------------------------

    def _became(self, course: Course, taken: datetime, number: int) -> None:
        book, ago, now = self._book, (self._do.at - taken).days, self._do.at
        worker = self._worker(course.row["region"])
        if number % 17 == 5 and ago > WAITING_DAYS + 20:
            night = datetime.combine(course.row["visit_by"], time(), SHANGHAI)
            night += timedelta(days=1, minutes=10)
            keeper, why = system("reportin.lapse"), say("reportin.not_visited")
            book.leave(course, keeper, night, ReportStep.LAPSED, why)
            return
        visit = taken + timedelta(days=number % 12, minutes=25 + number % 90)
        if visit >= now or (ago < WAITING_DAYS and number % 5):
            return
        book.confirm(course, worker, visit)
        if number % 11 == 4 and ago > 60:
            later = taken + timedelta(days=31)
            book.leave(course, worker, later, ReportStep.ENDED, "调离本市")
        elif number % 2 and ago > 340:
            book.review(course, worker, taken + timedelta(days=330))

    def _file(self, at: datetime, drafts: list[ReportDraft]) -> None:
        """Put down that a file was taken in; in some somebody stands twice."""
        items = [_item(draft) for draft in drafts]
        twice = len(items) % 4 == 1
        if twice:
            items.append(items[0] | {"id": f"{items[0]['id']}-2"})
        name = "registrations.json"
        key = public_key(self._private)
        signed = read_signed(sign(self._private, REGISTRATIONS, items), name, frozenset({key}))
        told = (REGISTRATIONS, self._sender, self._plan.code, signed.digest)
        self._do.by(self._officer, at).plainly(note_file, *told, len(drafts), int(twice))

    # -- call-ups ------------------------------------------------------------------------------

    def calls(self, courses: Iterable[Course]) -> None:
        """Call up whoever was there: once weeks ago, once just now."""
        first, second = self._do.at - _FIRST_CALL, self._do.at - timedelta(hours=4)
        early, late = list[Course](), list[Course]()
        for course in courses:
            self._lives[course.row["id"]] = course.row["region"]
            confirmed = course.row["confirmed_at"]
            (early if confirmed is not None and confirmed < first else late).append(course)
        self._book.write(self._officer, self._do.at, early)
        key = self._call(0, first)
        self._do.by(self._officer, first + timedelta(hours=20))(close_call, key)
        self._book.write(self._officer, self._do.at, late)
        self._call(1, second)

    def _call(self, number: int, at: datetime) -> UUID:
        title, reason, posts = _CALLS[number]
        doing, chance = self._do.by(self._officer, at), self._chance
        drafts = tuple(PostDraft(*post) for post in posts)
        key: UUID = doing(call_up, CallUpDraft(self._plan.code, title, reason, drafts))
        doing.session.flush()
        call = next(each for each in list_calls(doing.session, self._officer) if each.id == key)
        wanted = [post.id for post in call.posts for _ in range(post.wanted)]
        weights = (5, 3, 2, 1 + 4 * (number == 0))
        said: dict[tuple[str, CallAnswer, UUID | None], list[UUID]] = defaultdict(list)
        for member in called_members(doing.session, self._officer, key):
            answer = chance.choices(tuple(CallAnswer), weights)[0]
            if answer is CallAnswer.ASKED:
                continue
            post = wanted.pop() if wanted and answer is not CallAnswer.NO else None
            said[self._lives[member.report_in_id], answer, post].append(member.report_in_id)
        for (community, answer, post), members in said.items():
            later = at + timedelta(minutes=chance.randrange(5, 200))
            worker = self._worker(community)
            self._do.by(worker, later)(answer_call, key, members, answer, post)
        return key


def _item(draft: ReportDraft) -> dict[str, Any]:
    """Return what the file says of somebody."""
    return {
        "id": draft.external_id,
        "kind": draft.kind,
        "name": draft.name,
        "unit": draft.unit_name,
        "community": draft.region,
        "last4": draft.last4,
        "skills": list(draft.skills),
        "registered_at": draft.registered_at.isoformat() if draft.registered_at else "",
    }
