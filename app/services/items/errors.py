"""Why something about a service item is refused."""

from app.core.errors import AppError


class ItemPartMissing(AppError):
    """Something that has to be said is not; facts: ``part``."""

    code = "services.part_missing"


class ItemCodeTaken(AppError):
    """Another item of this place has the code; facts: ``code``."""

    code = "services.code_taken"


class ItemCodeWrong(AppError):
    """A code holds letters, digits and dashes; facts: ``code``."""

    code = "services.code_wrong"


class ItemUnchanged(AppError):
    """The version to be saved says what the newest says."""

    code = "services.unchanged"


class ItemPublishedAlready(AppError):
    """The newest version is the one residents see."""

    code = "services.published_already"


class ItemNotPublished(AppError):
    """Residents do not see this item."""

    code = "services.not_published"


class ItemRegionWrong(AppError):
    """Districts, streets and communities have items; facts: ``region``."""

    code = "services.region_wrong"


class ItemNumberWrong(AppError):
    """A count or a number of days is out of reach; facts: ``least``, ``most``."""

    code = "services.number_wrong"


class SheetHeadMissing(AppError):
    """A sheet has no headings; facts: ``columns``."""

    code = "services.sheet_head_missing"


class SheetCellWrong(AppError):
    """A cell holds what it cannot, or what another row holds already; facts: ``column``,
    ``cell``.
    """

    code = "services.sheet_cell_wrong"
