"""The columns formats are described in: whatever an export calls them, the engine knows these."""

from enum import Enum
from typing import Final


class Content(Enum):
    """What the cells of a column hold, which decides how they are compared between exports."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"


CANONICAL: Final = {
    "time": Content.TIME,
    "clock": Content.TEXT,
    "zone": Content.TEXT,
    "type": Content.TEXT,
    "subtype": Content.TEXT,
    "status": Content.TEXT,
    "side": Content.TEXT,
    "product": Content.TEXT,
    "asset": Content.TEXT,
    "quantity": Content.NUMBER,
    "taken": Content.NUMBER,
    "remaining": Content.NUMBER,
    "sent_asset": Content.TEXT,
    "sent_quantity": Content.NUMBER,
    "got_asset": Content.TEXT,
    "got_quantity": Content.NUMBER,
    "sent_value": Content.NUMBER,
    "got_value": Content.NUMBER,
    "currency": Content.TEXT,
    "price": Content.NUMBER,
    "subtotal": Content.NUMBER,
    "total": Content.NUMBER,
    "fee": Content.NUMBER,
    "fee_quantity": Content.NUMBER,
    "fee_asset": Content.TEXT,
    "value": Content.NUMBER,
    "fee_value": Content.NUMBER,
    "balance": Content.NUMBER,
    "pocket": Content.TEXT,
    "notes": Content.TEXT,
    "hash": Content.TEXT,
    "got_hash": Content.TEXT,
    "id": Content.TEXT,
    "group": Content.TEXT,
    "account": Content.TEXT,
    "account_title": Content.TEXT,
    "from_account": Content.TEXT,
    "to_account": Content.TEXT,
    "own_address": Content.TEXT,
    "from_address": Content.TEXT,
    "to_address": Content.TEXT,
    "reference": Content.TEXT,
}
"""Every column a description may name, apart from those of the Harvestry CSV.

Rows with a column for each side name them `sent_asset`, `sent_quantity`, `got_asset` and
`got_quantity`; others have one `asset` and `quantity`. `taken` is what a whole transaction took out
of the account, fee and all. `sent_value` and `got_value` are dollars. `remaining` is what was not
filled of an order's quantity. `currency` is that of `price`, `subtotal`, `total` and `fee`;
`fee_quantity` counts units of `fee_asset`, by default the row's asset; `value`
and `fee_value` are dollars. `id` is the export's own id of the row, `group` what rows of one trade
share; `reference` and `balance` only tell rows apart. `account` names the account or wallet of the
row itself, where a file tells of several; `from_account` and `to_account` are where units left and
arrived, `account_title` what the account is called beside its number. `clock` is the time of day
where `time` is only the day, `zone` the zone of both.
`hash` is the transaction on the chain, `got_hash` that of what came in, where it is another.
`own_address` is the wallet's own, by which `from_address` and `to_address` tell the direction.
`pocket` is a part of the account with a balance of its own.
"""
