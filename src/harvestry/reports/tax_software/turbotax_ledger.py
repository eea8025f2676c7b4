"""TurboTax's universal template: every transaction of coins, thirteen columns.

It takes no number below zero and no more than eight decimals.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.kind import RESULTS, Kind
from harvestry.reports.tax_software.csv_lines import csv_bytes
from harvestry.reports.tax_software.decimals import Decimals
from harvestry.reports.tax_software.software_file import SoftwareFile
from harvestry.reports.tax_software.turbotax_rows import HEADER, cells_of, lacks_value
from harvestry.reports.tax_software.untold import untold_notes, untold_of
from harvestry.tax.whose_return import Returns
from harvestry.units.days import year_of
from harvestry.units.exact import share

_NAME: Final = "turbotax-transactions-{year}.csv"
_HOW: Final = (
    "Wages & Income, Investments and Savings, Cryptocurrency: upload as universal "
    "template. Import this or the gains, not both."
)
_DECIMALS: Final = 8
_DUST: Final = "amounts that eight decimals would show as nothing"
_NO_PLACE: Final = RESULTS | {Kind.SHORT, Kind.COVER}


def turbotax_ledger(
    events: Iterable[Event], returns: Returns, assets: Assets, year: int
) -> SoftwareFile:
    """Give the transactions up to the end of a year of what is on the return."""
    name = _NAME.format(year=year)
    decimals = Decimals(name, _DECIMALS)
    rows: list[list[str]] = []
    left, untold, unvalued = Counter[str](), Counter[str](), 0
    for event in events:
        account = returns.accounts.named(event.account)
        if account.on_the_way:  # the row of the transfer tells both its ends
            continue
        day = account.zone.day(event.time)
        part = returns.part(event.account, day)
        why = _left_out(event, assets)
        if year_of(day) > year or not part:
            continue
        if why:
            left[why] += 1
            continue
        mine = _part_of(event, part.numerator, part.denominator)
        if decimals.is_dust(mine.quantity) or decimals.is_dust(mine.got_quantity):
            left[_DUST] += 1
            continue
        decimals.begin(len(rows) + 1)
        rows.append(cells_of(mine, returns.accounts, decimals))
        unvalued += lacks_value(event)
        untold.update(untold_of(event))
    notes = (*_notes(left, unvalued), *untold_notes(untold, year), *_residue_note(decimals))
    content = csv_bytes(HEADER, rows)
    return SoftwareFile(name, "TurboTax", content, notes, tuple(decimals.residues), how=_HOW)


def _left_out(event: Event, assets: Assets) -> str:
    if event.kind in _NO_PLACE:
        return "contracts and short sales, for which the template has no type"
    named = [event.asset, *([event.got_asset] if event.got_asset else [])]
    if not all(assets.named(each).is_digital for each in named):
        return "securities and currencies, which are no digital assets"
    return ""


def _part_of(event: Event, numerator: int, denominator: int) -> Event:
    """Give the part of an event that is on the return."""
    if numerator == denominator:
        return event

    def mine(amount: int | None) -> int | None:
        return None if amount is None else share(amount, numerator, denominator)

    return replace(
        event,
        quantity=share(event.quantity, numerator, denominator),
        usd=mine(event.usd),
        fee_quantity=mine(event.fee_quantity),
        fee_usd=mine(event.fee_usd),
        got_quantity=mine(event.got_quantity),
    )


def _notes(left: Counter[str], unvalued: int) -> Iterator[str]:
    for why, count in sorted(left.items()):
        yield f"{count} rows are left out: {why}."
    if unvalued:
        yield (
            f"{unvalued} rows have no market value because it is unknown: TurboTax looks such a "
            "value up by itself. Mend them first (`harvestry check`), or compare what it took."
        )


def _residue_note(decimals: Decimals) -> Iterator[str]:
    if decimals.residues:
        yield (
            f"{len(decimals.residues)} numbers have more than {_DECIMALS} decimals and were "
            "rounded half up; residues.csv has each with its exact value."
        )
