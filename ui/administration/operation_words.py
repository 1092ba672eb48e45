"""How the system runs, in words: sizes, how long, who keeps, what is announced."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.administration.operations.rows import (
    Connected,
    DeskProgram,
    Operations,
    Storage,
)
from app.core.chores import ChoreStatus
from app.core.database.maintenance import Maintenance
from app.core.versions import is_older
from app.core.words import part, say
from ui.core.facts import FactLine
from ui.core.relative_time import moment_and_relative, short_or_day, time_of_day

_UNITS = ((1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB"))
BACKUP_OLD_DAYS = 2
MOST_UNSEALED = 100_000


def size_words(size_bytes: int) -> str:
    """Return a size with the unit that leaves the fewest figures, e.g. ``3.2 GB``."""
    for size, unit in _UNITS:
        if size_bytes >= size:
            return f"{size_bytes / size:.1f} {unit}"
    return f"{size_bytes} B"


def took_words(took_ms: float | None) -> str:
    """Return how long something took; a dash where that is not known."""
    if took_ms is None:
        return "—"
    translate = QCoreApplication.translate
    if took_ms >= 60_000:
        words = translate("OperationWords", "{minutes} 分 {seconds} 秒")
        return words.format(minutes=int(took_ms // 60_000), seconds=int(took_ms % 60_000 // 1_000))
    if took_ms >= 1_000:
        return translate("OperationWords", "{seconds} 秒").format(seconds=f"{took_ms / 1_000:.1f}")
    return translate("OperationWords", "{count} 毫秒").format(count=round(took_ms))


def who_words(row: Connected) -> str:
    """Return who is connected."""
    if row.who:
        return row.who
    if row.is_service:
        return QCoreApplication.translate("OperationWords", "服务账户")
    return row.account


def doing_words(row: Connected, now: datetime) -> str:
    """Return whether a program is at work, or how long it has been idle."""
    translate = QCoreApplication.translate
    if row.is_busy:
        return translate("OperationWords", "正在读写")
    if row.changed is None:
        return ""
    words = translate("OperationWords", "空闲，{ago}用过")
    return words.format(ago=moment_and_relative(row.changed, now).partition("·")[2])


def chore_title(name: str) -> str:
    """Return what a chore is called; one of another version of the program by its name."""
    try:
        return say(f"chores.title.{name}")
    except KeyError:
        return name


def chore_said(row: ChoreStatus) -> str:
    """Return what the last run said: its trouble, else its result."""
    return row.last_error or row.last_result


def table_title(name: str) -> str:
    """Return what is kept in a table; a small one by its name in the database."""
    titles: dict[str, str] = part("administration")["table"]
    return titles.get(name, name)


def storage_lines(storage: Storage) -> list[FactLine]:
    """Return what the database takes."""
    translate = QCoreApplication.translate
    lines = [
        FactLine(translate("OperationWords", "大小"), size_words(storage.size_bytes)),
        FactLine(translate("OperationWords", "其中附件"), size_words(storage.attachments_bytes)),
    ]
    if storage.largest:
        named = "、".join(
            f"{table_title(table.name)} {size_words(table.size_bytes)}"
            for table in storage.largest[:5]
        )
        lines.append(FactLine(translate("OperationWords", "最大的表"), named))
    free = storage.free_bytes
    told = (
        translate("OperationWords", "见后台任务“看磁盘余量”（值守的那台）")
        if free is None
        else size_words(free)
    )
    lines.append(FactLine(translate("OperationWords", "磁盘还剩"), told))
    return lines


def backup_line(seen: Operations) -> FactLine:
    """Return when the last backup was made and how, where it lies and how large it is."""
    backup, now = seen.backup, seen.as_of
    translate = QCoreApplication.translate
    title = translate("OperationWords", "上次备份")
    if backup is None:
        return FactLine(title, translate("OperationWords", "从来没有备份过"))
    is_file = seen.server is None
    way = translate("OperationWords", "整份复制") if is_file else "pg_dump"
    locked = translate("OperationWords", "已加密") if backup.is_encrypted else ""
    told = (
        moment_and_relative(backup.at, now),
        size_words(backup.size_bytes),
        way,
        locked,
        backup.file,
        backup.desk,
        backup.who,
    )
    parts = [each for each in told if each]
    return FactLine(title, "，".join(parts))


def backup_trouble(seen: Operations) -> tuple[str, str]:
    """Return that there is no backup, or none of these days, and what helps; "" where there is."""
    translate = QCoreApplication.translate
    if seen.backup is None:
        lead = translate("OperationWords", "从来没有备份过。")
        rest = translate("OperationWords", "请在“设置 › 备份”里写明文件夹，以后每天自动备份。")
        return lead, rest
    days = (seen.as_of - seen.backup.at).days
    if days < BACKUP_OLD_DAYS:
        return "", ""
    lead = translate("OperationWords", "已经 {days} 天没有备份。").format(days=days)
    rest = translate("OperationWords", "请看“后台任务”里的备份，和“设置 › 备份”里的文件夹。")
    return lead, rest


def journal_line(seen: Operations) -> FactLine:
    """Return how much of the journal is not sealed yet."""
    translate = QCoreApplication.translate
    count = f"{MOST_UNSEALED}+" if seen.unsealed > MOST_UNSEALED else str(seen.unsealed)
    told = translate("OperationWords", "{count} 条还没封存").format(count=count)
    if seen.sealed_at is None:
        return FactLine(translate("OperationWords", "操作日志"), told)
    last = moment_and_relative(seen.sealed_at, seen.as_of)
    words = translate("OperationWords", "{told}，上次封存 {last}")
    return FactLine(translate("OperationWords", "操作日志"), words.format(told=told, last=last))


def keeper_words(seen: Operations) -> str:
    """Return who does the chores, and until when they may."""
    translate = QCoreApplication.translate
    if seen.keeper is None:
        return ""
    where, _, process = seen.keeper.holder.rpartition(":")
    words = translate("OperationWords", "{where}（进程 {process}）在做，租约到 {until}")
    until = f"{time_of_day(seen.keeper.until)}"
    return words.format(where=where or seen.keeper.holder, process=process, until=until)


def maintenance_words(told: Maintenance, now: datetime) -> tuple[str, str]:
    """Return what is announced, in a heading and a sentence of who and since when."""
    translate = QCoreApplication.translate
    if told.is_migrating(now) and told.migrating_since and told.migrating_until:
        words = translate(
            "OperationWords", "{by} {since} 起在升级数据库；升级中断的话，最迟 {until} 恢复写入。"
        )
        return translate("OperationWords", "升级中，只能看、不能存"), words.format(
            by=told.migrating_by,
            since=time_of_day(told.migrating_since),
            until=time_of_day(told.migrating_until),
        )
    if told.begins_at is None or told.announced_at is None:
        return translate("OperationWords", "没有维护通知"), translate(
            "OperationWords", "大家照常看、照常存。"
        )
    words = translate("OperationWords", "“{note}”　{who}（{desk}）{at} 发布。")
    rest = words.format(
        note=told.note,
        who=told.author,
        desk=told.desk,
        at=short_or_day(told.announced_at, now),
    )
    begins = short_or_day(told.begins_at, now)
    if told.read_only_since(now) is not None:
        return translate("OperationWords", "{at} 起只能看、不能存").format(at=begins), rest
    if told.stops_writing:
        return translate("OperationWords", "{at} 起停止写入").format(at=begins), rest
    return translate("OperationWords", "{at} 开始维护，照常能存").format(at=begins), rest


def desks_words(seen: Operations) -> str:
    """Return how many computers have the version that is wanted, or which versions there are."""
    translate = QCoreApplication.translate
    if not seen.desks:
        return translate("OperationWords", "每次登录时记下；还没有人登录过。")
    if seen.wanted_version:
        old = sum(is_older(row.version, seen.wanted_version) for row in seen.desks)
        words = translate("OperationWords", "应当用 {version}：{done} 台已换，{old} 台还是旧版")
        return words.format(version=seen.wanted_version, done=len(seen.desks) - old, old=old)
    words = translate("OperationWords", "{count} 台，用的版本：{versions}")
    versions = "、".join(sorted({row.version for row in seen.desks}))
    return words.format(count=len(seen.desks), versions=versions)


def is_behind(row: DeskProgram, seen: Operations) -> bool:
    """Tell whether a computer has an older program than is wanted."""
    return is_older(row.version, seen.wanted_version)
