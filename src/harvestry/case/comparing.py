"""Methods side by side: what a year comes to if all history is matched by one or another."""

from collections.abc import Iterator, Sequence
from typing import Final

from harvestry import pipeline
from harvestry.case.runs import Runs
from harvestry.case.view import View
from harvestry.case.year_tax import tax_year
from harvestry.events.account import Method
from harvestry.ledger.match import Term
from harvestry.reports.compare_tables import Compared
from harvestry.reports.holding_tables import LotValue
from harvestry.reports.year_tables import totals_of
from harvestry.units.days import year_of
from harvestry.units.exact import Money, share

_ORDERS: Final = (Method.FIFO, Method.LIFO, Method.HIFO)


def compared(view: View, runs: Runs, year: int) -> Iterator[Compared]:
    """Give the year as it was matched, then by each method; specific where a sale names lots."""
    yield _compared(view, "in force", year)
    orders = _ORDERS if not _names_lots(view.run) else (*_ORDERS, Method.SPECIFIC)
    for method in orders:
        again = view.of(runs.rematched(view.run.stance, method))
        yield _compared(again, method.upper(), year)


def _names_lots(run: pipeline.Run) -> bool:
    return any(event.detail.lots for event in run.events)


def _compared(view: View, name: str, year: int) -> Compared:
    rows = view.gains(year)
    short, long = (totals_of(rows, term) for term in (Term.SHORT, Term.LONG))
    unknown = sum(1 for row in rows if not row.form.complete)
    done = tax_year(view, year)
    held = view.on_return()
    return Compared(
        name=name,
        short=short.known_gain,
        long=long.known_gain,
        unknown=unknown,
        held_unknown=sum(1 for each in held if each.unrealised is None),
        unrealised=_unrealised(view, held),
        provisional=view.provisional_note(year),
        prepared=done.prepared,
        order_unknown=sum(1 for each in view.unsure if year_of(each.on) <= year),
    )


def _unrealised(view: View, held: Sequence[LotValue]) -> Money | None:
    """Give the known part of the gain that would go on the return, `None` if none is known."""
    gains = ((each.lot.account, each.unrealised) for each in held)
    known = [_on_return(view, account, gain) for account, gain in gains if gain is not None]
    return None if held and not known else sum(known)


def _on_return(view: View, account: str, gain: Money) -> Money:
    part = view.returns.part(account, view.run.moment.day)
    return share(gain, part.numerator, part.denominator)
