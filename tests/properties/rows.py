"""What a life is told in: rows of the Harvestry CSV, and the accounts they happened in."""

from typing import NamedTuple

from oracle.naive_pools import Household

Row = dict[str, str]


class Life(NamedTuple):
    """Rows and the accounts they happened in; with a `household` its pools and identifications."""

    rows: list[Row]
    accounts: dict[str, Row]
    household: Household | None = None
