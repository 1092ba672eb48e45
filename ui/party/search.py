"""Organisations and members among what "search everything" finds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from app.party import rights
from ui.core.slices import Desk, SearchHit, SearchSource
from ui.core.targets import OrganisationWanted

if TYPE_CHECKING:
    from app.party.queries.search import PartyHit

EXACT, SOME = 100, 50


def _find(desk: Desk, session: Any, text: str) -> Sequence[SearchHit]:
    from app.party.queries.search import find_party  # nobody searches before the first page stands

    hits = find_party(session, desk.actor, text, region=desk.scope.code)
    return [_hit(hit, text) for hit in hits]


def _hit(hit: "PartyHit", text: str) -> SearchHit:
    icon = "ph.flag" if hit.member_id is None else "ph.user"
    target = OrganisationWanted(hit.organisation_id, hit.member_id)
    score = EXACT if hit.name == text.strip() else SOME
    return SearchHit(hit.name, hit.detail, icon, target, score)


SEARCH = SearchSource(QCoreApplication.translate("PartySlice", "党组织和党员"), _find, rights.READ)
