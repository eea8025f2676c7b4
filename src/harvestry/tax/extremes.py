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


class _Amount(NamedTuple):
    """What one unknown piece may have gained, its term, and whether it is of a collectible."""

    gain: Money
    term: Term
    collectible: bool = False


def ends_of(did: Activity) -> Ends:
    """Give the year at both ends of its unknown amounts (docs/spec/tax-year.md 5).

    What is gained costs most as short-term gain and least as long-term gain; a loss the other way
    round, since a long-term loss is taken from gain that is taxed less.
    """
    if did.known:
        return Ends(did, did)
    lowest = [_Amount(_lowest(row), row.term, of_it) for row, of_it in did.unknown_gains]
    lowest += [_Amount(-BOUNDLESS, Term.SHORT) for _ in did.unknown_results]
    least = _with(did, lowest, gains=Term.LONG, losses=Term.SHORT)
    if did.unknown_income or did.unknown_results:
        return Ends(least, None)
    highest = []
    for row, collectible in did.unknown_gains:
        gain = _highest(row)
        if gain is None:
            return Ends(least, None)
        highest.append(_Amount(gain, row.term, collectible))
    return Ends(least, _with(did, highest, gains=Term.SHORT, losses=Term.LONG))


def _lowest(row: FormRow) -> Money:
    """Give the least a piece may have gained: of unknown bases a gift's alone has an upper end."""
    if row.gain is not None:  # its term alone is unknown
        return row.gain
    most_basis = row.match.most_basis
    if most_basis is not None and row.proceeds is not None:
        return row.proceeds - most_basis + _adjustment(row)
    if row.match.basis is None or row.basis is None:
        return -BOUNDLESS
    return _adjustment(row) - row.basis


def _highest(row: FormRow) -> Money | None:
    """Give the most a piece may have gained: all its proceeds, where they are known.

    A gift sold below the donor's basis has no gain, whatever it was worth (IRC 1015(a)).
    """
    if row.gain is not None:
        return row.gain
    if row.match.most_basis is not None:
        return 0
    if row.match.proceeds is None or row.proceeds is None:
        return None
    return row.proceeds + _adjustment(row)


def _adjustment(row: FormRow) -> Money:
    """Give what is known of column (g)."""
    return sum(each.amount or 0 for each in row.adjustments)


def _with(did: Activity, amounts: list[_Amount], *, gains: Term, losses: Term) -> Activity:
    sums = {Term.SHORT: did.short, Term.LONG: did.long}
    collectibles = did.collectibles
    for amount, term, collectible in amounts:
        known = term if term is not Term.UNKNOWN else gains if amount > 0 else losses
        sums[known] += amount
        if collectible and known is Term.LONG:
            collectibles += amount
    short, long = sums[Term.SHORT], sums[Term.LONG]
    return replace(did, short=short, long=long, collectibles=collectibles)
