"""What a transaction touched: the news that travels to every desk after a commit."""

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What kind of record a change is about."""

    CASE = "case"
    PERSON = "person"
    UNIT = "unit"
    REGION = "region"
    PLACE = "place"
    CALENDAR = "calendar"
    CATEGORY = "category"
    SETTING = "setting"
    ATTACHMENT = "attachment"
    REQUEST = "request"
    SUPERVISION = "supervision"
    WARNING = "warning"
    PHRASE = "phrase"
    VIEW = "view"
    TAG = "tag"  # the list of words; which case carries which is news of the case
    FOLLOWED = "followed"  # key: the person whose shortlist it is
    EVERYTHING = "everything"  # the epoch changed or the feed was cut: read all again


@dataclass(frozen=True, slots=True)
class Change:
    """One touched record.

    Attributes:
        topic: The kind of record.
        key: Its key as text (a UUID's or a region code); empty for EVERYTHING.
        region: Present region code of the record, "" where it has none.
    """

    topic: Topic
    key: str
    region: str = ""
