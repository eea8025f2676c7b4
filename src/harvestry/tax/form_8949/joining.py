"""Join the pieces of one sale into one row, where the form allows it."""

from collections.abc import Iterable, Sequence

from harvestry.tax.form_8949.row import AcquiredWord, Adjustment, FormRow
from harvestry.units.exact import total_of


def joined(rows: Iterable[FormRow]) -> list[FormRow]:
    """Join the pieces of one sale that go into one box: `VARIOUS` where their days differ.

    Instructions for Form 8949, column (b): a sale of units bought on several days may stand on one
    row, short and long apart. What is unknown of one piece is unknown of the row.
    """
    sales: dict[tuple[str, str, str | None, str], list[FormRow]] = {}
    for row in rows:
        key = row.match.disposal, row.asset, row.box, row.term
        sales.setdefault(key, []).append(row)
    return [as_one(pieces) for pieces in sales.values()]


def by_sale(rows: Iterable[FormRow]) -> list[list[FormRow]]:
    """Give rows sale by sale, in the order in which the sales come."""
    sales: dict[str, list[FormRow]] = {}
    for row in rows:
        sales.setdefault(row.match.disposal, []).append(row)
    return list(sales.values())


def as_one(pieces: Sequence[FormRow]) -> FormRow:
    """Give several rows of one box as one; what is unknown of one is unknown of it."""
    if len(pieces) == 1:
        return pieces[0]
    first = pieces[0]
    days = {piece.acquired for piece in pieces}
    match = first.match._replace(
        quantity=sum(piece.quantity for piece in pieces),
        piece=None,
        proceeds=total_of(piece.match.proceeds for piece in pieces),
        basis=total_of(piece.match.basis for piece in pieces),
        disallowed=sum(piece.match.disallowed for piece in pieces),
    )
    return first._replace(
        match=match,
        acquired=first.acquired if len(days) == 1 else AcquiredWord.VARIOUS,
        proceeds=total_of(piece.proceeds for piece in pieces),
        basis=total_of(piece.basis for piece in pieces),
        adjustments=adjustments_of(pieces),
        compared=all(piece.compared for piece in pieces),
        hangs_on_gain=any(piece.hangs_on_gain for piece in pieces),
    )


def adjustments_of(rows: Sequence[FormRow]) -> tuple[Adjustment, ...]:
    """Give every code of some rows, alphabetical, each with the sum of its amounts."""
    codes = sorted({each.code for row in rows for each in row.adjustments})
    return tuple(Adjustment(code, total_of(row.amount(code) for row in rows)) for code in codes)
