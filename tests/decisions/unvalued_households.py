"""Households of which a row states no dollars, or the price of a day is in doubt."""

from decisions.households import Household, row
from decisions.rows_to_mend import BUY, ETHER, STAKED, STAKED_SOLD

EARNED = Household({"h.csv": (STAKED, STAKED_SOLD)})
SPENT = Household(
    {"h.csv": (BUY, row("2025-02-01T00:00:00Z", "a", "spend", "BTC", "0.5", id="x1"))}
)
PAID = Household(
    {
        "h.csv": (
            row("2024-02-01T00:00:00Z", "a", "buy", "ETH", "9", id="e1"),
            row("2025-02-01T00:00:00Z", "a", "sell", "ETH", "9", id="s3", usd="20000"),
        )
    }
)
TRADED = Household(
    {
        "h.csv": (
            BUY,
            row(
                *("2025-01-20T00:00:00Z", "a", "trade", "BTC", "0.5"),
                id="t1",
                got_asset="ETH",
                got_quantity="14",
            ),
            row("2026-01-20T00:00:00Z", "a", "sell", "ETH", "14", id="s4", usd="39000"),
        )
    }
)
CHARGED = Household(
    {
        "h.csv": (
            BUY,
            ETHER,
            row(
                *("2025-01-20T00:00:00Z", "a", "sell", "BTC", "0.5"),
                id="s5",
                usd="44000",
                fee_asset="ETH",
                fee_quantity="0.3",
            ),
        )
    }
)
OUTLIER = Household(
    {"h.csv": (STAKED, STAKED_SOLD)},
    prices="date,asset,close_usd\n2025-01-31,ETH,2500\n2025-02-01,ETH,25\n2025-02-02,ETH,2600\n",
)
FEE_IN_ETHER = Household(
    {
        "h.csv": (
            BUY,
            ETHER,
            row(
                *("2024-03-04T23:00:00Z", "a", "withdrawal", "BTC", "1"),
                id="w1",
                fee_asset="ETH",
                fee_quantity="0.3",
            ),
            row("2024-03-05T00:00:00Z", "phone", "deposit", "BTC", "0.999", id="d1"),
        )
    },
    prices="date,asset,close_usd\n2024-03-04,BTC,60000\n2025-03-01,ETH,2500\n",
)
DOUBTED = "date,asset,close_usd\n2024-05-31,ETH,2500\n2024-06-01,ETH,45\n2024-06-02,ETH,2600\n"
DOUBTED_COST = Household(
    {
        "h.csv": (
            row("2024-06-01T12:00:00Z", "a", "buy", "ETH", "2", id="e1"),
            row("2025-02-01T00:00:00Z", "a", "sell", "ETH", "2", id="s1", usd="3000"),
        )
    },
    prices=DOUBTED,
)
DOUBTED_GIFT = Household(
    {
        "h.csv": (
            row(
                *("2024-06-01T12:00:00Z", "a", "gift-in", "ETH", "2"),
                id="g1",
                usd="4800",
                acquired="2021-04-05T00:00:00Z",
            ),
            row("2025-02-01T00:00:00Z", "a", "sell", "ETH", "2", id="s1", usd="3000"),
        )
    },
    prices=DOUBTED,
)
DOUBTED_FEE = Household(
    {
        "h.csv": (
            BUY,
            row("2024-01-06T00:00:00Z", "a", "buy", "ETH", "9", id="e2", usd="20700"),
            row(
                *("2024-06-01T12:00:00Z", "a", "income:staking", "ETH", "2"),
                id="i1",
                fee_asset="BTC",
                fee_quantity="0.01",
            ),
            row(
                *("2024-06-01T13:00:00Z", "a", "sell", "BTC", "0.5"),
                id="s5",
                usd="44000",
                fee_asset="ETH",
                fee_quantity="3",
            ),
        )
    },
    prices=f"{DOUBTED}2024-06-01,BTC,60000\n",
)
