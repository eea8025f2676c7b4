"""What rows that could not be read say they are about: which accounts, which assets.

What such a row was nobody knows, but mostly its coin stands there plainly. All its words count, for
the other coin of a swap may stand in its notes alone. Where something it needs is missing or cannot
be made out, it may be about anything.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from harvestry.events.unread import ANYTHING, UnreadRow
from harvestry.sources.errors import RowError
from harvestry.sources.holders import account_called
from harvestry.sources.row import DOLLARS, Row, Table
from harvestry.sources.sheet import Sheet

_CELLS_IN_DOUBT: Final = frozenset({"ragged-row", "swallowed-rows", "bad-value"})
"""Codes of rows of which a cell that names something may say another thing, or stand elsewhere."""
_COIN_MISSING: Final = frozenset({"missing-value", "incomplete-group", "unreadable-notes"})
"""Codes of rows that may be about a coin which they do not name."""
_ACCOUNTS: Final = ("account", "from_account", "to_account", "account_title")
_COINS: Final = ("asset", "sent_asset", "got_asset")
_AMOUNTS: Final = ("quantity", "sent_quantity", "got_quantity")
_BESIDE: Final = ("fee_asset", "currency")
_WORD: Final = re.compile(r"[^\s,;:()\[\]\"']+")


@dataclass(frozen=True, slots=True)
class Says:
    """What rows of one sheet say they are about, by number and cells, and `at_least`."""

    of: Callable[[int, list[str]], UnreadRow]
    at_least: UnreadRow = ANYTHING


def unread_rows(sheet: Sheet, codes: Mapping[int, str], says: Says) -> tuple[UnreadRow, ...]:
    """Give what rows that could not be read are about, each answer once.

    `codes` has them by number, with the code of why.
    """
    found: dict[UnreadRow, None] = {}
    if codes:
        for number, record in enumerate(sheet.rows(), 1):
            if number in codes:
                found[_about(number, list(record.cells), codes[number], says)] = None
    return tuple(found)


def _about(number: int, cells: list[str], code: str, says: Says) -> UnreadRow:
    if code in _CELLS_IN_DOUBT:
        return says.at_least
    told = says.of(number, cells)
    return told._replace(assets=None) if code in _COIN_MISSING else told


def own_columns_say(columns: Mapping[str, int], aliases: Mapping[str, str]) -> Says:
    """Give what rows of a Harvestry CSV say, whose columns stand in these places."""

    def of(_: int, cells: list[str]) -> UnreadRow:
        told = {key: cells[n].strip() for key, n in columns.items() if n < len(cells)}
        accounts = {told[key] for key in ("account", "to_account") if told.get(key)}
        words = {aliases.get(word, word) for word in _words(cells)}
        return UnreadRow(
            frozenset(accounts) if told.get("account") else None,
            frozenset(words) if told.get("asset") else None,
        )

    return Says(of)


def columns_say(table: Table, account: str) -> Says:
    """Give what rows of a described format say, in a file of this account."""

    def of(number: int, cells: list[str]) -> UnreadRow:
        row = Row(table, number, [*cells, *[""] * (len(table.names) - len(cells))])
        return UnreadRow(_accounts(row, account), _assets(row))

    one = account and not any(table.has(key) for key in _ACCOUNTS)
    return Says(of, UnreadRow(frozenset({account}), None) if one else ANYTHING)


def _accounts(row: Row, account: str) -> frozenset[str] | None:
    """Give the accounts a row names, that of its file among them."""
    named = {account} if account else set()
    try:
        for key in _ACCOUNTS:
            if text := row.text(key):
                named.add(account_called(text, row, row.table.accounts))
    except RowError:
        return None
    return frozenset(named) or None


def _assets(row: Row) -> frozenset[str] | None:
    """Give the assets a row names and its other words; `None` where it names no coin plainly.

    The two coins of a market may be written as one word, so a row of one tells none.
    """
    if row.table.wide or row.text("product"):
        return None
    try:
        coins = _coins(row)
        beside = {row.symbol(text, key) for key in _BESIDE if (text := row.text(key))}
    except RowError:
        return None
    if not coins - {DOLLARS}:
        return None
    words = {row.table.symbol(word) for word in _words(row.cells)}
    return frozenset(coins | beside | words)


def _coins(row: Row) -> set[str]:
    """Give what moved: the columns name it, or else the unit beside a quantity.

    Raises:
        RowError: one of them cannot be made out.
    """
    named = {row.symbol(text, key) for key in _COINS if (text := row.text(key))}
    if named:
        return named
    units = (row.unit(key) for key in _AMOUNTS if row.text(key))
    return {row.table.symbol(unit) for unit in units if unit}


def _words(cells: Iterable[str]) -> Iterator[str]:
    """Give the words of cells, as they are and without marks at their end."""
    for cell in cells:
        for word in _WORD.findall(cell):
            yield word
            yield word.rstrip(".!?")
