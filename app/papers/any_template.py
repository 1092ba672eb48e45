"""Templates of all papers alike, of briefings and of notices and letters, for their editor."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.database import Uow
from app.papers.briefing.preview import Preview, preview
from app.papers.briefing.store import template_text, template_view
from app.papers.forms.kinds import FormKind
from app.papers.forms.offers import Facts
from app.papers.forms.preview import preview_form
from app.papers.forms.saving import save_form
from app.papers.forms.store import form_text, form_view
from app.papers.rules import PeriodKind
from app.papers.templating import save_template

AnyKind = PeriodKind | FormKind
KINDS: tuple[AnyKind, ...] = (PeriodKind.WEEKLY, PeriodKind.DAILY, PeriodKind.MONTHLY, *FormKind)


@dataclass(frozen=True, slots=True)
class AnyVersion:
    """A version of a template.

    Attributes:
        version: Its number.
        since: From when on it holds.
        person: Who kept it.
        is_back: What it is without, taken up again.
    """

    version: int
    since: datetime
    person: str
    is_back: bool


@dataclass(frozen=True, slots=True)
class AnyView:
    """A template to be looked at and changed.

    Attributes:
        kind: Of which paper.
        region: Street whose own it is, "" for all.
        text: The newest one, in TOML.
        version: Its number, 0 where nobody ever kept one.
        back: What it is without.
        versions: All there are, the newest first.
        streets: Code and name of the streets it may be kept for, code "" for all of them; nothing
            for a briefing, whose template is one for all.
        categories: Codes of the categories and kinds a briefing may count.
    """

    kind: AnyKind
    region: str
    text: str
    version: int
    back: str
    versions: tuple[AnyVersion, ...]
    streets: tuple[tuple[str, str], ...] = ()
    categories: Collection[str] = ()


def any_view(session: Session, actor: Actor, kind: AnyKind, region: str) -> AnyView:
    """Return the newest template of a paper, and those before it."""
    if isinstance(kind, FormKind):
        form = form_view(session, actor, kind, region)
        rows = tuple(
            AnyVersion(row.version, row.valid_from, row.person, row.is_back)
            for row in form.versions
        )
        return AnyView(kind, region, form.text, form.version, form.back, rows, streets=form.streets)
    found = template_view(session, kind)
    rows = tuple(
        AnyVersion(row.version, row.saved_at, row.person, row.is_shipped) for row in found.versions
    )
    categories = found.categories
    return AnyView(kind, "", found.text, found.version, found.shipped, rows, categories=categories)


def any_text(session: Session, kind: AnyKind, region: str, version: int) -> str:
    """Return the text of a version; 0, or one that took up again, is what it took up."""
    if isinstance(kind, FormKind):
        return form_text(session, kind, region, version)
    return template_text(session, kind, version)


def any_preview(text: str, view: AnyView, facts: Facts | None = None) -> Preview:
    """Return how a template looks, or what is wrong with it.

    Raises:
        NoPaperFont: No Chinese font that a PDF can carry is installed.
    """
    if isinstance(view.kind, FormKind):
        return preview_form(text, view.kind, facts)
    return preview(text, view.kind, view.categories)


def keep_any(
    uow: Uow, view: AnyView, text: str, valid_from: datetime | None, *, command_key: UUID
) -> int:
    """Keep a template and return its number; see `save_form` and `save_template`."""
    if isinstance(view.kind, FormKind):
        return save_form(
            uow,
            view.kind,
            view.region,
            text,
            view.version,
            valid_from=valid_from,
            command_key=command_key,
        )
    return save_template(uow, view.kind, text, view.version, command_key=command_key)
