"""profile.toml becomes the taxpayer, year by year."""

from fractions import Fraction
from pathlib import Path

import pytest

from harvestry.events.taxpayer import FilingStatus, Future, Profile
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.settings.profile import read_profile
from harvestry.units.days import day_of
from harvestry.units.exact import money_of

YEAR = '[year.2026]\nfiling_status = "single"\n'
JOINT = YEAR.replace("single", "mfj")


def read(folder: Path, text: str) -> Profile:
    path = folder / "profile.toml"
    path.write_text(text, "utf-8")
    return read_profile(path)


def test_an_empty_profile_knows_nothing_and_says_so(tmp_path: Path) -> None:
    profile = read(tmp_path, "")
    assert profile.time_zone == "UTC"
    assert not profile.time_zone_given
    assert profile.years == {}
    assert profile.future == Future()


def test_the_taxpayer_is_read(tmp_path: Path) -> None:
    text = (
        'time_zone = "America/New_York"\nborn = 1980-05-01\nspouse_born = "1981-06-02"\n'
        'blind = true\ndependents = 2\n[positions]\nwash_filed = "from:2026-01-01"\n'
    )
    profile = read(tmp_path, text)
    assert profile.time_zone_given
    assert profile.born == day_of("1980-05-01")
    assert profile.spouse_born == day_of("1981-06-02")
    assert profile.blind
    assert not profile.spouse_blind
    assert profile.dependents == 2
    assert profile.positions == {"wash_filed": "from:2026-01-01"}


def test_a_year_is_read_and_what_is_not_given_is_zero(tmp_path: Path) -> None:
    text = YEAR + (
        'wages = "150000.10"\nbusiness_income = "-1200"\nother_long = 5000\n'
        'state_rate = "0.05"\nestimated_paid = ["5000", 0, "0", "0"]\nmining_is_business = true\n'
    )
    year = read(tmp_path, text).years[2026]
    assert year.filing_status is FilingStatus.SINGLE
    assert year.amount("wages") == money_of("150000.1")
    assert year.amount("business_income") == money_of("-1200")
    assert year.amount("other_long") == money_of("5000")
    assert year.amount("interest") == 0
    assert "prior_year_tax" not in year.amounts
    assert year.deduction is None
    assert year.state_rate == Fraction(1, 20)
    assert year.estimated_paid == (money_of("5000"), 0, 0, 0)
    assert year.mining_is_business
    assert year.expected_tax is None


def test_a_deduction_and_an_expected_tax_may_be_amounts(tmp_path: Path) -> None:
    year = read(tmp_path, YEAR + 'deduction = "41000"\nexpected_tax = "31000"\n').years[2026]
    assert year.deduction == money_of("41000")
    assert year.expected_tax == money_of("31000")
    year = read(tmp_path, YEAR + 'deduction = "standard"\nexpected_tax = ""\n').years[2026]
    assert year.deduction is None
    assert year.expected_tax is None


def test_the_future_is_read(tmp_path: Path) -> None:
    text = '[future]\ndiscount_rate = "0.04"\nrebuy = "now"\nprice_growth = "-0.1"\n'
    future = read(tmp_path, text).future
    assert future.discount_rate == Fraction(1, 25)
    assert future.sell_in_years == 5
    assert future.rebuy == "now"
    assert future.price_growth == Fraction(-1, 10)


def test_a_spouses_business_may_be_above_both_and_nothing_of_a_spouse_may_be_said(
    tmp_path: Path,
) -> None:
    """Beside a loss of 20,000 the spouse's 60,000 are 40,000 on Schedule 1."""
    told = 'business_income = "40000"\nspouse_business_income = "60000"\n'
    assert read(tmp_path, JOINT + told).years[2026].amount("spouse_business_income")
    assert read(tmp_path, YEAR + 'spouse_wages = "0"\n').years[2026].amount("spouse_wages") == 0


@pytest.mark.parametrize("status", ["single", "mfj", "mfs", "hoh", "qss"])
def test_the_five_statuses_are_known(tmp_path: Path, status: str) -> None:
    profile = read(tmp_path, f'[year.2025]\nfiling_status = "{status}"\n')
    assert profile.years[2025].filing_status.value == status


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + YEAR).years[2026].filing_status is FilingStatus.SINGLE


def test_positions_are_those_the_law_folder_knows(tmp_path: Path) -> None:
    text = '[positions]\nwash_filed = "apply"\nmutual_loop = "both"\n'
    assert read(tmp_path, text).positions == {"wash_filed": "apply", "mutual_loop": "both"}


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        (YEAR + 'wage = "1"', "wage", 'did you mean "wages"'),
        (YEAR + 'wages = "-1"', "wages", "too low"),
        (YEAR + "wages = 0.1", "wages", 'write "0.1" in quotes'),
        (YEAR + "wages = 1e3", "wages", "stands without quotes"),
        (YEAR + "wages = nan", "wages", "stands without quotes"),
        (YEAR + 'wages = "1,000"', "wages", "no plain number"),
        (YEAR + 'wages = "$5"', "wages", "no plain number"),
        (YEAR + 'wages = "NaN"', "wages", "no plain number"),
        (YEAR + 'wages = ""', "wages", "no plain number"),
        (YEAR + "wages = true", "wages", "is no amount"),
        (YEAR + "wages = []", "wages", "is no amount"),
        (YEAR + f"wages = 0x{'f' * 5000}", "wages", "no plain number"),
        ('[year.2026]\nwages = "1"', "filing_status", "it is missing"),
        ('[year.2026]\nfiling_status = ["single", "mfj"]', "filing_status", "none of its words"),
        ('[year.2026]\nfiling_status = "married"', "filing_status", '"mfj" (married, jointly)'),
        (YEAR + 'estimated_paid = ["1", "2", "3"]', "estimated_paid", "has not four amounts"),
        (YEAR + 'estimated_paid = ["1", "2", "3", "-4"]', "estimated_paid", "too low"),
        (YEAR + 'estimated_paid = "5"', "estimated_paid", "is no list"),
        (YEAR + 'state_rate = "5"', "state_rate", "below 1"),
        (YEAR + 'deduction = "itemized"', "deduction", '"standard" or dollars'),
        (YEAR + 'qualified_dividends = "1"', "qualified_dividends", "line 3b"),
        (YEAR + 'wages = "5"\nspouse_wages = "1"', "spouse_wages", "no spouse on this return"),
        (YEAR + 'spouse_business_income = "-1"', "spouse_business_income", "no spouse on this"),
        (JOINT + 'wages = "5"\nspouse_wages = "6"', "spouse_wages", "more than wages"),
        ('[year.26]\nfiling_status = "single"', "year.26", "is no tax year"),
        ('[year.next]\nfiling_status = "single"', "year.next", "is no tax year"),
        ("year = 2026", "year", "is no table"),
        ('timezone = "UTC"', "timezone", 'did you mean "time_zone"'),
        ('time_zone = "Mars/Olympus"', "time_zone", "no time zone"),
        ("dependents = -1", "dependents", "whole number"),
        ('dependents = "two"', "dependents", "whole number"),
        ("born = 5", "born", "is no day"),
        ("[positions]\nwash_filed = 5", "wash_filed", "is no text"),
        ('[positions]\nwash_filed = "never"', "wash_filed", "is no regime"),
        ('[positions]\nwash_filed = "from:2026-02-30"', "wash_filed", "from:DATE"),
        ('[positions]\nwash_file = "apply"', "wash_file", 'did you mean "wash_filed"'),
        ('[positions]\nmutual_loop = "twice"', "mutual_loop", '"once" or "both"'),
        ('[future]\nrebuy = "later"', "rebuy", '"first-clear-date"'),
        ('[future]\nprice_growth = "-1"', "price_growth", "too low"),
    ],
)
def test_what_cannot_be_is_refused_with_its_key(
    tmp_path: Path, text: str, key: str, words: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    assert caught.value.key == key
    assert words in str(caught.value)
    assert "profile.toml" in str(caught.value)
