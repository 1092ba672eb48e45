"""Where papers that are drawn at set times go to."""

from pathlib import Path

from sqlalchemy.engine import URL

from app.core.shared_settings import CentreSettings
from app.core.words import say


def papers_folder(url: URL, settings: CentreSettings) -> str:
    """Return the folder in which each schedule has its own, on the keeper's computer: the one that
    was set, else one beside an embedded database; "" where there is none.
    """
    return settings.papers_folder or _beside(url)


def is_beside(url: URL, folder: str) -> bool:
    """Tell whether a folder is the one beside an embedded database, which may be made."""
    return bool(folder) and folder == _beside(url)


def _beside(url: URL) -> str:
    if url.get_backend_name() != "sqlite" or not url.database:
        return ""
    return str(Path(url.database).absolute().parent / say("schedules.folder"))
