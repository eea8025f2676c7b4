"""A fix lands between `tax_low` and `tax_high` of its problem, for every kind of problem."""

import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest

from decisions.households import PROFILE, Household, at_most, ends, problems, row
from harvestry.events.choices import CODES, IGNORE, JOINED, OF_ROWS, choices_of
from harvestry.units.exact import money_of

BUY = row("2024-01-05T00:00:00Z", "a", "buy", "BTC", "1", id="b1", usd="40000")
CAME = row("2024-03-05T00:00:00Z", "a", "deposit", "BTC", "1", id="d1")
SOLD = row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1.5", id="s1", usd="120000")
LEFT = row("2024-03-04T00:00:00Z", "w", "withdrawal", "BTC", "1.02", id="w1")
BOUGHT_THERE = row("2023-02-01T00:00:00Z", "w", "buy", "BTC", "3", id="bw", usd="66000")
SENT = row("2025-02-04T00:00:00Z", "a", "withdrawal", "BTC", "0.4", id="w2")
HIFO = '[account.a]\nlots = "hifo"\nlots_from = 2024-01-01\n'
LIFO = '[account.a]\nlots = "lifo"\nlots_from = 2024-01-01\n'
LATER = row("2024-05-05T00:00:00Z", "a", "buy", "BTC", "1", id="b2", usd="65000")

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
STAKED = row("2025-02-01T12:00:00Z", "a", "income:staking", "ETH", "2", id="i1")
STAKED_SOLD = row("2026-04-01T00:00:00Z", "a", "sell", "ETH", "2", id="s2", usd="3000")
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
            row("2024-01-06T00:00:00Z", "a", "buy", "ETH", "1", id="e2", usd="2300"),
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
SHORT_OF = Household(
    {"h.csv": (BUY, row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1.5", id="s1", usd="120000"))}
)
AMBIGUOUS = Household(
    {
        "h.csv": (
            BUY,
            BOUGHT_THERE,
            row("2024-03-04T23:00:00Z", "w", "withdrawal", "BTC", "1", id="w1"),
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
            row("2024-03-04T23:00:00Z", "w", "withdrawal", "BTC", "1", id="w1"),
            CAME,
            SOLD,
        )
    }
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
FEE_IN_ETHER = Household(
    {
        "h.csv": (
            BUY,
            row("2024-01-06T00:00:00Z", "a", "buy", "ETH", "1", id="e2", usd="2300"),
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
BROUGHT_IN: Final = (
    'time_zone = "America/New_York"\n[year.2025]\nfiling_status = "single"\nwages = "150000"\n'
    'carryover_short = "2000"\ncarryover_long = "31000"\n'
    '[year.2026]\nfiling_status = "single"\nwages = "40000"\n'
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

CASES = [
    *(("unmatched-deposit:d1", ARRIVED, *each) for each in OF_A_DEPOSIT),
    *(("unmatched-deposit:d1", ARRIVED_HIFO, *each) for each in OF_A_DEPOSIT[:6]),
    *(("unmatched-deposit:d1", ARRIVED_LIFO, *each) for each in OF_A_DEPOSIT[:6]),
    ("unmatched-deposit:d1", BOTH, "pair", "w1"),
    ("unmatched-withdrawal:w1", BOTH, "pair", "d1"),
    *(("unmatched-withdrawal:w2", GONE, *each) for each in OF_A_WITHDRAWAL),
    ("transfer-ambiguous:d1", AMBIGUOUS, "pair", "w1"),
    ("transfer-near-miss:d1", NEAR, "pair", "w1"),
    ("joined-by-amount:w1", JOINED_PAIR, "unpair", ""),
    *(("missing-price:i1", EARNED, "value", each) for each in ("0", "900", "2400", "5000")),
    ("missing-price:i1", EARNED, "price", "1800.50"),
    *(("missing-price:x1", SPENT, "value", each) for each in ("0", "20000", "44000")),
    *(("missing-price:e1", PAID, "value", each) for each in ("0", "18000", "90000")),
    *(("missing-price:t1", TRADED, "value", each) for each in ("0", "20000", "45000")),
    ("missing-price:t1", TRADED, "price", "2400"),
    *(("missing-price:s5:fee", CHARGED, "value", each) for each in ("0", "700")),
    *(("missing-price:w1:fee2", FEE_IN_ETHER, "value", each) for each in ("0", "700")),
    *(("outlying-price:ETH@2025-02-01", OUTLIER, "price", each) for each in ("0.01", "2550")),
    ("outlying-price:ETH@2025-02-01", OUTLIER, "right", ""),
    *(
        ("not-enough-lots:s1", SHORT_OF, "held", each)
        for each in ("0.5=0@2020-01-01", "0.5=30000@2025-06-01", "1=5000@2019-01-01")
    ),
    *(
        ("balance-differs:kraken:BTC", BALANCE, "opening", each)
        for each in ("0@2019-01-01", "9000@2023-12-31")
    ),
    ("possible-duplicates:kraken.csv~h.csv:kraken", TWICE, "same", ""),
    ("possible-duplicates:kraken.csv~h.csv:kraken", TWICE, "different", ""),
    *(
        ("not-enough-lots:s1", BOUGHT_BETWEEN, "held", each)
        for each in ("1.8=1@2024-01-15", "21=54658", "1.2=0", "1.5=9000@2023-12-12")
    ),
    *(
        ("not-enough-lots:s1", ONE_POOL, "held", each)
        for each in ("4.5=1@2022-05-05", "4.5=1", "6.2=1@2024-06-01", "9=0@2023-07-01")
    ),
    ("unmatched-deposit:d1", GIVEN_DEAR, "gift", "200000@2024-06-05"),
    ("unmatched-deposit:d1", GIVEN_DEAR, "income", "other=40000"),
    ("unmatched-deposit:d1", WAS_JOINED, "pair", "w1"),
    ("unmatched-withdrawal:w1", A_SPOUSES, "own", "a"),
    ("unmatched-withdrawal:w2", STATED_BY_THE_ROW, "sold", ""),
    ("unmatched-withdrawal:w2", STATED_BY_THE_ROW, "spent", "60000"),
    *(
        ("outlying-price:ETH@2024-06-01", household, "price", each)
        for household in (DOUBTED_COST, DOUBTED_GIFT, DOUBTED_FEE)
        for each in ("0.5", "1700", "2600")
    ),
    ("identified-late:s1", LATE, "seen", ""),
    ("not-identified:s1", UNIDENTIFIED, "seen", ""),
    ("broker-order-controls:s1", BROKER_HAS_AN_ORDER, "seen", ""),
    ("books-no-longer-identify:s1", NAMED_IN_2027, "seen", ""),
    ("books-do-not-identify:s1", FUND, "seen", ""),
]


IGNORED = [
    (problem, household, IGNORE, "dust")
    for problem, household in {
        problem.partition(":")[0]: (problem, household) for problem, household, *_ in CASES
    }.values()
]
FULL: Final = os.environ.get("HARVESTRY_TESTS") == "full"
OWNED: Final = '[account.{}]\nowner = "{}"\n'
JOINTLY: Final = PROFILE.replace("single", "mfj")
APART: Final = PROFILE.replace("single", "mfs")
OTHERWISE: Final[dict[str, dict[str, str]]] = {
    "highest cost first": {"accounts": HIFO},
    "last in first out": {"accounts": LIFO},
    "in the spouse's account": {"accounts": OWNED.format("a", "spouse"), "profile": JOINTLY},
    "from the spouse, apart": {"accounts": OWNED.format("w", "spouse"), "profile": APART},
    "in a joint account": {"accounts": OWNED.format("a", "joint"), "profile": APART},
    "in an IRA": {"accounts": '[account.a]\ntreatment = "traditional-ira"\n'},
    "from an IRA": {"accounts": '[account.w]\ntreatment = "roth-ira"\n'},
    "losses washed": {"profile": f'{PROFILE}[positions]\nwash_filed = "apply"\n'},
    "the years after": {"profile": BROUGHT_IN},
}
"""Other orders, owners, regimes and years, under which the same households stand."""


def otherwise() -> list[Any]:
    """Give the cases as they are under other settings: in small each once, all in full."""
    plain = [each for each in CASES if not each[1].accounts]
    names = list(OTHERWISE)
    return [
        pytest.param(problem, (household, name), choice, value, id=f"{name}-{problem}-{choice}")
        for n, (problem, household, choice, value) in enumerate(plain)
        for name in (names if FULL else [names[n % len(names)]])
    ]


_BEFORE: Final[dict[tuple[int, str], dict[str, dict[str, Any]]]] = {}
"""The fix lists of the households, each worked out once."""


def before(household: Household, name: str) -> dict[str, dict[str, Any]]:
    key = id(household), name
    if key not in _BEFORE:
        with TemporaryDirectory() as folder:
            _BEFORE[key] = problems(_under(household, name).opened(Path(folder)))
    return _BEFORE[key]


def _under(household: Household, name: str) -> Household:
    return replace(household, **OTHERWISE[name]) if name else household


def lands_inside(
    folder: Path, problem: str, household: Household, name: str, choice: str, value: str
) -> None:
    found = before(household, name)
    if name and problem not in found:
        pytest.skip("there is nothing to mend under these settings")
    least, most = ends(found[problem])
    assert least <= most
    again = _under(household, name).opened(folder, (problem, choice, value))
    left = {name: each for name, each in problems(again).items() if each["severity"] != "note"}
    assert problem not in left
    assert not [name for name in left if name.startswith("decision-")]
    tax = at_most(again)
    if choice != IGNORE:
        assert tax is not None
    assert tax is None or least <= tax <= most


@pytest.mark.parametrize(("problem", "household", "choice", "value"), [*CASES, *IGNORED])
def test_a_fix_lands_inside(
    tmp_path: Path, problem: str, household: Household, choice: str, value: str
) -> None:
    lands_inside(tmp_path, problem, household, "", choice, value)


@pytest.mark.parametrize(("problem", "household", "choice", "value"), otherwise())
def test_and_under_other_orders_owners_regimes_and_years(
    tmp_path: Path, problem: str, household: tuple[Household, str], choice: str, value: str
) -> None:
    lands_inside(tmp_path, problem, *household, choice, value)


@pytest.mark.parametrize(
    ("closes", "fix"),
    [
        (
            "2024-03-01,BTC,60000\n2025-12-01,BTC,90000\n",
            ("missing-price:w2", "value", "34000"),
        ),
        (
            "2025-02-02,BTC,90000\n2025-02-03,BTC,900\n2025-02-04,BTC,91000\n",
            ("outlying-price:BTC@2025-02-03", "price", "90500"),
        ),
    ],
)
def test_sold_for_nobody_says_how_much_leaves_a_value_whose_ends_lie_inside(
    tmp_path: Path, closes: str, fix: tuple[str, str, str]
) -> None:
    household = Household(GONE.files, prices=f"date,asset,close_usd\n{closes}")
    least, most = ends(problems(household.opened(tmp_path))["unmatched-withdrawal:w2"])
    sold = ("unmatched-withdrawal:w2", "sold", "")
    low, high = ends(problems(household.opened(tmp_path, sold))[fix[0]])
    found = at_most(household.opened(tmp_path, sold, fix))
    assert found is not None
    assert least <= low <= found <= high <= most


def test_every_choice_of_every_kind_of_problem_has_its_household() -> None:
    tried = {(problem.partition(":")[0], choice) for problem, _, choice, _ in [*CASES, *IGNORED]}
    every = {(code, choice.name) for code in CODES for choice in choices_of(code)}
    apart = {each for each in every if each[0] in OF_ROWS | {JOINED}}
    assert tried == every - apart


def test_what_is_at_stake_is_the_difference_of_two_whole_returns(tmp_path: Path) -> None:
    """Single, wages of 150,000 in 2025: 24 % (Rev. Proc. 2024-40), and a loss counts to 3,000.

    Of unknown basis were units sold for 10,000: a short-term gain of all of it at the most, a loss
    without end at the least.
    """
    rows = (
        row("2025-03-05T00:00:00Z", "a", "deposit", "BTC", "1", id="d1"),
        row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1", id="s1", usd="10000"),
    )
    profile = '[year.2025]\nfiling_status = "single"\nwages = "150000"\n'
    household = Household({"h.csv": rows}, profile=profile)
    least, most = ends(problems(household.opened(tmp_path))["unmatched-deposit:d1"])
    income = money_of("90000")  # at the highest price known the units were worth that as income
    assert most - least > money_of("3120")
    bought = household.opened(tmp_path, ("unmatched-deposit:d1", "bought", "0"))
    free = money_of(bought.tax(2025).document["total_tax"])
    assert free - least == money_of("3120")
    assert most > free + income * 24 // 100


def test_without_an_upper_end_the_most_is_unknown(tmp_path: Path) -> None:
    household = Household({"h.csv": (STAKED,)}, prices="date,asset,close_usd\n")
    problem = problems(household.opened(tmp_path))["missing-price:i1"]
    assert problem["tax_high"] is None


def test_of_what_was_lost_within_an_account_the_stake_is_unknown_until_its_value_is_told(
    tmp_path: Path,
) -> None:
    """The row tells of the whole that was sent, and the fee is what did not come back of it."""
    rows = (
        BUY,
        row("2024-03-04T23:00:00Z", "a", "withdrawal", "BTC", "1", id="w1", hash="0xab"),
        row("2024-03-04T23:30:00Z", "a", "deposit", "BTC", "0.99", id="d1", hash="0xab"),
    )
    household = Household({"h.csv": rows}, prices="date,asset,close_usd\n2025-12-01,BTC,90000\n")
    lost = problems(household.opened(tmp_path))["missing-price:w1"]
    assert (lost["tax_low"], lost["tax_high"]) == (None, None)
    told = household.opened(tmp_path, ("missing-price:w1", "value", "600"))
    assert "missing-price:w1" not in problems(told)
    assert at_most(told) is not None


def test_without_a_year_nothing_is_known_to_be_at_stake(tmp_path: Path) -> None:
    household = Household(ARRIVED.files, profile="")
    report = household.opened(tmp_path).check()
    problem = next(
        each for each in report.document["problems"] if each["id"] == "unmatched-deposit:d1"
    )
    assert (problem["tax_low"], problem["tax_high"]) == (None, None)
    assert any("no year" in note for table in report.tables for note in table.notes)


def test_the_most_at_stake_stands_first_and_notes_last(tmp_path: Path) -> None:
    rows = (
        *(BUY, SENT, LATER, SOLD, STAKED),
        row("2024-03-06T00:00:00Z", "a", "deposit", "BTC", "0.01", id="d3"),
    )
    closes = "date,asset,close_usd\n2026-12-31,BTC,90000\n2026-12-31,ETH,2500\n"
    listed = Household({"h.csv": rows}, prices=closes).opened(tmp_path).check().document["problems"]
    known = [
        money_of(each["tax_high"]) - money_of(each["tax_low"])
        for each in listed
        if each["severity"] == "error" and each["tax_high"] is not None
    ]
    assert len(known) == 3
    assert known == sorted(known, reverse=True)
    order = [("error", "warning", "note").index(each["severity"]) for each in listed]
    assert order == sorted(order)


def test_while_a_value_has_no_end_that_is_said_of_the_others(tmp_path: Path) -> None:
    rows = (BUY, SENT, LATER, SOLD, STAKED)
    household = Household({"h.csv": rows}, prices="date,asset,close_usd\n2026-12-31,BTC,90000\n")
    report = household.opened(tmp_path).check()
    first, *rest = report.document["problems"]
    assert (first["id"], first["tax_high"]) == ("missing-price:i1", None)
    assert first["tax_low"] is not None
    sent = next(each for each in rest if each["id"] == "unmatched-withdrawal:w2")
    assert (sent["tax_low"], sent["tax_high"]) == (None, None)
    assert any("no upper end" in note for table in report.tables for note in table.notes)


LACKED_TWICE = Household(
    {
        "h.csv": (
            row("2024-03-26T00:00:00Z", "a", "buy", "BTC", "0.5", id="b1", usd="18600"),
            row("2024-04-12T00:00:00Z", "a", "sell", "BTC", "1.5", id="s1", usd="61000"),
            row("2026-10-22T00:00:00Z", "a", "sell", "BTC", "0.4", id="s2", usd="35000"),
        )
    },
    accounts=HIFO,
)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("not-enough-lots:s1", "0.6=300000"), ("not-enough-lots:s1", "1.2=0")),
        (("not-enough-lots:s1", "0.6=300000"), ("not-enough-lots:s1", "1.4=0@2024-04-12")),
        (("not-enough-lots:s2", "0.4=300000@2025-11-13"), ("not-enough-lots:s1", "5=1")),
    ],
)
def test_a_fix_lands_inside_where_another_was_made_before_that_it_ends(
    tmp_path: Path, first: tuple[str, str], then: tuple[str, str]
) -> None:
    """Told anew in place of too few units; told so many that no more lack later."""
    earlier, later = ((problem, "held", value) for problem, value in (first, then))
    least, most = ends(problems(LACKED_TWICE.opened(tmp_path, earlier))[later[0]])
    found = at_most(LACKED_TWICE.opened(tmp_path, earlier, later))
    assert found is not None
    assert least <= found <= most
