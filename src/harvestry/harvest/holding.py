"""One asset in one account, its lots in selling order, and the best place to stop."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.events.prices import Quote
from harvestry.ledger.match import Match, Term
from harvestry.units.exact import Money, Quantity


@dataclass(frozen=True, slots=True)
class Step:
    """One lot in the order it would be sold, with what selling through it would have come to.

    `gain` and `cumulative` are `None` from the first lot of unknown basis on.
    """

    match: Match
    cumulative_quantity: Quantity
    gain: Money | None
    cumulative: Money | None


class ByTerm(NamedTuple):
    """An amount of short-term and of long-term gain or loss."""

    short: Money = 0
    long: Money = 0

    @property
    def total(self) -> Money:
        """Both together."""
        return self.short + self.long


NOTHING: Final = ByTerm()
"""Nothing of either term."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One asset in one account, as one order would sell it.

    `stop` counts the lots to sell; 0 where no prefix of them is a loss. `quote` is `None` without a
    price, and then no gain is known. `washed` is what more purchases made before would disallow of
    losses if it is made: of its own, less what they then disallow no more of losses taken earlier
    that day. Where that would leave a gain there is no stop; it was to be `held_up`.
    """

    account: str
    asset: str
    quote: Quote | None
    steps: tuple[Step, ...]
    stop: int
    washed: ByTerm = NOTHING
    held_up: int = 0

    @property
    def lockable(self) -> Money:
        """The gain (below zero: the loss) of selling through the best place to stop."""
        return 0 if not self.stop else self.steps[self.stop - 1].cumulative or 0

    @property
    def disallowed(self) -> Money:
        """What more purchases made before would disallow of losses if that sale is made."""
        return self.washed.total

    def before_washes(self) -> ByTerm | None:
        """Give the gain of selling through the stop by term; `None` where a term is unknown."""
        sums = {Term.SHORT: 0, Term.LONG: 0}
        for step in self.steps[: self.stop]:
            if step.match.term is Term.UNKNOWN:
                return None
            sums[step.match.term] += step.gain or 0
        return ByTerm(sums[Term.SHORT], sums[Term.LONG])

    def taken(self) -> ByTerm | None:
        """Give what selling through the stop puts on the return by term, after washes."""
        before = self.before_washes()
        if before is None:
            return None
        return ByTerm(before.short + self.washed.short, before.long + self.washed.long)

    @property
    def left(self) -> Money:
        """What is left of it (below zero: a loss) after what the wash-sale rule disallows."""
        return self.lockable + self.disallowed

    def other_stops(self, most: int) -> list[int]:
        """Give where else to stop: behind each run of losses, and behind the last known lot.

        At most so many, those of the greatest loss, the fewest lots first.
        """
        known = [n for n, step in enumerate(self.steps, start=1) if step.cumulative is not None]
        behind_a_run = [
            n
            for n in known
            if (self.steps[n - 1].gain or 0) < 0
            and (n == len(self.steps) or (self.steps[n].gain or 0) >= 0)
        ]
        stops = {*behind_a_run, *known[-1:]} - {self.stop}
        return sorted(sorted(stops, key=lambda n: self.steps[n - 1].cumulative or 0)[:most])

    @property
    def quantity_to_sell(self) -> Quantity:
        """The units to sell for it."""
        return 0 if not self.stop else self.steps[self.stop - 1].cumulative_quantity

    @property
    def quantity(self) -> Quantity:
        """All units held."""
        return self.steps[-1].cumulative_quantity if self.steps else 0

    @property
    def quantity_unknown(self) -> Quantity:
        """The units whose basis is unknown."""
        return sum(step.match.quantity for step in self.steps if step.match.basis is None)

    @property
    def uncertain(self) -> bool:
        """Tell whether what selling everything comes to is unknown."""
        return bool(self.steps) and self.steps[-1].cumulative is None

    @property
    def undecided(self) -> bool:
        """Tell whether it is unknown what to sell: no price, or no loss before what is unknown."""
        return not self.stop and (self.quote is None or self.uncertain)

    def losses(self, term: Term) -> Money | None:
        """Give the sum of the losses of that term over lots of known basis.

        `None` without a price, where no lot's gain is known, or where a term is not.
        """
        if any(step.gain and step.match.term is Term.UNKNOWN for step in self.steps):
            return None
        gains = (step.gain for step in self.steps if step.match.term is term)
        return self._sum(gains, below=True)

    def gains(self) -> Money | None:
        """Give the sum of the gains over lots of known basis; `None` where none is known."""
        return self._sum((step.gain for step in self.steps), below=False)

    def _sum(self, gains: Iterable[Money | None], *, below: bool) -> Money | None:
        if all(step.gain is None for step in self.steps):
            return None
        return sum(gain for gain in gains if gain is not None and (gain < 0) is below)


def holding_of(
    account: str,
    asset: str,
    quote: Quote | None,
    matches: list[Match],
    *,
    undated_first: bool = False,
) -> Holding:
    """Give a holding of the matches its sale would make, stopping where the loss is greatest.

    With `undated_first` the order sells the earliest first and a lot is of unknown date: it may be
    the first of all, whatever its place here, so nothing is promised.
    """
    steps = []
    sold, cumulative = 0, 0
    known = not undated_first
    stop, least = 0, 0
    for n, match in enumerate(matches, start=1):
        sold += match.quantity
        gain = match.gain
        known = known and gain is not None
        if gain is not None and known:
            cumulative += gain
            if cumulative < least:
                stop, least = n, cumulative
        steps.append(Step(match, sold, gain, cumulative if known else None))
    return Holding(account, asset, quote, tuple(steps), stop)
