"""The ends of what is unknown: the year that would cost least, and the one that would cost most."""

from dataclasses import replace
from typing import Final, NamedTuple

from harvestry.ledger.match import Term
from harvestry.tax.activity import Activity
from harvestry.tax.form_8949.row import FormRow
from harvestry.units.exact import DOLLAR, Money

BOUNDLESS: Final[Money] = 10**12 * DOLLAR
"""More than any return holds: a loss without a lower end wipes out every gain."""


class Ends(NamedTuple):
    """The same year at both ends; `most` is `None` where the unknown has no upper end."""

    least: Activity
    most: Activity | None


def ends_of(did: Activity) -> Ends:
    """Give the year at both ends of its unknown amounts (docs/spec/tax-year.md 5).

    What is gained costs most as short-term gain and least as long-term gain; a loss the other way
    round, since a long-term loss is taken from gain that is taxed less.
    """
    if did.known:
        return Ends(did, did)
    lowest = [(_lowest(each), each.term) for each in did.unknown_gains]
    lowest += [(-BOUNDLESS, Term.SHORT) for _ in did.unknown_results]
    least = _with(did, lowest, gains=Term.LONG, losses=Term.SHORT)
    highest = [(_highest(each), each.term) for each in did.unknown_gains]
    if did.unknown_income or did.unknown_results or any(gain is None for gain, _ in highest):
        return Ends(least, None)
    known = [(gain, term) for gain, term in highest if gain is not None]
    return Ends(least, _with(did, known, gains=Term.SHORT, losses=Term.LONG))


def _lowest(row: FormRow) -> Money:
    """Give the least a piece may have gained: an unknown basis has no upper end."""
    match = row.match
    if match.basis is None:
        return -BOUNDLESS
    if match.proceeds is None:
        return -match.basis
    return match.proceeds - match.basis + match.disallowed


def _highest(row: FormRow) -> Money | None:
    """Give the most a piece may have gained: all its proceeds, where they are known."""
    match = row.match
    if match.proceeds is None:
        return None
    return match.proceeds - (match.basis or 0) + match.disallowed


def _with(
    did: Activity, amounts: list[tuple[Money, Term]], *, gains: Term, losses: Term
) -> Activity:
    sums = {Term.SHORT: did.short, Term.LONG: did.long}
    for amount, term in amounts:
        known = term if term is not Term.UNKNOWN else gains if amount > 0 else losses
        sums[known] += amount
    return replace(did, short=sums[Term.SHORT], long=sums[Term.LONG])
