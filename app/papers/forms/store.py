"""Templates of papers as they are kept: versions for all streets and for one, and which one holds
at a moment.
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.core.actor import Actor
from app.papers.forms.kinds import FormKind
from app.papers.forms.language import FormTemplate, numbered, read_form, shipped_form, shipped_text
from app.papers.models import FormTemplateVersion
from app.territory.models import Region
from app.territory.rules import Tier, short_name

MOST_VERSIONS = 50
STREET_DIGITS = 9
ALL = ""
"""Region of the templates all streets use that have none of their own."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A version; `is_back`: what came with the program or what all streets use, taken up again."""

    version: int
    valid_from: datetime
    saved_at: datetime
    person: str
    is_back: bool


@dataclass(frozen=True, slots=True)
class FormView:
    """A template to be looked at and changed.

    Attributes:
        kind: Of which paper.
        region: Street whose own it is, "" for all.
        text: The newest one, in TOML.
        version: Its number, 0 where nobody ever kept one.
        back: What it is without: the text that came with the program, or that of all streets.
        versions: All there are, the newest first.
        streets: Code and name of the streets whose templates the reader keeps; of all of them with
            code "" where they may.
    """

    kind: FormKind
    region: str
    text: str
    version: int
    back: str
    versions: tuple[FormRow, ...]
    streets: tuple[tuple[str, str], ...]


class FormTemplates:
    """All templates of one kind, read at once: which one holds where and when."""

    def __init__(self, session: Session, kind: FormKind) -> None:
        self._kind = kind
        rows = session.scalars(
            sa.select(FormTemplateVersion)
            .where(FormTemplateVersion.kind == kind.value)
            .order_by(FormTemplateVersion.valid_from, FormTemplateVersion.version)
        )
        self._rows = tuple(rows)

    def at(self, region: str, moment: datetime) -> FormTemplate:
        """Return the template a paper of a region and a moment is set by."""
        street = region[:STREET_DIGITS]
        for of in (street, ALL) if len(street) == STREET_DIGITS else (ALL,):
            found = self._last(of, moment)
            if found is not None and found.body:
                return numbered(read_form(found.body), found.version)
        return shipped_form(self._kind)

    def _last(self, of: str, moment: datetime) -> FormTemplateVersion | None:
        held = (row for row in self._rows if row.region == of and row.valid_from <= moment)
        return max(held, key=lambda row: (row.valid_from, row.version), default=None)


def newest_form(session: Session, kind: FormKind, region: str) -> FormTemplateVersion | None:
    """Return the newest version somebody kept, None where nobody did."""
    rows = FormTemplateVersion
    asked = sa.select(rows).where(rows.kind == kind.value, rows.region == region)
    return session.scalars(asked.order_by(rows.version.desc()).limit(1)).first()


def back_text(session: Session, kind: FormKind, region: str) -> str:
    """Return what holds where a street, or all of them, have no text of their own."""
    if not region:
        return shipped_text(kind)
    last = newest_form(session, kind, ALL)
    return last.body if last is not None and last.body else shipped_text(kind)


def form_view(session: Session, actor: Actor, kind: FormKind, region: str) -> FormView:
    """Return the newest template of a street or of all, and those before it."""
    of = FormTemplateVersion
    columns = (of.version, of.valid_from, of.saved_at, of.person, of.body == "")
    asked = sa.select(*columns).where(of.kind == kind.value, of.region == region)
    rows = session.execute(asked.order_by(of.version.desc()).limit(MOST_VERSIONS)).all()
    last, back = newest_form(session, kind, region), back_text(session, kind, region)
    return FormView(
        kind=kind,
        region=region,
        text=last.body if last is not None and last.body else back,
        version=last.version if last is not None else 0,
        back=back,
        versions=tuple(FormRow(*row[:4], is_back=bool(row[4])) for row in rows),
        streets=_streets(session, actor),
    )


def form_text(session: Session, kind: FormKind, region: str, version: int) -> str:
    """Return the text of a version; 0, or one that took up again, is what it took up."""
    key = (kind.value, region, version)
    row = session.get(FormTemplateVersion, key) if version else None
    return row.body if row is not None and row.body else back_text(session, kind, region)


def _streets(session: Session, actor: Actor) -> tuple[tuple[str, str], ...]:
    right = Right.MANAGE_SETTINGS
    asked = sa.select(Region.code, Region.name).where(Region.tier == Tier.STREET)
    mine = tuple(
        (code, short_name(name))
        for code, name in session.execute(asked.order_by(Region.code))
        if actor.may_in(right, code) and (not actor.centres or code in actor.centres)
    )
    return ((ALL, ""), *mine) if actor.reaches_all(right) else mine
