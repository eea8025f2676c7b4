"""What has left and not arrived is sold by nobody (docs/spec/transfers.md section 6)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from explain.recomputing import recompute
from harvestry.case import Case, open_case
from journals.telling import transactions
from journals.test_journals_by_hand import journal_of

HEADER = "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,hash,to_account"
ACCOUNTS = '[account.A]\nkind = "exchange"\n[account.B]\nkind = "exchange"\n'
UNIVERSAL = '[pools]\nbefore_2025 = "universal"\n'
OWN_POOLS = '[pools]\nbefore_2025 = "account"\n'
WAY = "B (on the way from A)"
IN_2025 = (
    "2024-03-01T12:00:00Z,A,buy,BTC,1,cheap,30000,,,,,",
    "2025-01-06T12:00:00Z,B,buy,BTC,1,dear,95000,,,,,",
    "2025-05-01T12:00:00Z,A,withdrawal,BTC,1,w,,,,,0x9,",
)
SOLD = "2025-05-02T12:00:00Z,B,sell,BTC,1,s,97000,,,,,"
ARRIVED = "2025-05-03T12:00:00Z,B,deposit,BTC,1,d,,,,,0x9,"


def opened(
    folder: Path,
    *rows: str,
    accounts: str = ACCOUNTS + UNIVERSAL,
    as_of: str = "2026-06-30",
    positions: Mapping[str, str] | None = None,
    wash: str | None = None,
) -> Case:
    folder.mkdir(exist_ok=True)
    (folder / "rows.csv").write_text("\n".join([HEADER, *rows, ""]))
    (folder / "accounts.toml").write_text(accounts)
    (folder / "profile.toml").write_text('time_zone = "America/New_York"\n')
    return open_case([folder], as_of=as_of, positions=positions, wash=wash)


def sold(case: Case) -> list[tuple[str, str, str, str]]:
    rows = case.gains().document["rows"]
    return [(each["disposal"], each["lot"], each["term"], each["gain"]) for each in rows]


def held(case: Case) -> list[tuple[str, str, str, str]]:
    lots = case.lots().document["lots"]
    return [(each["account"], each["lot"], each["quantity"], each["basis"]) for each in lots]


def moved(case: Case) -> list[tuple[str, str, str]]:
    """Give what the books move, as they are told: id, from, to."""
    events = case.runs.prepared.events
    return [(each.id, each.account, each.to_account) for each in events if each.to_account]


def names(case: Case) -> list[str]:
    return sorted(str(each.id) for each in case.check().problems)


def short_of_units(case: Case) -> list[str]:
    return [each.message for each in case.check().problems if each.code == "not-enough-lots"]


def test_a_sale_before_the_arrival_takes_what_was_there(tmp_path: Path) -> None:
    """97,000 - 95,000 = 2,000, held from 6 January to 2 May; the unit of 30,000 arrives after."""
    case = opened(tmp_path, *IN_2025, SOLD, ARRIVED)
    assert sold(case) == [("s", "dear", "short", "2000")]
    assert held(case) == [("B", "cheap", "1", "30000")]
    assert moved(case) == [("w", "A", WAY), ("w:arrived", WAY, "B")]
    assert "not-enough-lots:s" not in names(case)


def test_a_sale_at_the_second_of_departure_comes_before_the_arrival_too(tmp_path: Path) -> None:
    at_once = SOLD.replace("05-02T", "05-01T")
    assert sold(opened(tmp_path, *IN_2025, at_once, ARRIVED)) == [("s", "dear", "short", "2000")]


@pytest.mark.parametrize("day", ["05-03T12:00:00Z", "05-04T12:00:00Z"])
def test_a_sale_at_the_arrival_or_after_it_takes_the_earliest_as_ever(
    day: str, tmp_path: Path
) -> None:
    """97,000 - 30,000 = 67,000, held for a year and more."""
    case = opened(tmp_path, *IN_2025, SOLD.replace("05-02T12:00:00Z", day), ARRIVED)
    assert sold(case) == [("s", "cheap", "long", "67000")]
    assert moved(case) == [("w", "A", "B")]


@pytest.mark.parametrize(
    "other",
    [
        "2025-05-02T12:00:00Z,A,buy,ETH,1,ether,2000,,,,,",
        "2025-05-02T12:00:00Z,B,buy,BTC,1,more,96000,,,,,",
        "2025-05-02T12:00:00Z,B,buy,ETH,1,ether,2000,,,,,",
        "2025-05-02T13:00:00Z,C,sell,BTC,1,s,97000,,,,,",
    ],
)
def test_where_the_receiver_gives_nothing_up_a_transfer_stays_one(
    other: str, tmp_path: Path
) -> None:
    """Not even another account's sale matters: C is no wallet that might be one pool with B."""
    accounts = ACCOUNTS + '[account.C]\nkind = "exchange"\n' + UNIVERSAL
    more = "2025-04-02T12:00:00Z,C,buy,BTC,1,c,96000,,,,,"
    case = opened(tmp_path, *IN_2025, more, other, ARRIVED, accounts=accounts)
    assert moved(case) == [("w", "A", "B")]
    assert ("B", "cheap", "1", "30000") in held(case)


@pytest.mark.parametrize(
    "row",
    [
        "2025-05-02T12:00:00Z,B,buy,ETH,1,s,2000,BTC,0.001,97,,",
        "2025-05-02T12:00:00Z,B,spend,BTC,0.001,s,97,,,,,",
        "2025-05-02T12:00:00Z,B,gift-out,BTC,0.001,s,,,,,,",
        "2025-05-02T12:00:00Z,B,withdrawal,BTC,0.001,s,,,,,,",
        "2025-05-02T12:00:00Z,B,transfer,BTC,0.001,s,,,,,,C",
    ],
)
def test_whatever_gives_units_up_takes_them_of_what_was_there(row: str, tmp_path: Path) -> None:
    """0.001 of the unit of 95,000 goes: 0.999 of it stay, and all of that of 30,000 arrives."""
    lots = held(opened(tmp_path, *IN_2025, row, ARRIVED))
    assert ("B", "dear", "0.999", "94905") in lots
    assert ("B", "cheap", "1", "30000") in lots


def test_clocks_that_disagree_change_nothing(tmp_path: Path) -> None:
    """The deposit is written down half an hour before the withdrawal; a sale lies between."""
    early = ARRIVED.replace("05-03T12:00", "05-01T11:30")
    case = opened(tmp_path, *IN_2025, SOLD.replace("05-02T12:00", "05-01T11:45"), early)
    assert sold(case) == [("s", "cheap", "long", "67000")]
    assert moved(case) == [("w", "A", "B")]


def test_halves_paired_by_amount_go_the_same_way_and_can_be_taken_apart(tmp_path: Path) -> None:
    """60,000 - 50,000 = 10,000; taken apart it is the same, and the deposit lacks its history."""
    rows = (
        "2020-01-10T12:00:00Z,A,buy,BTC,1,a,10,,,,,",
        "2025-01-10T12:00:00Z,B,buy,BTC,1,b,50000,,,,,",
        "2025-06-01T10:00:00Z,A,withdrawal,BTC,1,w,,,,,,",
        "2025-06-02T09:00:00Z,B,sell,BTC,1,s,60000,,,,,",
        "2025-06-02T20:00:00Z,B,deposit,BTC,1,d,,,,,,",
    )
    case = opened(tmp_path, *rows)
    assert sold(case) == [("s", "b", "short", "10000")]
    assert "joined-by-amount:w" in names(case)
    (tmp_path / "decisions.toml").write_text(
        '[[decision]]\nproblem = "joined-by-amount:w"\nchoice = "unpair"\n'
    )
    apart = open_case([tmp_path], as_of="2026-06-30")
    assert sold(apart) == [("s", "b", "short", "10000")]
    assert {"unmatched-deposit:d", "unmatched-withdrawal:w"} <= set(names(apart))


def test_what_was_never_there_lacks_its_basis_as_without_the_transfer(tmp_path: Path) -> None:
    rows = ("2020-01-10T12:00:00Z,A,buy,BTC,1,a,10,,,,,", IN_2025[2], SOLD, ARRIVED)
    case = opened(tmp_path / "with", *rows)
    [row] = case.gains().document["rows"]
    assert (row["basis"], row["term"], row["gain"]) == (None, "unknown", None)
    assert held(case) == [("B", "a", "1", "10")]
    without = opened(tmp_path / "without", rows[0], SOLD)
    assert short_of_units(without) == short_of_units(case) != []
    assert "not-enough-lots:s" in names(case)


OVER_THE_NEW_YEAR = (
    "2021-03-01T12:00:00Z,A,buy,BTC,2,cheap,60000,,,,,",
    "2024-11-06T12:00:00Z,B,buy,BTC,1,dear,95000,,,,,",
    "2024-12-31T18:00:00-05:00,A,withdrawal,BTC,1.001,w,,BTC,0.001,90,0x9,",
    "2025-01-01T12:00:00-05:00,B,sell,BTC,1,s,97000,,,,,",
    "2025-01-02T09:00:00-05:00,B,deposit,BTC,1,d,,,,,0x9,",
)


@pytest.mark.parametrize("pools", [UNIVERSAL, OWN_POOLS])
def test_over_the_end_of_universal_pools_units_are_placed_on_the_way(
    pools: str, tmp_path: Path
) -> None:
    """The fee: 90 - 0.001 x 30,000 = 60, of 2024. The sale: 97,000 - 95,000 = 2,000."""
    case = opened(tmp_path, *OVER_THE_NEW_YEAR, accounts=ACCOUNTS + pools)
    assert sold(case) == [("w:fee", "cheap", "long", "60"), ("s", "dear", "short", "2000")]
    assert held(case) == [("A", "cheap", "0.999", "29970"), ("B", "cheap", "1", "30000")]


ALLOCATED = """[[pools.allocation]]
asset = "BTC"
kind = "specific-unit"
completed = 2024-12-30
"""


@pytest.mark.parametrize("rule", ["history", "lowest-to-largest", "file:list.csv"])
def test_an_allocation_places_what_is_on_the_way_where_it_was_going_to(
    rule: str, tmp_path: Path
) -> None:
    """A held 0.999 and B 2, by any rule; by history alone, it is known which came after."""
    accounts = f'{ACCOUNTS}{UNIVERSAL}{ALLOCATED}rule = "{rule}"\n'
    tmp_path.joinpath("list.csv").write_text(
        "account,lot,quantity\nA,cheap,0.999\nB,cheap,1\nB,dear,1\n"
    )
    case = opened(tmp_path, *OVER_THE_NEW_YEAR, accounts=accounts)
    assert ("w:arrived" in {id_ for id_, _, _ in moved(case)}) == (rule == "history")
    given = {"history": ("dear", "2000")}.get(rule, ("cheap", "67000"))
    [sale] = [each for each in sold(case) if each[0] == "s"]
    assert (sale[1], sale[3]) == given


def test_while_pools_are_universal_it_does_not_matter_where_units_are(tmp_path: Path) -> None:
    """In 2023 the pool's earliest goes: 40,000 - 10,000. A pool an account: 40,000 - 35,000."""
    rows = (
        "2020-01-10T12:00:00Z,A,buy,BTC,1,old,10000,,,,,",
        "2023-01-10T12:00:00Z,B,buy,BTC,1,new,35000,,,,,",
        "2023-06-01T12:00:00Z,A,withdrawal,BTC,1,w,,,,,0x9,",
        "2023-06-02T12:00:00Z,B,sell,BTC,1,s,40000,,,,,",
        "2023-06-03T12:00:00Z,B,deposit,BTC,1,d,,,,,0x9,",
    )
    one = opened(tmp_path / "one", *rows)
    assert sold(one) == [("s", "old", "long", "30000")]
    assert held(one) == [("B", "new", "1", "35000")]
    own = opened(tmp_path / "own", *rows, accounts=ACCOUNTS + OWN_POOLS)
    assert sold(own) == [("s", "new", "short", "5000")]
    assert held(own) == [("B", "old", "1", "10000")]


def test_one_pool_of_wallets_sells_nothing_that_is_on_the_way_from_an_exchange(
    tmp_path: Path,
) -> None:
    """B and C are one pool by position: what C sells is not what is on the way to B."""
    wallets = '[account.A]\nkind = "exchange"\n[account.B]\nkind = "wallet"\n'
    accounts = wallets + '[account.C]\nkind = "wallet"\n' + UNIVERSAL
    rows = (*IN_2025, SOLD.replace(",B,", ",C,"), ARRIVED)
    one = {"self_custody_pool": "one"}
    case = opened(tmp_path, *rows, accounts=accounts, positions=one)
    assert sold(case) == [("s", "dear", "short", "2000")]


def test_within_one_pool_of_wallets_units_are_on_no_way(tmp_path: Path) -> None:
    wallets = ACCOUNTS.replace("exchange", "wallet") + UNIVERSAL
    one = {"self_custody_pool": "one"}
    case = opened(tmp_path, *IN_2025, SOLD, ARRIVED, accounts=wallets, positions=one)
    assert sold(case) == [("s", "cheap", "long", "67000")]


def test_a_purchase_on_the_way_replaces_units_sold_at_a_loss(tmp_path: Path) -> None:
    """60,000 - 100,000 = -40,000, washed whole by the unit bought at A for 61,000: 101,000."""
    rows = (
        "2024-03-01T12:00:00Z,B,buy,BTC,1,old,100000,,,,,",
        "2025-05-20T12:00:00Z,A,buy,BTC,1,again,61000,,,,,",
        "2025-05-25T12:00:00Z,A,withdrawal,BTC,1,w,,,,,0x9,",
        "2025-05-26T12:00:00Z,B,sell,BTC,1,s,60000,,,,,",
        "2025-05-27T12:00:00Z,B,deposit,BTC,1,d,,,,,0x9,",
    )
    case = opened(tmp_path, *rows, wash="apply")
    [row] = case.gains().document["rows"]
    assert (row["lot"], row["adjustment"], row["gain"]) == ("old", "40000", "0")
    [lot] = case.lots().document["lots"]
    assert (lot["account"], lot["lot"], lot["basis"]) == ("B", "again", "101000")
    assert lot["holding_from"] < "2024-05-20"  # tacked: IRC 1223(3)


def test_what_arrives_wrapped_is_the_coin_until_it_is_there(tmp_path: Path) -> None:
    """Ether of 1,000 leaves and comes as WETH; what is sold before is ether of 3,000: 500 gain."""
    rows = (
        "2024-03-01T12:00:00Z,A,buy,ETH,1,cheap,1000,,,,,",
        "2025-01-06T12:00:00Z,B,buy,ETH,2,dear,6000,,,,,",
        "2025-05-01T12:00:00Z,A,withdrawal,ETH,1,w,,,,,0x9,",
        "2025-05-02T12:00:00Z,B,sell,ETH,1,s,3500,,,,,",
        "2025-05-03T12:00:00Z,B,deposit,WETH,1,d,,,,,0x9,",
    )
    case = opened(tmp_path, *rows)
    assert sold(case) == [("s", "dear", "short", "500")]
    assert sorted(held(case)) == [("B", "cheap", "1", "1000"), ("B", "dear", "1", "3000")]
    lots = {each["lot"]: each["asset"] for each in case.lots().document["lots"]}
    assert lots == {"cheap": "WETH", "dear": "ETH"}


def test_a_move_out_of_ownership_keeps_its_name(tmp_path: Path) -> None:
    accounts = ACCOUNTS.replace('B]\nkind = "exchange"', 'B]\ntreatment = "roth-ira"') + UNIVERSAL
    case = opened(tmp_path, *IN_2025, SOLD, ARRIVED, accounts=accounts)
    assert [each for each in names(case) if each.startswith("moved-out")] == [
        "moved-out-of-ownership:w"
    ]
    assert held(case) == [("B", "cheap", "1", "30000")]


def test_units_on_the_way_to_the_spouse_are_nobodys_to_sell_there(tmp_path: Path) -> None:
    accounts = ACCOUNTS + 'owner = "spouse"\n' + UNIVERSAL
    case = opened(tmp_path, *IN_2025, SOLD, ARRIVED, accounts=accounts)
    [match] = case.filed.run.books.matches
    assert (match.disposal, match.lot) == ("s", "dear")
    [lot] = case.filed.run.books.lots
    assert (lot.account, lot.lot) == ("B", "cheap")


def test_transfers_that_overlap_bring_what_left_with_each(tmp_path: Path) -> None:
    """The second arrives first, with the unit that left second; a third has the first's name."""
    rows = (
        "2024-03-01T12:00:00Z,A,buy,BTC,1,one,1000,,,,,",
        "2024-03-02T12:00:00Z,A,buy,BTC,1,two,2000,,,,,",
        "2024-03-03T12:00:00Z,A,buy,BTC,1,three,3000,,,,,",
        "2025-01-06T12:00:00Z,B,buy,BTC,1,there,9000,,,,,",
        "2025-05-01T12:00:00Z,A,withdrawal,BTC,1,w1,,,,,0x1,",
        "2025-05-02T12:00:00Z,A,withdrawal,BTC,1,w2,,,,,0x2,",
        "2025-05-03T12:00:00Z,B,sell,BTC,0.5,s1,10000,,,,,",
        "2025-05-04T12:00:00Z,B,deposit,BTC,1,d2,,,,,0x2,",
        "2025-05-04T13:00:00Z,B,sell,BTC,1,s2,10000,,,,,",
        "2025-05-05T12:00:00Z,B,deposit,BTC,1,d1,,,,,0x1,",
        "2025-05-06T12:00:00Z,A,withdrawal,BTC,1,w3,,,,,0x3,",
        "2025-05-07T12:00:00Z,B,sell,BTC,0.5,s3,10000,,,,,",
        "2025-05-08T12:00:00Z,B,deposit,BTC,1,d3,,,,,0x3,",
    )
    case = opened(tmp_path, *rows)
    assert sold(case) == [
        ("s1", "there", "short", "5500"),
        ("s2", "two", "long", "8000"),
        ("s3", "one", "long", "9500"),
    ]
    ways = {id_: to for id_, _, to in moved(case) if not id_.endswith(":arrived")}
    second = "B (on the way from A, 2)"
    assert ways == {"w1": WAY, "w2": second, "w3": WAY}


def test_on_a_day_in_between_they_are_told_on_the_way_and_it_is_no_account(tmp_path: Path) -> None:
    case = opened(tmp_path, *IN_2025, SOLD, ARRIVED, as_of="2025-05-02")
    assert sold(case) == [("s", "dear", "short", "2000")]
    assert held(case) == [(WAY, "cheap", "1", "30000")]
    balances = case.balances().document["balances"]
    assert [(each["account"], each["quantity"]) for each in balances] == [(WAY, "1")]
    assert "A" in case.filed.account_names
    assert WAY not in case.filed.account_names
    assert not [each for each in case.check().problems if WAY in each.message]


def test_a_day_in_between_leaves_apart_what_could_not_be_sold_on_it(tmp_path: Path) -> None:
    """B gave nothing up, yet what a sale on 2 May would take is the unit of 95,000."""
    lots = held(opened(tmp_path, *IN_2025, ARRIVED, as_of="2025-05-02"))
    assert lots == [("B", "dear", "1", "95000"), (WAY, "cheap", "1", "30000")]


def test_figures_are_explained_and_journals_balance_over_a_way(tmp_path: Path) -> None:
    case = opened(tmp_path, *IN_2025, SOLD, ARRIVED, as_of="2026-06-30")
    for figure, value in (("gains:s:dear", 2000), ("lots:B:cheap", 30000)):
        [tree] = case.explain(figure)
        assert recompute(cast("dict[str, Any]", tree)) == value
    said = [each.narration for each in transactions(journal_of(case))]
    assert f"transfer 1 BTC to {WAY}" in said
    assert "transfer 1 BTC to B" in said
