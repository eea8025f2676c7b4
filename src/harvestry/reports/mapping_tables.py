"""How an unknown file would be read: its columns, its kinds of rows, its first events."""

from collections.abc import Mapping, Sequence

from harvestry.reports.table import Column, Table, Unit

_EXAMPLES = 3


def columns_table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    columns: Mapping[str, str],
    unused: Sequence[str] = (),
    fee: str = "",
) -> Table:
    """Give each column of a file with examples and what it is taken for.

    Notes ask about `unused`, columns of numbers that are taken for nothing, and about `fee`, one of
    fees in coins beside rows that may have paid in dollars.
    """
    notes = [_asked(name) for name in unused]
    if fee:
        notes.append(
            f"{fee} counts coins, and is not read on rows that buy or sell for dollars; if it is "
            f"dollars, --column 'fee={fee}'."
        )
    taken = {name: key for key, name in columns.items()}
    shown = []
    for n, name in enumerate(header):
        cells = [row[n].strip() for row in rows if n < len(row) and row[n].strip()]
        examples = ", ".join(list(dict.fromkeys(cells))[:_EXAMPLES])
        shown.append((name, examples, taken.get(name, "not used")))
    return Table(
        title="Columns",
        columns=(
            Column("Column", Unit.TEXT),
            Column("Examples", Unit.TEXT),
            Column("Taken for", Unit.TEXT, "`--column OURS=THEIRS` changes it"),
        ),
        rows=tuple(shown),
        notes=tuple(notes),
    )


def _asked(name: str) -> str:
    """Ask whether a column is dollars: which kind of dollars no header tells for sure."""
    return (
        f"{name} is not used. If it is dollars, say which: --column 'total={name}' with the fee in "
        f"them, --column 'subtotal={name}' before the fee, --column 'value={name}' for what the "
        f"units were worth, --column 'fee={name}' for the fee."
    )


def kinds_table(kinds: Mapping[str, str | None]) -> Table:
    """Give each kind of row with what it is taken for."""
    return Table(
        title="Kinds of rows",
        columns=(
            Column("Kind", Unit.TEXT),
            Column("Taken for", Unit.TEXT, "`--kind KIND=WORD` changes it"),
        ),
        rows=tuple((kind, word or "unknown: say what it means") for kind, word in kinds.items()),
    )
