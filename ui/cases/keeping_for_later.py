"""What is written on cases while the server is away, kept on this computer."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.core.errors import AppError
from app.core.outbox import Entry, EntryKind, EntryState
from ui.core.jobs import Report
from ui.core.relative_time import short, time_of_day
from ui.core.slices import Desk


def keep_for_later(
    desk: Desk,
    error: BaseException,
    entry: Callable[[], Entry],
    kept: Callable[[], object],
    failed: Report,
) -> bool:
    """Keep in the outbox what the server did not take.

    Args:
        desk: Whose outbox.
        error: Why the server did not take it.
        entry: Makes the entry, with the key that was tried.
        kept: Called once it is safe, after the person was told.
        failed: Called where this computer cannot keep it either.

    Returns:
        False where that is no case for the outbox, and nothing was done.
    """
    outbox = desk.outbox
    if outbox is None or not outbox.takes(error):
        return False

    def tell() -> None:
        words = QCoreApplication.translate("KeepForLater", "已存在本机，连上后自动补报。")
        desk.notices.tell(words)
        kept()

    try:
        made = entry()
    except AppError as wrong:  # what the server would have refused as well
        failed(wrong)
    else:
        outbox.put(made, tell, failed)
    return True


def is_signed_here(desk: Desk, case_id: UUID) -> bool:
    """Tell whether signing for a case waits in the outbox already."""
    return any(each.kind is EntryKind.SIGN_FOR for each in _of(desk, case_id))


def waiting_words(desk: Desk, case_id: UUID) -> str:
    """Return what waits in the outbox about a case, "" for nothing."""
    translate = QCoreApplication.translate
    does = {
        EntryKind.SIGN_FOR: translate("KeepForLater", "签收"),
        EntryKind.PROGRESS: translate("KeepForLater", "进展"),
    }
    words = translate("KeepForLater", "您 {time} 写的{what}在本机等着补报")
    refused = translate("KeepForLater", "您 {time} 写的{what}没有报成，点左下角“待补报”处理")
    parts = (
        (refused if each.state is EntryState.REFUSED else words).format(
            time=time_of_day(each.at), what=does.get(each.kind, "")
        )
        for each in _of(desk, case_id)
    )
    return "；".join(parts)


def age_words(at: datetime | None) -> str:
    """Return since when what is shown is, where it is a copy on this computer."""
    if at is None:
        return ""
    words = QCoreApplication.translate("KeepForLater", "这是 {time} 存在本机的内容")
    return words.format(time=short(at))


def _of(desk: Desk, case_id: UUID) -> tuple[Entry, ...]:
    return desk.outbox.of(str(case_id)) if desk.outbox is not None else ()
