"""What columns and kinds of rows are called in files nobody knows: words, by what they mean."""

from collections.abc import Mapping
from typing import Final

COLUMN_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "time": (
        *("date and time", "datetime", "date & time", "timestamp", "date time", "created at"),
        *("completed at", "transaction date", "trade date", "time", "date", "when", "day"),
    ),
    "clock": ("time of day", "clock", "time"),
    "sent_quantity": (
        *("sent amount", "sent quantity", "out amount", "amount out", "sell amount", "sold amount"),
        *("outgoing amount", "amount sent", "from amount", "debit amount", "sell quantity"),
        *("sell", "sent", "debit", "out"),
    ),
    "sent_asset": (
        *("sent currency", "sent asset", "out currency", "currency out", "sell currency"),
        *("outgoing asset", "asset sent", "from currency", "from asset", "sell asset", "from coin"),
    ),
    "got_quantity": (
        *("received amount", "received quantity", "in amount", "amount in", "buy amount"),
        *("incoming amount", "amount received", "to amount", "credit amount", "buy quantity"),
        *("bought amount", "buy", "received", "credit", "in"),
    ),
    "got_asset": (
        *("received currency", "received asset", "in currency", "currency in", "buy currency"),
        *("incoming asset", "asset received", "to currency", "to asset", "buy asset", "to coin"),
    ),
    "fee_asset": ("fee currency", "fee asset", "fee coin", "commission asset", "fee token"),
    "fee_quantity": (
        *("fee amount", "fee quantity", "network fee", "fee", "fees", "commission", "gas"),
    ),
    "fee": (
        *("fee usd", "usd fee", "fees usd", "usd fees", "fee in usd", "fees in usd"),
        *("fee dollars", "dollar fee", "fee in dollars", "commission usd", "network fee usd"),
    ),
    "product": ("pair", "market", "trading pair", "instrument", "product"),
    "side": ("side", "buy/sell", "direction"),
    "type": (
        *("transaction type", "type", "kind", "operation", "activity", "action", "category"),
        *("event", "transaction", "what"),
    ),
    "asset": ("asset", "coin", "currency", "symbol", "token", "ticker", "cryptocurrency", "crypto"),
    "quantity": (
        *("quantity", "amount", "units", "qty", "volume", "size", "change", "coins", "value"),
    ),
    "price": ("price per coin", "unit price", "spot price", "price", "rate"),
    "total": ("total usd", "usd total", "total cost", "total", "net amount", "proceeds"),
    "subtotal": ("subtotal", "cost"),
    "value": (
        *("value usd", "usd value", "amount usd", "usd amount", "value in usd", "worth usd"),
        *("market value", "fiat value"),
    ),
    "hash": ("transaction hash", "txhash", "tx hash", "hash", "blockchain txid", "txid", "tx id"),
    "id": ("transaction id", "trade id", "order id", "reference", "ref", "uuid", "id"),
    "status": ("status", "state"),
    "account": ("account", "wallet", "exchange", "platform"),
    "from_address": ("from address", "sender", "from"),
    "to_address": ("to address", "recipient", "to", "address"),
    "balance": ("balance", "running balance"),
    "notes": ("notes", "note", "description", "comment", "memo", "details", "label"),
}
"""For each of our columns the words for it, the surest first."""

KIND_WORDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("failed", ("fail", "cancel", "reject", "expired")),
    ("income:staking", ("staking reward", "stake reward", "staking", "validator")),
    ("income:interest", ("interest", "lending")),
    ("income:airdrop", ("airdrop",)),
    ("income:fork", ("fork",)),
    ("income:mining", ("mining", "mined")),
    ("rebate", ("rebate", "cashback", "cash back")),
    ("income:reward", ("reward", "bonus", "referral", "earn")),
    ("fee", ("fee", "commission", "gas")),
    ("spend", ("spend", "spent", "payment", "paid", "purchase of goods", "gift card")),
    ("gift-out", ("gift sent", "gift out")),
    ("gift-in", ("gift",)),
    ("donation", ("donat",)),
    ("trade", ("trade", "swap", "convert", "conversion", "exchange")),
    ("buy", ("buy", "bought", "purchase")),
    ("sell", ("sell", "sold", "sale")),
    ("deposit", ("deposit", "receive", "received", "incoming", "recv", "in")),
    ("withdrawal", ("withdraw", "withdrawal", "send", "sent", "outgoing", "out")),
)
"""Words within a kind of row and what they mean; the first that is found counts."""
