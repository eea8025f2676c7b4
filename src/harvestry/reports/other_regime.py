"""The other regime's total, which stands beside that of the regime in use."""

from collections.abc import Sequence

from harvestry.law.load import Law, MissingLawError
from harvestry.law.regime import Regime
from harvestry.ledger.match import Term
from harvestry.reports.cell_text import cell_text
from harvestry.reports.json_text import Json, money
from harvestry.reports.table import Unit
from harvestry.reports.year_tables import GainRow, totals_of
from harvestry.units.days import Day
from harvestry.units.exact import Money


def other_document(regime: Regime, rows: Sequence[GainRow], cautions: Sequence[str]) -> Json:
    """Give the sums of the other regime, by term and in all, and what to bear in mind."""
    sums = {term: totals_of(rows, term) for term in Term}
    return {
        "regime": str(regime),
        "totals": {
            term.value: {
                "adjustment": None if each.all_unknown else money(each.adjustment),
                "gain": money(each.known_gain),
            }
            for term, each in sums.items()
        },
        "net": money(_net(rows)),
        "cautions": list(cautions),
    }


def beside(
    own: Regime,
    rows: Sequence[GainRow],
    other: Regime,
    instead: Sequence[GainRow],
    year: int | None,
) -> tuple[str, ...]:
    """Say the net gain or loss under the regime in use and under the other."""
    if not rows:
        return ()
    when = "of all years" if year is None else f"of {year}"
    told = [f"{_amount(_net(rows))} under {own}", f"{_amount(_net(instead))} under {other}"]
    left_out = "; rows of unknown gain are left out" if _any_unknown((*rows, *instead)) else ""
    if _net(rows) == _net(instead):
        return (f"Net {when}: {told[0]}, and the same under {other}{left_out}.",)
    return (f"Net {when}: {told[0]}; {told[1]}{left_out}.",)


def cautions(
    law: Law, day: Day, rows: Sequence[GainRow], instead: Sequence[GainRow], *, planned: bool
) -> tuple[str, ...]:
    """Say what speaks against losses that one regime allows and the other washes, if there are any.

    `planned`: sales that are only proposed come to another loss under the other.

    IRC 7701(o), and the bills that would extend section 1091 to coins, as far as they were read.
    """
    if not planned and _net(rows) == _net(instead):
        return ()
    try:
        dated = law.on("coin-loss-cautions", day)
    except MissingLawError:
        return ()
    return (f"{dated.values['says']} See {dated.cite.law}.",)


def _any_unknown(rows: Sequence[GainRow]) -> bool:
    return any(row.form.gain is None for row in rows)


def _net(rows: Sequence[GainRow]) -> Money | None:
    """Give the net of the rows that are known, `None` where there are only unknown ones."""
    sums = [totals_of(rows, term) for term in Term]
    if rows and not any(each.rows for each in sums):
        return None
    return sum(each.gain for each in sums)


def _amount(money: Money | None) -> str:
    return cell_text(money, Unit.GAIN)
