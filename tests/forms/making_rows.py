"""Rows of Form 8949 for tests of what becomes of them."""

from harvestry.events.event import Detail, Event
from harvestry.events.kind import Kind
from harvestry.ledger.match import Match, Term
from harvestry.tax.form_8949.row import AcquiredWord, Adjustment, FormRow
from harvestry.units.days import day_of
from harvestry.units.exact import money_of, quantity_of
from harvestry.units.source_ref import SourceFile, SourceRef

HERE = SourceRef(SourceFile("own.csv", "0" * 64), (1,))


def row(
    number: int = 1,
    *,
    proceeds: str | None = "1000",
    basis: str | None = "900",
    codes: str = "",
    box: str | None = "I",
    account: str = "kraken",
    asset: str = "BTC",
    units: str = "1",
    sold: str = "2025-03-01",
    acquired: str | AcquiredWord = "2025-01-02",
    sale: str = "",
    transaction: str | None = None,
) -> FormRow:
    """Give a row; `codes` such as `B:800;W:10`, its term is that of its box."""
    sale = sale or f"s{number}"
    detail = Detail(hash=transaction)
    event = Event(sale, number, account, Kind.SELL, asset, 1, 1, HERE, detail=detail)
    term = Term.UNKNOWN if box is None else Term.SHORT if box in "ABCGHI" else Term.LONG
    day = acquired if isinstance(acquired, AcquiredWord) else day_of(acquired)
    amounts = (None if text is None else money_of(text) for text in (proceeds, basis))
    paid, cost = amounts
    bought = day if not isinstance(day, AcquiredWord) else day_of("2025-01-02")
    match = Match(
        *(sale, event, asset, f"b{number}", f"b{number}", quantity_of(units)),
        *(bought, bought, day_of(sold), term, paid, cost),
    )
    told = (tuple(each.split(":")) for each in codes.split(";") if each)
    adjustments = tuple(Adjustment(code, money_of(amount)) for code, amount in sorted(told))
    return FormRow(match, number, box, day, paid, cost, adjustments)
