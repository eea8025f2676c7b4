"""A washed loss is explained from its rows on, into the basis of what replaced it."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from events.making_events import event
from explain.recomputing import recompute
from harvestry.events.account import Account, Accounts, Treatment
from harvestry.events.event import Event
from harvestry.events.ordering import in_order
from harvestry.events.taxpayer import Profile
from harvestry.law.load import load
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.match import Match, Outcome, Wash
from harvestry.ledger.rules import Rules
from harvestry.reports.explain.figures import Figures
from harvestry.reports.explain.node_json import document
from harvestry.tax.whose_return import Returns
from harvestry.units.days import day_of
from harvestry.units.exact import WHOLE_COIN, money_of, quantity_of

ACCOUNTS = Accounts({"ira": Account("ira", treatment=Treatment.TRADITIONAL_IRA)})
B1 = event("b1", "2026-01-01", "buy", "BTC", "1", usd="50000")
S1 = event("s1", "2026-12-01", "sell", "BTC", "1", usd="40000")


def booked(*events: Event) -> Books:
    return books_of(fold(EMPTY, in_order(events), Rules(ACCOUNTS)))


def wash(match: int, piece: str, quantity: str, amount: str, bought: str, **more: Any) -> Wash:
    """Give a wash by units of the first piece of a lot that were held, unless told otherwise."""
    record = Wash(
        match,
        "BTC",
        piece.partition("/")[0],
        piece,
        "kraken",
        quantity_of(quantity),
        money_of(amount),
        Outcome.DEFERRED,
        "wash-basis",
        day_of(bought),
        cut_from=piece.partition("/")[0],
    )
    return record._replace(**more)


def changed(match: Match, **amounts: str) -> Match:
    return match._replace(**{name: money_of(text) for name, text in amounts.items()})


def told(books: Books, events: tuple[Event, ...], name: str) -> list[dict[str, Any]]:
    figures = Figures(books, events, {}, load(), Returns(ACCOUNTS, Profile()), Rules(ACCOUNTS))
    return [document(node, {}) for node in figures.named(name)]  # type: ignore[misc]


def texts(tree: dict[str, Any]) -> str:
    here = f"{tree['formula']} {tree['rule'] and tree['rule']['cite']}"
    return " ".join([here, *map(texts, tree["inputs"])])


def test_a_loss_replaced_in_part_is_explained_down_to_its_rows() -> None:
    events = (B1, S1, event("r1", "2026-12-15", "buy", "BTC", "0.25", usd="10000"))
    plain = booked(*events)
    (match,) = plain.matches
    books = replace(
        plain,
        matches=(changed(match, disallowed="2500"),),
        washes=(wash(0, "r1", "0.25", "2500", "2026-12-15"),),
    )
    (gain,) = told(books, events, "gains:s1:b1:gain")
    assert (gain["value"], gain["formula"]) == ("-7500", "proceeds - basis + disallowed")
    assert recompute(gain) == Fraction(-7500)
    (adjustment,) = told(books, events, "gains:s1:b1:adjustment")
    assert recompute(adjustment) == Fraction(2500)
    assert "IRC 1091(a)" in adjustment["rule"]["cite"]
    (lot,) = told(books, events, "lots:kraken:r1")
    assert lot["value"] == "12500"
    assert recompute(lot) == Fraction(12500)
    assert "IRC 1091(d)" in texts(lot)
    rows = {leaf["file"] for leaf in _sources(lot)}
    assert rows == {"test.csv"}


def _sources(tree: dict[str, Any]) -> list[dict[str, Any]]:
    return [*tree["source"], *(each for one in tree["inputs"] for each in _sources(one))]


def test_units_cut_from_a_piece_carry_the_loss_alone() -> None:
    # Of 2 BTC bought for 82,000 one replaces: r1 keeps 41,000, r1/1 has 41,000 + 10,000.
    more = (
        event("r1", "2026-12-15", "buy", "BTC", "2", usd="82000"),
        event("s2", "2027-02-01", "sell", "BTC", "1.5", usd="75000"),
    )
    events = (B1, S1, *more)
    first, second = booked(*events).matches
    books = replace(
        booked(*events),
        matches=(
            changed(first, disallowed="10000"),
            changed(second, proceeds="50000", basis="41000")._replace(quantity=WHOLE_COIN),
            changed(second, proceeds="25000", basis="25500")._replace(
                quantity=WHOLE_COIN // 2, piece="r1/1"
            ),
        ),
        washes=(wash(0, "r1/1", "1", "10000", "2026-12-15"),),
    )
    for name, amount in (("r1", 41000), ("r1/1", 25500)):
        (basis,) = told(books, events, f"gains:s2:{name}:basis")
        assert recompute(basis) == Fraction(amount), name
    (gain,) = told(books, events, "gains:s2:r1/1:gain")
    assert recompute(gain) == Fraction(-500)


def test_a_chain_is_followed_to_the_first_loss() -> None:
    more = (
        event("r1", "2026-12-15", "buy", "BTC", "1", usd="41000"),
        event("s2", "2026-12-20", "sell", "BTC", "1", usd="39000"),
        event("r2", "2027-01-05", "buy", "BTC", "1", usd="38000"),
    )
    events = (B1, S1, *more)
    first, second = booked(*events).matches
    # The second loss is 41,000 + 10,000 - 39,000 = 12,000; r2 ends at 38,000 + 12,000.
    books = replace(
        booked(*events),
        matches=(
            changed(first, disallowed="10000"),
            changed(second, basis="51000", disallowed="12000"),
        ),
        washes=(
            wash(0, "r1", "1", "10000", "2026-12-15"),
            wash(1, "r2", "1", "12000", "2027-01-05"),
        ),
    )
    (lot,) = told(books, events, "lots:kraken:r2")
    assert (lot["value"], recompute(lot)) == ("50000", Fraction(50000))
    (gain,) = told(books, events, "gains:s2:r1:gain")
    assert recompute(gain) == 0


def test_units_sold_on_the_day_of_the_loss_are_raised_where_they_were_sold() -> None:
    more = (
        event("r1", "2026-11-20", "buy", "BTC", "1", usd="30000"),
        event("s2", "2026-12-01T05:00", "sell", "BTC", "1", usd="40000"),
    )
    events = (B1, S1, *more)
    first, second = booked(*events).matches
    books = replace(
        booked(*events),
        matches=(changed(first, disallowed="10000"), changed(second, basis="40000")),
        washes=(wash(0, "r1", "1", "10000", "2026-11-20", cut_from=None),),
    )
    (basis,) = told(books, events, "gains:s2:r1:basis")
    assert recompute(basis) == Fraction(40000)


@pytest.mark.parametrize("piece", ["r1", "r1/1"])
def test_a_loss_lost_in_an_ira_raises_nothing(piece: str) -> None:
    quantity = "1" if piece == "r1" else "0.5"
    events = (B1, S1, event("r1", "2026-12-15", "buy", "BTC", "1", usd="41000", account="ira"))
    plain = booked(*events)
    lots = plain.lots
    if piece != "r1":
        half = lots[0]._replace(quantity=WHOLE_COIN // 2, basis=money_of("20500"))
        lots = (half, half._replace(piece=piece))
    lost = wash(0, piece, quantity, "10000", "2026-12-15", account="ira", outcome=Outcome.LOST)
    books = replace(
        plain,
        lots=lots,
        matches=(changed(plain.matches[0], disallowed="10000"),),
        washes=(lost._replace(rule="wash-retirement"),),
    )
    for lot in lots:
        (tree,) = told(books, events, f"lots:ira:{lot.piece}")
        assert recompute(tree) == Fraction(41000 if piece == "r1" else 20500)


def test_where_nothing_was_disallowed_that_is_what_is_explained() -> None:
    events = (B1, S1)
    (adjustment,) = told(booked(*events), events, "gains:s1:b1:adjustment")
    assert (adjustment["value"], adjustment["inputs"]) == ("0", [])
    assert adjustment["formula"].startswith("nothing of it was replaced")
