"""The page of committee and conference: meetings, resolutions, members."""

from PySide6.QtCore import QCoreApplication

from ui.core.slices import Desk
from ui.core.targets import MeetingWanted, Target
from ui.parts.registers.page import RegistersPage
from ui.party.conference.meetings_view import MeetingsView
from ui.party.conference.resolutions_view import ResolutionsView
from ui.party.conference.seats_view import SeatsView


class ConferencePage(RegistersPage):
    """Somebody may be sent to a meeting."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.meetings = MeetingsView(desk)
        title = QCoreApplication.translate("PartySlice", "大工委")
        super().__init__(name, title, (self.meetings, ResolutionsView(desk), SeatsView(desk)))

    def show_target(self, target: Target) -> None:
        """Show the meeting somebody was sent to."""
        if isinstance(target, MeetingWanted):
            self.go_to(0)
            self.meetings.show_meeting(target.meeting_id)
