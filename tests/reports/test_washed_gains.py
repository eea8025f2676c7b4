"""Gains, washed losses and their totals as documents and tables, from books made by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from events.making_events import event
from harvestry.events.account import Account, Accounts, Owner
from harvestry.events.asset import Assets
from harvestry.events.ordering import in_order
from harvestry.events.taxpayer import Profile
from harvestry.law.load import load
from harvestry.law.positions import Positions
from harvestry.law.regime import APPLY, CURRENT_LAW
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.match import Grey, Outcome, Wash
from harvestry.ledger.rules import Rules
from harvestry.reports import json_documents
from harvestry.reports.cell_text import MINUS
from harvestry.reports.other_regime import beside, cautions, other_document
from harvestry.reports.stance_told import positions_that_mattered
from harvestry.reports.wash_tables import (
    grey_note,
    grey_table,
    wash_document,
    washed_table,
)
from harvestry.reports.year_tables import GainRow, gain_rows, gains_table
from harvestry.tax.form_8949.rows import FormRows
from harvestry.tax.stance import Stance
from harvestry.tax.whose_return import Returns
from harvestry.units.days import day_of
from harvestry.units.exact import DOLLAR, WHOLE_COIN

STANCE = Stance(APPLY, Positions({}))
BOUGHT = day_of("2026-12-15")


def washed(*, share: Fraction = Fraction(1)) -> tuple[Books, list[GainRow]]:
    """A loss of 10,000, a quarter deferred, a tenth lost, a future beside it; then a gain of 5."""
    owner = Owner.SELF if share == 1 else Owner.JOINT
    accounts = Accounts({"kraken": Account("kraken", owner=owner, share=share)})
    events = in_order(
        [
            event("b1", "2026-01-01", "buy", "BTC", "1", usd="50000"),
            event("s1", "2026-12-01", "sell", "BTC", "1", usd="40000"),
            event("b2", "2026-12-16", "buy", "ETH", "1", usd="1"),
            event("s2", "2026-12-17", "sell", "ETH", "1", usd="6"),
        ]
    )
    books = books_of(fold(EMPTY, events, Rules(accounts)))
    first, second = books.matches
    quarter = Wash(
        *(0, "BTC", "r1", "r1/1", "spouse", WHOLE_COIN // 4, 2500 * DOLLAR),
        *(Outcome.DEFERRED, "spouse_purchase", BOUGHT),
    )
    tenth = Wash(
        *(0, "BTC", "r2", "r2", "ira", WHOLE_COIN // 10, 1000 * DOLLAR),
        *(Outcome.LOST, "wash-retirement", BOUGHT + 1),
    )
    books = replace(
        books,
        matches=(first._replace(disallowed=3500 * DOLLAR), second),
        washes=(quarter, tenth),
        greys=(Grey(0, "BTC", "f1", "futures", "futures", BOUGHT),),
    )
    returns = Returns(accounts, Profile())
    forms = FormRows(books, events, returns, Assets(), load())
    return books, gain_rows(forms, books, events, returns, None)


def test_a_row_of_gains_tells_its_adjustment_and_its_replacements() -> None:
    document = json_documents.gains(washed()[1], [])
    loss, gain = document["rows"]
    expected = {
        "basis": "50000",
        "adjustment": "3500",
        "deferred": "2500",
        "lost": "1000",
        "gain": "-6500",
        "code": "W",
        "term": "short",
    }
    assert {key: loss[key] for key in expected} == expected
    assert [
        (each["lot"], each["quantity"], each["amount"], each["rule"], each["outcome"])
        for each in loss["replacements"]
    ] == [
        ("r1", "0.25", "2500", "spouse_purchase", "deferred"),
        ("r2", "0.1", "1000", "wash-retirement", "lost"),
    ]
    assert loss["grey"] == [
        {"position": "futures", "lot": "f1", "account": "futures", "bought": "2026-12-15"}
    ]
    assert (gain["adjustment"], gain["code"], gain["gain"]) == ("0", "", "5")
    totals = document["totals"]["short"]
    assert (totals["basis"], totals["adjustment"], totals["gain"]) == ("50001", "3500", "-6495")


@pytest.mark.parametrize("share", [Fraction(1, 2), Fraction(1, 3), Fraction(2, 7)])
def test_of_a_joint_account_the_parts_of_an_adjustment_add_up(share: Fraction) -> None:
    row = washed(share=share)[1][0]
    assert row.match.disallowed == (3500 * DOLLAR * share.numerator + share.denominator // 2) // (
        share.denominator
    )
    assert sum(each.amount for each in row.replacements) == row.match.disallowed
    assert row.amount(Outcome.DEFERRED) + row.amount(Outcome.LOST) == row.match.disallowed


def test_the_tables_show_the_code_and_the_adjustment() -> None:
    table = gains_table(washed()[1], [], 2026)
    assert table.column("code") == ("W", "")
    assert table.column("adjustment") == (3500 * DOLLAR, 0)
    assert table.column("gain_or_loss") == (-6500 * DOLLAR, 5 * DOLLAR)
    assert "adjustment" in table.brief
    assert f"{MINUS}6,495.00" in table.notes[0]


def test_what_was_washed_is_told_with_its_reason() -> None:
    books, rows = washed()
    document = wash_document(rows, [], [], None)
    assert [(each["replacement"], each["outcome"]) for each in document["washed"]] == [
        ("r1", "deferred"),
        ("r2", "lost"),
    ]
    assert [each["position"] for each in document["grey"]] == ["futures"]
    table = washed_table(rows, load(), ())
    spouse, ira = table.column("why")
    assert "Pub. 550" in str(spouse)
    assert "Rev. Rul. 2008-5" in str(ira)
    assert "1,000.00 is lost for good, 2,500.00 deferred" in table.notes[0]
    assert grey_table(rows, STANCE).column("taken_as") == ("different",)
    (note,) = grey_note(rows, STANCE)
    assert note.startswith("1 purchase near a loss is grey by position futures")
    assert positions_that_mattered(STANCE, books) == ("futures", "spouse_purchase")


def test_the_other_regime_stands_beside() -> None:
    rows = washed()[1]
    free = [row._replace(form=row.form._replace(adjustments=())) for row in rows]
    (line,) = beside(APPLY, rows, CURRENT_LAW, free, 2026)
    assert line == (
        f"Net of 2026: {MINUS}6,495.00 loss under apply; {MINUS}9,995.00 loss under current-law."
    )
    (same,) = beside(APPLY, rows, CURRENT_LAW, rows, None)
    assert same.endswith("and the same under current-law.")
    document = other_document(CURRENT_LAW, free, ["so"])
    assert (document["regime"], document["net"]) == ("current-law", "-9995")
    assert document["cautions"] == ["so"]
    assert beside(APPLY, [], CURRENT_LAW, [], 2026) == ()


@pytest.mark.parametrize(
    ("day", "named", "not_named"),
    [
        ("2026-11-20", ["IRC 7701(o)", "H.R. 10357", "H.R. 9172"], []),
        ("2026-07-01", ["IRC 7701(o)", "H.R. 9172"], ["H.R. 10357"]),
        ("2024-11-20", ["IRC 7701(o)"], ["H.R."]),
        ("2010-03-30", [], ["IRC 7701(o)"]),  # it holds of transactions after that day
    ],
)
def test_a_loss_that_hangs_on_the_regime_is_told_with_what_speaks_against_it(
    day: str, named: list[str], not_named: list[str]
) -> None:
    """Pub. L. 111-152, section 1409(e)(1); the bills as introduced in 2026."""
    rows = washed()[1]
    free = [row._replace(form=row.form._replace(adjustments=())) for row in rows]
    told = " ".join(cautions(load(), day_of(day), rows, free, planned=False))
    assert all(name in told for name in named)
    assert not any(name in told for name in not_named)
    assert cautions(load(), day_of(day), rows, rows, planned=False) == ()
