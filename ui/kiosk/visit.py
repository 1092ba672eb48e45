"""What one visitor has told the machine so far; forgotten when they go."""

from dataclasses import dataclass, field, fields

from app.kiosk.queries import Likely, Progress
from app.kiosk.topics import KioskTopic


@dataclass(slots=True)
class Visit:
    """What was chosen and typed.

    Attributes:
        topic: What it is about.
        region: Code of the place.
        place: Where, in words.
        point: Longitude and latitude that were pointed at, None for none.
        near: Something like it that was reported nearby, None for nothing.
        is_same: They follow that matter: their report says so.
        words: What they said.
        phone: Their telephone, "" for none.
        wants_call: They ask to be called.
        photo: A picture they took.
        code: Of a receipt, or a case number.
        last4: Last four digits of the telephone.
        progress: How their case stands.
        contacted: Whether somebody got in touch with them.
        solved: Whether their matter is solved.
        rates: They came to say what they think.
    """

    topic: KioskTopic | None = None
    region: str = ""
    place: str = ""
    point: tuple[float, float] | None = None
    near: Likely | None = None
    is_same: bool = False
    words: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    wants_call: bool = False
    photo: bytes = field(default=b"", repr=False)
    code: str = field(default="", repr=False)
    last4: str = field(default="", repr=False)
    progress: Progress | None = None
    contacted: bool | None = None
    solved: bool | None = None
    rates: bool = False

    def forget(self) -> None:
        """Be as before anybody came."""
        blank = Visit()
        for each in fields(self):
            setattr(self, each.name, getattr(blank, each.name))
