"""Why something of reserves, posted staff and secondments is refused, each with a sentence."""

from app.core.errors import AppError


class CadreFieldMissing(AppError):
    """Something that has to be said is not; facts: ``field``."""

    code = "cadres.field_missing"


class CadreRegionWrong(AppError):
    """It is no street or community in use; facts: ``region``."""

    code = "cadres.region_wrong"


class CadreTermWrong(AppError):
    """A term ends before it begins, or a step is of a day outside of it."""

    code = "cadres.term_wrong"


class CadreTwice(AppError):
    """Somebody is kept as something that excludes it; facts: ``name``, ``kind``."""

    code = "cadres.twice"


class CadreEnded(AppError):
    """Somebody is not there any more; facts: ``name``."""

    code = "cadres.ended"


class CadreStepWrong(AppError):
    """A step is not taken with whom it is asked for; facts: ``step``, ``category``."""

    code = "cadres.step_wrong"


class CadreGradeWrong(AppError):
    """An assessment has a grade, nothing else has."""

    code = "cadres.grade_wrong"


class CadreRemovalWanted(AppError):
    """General posted staff go by removal; facts: ``name``."""

    code = "cadres.removal_wanted"
