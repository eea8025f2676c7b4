"""Accounts that a venue tells by number in one file: each its own, and which seem not taxable."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Final

from harvestry.events.account import Accounts, Treatment
from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.holders import account_called
from harvestry.sources.row import Row, Table
from harvestry.sources.sheet import Sheet
from harvestry.units.problems import Severity

_KEYS: Final = ("account", "account_title")
_SHELTERED: Final = re.compile(
    r"\b(ira|roth|rollover|401 ?\(?[ak]\)?|403 ?\(?b\)?|457 ?\(?b\)?|hsa|health savings"
    r"|pension|keogh|retirement)(?![a-z])",
    re.IGNORECASE,
)
"""Words by which accounts are called in which no sale is taxed (26 U.S.C. 223, 401, 408, 408A)."""


def bound_whole(sheet: Sheet, *, bound: bool) -> Sheet:
    """Give the sheet without its columns of accounts, if `files` gave it to one and it tells one.

    A file that tells of several is of several, whatever it was given to.
    """
    match = sheet.match
    places = [match.places[key] for key in _KEYS if key in match.places]
    if not (bound and places and match.format.own_accounts):
        return sheet
    told = {
        tuple(record.cells[n].strip() for n in places)
        for record in sheet.rows()
        if len(record.cells) > max(places)
    }
    if len(told) > 1:
        return sheet
    rest = {key: n for key, n in match.places.items() if key not in _KEYS}
    return replace(sheet, match=replace(match, places=rest))


def treatments_untold(sheet: Sheet, table: Table, accounts: Accounts) -> Iterator[Remark]:
    """Say of which accounts the file's own words are of a retirement plan, and yours are not."""
    if not table.format.own_accounts or not any(table.has(key) for key in _KEYS):
        return
    seen: set[str] = set()
    width = len(table.names)
    for number, record in enumerate(sheet.rows(), 1):
        row = Row(table, number, [*record.cells, *[""] * (width - len(record.cells))])
        title = row.text("account_title") or row.text("account")
        text = row.text("account") or title
        if text in seen or _SHELTERED.search(title) is None:
            continue
        seen.add(text)
        with suppress(RowError):
            name = account_called(text, row, table.accounts)
            if accounts.named(name).treatment is Treatment.TAXABLE:
                yield Remark("treatment-not-told", Severity.ERROR, _untold(name, title), number)


def _untold(name: str, title: str) -> str:
    return (
        f"the account {name} is called {title!r} here, as accounts are in which no sale is taxed, "
        "and it counts as taxable; say what it is by `treatment` in accounts.toml (such as "
        f'[account.{name}] with treatment = "roth-ira")'
    )
