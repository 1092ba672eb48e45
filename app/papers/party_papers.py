"""Papers about the Party's affairs: ``roster`` (党员名册) of an organisation, by its key or by that
of a filter, and
``list_lacks`` (没人提供的需求) of a region, by its code, and ``points_certificate`` (积分证书) by
year and member; of dual report-in ``report_slip`` (报到单) by its key, and ``report_letter``
(反馈函) by the name of the unit; ``conference_minutes`` (会议纪要) of a meeting, by its key, and
``conference_resolutions`` (决议落实清单) of a region; ``station_coverage``
(服务站覆盖) of a region, by its code.
"""

from collections.abc import Callable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import Clock
from app.core.database.tables import DatabaseState
from app.core.doors import Paper
from app.core.errors import NotFound
from app.core.shared_settings import settings_at
from app.papers.forms.kinds import FormKind

Draw = Callable[[Session, Actor, str], Paper]


def party_kinds(clock: Clock) -> dict[str, Draw]:
    """Return what draws each kind of paper about the Party's affairs."""

    def roster(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.forms.store import FormTemplates  # reportlab is loaded when first printed
        from app.papers.paper_facts import centre_facts
        from app.papers.roster_sheet import RosterFacts, compose_roster
        from app.party.queries.organisations import organisation_card
        from app.party.queries.roster import roster_by_organisation
        from app.party.roster.narrowing import filter_of_key, told_filter

        now, chosen = clock.now(), filter_of_key(key)
        top = chosen.organisation_id
        if top is None:
            raise NotFound(key=key)
        card = organisation_card(session, actor, top)
        rosters = roster_by_organisation(session, actor, top, chosen)
        centre = centre_facts(settings_at(session, now), now)
        told, demo = told_filter(session, chosen), is_demo(session)
        facts = RosterFacts(centre, card.name, rosters, actor.name, is_demo=demo, narrowed=told)
        template = FormTemplates(session, FormKind.ROSTER).at(card.region or "", now)
        return compose_roster(facts, template)

    def lacks(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.forms.drawing import draw_form  # reportlab is loaded when first printed
        from app.papers.list_lacks import lacks_sheet

        found = lacks_sheet(session, actor, key, clock.now())
        return draw_form(session, FormKind.LACKS, found, is_demo=is_demo(session))

    def certificate(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.forms.drawing import draw_form  # reportlab is loaded when first printed
        from app.papers.points_certificate import certificate_sheet

        found = certificate_sheet(session, actor, key, clock.now())
        return draw_form(session, FormKind.CERTIFICATE, found, is_demo=is_demo(session))

    def slip(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.report_in_papers import draw_slip  # reportlab is loaded when first printed

        return draw_slip(session, actor, _key(key), clock.now(), is_demo=is_demo(session))

    def letter(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.forms.drawing import draw_form  # reportlab is loaded when first printed
        from app.papers.report_in_papers import letter_sheet

        found = letter_sheet(session, actor, key, clock.now())
        return draw_form(session, FormKind.LETTER, found, is_demo=is_demo(session))

    def minutes(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.conference_papers import minutes_paper

        demo = is_demo(session)
        return minutes_paper(session, actor, _key(key), clock.now(), is_demo=demo)

    def resolutions(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.conference_papers import resolutions_paper

        return resolutions_paper(session, actor, key, clock.now(), is_demo=is_demo(session))

    def stations(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.forms.drawing import draw_form  # reportlab is loaded when first printed
        from app.papers.station_coverage import coverage_sheet

        found = coverage_sheet(session, actor, key, clock.now())
        return draw_form(session, FormKind.COVERAGE, found, is_demo=is_demo(session))

    return {
        "station_coverage": stations,
        "roster": roster,
        "list_lacks": lacks,
        "points_certificate": certificate,
        "report_slip": slip,
        "report_letter": letter,
        "conference_minutes": minutes,
        "conference_resolutions": resolutions,
    }


def is_demo(session: Session) -> bool:
    """Tell whether a database holds what was made up."""
    return bool(session.scalar(sa.select(DatabaseState.is_demo)))


def _key(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError as error:
        raise NotFound(key=key) from error
