"""What a printed table of rates, or a register, is asked for by: period, moment, split; pure."""

from dataclasses import dataclass
from datetime import datetime

from app.cases.queries.rates import RatesWanted, Split
from app.core.errors import NotFound

_JOINT = "|"


@dataclass(frozen=True, slots=True)
class PaperPeriod:
    """Which rates are printed, and told apart by what."""

    wanted: RatesWanted
    split: Split = Split.UNIT

    def write(self) -> str:
        """Return it as the key of a paper."""
        wanted = self.wanted
        moments = (wanted.since, wanted.until, wanted.as_of)
        told = (*(moment.isoformat() for moment in moments), wanted.region, self.split.value)
        return _JOINT.join(told)

    @staticmethod
    def read(key: str) -> "PaperPeriod":
        """Return what `write` wrote.

        Raises:
            NotFound: It is no such key.
        """
        try:
            since, until, as_of, region, split = key.split(_JOINT)
            wanted = RatesWanted(_aware(since), _aware(until), _aware(as_of), region)
            return PaperPeriod(wanted, Split(split))
        except ValueError as error:
            raise NotFound(key=key) from error


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment
