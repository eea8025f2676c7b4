"""What a row that could not be read says it is about: what it was, nobody knows."""

from typing import NamedTuple


class UnreadRow(NamedTuple):
    """The accounts and assets that a row names; `None` where it does not tell, so it may be any.

    Among `assets` are all words of the row: some of them may be symbols.
    """

    accounts: frozenset[str] | None
    assets: frozenset[str] | None

    def may_be_of(self, account: str) -> bool:
        """Tell whether it may be about what an account holds."""
        return self.accounts is None or account in self.accounts

    def may_be_about(self, asset: str) -> bool:
        """Tell whether it may be about units of an asset."""
        return self.assets is None or asset in self.assets


ANYTHING = UnreadRow(None, None)
"""What is known of a row of which nothing is."""
