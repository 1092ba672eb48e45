"""Where one may want to go: frozen targets any slice may name without knowing the other slice."""

from dataclasses import dataclass, field
from datetime import datetime
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
class IncidentWanted:
    """Show an incident on the command page."""

    incident_id: UUID


@dataclass(frozen=True, slots=True)
class IncidentFromCaseWanted:
    """Make an incident of a case."""

    case_id: UUID


@dataclass(frozen=True, slots=True)
class ListProjectWanted:
    """Show a project of the three lists."""

    project_id: UUID


@dataclass(frozen=True, slots=True)
class MeetingWanted:
    """Show a meeting of a committee or conference."""

    meeting_id: UUID


@dataclass(frozen=True, slots=True)
class CompoundWanted:
    """Show a compound and what it decides; `name` narrows the list to it."""

    place_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class GridWanted:
    """Show a grid or region by its code."""

    code: str


@dataclass(frozen=True, slots=True)
class RedrawingWanted:
    """Redraw the grids of a street, by its code."""

    region: str


@dataclass(frozen=True, slots=True)
class OrganisationWanted:
    """Show an organisation of the Party, and one of its members where one is named."""

    organisation_id: UUID
    member_id: UUID | None = None


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
class SheetsWanted:
    """List supervision sheets: a view, or what a figure counted.

    Attributes:
        view: By what is to be done, "" for all.
        unit_id: Of one unit, called `unit`.
        level: How hard they press, "" for any.
        since: Issued from then (aware).
        until: Issued before then (aware).
        in_time: Answered within the first limit, or not; None for either.
        answered: Only those with an answer.
        title: What a list of a figure is called.
        region: Code prefix the cases lie in, "" for everywhere.
    """

    view: str = ""
    unit_id: UUID | None = None
    unit: str = ""
    level: str = ""
    since: datetime | None = None
    until: datetime | None = None
    in_time: bool | None = None
    answered: bool = False
    title: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class WhistlesWanted:
    """List the whistles a figure counted.

    Attributes:
        since: Blown from then (aware).
        until: Blown before then (aware).
        region: Code prefix the cases lie in.
        title: What the list is called.
    """

    since: datetime
    until: datetime
    region: str
    title: str


@dataclass(frozen=True, slots=True)
class ConferencesWanted:
    """List the conferences a figure counted; as `WhistlesWanted`, by when they began."""

    since: datetime
    until: datetime
    region: str
    title: str


@dataclass(frozen=True, slots=True)
class AnswersWanted:
    """List the answers of call-backs a figure counted.

    Attributes:
        since: Given from then (aware).
        until: Given before then (aware).
        as_of: As they stood then (aware).
        region: Code prefix they are of.
        measure: Which of them: `valid`, `solved`.
        title: What the list is called.
    """

    since: datetime
    until: datetime
    as_of: datetime
    region: str
    measure: str
    title: str


@dataclass(frozen=True, slots=True)
class FoundWanted:
    """List all cases in which some words stand."""

    typed: str


@dataclass(frozen=True, slots=True)
class PhoneWanted:
    """List the cases that somebody reported from a number; the looking up is journaled."""

    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CasesWanted:
    """Show the open ones of given cases in the queue; `title` says which these are."""

    case_ids: tuple[UUID, ...]
    title: str


@dataclass(frozen=True, slots=True)
class CasesOnMapWanted:
    """Mark given cases on the map and look at them."""

    case_ids: tuple[UUID, ...]


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
    | ListProjectWanted
    | IncidentWanted
    | IncidentFromCaseWanted
    | MeetingWanted
    | CompoundWanted
    | GridWanted
    | RedrawingWanted
    | OrganisationWanted
    | PersonWanted
    | UnitWanted
    | PlaceWanted
    | ImportWanted
    | PaperWanted
    | QueueWanted
    | SheetsWanted
    | WhistlesWanted
    | ConferencesWanted
    | AnswersWanted
    | FoundWanted
    | PhoneWanted
    | InHandWanted
    | CasesWanted
    | CasesOnMapWanted
)
