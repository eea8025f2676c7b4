"""Losses on closed short sales that a sale near them takes for good are said (IRC 1091(e)(1))."""

from pathlib import Path

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
SHORT = "2026-03-02,broker,short,IBIT,10,open,500\n2026-03-20,broker,cover,IBIT,10,close,600\n"


@pytest.mark.parametrize(
    ("row", "times"),
    [
        ("2026-04-19,broker,short,IBIT,5,again,300\n", 0),
        ("2026-04-20,broker,short,IBIT,5,again,300\n", 0),
        ("2026-02-16,broker,buy,IBIT,5,own,200\n2026-02-17,broker,sell,IBIT,5,sold,300\n", 0),
        ("2026-02-18,broker,buy,IBIT,5,own,200\n2026-03-19,broker,sell,IBIT,5,sold,300\n", 1),
        ("2026-04-01,broker,buy,IBIT,5,own,200\n", 0),
    ],
)
def test_a_covered_loss_near_a_sale_is_said(tmp_path: Path, row: str, times: int) -> None:
    path = tmp_path / "history.csv"
    path.write_text(HEADER + SHORT + row)
    problems = harvestry.open_case([path], as_of="2026-12-31").check().problems
    said = [each.message for each in problems if each.code == "short-loss-near-sale"]
    assert len(said) == times
    assert all("$50." in message for message in said)  # on 5 of 10 units, that lost 100


def test_it_is_said_behind_a_loss_on_units_owned_that_was_deferred(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(
        f"{HEADER}2025-01-02,broker,buy,QQQ,5,old,500\n2025-06-10,broker,sell,QQQ,5,first,400\n"
        f"2025-06-12,broker,buy,QQQ,5,new,400\n{SHORT}"
        "2026-02-18,broker,buy,IBIT,5,own,200\n2026-03-19,broker,sell,IBIT,5,sold,300\n"
    )
    (tmp_path / "assets.toml").write_text('[asset.QQQ]\nclass = "security"\n')
    case = harvestry.open_case([tmp_path], as_of="2026-12-31")
    assert [each["outcome"] for each in case.wash(2025).document["washed"]] == ["deferred"]
    said = [each for each in case.check().problems if each.code == "short-loss-near-sale"]
    assert len(said) == 1


def test_a_short_that_gained_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(HEADER + SHORT.replace("close,600", "close,400"))
    problems = harvestry.open_case([path], as_of="2026-12-31").check().problems
    assert "short-loss-near-sale" not in {each.code for each in problems}


def test_what_joins_the_cost_of_another_short_sale_is_explained(tmp_path: Path) -> None:
    """50 of the 100 lost join the 5 sold short on 19 April: 300 - (200 + 50) = 50."""
    path = tmp_path / "history.csv"
    again = "2026-04-19,broker,short,IBIT,5,again,300\n2026-08-01,broker,cover,IBIT,5,end,200\n"
    path.write_text(HEADER + SHORT + again)
    case = harvestry.open_case([path], as_of="2026-12-31")
    (gain,) = case.explain("gains:end:again:gain")
    basis = next(each for each in gain["inputs"] if each["name"] == "basis")
    amounts = {each["name"]: each["value"] for each in (gain, basis, *basis["inputs"])}
    assert amounts == {"gain": "50", "basis": "250", "cost": "200", "deferred": "50"}


def test_a_loss_sold_after_a_cover_at_a_loss_that_day_is_washed_all_the_same(
    tmp_path: Path,
) -> None:
    """The cover takes nothing out of a pool; 10 sold behind it lost 200, and 10 replace them."""
    path = tmp_path / "history.csv"
    other = (
        "2026-01-05,broker,buy,ETHA,10,own,500\n2026-03-20,broker,sell,ETHA,10,z,300\n"
        "2026-03-25,broker,buy,ETHA,10,back,310\n"
    )
    path.write_text(HEADER + SHORT + other)
    rows = harvestry.open_case([path], as_of="2026-12-31").gains(2026).document["rows"]
    assert {each["disposal"]: each["adjustment"] for each in rows} == {"close": "0", "z": "200"}


def test_a_loss_on_a_short_sale_blocks_no_purchase(tmp_path: Path) -> None:
    """IRC 1091(e) speaks of sales; buying back after a cover takes nothing away."""
    path = tmp_path / "history.csv"
    path.write_text(HEADER + SHORT)
    assert harvestry.open_case([path], as_of="2026-03-25").wash().document["blocked"] == []


def test_a_loss_on_a_short_of_coins_goes_by_the_regime(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    again = "2026-04-01,broker,short,IBIT,10,again,500\n"
    path.write_text((HEADER + SHORT + again).replace("IBIT", "BTC"))
    sums = {}
    for regime in ("current-law", "apply"):
        case = harvestry.open_case([path], as_of="2026-12-31", wash=regime)
        sums[regime] = case.gains(2026).document["totals"]["short"]["gain"]
        other = case.gains(2026).document["other_regime"]
        assert other is not None
    assert sums == {"current-law": "-100", "apply": "0"}


@pytest.mark.parametrize(("counts", "loss"), [("skip", "-100"), ("counts", "-40")])
def test_a_short_sale_closed_before_takes_the_loss_if_units_gone_before_count(
    tmp_path: Path, counts: str, loss: str
) -> None:
    """Of 10 units that lost 100, 6 were sold short elsewhere and closed, without loss, before."""
    path = tmp_path / "history.csv"
    other = "2026-03-05,other,short,IBIT,6,o,300\n2026-03-10,other,cover,IBIT,6,oc,300\n"
    path.write_text(HEADER + SHORT + other)
    case = harvestry.open_case([path], as_of="2026-12-31", positions={"sold_before_loss": counts})
    assert case.gains(2026).document["totals"]["short"]["gain"] == loss
    told = str(case.explain("gains:close:open:adjustment"))
    assert ("'units of o in other" in told) is (counts == "counts")


def test_a_short_sale_closed_before_takes_what_is_left_of_a_loss(tmp_path: Path) -> None:
    """Of 10 units 3 stand for those sold on 4 March; 7 of the 8 closed before take the rest."""
    path = tmp_path / "history.csv"
    sold = "2026-02-18,broker,buy,IBIT,3,own,90\n2026-03-04,broker,sell,IBIT,3,sold,90\n"
    other = "2026-03-05,other,short,IBIT,8,o,400\n2026-03-10,other,cover,IBIT,8,oc,400\n"
    path.write_text(HEADER + SHORT + sold + other)
    case = harvestry.open_case([path], as_of="2026-12-31", positions={"sold_before_loss": "counts"})
    washed = case.wash().document["washed"]
    found = [(each["replacement"], each["quantity"], each["amount"]) for each in washed]
    assert found == [("sold", "3", "30"), ("o", "7", "70")]


def test_each_part_of_a_short_sale_closed_before_takes_one_loss_alone(tmp_path: Path) -> None:
    """Four units lose 40, six 60; of the other short sale four were closed, then four more.

    The first four take the first loss, so of the second only four units are taken, by the others.
    """
    path = tmp_path / "history.csv"
    path.write_text(
        f"{HEADER}2026-03-02,broker,short,IBIT,10,open,500\n"
        "2026-03-05,other,short,IBIT,8,o,400\n"
        "2026-03-08,other,cover,IBIT,4,oc1,200\n"
        "2026-03-10,other,cover,IBIT,4,oc2,200\n"
        "2026-03-20,broker,cover,IBIT,4,c1,240\n"
        "2026-03-21,broker,cover,IBIT,6,c2,360\n"
    )
    case = harvestry.open_case([path], as_of="2026-12-31", positions={"sold_before_loss": "counts"})
    washed = case.wash().document["washed"]
    found = [(each["replacement"], each["quantity"], each["amount"]) for each in washed]
    assert found == [("o", "4", "40"), ("o", "4", "40")]
    assert case.gains(2026).document["totals"]["short"]["gain"] == "-20"


@pytest.mark.parametrize(("order", "gain"), [("o1", "-100"), ("o2", "0")])
def test_short_sales_of_one_order_do_not_stand_for_each_other(
    tmp_path: Path, order: str, gain: str
) -> None:
    path = tmp_path / "history.csv"
    first, closed = SHORT.splitlines()
    again = f"2026-03-03,broker,short,IBIT,10,again,500,{order}"
    head = HEADER.replace("\n", ",order")
    path.write_text("\n".join((head, f"{first},o1", again, f"{closed},", "")))
    case = harvestry.open_case([path], as_of="2026-12-31")
    assert case.gains(2026).document["totals"]["short"]["gain"] == gain


@pytest.mark.parametrize(("first", "second"), [("c9", "c1"), ("c1", "c9")])
def test_of_two_covers_of_one_short_sale_the_first_has_its_turn_first(
    tmp_path: Path, first: str, second: str
) -> None:
    """At 10:00 one unit loses 10, at 15:00 the other 50; one more is sold short on 25 June."""
    path = tmp_path / "history.csv"
    path.write_text(
        HEADER + "2026-06-01,broker,short,IBIT,2,open,200\n"
        f"2026-06-20T10:00:00Z,broker,cover,IBIT,1,{first},110\n"
        f"2026-06-20T15:00:00Z,broker,cover,IBIT,1,{second},150\n"
        "2026-06-25,broker,short,IBIT,1,again,50\n"
    )
    rows = harvestry.open_case([path], as_of="2026-12-31").gains(2026).document["rows"]
    adjusted = {each["disposal"]: each["adjustment"] for each in rows}
    assert adjusted == {first: "10", second: "0"}


@pytest.mark.parametrize(("got", "gain"), [("WETH", "-100"), ("BTC", "-50")])
def test_a_swap_that_only_renames_the_coin_is_no_sale(tmp_path: Path, got: str, gain: str) -> None:
    """Five of ten units of ether are swapped: wrapped they are still held, for bitcoin sold."""
    path = tmp_path / "history.csv"
    swap = f"2026-04-01,own,trade,ETH,5,swap,250,{got},5\n"
    told = SHORT.replace("IBIT", "ETH") + "2025-01-02,own,buy,ETH,5,old,250\n"
    head = HEADER.replace("\n", ",got_asset,got_quantity\n")
    path.write_text(head + told.replace("\n", ",,\n") + swap)
    case = harvestry.open_case([path], as_of="2026-12-31", wash="apply")
    closed = [row for row in case.gains(2026).document["rows"] if row["disposal"] == "close"]
    assert [row["gain"] for row in closed] == [gain]


def test_units_of_several_short_sales_are_told_one_by_one(tmp_path: Path) -> None:
    """Of ten units that lost 100, five and three more are sold short; each loses 10."""
    path = tmp_path / "history.csv"
    again = "2026-04-01,broker,short,IBIT,5,again,300\n2026-04-02,broker,short,IBIT,3,more,180\n"
    path.write_text(HEADER + SHORT + again)
    case = harvestry.open_case([path], as_of="2026-12-31")
    washed = case.wash().document["washed"]
    found = [(each["replacement"], each["quantity"], each["amount"]) for each in washed]
    assert found == [("again", "5", "50"), ("more", "3", "30")]
    told = str(case.explain("gains:close:open:adjustment"))
    for name in ("again", "more"):  # as many as were sold, so no number of their own
        assert f"'units of {name} in broker" in told
