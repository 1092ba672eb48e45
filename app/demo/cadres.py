"""Reserves, posted staff and secondments of the demo street, decided of by its director."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from app.accounts.rules import Role
from app.core.clock import local
from app.demo.doing import Doing
from app.demo.people import Staff, invented_name
from app.demo.street import StreetPlan, read
from app.party.cadres.actions.keeping import CadreDraft, StepDraft, decide_on, keep_cadre
from app.party.cadres.models import Cadre
from app.party.cadres.rules import CadreCategory, CadreKind, CadreStep, Grade

_RECORDED_DAYS = 15


def keep_cadres(do: Doing, plan: StreetPlan, staff: Staff, now: datetime, chance: Random) -> None:
    """Put everybody down some days ago, with what was decided of them before."""
    today = local(now).date()
    director = do.by(staff.by_role[Role.DIRECTOR][0], now - timedelta(days=_RECORDED_DAYS))
    all_told = read("demo_cadres.toml")["cadres"]
    # In a district every street has people of its own; nobody is kept twice.
    drawn = dict.fromkeys(invented_name(plan, chance) for _ in range(10 * len(all_told)))
    names = list(drawn)
    for told in all_told:
        kind, category, name, home, post, talent, since, left, steps = told
        draft = CadreDraft(
            plan.code,
            CadreKind(kind),
            CadreCategory(category),
            names.pop() if plan.tag else name,
            home,
            post,
            today - timedelta(days=since),
            today + timedelta(days=left) if left else None,
            talent,
        )
        key: UUID = director(keep_cadre, draft)
        do.session.flush()
        for step, ago, grade, words in steps:
            version = do.session.get_one(Cadre, key).version
            day = today - timedelta(days=ago)
            decided = StepDraft(CadreStep(step), day, words, Grade(grade) if grade else None)
            director(decide_on, key, version, decided)
            do.session.flush()
