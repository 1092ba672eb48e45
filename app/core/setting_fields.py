"""How a shared setting is declared; and those of the services and of the machines in the hall."""

from dataclasses import dataclass, field


def number(default: int, least: int, most: int) -> int:
    """Return a field that holds a whole number within limits."""
    value: int = field(default=default, metadata={"least": least, "most": most})
    return value


def version() -> str:
    """Return a field that holds a version of the program, "" for any."""
    value: str = field(default="", metadata={"most": 32, "is_version": 1})
    return value


def text(most: int, default: str = "") -> str:
    """Return a field that holds a text of so many characters at most."""
    value: str = field(default=default, metadata={"most": most})
    return value


@dataclass(frozen=True, slots=True)
class HallSettings:
    """What is aimed at in services, and how machines are looked after.

    Attributes:
        target_applied_percent: Share of the items on application that shall be handled anywhere
            in the city (DOMAIN §10).
        target_everyday_percent: The same of everyday items.
        target_used_percent: The same of the most used items.
        target_used_items: How many of the most used items that looks at.
        kiosk_silent_min: Minutes without a sign after which a machine counts as gone.
        kiosk_refused_days: Days after which what could not be taken in from one is forgotten.
    """

    target_applied_percent: int = number(80, 1, 100)
    target_everyday_percent: int = number(100, 1, 100)
    target_used_percent: int = number(85, 1, 100)
    target_used_items: int = number(200, 10, 2000)
    kiosk_silent_min: int = number(5, 2, 120)
    kiosk_refused_days: int = number(30, 1, 365)
