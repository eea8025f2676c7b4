"""What went through a swap or took a transfer's fee is explained down to its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

import harvestry
from explain.recomputing import recompute

HEADER = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,"
    "to_account,got_asset,got_quantity,acquired,fmv_usd\n"
)
BASIS = {"transfer_fee": "basis", "staked": "not-taxable"}


def case(folder: Path, *rows: str, wash: str = "current-law", **positions: str) -> Any:
    (folder / "history.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (folder / "profile.toml").write_text('time_zone = "UTC"\n')
    chosen = {**BASIS, **positions}
    return harvestry.open_case([folder], as_of="2026-11-22", wash=wash, positions=chosen)


def leaves(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not tree["inputs"]:
        yield tree
    for each in tree["inputs"]:
        yield from leaves(each)


def rules(tree: dict[str, Any]) -> set[str]:
    own = {tree["rule"]["cite"]} if tree["rule"] else set()
    return own.union(*map(rules, tree["inputs"]))


def dollars(tree: dict[str, Any]) -> set[tuple[str, str]]:
    """Give the column and value of every leaf in dollars."""
    return {
        (leaf["figure"].rpartition(":")[2], leaf["value"])
        for leaf in leaves(tree)
        if leaf["figure"].endswith("usd")
    }


SWAPPED = (
    "2025-01-01,a,buy,ETH,2,x,3000,,,10,,,,,",
    "2025-02-01,a,trade,ETH,1.5,w,,,,,,WSTETH,1.2,,",
    "2025-03-01,a,sell,WSTETH,0.3,s,900,,,5,,,,,",
)


def test_a_swapped_lot_is_followed_to_its_purchase(tmp_path: Path) -> None:
    # 1.5 of 2 for 3010 carry 2257.5; 0.3 of 1.2 carry 564.375, sold for 895.
    opened = case(tmp_path, *SWAPPED)
    (gain,) = opened.explain("gains:s:x/1:gain")
    assert recompute(gain) == Fraction("330.625")
    assert {("usd", "3000"), ("fee_usd", "10"), ("usd", "900"), ("fee_usd", "5")} == dollars(gain)
    assert any("Notice 2024-57" in cite for cite in rules(gain))
    (lot,) = opened.explain("lots:a:x/1")
    assert (lot["value"], recompute(lot)) == ("1693.125", Fraction("1693.125"))


FEES = (
    "2025-01-01,a,buy,BTC,1,x,100,,,,,,,,",
    "2025-01-02,a,buy,BTC,3,y,900,,,,,,,,",
    "2025-01-03,a,buy,ETH,1,e,2000,,,,,,,,",
    "2025-02-01,a,transfer,BTC,2,t,,ETH,0.1,,b,,,,",
    "2025-03-01,b,sell,BTC,2,s,5000,,,,,,,,",
)


def test_a_fee_that_joined_the_basis_is_followed_to_what_its_units_cost(tmp_path: Path) -> None:
    # The fee's 200 are cut in two; x goes for 2500 with 200, y/1 for 2500 with 400.
    opened = case(tmp_path, *FEES)
    for piece, amount in (("x", 2300), ("y/1", 2100)):
        (gain,) = opened.explain(f"gains:s:{piece}:gain")
        assert recompute(gain) == amount
        assert ("usd", "2000") in dollars(gain)
        assert any("1016(a)(1)" in cite for cite in rules(gain))


@pytest.mark.parametrize(("fee", "usd"), [("ETH,0.1,", "220"), ("WETH,0.1,", "220")])
def test_a_swaps_own_fee_is_worth_its_part_of_the_swap(tmp_path: Path, fee: str, usd: str) -> None:
    # 2 worth 4400: 0.1 of either coin is worth 220, and cost 150.
    given = "2.1" if fee.startswith("ETH") else "2"
    opened = case(
        tmp_path,
        "2025-01-01,a,buy,ETH,2.1,x,3150,,,,,,,,",
        f"2025-02-01,a,trade,ETH,{given},w,4400,{fee},,WETH,2,,",
    )
    (row,) = opened.gains().document["rows"]
    assert (row["disposal"], row["proceeds"], row["gain"]) == ("w:fee", usd, "70")
    (gain,) = opened.explain(f"{row['figure']}:gain")
    assert recompute(gain) == 70


def test_a_gifts_second_basis_rises_with_the_fee(tmp_path: Path) -> None:
    opened = case(
        tmp_path,
        "2025-01-01,a,gift-in,BTC,1,g,1000,,,,,,,2020-01-01,600",
        "2025-01-02,a,buy,ETH,1,e,50,,,,,,,,",
        "2025-02-01,a,transfer,BTC,1,t,,ETH,1,,b,,,,",
        "2025-03-01,b,sell,BTC,1,s,640,,,,,,,,",
    )
    (gain,) = opened.explain("gains:s:g:gain")
    assert recompute(gain) == -10
    assert {("fmv_usd", "600"), ("usd", "50"), ("usd", "640")} == dollars(gain)


def test_what_arrived_from_nowhere_is_explained_as_unknown(tmp_path: Path) -> None:
    opened = case(tmp_path, "2025-02-01,a,trade,ETH,2,w,4000,,,,,WETH,2,,")
    (lot,) = opened.explain("lots:a:w")
    assert (lot["value"], lot["inputs"][0]["formula"]) == (None, "unknown")


def test_a_wrapped_lot_that_replaced_a_loss_is_explained(tmp_path: Path) -> None:
    # A fourth of the loss of 1000 joins 0.25 WETH of r, 500; 0.25 more keep their 500.
    opened = case(
        tmp_path,
        "2025-01-01,a,buy,ETH,1,o,3000,,,,,,,,",
        "2026-03-01,b,buy,ETH,1,r,2000,,,,,,,,",
        "2026-03-02,b,trade,ETH,0.5,w,,,,,,WETH,0.5,,",
        "2026-03-03,b,gift-out,ETH,0.5,v,,,,,,,,,",
        "2026-03-10,a,sell,ETH,0.25,s,500,,,,,,,,",
        wash="apply",
    )
    (row,) = opened.gains().document["rows"]
    assert (row["gain"], row["deferred"]) == ("0", "250")
    lots = {lot["piece"]: lot["basis"] for lot in opened.lots().document["lots"]}
    assert lots == {"o": "2250", "r/1": "500", "r/2": "750"}
    for lot in opened.lots().document["lots"]:
        (tree,) = opened.explain(lot["figure"])
        assert recompute(tree) == Fraction(lot["basis"]), lot["piece"]


COINS = ("ETH", "WETH", "WSTETH")
SEEDS = range(15)
DAYS = [f"2024-{month:02}-{day:02}" for month in (11, 12) for day in (3, 9, 20)]
DAYS += [f"2025-{month:02}-{day:02}" for month in (1, 2) for day in (3, 9, 20)]


@dataclass
class Life:
    """A random history of two accounts, several rows at one instant."""

    rows: list[str]

    @staticmethod
    def of(seed: int) -> "Life":
        chance = Random(seed)  # noqa: S311
        rows = []
        for day in DAYS:
            for _ in range(chance.randint(1, 4)):
                rows.append(_row(chance, day, len(rows)))
        return Life(rows)


def _row(chance: Random, day: str, number: int) -> str:
    here, there = chance.sample(["a", "b"], 2)
    coin, other = chance.sample(COINS, 2)
    quantity = f"{chance.randint(1, 40) / 7:.6f}"
    name, usd = f"n{chance.randint(0, 9)}-{number}", chance.randint(50, 9000)
    fee = f"{chance.choice(COINS)},0.0{chance.randint(1, 9)}"
    kind = chance.choice(["buy", "buy", "trade", "trade", "transfer", "sell"])
    if kind == "trade":
        paid = fee if chance.random() < 1 / 3 else ","
        got = f"{chance.randint(1, 40) / 7:.6f}"
        return f"{day},{here},trade,{coin},{quantity},{name},{usd},{paid},,,{other},{got},,"
    if kind == "transfer":
        return f"{day},{here},transfer,{coin},{quantity},{name},,{fee},7,{there},,,,"
    return f"{day},{here},{kind},{coin},{quantity},{name},{usd},,,,,,,,"


@pytest.mark.parametrize("fee", ["basis", "disposal"])
@pytest.mark.parametrize("pools", ["universal", "account"])
def test_over_random_lives_every_amount_follows_from_its_leaves(
    tmp_path: Path, pools: str, fee: str
) -> None:
    (tmp_path / "accounts.toml").write_text(f'[pools]\nbefore_2025 = "{pools}"\n')
    checked = 0
    for seed in SEEDS:
        opened = case(tmp_path, *Life.of(seed).rows, transfer_fee=fee)
        figures = [
            (f"{row['figure']}:{column}", row[column])
            for row in opened.gains().document["rows"]
            for column in ("gain", "basis", "proceeds")
        ]
        figures += [(lot["figure"], lot["basis"]) for lot in opened.lots().document["lots"]]
        for figure, amount in figures:
            if amount is not None:
                told = {recompute(tree) for tree in opened.explain(figure)}
                assert Fraction(amount) in told, (seed, figure)
                checked += 1
    assert checked >= 500
