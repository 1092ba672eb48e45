"""Mappings written down are read as they were; what drifts in a file is told, with a guess."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.rules import CaseState, Source
from app.exchange.drift import Renamed, drift_of, renamed_in
from app.exchange.mapping import (
    NEEDED,
    CaseField,
    CaseMapping,
    RegionBy,
    ResultField,
    ResultForm,
    StepColumns,
)
from app.exchange.mapping_files import (
    MappingWrongValue,
    load_mapping,
    mapping_from,
    mapping_text,
    shipped_names,
)

# Any text a cell can hold; halves of characters no file can.
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
names = words.filter(bool)
tables = st.dictionaries(names, words, max_size=3)
columns = st.one_of(names, st.lists(names, min_size=1, max_size=3).map(tuple))
results = st.builds(
    ResultForm,
    st.dictionaries(st.sampled_from(ResultField), names, max_size=4).map(
        lambda told: {ResultField.NUMBER: "号"} | told
    ),
    words,
    st.dictionaries(st.sampled_from(CaseState), words, max_size=3),
)
mappings = st.builds(
    CaseMapping,
    source=st.sampled_from(Source),
    columns=st.dictionaries(st.sampled_from(CaseField), columns).flatmap(
        lambda told: st.fixed_dictionaries(dict.fromkeys(NEEDED, columns)).map(
            lambda needed: told | needed
        )
    ),
    extra=tables,
    steps=st.none() | st.builds(StepColumns, names, names, words),
    patterns=st.dictionaries(
        st.sampled_from(CaseField),
        words.map(lambda text: re.compile(f"({re.escape(text)})")),
        max_size=2,
    ),
    categories=tables,
    category=words,
    time_formats=st.lists(words, max_size=2).map(tuple),
    zone=st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York"]),
    crs=st.sampled_from(["CGCS2000", "GCJ-02", "WGS84", "EPSG:4547"]),
    prefix=words,
    region=st.text(string.digits, max_size=15),
    drop=st.lists(words, max_size=2).map(tuple),
    remark=words,
    region_by=st.sampled_from(RegionBy),
    regions=tables,
    file_columns=st.lists(words, max_size=4).map(tuple),
    result=st.none() | results,
)


@settings(max_examples=60, deadline=None)
@given(mappings)
def test_what_is_written_is_read_as_it_was(mapping):
    assert mapping_from(mapping_text(mapping), "m") == mapping


def test_every_shipped_mapping_survives_being_written():
    for name in shipped_names():
        mapping = load_mapping(Path(name))
        assert mapping_from(mapping_text(mapping), name) == mapping


SHORT = 'source = "call"\n[columns]\nexternal_number = "号"\ntext = "内容"\nreceived_at = "时间"\n'


@pytest.mark.parametrize(
    "more",
    [
        "[result]\nstate = '状态'\n",
        "[result]\nnumber = '号'\nmood = '心情'\n",
        "[result_states]\nasleep = '睡了'\n",
    ],
)
def test_what_senders_are_told_is_checked_too(more):
    with pytest.raises(MappingWrongValue):
        mapping_from(SHORT + more, "m")
    with pytest.raises(MappingWrongValue):
        mapping_from(f"region_by = 'smell'\n{SHORT}", "m")


def test_a_column_that_is_gone_is_paired_with_the_new_one_most_like_it():
    mapping = mapping_from(f'file_columns = ["号", "内容", "时间", "来电人"]\n{SHORT}', "m")
    drift = drift_of(mapping, ("工单号", "诉求内容", "时间", "坐席"))
    assert drift.missing == ("号", "内容")
    assert drift.gone == ("来电人",)
    assert drift.new == ("工单号", "诉求内容", "坐席")
    assert drift.renamed == (Renamed("号", "工单号"), Renamed("内容", "诉求内容"))
    now = renamed_in(mapping, drift.renamed)
    assert now.headers == ("工单号", "诉求内容", "时间")
    assert not drift_of(now, ("工单号", "诉求内容", "时间")).missing


def test_a_file_as_it_was_drifts_in_nothing():
    mapping = mapping_from(f'file_columns = ["号", "内容", "时间"]\n{SHORT}', "m")
    assert not drift_of(mapping, ("号", "内容", "时间"))
    assert not drift_of(mapping_from(SHORT, "m"), ("时间", "内容", "号"))


def test_columns_about_persons_are_no_news():
    mapping = mapping_from(f'personal = ["身份证"]\nfile_columns = ["号"]\n{SHORT}', "m")
    assert drift_of(mapping, ("号", "内容", "时间", "身份证")).new == ()
