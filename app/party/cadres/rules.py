"""Reserves, posted staff, secondments, and what is decided of them (DOMAIN §8); pure."""

from enum import StrEnum

from app.accounts.rules import Right

NAME_MOST, WORDS_MOST = 120, 1000


class CadreKind(StrEnum):
    """As what somebody is kept."""

    RESERVE = "reserve"
    POSTED = "posted"
    SECONDMENT = "secondment"


class CadreCategory(StrEnum):
    """Of a reserve the pool, of posted staff the level; a secondment has one only."""

    SECRETARY = "secretary"
    COMMITTEES = "committees"  # 两委
    TALENT = "talent"
    GENERAL = "general"
    SECTION = "section"
    FULL_TIME = "full_time"


class CadreStep(StrEnum):
    """What is written down of somebody."""

    TRAINED = "trained"
    APPOINTED = "appointed"
    REMOVED = "removed"
    NOMINATED = "nominated"
    ASSESSED = "assessed"
    APPRAISED = "appraised"


class Grade(StrEnum):
    """Result of an assessment."""

    EXCELLENT = "excellent"
    COMPETENT = "competent"
    BASIC = "basic"
    FAILED = "failed"


class CadreField(StrEnum):
    """What has to be said."""

    PERSON = "person"
    HOME = "home"
    POST = "post"
    TALENT = "talent"
    WORDS = "words"


CATEGORIES = {
    CadreKind.RESERVE: (CadreCategory.SECRETARY, CadreCategory.COMMITTEES, CadreCategory.TALENT),
    CadreKind.POSTED: (CadreCategory.GENERAL, CadreCategory.SECTION),
    CadreKind.SECONDMENT: (CadreCategory.FULL_TIME,),
}
_RESERVED = (CadreStep.TRAINED, CadreStep.APPOINTED)
STEPS = {
    CadreCategory.SECRETARY: _RESERVED,
    CadreCategory.COMMITTEES: _RESERVED,
    CadreCategory.TALENT: _RESERVED,
    CadreCategory.GENERAL: (CadreStep.APPOINTED, CadreStep.ASSESSED, CadreStep.REMOVED),
    CadreCategory.SECTION: (CadreStep.NOMINATED, CadreStep.ASSESSED),
    CadreCategory.FULL_TIME: (CadreStep.APPRAISED,),
}
"""What can be written down of whom. Of posted staff the street appoints and removes the general
ones, nominates those of section level, assesses all.
"""
GRADED = frozenset({CadreStep.ASSESSED, CadreStep.APPRAISED})
_POSTED = {
    CadreStep.APPOINTED: Right.APPOINT_POSTED,
    CadreStep.REMOVED: Right.APPOINT_POSTED,
    CadreStep.NOMINATED: Right.NOMINATE_POSTED,
    CadreStep.ASSESSED: Right.ASSESS_POSTED,
}
EXCLUDING = {
    CadreKind.RESERVE: frozenset({CadreKind.RESERVE}),
    CadreKind.POSTED: frozenset({CadreKind.POSTED, CadreKind.SECONDMENT}),
    CadreKind.SECONDMENT: frozenset({CadreKind.POSTED, CadreKind.SECONDMENT}),
}
"""Nobody is in two pools at once, nor posted here by a department and sent here by another unit."""


def right_for(kind: CadreKind, step: CadreStep) -> Right:
    """Return the right by which a step is written down."""
    return _POSTED[step] if kind is CadreKind.POSTED else Right.MANAGE_PARTY
