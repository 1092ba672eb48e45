"""Where one may want to go: frozen targets any slice may name without knowing the other slice."""

from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CaseWanted:
    """Open one case."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class LedgerWanted:
    """Show the clock ledger of a case."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class NewCaseWanted:
    """Begin a new case, with what the caller has typed already."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class PageWanted:
    """Open the page with this key."""

    key: str


@dataclass(frozen=True, slots=True)
class GridWanted:
    """Show a grid or region by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class PersonWanted:
    """Show a member of staff."""

    person_id: UUID


@dataclass(frozen=True, slots=True)
class UnitWanted:
    """Show a unit."""

    unit_id: UUID


@dataclass(frozen=True, slots=True)
class PlaceWanted:
    """Show a place of the gazetteer on the map; `region` is the grid it lies in."""

    place_id: UUID
    region: str


@dataclass(frozen=True, slots=True)
class ImportWanted:
    """Bring in a file of this kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class PaperWanted:
    """Draw papers of this kind for records."""

    kind: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueueWanted:
    """Open the case queue at a view, narrowed by what one would type into its filter."""

    view: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class FoundWanted:
    """List all cases in which some words stand."""

    typed: str


@dataclass(frozen=True, slots=True)
class PhoneWanted:
    """List the cases that somebody reported from a number; the looking up is journaled."""

    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class InHandWanted:
    """List the open cases that somebody has in hand; `name` is theirs."""

    person_id: UUID
    name: str


Target = (
    CaseWanted
    | LedgerWanted
    | NewCaseWanted
    | PageWanted
    | GridWanted
    | PersonWanted
    | UnitWanted
    | PlaceWanted
    | ImportWanted
    | PaperWanted
    | QueueWanted
    | FoundWanted
    | PhoneWanted
    | InHandWanted
)
