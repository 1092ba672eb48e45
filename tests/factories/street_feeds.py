"""Feeds of two streets of a server, and a file of each on its way."""

from pathlib import Path

from app.exchange.feeds.actions import Delivery, hand_in, save_feed, save_mapping
from app.exchange.feeds.rules import FeedDraft
from tests.factories.centre import OTHER_STREET, STREET
from tests.factories.server import Server


def feeds_of(server: Server) -> dict[str, str]:
    """Make what attacks on feeds name: what another street keeps, and a file on its way."""
    body = 'source = "call"\n[columns]\nexternal_number = "a"\ntext = "b"\nreceived_at = "c"\n'
    file = Path(__file__)
    far = server.do("stranger", save_mapping, "别街的", OTHER_STREET, body)
    near = server.do("dispatcher", save_mapping, "本街的", STREET, body)
    feed = server.do("stranger", save_feed, FeedDraft("别街的", OTHER_STREET, "别街的", far))
    server.do("dispatcher", save_feed, FeedDraft("本街的", STREET, "本街的", near))
    size = file.stat().st_size
    sent = {
        "far_file": ("stranger", Delivery("别街.csv", size, far, OTHER_STREET, "")),
        "near_file": ("dispatcher", Delivery("本街.csv", size, near, STREET, "")),
    }
    told = {name: str(server.do(who, hand_in, what, file)) for name, (who, what) in sent.items()}
    server.close()
    return told | {"far_mapping": str(far), "near_mapping": str(near), "far_feed": str(feed)}
