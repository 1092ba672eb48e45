"""Names that filters of tests speak of, some alike, some peculiar, and filters made of them."""

from uuid import UUID

from hypothesis import strategies as st

from app.cases.filters.fields import SPECS, Sort
from app.cases.filters.model import Clause, Filter, FilterField, Operator
from app.cases.filters.values import DUE_FIXED, PAST_FIXED, span
from app.cases.filters.vocabulary import Names, Term, Vocabulary


def key(n: int) -> str:
    return str(UUID(int=n))


NAMES = Vocabulary(
    categories=Names(
        [
            Term("C01", "公用设施", "gyss"),
            Term("C01-003", "雨水井盖", "ysjg", "公用设施"),
            Term("C01-099", "其他", "qt", "公用设施"),
            Term("E01", "噪声扰民", "zsrm"),
            Term("E01-001", "施工噪声", "sgzs", "噪声扰民"),
            Term("E01-002", "广场舞噪声", "gcwzs", "噪声扰民"),
            Term("E01-099", "其他", "qt", "噪声扰民"),
            Term("X16-001", "旧类别", "jlb", "旧", is_active=False),
        ]
    ),
    regions=Names(
        [
            Term("990102004", "柳溪街道", "lxjd"),
            Term("990102004013", "南塘社区", "ntsq", "柳溪街道"),
            Term("990102004013001", "第一网格", "dywg", "南塘社区"),
            Term("990102004014001", "第一网格", "dywg", "锦绣社区"),
            Term("990102005001001", "第一网格", "dywg", "锦绣社区"),  # nothing tells them apart
        ]
    ),
    units=Names(
        [
            Term(key(1), "城管执法队", "cgzfd"),
            Term(key(2), "市政养护站", "szyhz"),
            Term(key(3), "物业, 北塘里 (一期)", "wybtl"),
            Term(key(4), '叫"老王"的店', "jlwdd"),
            Term(key(5), "=等号公司", "dhgs"),
            Term(key(6), "没有", "my"),
            Term(key(7), "旧单位", "jdw", is_active=False),
        ]
    ),
    people=Names(
        [
            Term(key(11), "周敏", "zm", "受理"),
            Term(key(12), "李伟", "lw", "城管执法队"),
            Term(key(13), "李伟", "lw", "市政养护站"),
            Term(key(14), "我", "w"),
        ]
    ),
    tags=Names([Term(key(21), "汛期", "xq"), Term(key(22), "两 会", "lh")]),
)

_WORDS = st.text(
    st.sampled_from('井盖路 灯"“”,，:：-－@#=>≥2近天超时保密a'), min_size=1, max_size=12
).filter(lambda text: text.strip() and text.isprintable())
_ODD_WORDS = st.text(min_size=1, max_size=12).filter(
    lambda text: text.strip() and text.isprintable()
)
_SPANS = st.tuples(st.none() | st.dates(), st.none() | st.dates()).map(
    lambda days: span(*sorted(days) if None not in days else days)
)
_PAST = st.sampled_from(sorted(PAST_FIXED)) | st.integers(1, 3_660).map("days:{}".format) | _SPANS
_DUE = st.sampled_from(sorted(DUE_FIXED)) | st.integers(1, 10_000).map("hours:{}".format) | _SPANS


def values_of(field: FilterField) -> st.SearchStrategy[str]:
    """Return values of a field, also of what is not there or not known."""
    spec = SPECS[field]
    match spec.sort:
        case Sort.CHOICE:
            known = [str(member.value) for member in spec.choices]
            return st.sampled_from([*known, "of_a_newer_program"])
        case Sort.NAMED:
            known = [term.value for term in NAMES.names(field).terms]
            return st.sampled_from([*known, *spec.extra, key(99)])
        case Sort.PERIOD:
            kept = _DUE if field is FilterField.DUE else _PAST
            return kept.filter(lambda value: fits(field, value))
        case Sort.TIMES:
            return st.integers(1, 1_000).map(str)
        case Sort.YES:
            return st.just("yes")
    return _WORDS | _ODD_WORDS


def fits(field: FilterField, value: str) -> bool:
    from app.cases.filters.values import is_value

    return is_value(field, value)


def clauses_of(field: FilterField) -> st.SearchStrategy[Clause]:
    most = 1 if SPECS[field].sort is Sort.YES else 4
    values = st.lists(values_of(field), min_size=1, max_size=most, unique=True).map(tuple)
    return st.builds(Clause, st.just(field), st.sampled_from(Operator), values)


filters = st.lists(st.sampled_from(FilterField).flatmap(clauses_of), max_size=6, unique=True).map(
    lambda clauses: Filter(tuple(clauses))
)
