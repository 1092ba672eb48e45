"""A centre whose keeper watches a folder, for tests of feeds."""

import csv
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from app.cases.models import CaseFile
from app.core.actor import console, system
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from app.exchange.feeds.actions import save_feed, save_mapping
from app.exchange.feeds.chores import watch_feeds
from app.exchange.feeds.queries import files
from app.exchange.feeds.rules import FeedDraft
from tests.factories.centre import GRID, STREET

KEEPER = system("test")
MAPPING = f"""
source = "hotline_12345"
region = "{GRID}"
file_columns = ["工单编号", "来电时间", "诉求内容", "旧列"]
[columns]
external_number = "工单编号"
received_at = "来电时间"
text = "诉求内容"
[result]
number = "工单编号"
state = "处理状态"
reply = "处理结果"
finished_at = "办结时间"
time_format = "%Y/%m/%d %H:%M"
[result_states]
submitted = "已接收"
"""
HEAD = ("工单编号", "来电时间", "诉求内容")


class Office:
    def __init__(self, centre, base: Path) -> None:
        base.mkdir()
        self.centre, self.database, self.base = centre, centre.database, base
        with self.database.writing(console("test")) as uow:
            for name, value in (("feeds_folder", str(base)), ("feed_settle_s", 2)):
                set_setting(uow, name, value, command_key=new_id())
        self.mapping = self.centre.do("dispatcher", save_mapping, "热线", STREET, MAPPING)
        draft = FeedDraft("12345 热线", STREET, "热线", self.mapping, tells_back=True)
        self.feed = self.centre.do("dispatcher", save_feed, draft)
        self.folder = base / "热线"

    def drop(self, name: str, *rows, head=HEAD) -> Path:
        self.folder.mkdir(exist_ok=True)
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows((head, *rows))
        return path

    def watch(self, *, times: int = 1) -> str:
        told = ""
        for _ in range(times):
            told = watch_feeds(self.database)
            self.database.clock.advance(timedelta(seconds=30))
        return told

    def files(self):
        with self.database.reading() as session:
            return files(session, KEEPER)

    def texts(self) -> dict[str, str]:
        with self.database.reading() as session:
            asked = sa.select(CaseFile.external_number, CaseFile.text)
            return dict(session.execute(asked.where(CaseFile.external_number.is_not(None))).all())


def told(number: str, text: str = "路灯不亮", at: str = "2026-03-02 08:00") -> tuple[str, str, str]:
    return number, at, text
