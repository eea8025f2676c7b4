"""What replaces what: contracts told by their coin, and symbols that a fund and a coin share."""

from pathlib import Path
from typing import Any

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"


def told(folder: Path, *rows: str, **options: Any) -> Any:
    """Give the first row of gains."""
    (folder / "history.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    case = harvestry.open_case([folder], as_of="2026-11-22", **options)
    return case.gains().document["rows"][0]


@pytest.mark.parametrize("told_by", ["coin", "group"])
def test_a_contract_replaces_the_coin_it_is_on(tmp_path: Path, told_by: str) -> None:
    """Position futures decides, whichever key of assets.toml names the coin."""
    (tmp_path / "assets.toml").write_text(
        f'[asset.MBT]\nclass = "future-1256"\n{told_by} = "BTC"\nmultiplier = "1"\n'
    )
    rows = (
        "2025-01-10,a,buy,BTC,1,old,100",
        "2025-06-01,a,sell,BTC,1,loss,60",
        "2025-06-20,a,buy,MBT,1,contract,55",
    )
    row = told(tmp_path, *rows, wash="apply", positions={"futures": "identical"})
    assert (row["adjustment"], row["grey"]) == ("40", [])
    row = told(tmp_path, *rows, wash="apply")
    assert row["adjustment"] == "0"
    assert [each["position"] for each in row["grey"]] == ["futures"]


@pytest.mark.parametrize("coin", ["ETHW", "CETH"])
def test_a_coin_that_bears_the_symbol_of_a_fund_is_a_coin(tmp_path: Path, coin: str) -> None:
    """The fork of 2022 came to every holder on an exchange; the fund is told in assets.toml."""
    rows = (
        f"2022-09-15,kraken,income:fork,{coin},2,fork,25",
        f"2022-10-15,kraken,sell,{coin},1,loss,3",
        f"2022-10-20,kraken,buy,{coin},1,again,3",
    )
    row = told(tmp_path, *rows)
    assert (row["code"], row["gain"]) == ("", "-9.5")


def test_a_gain_or_a_loss_that_no_rule_reaches_hides_no_grey_purchase_of_a_later_loss(
    tmp_path: Path,
) -> None:
    (tmp_path / "history.csv").write_text(
        "time,account,kind,asset,quantity,id,usd\n"
        "2026-01-02,a,buy,ETH,1,e,3000\n"
        "2026-01-03,a,sell,ETH,1,gain,3100\n"
        "2026-01-05,roth,buy,IBIT,1,r,50\n"
        "2026-02-05,roth,sell,IBIT,1,first,40\n"
        "2026-01-06,a,buy,IBIT,1,o,50\n"
        "2026-03-05,a,sell,IBIT,1,loss,40\n"
        "2026-03-10,a,buy,FBTC,1,other,40\n"
    )
    (tmp_path / "accounts.toml").write_text('[account.roth]\ntreatment = "roth-ira"\n')
    greys = harvestry.open_case([tmp_path], as_of="2026-12-31").wash().document["grey"]
    assert {(each["disposal"], each["lot"]) for each in greys} == {("loss", "other")}
    assert [each["position"] for each in greys] == ["etf_issuers", "etf_and_coin"]
