"""Households of which a half of a move stands alone, or is joined to what may be another's."""

from decisions.households import Household, row
from decisions.rows_to_mend import (
    BOUGHT_THERE,
    BROUGHT_IN,
    BUY,
    CAME,
    HIFO,
    LATER,
    LEFT,
    LEFT_WHOLE,
    LIFO,
    SENT,
    SOLD,
)

ARRIVED = Household({"h.csv": (BUY, CAME, LATER, SOLD)})
ARRIVED_HIFO = Household({"h.csv": (BUY, CAME, LATER, SOLD)}, accounts=HIFO)
ARRIVED_LIFO = Household({"h.csv": (BUY, CAME, LATER, SOLD)}, accounts=LIFO)
OF_A_DEPOSIT = [
    ("bought", "0"),
    ("bought", "52000"),
    ("bought", "52000@2018-03-01"),
    ("bought", "40000@2024-02-20"),
    ("bought", "250000@2024-01-05"),
    ("gift", "15000@2019-06-30"),
    ("income", "staking=61000"),
    ("income", "services=61000"),
    ("income", "wages=30000"),
    ("own", "nowhere"),
]
GONE = Household({"h.csv": (BUY, SENT, LATER, SOLD)})
OF_A_WITHDRAWAL = [
    ("sold", "34000"),
    ("sold", "0"),
    ("spent", "21000"),
    ("gift", ""),
    ("donation", ""),
    ("lost", ""),
    ("stolen", ""),
    ("own", "b"),
]
BOTH = Household({"h.csv": (BUY, CAME, LATER, SOLD, BOUGHT_THERE, LEFT)})
AMBIGUOUS = Household(
    {
        "h.csv": (
            BUY,
            BOUGHT_THERE,
            LEFT_WHOLE,
            CAME,
            row("2024-03-05T01:00:00Z", "phone", "deposit", "BTC", "1", id="d2"),
            SOLD,
        )
    }
)
NEAR = Household(
    {
        "h.csv": (
            BUY,
            BOUGHT_THERE,
            row("2024-03-04T01:00:00Z", "w", "withdrawal", "BTC", "1.02", id="w1"),
            CAME,
            SOLD,
        )
    }
)
JOINED_PAIR = Household(
    {
        "h.csv": (
            BUY,
            BOUGHT_THERE,
            LEFT_WHOLE,
            CAME,
            SOLD,
        )
    }
)
GIVEN_DEAR = Household(
    {
        "h.csv": (
            row("2024-08-09T00:00:00Z", "a", "deposit", "BTC", "0.7", id="d1"),
            row("2024-08-14T00:00:00Z", "a", "buy", "BTC", "1", id="b1", usd="25200"),
            row("2025-09-20T00:00:00Z", "a", "sell", "BTC", "0.7", id="s1", usd="7560"),
        )
    },
    accounts='[account.a]\nlots = "hifo"\nlots_from = 2022-01-01\n',
    prices="date,asset,close_usd\n2025-12-01,BTC,90000\n",
    profile=BROUGHT_IN.replace("31000", "0"),
)
STATED_BY_THE_ROW = Household(
    {
        "h.csv": (
            BUY,
            row("2025-02-04T00:00:00Z", "a", "withdrawal", "BTC", "0.4", id="w2", usd="61000"),
        )
    }
)
WAS_JOINED = Household(
    {
        "h.csv": (
            *(BUY, BOUGHT_THERE, CAME, LATER, SOLD),
            row("2024-03-04T23:00:00Z", "w", "withdrawal", "BTC", "1", id="w1", hash="0xaa"),
            row("2024-03-05T00:30:00Z", "phone", "deposit", "BTC", "1", id="d2", hash="0xaa"),
        )
    }
)

A_SPOUSES = Household(
    {"h.csv": (BUY, BOUGHT_THERE, LEFT)},
    accounts='[account.w]\nowner = "spouse"\n[pools]\nbefore_2025 = "account"\n',
)
