"""A Kraken ledgers export of sixteen columns: every movement a row, a trade all rows of a refid."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sample.deed import USD, Deed, Do
from harvestry.units.days import SECOND, Instant, moment
from harvestry.units.exact import QUANTITY_DECIMALS, QUANTITY_OF_MONEY, Money, Quantity, share

_HEADER: Final = (
    "txid,refid,time,type,subtype,aclass,subclass,asset,wallet,amount,fee,balance,"
    "amountusd,feeusd,balanceusd,feecurrency"
)
_CODES: Final = {"BTC": "XXBT", "ETH": "XETH", "DOGE": "XXDG", USD: "ZUSD"}
_SPOT, _EARN = "spot / main", "earn / bonded"
_PENDING: Final = 300 * SECOND
"""How long a deposit stands as pending before it is booked."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row; `amount` is signed, `fee` is taken on top, `usd` is the value of the amount."""

    time: Instant
    ref: str
    type: str
    subtype: str
    asset: str
    amount: Quantity
    usd: Money
    fee: Quantity = 0
    fee_usd: Money = 0
    wallet: str = _SPOT
    pending: bool = False


def kraken_ledgers(deeds: Iterable[Deed], account: str) -> str:
    """Write all that happened in the account, earliest first, with the running balances."""
    ours = [deed for deed in deeds if account in (deed.account, deed.to_account)]
    rows = [row for n, deed in enumerate(ours) for row in _rows(deed, account, n)]
    held: defaultdict[tuple[str, str], Quantity] = defaultdict(int)
    lines = [",".join(f'"{name}"' for name in _HEADER.split(","))]
    for n, row in enumerate(sorted(rows, key=lambda row: row.time)):
        if not row.pending:
            held[row.asset, row.wallet] += row.amount - row.fee
        fields = _fields(row, _id("L", f"row {n}"), held[row.asset, row.wallet])
        lines.append(",".join(f'"{field}"' for field in fields))
    return "\n".join(lines) + "\n"


def _fields(row: _Row, txid: str, balance: Quantity) -> tuple[str, ...]:
    cash = row.asset == USD
    decimals = 4 if cash else 10
    balance_usd = share(row.usd, balance, abs(row.amount)) if row.amount else row.fee_usd
    return (
        "" if row.pending else txid,
        row.ref,
        f"{moment(row.time):%Y-%m-%d %H:%M:%S}",
        row.type,
        row.subtype,
        "currency",
        "fiat" if cash else "crypto",
        row.asset if row.asset.endswith(".S") else _CODES.get(row.asset, row.asset),
        row.wallet,
        _fixed(row.amount, decimals),
        _fixed(row.fee, decimals),
        "" if row.pending else _fixed(balance, decimals),
        _fixed(row.usd * QUANTITY_OF_MONEY * (-1 if row.amount < 0 else 1), 2),
        _fixed(row.fee_usd * QUANTITY_OF_MONEY, 2),
        "" if row.pending else _fixed(balance_usd * QUANTITY_OF_MONEY, 2),
        _CODES.get(row.asset, row.asset) if row.fee else "",
    )


def _rows(deed: Deed, account: str, n: int) -> Iterator[_Row]:
    """Give the rows of one deed: all bear one refid, but for the two halves of the old staking."""
    q, usd, fee_usd = deed.quantity, deed.usd, deed.fee_usd
    row = _Row(deed.time, _id("T", f"deed {n}"), "trade", "tradespot", deed.asset, q, usd)
    cash = replace(row, asset=USD, amount=usd * QUANTITY_OF_MONEY)
    cash_fee = 0 if deed.fee_asset else fee_usd
    own_fee = q - deed.less_fee
    own = replace(row, fee=own_fee, fee_usd=share(usd, own_fee, q))
    moved = replace(own, ref=_id("FT", f"deed {n}"), subtype="")
    match deed.kind:
        case Kind.BUY | Kind.SELL:
            sign = 1 if deed.kind is Kind.BUY else -1
            given = replace(cash, amount=-sign * cash.amount, fee_usd=cash_fee)
            given = replace(given, fee=cash_fee * QUANTITY_OF_MONEY)
            legs = [given, replace(row, amount=sign * q)]
            if deed.way == "app":
                legs = [replace(legs[0], type="spend"), replace(legs[1], type="receive")]
                legs = [replace(leg, subtype="") for leg in legs]
            yield from legs
            if deed.fee_asset:
                units = deed.fee_quantity
                yield replace(row, asset="KFEE", amount=0, usd=0, fee=units, fee_usd=fee_usd)
        case Kind.TRANSFER if deed.account == deed.to_account:
            yield from _staked(deed, row, n)
        case Kind.TRANSFER if deed.account == account:
            yield replace(moved, type="withdrawal", amount=-q)
        case Kind.TRANSFER:
            came = replace(moved, type="deposit", time=deed.arrives, fee=0, fee_usd=0)
            yield replace(came, time=deed.arrives - _PENDING, pending=True)
            yield came
        case Kind.STAKING:
            old = deed.way == "old"
            words = ("staking", "") if old else ("earn", "reward")
            paid = replace(own, ref=_id("ST", f"deed {n}"), type=words[0], subtype=words[1])
            place = _old_place(deed.asset) if old else (deed.asset, _EARN)
            yield replace(paid, asset=place[0], wallet=place[1])
        case Kind.AIRDROP:
            yield replace(moved, type="transfer")
        case _:
            sign = 1 if deed.do is Do.CASH_IN else -1
            yield replace(moved, type=deed.kind.value, amount=sign * q)


def _staked(deed: Deed, row: _Row, n: int) -> Iterator[_Row]:
    """Give the two rows of coins put to stake (or back): out of one wallet, into the other."""
    back = deed.do is Do.UNSTAKE
    if deed.way == "old":
        out, into = ("stakingtospot", "spotfromstaking") if back else _TO_STAKE
        out_ref, in_ref = _id("B", f"deed {n}"), _id("R", f"deed {n}")
        kind, places = "transfer", [(deed.asset, _SPOT), _old_place(deed.asset)]
    else:
        out = into = "deallocation" if back else "allocation"
        out_ref = in_ref = _id("E", f"deed {n}")
        kind, places = "earn", [(deed.asset, _SPOT), (deed.asset, _EARN)]
    source, target = reversed(places) if back else places
    gone = replace(row, ref=out_ref, type=kind, subtype=out, amount=-row.amount)
    yield replace(gone, asset=source[0], wallet=source[1])
    come = replace(row, ref=in_ref, type=kind, subtype=into)
    yield replace(come, asset=target[0], wallet=target[1])


_TO_STAKE: Final = ("spottostaking", "stakingfromspot")


def _old_place(asset: str) -> tuple[str, str]:
    """Give where staked coins stood before there were wallets: under a name of their own."""
    return f"{asset}.S", _SPOT


def _fixed(quantity: Quantity, decimals: int) -> str:
    grains = abs(quantity) // 10 ** (QUANTITY_DECIMALS - decimals)
    whole, rest = divmod(grains, 10**decimals)
    return f"{'-' if quantity < 0 else ''}{whole}.{rest:0{decimals}}"


def _id(prefix: str, seed: str) -> str:
    digits = prefix + sha256(f"{prefix} {seed}".encode()).hexdigest()[:15].upper()
    return f"{digits[:6]}-{digits[6:11]}-{digits[11:16]}"
