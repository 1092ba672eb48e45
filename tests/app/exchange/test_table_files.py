import codecs
import io
import json
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import sentence
from app.exchange.excel_cells import BrokenExcel
from app.exchange.json_rows import BrokenJson
from app.exchange.table_files import (
    BrokenTable,
    ColumnsMissing,
    ColumnsTwice,
    EmptyFile,
    FileMissing,
    OldExcel,
    read_table,
)
from app.exchange.text_encoding import MixedEncodings, text_encoding

DATA = Path(__file__).parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="no shared data here")
TEXT = "代码,名称\n14,山西省\n1402,大同市\n"


@pytest.fixture
def write(tmp_path):
    def put(content, name="表.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


def rows(path, required=()):
    return [(row.line, dict(row.values)) for row in read_table(path, required).rows]


EXPECTED = [(2, {"代码": "14", "名称": "山西省"}), (3, {"代码": "1402", "名称": "大同市"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_a_csv_is_read_in_each_encoding_that_is_in_use(write, encoding):
    assert rows(write(TEXT.encode(encoding))) == EXPECTED


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_of_all_systems_are_read(write, delimiter, newline):
    assert rows(write(TEXT.replace(",", delimiter).replace("\n", newline))) == EXPECTED


def test_a_line_in_another_encoding_is_named(write):
    lines = [f"{code},{name}\n" for code, name in (("代码", "名称"), ("14", "山西省大同市"))]
    mixed = "".join(lines).encode() + "1402,平城区\n".encode("gb18030")

    with pytest.raises(MixedEncodings) as refusal:
        read_table(write(mixed))

    assert "第 3 行" in sentence(refusal.value)


def test_a_line_of_utf8_in_a_file_of_gb18030_is_named(write):
    lines = ["代码,名称", "14,山西省", "1402,大同市", "140213,平城区"]
    mixed = [line.encode("gb18030") for line in lines]
    mixed[2] = "1402,大同市平城区".encode()

    with pytest.raises(MixedEncodings) as refusal:
        read_table(write(b"\n".join(mixed)))

    assert refusal.value.facts == {"line": 3}


def test_bytes_that_are_no_text_are_named(write):
    with pytest.raises(MixedEncodings) as refusal:
        read_table(write("代码,名称\n".encode("gb18030") + b"14,\xff\xff\n"))

    assert refusal.value.facts == {"line": 2}


def test_a_file_that_says_it_is_utf8_is_held_to_it(write):
    with pytest.raises(MixedEncodings):
        read_table(write(codecs.BOM_UTF8 + TEXT.encode("gb18030")))


@given(st.lists(st.text("省市区街道社委会村联通东西南北abc123,", max_size=12), max_size=12))
def test_text_in_one_encoding_is_never_read_as_another(tmp_path_factory, lines):
    text = "\n".join(lines)
    path = tmp_path_factory.mktemp("text") / "text.csv"

    path.write_bytes(text.encode("utf-8"))
    assert path.read_text(encoding=text_encoding(path)) == text

    path.write_bytes(text.encode("gb18030"))
    with suppress(UnicodeDecodeError):
        path.read_bytes().decode("utf-8")
        return  # 省通 alone is valid in both, and nobody can tell
    assert path.read_text(encoding=text_encoding(path)) == text


def test_missing_columns_are_named_with_those_that_are_there(write):
    with pytest.raises(ColumnsMissing) as refusal:
        read_table(write(TEXT), required=["代码", "级别", "上级代码"])

    said = sentence(refusal.value)
    assert "级别、上级代码" in said
    assert "代码、名称" in said


def test_the_header_may_follow_a_title(write):
    path = write("某某街道区划表,,\n填表日期：2026年,,\n\n代码,名称,备注\n14,山西省,\n")

    assert rows(path, ["代码", "名称"]) == [(5, {"代码": "14", "名称": "山西省", "备注": ""})]


def test_a_column_named_twice_is_refused(write):
    with pytest.raises(ColumnsTwice) as refusal:
        read_table(write("名称,名称\na,b\n"))

    assert "名称" in sentence(refusal.value)


def test_cells_lose_blanks_of_every_kind_and_guards_of_digits(write):
    path = write('\ufeff 代码\t,　名称\u00a0,\n\t="140213" ,\u3000平城区\u200b,\n')

    assert rows(path) == [(2, {"代码": "140213", "名称": "平城区"})]


def test_empty_lines_are_passed_over_and_line_numbers_stay_true(write):
    path = write('代码,名称\n\n14,"山西\n省"\n,\n1402,大同市\n')

    assert rows(path) == [
        (3, {"代码": "14", "名称": "山西\n省"}),
        (6, {"代码": "1402", "名称": "大同市"}),
    ]


def test_rows_that_are_too_short_or_too_long_are_told_apart(write):
    path = write("代码,名称\n14\n1402,大同市,\n140213,平城区,多出一格\n")

    found = list(read_table(path).rows)

    assert [dict(row.values) for row in found] == [
        {"代码": "14", "名称": ""},
        {"代码": "1402", "名称": "大同市"},
        {"代码": "140213", "名称": "平城区"},
    ]
    assert [row.has_surplus for row in found] == [False, False, True]


def test_a_very_long_cell_is_read_whole(write):
    long = "很长的话🙂" * 40_000

    assert rows(write(f"代码,内容\n1,{long}\n")) == [(2, {"代码": "1", "内容": long})]


def test_a_quote_without_its_partner_is_named_by_its_line(write):
    table = read_table(write('代码,名称\n14,山西省\n15,"内蒙"古\n'))

    with pytest.raises(BrokenTable) as refusal:
        list(table.rows)

    assert "第 3 行" in sentence(refusal.value)


@pytest.mark.parametrize("content", ["", "\n\n", " , \n", "\ufeff"])
def test_a_file_without_content_is_refused(write, content):
    with pytest.raises(EmptyFile):
        read_table(write(content))


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path):
    for path in (tmp_path / "没有.csv", tmp_path):
        with pytest.raises(FileMissing) as refusal:
            read_table(path)
        assert path.name in sentence(refusal.value)


def test_rows_are_read_while_they_are_asked_for(write):
    table = read_table(write(TEXT + '3,"' + "没有结尾" * 10))

    assert next(table.rows).values["代码"] == "14"


AT_NIGHT = datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001  Excel knows no zones


def sheet(*lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_is_read_as_it_is_shown(write):
    content = sheet(
        ["某某街道"],
        ["代码", "名称", "比例", "日期", "时间", "在用", "错"],
        [],
        [140213054001, " 振华 ", 0.5, date(2026, 1, 2), AT_NIGHT, True, "#REF!"],
        [1e16, None, None, None, None, None, None],
    )

    found = rows(write(content, "名册.xlsx"), ["代码", "名称"])

    first = {
        "代码": "140213054001",
        "名称": "振华",
        "比例": "0.5",
        "日期": "2026-01-02 00:00:00",
        "时间": "2026-01-02 03:04:00",
        "在用": "True",
        "错": "",
    }
    assert found == [(4, first), (5, {**dict.fromkeys(first, ""), "代码": "10000000000000000"})]


def test_a_workbook_is_known_by_its_content_not_by_its_name(write):
    assert rows(write(sheet(["代码"], ["14"]), "名册.csv")) == [(2, {"代码": "14"})]


def test_an_old_or_locked_workbook_says_what_to_do(write):
    with pytest.raises(OldExcel) as refusal:
        read_table(write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.xls"))

    assert ".xlsx" in sentence(refusal.value)


def test_a_damaged_workbook_and_another_zip_file_are_refused(write):
    whole = sheet(["代码"], ["14"])
    no_zip = b"PK\x03\x04" + b"\0" * 100
    for content in (whole[: len(whole) // 2], no_zip):
        with pytest.raises(BrokenExcel):
            read_table(write(content, "坏.xlsx"))


def test_a_json_list_is_read_with_the_lines_its_objects_begin_on(write):
    text = """[
 {"代码": 14, "名称": " 山西省 "},

 {"代码": 1402.10,
  "别名": null, "人": {"x": 1}}
]"""

    found = rows(write(text, "表.json"), ["代码"])

    assert found == [
        (2, {"代码": "14", "名称": "山西省"}),
        (4, {"代码": "1402.10", "名称": "", "别名": "", "人": '{"x": "1"}'}),
    ]


def test_a_dotted_name_reaches_into_nested_json(write):
    text = """[{"人": {"名": null}, "点": [113.3, 40.1], "a.b": "平"},
 {"人": "无", "点": []}]"""
    wanted = ["人.名", "点.1", "a.b"]

    found = rows(write(text, "表.json"), wanted)

    told = [{name: values[name] for name in wanted} for _line, values in found]
    assert told == [
        {"人.名": "", "点.1": "40.1", "a.b": "平"},
        {"人.名": "", "点.1": "", "a.b": ""},
    ]


def test_json_that_leaves_empty_keys_out_is_read_all_the_same(write):
    text = '[{"号": "1"}, {"号": "2", "话": "灯"}]'
    found = rows(write(text, "表.json"), ["号", "话"])
    assert [values["话"] for _line, values in found] == ["", "灯"]
    with pytest.raises(ColumnsMissing):
        read_table(write(text, "表.json"), ["号", "时"])


def test_json_lines_are_read_as_well(write):
    assert rows(write('{"a": "1"}\n{"a": "2"}\n')) == [(1, {"a": "1"}), (2, {"a": "2"})]


@given(
    st.lists(st.dictionaries(st.just("a"), st.text(max_size=40), min_size=1), min_size=1),
    st.sampled_from([None, 1]),
)
def test_every_json_object_is_read_once_and_in_order(tmp_path_factory, objects, indent):
    from app.exchange.json_rows import json_rows

    path = tmp_path_factory.mktemp("json") / "表.json"
    path.write_text(json.dumps(objects, indent=indent, ensure_ascii=False), encoding="utf-8")

    assert [values for _, values in json_rows(path, "utf-8")] == objects


def test_a_json_object_larger_than_a_chunk_is_read(write):
    big = [{"a": "很长" * 100_000}, {"a": "短"}]

    found = rows(write(json.dumps(big, ensure_ascii=False)))

    assert [len(values["a"]) for _, values in found] == [200_000, 1]


@pytest.mark.parametrize(
    ("text", "line"),
    [('[\n{"a": 1},\n{"a": \n', 4), ('[\n{"a": 1},\n2]', 3), ('[\n{"a": 1},\n{"a": x}]', 3)],
)
def test_broken_json_is_named_by_its_line(write, text, line):
    table = read_table(write(text))

    with pytest.raises(BrokenJson) as refusal:
        list(table.rows)

    assert f"第 {line} 行" in sentence(refusal.value)


def test_an_empty_json_list_and_missing_keys_are_refused(write):
    with pytest.raises(EmptyFile):
        read_table(write("[]"))
    with pytest.raises(ColumnsMissing):
        read_table(write('[{"a": 1}]'), required=["b"])


@needs_data
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("china_divisions_2023_l1-4.csv", 44_703),
        ("taidi2020C_att2_sample495_labelled.csv", 495),
        ("taidi2020C_att2_sample495_labelled.xlsx", 495),
        ("baltimore311_2018_10k.csv", 10_000),
        ("receipt_wabo_municipal_permits.csv", 8_577),
        ("dongguan_sun0769_60.json", 60),
        ("taidi2020C_att1_category_tree.csv", 517),
    ],
)
def test_real_files_are_read_to_the_last_row(name, count):
    assert sum(1 for row in read_table(DATA / name).rows if not row.has_surplus) == count


@needs_data
def test_the_messages_read_the_same_from_csv_and_excel():
    stem = "taidi2020C_att2_sample495_labelled"
    first, second = (read_table(DATA / f"{stem}.{end}") for end in ("csv", "xlsx"))

    assert first.columns == second.columns
    for one, other in zip(first.rows, second.rows, strict=True):
        assert one.values["留言编号"] == other.values["留言编号"]
        assert one.values["留言主题"] == other.values["留言主题"]
