"""Shapes on which the fold and the oracle once differed, each as its smallest history.

What was settled, and how, stands in docs/spec/lots.md under the section named.
"""

import pytest

from properties.comparing import differences
from properties.engine import the_engine
from properties.rows import Life, Row


def row(kind: str, day: str, name: str, quantity: str, **more: str) -> Row:
    return {
        "time": f"{day}T12:00:00Z",
        "account": "a",
        "kind": kind,
        "asset": "X",
        "quantity": quantity,
        "id": name,
        **more,
    }


BUY = row("buy", "2024-01-01", "b", "5", usd="50")
GIFT = row(
    "gift-in", "2024-01-01", "g", "2", usd="100", fmv_usd="60", acquired="2020-01-01T12:00:00Z"
)

HISTORIES = {
    # Section 4: the units are taken from the new lot, so its T and B stay and u is the fee.
    "withheld-dust": [
        row("income:mining", "2024-01-01", "m", "3", usd="2", fee_asset="X", fee_quantity="1"),
        row("sell", "2024-01-02", "s", "1", usd="1"),
    ],
    # Section 2, 4: the second basis of a gift is cut as the first is.
    "withheld-gift": [
        {**GIFT, "fee_asset": "X", "fee_quantity": "1"},
        row("sell", "2024-01-02", "s", "1", usd="10"),
    ],
    # Section 8: inherited units are always long-term, those withheld too.
    "withheld-inherit": [
        row(
            "inherit",
            "2024-01-01",
            "i",
            "2",
            usd="10",
            acquired="2024-01-01",
            fee_asset="X",
            fee_quantity="1",
        )
    ],
    # Section 9 and contract 2: a fee in a third coin is a disposition of its own, and lowers the
    # proceeds of a short as of a sale.
    "short-fee-units": [
        row("buy", "2024-01-01", "b", "1", asset="F", usd="1"),
        row("short", "2024-01-02", "s", "1", usd="9", fee_asset="F", fee_quantity="1", fee_usd="2"),
    ],
    # Section 8: while it is unknown whether there is a gain or a loss, so is the basis.
    "gift-unknown-proceeds": [GIFT, row("sell", "2024-01-02", "s", "1")],
    # Section 4: a gift with the donor's basis but not the donor's date.
    "gift-no-donor-date": [row("gift-in", "2024-01-01", "g", "2", usd="100")],
    # Section 4: an inheritance without the day of death.
    "inherit-no-date": [row("inherit", "2024-01-01", "i", "2", usd="100")],
    # Section 6: what the names do not cover goes FIFO, with a problem.
    "names-cover-less": [BUY, row("sell", "2024-01-02", "s", "2", usd="30", lots="b:1")],
    # Section 6: the names cover less, and nothing is left that could go FIFO in their place.
    "names-cover-less-of-all": [BUY, row("sell", "2024-01-02", "s", "9", usd="30", lots="b:5")],
    # Section 6: a name that is not there, though the other names cover all that is sold.
    "names-cover-more": [BUY, row("sell", "2024-01-02", "s", "2", usd="30", lots="no:1;b:2")],
    # Section 7: a part that moves is a new piece; two pieces never share one name.
    "transfer-names-twice": [
        BUY,
        row("transfer", "2024-01-02", "t", "5", to_account="c", lots="b:1;b:4"),
    ],
    # Section 5: the value of a departure's own fee, where only the value of the whole is given.
    "departure-fee-value": [
        BUY,
        row("donation", "2024-01-02", "d", "2", usd="40", fee_asset="X", fee_quantity="1"),
    ],
}


@pytest.mark.parametrize("shape", HISTORIES)
def test_the_fold_and_the_oracle_agree_on(shape: str) -> None:
    assert not differences(the_engine(), Life(HISTORIES[shape], {}), None)
