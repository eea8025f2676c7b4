"""Every choice of every kind of problem, each with a household it is tried in."""

from decisions.lot_households import (
    BALANCE,
    BOUGHT_BETWEEN,
    BROKER_HAS_AN_ORDER,
    FUND,
    LATE,
    NAMED_IN_2027,
    ONE_POOL,
    SHORT_OF,
    TWICE,
    UNIDENTIFIED,
)
from decisions.unmatched_households import (
    A_SPOUSES,
    AMBIGUOUS,
    ARRIVED,
    ARRIVED_HIFO,
    ARRIVED_LIFO,
    BOTH,
    GIVEN_DEAR,
    GONE,
    JOINED_PAIR,
    NEAR,
    OF_A_DEPOSIT,
    OF_A_WITHDRAWAL,
    STATED_BY_THE_ROW,
    WAS_JOINED,
)
from decisions.unvalued_households import (
    CHARGED,
    DOUBTED_COST,
    DOUBTED_FEE,
    DOUBTED_GIFT,
    EARNED,
    FEE_IN_ETHER,
    OUTLIER,
    PAID,
    SPENT,
    TRADED,
)
from harvestry.events.choices import IGNORE

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
