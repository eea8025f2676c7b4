"""A plan made on a day on which something was sold, or is to be bought.

Of 2026, single, wages of 150,000: less 16,100 that is 133,900, taxed at 24 % above 105,700. A loss
of 3,000 saves 720; one against 50,000 of other short gain saves 24 % of it.
"""

from pathlib import Path
from typing import Any

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
ACCOUNTS = '[account.ira]\ntreatment = "roth-ira"\n'
YEAR = '[year.2026]\nfiling_status = "single"\nwages = "150000"\nother_short = "%d"\n'
PRICES = "date,asset,close_usd\n2026-11-25,BTC,80000\n"


def rows_of(
    folder: Path, rows: str, accounts: str = ACCOUNTS, gain: int = 50_000, day: str = "2026-11-25"
) -> dict[str, Any]:
    """Give the row of BTC in each order."""
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "accounts.toml").write_text(accounts)
    (folder / "profile.toml").write_text('time_zone = "America/New_York"\n' + YEAR % gain)
    (folder / "prices.csv").write_text(PRICES)
    methods = harvestry.open_case([folder], as_of=day).harvest().document["methods"]
    return {method: methods[method]["summary"][0] for method in ("fifo", "lifo")}


def test_what_was_sold_that_day_stays_matched_as_it_was(tmp_path: Path) -> None:
    """First in, first out the sale of the morning took the lot of 40,000; the other cost 100,000.

    Whichever order the plan asks for, that one is left, and loses 20,000 at 80,000.
    """
    rows = rows_of(
        tmp_path,
        "2025-03-01T10:00:00-05:00,a,buy,BTC,1,b1,40000\n"
        "2025-09-01T10:00:00-04:00,a,buy,BTC,1,b2,100000\n"
        "2026-11-25T09:00:00-05:00,a,sell,BTC,1,s1,80000\n",
    )
    for row in rows.values():
        assert (row["loss_that_can_be_locked_in"], row["loss_left"]) == ("-20000", "-20000")
        assert (row["disallowed_if_sold_today"], row["wash_sale_state"]) == ("0", "clear")


def test_a_loss_that_takes_the_purchase_of_another_frees_that_one(tmp_path: Path) -> None:
    """The IRA's coin meets the loss of what was acquired first: 10,000 instead of 30,000.

    So a sale that loses 10,000 and is washed whole lets 30,000 be counted: 24 % of them, 7,200.
    """
    rows = (
        "2026-06-01T10:00:00-04:00,kraken,buy,BTC,1,y1,90000\n"
        "2026-07-01T10:00:00-04:00,coinbase,buy,BTC,1,x1,110000\n"
        "2026-11-10T10:00:00-05:00,ira,buy,BTC,1,k1,80000\n"
        "2026-11-25T09:00:00-05:00,coinbase,sell,BTC,1,s1,80000\n"
    )
    told = rows_of(tmp_path, rows)["fifo"]
    assert told["account"] == "kraken"
    assert (told["loss_that_can_be_locked_in"], told["loss_left"]) == ("-10000", "-30000")
    assert (told["disallowed_if_sold_today"], told["tax_saved"]) == ("-20000", "7200")
    (tmp_path / "history.csv").write_text(
        f"{HEADER}{rows}2026-11-25T10:00:00-05:00,kraken,sell,BTC,1,s2,80000\n"
    )
    case = harvestry.open_case([tmp_path], as_of="2026-11-25", wash="from:2026-01-01")
    totals = case.gains(2026).document["totals"]["short"]
    assert (totals["gain"], totals["adjustment"]) == ("-30000", "10000")


@pytest.mark.parametrize(
    ("day", "lost", "left", "state"),
    [
        (
            *("2026-11-25", "0", "0"),
            "washed by ira:BTC bought 2026-11-10, lost for good, clear from 2026-12-11",
        ),
        ("2026-12-11", "-10000", "-10000", "clear"),
    ],
)
def test_nothing_is_to_be_sold_where_washes_leave_a_gain(
    tmp_path: Path, day: str, lost: str, left: str, state: str
) -> None:
    """A gain of 40,000 stands before a loss of 50,000, which an IRA's coin would take for good."""
    rows = (
        "2025-03-01T10:00:00-05:00,a,buy,BTC,1,b1,40000\n"
        "2025-09-01T10:00:00-04:00,a,buy,BTC,1,b2,130000\n"
        "2026-11-10T09:00:00-05:00,ira,buy,BTC,1,r1,85000\n"
    )
    told = rows_of(tmp_path, rows, day=day)["fifo"]
    assert (told["loss_that_can_be_locked_in"], told["loss_left"]) == (lost, left)
    assert told["wash_sale_state"].startswith(state)
    assert told["quantity_to_sell_for_it"] == ("2" if left != "0" else "0")
    assert (told["rebuy_from"] is None) is (left == "0")


PLANNED = '[[planned]]\naccount = "b"\nasset = "BTC"\nquantity = "1"\nfrom = 2026-11-25\n'
BEFORE = "2025-03-01T10:00:00-05:00,a,buy,BTC,1,b1,100000\n"


@pytest.mark.parametrize(
    ("made", "state"),
    [
        ("", "would be washed by b:BTC planned 2026-11-25 if that purchase is made"),
        ("2026-11-25T10:00:00-05:00,b,buy,BTC,1,p1,80000\n", "washed by b:BTC bought 2026-11-25"),
        (
            "2026-11-25T10:00:00-05:00,c,buy,ETH,1,p1,80000\n",
            "would be washed by b:BTC planned 2026-11-25 if that purchase is made",
        ),
    ],
)
def test_a_purchase_planned_for_the_day_itself_is_to_come_unless_it_was_made(
    tmp_path: Path, made: str, state: str
) -> None:
    """The window of IRC 1091(a) has the day of the sale in it; 30 days later it is over."""
    told = rows_of(tmp_path, BEFORE + made, ACCOUNTS + PLANNED)["fifo"]
    assert told["wash_sale_state"] == f"{state}, clear from 2026-12-26"
