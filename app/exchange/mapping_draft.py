"""A mapping while somebody makes it: what each column is used for, guessed first; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from app.cases.rules import Source
from app.core.errors import AppError
from app.exchange.drift import likeness
from app.exchange.mapping import NEEDED, CaseField, CaseMapping, Columns, RegionBy

SAME = 0.75
"""Headers that share so much with a usual name are taken for it."""


class OtherUse(StrEnum):
    """What a column can be used for besides a field of a case; `label` gives the words."""

    NOTHING = "nothing"
    EXTRA = "extra"
    PERSONAL = "personal"


Use = CaseField | OtherUse


class FieldsLacking(AppError):
    """Needed fields have no column yet; facts: ``fields``."""

    code = "exchange.fields_lacking"


USUAL: Mapping[CaseField, tuple[str, ...]] = {
    CaseField.EXTERNAL_NUMBER: (
        *("工单编号", "工单号", "编号", "案件编号", "任务号", "受理编号", "事件编号", "受理号"),
        *("流水号", "留言编号", "告警编号", "service_request_id", "id", "number"),
    ),
    CaseField.TEXT: (
        *("诉求内容", "内容", "问题描述", "详细描述", "描述", "来电内容", "留言详情", "事件描述"),
        *("反映内容", "description", "content", "text"),
    ),
    CaseField.RECEIVED_AT: (
        *("来电时间", "受理时间", "上报时间", "登记时间", "收到时间", "创建时间", "派单时间"),
        *("留言时间", "抓拍时间", "告警时间", "requested_datetime", "created", "time"),
    ),
    CaseField.TITLE: ("标题", "主题", "诉求标题", "留言主题", "事件名称", "title", "subject"),
    CaseField.HAPPENED_AT: ("发生时间", "事发时间", "发现时间"),
    CaseField.CATEGORY: (
        *("类别", "诉求类别", "小类", "小类名称", "问题类型", "事件类型", "问题分类"),
        *("一级分类", "告警类型", "service_code", "category", "type"),
    ),
    CaseField.REGION: (
        *("区划", "网格", "社区", "所属社区", "所属网格", "网格编号", "街道", "区划代码"),
        *("社区名称", "网格编码", "region"),
    ),
    CaseField.PLACE: (
        *(
            "地址",
            "地点",
            "事发地址",
            "诉求地址",
            "详细地址",
            "位置",
            "位置描述",
            "问题位置",
            "事发地点",
        ),
        *("address", "place", "location"),
    ),
    CaseField.LONGITUDE: ("经度", "坐标X", "X坐标", "lng", "lon", "long", "longitude", "x"),
    CaseField.LATITUDE: ("纬度", "坐标Y", "Y坐标", "lat", "latitude", "y"),
    CaseField.REPORTER_NAME: (
        *("姓名", "来电人", "反映人", "联系人", "诉求人", "市民姓名", "留言用户", "name"),
        "来电人姓名",
    ),
    CaseField.REPORTER_PHONE: (
        *("电话", "联系电话", "手机", "手机号", "来电号码", "联系方式", "手机号码", "phone"),
    ),
}
"""Headers by which offices usually call a field."""

PERSONAL = ("身份证号", "身份证", "证件号码", "民族", "出生日期", "户籍地址", "家庭住址", "性别")
"""Headers of values about persons that a case has no use for."""


def guessed(columns: Sequence[str]) -> dict[str, Use]:
    """Return what each column of an unknown file is most likely used for; a field once."""
    found: dict[str, Use] = {name: OtherUse.NOTHING for name in columns if name}
    pairs = [
        (_nearest(name, usual), name, where) for name in found for where, usual in USUAL.items()
    ]
    used: set[CaseField] = set()
    for near, name, where in sorted(pairs, key=lambda each: -each[0]):
        if near >= SAME and where not in used and found[name] is OtherUse.NOTHING:
            found[name] = where
            used.add(where)
    for name, use in found.items():
        if use is OtherUse.NOTHING and _nearest(name, PERSONAL) >= SAME:
            found[name] = OtherUse.PERSONAL
    return found


def _nearest(name: str, usual: Sequence[str]) -> float:
    return max(likeness(name, each) for each in usual)


TIME_FORMS = (
    *("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日 %H:%M"),
    *("%Y年%m月%d日 %H时%M分", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d %H:%M", "%Y.%m.%d"),
    *("%Y%m%d%H%M%S", "%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
)
"""How offices write times besides ISO 8601, the likelier first."""


def guessed_forms(values: Sequence[str]) -> tuple[str, ...]:
    """Return the form that most values have, () where ISO 8601 or no form fits."""
    if not values:
        return ()
    best = max(TIME_FORMS, key=lambda form: sum(_is_time(value, form) for value in values))
    fits = sum(_is_time(value, best) for value in values)
    return (best,) if fits > sum(_is_time(value, "") for value in values) else ()


def _is_time(value: str, form: str) -> bool:
    try:
        datetime.strptime(value, form) if form else datetime.fromisoformat(value)  # noqa: DTZ007
    except ValueError:
        return False
    return True


def guessed_values(
    uses: Mapping[str, Use], values: Mapping[str, Sequence[str]], source: Source
) -> "DraftValues":
    """Return what an unknown file is most likely like besides its columns."""

    def of(where: CaseField) -> list[str]:
        named = [name for name, use in uses.items() if use is where]
        return [value for name in named for value in values.get(name, ())]

    has_point = CaseField.LONGITUDE in uses.values() and CaseField.LATITUDE in uses.values()
    regions = of(CaseField.REGION)
    by = RegionBy.POINT if has_point and not regions else RegionBy.CODE
    if regions and not any(value.isdigit() for value in regions):
        by = RegionBy.NAME
    return DraftValues(source, guessed_forms(of(CaseField.RECEIVED_AT)), region_by=by)


def uses_of(mapping: CaseMapping, columns: Sequence[str]) -> dict[str, Use]:
    """Return what a mapping uses each column of a file for."""
    found: dict[str, Use] = {name: OtherUse.NOTHING for name in columns if name}
    found |= dict.fromkeys(mapping.personal, OtherUse.PERSONAL)
    found |= dict.fromkeys(mapping.extra.values(), OtherUse.EXTRA)
    for where in mapping.columns:  # a title is often also part of the text: the later one wins
        found |= dict.fromkeys(mapping.headers_of(where), where)
    return found


@dataclass(frozen=True, slots=True)
class DraftValues:
    """What of a mapping is edited beside its columns; the rest stays as it was.

    Attributes:
        categories: Value of the category column → code of a kind.
        regions: Value of the region column → code.
    """

    source: Source
    time_formats: tuple[str, ...] = ()
    crs: str = "CGCS2000"
    zone: str = "Asia/Shanghai"
    region_by: RegionBy = RegionBy.CODE
    region: str = ""
    prefix: str = ""
    category: str = ""
    categories: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)


def mapped(
    base: CaseMapping | None,
    columns: Sequence[str],
    uses: Mapping[str, Use],
    values: DraftValues,
) -> CaseMapping:
    """Return the mapping that uses columns so.

    Args:
        base: The one that is changed: what cannot be edited here (patterns, steps, what senders
            are told) stays as it says.
        columns: Of the file at hand: kept, so that a later one can be compared.
        uses: Of each column.
        values: What is edited beside.

    Raises:
        FieldsLacking: Number, text or time have no column.
    """
    fields = _fields(base, uses)
    lacking = [where for where in NEEDED if where not in fields]
    if lacking:
        from app.core.words import label

        raise FieldsLacking(fields="、".join(map(label, lacking)))
    keys = {header: key for key, header in base.extra.items()} if base is not None else {}
    extra = {keys.get(n, n): n for n, use in uses.items() if use is OtherUse.EXTRA}
    if base is not None:  # a column can be told besides and be a field as well
        again = {k: h for k, h in base.extra.items() if isinstance(uses.get(h), CaseField)}
        extra = again | extra
    blank = CaseMapping(values.source, fields) if base is None else base
    patterns = {where: found for where, found in blank.patterns.items() if where in fields}
    return replace(
        blank,
        source=values.source,
        columns=fields,
        extra=extra,
        patterns=patterns,
        personal=tuple(name for name, use in uses.items() if use is OtherUse.PERSONAL),
        time_formats=values.time_formats,
        crs=values.crs,
        zone=values.zone,
        region_by=values.region_by,
        region=values.region,
        prefix=values.prefix,
        category=values.category,
        categories=dict(values.categories),
        regions=dict(values.regions),
        file_columns=tuple(name for name in columns if name),
    )


def _fields(base: CaseMapping | None, uses: Mapping[str, Use]) -> dict[CaseField, Columns]:
    """Return the columns of each field; a field that shares its column with another keeps it."""
    named: dict[CaseField, list[str]] = {}
    for name, use in uses.items():
        if isinstance(use, CaseField):
            named.setdefault(use, []).append(name)
    found: dict[CaseField, Columns] = {}
    for where, headers in named.items():
        found[where] = headers[0] if len(headers) == 1 else tuple(headers)
    if base is None:
        return found
    for where, told in base.columns.items():
        shared = base.headers_of(where)
        unused = all(isinstance(uses.get(name), CaseField) for name in shared)
        stays = where not in found and unused
        same = where in found and set(shared) >= set(named[where]) and unused
        if stays or same:
            found[where] = told
    return found


def values_of(mapping: CaseMapping) -> DraftValues:
    """Return what of a mapping is edited beside its columns."""
    return DraftValues(
        source=mapping.source,
        time_formats=mapping.time_formats,
        crs=mapping.crs,
        zone=mapping.zone,
        region_by=mapping.region_by,
        region=mapping.region,
        prefix=mapping.prefix,
        category=mapping.category,
        categories=dict(mapping.categories),
        regions=dict(mapping.regions),
    )
