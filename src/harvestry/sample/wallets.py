"""Wallets and the brokerage in our own Harvestry CSV: they have no export of their own."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sample.deed import Deed, Do
from harvestry.sample.rounding import money_text
from harvestry.units.days import instant_text
from harvestry.units.exact import quantity_text

_COLUMNS: Final = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,"
    "to_account,got_asset,got_quantity,hash,note"
)
_VALUED: Final = frozenset({Kind.BUY, Kind.SELL, Kind.TRADE, Kind.SPEND, Kind.FEE})
_NOTES: Final = {
    Do.FIND: "from an exchange that closed in 2019",
    Do.GIVE: "to a nephew",
    Do.DONATE: "to a charity",
    Do.SPEND: "a pair of headphones",
    Do.FEE: "token approval",
}


def harvestry_csv(deeds: Iterable[Deed], account: str, ours: frozenset[str]) -> str:
    """Write all that happened in one account; `ours` are the accounts that have such files."""
    rows = sorted(
        (row for deed in deeds for row in _rows(deed, account, ours)), key=lambda row: row["time"]
    )
    columns = _COLUMNS.split(",")
    lines = [",".join(row.get(column, "") for column in columns) for row in rows]
    return "\n".join([_COLUMNS, *lines, ""])


def _rows(deed: Deed, account: str, ours: frozenset[str]) -> Iterator[dict[str, str]]:
    """Give the row of a deed, or its half of a transfer whose other half another venue tells."""
    whole = deed.way != "halves" and {deed.account, deed.to_account} <= ours
    if account not in (deed.account, deed.to_account) or (whole and account == deed.to_account):
        return
    digest = sha256(f"{deed.account} {deed.time} {deed.asset}".encode()).hexdigest()
    row = {
        "time": instant_text(deed.time),
        "account": account,
        "kind": deed.kind.value,
        "asset": deed.asset,
        "quantity": quantity_text(deed.quantity),
        "id": f"{account}-{digest[:10]}",
        "note": _NOTES.get(deed.do, ""),
    }
    if deed.kind in _VALUED:
        row["usd"] = money_text(deed.usd)
    if deed.got_asset:
        row |= {"got_asset": deed.got_asset, "got_quantity": quantity_text(deed.got_quantity)}
    if deed.kind in (Kind.TRANSFER, Kind.DEPOSIT):
        row["hash"] = digest if deed.asset == "BTC" else f"0x{digest}"
    if account == deed.to_account:
        yield row | {"time": instant_text(deed.arrives), "kind": Kind.DEPOSIT.value}
        return
    if whole:
        row["to_account"] = deed.to_account
    elif deed.kind is Kind.TRANSFER:
        gone = deed.quantity + (deed.fee_quantity if deed.fee_asset == deed.asset else 0)
        row |= {"kind": Kind.WITHDRAWAL.value, "quantity": quantity_text(gone)}
    yield row | _fee(deed)


def _fee(deed: Deed) -> dict[str, str]:
    """Give the columns of the fee; its dollars where it is paid in cash or in a third coin."""
    if not deed.fee_asset:
        return {"fee_usd": money_text(deed.fee_usd)} if deed.fee_usd else {}
    fee = {"fee_asset": deed.fee_asset, "fee_quantity": quantity_text(deed.fee_quantity)}
    return fee if deed.fee_asset == deed.asset else fee | {"fee_usd": money_text(deed.fee_usd)}
