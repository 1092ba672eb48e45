"""The powers a street holds (DOMAIN §5): their sorts, and when one is in force; pure."""

from datetime import date
from enum import StrEnum


class PowerKind(StrEnum):
    """What a power lets the street do."""

    JOINT_ENFORCEMENT = "joint_enforcement"  # 联合执法召集权: every such whistle uses it
    APPRAISAL = "appraisal"
    COMMAND = "command"
    PLANNING = "planning"  # an opinion on a plan keeps the department's answer
    DELEGATED = "delegated"


class PowerField(StrEnum):
    """What has to be said of a power or of its use."""

    NAME = "name"
    BASIS = "basis"
    MATTER = "matter"
    ANSWER = "answer"


def in_force(since: date, until: date | None, day: date) -> bool:
    """Tell whether a power is in force on a day; its last day counts."""
    return since <= day and (until is None or day <= until)
