"""How many examples a property is tried with."""

import hypothesis

THOROUGH = "thorough"
"""The profile that `THOROUGH=1` chooses: every property with three hundred examples. A run before
each change takes the usual hundred, different ones every time."""


def few(examples: int) -> hypothesis.settings:
    """Try a property of costly examples with these few in every run, with all of them where
    everything is tried thoroughly; different ones each time.
    """
    thorough = hypothesis.settings.get_current_profile_name() == THOROUGH
    return hypothesis.settings() if thorough else hypothesis.settings(max_examples=examples)
