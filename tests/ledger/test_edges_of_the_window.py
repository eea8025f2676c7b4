"""Edges of what may replace: the first instant of the window, ties, and a day of many losses."""

from pathlib import Path

import pytest

import harvestry
from properties.amounts import COIN, DOLLAR
from properties.rows import Row
from properties.wash_by_hand import books_of, row, told
from properties.wash_comparing import cannot_be_continued
from properties.wash_engine import the_wash_engine


def washed(*rows: Row) -> list[tuple[str, int, str]]:
    """Give the replacing lot, units and outcome of each wash."""
    books = books_of(told(list(rows)))
    return [(each.lot, each.quantity // COIN, each.outcome.value) for each in books.washes]


def test_a_purchase_in_the_first_instant_of_the_window_counts() -> None:
    """From 1 July back to 1 June are 30 days; a second before midnight is one more."""
    old = row("buy", "2025-01-02", "old", 1, 100)
    loss = row("sell", "2025-07-01", "loss", 1, 50, lots="old:1")
    new = row("buy", "2025-06-01", "new", 1, 50)
    assert washed(old, {**new, "time": "2025-06-01T00:00:00Z"}, loss) == [("new", 1, "deferred")]
    assert washed(old, {**new, "time": "2025-05-31T23:59:59Z"}, loss) == []


@pytest.mark.parametrize("went", ["gift-out", "sell"])
def test_so_it_does_if_it_went_on_the_day_of_the_loss(went: str) -> None:
    rows = [
        row("buy", "2025-01-02", "old", 1, 100),
        {**row("buy", "2025-06-01", "new", 1, 50), "time": "2025-06-01T00:00:00Z"},
        row(went, "2025-07-01", "went", 1, 50, lots="new:1"),
        row("sell", "2025-07-01", "z", 1, 50, lots="old:1"),
    ]
    assert washed(*rows) == [("new", 1, "deferred")]


def test_units_in_a_plan_that_does_not_count_replace_nothing_when_a_fold_goes_on() -> None:
    """The fold is cut in the middle, after the plan has bought and before the loss."""
    rows = [
        row("buy", "2025-01-02", "old", 1, 100),
        row("buy", "2025-06-05", "new", 1, 50, account="plan"),
        row("sell", "2025-06-20", "loss", 1, 50),
        *(row("buy", f"2026-0{month}-01", f"far{month}", 1, 50) for month in (1, 2)),
    ]
    life = told(rows, retirement_plans="not-covered")
    life = life._replace(accounts={"plan": {"treatment": "401k"}})
    assert not books_of(life).washes
    assert not cannot_be_continued(the_wash_engine(), life)


def test_a_purchase_is_kept_while_a_loss_of_tomorrow_can_reach_it() -> None:
    """From 2 August, 3 July is 30 days back; old ones are let go 50 days after the last time."""
    rows = [
        row("buy", "2025-06-05", "old", 10, 1000),
        row("buy", "2025-07-03", "new", 1, 50),
        row("buy", "2025-08-01", "later", 1, 50),
        row("sell", "2025-08-02", "loss", 10, 500, lots="old:10"),
    ]
    assert washed(*rows) == [("new", 1, "deferred"), ("later", 1, "deferred")]


def test_of_purchases_of_one_instant_the_lower_id_replaces_first_whenever_it_moved() -> None:
    rows = [
        row("buy", "2025-01-02", "old", 1, 100),
        row("buy", "2025-06-02", "b9", 1, 50, account="c"),
        row("buy", "2025-06-02", "b10", 1, 50, account="c"),
        row("transfer", "2025-06-03", "m1", 1, 0, account="c", to_account="b", lots="b10:1"),
        row("transfer", "2025-06-04", "m2", 1, 0, account="c", to_account="b", lots="b9:1"),
        row("sell", "2025-06-20", "loss", 1, 50, lots="old:1"),
    ]
    assert washed(*rows) == [("b9", 1, "deferred")]
    assert washed(*(each for each in rows if each["kind"] != "transfer")) == [("b9", 1, "deferred")]


@pytest.mark.parametrize("sold", ["2025-06-02", "2025-06-12"])
def test_units_that_leave_a_plan_for_an_ira_count_from_then_on(sold: str) -> None:
    """Where the units are decides, wherever they were bought; the plan's count by no means here."""
    accounts = {"plan": {"treatment": "401k"}, "ira": {"treatment": "traditional-ira"}}
    rows = [
        row("buy", "2025-01-02", "old", 1, 100),
        row("sell", sold, "loss", 1, 40),
        row("buy", "2025-06-05", "new", 1, 50, account="plan"),
        row("transfer", "2025-06-10", "m", 1, 0, account="plan", to_account="ira"),
    ]
    life = told(rows, retirement_plans="not-covered")
    (wash,) = books_of(life._replace(accounts=accounts)).washes
    assert (wash.account, wash.outcome.value, wash.amount) == ("ira", "lost", 60 * DOLLAR)


def test_of_those_sold_that_day_at_a_gain_and_at_a_loss_the_first_sold_replaces_first() -> None:
    """Both were bought in one instant; s1 gains, s2 loses, and the loss of `old` is asked first.

    It makes s1 a loss of 50, and that goes on to what was acquired next: to s2.
    """
    rows = [
        row("buy", "2025-01-02", "old", 1, 100),
        row("buy", "2025-06-05", "g", 1, 50),
        row("buy", "2025-06-05", "l", 1, 50),
        row("sell", "2025-06-20", "s1", 1, 60, lots="g:1"),
        row("sell", "2025-06-20", "s2", 1, 40, lots="l:1"),
        row("sell", "2025-06-20", "s3", 1, 40, lots="old:1"),
    ]
    assert washed(*rows) == [("g", 1, "deferred"), ("l", 1, "deferred")]


def test_what_a_loss_makes_one_waits_for_all_acquired_in_the_same_instant() -> None:
    """p1 lost 10 and p2 takes that: a loss of 5 now, behind that of p3, which lost 10, in turn.

    So p3 has what is held; for p2 nothing is left but p3, whose turn has passed.
    """
    rows = [
        *(row("buy", "2025-06-05", name, 1, 50) for name in ("p1", "p2", "p3")),
        row("buy", "2025-06-10", "r", 1, 50),
        row("sell", "2025-06-20", "s1", 1, 40, lots="p1:1"),
        row("sell", "2025-06-20", "s2", 1, 55, lots="p2:1"),
        row("sell", "2025-06-20", "s3", 1, 40, lots="p3:1"),
    ]
    washes = books_of(told(rows)).washes
    assert [(each.lot, each.amount // DOLLAR) for each in washes] == [("p2", 10), ("r", 10)]


def test_so_does_what_rounding_had_left_without_a_loss() -> None:
    """Two units of S lost 10**-18 dollars in all: its first unit has that, its second nothing.

    `a` makes the first unit one that lost 10, and E the second, so that is behind F in turn. The
    first hands its loss on to F, which lost 10 itself: r has these 20, the second meets nothing.
    """
    rows = [
        row("buy", "2025-06-01", "a", 1, 100, order="o1"),
        row("buy", "2025-06-05", "E", 1, 50, order="o1"),
        {**row("buy", "2025-06-05", "S", 2, 0), "usd": "0.000000000000000001"},
        row("buy", "2025-06-05", "F", 1, 50),
        row("buy", "2025-06-10", "r", 1, 50),
        row("sell", "2025-06-20", "s1", 1, 90, lots="a:1"),
        row("sell", "2025-06-20", "s2", 1, 40, lots="E:1"),
        row("sell", "2025-06-20", "s3", 2, 0, lots="S:2"),
        row("sell", "2025-06-20", "s4", 1, 40, lots="F:1"),
    ]
    washes = books_of(told(rows)).washes
    found = sorted((each.lot, each.amount // DOLLAR) for each in washes)
    assert found == [("F", 10), ("S", 10), ("S", 10), ("r", 20)]


def test_a_rest_that_rounding_left_without_a_loss_holds_up_no_loss_behind_it() -> None:
    """Of S the first unit has the 10**-18 dollars it lost; `a` hands it 10, and the second nothing.

    The first hands them on to F, whose turn comes behind that of the second: r has all 20.
    """
    rows = [
        row("buy", "2025-01-02", "a", 1, 100),
        {**row("buy", "2025-06-05", "S", 2, 0), "usd": "0.000000000000000001"},
        row("buy", "2025-06-06", "F", 1, 50),
        row("buy", "2025-06-10", "r", 1, 50),
        row("sell", "2025-06-20", "s1", 1, 90, lots="a:1"),
        row("sell", "2025-06-20", "s3", 2, 0, lots="S:2"),
        row("sell", "2025-06-20", "s4", 1, 40, lots="F:1"),
    ]
    found = [(each.lot, each.amount // DOLLAR) for each in books_of(told(rows)).washes]
    assert sorted(found) == [("F", 10), ("S", 10), ("r", 20)]


def test_what_was_given_away_that_day_replaces_however_many_were_used_up_before() -> None:
    """Nine held units take the first loss, and one each of those given away the two after it."""
    days = [f"2025-06-{day:02}" for day in range(1, 12)]
    rows = [
        *(
            row("buy", "2025-01-02", f"old{n}", units, 100 * units)
            for n, units in ((1, 9), (2, 1), (3, 1))
        ),
        *(row("buy", day, f"p{n}", 1, 50) for n, day in enumerate(days, 1)),
        row("gift-out", "2025-06-20", "g1", 1, 50, lots="p10:1"),
        row("gift-out", "2025-06-20", "g2", 1, 50, lots="p11:1"),
        row("sell", "2025-06-20", "l1", 9, 450, lots="old1:9"),
        row("sell", "2025-06-20", "l2", 1, 50, lots="old2:1"),
        row("sell", "2025-06-20", "l3", 1, 50, lots="old3:1"),
    ]
    assert washed(*rows) == [(f"p{n}", 1, "deferred") for n in range(1, 12)]


def test_a_coin_bought_before_coins_are_covered_replaces_a_fund_if_they_are_one(
    tmp_path: Path,
) -> None:
    """The fund is a security at all times; by the position the coin stands for it."""
    (tmp_path / "assets.toml").write_text('[asset.IBIT]\nmultiplier = "0.00057"\n')
    path = tmp_path / "history.csv"
    path.write_text(
        "time,account,kind,asset,quantity,id,usd\n"
        "2025-01-02,a,buy,IBIT,1,old,50\n"
        "2025-06-20,a,sell,IBIT,1,loss,40\n"
        "2025-06-25,a,buy,BTC,1,coin,100000\n"
    )
    case = harvestry.open_case(
        [tmp_path],
        as_of="2025-12-31",
        wash="from:2026-01-01",
        positions={"etf_and_coin": "identical"},
    )
    assert [each["replacement"] for each in case.wash().document["washed"]] == ["coin"]


def test_a_day_that_goes_on_after_midnight_is_one_day() -> None:
    """In Newfoundland clocks went back at 00:01 to 23:01: sales before and after are of one day.

    Units bought and sold that day stand for those sold at a loss later that day (spec 4).
    """
    rows = [
        row("buy", "2010-01-05", "old", 10, 1000),
        {**row("buy", "2010-11-07", "new", 10, 600), "time": "2010-11-07T02:40:00Z"},
        {
            **row("sell", "2010-11-07", "gain", 10, 700, lots="new:10"),
            "time": "2010-11-07T02:45:00Z",
        },
        {**row("sell", "2010-11-07", "loss", 10, 500), "time": "2010-11-07T02:50:00Z"},
    ]
    lived = told(rows)._replace(zone="America/St_Johns")
    books = books_of(lived)
    assert [(each.lot, each.quantity // COIN) for each in books.washes] == [("new", 10)]
    assert {each.disposal: (each.gain or 0) // DOLLAR for each in books.matches} == {
        "gain": 700 - (600 + 500),
        "loss": 0,
    }


@pytest.mark.parametrize("fills", [(90,), (45, 45), (1, 88, 1)])
def test_of_what_replaced_the_earliest_is_given_up_first_however_the_loss_was_told(
    fills: tuple[int, ...],
) -> None:
    """Ten of the new shares replace the first loss, 500, and so cost 600; ninety the other, 900.

    The first ten sold later are the ten that replaced first, whether the ninety were sold in one
    fill, and are all that was left of the purchase, or in several.
    """
    rows = [
        row("buy", "2025-01-02", "old1", 10, 1000),
        row("buy", "2025-01-03", "old2", 90, 1800),
        row("buy", "2025-06-10", "new", 100, 1000),
        row("sell", "2025-06-20", "loss1", 10, 500, lots="old1:10"),
        *(
            row("sell", "2025-06-20", f"loss2{n}", units, 10 * units, lots=f"old2:{units}")
            for n, units in enumerate(fills)
        ),
        row("sell", "2025-09-30", "later", 10, 1000),
    ]
    later = books_of(told(rows)).matches[-1]
    assert (later.piece, (later.basis or 0) // DOLLAR) == ("new/1", 100 + 500)


def test_units_that_replaced_before_replace_no_loss_of_the_day_they_are_given_away() -> None:
    """Four of ten new ones stand for the first loss; six held are left for the eight of the other.

    The four were bought in the same instant as the six, which are asked (Reg. 1.1091-1(e)).
    """
    rows = [
        row("buy", "2025-01-02", "old1", 4, 400),
        row("buy", "2025-01-03", "old2", 8, 800),
        row("buy", "2025-06-05", "new", 10, 500),
        row("sell", "2025-06-10", "loss1", 4, 200, lots="old1:4"),
        row("gift-out", "2025-06-20", "gift", 4, 200, lots="new/1:4"),
        row("sell", "2025-06-20", "loss2", 8, 400, lots="old2:8"),
    ]
    assert washed(*rows) == [("new", 4, "deferred"), ("new", 6, "deferred")]


CAME_BACK = [
    row("buy", "2025-06-10", "new", 10, 100),
    row("transfer", "2025-06-11", "there", 4, 0, to_account="b", lots="new:4"),
    row("transfer", "2025-06-12", "back", 4, 0, account="b", to_account="a"),
]
"""Ten units, four of which went away and came back as a piece of their own, `new/1`."""


def test_in_a_lot_what_has_replaced_none_is_given_up_before_the_first_that_has() -> None:
    """Six of ten units replace and cost 50 more each; the four that came back later have not."""
    rows = [
        row("buy", "2025-01-02", "old", 6, 600),
        *CAME_BACK,
        row("sell", "2025-06-20", "loss", 6, 300, lots="old:6"),
        row("sell", "2025-09-30", "later", 4, 400),
        row("sell", "2025-10-01", "last", 6, 600),
    ]
    *_, later, last = books_of(told(rows)).matches
    assert (later.piece, (later.basis or 0) // DOLLAR) == ("new/1", 40)
    assert (last.piece, (last.basis or 0) // DOLLAR) == ("new", 60 + 300)


def test_of_one_instant_what_was_sold_that_day_replaces_as_it_was_disposed_of() -> None:
    """Last in, first out the piece that came back is sold first, so it replaces first.

    Were the pieces asked by number, a purchase told in two fills would come to something else.
    """
    rows = [
        row("buy", "2025-01-02", "old", 4, 400),
        *CAME_BACK,
        row("sell", "2025-06-20", "gain", 10, 500),
        row("sell", "2025-06-20", "loss", 4, 200, lots="old:4"),
    ]
    books = books_of(told(rows), "lifo")
    sold = [each.piece for each in books.matches if each.disposal == "gain"]
    assert sold[0] == "new/1", "LIFO gives up the piece that came back first"
    assert [each.piece for each in books.washes] == ["new/1"]


COINS = {"X": {"class": "coin"}}
FROM_JULY = "from:2025-07-01"


@pytest.mark.parametrize(("bought", "washed"), [("06-01T00:00:00Z", 1), ("05-31T23:59:59Z", 0)])
def test_the_window_of_a_regimes_first_day_begins_with_its_first_instant(
    bought: str, washed: int
) -> None:
    rows = [
        row("buy", "2025-01-02", "old", 1, 100),
        {**row("buy", "2025-06-01", "new", 1, 50), "time": f"2025-{bought}"},
        row("sell", "2025-07-01", "loss", 1, 50, lots="old:1"),
    ]
    assert len(books_of(told(rows, COINS, FROM_JULY)).washes) == washed


def test_units_bought_and_sold_as_that_window_begins_count_where_such_units_do() -> None:
    rows = [
        row("buy", "2025-01-02", "old", 1, 100),
        row("buy", "2025-06-01", "new", 1, 50),
        row("sell", "2025-06-01", "gone", 1, 60, lots="new:1"),
        row("sell", "2025-07-01", "loss", 1, 50, lots="old:1"),
    ]
    life = told(rows, COINS, FROM_JULY, sold_before_loss="counts")
    washes = books_of(life).washes
    assert [(each.lot, each.outcome.value) for each in washes] == [("new", "lost")]


def test_a_loss_waits_to_its_thirtieth_day_beside_one_whose_window_is_over() -> None:
    """Sold on 1 and 3 June: a purchase of 3 July is 32 days after the one, 30 after the other."""
    rows = [
        row("buy", "2025-01-02", "one", 1, 100),
        row("buy", "2025-01-03", "two", 1, 100),
        row("sell", "2025-06-01", "over", 1, 50, lots="one:1"),
        row("sell", "2025-06-03", "waits", 1, 60, lots="two:1"),
        row("buy", "2025-07-03", "new", 2, 100),
    ]
    books = books_of(told(rows))
    assert [(books.matches[w.match].disposal, w.amount // DOLLAR) for w in books.washes] == [
        ("waits", 40)
    ]


@pytest.mark.parametrize("lots", [9, 10, 11])
def test_a_loss_goes_on_through_eight_lots_sold_on_one_day_and_that_is_said(lots: int) -> None:
    """Of lots bought day after day the first lost 1, and no other anything of its own.

    Nine lots hand it on eight times, and what is held has it in the end. Of eleven the loss meets
    its end at the ninth, goes on to what is held, and the others have none.
    """
    days = [f"2025-06-{day:02}" for day in range(1, lots + 1)]
    rows = [
        *(row("buy", day, f"l{n}", 1, 50) for n, day in enumerate(days, 1)),
        row("buy", "2025-06-15", "r", 1, 50),
        *(
            row("sell", "2025-06-20", f"s{n:02}", 1, 50 - (n == 1), lots=f"l{n}:1")
            for n in range(1, lots + 1)
        ),
    ]
    books = books_of(told(rows))
    found = [(each.lot, each.amount // DOLLAR) for each in books.washes]
    through = [f"l{n}" for n in range(2, min(lots, 9) + 1)]
    assert found == [(lot, 1) for lot in (*through, "r")]
    said = [each.code for each in books.problems]
    assert said == ["wash-chain-ended"] * (lots > 9)
