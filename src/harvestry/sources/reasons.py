"""Why a row was read and deliberately not made an event: a closed list."""

from enum import StrEnum


class SkipReason(StrEnum):
    """The reason that stands beside a skipped row."""

    US_DOLLAR_CASH = "us-dollar-cash"
    """Only dollars moved; cash has no lots."""
    INTERNAL_MOVE = "internal-move"
    """Units moved within one account: into staking, a vault, savings, and back."""
    REDENOMINATION = "redenomination"
    """The same holding under another name or unit: no sale."""
    PENDING_DUPLICATE = "pending-duplicate"
    """A provisional row; the settled row stands elsewhere in the file."""
    REVERSED = "reversed"
    """The row and its reversal cancel out to nothing."""
    NOT_COMPLETED = "not-completed"
    """It failed, was cancelled or rejected, or was still pending: nothing moved by this row."""
    NOTHING_MOVED = "nothing-moved"
    """An order, an approval, a notice or a loan's terms: no units came or went."""
    NOT_IN_THESE_BOOKS = "not-in-these-books"
    """Purchases by card, stocks and the like that this kind of file tells beside its coins."""
    TOLD_ELSEWHERE = "told-elsewhere"
    """Another row of this file tells the same movement in full."""
    SPAM = "spam"
    """A token nobody asked for, as its name or assets.toml says."""
    ZERO_AMOUNT = "zero-amount"
    """Nothing moved and nothing was charged."""
    DUPLICATE_ROW = "duplicate-row"
    """A row of the same id, or the same row of an overlapping export, was read already."""
    SAME_TRADE_ELSEWHERE = "same-trade-elsewhere"
    """Another report of the same account tells the same trade; it was taken from there."""
