"""Feeds: files of other offices that come in by themselves, and what they are told back."""
