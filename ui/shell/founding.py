"""What the first start asks of the program below, off the GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from app.bootstrap.founding import (
    Office,
    Street,
    embedded_file,
    found_office,
    join_server,
    make_demo,
    streets_in,
)
from app.core.settings import load_settings

__all__ = [
    "Office",
    "ServerWanted",
    "Street",
    "build_street",
    "join",
    "make_office",
    "streets_in",
]


@dataclass(frozen=True, slots=True)
class ServerWanted:
    """A server as it was typed.

    Attributes:
        user: Role of a service; "" where people sign in with accounts of their own, as they do.
    """

    host: str
    port: int
    database: str
    user: str
    password: str = field(repr=False)

    @property
    def url(self) -> str:
        """Return the SQLAlchemy URL without the password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        where = f"{user}{host}:{self.port}"
        return f"postgresql+psycopg://{where}/{quote(self.database, safe='')}"


def build_street(tell: Callable[[float], None], stopped: Callable[[], bool]) -> bool:
    """Make the embedded database of the demo street; return whether it was made.

    Args:
        tell: Hears how much of it is done, from 0 to 1.
        stopped: Asked between the steps whether somebody still waits for it.
    """
    file = embedded_file(load_settings())
    if file is None:
        return False
    return make_demo(file, progress=lambda done, whole: tell(done / whole), stopped=stopped)


def join(wanted: ServerWanted) -> None:
    """Try a server; where it works this computer uses it from now on."""
    join_server(wanted.url, wanted.password)


def make_office(office: Office) -> None:
    """Make the embedded database of a centre on this computer."""
    settings = load_settings()
    file = embedded_file(settings)
    if file is not None:
        found_office(office, file=file, desk=settings.desk)
