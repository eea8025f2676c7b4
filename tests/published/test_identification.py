"""Which units went where names, orders and a broker's one order meet: from files, worked by hand.

Treas. Reg. 1.1012-1(j)(2), (j)(3); Notice 2026-20; Rev. Proc. 2024-28 s. 5.02.
"""

from pathlib import Path
from typing import Any

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd,lots,to_account,fee_asset,fee_quantity,fee_usd\n"
THREE = """2025-01-06,E,buy,BTC,1,first,20000,,,,,
2025-02-03,E,buy,BTC,1,dear,45000,,,,,
2025-03-03,E,buy,BTC,1,third,30000,,,,,
"""
HIFO = '[account.E]\nkind = "exchange"\nlots = "hifo"\nlots_from = 2025-01-01\n'


def opened(folder: Path, rows: str, accounts: str, **more: Any) -> Any:
    (folder / "rows.csv").write_text(HEADER + rows)
    (folder / "accounts.toml").write_text(accounts)
    (folder / "profile.toml").write_text('time_zone = "America/New_York"\n')
    return harvestry.open_case([folder], as_of="2027-12-31", **more)


def sold(of: Any, name: str) -> list[tuple[str, str, str]]:
    """Give lot, basis and gain of the pieces of a sale."""
    rows = of.gains().document["rows"]
    return [(row["lot"], row["basis"], row["gain"]) for row in rows if row["disposal"] == name]


def codes(of: Any) -> list[str]:
    return [problem["code"] for problem in of.gains().document["problems"]]


@pytest.mark.parametrize("kind", ["exchange", "wallet"])
def test_what_names_leave_open_follows_the_standing_order(tmp_path: Path, kind: str) -> None:
    """(j)(2), (j)(3)(ii): two sold for 80,000, one named; the other is the dearest, recorded so."""
    sale = "2026-05-05,E,sell,BTC,2,s,80000,third:1,,,,\n"
    of = opened(tmp_path, THREE + sale, HIFO.replace("exchange", kind))
    assert sold(of, "s") == [("third", "30000", "10000"), ("dear", "45000", "-5000")]
    (problem,) = of.gains().document["problems"]
    assert (problem["code"], problem["severity"]) == ("lots-name-a-part", "note")
    assert "all but 1 BTC" in problem["message"]


def test_without_an_order_what_names_leave_open_goes_first_in_first_out(tmp_path: Path) -> None:
    sale = "2026-05-05,E,sell,BTC,2,s,80000,third:1,,,,\n"
    of = opened(tmp_path, THREE + sale, '[account.E]\nkind = "exchange"\n')
    assert sold(of, "s") == [("third", "30000", "10000"), ("first", "20000", "20000")]


def test_an_order_in_books_decides_nothing_at_a_broker_from_2027_though_some_are_named(
    tmp_path: Path,
) -> None:
    """(j)(3)(i): the broker was told of one lot; the order stands in the books alone."""
    named = THREE + "2027-05-05,E,sell,BTC,2,s,80000,third:1,,,,\n"
    rows = HEADER[:-1] + ",lots_told\n"
    rows += "".join(f"{line},{'broker' * (',s,' in line)}\n" for line in named.splitlines())
    of = opened(tmp_path, "", HIFO)
    (tmp_path / "rows.csv").write_text(rows)
    assert sold(of, "s") == [("third", "30000", "10000"), ("first", "20000", "20000")]
    assert sorted(codes(of)) == ["books-no-longer-identify", "lots-name-a-part"]


def test_names_beyond_what_was_sold_are_said(tmp_path: Path) -> None:
    of = opened(tmp_path, THREE + "2026-05-05,E,sell,BTC,1,s,40000,third:1;dear:1,,,,\n", HIFO)
    assert sold(of, "s") == [("third", "30000", "10000")]
    assert codes(of) == ["lots-beyond-sale"]


def test_an_order_decides_what_names_cannot_while_an_allocation_is_not_complete(
    tmp_path: Path,
) -> None:
    """Rev. Proc. 2024-28 s. 5.02(5)(c): only the standing order identifies what the name may not.

    Two are sold for 100: the new unit named counts at 30, the old one named does not, and the
    dearest in its place is the other new one, of 70.
    """
    rows = (
        "2021-01-01,E,buy,ABC,1,old,10,,,,,\n2022-01-01,E,buy,ABC,1,older,50,,,,,\n"
        "2025-02-01,E,buy,ABC,1,new,30,,,,,\n2025-02-02,E,buy,ABC,1,newer,70,,,,,\n"
        "2025-03-01,E,sell,ABC,2,s,100,older:1;new:1,,,,\n"
    )
    pools = (
        '[pools]\nbefore_2025 = "universal"\n[[pools.allocation]]\nasset = "ABC"\n'
        'kind = "global"\nrule = "history"\ndescribed = 2024-12-20\ncompleted = 2025-06-01\n'
    )
    of = opened(tmp_path, rows, HIFO.replace("exchange", "wallet") + pools)
    assert sold(of, "s") == [("new", "30", "20"), ("newer", "70", "-20")]
    assert codes(of) == ["allocation-not-complete", "lots-name-a-part"]


@pytest.mark.parametrize(
    ("year", "settings", "lot"),
    [
        (2024, 'venue_lots = ["hifo"]\n', "first"),
        (2026, 'venue_lots = ["hifo"]\n', "dear"),
        (2026, 'venue_lots = ["hifo"]\nlots = "fifo"\n', "first"),
        (2026, 'venue_lots = ["hifo"]\nlots = "fifo"\nlots_from = 2026-03-02\n', "dear"),
        (2026, 'venue_lots = ["hifo"]\nlots = "lifo"\n', "third"),
        (2026, 'venue_lots = ["hifo"]\nlots = "specific"\n', "dear"),
        (2027, 'venue_lots = ["hifo"]\nlots = "fifo"\n', "dear"),
        (2027, 'venue_lots = ["hifo"]\n', "dear"),
        (2027, 'venue_lots = ["lifo"]\n', "third"),
        (2027, 'venue_lots = ["fifo", "hifo"]\n', "first"),
        (2027, 'venue_lots = ["lifo"]\nlots = "hifo"\nlots_from = 2025-01-01\n', "third"),
        (2027, 'venue_lots = ["lifo"]\nlots = "hifo"\nlots_told = "broker"\n', "dear"),
        (2027, 'venue_lots = ["lifo"]\nlots_told = "broker"\n', "first"),
    ],
)
def test_the_one_order_a_broker_offers_stands_where_no_other_counts(
    tmp_path: Path, year: int, settings: str, lot: str
) -> None:
    """(j)(3)(ii); in the relief "if a taxpayer makes an adequate identification" in the books, not.

    Notice 2026-20 s. 4.03. From 2027 an order in the books is none; before 2025 there was no (j).
    """
    sale = f"{year}-03-01,E,sell,BTC,1,s,40000,,,,,\n"
    three = THREE.replace("2025-0", f"{year - 1}-0")
    of = opened(tmp_path, three + sale, f'[account.E]\nkind = "exchange"\n{settings}')
    ((found, _, _),) = sold(of, "s")
    assert found == lot


def test_a_fee_that_is_no_disposition_does_not_make_an_allocation_late(tmp_path: Path) -> None:
    """Rev. Proc. 2024-28 s. 3.11: a transfer is one to someone else; the fee by the position none.

    The unit sold from A carries 0.3 of 10 and 0.7 of 15: 13.50.
    """
    rows = (
        "2019-01-10,A,buy,ABC,1,one,10,,,,,\n2020-01-10,B,buy,ABC,2,two,30,,,,,\n"
        "2025-03-01,B,transfer,ABC,0.5,t,,,C,ABC,0.1,9\n2025-06-02,A,sell,ABC,1,s,100,,,,,\n"
    )
    (tmp_path / "placed.csv").write_text(
        "account,lot,quantity\nA,two,0.7\nA,one,0.3\nB,one,0.7\nB,two,1.3\n"
    )
    accounts = (
        '[account.A]\n[account.B]\n[account.C]\n[pools]\nbefore_2025 = "universal"\n'
        '[[pools.allocation]]\nasset = "ABC"\nkind = "specific-unit"\nrule = "file:placed.csv"\n'
        "completed = 2025-06-01\n"
    )
    basis = opened(tmp_path, rows, accounts, positions={"transfer_fee": "basis"})
    assert sold(basis, "s") == [("one", "3", "27"), ("two", "10.5", "59.5")]
    given = opened(tmp_path, rows, accounts)
    (problem,) = [
        each
        for each in given.gains().document["problems"]
        if each["code"] == "allocation-not-valid"
    ]
    assert "2025-03-01 (the fee of transfer t)" in problem["message"]


@pytest.mark.parametrize(("completed", "said"), [("2026-04-14", False), ("2026-04-15", True)])
def test_an_allocation_that_needs_an_extended_return_says_so(
    tmp_path: Path, completed: str, *, said: bool
) -> None:
    """Rev. Proc. 2024-28 s. 5.02(4)(b)(i): by the due date of the return of 2025, as extended."""
    rows = (
        "2019-01-10,A,buy,ABC,1,one,10,,,,,\n2020-01-10,B,buy,ABC,1,two,30,,,,,\n"
        "2026-11-02,A,sell,ABC,1,s,100,,,,,\n"
    )
    (tmp_path / "placed.csv").write_text("account,lot,quantity\nA,two,1\nB,one,1\n")
    accounts = (
        '[account.A]\n[account.B]\n[pools]\nbefore_2025 = "universal"\n[[pools.allocation]]\n'
        'asset = "ABC"\nkind = "specific-unit"\nrule = "file:placed.csv"\n'
        f"completed = {completed}\n"
    )
    of = opened(tmp_path, rows, accounts)
    assert sold(of, "s") == [("two", "30", "70")]
    assert codes(of) == ["allocation-on-extension"] * said


GLOBAL = """[account.A]
kind = "wallet"
[pools]
before_2025 = "universal"
[[pools.allocation]]
asset = "BTC"
kind = "global"
rule = "lowest-to-largest"
described = 2024-12-20
"""


@pytest.mark.parametrize(
    ("settings", "day", "told", "lot"),
    [
        ('kind = "exchange"\n', "2025-02-01", "", "old"),
        ('kind = "exchange"\nlots = "hifo"\n', "2025-02-01", "", "old"),
        ('kind = "exchange"\nlots = "hifo"\nlots_told = "broker"\n', "2025-02-01", "", "new"),
        ('kind = "exchange"\n', "2025-02-01", "broker", "new"),
        ('kind = "exchange"\n', "2025-06-01", "", "new"),
        ('kind = "wallet"\n', "2025-02-01", "", "new"),
    ],
)
def test_books_suffice_at_a_broker_only_once_the_allocation_is_complete(
    tmp_path: Path, settings: str, day: str, told: str, lot: str
) -> None:
    """Notice 2026-20 s. 2, 4.04; a unit bought since, named or the dearest, and the order in books.

    Sold for 1,000: the one of 100 bought in 2023, or that of 900 bought in 2025.
    """
    named = "" if "hifo" in settings else "new:1"
    rows = HEADER[:-1] + ",lots_told\n"
    (tmp_path / "told.csv").write_text(
        f"{rows}2023-01-05,E,buy,BTC,2,old,200,,,,,,\n2025-01-10,E,buy,BTC,1,new,900,,,,,,\n"
        f"{day},E,sell,BTC,1,s,1000,{named},,,,,{told}\n"
    )
    of = opened(tmp_path, "", f"{GLOBAL}completed = 2025-06-01\n[account.E]\n{settings}")
    ((found, _, gain),) = sold(of, "s")
    assert (found, gain) == ((lot, "100") if lot == "new" else (lot, "900"))
    counts = lot == "new"
    assert ("allocation-not-complete" in codes(of)) is not counts


def test_what_a_trade_brought_since_is_named_before_the_allocation_is_complete(
    tmp_path: Path,
) -> None:
    """Rev. Proc. 2024-28 s. 4.01(2), 5.02(3): taken for ETH in 2025 at 900, sold at 1,000."""
    (tmp_path / "told.csv").write_text(
        "time,account,kind,asset,quantity,id,usd,lots,got_asset,got_quantity\n"
        "2023-01-05,A,buy,BTC,2,old,200,,,\n2023-01-06,A,buy,ETH,1,e,300,,,\n"
        "2025-01-10,A,trade,ETH,1,t,900,,BTC,1\n2025-02-01,A,sell,BTC,1,s,1000,t:1,,\n"
    )
    of = opened(tmp_path, "", f"{GLOBAL}completed = 2025-06-01\n")
    assert sold(of, "s") == [("t", "900", "100")]
    assert "allocation-not-complete" not in codes(of)


@pytest.mark.parametrize(
    ("first", "as_of", "said"),
    [
        ("2025-03-01", "2026-10-14", False),
        ("2025-03-01", "2026-10-15", True),
        ("2026-12-01", "2026-11-30", False),
        ("2026-12-01", "2026-12-01", True),
    ],
)
def test_a_global_allocation_never_told_complete_is_said_once_it_is_too_late(
    tmp_path: Path, first: str, as_of: str, *, said: bool
) -> None:
    """Rev. Proc. 2024-28 s. 5.02(5)(b): before the later of the first sale and the return's day."""
    rows = "2020-01-02,A,buy,BTC,2,old,300,,,,,\n2021-01-02,B,buy,BTC,1,xb,900,,,,,\n"
    opened(tmp_path, f"{rows}{first},A,sell,BTC,0.5,s,400,,,,,\n", f"{GLOBAL}[account.B]\n")
    of = harvestry.open_case([tmp_path], as_of=as_of)
    assert ("allocation-completion-not-told" in codes(of)) is said
