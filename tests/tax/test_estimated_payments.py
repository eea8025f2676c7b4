"""Estimated payments: IRC 6654, Form 2210 and its Schedule AI, worked by hand."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import harvestry
from harvestry.events.taxpayer import FilingStatus
from harvestry.law.load import load
from harvestry.tax.estimated.figures import estimate_figures
from tax.opening import household

YEAR = "[year.2026]\nfiling_status = '{status}'\n"


def estimate(
    folder: Path, more: str, *rows: str, status: str = "single", as_of: str = "2026-12-31"
) -> Any:
    profile = YEAR.format(status=status) + more
    return household(folder, profile, *rows, as_of=as_of).estimate(2026).document


def amounts(document: Any, key: str) -> list[Fraction]:
    return [Fraction(row[key]) for row in document["installments"]]


@pytest.mark.parametrize(
    ("told", "required", "each", "rule"),
    [
        # IRC 6654(d)(1)(B)(ii): 100 % of 30,000 is less than 90 % of 40,000.
        (("40000", "30000", "140000", "0"), 30000, 7500, "100 % of last year's tax"),
        # IRC 6654(d)(1)(C): adjusted gross income above 150,000.
        (("40000", "30000", "200000", "0"), 33000, 8250, "110 % of last year's tax"),
        (("40000", "30000", "150000", "0"), 30000, 7500, "100 % of last year's tax"),
        # IRC 6654(d)(1)(B)(i): 18,000, less 6,000 withheld, in four parts.
        (("20000", "30000", "200000", "6000"), 18000, 3000, "90 % of this year's tax"),
    ],
)
def test_the_safe_harbours(
    tmp_path: Path, told: tuple[str, str, str, str], required: int, each: int, rule: str
) -> None:
    keys = ("expected_tax", "prior_year_tax", "prior_year_agi", "withholding")
    more = "".join(f"{key} = '{value}'\n" for key, value in zip(keys, told, strict=True))
    document = estimate(tmp_path, more)
    assert Fraction(document["required_annual"]) == required
    assert document["rule"] == rule
    assert amounts(document, "regular") == amounts(document, "required") == [each] * 4
    assert [row["due"] for row in document["installments"]] == [
        "2026-04-15",
        "2026-06-15",
        "2026-09-15",
        "2027-01-15",
    ]


def test_married_separately_the_limit_is_75_000(tmp_path: Path) -> None:
    more = "expected_tax = '40000'\nprior_year_tax = '30000'\nprior_year_agi = '80000'\n"
    assert estimate(tmp_path, more, status="mfs")["required_annual"] == "33000"


def test_less_than_1_000_owed_needs_nothing(tmp_path: Path) -> None:
    """IRC 6654(e)(1): 5,900 less 5,000 withheld."""
    document = estimate(tmp_path, "expected_tax = '5900'\nwithholding = '5000'\n")
    assert amounts(document, "required") == [0] * 4
    assert document["penalty_possible"] is False
    owed = estimate(tmp_path, "expected_tax = '6000'\nwithholding = '5000'\n")
    assert sum(amounts(owed, "required")) == 400  # 90 % of 6,000 less 5,000


def test_no_tax_last_year_needs_nothing(tmp_path: Path) -> None:
    """IRC 6654(e)(2)."""
    document = estimate(tmp_path, "expected_tax = '50000'\nprior_year_tax = '0'\n")
    assert document["required_annual"] == "0"


def test_a_gain_in_december_is_paid_in_january(tmp_path: Path) -> None:
    """80,000 of wages by month and 100,000 short-term in December (Form 2210 Schedule AI).

    Taxable 63,900: 8,770, of which 22.5 % a period. The year: 163,900, 31,934, 90 % of it.
    """
    rows = ("2026-03-01,w,buy,BTC,2,b,20000,", "2026-12-15,w,sell,BTC,2,s,120000,")
    document = estimate(tmp_path, "wages = '80000'\n", *rows)
    expected = [Fraction("1973.25")] * 3 + [Fraction("22820.85")]
    assert amounts(document, "annualised") == amounts(document, "required") == expected
    assert amounts(document, "regular") == [Fraction("7185.15")] * 4
    assert document["penalty_possible"] is True


def test_what_the_annualised_method_puts_off_is_caught_up(tmp_path: Path) -> None:
    """A gain in May alone: periods 2 and 3 annualise it beyond the year's tax, the cap holds.

    Regular instalments are 90 % of the year's 31,934 in four parts; the first asks 1,973.25, so
    5,211.90 are put off and asked with the second: 12,397.05 (Schedule AI lines 24 to 27).
    """
    rows = ("2026-03-01,w,buy,BTC,2,b,20000,", "2026-05-15,w,sell,BTC,2,s,120000,")
    document = estimate(tmp_path, "wages = '80000'\n", *rows)
    regular = Fraction("7185.15")
    expected = [Fraction("1973.25"), 2 * regular - Fraction("1973.25"), regular, regular]
    assert amounts(document, "required") == expected


def test_payments_go_to_the_earliest_open_instalment(tmp_path: Path) -> None:
    more = "expected_tax = '40000'\nprior_year_tax = '30000'\nprior_year_agi = '1'\n"
    paid = 'estimated_paid = ["7500", "5000", "0", "0"]\n'
    document = estimate(tmp_path, more + paid, as_of="2026-06-15")
    assert amounts(document, "still_due") == [0, 2500, 7500, 7500]
    assert document["penalty_possible"] is False  # the second is due today
    assert estimate(tmp_path, more + paid, as_of="2026-06-16")["penalty_possible"] is True
    early = 'estimated_paid = ["20000", "0", "0", "0"]\n'
    document = estimate(tmp_path, more + early, as_of="2026-06-16")
    assert amounts(document, "still_due") == [0, 0, 2500, 7500]
    assert document["penalty_possible"] is False


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ("", ["`withholding` and no `estimated_paid`"]),
        ("withholding = '1000'\n", ["`estimated_paid`"]),
        ("withholding = '0'\nestimated_paid = ['0', '0', '5', '0']\n", ["`withholding`"]),
        ("withholding = '1000'\nestimated_paid = ['0', '0', '5', '0']\n", []),
    ],
)
def test_payments_that_the_profile_does_not_tell_are_said_to_count_as_nothing(
    tmp_path: Path, told: str, missing: list[str]
) -> None:
    profile = YEAR.format(status="single") + "expected_tax = '10000'\n"
    [table] = household(tmp_path, profile + told).estimate(2026).tables
    begins = "By the year's section of profile.toml there is no "
    notes = [note.removeprefix(begins) for note in table.notes if note.startswith(begins)]
    assert notes == [f"{names}; what is left out counts as 0." for names in missing]


def test_a_return_by_the_end_of_january_stands_for_the_last_instalment(tmp_path: Path) -> None:
    """IRC 6654(h): by 31 January of the next year, a Sunday in 2027: by the Monday (IRC 7503)."""
    profile = YEAR.format(status="single") + "expected_tax = '40000'\n"
    (table,) = household(tmp_path, profile).estimate(2026).tables
    assert "filed and the tax paid by 2027-02-01." in table.notes[-1]


@pytest.mark.parametrize("year", range(2020, 2027))
def test_no_day_to_file_by_is_a_saturday_or_sunday(year: int) -> None:
    """IRC 7503; no holiday falls on the last of January or the two days after it."""
    day = date(year + 1, 1, 31)
    while day.weekday() in {5, 6}:
        day += timedelta(days=1)
    figures = estimate_figures(load(), year, FilingStatus.SINGLE)
    assert date.fromordinal(figures.return_by) == day


def test_last_years_return_serves_where_its_tax_is_not_told(tmp_path: Path) -> None:
    """2025: 60,000 of wages, tax 5,071.50 (1,192.50 + 12 % of 32,325), below 90 % of this year."""
    profile = YEAR.format(status="single") + "wages = '200000'\n"
    before = "[year.2025]\nfiling_status = 'single'\nwages = '60000'\n"
    document = household(tmp_path, profile + before).estimate(2026).document
    assert document["required_annual"] == "5071.5"


def year_after(folder: Path, before: str, now: str, more: str = "") -> harvestry.Report:
    """Give the estimate of 2025 after a return of 2024 with 60,000 of wages."""
    told = f"[year.2024]\nfiling_status = '{before}'\nwages = '60000'\n"
    told += f"[year.2025]\nfiling_status = '{now}'\nwages = '300000'\n{more}"
    return household(folder, told, as_of="2025-12-01").estimate(2025)


def of_prior_year(report: harvestry.Report) -> list[str]:
    return [each.message for each in report.problems if each.code == "prior-year-tax"]


@pytest.mark.parametrize("before", ["single", "mfs", "hoh", "qss"])
def test_a_joint_return_does_not_take_one_spouses_tax_of_last_year_for_both(
    before: str, tmp_path: Path
) -> None:
    """Treas. Reg. 1.6654-2(e): the sum of both, and one is not told.

    300,000 - 31,500 = 268,500: 35,302 and 24 % of 61,800, 50,134; 450 of additional Medicare tax.
    """
    report = year_after(tmp_path, before, "mfj")
    assert report.document["required_annual"] == "45525.6"
    assert report.document["rule"] == "90 % of this year's tax"
    [message] = of_prior_year(report)
    assert "`prior_year_tax`" in message


def test_the_sum_of_both_spouses_taxes_may_be_told(tmp_path: Path) -> None:
    told = "prior_year_tax = '9000'\nprior_year_agi = '110000'\n"
    report = year_after(tmp_path, "single", "mfj", told)
    assert report.document["required_annual"] == "9000"
    assert of_prior_year(report) == []


@pytest.mark.parametrize(
    ("before", "now", "more"),
    [
        ("mfj", "mfj", ""),
        ("single", "mfs", ""),
        ("single", "mfj", "withholding = '50000'\n"),  # 584 is owed: nothing is required
        ("mfj", "single", "withholding = '80000'\n"),
        ("single", "mfj", "nonrefundable_credits = '45000'\n"),
    ],
)
def test_nothing_is_said_where_last_years_return_cannot_lower_what_is_required(
    before: str, now: str, more: str, tmp_path: Path
) -> None:
    """In the last 5,584 are owed, 90 % of it 5,025.60; one spouse's tax was 5,216 already."""
    assert of_prior_year(year_after(tmp_path, before, now, more)) == []


def test_of_a_joint_tax_a_part_is_ones_own_and_it_is_said_that_all_of_it_counts(
    tmp_path: Path,
) -> None:
    """60,000 - 29,200 = 30,800 in 2024: 2,320 and 12 % of 7,600."""
    report = year_after(tmp_path, "mfj", "mfs", "carryover_short = '0'\n")
    assert report.document["required_annual"] == "3232"
    [message] = of_prior_year(report)
    assert "your part" in message
    told = "carryover_short = '0'\nprior_year_tax = '3000'\nprior_year_agi = '60000'\n"
    assert of_prior_year(year_after(tmp_path, "mfj", "mfs", told)) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("prior_year_tax = '5000'\n", True),
        ("prior_year_tax = '5000'\nprior_year_agi = '50000'\n", False),
        ("prior_year_tax = '60000'\n", False),  # 90 % of 50,584 is less than 100 % of it
    ],
)
def test_it_is_said_that_income_not_told_counts_as_high(
    more: str,
    said: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    messages = of_prior_year(year_after(tmp_path, "mfj", "mfj", more))
    assert bool(messages) is said
    assert all("`prior_year_agi`" in each for each in messages)


def test_it_is_said_that_last_years_tax_is_unknown(tmp_path: Path) -> None:
    """Sold without a basis in 2024, which hands nothing on that is known."""
    rows = ("2024-03-03,w,sell,X,1,s,5000,",)
    told = "".join(
        f"[year.{year}]\nfiling_status = 'single'\nwages = '90000'\n" for year in (2024, 2025)
    )
    told += "carryover_short = '0'\n"
    [message] = of_prior_year(household(tmp_path, told, *rows).estimate(2025))
    assert "the tax of 2024 is unknown" in message


def test_the_limit_on_losses_meets_the_annualised_loss(tmp_path: Path) -> None:
    """10,000 lost in February are 40,000 a year, of which 3,000 count (docs/spec/tax-year.md 8).

    100,000 - 3,000 - 16,100 = 80,900: 12,510 and 22.5 % of it by the first date.
    """
    rows = ("2026-01-05,w,buy,BTC,1,b,20000,", "2026-02-05,w,sell,BTC,1,s,10000,")
    document = estimate(tmp_path, "wages = '100000'\n", *rows)
    assert amounts(document, "annualised")[0] == Fraction("2814.75")


def test_without_a_return_nothing_is_told(tmp_path: Path) -> None:
    report = household(tmp_path, "[year.2025]\nfiling_status = 'single'\n").estimate(2026)
    assert report.document["installments"] == []
    assert not report.complete


def test_withholding_that_is_not_needed_yet_counts_later(tmp_path: Path) -> None:
    """100,000 long-term in October: 13,170 and 15,000 of tax, 90 % of it 25,353.

    By income so far 2,963.25 a period are asked, and 3,250 are withheld: the rest comes due last.
    """
    rows = ("2024-01-05,w,buy,BTC,1,b1,10000,", "2026-10-05,w,sell,BTC,1,s1,110000,")
    document = estimate(tmp_path, "wages = '100000'\nwithholding = '13000'\n", *rows)
    assert document["required_annual"] == "25353"
    assert amounts(document, "required") == [0, 0, 0, 12353]


def test_a_loss_brought_in_lies_before_every_period(tmp_path: Path) -> None:
    """40,000 brought in against 10,000 of February: 3,000 of loss, however much is annualised.

    100,000 - 3,000 - 16,100 = 80,900: 12,510, of which 22.5 % are asked by each date.
    """
    rows = ("2026-02-01,w,buy,BTC,1,b1,10000,", "2026-02-05,w,sell,BTC,1,s1,20000,")
    document = estimate(tmp_path, "wages = '100000'\ncarryover_short = '40000'\n", *rows)
    assert document["expected_tax"] == "12510"
    assert amounts(document, "annualised") == [Fraction("2814.75")] * 4
