"""Words of a case's document that were made ready before its rows are written."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.cases.document_content import Told, case_content, wording
from app.core.database.text_index import fts5_columns
from app.core.ids import new_id

SIGNS = st.text(alphabet="井盖缺失aB1Ⅳ㎡ ，。\n", max_size=20)


@given(title=SIGNS, place=SIGNS, number=SIGNS, text=SIGNS)
def test_words_made_ready_are_those_the_index_would_make_itself(title, place, number, text):
    at = datetime(2026, 11, 24, tzinfo=UTC)
    case = Told(new_id(), None, number, title, text, place, "C01", "submitted", "990102", None, at)
    words = wording(title, place, number, text)

    content = case_content(case, (), (), words)

    assert content == case_content(case, (), ())
    assert fts5_columns(content, words.cut) == fts5_columns(content)
