"""Colours and marks of meetings and resolutions."""

from app.party.conference.rules import MeetingState, ResolutionState

TONES = {
    MeetingState.CALLED: "accent",
    MeetingState.HELD: "ok",
    MeetingState.VOID: "over",
    MeetingState.CANCELLED: "sus",
}
INKS = {
    MeetingState.CALLED: "accent",
    MeetingState.HELD: "text.2",
    MeetingState.VOID: "over",
    MeetingState.CANCELLED: "text.3",
}
RESOLUTION_TONES = {
    ResolutionState.OPEN: "accent",
    ResolutionState.REPORTED: "warn",
    ResolutionState.DONE: "ok",
}
ICONS = {"accent": "ph.timer", "ok": "ph.check-circle", "over": "ph.warning-circle-fill"}
ICONS |= {"sus": "ph.pause-circle", "warn": "ph.warning-fill"}
