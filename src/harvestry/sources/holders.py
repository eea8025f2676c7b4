"""Whose rows these are: where a file tells of several accounts, which of its columns count."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from harvestry.events.kind import INCOME, TRADES, Kind
from harvestry.sources.errors import RowError
from harvestry.sources.identity import fit_name
from harvestry.sources.row import Row

_TAKING: Final = INCOME | {Kind.DEPOSIT, Kind.GIFT_IN, Kind.INHERIT, Kind.OPENING}
_WHERE_IT_CAME: Final[tuple[str, ...]] = ("to_account", "account", "account_title")
_WHERE_IT_LEFT: Final[tuple[str, ...]] = ("from_account", "account", "account_title")
_WHERE_IT_WAS_CHARGED: Final[tuple[str, ...]] = (
    *("from_account", "account", "to_account", "account_title"),
)
_WHERE_IT_CHANGED: Final[tuple[str, ...]] = (
    *("account", "from_account", "to_account", "account_title"),
)
_SHOWN: Final = 40
_NO_NAME: Final = re.compile(r"[^\w.]+")


def holder(row: Row, kind: Kind) -> str:
    """Give what a row calls the account of an event of this kind; empty where it names none.

    Units arrive in one account and leave from another; a trade happens in one.
    """
    if kind in TRADES:
        keys = _WHERE_IT_CHANGED
    elif kind is Kind.FEE:
        keys = _WHERE_IT_WAS_CHARGED
    else:
        keys = _WHERE_IT_CAME if kind in _TAKING else _WHERE_IT_LEFT
    return next((text for key in keys if (text := row.text(key))), "")


def account_called(text: str, row: Row, described: Mapping[str, str]) -> str:
    """Give the account that a file calls so: one of accounts.toml, else the name as a word.

    `described` leads from spellings to names. `Coinbase Pro` and `CoinbasePro` become
    `coinbase-pro`, as the account of the exchange's own files is called. Where a venue tells its
    own accounts by number, its name stands before: `fidelity-z123`.

    Raises:
        RowError: it can name nothing.
    """
    if row.table.format.own_accounts:
        text = f"{row.table.format.account}-{text}"
    known = described.get(text.casefold()) or described.get(_squeezed(text))
    if known is not None:
        return known
    word = _NO_NAME.sub("-", text.casefold()).strip("-.")
    if fit_name(word) is None:
        raise RowError("bad-value", f"{text[:_SHOWN]!r} is no name of an account", row.number)
    return word


def check_one_account(row: Row) -> None:
    """Check that what was exchanged left and arrived in one account.

    Raises:
        RowError: the row names two.
    """
    left, came = row.text("from_account"), row.text("to_account")
    if left and came and not same_account(left, came):
        message = (
            f"it was sent from {left[:_SHOWN]!r} and what came for it went to {came[:_SHOWN]!r}; "
            "write it as a trade in one of them and a transfer, as rows of a Harvestry CSV"
        )
        raise RowError("needs-review", message, row.number, cause="two accounts")


def same_account(one: str, other: str) -> bool:
    """Tell whether two names are spellings of one account."""
    return _squeezed(one) == _squeezed(other)


def by_spelling(described: Iterable[str], venues: Iterable[str]) -> dict[str, str]:
    """Give account names by their spellings: capitals, spaces and marks aside.

    `described` are those of accounts.toml, which come before those of `venues`.
    """
    known: dict[str, str] = {}
    for names in (sorted(described), sorted(venues)):
        for name in names:
            known.setdefault(name.casefold(), name)
            known.setdefault(_squeezed(name), name)
    return known


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
