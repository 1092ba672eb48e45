"""What a transaction touched: the news that travels to every desk after a commit."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Topic(StrEnum):
    """What kind of record a change is about."""

    CASE = "case"
    PERSON = "person"
    UNIT = "unit"
    REGION = "region"
    PLACE = "place"
    REDRAWING = "redrawing"  # a draft of a street's grids
    CALENDAR = "calendar"
    CATEGORY = "category"
    SETTING = "setting"
    ATTACHMENT = "attachment"
    REQUEST = "request"
    SUPERVISION = "supervision"
    WARNING = "warning"
    NOTICE = "notice"  # templates of what is told outside, and by what it can go out
    CALL_BACK = "call_back"  # who is to be called, the plan of it, what the rates leave out
    PHRASE = "phrase"
    POWER = "power"  # the register of the powers a street holds
    VIEW = "view"
    TAG = "tag"  # the list of words; which case carries which is news of the case
    RECURRENCE = "recurrence"  # what comes back at a place, proposed to be acted on
    FOLLOWED = "followed"  # key: the person whose shortlist it is
    PRECEDENT = "precedent"
    PRESENCE = "presence"  # key: the case somebody has in hand, or no longer
    FEED = "feed"  # a mapping, a watched folder, a file that came
    MAINTENANCE = "maintenance"  # what was announced to all desks, or taken back
    RULE = "rule"  # a rule by which the program acts on cases
    ORGANISATION = "organisation"  # of the Party: the tree, its grids and posts
    MEMBER = "member"  # of the Party; key: the member, or "" where many changed
    RESOURCE = "resource"  # of the three lists: what is offered
    NEED = "need"  # what is needed
    PROJECT = "project"  # what came of both
    PAPER = "paper"  # a briefing: drafted, reviewed, signed, sent out, received
    POINTS = "points"  # key: the member, or the code of a rule
    REPORT_IN = "report_in"  # of members and units to communities; call-ups
    SERVICE_POST = "service_post"  # something members do for others, and who took it
    COMPOUND = "compound"  # its sides, its stations, what it decides
    ACTIVITY = "activity"  # of the Party: when and where, who signed up, who came
    MEETING = "meeting"  # of committee and conference: seats, agenda, attendance
    RESOLUTION = "resolution"  # what such a meeting resolved
    CADRE = "cadre"  # reserves, posted staff, secondments
    COOPERATION = "cooperation"  # agreements, posts in the bodies of compounds
    VIDEO = "video"  # cameras and video stations
    SKETCH = "sketch"  # what somebody drew on the map
    PATROL = "patrol"  # planned rounds, and those that were made
    DUTY = "duty"  # the roster, swaps, hand-over notes
    SERVICE_ITEM = "service_item"  # what residents may ask for, and what they bring
    HALL = "hall"  # a hall, its queues and windows, who sits where
    TICKET = "ticket"  # a queue number: taken, called, served
    APPOINTMENT = "appointment"  # a time booked in a hall
    POSTURE = "posture"  # an order was given
    INCIDENT = "incident"  # or a plan of what is done in one
    FORCE = "force"  # an emergency unit
    WALL = "wall"  # what was ordered of the screens
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

    @property
    def id(self) -> UUID | None:
        """The key as what rows are kept by, None where it is no UUID."""
        try:
            return UUID(self.key)
        except ValueError:
            return None
