"""How a call-back and an exclusion from the rates stand; pure."""

from enum import StrEnum


class CallState(StrEnum):
    """How far a call-back has got."""

    WAITING = "waiting"
    ANSWERED = "answered"
    GIVEN_UP = "given_up"  # nobody was reached as often as the centre tries
    LEFT_OUT = "left_out"  # not drawn, or nobody to call
    OVERTAKEN = "overtaken"  # the case went on without it


class ExclusionReason(StrEnum):
    """Why a case may be left out of the rates."""

    NOT_LAWFUL = "not_lawful"
    OUTSIDE_DUTY = "outside_duty"
    OTHER_CHANNEL = "other_channel"  # 诉讼、仲裁、信访 under way
    FORCE_MAJEURE = "force_majeure"
    WRONG_PERSON = "wrong_person"
    DUPLICATE = "duplicate"
    OTHER = "other"


class ExclusionState(StrEnum):
    """How an exclusion stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LIFTED = "lifted"


ONCE_GRANTED = (ExclusionState.GRANTED, ExclusionState.LIFTED)
"""Left out of the rates once, as the register of granted ones lists them."""
