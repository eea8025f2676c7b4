"""Running balances: an export that states them is checked row by row, and tells what it ends with.

A balance is of one asset as the file writes it, in one part of the account where it has parts. Rows
may stand in either order of time; those of one instant in any. A fee in another asset than the
row's lowers that asset's balance, which no row of its own says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.receipt import Closing
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.days import Instant
from harvestry.units.exact import QUANTITY_DECIMALS, Quantity, quantity_text
from harvestry.units.problems import Severity

_Key: TypeAlias = tuple[str, str]
"""(asset as written, part of the account)."""
_FINEST: Final = 10
"""Decimals to which a running balance must agree."""
_FEWEST: Final = 6
"""Of a balance with fewer decimals the rest was dropped for being zero, not rounded away."""


class _Step(NamedTuple):
    """One row of one balance: what it moved, what was there after it, to what step that is told."""

    time: Instant
    number: int
    moved: Quantity
    balance: Quantity
    step: Quantity


class _Fee(NamedTuple):
    """A fee in another asset than its row's."""

    time: Instant
    asset: str
    quantity: Quantity


@dataclass(slots=True)
class _Chain:
    """The balance of one asset in the order of the file: which way it runs without a break.

    `owed` are fees in this asset since its last row.
    """

    asset: str
    first: _Step
    last: _Step
    forward: bool = True
    backward: bool = True
    owed: Quantity = 0

    def add(self, step: _Step) -> None:
        owed, self.owed = self.owed, 0
        self.forward = self.forward and _follows(self.last.balance, step, owed)
        self.backward = self.backward and _follows(step.balance, self.last, owed)
        self.last = step

    @property
    def closing(self) -> _Step:
        return self.last if self.forward else self.first


@dataclass(slots=True)
class RunningBalances:
    """The balances of one file, row after row."""

    net: bool
    chains: dict[_Key, _Chain] = field(default_factory=dict)

    def see(self, row: Row) -> None:
        """Take a row; one without a balance tells nothing."""
        step, fee = self._read(row)
        if fee is not None:
            for chain in self.chains.values():
                if chain.asset == fee.asset:
                    chain.owed += fee.quantity
        if step is None:
            return
        key = (row.text("asset"), row.text("pocket"))
        known = self.chains.get(key)
        if known is None:
            self.chains[key] = _Chain(row.asset(), step, step)
        else:
            known.add(step)

    def broken(self) -> frozenset[_Key]:
        """Give the balances that run neither forward nor backward without a break."""
        return frozenset(k for k, c in self.chains.items() if not (c.forward or c.backward))

    def gaps(self, rows: Iterable[Row]) -> Iterator[Remark]:
        """Say where the balances that break do so, in order of time, reading the rows once more."""
        steps: dict[_Key, list[_Step]] = {key: [] for key in self.broken()}
        fees: list[_Fee] = []
        for row in rows:
            step, fee = self._read(row)
            key = (row.text("asset"), row.text("pocket"))
            if step is not None and key in steps:
                steps[key].append(step)
            if fee is not None:
                fees.append(fee)
        for key, found in steps.items():
            chain = self.chains[key]
            own = [fee for fee in fees if fee.asset == chain.asset]
            ordered, breaks = _in_time(found, own)
            chain.last, chain.forward = ordered[-1], True
            for expected, step in breaks:
                yield _gap(chain.asset, expected, step)

    def closings(self) -> tuple[Closing, ...]:
        """Give what the file says was there after its last row, by asset; dollars aside."""
        found: dict[str, Closing] = {}
        for chain in self.chains.values():
            if chain.asset == DOLLARS:
                continue
            end = chain.closing
            known = found.get(chain.asset)
            found[chain.asset] = Closing(
                chain.asset,
                end.balance + (known.quantity if known else 0),
                max(end.time, known.time if known else end.time),
                max(end.step, known.step if known else 0),
            )
        return tuple(found[asset] for asset in sorted(found))

    def _read(self, row: Row) -> tuple[_Step | None, _Fee | None]:
        try:
            told = row.amount("balance")
            if told is None or not row.text("asset"):
                return None, None
            asset = row.asset()
            balance = row.quantity("balance", asset)
            amount = row.amount("quantity")
            moved, size = (0, "") if amount is None else (row.quantity(asset=asset), amount.text)
            own, fee = self._fee(row, asset)
            return _Step(
                row.time(), row.number, moved - own, balance, _step_of(told.text, size)
            ), fee
        except RowError:
            return None, None

    def _fee(self, row: Row, asset: str) -> tuple[Quantity, _Fee | None]:
        """Give the fee a row took off its own balance, else that in another asset."""
        if not self.net or row.amount("fee_quantity") is None:
            return 0, None
        named = row.text("fee_asset")
        charged_in = row.symbol(named, "fee_asset") if named else asset
        fee = row.quantity("fee_quantity", charged_in)
        fee = -fee if row.table.format.negative_fees else fee
        return (fee, None) if charged_in == asset else (0, _Fee(row.time(), charged_in, fee))


def _step_of(balance: str, quantity: str) -> Quantity:
    """Give how far a balance may be off: it may be written with fewer decimals than amounts are."""
    written, moved = (len(text.partition(".")[2]) for text in (balance, quantity))
    rounded = _FEWEST <= written < moved
    return int(10 ** (QUANTITY_DECIMALS - (written if rounded else _FINEST)))


def _follows(before: Quantity, step: _Step, owed: Quantity = 0) -> bool:
    """Tell whether a row follows a balance; one not counted yet leaves it as it was."""
    return step.balance == before or abs(before - owed + step.moved - step.balance) <= step.step


def _in_time(
    steps: list[_Step], fees: list[_Fee]
) -> tuple[list[_Step], list[tuple[Quantity, _Step]]]:
    """Put rows in the order of time, those of one instant as their balances follow, with breaks."""
    instants = [list(g) for _, g in groupby(sorted(steps), key=lambda step: step.time)]
    together = instants[0]
    begin = next(
        (s for s in together if not any(_follows(o.balance, s) for o in together if o is not s)),
        together[0],
    )
    together.remove(begin)
    later = sorted(fees, reverse=True)
    while later and later[-1].time < begin.time:
        later.pop()
    ordered, breaks = [begin], []
    for same in instants:
        while same:
            owed = 0
            while later and later[-1].time <= same[0].time:
                owed += later.pop().quantity
            step = _next_of(same, ordered[-1].balance, owed)
            if step is None:
                step = same[0]
                breaks.append((ordered[-1].balance + step.moved, step))
            same.remove(step)
            ordered.append(step)
    return ordered, breaks


def _next_of(same: list[_Step], before: Quantity, owed: Quantity) -> _Step | None:
    for less in {owed: None, 0: None}:
        for step in same:
            if _follows(before, step, less):
                return step
    return None


def _gap(asset: str, expected: Quantity, step: _Step) -> Remark:
    message = (
        f"the file counts {quantity_text(step.balance)} {asset} after this row, and what it said "
        f"before makes {quantity_text(expected)}: rows are missing before it, or were changed; "
        "export the whole period again"
    )
    return Remark("balance-gap", Severity.WARNING, message, step.number, f"balance of {asset}")
