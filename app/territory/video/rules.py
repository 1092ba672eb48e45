"""Tiers, kinds and states of video stations, and what an address of a stream may be; pure."""

import re
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

CODE_MOST, NAME_MOST, ADDRESS_MOST = 32, 60, 300
SCHEMES = ("rtsp", "rtsps", "rtmp", "http", "https")
"""What a stream comes by. No file: an address in the register is opened at other desks, and would
read there, or sign in at a computer on the network, as whoever entered it wished."""
_CODE = re.compile(r"[A-Za-z0-9._-]{1,32}")


class VideoTier(StrEnum):
    """Whose station it is: the five tiers of the video network (DOMAIN §1, §12)."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


class VideoKind(StrEnum):
    """What stands there."""

    CAMERA = "camera"
    STATION = "station"  # where people sit in a video conference


class VideoState(StrEnum):
    """Whether it works, as whoever keeps it says."""

    WORKS = "works"
    BROKEN = "broken"
    GONE = "gone"


def is_code(code: str) -> bool:
    """Tell whether a text may be the code of a station."""
    return _CODE.fullmatch(code) is not None


def is_address(address: str) -> bool:
    """Tell whether a text is the address of a stream; "" is none, and may be."""
    if not address:
        return True
    parts = _split(address)
    return (
        parts is not None
        and len(address) <= ADDRESS_MOST
        and parts.scheme in SCHEMES
        and address.isprintable()
        and " " not in address
        and address.lower().startswith(f"{parts.scheme}://")
        and bool(parts.netloc)
    )


def tells_password(address: str) -> bool:
    """Tell whether an address has a login in it: every reader of the register would learn it."""
    parts = _split(address)
    return parts is not None and "@" in parts.netloc


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None
