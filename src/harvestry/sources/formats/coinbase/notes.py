"""What Coinbase writes into the notes: the other side of a trade stands nowhere else."""

import re
from typing import Final, NamedTuple

from harvestry.sources.errors import CellFault, RowError
from harvestry.sources.numbers import NumberError, read_number
from harvestry.sources.row import Row
from harvestry.units.exact import InexactError, Quantity, quantity_of

_NUMBER: Final = r"[^\d\s]{0,3} ?([\d.,]*\d)"
_ASSET: Final = r"([A-Za-z0-9]+)"
_CONVERTED: Final = re.compile(
    rf"converted {_NUMBER} {_ASSET} to {_NUMBER} {_ASSET}\b", re.IGNORECASE
)
_TRADED: Final = re.compile(
    rf"(?:bought|sold) {_NUMBER} {_ASSET} (?:for|with) {_NUMBER} {_ASSET}\b", re.IGNORECASE
)
_PRODUCT: Final = re.compile(r"\bon ([A-Z0-9]+)-([A-Z0-9]+)\b")
_WALLET: Final = re.compile(r"\busing ([A-Z0-9]{2,10}) wallet\b", re.IGNORECASE)


class Swap(NamedTuple):
    """A conversion as the notes tell it."""

    given: str
    given_quantity: Quantity
    got: str
    got_quantity: Quantity


class Quote(NamedTuple):
    """What a trade was made against; the quantity is unknown where only the market is named."""

    asset: str
    quantity: Quantity | None


def swap_of(row: Row) -> Swap | None:
    """Read "Converted 0.5 ETH to 1,200 USDC", `None` where the notes say nothing of the kind."""
    match = _CONVERTED.search(row.text("notes"))
    if match is None:
        return None
    out, given, into, got = match.groups()
    return Swap(
        row.symbol(given, "notes"),
        _quantity(row, out),
        row.symbol(got, "notes"),
        _quantity(row, into),
    )


def quote_of(row: Row) -> Quote | None:
    """Read "Bought 3.8 LINK for 22 USDT on LINK-USDT", or the market alone.

    On a buy the amount has the fee in it; on a sale the fee is off it.
    """
    notes = row.text("notes")
    match = _TRADED.search(notes)
    product = _PRODUCT.search(notes)
    if match is not None:
        quote = row.symbol(match[4], "notes")
        if product is None or row.symbol(product[2], "notes") == quote:
            return Quote(quote, _quantity(row, match[3]))
    return None if product is None else Quote(row.symbol(product[2], "notes"), None)


def paying_wallet(row: Row) -> str | None:
    """Give the wallet of "... using USDC Wallet", if the notes name one."""
    match = _WALLET.search(row.text("notes"))
    return None if match is None else row.symbol(match[1].upper(), "notes")


def unreadable(row: Row, example: str) -> RowError:
    """Give the error that the notes do not tell the other side of a trade."""
    why = "does not tell the other side of the trade"
    fault = CellFault("Notes", row.text("notes"), why, f"write it as in {example!r}")
    return RowError("unreadable-notes", fault, row.number)


def _quantity(row: Row, text: str) -> Quantity:
    try:
        return quantity_of(read_number(text).text)
    except (NumberError, InexactError) as error:
        fault = CellFault("Notes", text, str(error), "write it plainly, as in 1234.56")
        raise RowError("bad-number", fault, row.number) from None
