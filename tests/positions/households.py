"""A small household for each grey choice: its rows, and by hand what each choice makes of them.

A loss is written without its sign where the words say loss. Windows are 30 days to either side
(IRC 1091(a)); a lot is long from the day after a year (IRC 1222).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

Sums: TypeAlias = Mapping[tuple[int, str], tuple[int, int]]
"""By year and term: the gain, and what of its losses is disallowed."""


class Outcome(NamedTuple):
    """What one choice makes of a household: its gains, and the basis held at the end."""

    gains: Sums
    held: int


class Household(NamedTuple):
    """Rows and settings; `cite` speaks for the default or against it."""

    cite: str
    rows: str
    outcomes: Mapping[str, Outcome]
    wash: str = "apply"
    accounts: str = ""
    assets: str = ""
    years: str = ""


_PLAIN: Final = "time,account,kind,asset,quantity,id,usd\n"
_SHORT: Final = (2026, "short")
_LONG: Final = (2026, "long")
_NEXT: Final = (2027, "short")
_NEXT_LONG: Final = (2027, "long")


def _swap(coin: str, token: str, quantity: str = "1") -> str:
    """A coin bought for 2000 is worth 2500 when it is swapped, and the token is sold for 2600."""
    return (
        "time,account,kind,asset,quantity,id,usd,got_asset,got_quantity\n"
        f"2026-01-05,a,buy,{coin},{quantity},x,2000,,\n"
        f"2026-03-01,a,trade,{coin},{quantity},w,2500,{token},1\n"
        f"2027-02-01,a,sell,{token},1,s,2600,,\n"
    )


_SWAPPED: Final = {
    # 2500 - 2000 at the swap; 2600 - 2500 of a token held eleven months.
    "taxable": Outcome({_SHORT: (500, 0), _NEXT: (100, 0)}, 0),
    # 2600 - 2000 of a coin held since 5 January 2026.
    "not-taxable": Outcome({_NEXT_LONG: (600, 0)}, 0),
}

HOUSEHOLDS: Final[Mapping[str, Household]] = {
    "bridged": Household("Cottage Savings, 499 U.S. 554 (1991)", _swap("ETH", "ETH.ARB"), _SWAPPED),
    "wrapped": Household("Notice 2024-57", _swap("BTC", "WBTC"), _SWAPPED),
    "staked": Household("Notice 2024-57", _swap("ETH", "STETH"), _SWAPPED),
    "liquidity_pools": Household(
        "Notice 2024-57",
        _swap("ETH", "POOL", quantity="2"),
        _SWAPPED,
        assets='[asset.POOL]\nwraps = "ETH"\nrelation = "liquidity-pool"\n',
    ),
    "transfer_fee": Household(
        "IRS digital asset FAQ on transfer fees; IRC 1016(a)(1)",
        "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,to_account\n"
        "2026-01-05,a,buy,BTC,1,x,1000,,,,\n"
        "2026-03-01,a,transfer,BTC,0.8,t,,BTC,0.1,150,b\n"
        "2027-02-01,b,sell,BTC,0.8,s,1600,,,,\n",
        {
            # The fee's 0.1 cost 100 and went for 150; 0.8 cost 800.
            "disposal": Outcome({_SHORT: (50, 0), _NEXT_LONG: (800, 0)}, 100),
            # Its 100 join the 800.
            "basis": Outcome({_NEXT_LONG: (700, 0)}, 100),
        },
    ),
    "self_custody_pool": Household(
        "Treas. Reg. 1.1012-1(j)(2)(ii)",
        _PLAIN + "2026-01-05,w1,buy,BTC,1,x,100\n"
        "2026-02-05,w2,buy,BTC,1,y,900\n"
        "2026-06-10,w2,sell,BTC,1,s,1000\n",
        {
            "per-wallet": Outcome({_SHORT: (100, 0)}, 100),
            # First in, first out of both: w1's.
            "one": Outcome({_SHORT: (900, 0)}, 900),
        },
        accounts='[account.w1]\nkind = "wallet"\n[account.w2]\nkind = "wallet"\n',
    ),
    "etf_and_coin": Household(
        "Treas. Reg. 1.671-5",
        _PLAIN + "2026-01-05,a,buy,IBIT,1,x,500\n"
        "2026-06-01,b,buy,BTC,1,r,40000\n"
        "2026-06-10,a,sell,IBIT,1,s,400\n",
        {
            "different": Outcome({_SHORT: (-100, 0)}, 40000),
            # A fund is a security: its loss of 100 joins the coin's basis under any regime.
            "identical": Outcome({_SHORT: (0, 100)}, 40100),
        },
        assets='[asset.IBIT]\nmultiplier = "1"\n',
        wash="current-law",
    ),
    "etf_issuers": Household(
        "Pub. 550 (2025)",
        _PLAIN + "2026-01-05,a,buy,IBIT,4,x,500\n"
        "2026-06-10,a,sell,IBIT,4,s,400\n"
        "2026-07-10,b,buy,FBTC,1,r,95\n",
        {
            "different": Outcome({_SHORT: (-100, 0)}, 95),
            # One of four is replaced on the 30th day: a fourth of 100.
            "identical": Outcome({_SHORT: (-75, 25)}, 120),
        },
        wash="current-law",
    ),
    "futures": Household(
        "IRC 1091(a), 1256(f)(5)",
        _PLAIN + "2025-01-06,a,buy,BTC,1,x,900\n"
        "2026-06-10,a,sell,BTC,1,s,600\n"
        "2026-06-12,b,buy,MBT,1,r,10\n",
        {
            "different": Outcome({_LONG: (-300, 0)}, 10),
            "identical": Outcome({_LONG: (0, 300)}, 310),
        },
        assets='[asset.MBT]\nclass = "future-1256"\ncoin = "BTC"\nmultiplier = "1"\n',
    ),
    "income_as_purchase": Household(
        "Pub. 550 (2025), p. 87 Ex. 2",
        _PLAIN + "2026-01-05,a,buy,ETH,1,x,3000\n"
        "2026-06-05,a,income:staking,ETH,0.1,r,200\n"
        "2026-06-10,a,sell,ETH,0.5,s,1000\n"
        "2026-06-12,a,income:wages,ETH,0.2,w,400\n",
        {
            # 0.2 of 0.5 is replaced by the pay: 200 of 500 join its 400.
            "pay": Outcome({_SHORT: (-300, 200)}, 2300),
            # 0.3 of 0.5 is replaced: 300 of 500.
            "yes": Outcome({_SHORT: (-200, 300)}, 2400),
            # 0.5 cost 1500; the other half of x, the reward and the pay are held.
            "no": Outcome({_SHORT: (-500, 0)}, 2100),
        },
    ),
    "mutual_loop": Household(
        "Treas. Reg. 1.1091-1(e)",
        _PLAIN + "2026-06-01,a,buy,BTC,1,p,1000\n"
        "2026-06-05,wife,buy,BTC,1,q,1100\n"
        "2026-06-20,a,sell,BTC,1,s,800\n"
        "2026-06-20,wife,sell,BTC,1,t,800\n",
        {
            # p's 200 join q: the wife, who files apart, has 800 - 1300.
            "once": Outcome({_SHORT: (0, 200)}, 0),
            # Her 500 are washed by p in turn and join its basis: 800 - 1500 + 200.
            "both": Outcome({_SHORT: (-500, 200)}, 0),
        },
        accounts='[account.wife]\nowner = "spouse"\n',
    ),
    "older_lot": Household(
        "IRC 1091(a); Fairmark and Silver against",
        "time,account,kind,asset,quantity,id,usd,lots\n"
        "2026-06-01,a,buy,BTC,1,old,700,\n"
        "2026-06-10,a,buy,BTC,1,new,1000,\n"
        "2026-06-20,a,sell,BTC,1,s,800,new:1\n",
        {
            "counts": Outcome({_SHORT: (0, 200)}, 900),
            "exempt": Outcome({_SHORT: (-200, 0)}, 700),
        },
    ),
    "retirement_plans": Household(
        "Rev. Rul. 2008-5 by analogy",
        _PLAIN + "2025-01-05,a,buy,BTC,1,x,1000\n"
        "2026-06-10,a,sell,BTC,1,s,700\n"
        "2026-06-12,hsa,buy,BTC,1,r,500\n",
        {
            # The loss is gone: nothing joins the basis inside the plan.
            "like-ira": Outcome({_LONG: (0, 300)}, 500),
            "not-covered": Outcome({_LONG: (-300, 0)}, 500),
        },
        accounts='[account.hsa]\ntreatment = "hsa"\n',
    ),
    "same_day_losses": Household(
        "Treas. Reg. 1.1091-1(b)",
        "time,account,kind,asset,quantity,id,usd,lots\n"
        "2025-01-06,a,buy,BTC,1,old,1000,\n"
        "2026-01-05,a,buy,BTC,1,new,900,\n"
        "2026-06-10T09:00:00Z,a,sell,BTC,1,s,600,new:1\n"
        "2026-06-10T15:00:00Z,a,sell,BTC,1,t,600,old:1\n"
        "2026-06-20,a,buy,BTC,1,r,500,\n",
        {
            # old, acquired first, is washed: its 400 join r's 500; the 300 of new are allowed.
            "acquisition": Outcome({_SHORT: (-300, 0), _LONG: (0, 400)}, 900),
            # new was sold first: its 300 join r, and the long loss of 400 is allowed.
            "time-of-sale": Outcome({_SHORT: (0, 300), _LONG: (-400, 0)}, 800),
        },
    ),
    "same_order": Household(
        "Rev. Rul. 56-602, 1956-2 C.B. 527",
        "time,account,kind,asset,quantity,id,usd,order\n"
        "2026-06-01,a,buy,BTC,1,x,1000,one\n"
        "2026-06-01,a,buy,BTC,1,y,900,one\n"
        "2026-06-20,a,sell,BTC,1,s,800,\n",
        {
            "exempt": Outcome({_SHORT: (-200, 0)}, 900),
            "counts": Outcome({_SHORT: (0, 200)}, 1100),
        },
    ),
    "sold_before_loss": Household(
        "IRC 1091(a), (d)",
        "time,account,kind,asset,quantity,id,usd,lots\n"
        "2025-01-05,a,buy,BTC,1,x,1000,\n"
        "2026-06-01,a,buy,BTC,1,r,600,\n"
        "2026-06-05,a,sell,BTC,1,g,650,r:1\n"
        "2026-06-10,a,sell,BTC,1,s,700,\n",
        {
            "skip": Outcome({_SHORT: (50, 0), _LONG: (-300, 0)}, 0),
            # r was bought in the window and is gone: the loss has no basis to join.
            "counts": Outcome({_SHORT: (50, 0), _LONG: (0, 300)}, 0),
        },
    ),
    "spouse_purchase": Household(
        "Pub. 550 (2025), p. 86; IRC 1223(3)",
        _PLAIN + "2025-01-05,a,buy,BTC,1,x,1000\n"
        "2026-06-10,a,sell,BTC,1,s,700\n"
        "2026-06-12,wife,buy,BTC,1,r,500\n"
        "2027-03-01,wife,sell,BTC,1,e,900\n",
        {
            # 900 - (500 + 300), long with the 521 days that x was held.
            "deferred": Outcome({_LONG: (0, 300), _NEXT_LONG: (100, 0)}, 0),
            # 900 - 500, held since June.
            "lost": Outcome({_LONG: (0, 300), _NEXT: (400, 0)}, 0),
        },
        accounts='[account.wife]\nowner = "spouse"\n',
        years='[year.2026]\nfiling_status = "mfj"\n[year.2027]\nfiling_status = "mfj"\n',
    ),
    "stablecoins": Household(
        "H.R. 9172 (2026) for, the words of IRC 1091 against",
        _PLAIN + "2026-01-05,a,buy,USDC,1000,x,1010\n"
        "2026-06-10,a,sell,USDC,1000,s,1000\n"
        "2026-06-12,a,buy,USDC,500,r,500\n",
        {
            "not-covered": Outcome({_SHORT: (-10, 0)}, 500),
            "covered": Outcome({_SHORT: (-5, 5)}, 505),
        },
    ),
}
