"""The accounts of a journal: where units stand, and what dollars beside them are booked as."""

from collections.abc import Mapping
from typing import Final

from harvestry.reports.journals.names import Names
from harvestry.reports.journals.posting import Dollars, Purpose, Side, Units

UNKNOWN: Final = "Equity:Unknown"
"""Where units without a known basis come from, and dollars of gains that are not known."""

_PLAIN: Final[Mapping[Purpose, str]] = {
    Purpose.FEES: "Expenses:Fees",
    Purpose.SPENT: "Expenses:Spent",
    Purpose.OPENING: "Equity:Opening-Balances",
    Purpose.GIFT_IN: "Equity:Gifts-Received",
    Purpose.INHERITED: "Equity:Inheritances",
    Purpose.GIFT_OUT: "Equity:Gifts-Given",
    Purpose.DONATED: "Equity:Donations",
    Purpose.LOST: "Equity:Lost",
    Purpose.STOLEN: "Equity:Stolen",
    Purpose.WITHDRAWN: "Equity:Withdrawn-To-Unknown",
    Purpose.LEFT_OUT: "Equity:Left-Out-Of-Pools",
    Purpose.WASH_DEFERRED: "Equity:Wash-Sales:Deferred",
    Purpose.WASH_LOST: "Equity:Wash-Sales:Lost",
    Purpose.BASIS: "Equity:Basis-Adjusted",
    Purpose.ROUNDING: "Equity:Rounding",
    Purpose.UNKNOWN: UNKNOWN,
}
_OF: Final[Mapping[Purpose, str]] = {
    Purpose.GAIN: "Gains",
    Purpose.INCOME: "Received",
    Purpose.RESULT: "Contracts",
}


def account_of_units(units: Units, names: Names) -> str:
    """Give the account in which units stand: one an account and asset."""
    top = "Liabilities:Short" if units.side is Side.SHORT else "Assets"
    return f"{top}:{names.account(units.account)}:{names.commodity(units.asset)}"


def account_of_dollars(dollars: Dollars, names: Names) -> str:
    """Give the account of dollars. Gains and income of another return stand under `Elsewhere`."""
    if dollars.purpose is Purpose.CASH:
        return f"Equity:Cash:{names.account(dollars.of)}"
    if dollars.purpose in _PLAIN:
        return _PLAIN[dollars.purpose]
    top = "Income:Elsewhere" if dollars.elsewhere else "Income"
    return f"{top}:{_OF[dollars.purpose]}:{dollars.of[:1].upper()}{dollars.of[1:]}"
