"""A worth above the highest price known is refused, until it is confirmed or the price is told."""

from dataclasses import replace
from pathlib import Path

import pytest

from decisions.households import PRICES, PROFILE, Household, at_most, ends, problems, row
from faces.running import document, harvestry
from harvestry.case.fixing import UnfitDecisionError, checked, fixed
from harvestry.events.decisions import Decision
from harvestry.units.exact import money_of

BUY = row("2024-01-05T00:00:00Z", "a", "buy", "BTC", "1", id="b1", usd="40000")
SENT = row("2025-02-04T00:00:00Z", "a", "withdrawal", "BTC", "0.4", id="w2")
CAME = row("2024-03-05T00:00:00Z", "a", "deposit", "BTC", "0.5", id="d1")
STAKED = row("2025-02-01T12:00:00Z", "a", "income:staking", "ETH", "2", id="i1")
TRADED = row(
    *("2025-05-20T00:00:00Z", "a", "trade", "BTC", "0.5"),
    id="t1",
    got_asset="ETH",
    got_quantity="14",
)
CHARGED = row(
    *("2025-06-20T00:00:00Z", "a", "sell", "BTC", "0.1"),
    id="s5",
    usd="8000",
    fee_asset="ETH",
    fee_quantity="0.3",
)
PLAIN = Household({"h.csv": (BUY, SENT, CAME, STAKED, TRADED, CHARGED)})
"""The highest price of BTC is 90,000, that of ETH 2,500."""
DOUBTED = Household(
    {"h.csv": (BUY, STAKED)},
    prices="date,asset,close_usd\n2025-01-31,ETH,2500\n2025-02-01,ETH,25\n2025-02-02,ETH,2600\n",
)
AT_THE_BOUND = [
    ("unmatched-withdrawal:w2", PLAIN, "sold", "36000", "36000.01"),
    ("unmatched-withdrawal:w2", PLAIN, "spent", "36000", "500000"),
    ("unmatched-deposit:d1", PLAIN, "income", "other=45000", "other=45001"),
    ("missing-price:i1", PLAIN, "value", "5000", "5000.01"),
    ("missing-price:i1", PLAIN, "price", "2500", "2501"),
    ("missing-price:t1", PLAIN, "value", "45000", "45001"),
    ("missing-price:s5:fee", PLAIN, "value", "750", "751"),
    ("outlying-price:ETH@2025-02-01", DOUBTED, "price", "2600", "2601"),
]


@pytest.mark.parametrize(("problem", "household", "choice", "most", "above"), AT_THE_BOUND)
def test_what_the_highest_price_gives_is_taken_and_a_cent_more_refused(
    tmp_path: Path, problem: str, household: Household, choice: str, most: str, above: str
) -> None:
    case = household.opened(tmp_path)
    fixed(case, checked(Decision(problem, choice, most, "2026-01-01")))
    with pytest.raises(UnfitDecisionError, match="at the highest price known") as refused:
        fixed(case, checked(Decision(problem, choice, above, "2026-01-01")))
    assert "--above-prices" in str(refused.value)
    told = fixed(case, checked(Decision(problem, choice, above, "2026-01-01")), above_prices=True)
    assert any("may lie above what `check` told" in each for each in told.sentences)


@pytest.mark.parametrize(("problem", "household", "choice", "most", "above"), AT_THE_BOUND)
def test_a_second_word_on_a_problem_is_held_to_it_as_the_first_is(
    tmp_path: Path, problem: str, household: Household, choice: str, most: str, above: str
) -> None:
    case = household.opened(tmp_path, (problem, choice, most))
    fixed(case, checked(Decision(problem, choice, most, "2026-01-01")))
    with pytest.raises(UnfitDecisionError, match="at the highest price known"):
        fixed(case, checked(Decision(problem, choice, above, "2026-01-01")))


def test_a_rule_is_held_to_it_too(tmp_path: Path) -> None:
    with pytest.raises(UnfitDecisionError, match=r"0\.4 BTC worth \$500,000\.00"):
        fixed(PLAIN.opened(tmp_path), Decision("unmatched-withdrawal:*", "sold", "500000"))


@pytest.mark.parametrize(
    ("problem", "choice", "value"),
    [
        ("unmatched-deposit:d1", "bought", "9000000"),  # a cost has no upper end, and was told so
        ("unmatched-withdrawal:w2", "sold", ""),
        ("unmatched-withdrawal:w2", "own", "b"),
    ],
)
def test_what_tells_no_worth_is_not_held_to_it(
    tmp_path: Path, problem: str, choice: str, value: str
) -> None:
    told = fixed(PLAIN.opened(tmp_path), Decision(problem, choice, value))
    assert told.sentences
    assert not any("may lie above" in each for each in told.sentences)


def test_where_no_price_is_known_the_end_is_unknown_and_any_value_is_taken(tmp_path: Path) -> None:
    household = replace(PLAIN, prices="date,asset,close_usd\n")
    case = household.opened(tmp_path)
    assert problems(case)["missing-price:i1"]["tax_high"] is None
    fixed(case, Decision("missing-price:i1", "value", "123456789"))


def test_a_price_in_the_price_file_raises_the_bound_and_what_is_told(tmp_path: Path) -> None:
    household = Household({"h.csv": (BUY, SENT)})
    sold = ("unmatched-withdrawal:w2", "sold", "44000")
    with pytest.raises(UnfitDecisionError):
        fixed(household.opened(tmp_path), Decision(*sold))
    most = ends(problems(household.opened(tmp_path))[sold[0]])[1]
    dearer = replace(household, prices=f"{PRICES}2025-02-04,BTC,110000\n")
    case = dearer.opened(tmp_path)
    fixed(case, Decision(*sold))
    found = at_most(dearer.opened(tmp_path, sold))
    assert found is not None
    assert most < found <= ends(problems(case)[sold[0]])[1]


def test_on_the_command_line(tmp_path: Path) -> None:
    Household({"h.csv": (BUY, SENT)}, profile=PROFILE).opened(tmp_path / "in")
    (tmp_path / "in" / "decisions.toml").unlink()
    typed = ("fix", "unmatched-withdrawal:w2", "sold", "44000", "in", "--as-of", "2026-12-31")
    done = harvestry(*typed, cwd=tmp_path)
    assert done.returncode == 2
    assert "0.4 BTC worth $44,000.00" in done.stderr
    assert "more than $36,000.00" in done.stderr
    assert "price file" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "in" / "decisions.toml").exists()
    told = document(*typed, "--above-prices", cwd=tmp_path)
    assert (tmp_path / "in" / "decisions.toml").exists()
    assert any("may lie above" in each for each in told["told"])
    # Held over a year, 28,000 of gain at 15 % (150,000 of wages, Rev. Proc. 2024-40).
    after = money_of(told["tax_after"]["high"]) - money_of(told["tax_before"]["high"])
    assert after == money_of("4200")
