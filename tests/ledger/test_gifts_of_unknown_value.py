"""A gift whose value nobody told: a gain is counted, a loss is unknown and said (IRC 1015(a))."""

from pathlib import Path

import pytest

import harvestry

GIFT = (
    "time,account,kind,asset,quantity,id,usd,acquired\n"
    "2025-01-05,w,gift-in,BTC,1,g,12000,2020-05-04\n"
)


@pytest.mark.parametrize(
    ("usd", "gain", "said"), [("12000", "0", False), ("12500", "500", False), ("11999", None, True)]
)
def test_only_a_loss_hangs_on_it(
    tmp_path: Path,
    usd: str,
    gain: str | None,
    said: bool,  # noqa: FBT001
) -> None:
    path = tmp_path / "history.csv"
    path.write_text(f"{GIFT}2025-06-05,w,sell,BTC,1,s,{usd},\n")
    case = harvestry.open_case([path], as_of="2025-12-31")
    (row,) = case.gains(2025).document["rows"]
    assert row["gain"] == gain
    codes = [problem.code for problem in case.check().problems]
    assert ("gift-value-missing" in codes) is said


@pytest.mark.parametrize(
    ("sold", "term"),
    [
        ("2021-05-04", "short"),  # by the donor's day, and by that of the gift
        ("2021-05-05", "unknown"),  # long by the donor's day, short by that of the gift
        ("2022-01-05", "unknown"),
        ("2022-01-06", "long"),
    ],
)
def test_its_term_is_unknown_unless_both_days_give_the_same(
    sold: str, term: str, tmp_path: Path
) -> None:
    """Below the donor's basis it lost from its value, held from the gift, or from that basis."""
    path = tmp_path / "history.csv"
    given = GIFT.replace("2025-01-05", "2021-01-05")
    path.write_text(f"{given}{sold}T17:00:00Z,w,sell,BTC,1,s,11999,\n")
    (row,) = harvestry.open_case([path], as_of="2025-12-31").gains(None).document["rows"]
    assert (row["term"], row["gain"]) == (term, None)
    assert (row["box"] is None) is (term == "unknown")


def test_a_gain_of_it_is_held_from_the_donors_day(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(f"{GIFT}2025-06-05,w,sell,BTC,1,s,12500,\n")
    (row,) = harvestry.open_case([path], as_of="2025-12-31").gains(2025).document["rows"]
    assert row["term"] == "long"


def test_what_such_a_sale_may_belong_to_is_empty_on_schedule_d(tmp_path: Path) -> None:
    """No line 7 of zero: it may hold a loss of up to 2,000, and so may line 15."""
    path, profile = tmp_path / "history.csv", tmp_path / "profile.toml"
    path.write_text(f"{GIFT}2025-06-05,w,sell,BTC,1,s,10000,\n")
    profile.write_text('[year.2025]\nfiling_status = "single"\nwages = "90000"\n')
    forms = harvestry.open_case([path], as_of="2026-12-31", profile=profile).forms(2025)
    lines = forms.document["schedule_d"]["lines"]
    assert (lines["7"], lines["15"], lines["16"]) == (None, None, None)
