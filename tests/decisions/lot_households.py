"""Households that sold more than is told of, were told of twice, or name lots to no effect."""

from decisions.households import Household, row
from decisions.rows_to_mend import BUY, LATER

SHORT_OF = Household(
    {"h.csv": (BUY, row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1.5", id="s1", usd="120000"))}
)
KRAKEN = (
    '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n'
    '"L1","R1","2024-02-05 10:00:00","trade","","currency","XXBT","0.5","0","0.5"\n'
    '"L2","R1","2024-02-05 10:00:00","trade","","currency","ZUSD","-21000","0","0"\n'
)
TWICE = Household(
    {
        "h.csv": (
            row("2024-02-05T10:00:00Z", "kraken", "buy", "BTC", "0.5", id="q1", usd="21000"),
            row("2024-05-05T10:00:00Z", "kraken", "buy", "BTC", "0.5", id="q2", usd="34000"),
            row("2025-06-05T10:00:00Z", "kraken", "sell", "BTC", "1", id="q3", usd="90000"),
        ),
        "kraken.csv": KRAKEN,
    }
)
BALANCE = Household(
    {
        "kraken.csv": KRAKEN.replace('"0.5","0","0.5"', '"0.5","0","1.5"')
        + (
            '"L3","R2","2025-06-05 10:00:00","trade","","currency","XXBT","-0.9","0","0.6"\n'
            '"L4","R2","2025-06-05 10:00:00","trade","","currency","ZUSD","90000","0","90000"\n'
        )
    }
)
LATE = Household(
    {
        "h.csv": (
            BUY,
            LATER,
            row(
                *("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1"),
                id="s1",
                usd="90000",
                lots="b2:1",
                lots_at="2025-07-01T00:00:00Z",
            ),
        )
    }
)
UNIDENTIFIED = Household(
    {
        "h.csv": (
            BUY,
            LATER,
            row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1", id="s1", usd="90000"),
        )
    },
    accounts='[account.a]\nlots = "specific"\nlots_from = 2024-01-01\n',
)

NAMED_DEARER = row(
    *("2026-06-05T00:00:00Z", "a", "sell", "BTC", "1"),
    id="s1",
    usd="90000",
    lots="b2:1",
    lots_told="books",
)
AT_A_BROKER = '[account.a]\nkind = "exchange"\n'
BROKER_HAS_AN_ORDER = Household(
    {"h.csv": (BUY, LATER, NAMED_DEARER)},
    accounts=f'{AT_A_BROKER}lots = "fifo"\nlots_told = "broker"\n',
)
NAMED_IN_2027 = Household(
    {"h.csv": (BUY, LATER, NAMED_DEARER.replace("2026-06", "2027-01"))},
    accounts=AT_A_BROKER,
    as_of="2027-12-31",
)
FUND = Household(
    {"h.csv": tuple(each.replace("BTC", "FUND") for each in (BUY, LATER, NAMED_DEARER))},
    accounts='[account.a]\nkind = "brokerage"\n',
    assets='[asset.FUND]\nclass = "security"\n',
)

BOUGHT_BETWEEN = Household(
    {
        "h.csv": (
            row("2024-02-17T00:00:00Z", "a", "buy", "BTC", "0.6", id="b1", usd="53460"),
            row("2024-12-11T00:00:00Z", "a", "sell", "BTC", "1.8", id="s1", usd="129600"),
        )
    }
)
ONE_POOL = Household(
    {
        "h.csv": (
            row("2023-01-02T00:00:00Z", "z", "buy", "BTC", "0.1", id="b0", usd="9000"),
            row("2023-06-08T00:00:00Z", "a", "buy", "BTC", "0.5", id="b1", usd="39600"),
            row("2023-09-16T00:00:00Z", "a", "buy", "BTC", "1.1", id="b2", usd="6930"),
            row("2024-06-02T00:00:00Z", "b", "sell", "BTC", "5.7", id="s1", usd="389880"),
            row("2025-07-03T00:00:00Z", "a", "sell", "BTC", "1.5", id="s2", usd="98550"),
            row("2026-03-12T00:00:00Z", "a", "sell", "BTC", "0.6", id="s3", usd="5400"),
        )
    },
    accounts="".join(f'[account.{name}]\nlots = "lifo"\nlots_from = 2022-01-01\n' for name in "ab")
    + '[pools]\nbefore_2025 = "universal"\n',
)
