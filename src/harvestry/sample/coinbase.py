"""A Coinbase transaction report as the exchange has written it since 2025."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sample.deed import USD, Deed, Do
from harvestry.sample.rounding import money_text, rate_text
from harvestry.units.days import Instant, moment
from harvestry.units.exact import Money, Quantity, quantity_text

_HEADER: Final = (
    "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,"
    "Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes,"
    "Sender Address,Recipient Address"
)
_ADVANCED: Final = frozenset({"advanced", "usdc"})
_OTHER: Final = {
    "learning": (1, "Learning Reward", "Received"),
    "usdc": (1, "Reward Income", "Received"),
    "staking": (1, "Staking Income", "Received"),
    Do.SPEND: (-1, "Paid for an order", "Paid"),
    Do.CASH_IN: (1, "Deposit", "From bank account:"),
    Do.CASH_OUT: (-1, "Withdrawal", "To bank account:"),
}
"""The other rows: the sign, the type, and how the note begins."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: quantity and dollars signed as the report signs them, the fee never."""

    time: Instant
    type: str
    asset: str
    quantity: Quantity
    usd: Money
    total: Money
    fee: Money
    note: str
    sender: str = ""
    recipient: str = ""


def coinbase_report(deeds: Iterable[Deed], account: str, user: str) -> str:
    """Write all that happened in one account, newest first, under the preamble of the report."""
    rows = sorted((row for deed in deeds for row in _rows(deed, account)), key=lambda row: row.time)
    lines = [_line(row, f"{account} {n}") for n, row in enumerate(rows)]
    uuid = sha256(user.encode()).hexdigest()
    user_line = f"User,{user},{uuid[:8]}-{uuid[8:12]}-{uuid[12:16]}-{uuid[16:20]}-{uuid[20:32]}"
    return "\n".join(["", "Transactions", user_line, _HEADER, *reversed(lines), ""])


def _line(row: _Row, seed: str) -> str:
    fields = (
        sha256(seed.encode()).hexdigest()[:24],
        f"{moment(row.time):%Y-%m-%d %H:%M:%S} UTC",
        row.type,
        row.asset,
        quantity_text(row.quantity),
        USD,
        _price(row),
        _dollars(money_text(row.usd)),
        _dollars(money_text(row.total)),
        _dollars(money_text(row.fee)),
        row.note,
        row.sender,
        row.recipient,
    )
    return ",".join(fields)


def _price(row: _Row) -> str:
    if row.asset in (USD, "USDC"):
        return "$1.00"
    return _dollars(rate_text(abs(row.usd), abs(row.quantity)))


def _dollars(text: str) -> str:
    return f"-${text[1:]}" if text.startswith("-") else f"${text}"


def _rows(deed: Deed, account: str) -> Iterator[_Row]:
    if deed.to_account == account != deed.account:
        note = f"Received {quantity_text(deed.quantity)} {deed.asset} from an external account"
        received = _row(deed, 1, "Receive", note)
        yield replace(received, time=deed.arrives, sender=address(deed.account, deed.asset))
    if deed.account != account:
        return
    coins = f"{quantity_text(deed.quantity)} {deed.asset}"
    if deed.kind is Kind.TRANSFER:
        yield from _moved(deed)
    elif deed.kind is Kind.BUY:
        type_, note = _dealt(deed, coins, deed.asset, money_text(deed.usd + deed.fee_usd))
        yield _row(deed, 1, type_, note, deed.usd + deed.fee_usd)
    elif deed.kind is Kind.SELL:
        type_, note = _dealt(deed, coins, deed.asset, money_text(deed.usd - deed.fee_usd))
        yield _row(deed, -1, type_, note, deed.usd - deed.fee_usd)
    elif deed.kind is Kind.TRADE:
        yield _traded(deed, coins)
    else:
        sign, type_, note = _OTHER[deed.way or deed.do]
        yield _row(deed, sign, type_, f"{note} {coins}")


def _moved(deed: Deed) -> Iterator[_Row]:
    """Give the row of coins sent away, or the two of coins put to stake and back."""
    if deed.account == deed.to_account:
        yield _row(deed, -1, "Retail Staking Transfer", "")
        yield _row(deed, 1, "Retail Staking Transfer", "")
        return
    to, sent = address(deed.to_account, deed.asset), deed.quantity + deed.fee_quantity
    note = f"Sent {quantity_text(sent)} {deed.asset} to {to}"
    yield replace(_row(deed, -1, "Send", note), quantity=-sent, recipient=to)


def _traded(deed: Deed, given: str) -> _Row:
    """Give the one row of a coin-for-coin trade; the other coin stands in the notes."""
    got, total = f"{quantity_text(deed.got_quantity)} {deed.got_asset}", deed.usd + deed.fee_usd
    if deed.way != "usdc":
        return _row(deed, -1, "Convert", f"Converted {given} to {got}", total)
    type_, note = _dealt(deed, got, deed.got_asset, quantity_text(deed.quantity), "USDC")
    row = _row(deed, 1, type_, note, total)
    return replace(row, asset=deed.got_asset, quantity=deed.got_quantity)


def _dealt(deed: Deed, coins: str, asset: str, paid: str, quote: str = USD) -> tuple[str, str]:
    """Give the words of a purchase or sale: simple, or advanced on an order book."""
    side, verb = ("Sell", "Sold") if deed.do is Do.SELL else ("Buy", "Bought")
    note = f"{verb} {coins} for {paid} {quote}"
    if deed.way not in _ADVANCED:
        return side, note
    rate = rate_text(deed.usd, deed.got_quantity or deed.quantity)
    return f"Advanced Trade {side}", f"{note} on {asset}-{quote} at {rate} {quote}/{asset}"


def _row(deed: Deed, sign: int, type_: str, note: str, total: Money | None = None) -> _Row:
    fee = 0 if total is None else deed.fee_usd
    total = deed.usd if total is None else total
    return _Row(
        deed.time, type_, deed.asset, sign * deed.quantity, sign * deed.usd, sign * total, fee, note
    )


def address(account: str, asset: str) -> str:
    """Give the address at which an account receives a coin."""
    digest = sha256(f"{account} {asset}".encode()).hexdigest()
    return f"bc1q{digest[:38]}" if asset == "BTC" else f"0x{digest[:40]}"
