"""What is said of something that just happened, on the wall and at a desk."""

from PySide6.QtCore import QCoreApplication

from app.command.wall.alerts import Alert, AlertKind
from app.core.clock import local
from app.core.words import label


def alert_words(alert: Alert, where: str = "") -> str:
    """Return one sentence; `where` is the name of the community it is told of in, "" for none."""
    translate = QCoreApplication.translate
    time = f"{local(alert.at):%H:%M}"
    kind = label(alert.what) if alert.what is not None else ""
    units = translate("WallAlerts", "、").join(str(number) for number in alert.units)
    told = {"time": time, "kind": kind, "units": units, "count": alert.count, "where": where}
    match alert.kind:
        case AlertKind.LATE:
            words = translate("WallAlerts", "{time} 新超时 {count} 件")
        case AlertKind.INCIDENT:
            words = translate("WallAlerts", "{time} {kind}突发事件已启动")
        case AlertKind.UNIT_LOST:
            words = translate("WallAlerts", "{time} {kind}：{units} 号应急单元失联，请马上联系")
        case AlertKind.UNIT_DUE:
            words = translate("WallAlerts", "{time} {kind}：{units} 号应急单元该应答了")
        case AlertKind.REPORT:
            words = translate("WallAlerts", "{kind}的情况报告 {time} 就该报了")
        case _:
            words = translate("WallAlerts", "{time} {where}新来重大事项，请看分拨台")
    return words.format(**told)
