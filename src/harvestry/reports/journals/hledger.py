"""The books as a journal for hledger: the same entries, each lot told beside its units.

hledger keeps no lots. Units are priced at what they cost, so every entry balances to the last
digit; lot and date stand in Ledger's notation, which hledger reads and passes over.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from harvestry.reports.journals.chart import UNKNOWN, account_of_dollars, account_of_units
from harvestry.reports.journals.names import Names, one_line
from harvestry.reports.journals.posting import Entry, Units, without_cost
from harvestry.units.days import Day, day_text
from harvestry.units.exact import Quantity, money_text, quantity_text

_WIDTH: Final = 46


def hledger_journal(entries: Iterable[Entry], notes: Sequence[str], as_of: Day) -> Iterator[str]:
    """Give the lines of a journal; the arguments are those of `beancount_journal`."""
    names = Names()
    held: dict[tuple[str, str], Quantity] = {}
    last = None
    yield from (f"; {one_line(note)}" for note in notes)
    for entry in entries:
        last = entry.on
        yield from _entry(entry, names)
        for each in entry.units:
            key = account_of_units(each, names), names.commodity(each.asset)
            held[key] = held.get(key, 0) + each.quantity
    yield ""
    yield from (f"; {here} stands for {one_line(there)}" for here, there in names.changed)
    if last is None:
        return
    yield ""
    yield f"{day_text(max(last, as_of))} * what the books hold"
    for (account, commodity), quantity in sorted(held.items()):
        unit = _unit(commodity)
        yield _line(account, f"0 {unit} = {quantity_text(quantity)} {unit}")


def _entry(entry: Entry, names: Names) -> Iterator[str]:
    yield ""
    nothing = entry.nothing_left()
    if nothing is not None:
        yield nothing
        return
    yield f"{day_text(entry.on)} {entry.flag} {one_line(entry.what)}"
    yield from (f"    ; {name}: {one_line(text)}" for name, text in entry.tags())
    if entry.tax_day != entry.on:
        yield f"    ; tax-date: {day_text(entry.tax_day)}"
    yield from (f"    ; {one_line(remark)}" for remark in entry.remarks)
    for units in entry.units:
        amount = f"{quantity_text(units.quantity)} {_unit(names.commodity(units.asset))}"
        yield _line(account_of_units(units, names), f"{amount}{_cost(units)}")
    written = ((units, units.quantity) for units in entry.units)
    for asset, quantity in without_cost(written).items():
        yield _line(UNKNOWN, f"{quantity_text(-quantity)} {_unit(names.commodity(asset))}")
    for dollars in entry.dollars:
        yield _line(account_of_dollars(dollars, names), f"{money_text(dollars.amount)} USD")


def _cost(units: Units) -> str:
    label = one_line(units.label)
    if units.cost is None:
        return f"  ; basis unknown, lot: {label}"
    date = "" if units.acquired_on is None else f" [{day_text(units.acquired_on)}]"
    cost = f"{money_text(units.cost)} USD"
    return f" {{{{{cost}}}}}{date} @@ {cost}  ; lot: {label}"


def _unit(commodity: str) -> str:
    return commodity if commodity.isalpha() else f'"{commodity}"'


def _line(account: str, amount: str) -> str:
    return f"    {account:{_WIDTH}}  {amount}"
