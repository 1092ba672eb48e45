"""By what somebody outside is told; pure."""

from enum import StrEnum


class Channel(StrEnum):
    """By what a notice goes out."""

    SMS = "sms"
    EMAIL = "email"
    WEBHOOK = "webhook"
