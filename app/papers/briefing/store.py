"""Templates of briefings as they are kept: versions of each kind, and the one in use."""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.cases.models import Category
from app.papers.briefing.template import Template, read_template, shipped
from app.papers.models import PaperTemplate
from app.papers.rules import PeriodKind

MOST_VERSIONS = 50


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A version of a template; `is_shipped`: the one that came with the program, taken up again."""

    version: int
    saved_at: datetime
    person: str
    is_shipped: bool


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template to be looked at and changed.

    Attributes:
        kind: Of which briefing.
        text: The one in use, in TOML.
        version: Its number, 0 where nobody ever changed it.
        shipped: The text that came with the program.
        versions: All there are, the newest first.
        categories: Codes of the categories and kinds there are.
    """

    kind: PeriodKind
    text: str
    version: int
    shipped: str
    versions: tuple[TemplateRow, ...]
    categories: frozenset[str]


def template_in_use(session: Session, kind: PeriodKind) -> Template:
    """Return the template that a briefing is drafted with now."""
    row = last_template(session, kind)
    if row is None:
        return shipped(kind.value)
    found = read_template(row.body) if row.body else shipped(kind.value)
    return replace(found, version=row.version)


def last_template(session: Session, kind: PeriodKind) -> PaperTemplate | None:
    """Return the newest version somebody kept, None where nobody did."""
    asked = sa.select(PaperTemplate).where(PaperTemplate.kind == kind.value)
    return session.scalars(asked.order_by(PaperTemplate.version.desc()).limit(1)).first()


def template_view(session: Session, kind: PeriodKind) -> TemplateView:
    """Return the template in use, and those before it."""
    columns = (PaperTemplate.version, PaperTemplate.saved_at, PaperTemplate.person)
    asked = sa.select(*columns, PaperTemplate.body == "").where(PaperTemplate.kind == kind.value)
    rows = session.execute(asked.order_by(PaperTemplate.version.desc()).limit(MOST_VERSIONS))
    in_use = template_in_use(session, kind)
    return TemplateView(
        kind=kind,
        text=in_use.source,
        version=in_use.version,
        shipped=shipped(kind.value).source,
        versions=tuple(TemplateRow(*row[:3], is_shipped=bool(row[3])) for row in rows),
        categories=category_codes(session),
    )


def template_text(session: Session, kind: PeriodKind, version: int) -> str:
    """Return the text of a version; 0, or one that was put back, is what came with the program."""
    row = session.get(PaperTemplate, (kind.value, version)) if version else None
    return row.body if row is not None and row.body else shipped(kind.value).source


def category_codes(session: Session) -> frozenset[str]:
    """Return the codes of the categories and kinds there are."""
    return frozenset(session.scalars(sa.select(Category.code)))
