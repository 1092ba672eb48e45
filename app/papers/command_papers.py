"""Papers about duty and command: ``duty_sheet`` (值班表) of some days of a region, and
``after_action`` (处置总结) of an incident that ended, by its key.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import Clock
from app.core.doors import Paper
from app.core.errors import NotFound
from app.papers.forms.kinds import FormKind
from app.papers.party_papers import is_demo

Draw = Callable[[Session, Actor, str], Paper]


def command_kinds(clock: Clock) -> dict[str, Draw]:
    """Return what draws each kind of paper about duty and command."""

    def duty(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.duty_sheet import duty_sheet
        from app.papers.forms.drawing import draw_form  # reportlab is loaded when first printed

        found = duty_sheet(session, actor, key, clock.now())
        return draw_form(session, FormKind.DUTY, found, is_demo=is_demo(session))

    def after_action(session: Session, actor: Actor, key: str) -> Paper:
        from app.papers.after_action import after_action_paper

        try:
            incident = UUID(key)
        except ValueError as error:
            raise NotFound(key=key) from error
        now, demo = clock.now(), is_demo(session)
        return after_action_paper(session, actor, incident, now, is_demo=demo)

    return {"after_action": after_action, "duty_sheet": duty}
