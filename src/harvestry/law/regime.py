"""The regime: from which day on section 1091 is applied to coins, which it does not name."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from harvestry.units.days import Day, day_text

_FROM: Final = "from:"


class UnknownRegimeError(ValueError):
    """A text that names no regime; the message says which there are."""


@dataclass(frozen=True, slots=True)
class Regime:
    """Losses on coins sold on `coins_from` or later can be washed; `None` is never.

    Securities are covered under every regime (IRC 1091(a), (f)).
    """

    coins_from: Day | None

    def covers_coins_on(self, day: Day) -> bool:
        """Tell whether a loss on a coin sold on a day can be washed."""
        return self.coins_from is not None and day >= self.coins_from

    def __str__(self) -> str:
        """Give the word that names the regime on the command line."""
        if self.coins_from is None:
            return "current-law"
        if self.coins_from == _ALWAYS:
            return "apply"
        return f"{_FROM}{day_text(self.coins_from)}"


_ALWAYS: Final[Day] = 1
CURRENT_LAW: Final = Regime(None)
APPLY: Final = Regime(_ALWAYS)


def regime_of(text: str) -> Regime:
    """Read `current-law`, `apply` or `from:DATE`.

    Raises:
        UnknownRegimeError: the text is none of them.
    """
    for regime in (CURRENT_LAW, APPLY):
        if text == str(regime):
            return regime
    if text.startswith(_FROM):
        with suppress(ValueError):
            return Regime(date.fromisoformat(text.removeprefix(_FROM)).toordinal())
    message = f"{text!r} is no regime; choose current-law, apply or from:DATE (from:2026-01-01)"
    raise UnknownRegimeError(message)
