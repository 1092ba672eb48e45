"""Reserves, posted staff and secondments of the test centre."""

from dataclasses import replace
from datetime import date
from inspect import unwrap

from app.core.actor import console
from app.core.ids import new_id
from app.party.cadres.actions.keeping import CadreDraft, keep_cadre
from app.party.cadres.rules import CadreCategory, CadreKind
from tests.factories.centre import STREET
from tests.factories.server import Server

SINCE = date(2026, 1, 5)
RESERVE = CadreDraft(
    STREET, CadreKind.RESERVE, CadreCategory.SECRETARY, "宋文静", "南塘社区", "副书记", SINCE
)
CLERK = replace(RESERVE, kind=CadreKind.POSTED, category=CadreCategory.GENERAL, person_name="柏松")
CHIEF = replace(CLERK, category=CadreCategory.SECTION, person_name="纪红")
LENT = replace(
    RESERVE,
    kind=CadreKind.SECONDMENT,
    category=CadreCategory.FULL_TIME,
    person_name="盛开元",
    until=date(2027, 1, 4),
)


def cadres_on(server: Server) -> dict[str, str]:
    """Put down on a server what attacks name."""
    drafts = {"near_reserve": RESERVE, "near_clerk": CLERK, "near_chief": CHIEF, "near_lent": LENT}
    with server.database.writing(console("test")) as uow:
        return {
            name: str(unwrap(keep_cadre)(uow, draft, command_key=new_id()))
            for name, draft in drafts.items()
        }
