"""Several desks that do something at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from app.core.errors import AppError


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do everything at once; return what each came to, or why it was refused."""
    start = Barrier(len(deeds))

    def one(deed: Callable[[], Any]) -> Any:
        start.wait(timeout=20)
        try:
            return deed()
        except AppError as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))
