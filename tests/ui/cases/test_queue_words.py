"""What stands in an empty queue."""

from app.cases.queries.queue import QueueView
from ui.cases.queue_words import empty_words


def test_an_empty_view_of_ones_first_contacts_says_what_would_stand_there(qapp):
    title, why = empty_words(QueueView.FIRST_CONTACT)

    assert title == "还没有您首问的事件"
    assert "结案以后移走" in why
