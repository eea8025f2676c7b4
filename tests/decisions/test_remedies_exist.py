"""What a message says to mend is there to be mended: of what `fix` decided no file has a row."""

from pathlib import Path

import pytest

from decisions.households import Household, problems, row

SOLD = row("2025-06-01", "w", "sell", "XYZ", "1", id="s", usd="1000")
GIVEN = Household({"w.csv": (row("2025-02-01", "w", "deposit", "XYZ", "2", id="d"), SOLD)})
HELD = Household({"w.csv": (row("2025-01-01", "w", "buy", "XYZ", "0.5", id="a", usd="100"), SOLD)})


def test_a_gift_that_was_decided_is_mended_by_the_price_file(tmp_path: Path) -> None:
    """IRC 1015(a): sold below the donor's 4,500 the value at the gift counts, here 3,000."""
    decided = ("unmatched-deposit:d", "gift", "9000@2020-03-01")
    said = problems(GIVEN.opened(tmp_path, decided))["gift-value-missing:s"]["message"]
    assert "price of XYZ on the day of the gift with --live or add it to your price file" in said
    assert "where the gift has a row of its own" in said
    prices = "date,asset,close_usd\n2025-02-01,XYZ,3000\n"
    mended = Household(GIVEN.files, prices=prices).opened(tmp_path, decided)
    assert "gift-value-missing:s" not in problems(mended)
    (sold,) = mended.gains(2025).document["rows"]
    assert (sold["basis"], sold["gain"]) == ("3000", "-2000")


def test_a_lot_that_was_decided_is_mended_by_deciding_it_with_its_day(tmp_path: Path) -> None:
    name, value = "not-enough-lots:s", "0.5=50"
    found = problems(HELD.opened(tmp_path, (name, "held", value)))
    (said,) = (each["message"] for each in found.values() if each["code"] == "opening-incomplete")
    assert f"`harvestry fix {name} held {value}@DATE`" in said
    assert "has no day, so its term is unknown" in said
    assert "fill in the row" not in said
    anew = HELD.opened(tmp_path, (name, "held", value), (name, "held", f"{value}@2020-01-01"))
    assert not [each for each in problems(anew).values() if each["code"] == "opening-incomplete"]


def test_an_opening_row_is_filled_in(tmp_path: Path) -> None:
    bare = Household({"w.csv": (row("2025-01-01", "w", "opening", "XYZ", "1", id="o"), SOLD)})
    said = problems(bare.opened(tmp_path))["opening-incomplete:o"]["message"]
    assert "has no `usd` and no `acquired`, so its basis and term are unknown" in said
    assert said.endswith("fill in the row.")


@pytest.mark.parametrize(
    ("lots_at", "is_bare"),
    [
        ("2025-05-01", True),
        ("2025-05-01T12:00:00-04:00", True),
        ("2025-05-01T10:00:00-04:00", False),
        ("2025-05-02", False),
    ],
)
def test_a_bare_day_is_said_to_be_read_as_noon(
    tmp_path: Path, lots_at: str, *, is_bare: bool
) -> None:
    rows = (
        row("2025-01-02", "w", "buy", "XYZ", "1", id="a", usd="100"),
        row("2025-01-03", "w", "buy", "XYZ", "1", id="b", usd="300"),
        row("2025-05-01T13:00:00Z", "w", "sell", "XYZ", "1", id="s", lots="b:1", lots_at=lots_at),
    )
    said = problems(Household({"w.csv": rows}).opened(tmp_path))["identified-late:s"]["message"]
    told = "if 2025-05-01 is all that `lots_at` says, put the time of day into it"
    assert (told in said) is is_bare
    assert "take `lots` out" in said
