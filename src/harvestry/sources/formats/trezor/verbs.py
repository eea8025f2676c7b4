"""What the rows of Trezor exports mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.identity import fit_name
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import Row


def sent(members: Sequence[Member]) -> Outcome:
    """Outputs of one transaction, each with what the whole of it took; the rest is the fee.

    The largest output bears it.
    """
    rows = [row for row, _ in members]
    asset = rows[0].asset()
    totals = {abs(row.quantity("taken", asset)) for row in rows}
    outputs = [row for row in rows if row.text("type").casefold() == "out"]
    outputs.sort(key=lambda row: (-abs(row.quantity(asset=asset)), row.content()))
    moved = sum(abs(row.quantity(asset=asset)) for row in outputs)
    fee = totals.pop() - moved
    if totals or fee < 0:
        message = "its outputs and its total do not fit; export the file again"
        raise RowError("total-differs", message)
    if not outputs:
        if not fee:
            return skip(SkipReason.ZERO_AMOUNT)
        return made(Draft(tuple(rows), "", Kind.FEE, asset, fee))
    return made(*(_left(row, asset, 0 if n else fee) for n, row in enumerate(outputs)))


def collectible(members: Sequence[Member]) -> Outcome:
    """A collectible, whose amount is its number."""
    row, _ = only(members)
    message = (
        f"{row.text('quantity')} of {row.text('asset')} is a collectible; write what it cost or "
        "brought in as a row of a Harvestry CSV"
    )
    raise RowError("needs-review", message, row.number)


def _left(row: Row, asset: str, fee: int) -> Draft:
    quantity = abs(row.quantity(asset=asset)) + fee
    return Draft(
        *((row,), "", Kind.WITHDRAWAL, asset, quantity),
        fee_asset=asset if fee else None,
        fee_quantity=fee or None,
        hash=fit_name(row.text("hash")),
    )


VERBS: Final[Mapping[str, Verb]] = {"trezor:sent": sent, "trezor:collectible": collectible}
"""The verbs of this format."""
