"""Rows of Form 8949 for the benchmarks."""

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.match import Match, Term
from harvestry.tax.form_8949.row import Adjustment, FormRow
from harvestry.units.days import day_of
from harvestry.units.exact import CENT, WHOLE_COIN
from harvestry.units.source_ref import SourceFile, SourceRef

_BOXES = "HIKL"
_WASHED = 7
_LOT_DAYS = 340


def form_rows(count: int) -> list[FormRow]:
    """Give rows of 2025 in four boxes, one in seven washed, units of many digits."""
    source = SourceRef(SourceFile("bench.csv", "0" * 64), (1,))
    first = day_of("2025-01-01")
    rows = []
    for n in range(count):
        letter = _BOXES[n % len(_BOXES)]
        term = Term.SHORT if letter in "HI" else Term.LONG
        sold = first + n % _LOT_DAYS
        event = Event(f"s{n:06}", n, "kraken", Kind.SELL, "BTC", WHOLE_COIN, None, source)
        units = WHOLE_COIN // 7 + n
        paid, cost = (100_000 + n) * CENT, (120_000 - n) * CENT
        match = Match(
            *(event.id, event, "BTC", f"b{n}", f"b{n}", units, first - 1, first - 1, sold),
            *(term, paid, cost),
        )
        codes = (Adjustment("W", 500 * CENT),) if n % _WASHED == 0 else ()
        rows.append(FormRow(match, n, letter, first - 1, paid, cost, codes))
    return rows
