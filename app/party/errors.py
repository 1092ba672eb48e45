"""What is refused about organisations and members; the sentences stand in party.toml."""

from app.core.errors import AppError


class PartyFieldMissing(AppError):
    """Something that has to be said is not; facts: ``field``."""

    code = "party.field_missing"


class PartyNameTaken(AppError):
    """The organisation above has one of that name already; facts: ``name``."""

    code = "party.name_taken"


class PartyParentWanted(AppError):
    """Only the head of the tree stands under nothing."""

    code = "party.parent_wanted"


class PartyCircle(AppError):
    """An organisation would stand under itself; facts: ``name``."""

    code = "party.circle"


class PartyLevelWrong(AppError):
    """An organisation stands under one that is higher; facts: ``name``, ``level``."""

    code = "party.level_wrong"


class PartyRegionWrong(AppError):
    """An organisation stands where the one above it does not reach; facts: ``name``."""

    code = "party.region_wrong"


class PartyDissolved(AppError):
    """An organisation is dissolved, or is so on that day; facts: ``name``, ``day``."""

    code = "party.dissolved"


class PartyNotFounded(AppError):
    """An organisation is not there on that day yet; facts: ``name``, ``day``."""

    code = "party.not_founded"


class PartyDayAhead(AppError):
    """The day has not come; facts: ``day``."""

    code = "party.day_ahead"


class PartyDayTooEarly(AppError):
    """Something later was put down already, and the past is not rewritten; facts: ``day``."""

    code = "party.day_too_early"


class PartyHasBelow(AppError):
    """Organisations stand under it still, or did after that day; facts: ``name``, ``count``."""

    code = "party.has_below"


class PartyHasMembers(AppError):
    """It has members still; facts: ``name``, ``count``."""

    code = "party.has_members"


class PartyNotAGrid(AppError):
    """What is to be covered or lived in is no grid in use; facts: ``region``."""

    code = "party.not_a_grid"


class PartyCoversAlready(AppError):
    """The organisation covers that grid already."""

    code = "party.covers_already"


class PartyTermWrong(AppError):
    """A term ends before it begins."""

    code = "party.term_wrong"


class PartySecretaryThere(AppError):
    """There is a secretary in office already; facts: ``name``."""

    code = "party.secretary_there"


class PartyTermEnded(AppError):
    """Whoever was in office no longer is."""

    code = "party.term_ended"


class MemberLeft(AppError):
    """Somebody is no longer a member here; facts: ``name``."""

    code = "party.member_left"


class PartyNobodyElected(AppError):
    """An election puts somebody into office."""

    code = "party.nobody_elected"
