"""Wash sales while coins of several accounts are one pool, and across the end of such pools.

The figures are worked out beside each history (wash-sales.md, pools-and-identification.md).
"""

from pathlib import Path
from typing import Any

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
PROFILE = 'time_zone = "UTC"\n[year.2024]\nfiling_status = "single"\n'


def told(folder: Path, *rows: str, profile: str = PROFILE, more: str = "") -> tuple[Any, Any]:
    """Give the rows of gains and the lots, coins covered throughout; `more` accounts than two."""
    (folder / "history.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (folder / "profile.toml").write_text(profile)
    (folder / "accounts.toml").write_text(
        f'[account.a]\nkind = "exchange"\n[account.b]\nkind = "exchange"\n{more}'
        '[pools]\nbefore_2025 = "universal"\n'
    )
    case = harvestry.open_case([folder], as_of="2025-06-30", wash="apply")
    return case.gains().document["rows"], case.lots().document["lots"]


def test_a_purchase_elsewhere_in_the_pool_replaces(tmp_path: Path) -> None:
    """Sold at a loss of 300 in a; b's purchase ten days before takes it, and keeps its place."""
    rows, lots = told(
        tmp_path,
        "2024-01-10,a,buy,BTC,1,old,1000",
        "2024-11-10,b,buy,BTC,1,new,600",
        "2024-11-20,a,sell,BTC,1,loss,700",
    )
    (row,) = rows
    assert (row["lot"], row["gain"], row["deferred"]) == ("old", "0", "300")
    (lot,) = lots
    assert (lot["account"], lot["basis"]) == ("b", "900")


def test_a_purchase_of_the_pool_replaces_after_it_ended(tmp_path: Path) -> None:
    """Bought in December in the pool, placed in b; a's loss of 400 in January joins its basis."""
    rows, lots = told(
        tmp_path,
        "2024-01-10,a,buy,BTC,1,old,1000",
        "2024-12-20,b,buy,BTC,1,new,600",
        "2025-01-05,a,sell,BTC,1,loss,600",
    )
    (row,) = rows
    assert (row["lot"], row["gain"], row["deferred"]) == ("old", "0", "400")
    (lot,) = lots
    assert (lot["account"], lot["lot"], lot["basis"]) == ("b", "new", "1000")


def test_a_loss_of_the_pool_is_washed_after_it_ended(tmp_path: Path) -> None:
    """Sold at a loss of 250 on 20 December; bought again on 5 January, half as much."""
    rows, lots = told(
        tmp_path,
        "2024-01-10,a,buy,BTC,2,old,1000",
        "2024-12-20,a,sell,BTC,2,loss,750",
        "2025-01-05,b,buy,BTC,1,new,400",
    )
    (row,) = rows
    assert (row["gain"], row["deferred"]) == ("-125", "125")
    (lot,) = lots
    assert (lot["account"], lot["basis"]) == ("b", "525")


def test_a_piece_raised_in_the_pool_is_placed_with_its_basis(tmp_path: Path) -> None:
    """Of two bought, one replaces (600 + 300) and one does not; both go to b, and are sold."""
    rows, lots = told(
        tmp_path,
        "2024-01-10,a,buy,BTC,1,old,1000",
        "2024-11-10,b,buy,BTC,2,new,1200",
        "2024-11-20,a,sell,BTC,1,loss,700",
        "2025-03-01,b,sell,BTC,2,end,2000",
    )
    assert lots == []
    assert [row["gain"] for row in rows[:1]] == ["0"]
    assert sorted((row["basis"], row["gain"]) for row in rows[1:]) == [
        ("600", "400"),
        ("900", "100"),
    ]


def test_a_purchase_in_a_spouses_pool_is_a_spouses(tmp_path: Path) -> None:
    """Each owner has a pool; where a spouse's purchase loses it, the 300 join no basis (5)."""
    settings = PROFILE + '[positions]\nspouse_purchase = "lost"\n'
    rows, lots = told(
        tmp_path,
        "2024-01-10,a,buy,BTC,1,old,1000",
        "2024-11-10,hers,buy,BTC,1,new,600",
        "2024-11-20,a,sell,BTC,1,loss,700",
        profile=settings.replace("single", "mfj"),
        more='[account.hers]\nowner = "spouse"\n',
    )
    (row,) = rows
    assert (row["gain"], row["deferred"], row["lost"]) == ("0", "0", "300")
    (lot,) = lots
    assert (lot["account"], lot["basis"]) == ("hers", "600")


def test_what_pools_an_account_would_change_counts_washes_too(tmp_path: Path) -> None:
    """Either way the loss of December is washed in January, so the gain of 2024 is the same."""
    rows = (
        "2023-01-10,a,buy,BTC,1,old,100",
        "2024-02-10,b,buy,BTC,1,late,110",
        "2024-12-20,b,sell,BTC,1,loss,50",
        "2025-01-10,a,buy,BTC,1,again,40",
    )
    (tmp_path / "history.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (tmp_path / "profile.toml").write_text(PROFILE)

    def told_of(wash: str) -> set[str]:
        case = harvestry.open_case([tmp_path], as_of="2025-06-30", wash=wash)
        return {each.code for each in case.gains().problems}

    assert "pools-not-told" in told_of("current-law")
    assert "pools-not-told" not in told_of("apply")
