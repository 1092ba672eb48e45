"""Reports and matters in words: 12 件 · 9 事."""

from PySide6.QtCore import QCoreApplication

from app.core.paging import Count


def count_words(count: Count) -> str:
    """Return how many reports there are, and how many matters where these are fewer."""
    translate = QCoreApplication.translate
    if count.matters is None:
        return translate("Counting", "{count} 件").format(count=count)
    both = translate("Counting", "{count} 件 · {matters} 事")
    return both.format(count=count, matters=count.matters)


def matters_words(count: Count) -> str:
    """Return how many matters there are, "" where each report is one."""
    if count.matters is None:
        return ""
    return QCoreApplication.translate("Counting", "合 {matters} 事").format(matters=count.matters)
