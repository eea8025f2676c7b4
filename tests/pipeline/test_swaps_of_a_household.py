"""Swaps that only rename a coin, as a household meets them: no value is asked for."""

from pathlib import Path

import pytest

from harvestry.case import Case, open_case

HEADER = "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,got_asset,got_quantity\n"


def case(folder: Path, *rows: str, **positions: str) -> Case:
    (folder / "history.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (folder / "profile.toml").write_text('time_zone = "UTC"\n')
    return open_case([folder], as_of="2026-11-22", positions=positions)


def missing(of: Case) -> list[str]:
    """Give the day and asset of every line the price file is asked for."""
    messages = [each.message for each in of.check().problems if each.code == "missing-price"]
    return [message.partition("`")[2].partition(",PRICE")[0] for message in messages]


BOUGHT = "2026-01-01,a,buy,BTC,1,b1,50000,,,,"
WRAPPED = "2026-02-01,a,trade,BTC,1,w1,,,,WBTC,1"


def test_a_swap_that_only_renames_needs_no_value(tmp_path: Path) -> None:
    opened = case(tmp_path, BOUGHT, WRAPPED)
    assert missing(opened) == []
    assert opened.gains().complete
    assert [lot["basis"] for lot in opened.lots().document["lots"]] == ["50000"]


def test_taken_for_an_exchange_it_needs_one(tmp_path: Path) -> None:
    opened = case(tmp_path, BOUGHT, WRAPPED, wrapped="taxable")
    assert missing(opened) == ["2026-02-01,WBTC"]
    assert not opened.gains().complete


@pytest.mark.parametrize(
    ("fee", "asked"),
    [
        ("BTC,0.01", ["2026-02-01,WBTC"]),
        ("WBTC,0.01", ["2026-02-01,WBTC"]),
        ("ETH,0.01", ["2026-02-01,ETH"]),
    ],
)
def test_a_fee_of_such_a_swap_needs_a_value(tmp_path: Path, fee: str, asked: list[str]) -> None:
    coin = "2026-01-01,a,buy,ETH,1,e1,2000,,,,"
    opened = case(tmp_path, BOUGHT, coin, WRAPPED.replace(",,,WBTC", f",{fee},WBTC"))
    assert missing(opened) == asked


def test_any_other_trade_needs_a_value(tmp_path: Path) -> None:
    opened = case(tmp_path, BOUGHT, WRAPPED.replace("WBTC", "SOL"))
    assert missing(opened) == ["2026-02-01,SOL"]
