"""Years in a row: what one hands on the next takes in, and what is unknown stays unknown."""

from pathlib import Path

import pytest

import harvestry
from tax.opening import HEADER, household

BOUGHT = "2023-01-05,w,buy,BTC,1,b1,50000,"
SOLD_AT_A_LOSS = "2024-03-05,w,sell,BTC,1,s1,30000,"
GEM = '[asset.GEM]\nclass = "collectible"\n'
SINGLE = "\n[year.{year}]\nfiling_status = 'single'\nwages = '{wages}'\n"


def years(*wanted: tuple[int, int], more: str = "") -> str:
    return "".join(SINGLE.format(year=year, wages=wages) for year, wages in wanted) + more


def codes(problems: tuple[object, ...]) -> list[str]:
    return [each.code for each in problems]  # type: ignore[attr-defined]


def test_a_loss_is_used_up_year_by_year(tmp_path: Path) -> None:
    """20,000 long-term: 3,000 in 2024, 3,000 in 2025, 14,000 into 2026."""
    case = household(
        tmp_path, years((2024, 60000), (2025, 60000), (2026, 60000)), BOUGHT, SOLD_AT_A_LOSS
    )
    document = case.tax(2026).document
    assert document["lines"]["schedule_d.14"] == "-14000"
    assert document["lines"]["form_1040.7a"] == "-3000"
    assert document["carryover"] == {"short": "0", "long": "11000"}
    assert case.tax(2024).document["carryover"]["long"] == "17000"


def test_little_income_uses_nothing_up(tmp_path: Path) -> None:
    """In 2024 taxable income is 10,000 - 3,000 - 14,600: all 20,000 go on (IRC 1212(b)(2))."""
    case = household(tmp_path, years((2024, 10000), (2025, 60000)), BOUGHT, SOLD_AT_A_LOSS)
    assert case.tax(2025).document["lines"]["schedule_d.14"] == "-20000"


def test_what_was_filed_stands_and_the_difference_is_said(tmp_path: Path) -> None:
    profile = years((2024, 60000), (2025, 60000), more="carryover_long = '16000'\n")
    report = household(tmp_path, profile, BOUGHT, SOLD_AT_A_LOSS).tax(2025)
    assert report.document["lines"]["schedule_d.14"] == "-16000"
    assert "carryover-as-filed" in codes(report.problems)
    assert "$17,000.00" in next(
        each.message for each in report.problems if each.code == "carryover-as-filed"
    )


@pytest.mark.parametrize(
    ("filed", "differs"), [("17000", False), ("16999.6", False), ("16999", True)]
)
def test_a_carryover_filed_in_whole_dollars_is_the_same(
    filed: str, tmp_path: Path, *, differs: bool
) -> None:
    """20,000 less 0.40 lost, 3,000 used in 2024: 16,999.60, in whole dollars 17,000."""
    sold = SOLD_AT_A_LOSS.replace("30000", "30000.40")
    assert sold != SOLD_AT_A_LOSS
    profile = years((2024, 60000), (2025, 60000), more=f"carryover_long = '{filed}'\n")
    report = household(tmp_path, profile, BOUGHT, sold).tax(2025)
    assert ("carryover-as-filed" in codes(report.problems)) == differs


def test_a_first_carryover_is_not_held_against_years_nobody_told_of(tmp_path: Path) -> None:
    profile = years((2025, 60000), more="carryover_long = '16000'\n")
    for rows in ((), ("2023-01-05,w,income:staking,ETH,1,i1,100,",)):
        report = household(tmp_path, profile, *rows).tax(2025)
        assert report.document["lines"]["schedule_d.14"] == "-16000"
        assert codes(report.problems) == []


@pytest.mark.parametrize("status", ["single", "mfs", "hoh", "qss"])
def test_the_loss_of_a_joint_return_is_not_one_persons(status: str, tmp_path: Path) -> None:
    """Of 20,000 lost on the joint return nobody told whose they are (Treas. Reg. 1.1212-1(c))."""
    joint = years((2024, 60000)).replace("single", "mfj")
    after = years((2025, 60000)).replace("single", status)
    report = household(tmp_path, joint + after, BOUGHT, SOLD_AT_A_LOSS).tax(2025)
    assert report.document["total_tax"] is None
    assert "carryover-unknown" in codes(report.problems)
    told = household(tmp_path, joint + after + "carryover_long = '5000'\n", BOUGHT, SOLD_AT_A_LOSS)
    assert told.tax(2025).document["lines"]["schedule_d.14"] == "-5000"
    sold_at_a_gain = SOLD_AT_A_LOSS.replace("30000", "90000")
    gained = household(tmp_path, joint + after, BOUGHT, sold_at_a_gain).tax(2025)
    assert gained.document["total_tax"] is not None


OF_BOTH = '[account.s]\nowner = "spouse"\n[account.j]\nowner = "joint"\n'


def bought_and_sold(account: str, gain: int, year: int = 2024) -> tuple[str, str]:
    """Sell within the year what cost 15,000."""
    name = f"{account}{year}"
    return (
        f"{year}-01-05,{account},buy,X,1,b{name},15000,",
        f"{year}-07-07,{account},sell,X,1,s{name},{15000 + gain},",
    )


def joint_after(
    folder: Path, rows: tuple[str, ...], *told: int, more: str = ""
) -> harvestry.Report:
    """Give the joint return of 2025 after single ones of some years, by files of both spouses."""
    apart = years(*((year, 60000) for year in told))
    joint = years((2025, 60000)).replace("single", "mfj")
    return household(folder, apart + joint + more, *rows, accounts=OF_BOTH).tax(2025)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (bought_and_sold("s", -13000), (2024,)),
        (bought_and_sold("j", -13000), (2024,)),  # half of it is the spouse's own
        (bought_and_sold("s", -13000), ()),  # a year that nobody told of
        (bought_and_sold("s", -13000, 2022) + bought_and_sold("s", 9000), (2022, 2023, 2024)),
        (("2024-01-05,s,deposit,X,1,d,,", "2024-07-07,s,sell,X,1,s,2000,"), (2024,)),
    ],
)
def test_what_the_spouse_brings_into_a_joint_return_is_to_be_told(
    rows: tuple[str, ...], told: tuple[int, ...], tmp_path: Path
) -> None:
    """It belongs on it (Treas. Reg. 1.1212-1(c)(1)(i)); how much is on returns not told."""
    report = joint_after(tmp_path, rows, *told)
    assert report.document["total_tax"] is None
    assert "your spouse has losses" in next(
        each.message for each in report.problems if each.code == "carryover-unknown"
    )


def test_told_it_is_taken_and_is_not_held_against_ones_own(tmp_path: Path) -> None:
    """60,000 - 3,000 - 31,500 = 25,500: 2,385 and 12 % of 1,650."""
    rows = bought_and_sold("s", -13000)
    report = joint_after(tmp_path, rows, 2024, more="carryover_short = '10000'\n")
    assert report.document["total_tax"] == "2583"
    assert "carryover-as-filed" not in codes(report.problems)


@pytest.mark.parametrize(
    "rows",
    [
        bought_and_sold("s", 13000),
        bought_and_sold("s", -13000, 2022) + bought_and_sold("s", 13000),
        bought_and_sold("w", 13000) + bought_and_sold("s", -5000, 2025),
    ],
)
def test_a_spouse_who_has_no_loss_left_brings_none(rows: tuple[str, ...], tmp_path: Path) -> None:
    report = joint_after(tmp_path, rows, 2022, 2023, 2024)
    assert report.document["total_tax"] is not None
    assert "carryover-unknown" not in codes(report.problems)


def test_who_parted_with_a_joint_loss_and_files_jointly_again_tells_both_parts(
    tmp_path: Path,
) -> None:
    """Of 20,000 of 2024 the separate return of 2025 has 5,000; where the rest went is not told."""
    joint, again = (years((year, 60000)).replace("single", "mfj") for year in (2024, 2026))
    apart = years((2025, 60000)).replace("single", "mfs") + "carryover_long = '5000'\n"
    lost = BOUGHT, SOLD_AT_A_LOSS
    report = household(tmp_path, joint + apart + again, *lost).tax(2026)
    assert report.document["total_tax"] is None
    assert "carryover-unknown" in codes(report.problems)
    told = household(tmp_path, joint + apart + again + "carryover_long = '9000'\n", *lost)
    assert told.tax(2026).document["lines"]["schedule_d.14"] == "-9000"


def test_a_loss_in_a_year_without_return_leaves_the_next_unknown(tmp_path: Path) -> None:
    report = household(tmp_path, years((2025, 60000)), BOUGHT, SOLD_AT_A_LOSS).tax(2025)
    assert report.document["total_tax"] is None
    assert report.document["lines"] == {}
    assert "carryover-unknown" in codes(report.problems)
    assert not report.complete


def test_a_gain_in_a_year_without_return_hands_nothing_on(tmp_path: Path) -> None:
    sold = SOLD_AT_A_LOSS.replace("30000", "90000")
    report = household(tmp_path, years((2025, 60000)), BOUGHT, sold).tax(2025)
    # 60,000 - 15,750 = 44,250: 1,192.50 + 12 % of 32,325.
    assert report.document["total_tax"] == "5071.5"


def test_a_year_without_section_is_unknown(tmp_path: Path) -> None:
    report = household(tmp_path, years((2024, 60000)), BOUGHT, SOLD_AT_A_LOSS).tax(2025)
    assert report.document["total_tax"] is None
    assert "profile-year-missing" in codes(report.problems)


@pytest.mark.parametrize("year", [2019, 2027])
def test_a_year_without_figures_is_a_problem_not_another_years_tax(
    tmp_path: Path, year: int
) -> None:
    report = household(tmp_path, years((year, 60000))).tax(year)
    assert report.document["total_tax"] is None
    assert codes(report.problems) == ["law-missing-year"]


def test_an_unknown_basis_gives_a_range(tmp_path: Path) -> None:
    """Basis 0: 10,000 short-term at 22 %. At the other end a loss of any size: 3,000 less."""
    rows = ("2025-01-05,w,deposit,BTC,1,d1,,", "2025-06-05,w,sell,BTC,1,s1,10000,")
    report = household(tmp_path, years((2025, 90000)), *rows).tax(2025)
    # 90,000 - 15,750 = 74,250: 5,578.50 + 22 % of 25,775 = 11,249 without any sale.
    assert report.document["total_tax"] is None
    assert report.document["range"] == {"low": "10589", "high": "13449"}
    assert "tax-unknown" in codes(report.problems)


def test_an_unknown_term_may_cost_less_as_a_short_one(tmp_path: Path) -> None:
    """Taxable income without long gains ends between 48,350 and 48,475: 12 % short, 15 % long.

    64,150 of wages and the 100 are 48,500 less 15,750: 25 of the gain would be taxed at 22 %.
    """
    profile = years((2025, 64150), more="other_long = '100000'\n")
    rows = ("2025-01-05,w,opening,BTC,1,o1,1000,", "2025-03-05,w,sell,BTC,1,s1,1100,")
    document = household(tmp_path, profile, *rows).tax(2025).document
    # 15,000 of long gains. Short: 5,578.50 + 22 % of 25. Long: 5,578.50 - 12 % of 75 + 15.
    assert document["range"] == {"low": "20584", "high": "20584.5"}
    at_64100 = household(tmp_path, profile.replace("64150", "64100"), *rows).tax(2025).document
    # Short: 5,578.50 - 12 % of 25. Long: all 100 lie above 48,350: 3 % more.
    assert at_64100["range"] == {"low": "20575.5", "high": "20578.5"}


def test_a_collectible_of_unknown_basis_costs_at_most_what_one_costs(tmp_path: Path) -> None:
    """Held for long, basis 0: all 10,000 are 28 % rate gain, and lie in the 22 % bracket."""
    rows = ("2025-01-05,w,opening,GEM,1,o1,,2020-01-05", "2025-06-05,w,sell,GEM,1,s1,10000,")
    report = household(tmp_path, years((2025, 90000)), *rows, assets=GEM).tax(2025)
    # 11,249 without any sale; 3,000 of loss less, or 22 % of 10,000 more.
    assert report.document["range"] == {"low": "10589", "high": "13449"}
    known = rows[0].replace("o1,,", "o1,0,"), rows[1]
    report = household(tmp_path, years((2025, 90000)), *known, assets=GEM).tax(2025)
    assert report.document["total_tax"] == "13449"


def test_a_loss_to_a_relative_counts_at_neither_end(tmp_path: Path) -> None:
    """IRC 267(a)(1): of 30,000 paid for 10,000 nothing is lost, whatever the term."""
    header = HEADER.replace("\n", ",related\n")
    rows = ("2025-01-05,w,opening,BTC,1,o1,30000,,", "2025-06-05,w,sell,BTC,1,s1,10000,,true")
    report = household(tmp_path, years((2025, 90000)), *rows, header=header).tax(2025)
    assert report.document["range"] == {"low": "11249", "high": "11249"}


def test_what_an_unknown_basis_hands_on_is_a_range_too(tmp_path: Path) -> None:
    """In 2025 the 20,000 short-term are all taxed, or a loss of any size of 2024 meets them."""
    rows = ("2024-01-05,w,deposit,BTC,1,d1,,", "2024-06-05,w,sell,BTC,1,s1,10000,")
    profile = years((2024, 90000), (2025, 90000), more="other_short = '20000'\n")
    report = household(tmp_path, profile, *rows).tax(2025)
    # 94,250: 5,578.50 + 22 % of 45,775. 90,000 - 3,000 - 15,750 = 71,250: 22 % of 22,775.
    assert report.document["range"] == {"low": "10589", "high": "15649"}
    assert report.document["lines"] == {}


def test_a_loss_is_not_lost_in_a_quiet_year_nobody_told_of(tmp_path: Path) -> None:
    lost = "\n[year.2023]\nfiling_status = 'single'\nwages = '60000'\nother_short = '-10000'\n"
    report = household(tmp_path, lost + years((2025, 60000))).tax(2025)
    assert report.document["total_tax"] is None
    assert "carryover-unknown" in codes(report.problems)


def test_income_without_value_has_no_upper_end(tmp_path: Path) -> None:
    row = "2025-01-05,w,income:staking,XYZ,1,i1,,"
    report = household(tmp_path, years((2025, 90000)), row).tax(2025)
    assert report.document["range"] == {"low": "11249", "high": None}


def test_income_goes_to_its_line(tmp_path: Path) -> None:
    rows = (
        "2025-01-05,w,income:staking,ETH,1,i1,100,",
        "2025-01-06,w,income:interest,ETH,1,i2,200,",
        "2025-01-07,w,income:mining,ETH,1,i3,400,",
        "2025-01-08,w,income:services,ETH,1,i4,800,",
        "2025-01-09,w,income:wages,ETH,1,i5,1600,",
    )
    lines = household(tmp_path, years((2025, 90000)), *rows).tax(2025).document["lines"]
    assert lines["form_1040.1z"] == "91600"
    assert lines["form_1040.2b"] == "200"
    assert lines["form_1040.8"] == "1300"  # staking 100, mining 400, services 800
    assert lines["form_8960.1"] == "200"
    assert lines["schedule_se.3"] == "800"
    business = years((2025, 90000), more="mining_is_business = true\n")
    lines = household(tmp_path, business, *rows).tax(2025).document["lines"]
    assert lines["schedule_se.3"] == "1200"


def test_section_1256_contracts_are_60_to_40(tmp_path: Path) -> None:
    rows = (
        "2025-01-05,w,pnl:1256,ES,0,c1,1000,",
        "2025-01-06,w,pnl:other,PERP,0,c2,-50,",
    )
    lines = household(tmp_path, years((2025, 90000)), *rows).tax(2025).document["lines"]
    assert (lines["schedule_d.7"], lines["schedule_d.15"]) == ("350", "600")


def test_gains_told_by_hand_replace_those_of_the_files(tmp_path: Path) -> None:
    case = household(tmp_path, years((2024, 60000)), BOUGHT, SOLD_AT_A_LOSS)
    lines = case.tax(2024, short="500", long="-200").document["lines"]
    assert (lines["schedule_d.7"], lines["schedule_d.15"]) == ("500", "-200")


def test_the_states_part_is_on_the_signed_line(tmp_path: Path) -> None:
    profile = years((2024, 60000), more="state_rate = '0.05'\n")
    document = household(tmp_path, profile, BOUGHT, SOLD_AT_A_LOSS).tax(2024).document
    assert document["state"] == {"capital_gain": "-3000", "tax": "-150"}


@pytest.mark.parametrize(
    ("year", "status", "allowed"),
    [
        # Form 461 line 15 of each year; twice as much on a joint return alone (IRC 461(l)(3)(A)).
        (2021, "single", 262000),
        (2022, "hoh", 270000),
        (2023, "mfs", 289000),
        (2024, "mfj", 610000),
        (2025, "mfj", 626000),
        (2025, "qss", 313000),
        (2026, "single", 256000),
        (2026, "mfj", 512000),
    ],
)
def test_a_business_loss_above_the_limit_is_said(
    tmp_path: Path, year: int, status: str, allowed: int
) -> None:
    for loss, said in ((allowed, False), (allowed + 1, True)):
        profile = years((year, 900000), more=f'business_income = "-{loss}"\n')
        profile = profile.replace("'single'", f"'{status}'")
        report = household(tmp_path, profile).tax(year)
        found = [each for each in report.problems if each.code == "excess-business-loss"]
        assert bool(found) is said
        if found:
            assert "$1.00" in found[0].message
            assert f"${allowed:,}.00" in found[0].message
            assert not report.complete


def test_no_limit_on_business_losses_held_in_2020(tmp_path: Path) -> None:
    """CARES Act s. 2304(a) put it off to years after 2020."""
    profile = years((2020, 900000), more='business_income = "-800000"\n')
    report = household(tmp_path, profile).tax(2020)
    assert "excess-business-loss" not in codes(report.problems)


def test_business_income_of_the_files_counts_against_the_limit(tmp_path: Path) -> None:
    """Pay for services of 1,000 leaves a loss of 256,000, which is all that 2026 allows."""
    profile = years((2026, 900000), more='business_income = "-257000"\n')
    paid = "2026-05-01,a,income:services,BTC,1,p,1000,"
    report = household(tmp_path, profile, paid).tax(2026)
    assert "excess-business-loss" not in codes(report.problems)


def test_the_loss_that_is_allowed_is_positive(tmp_path: Path) -> None:
    document = household(tmp_path, years((2024, 60000)), BOUGHT, SOLD_AT_A_LOSS).tax(2024).document
    assert (document["loss_allowed"], document["net_long"]) == ("3000", "-20000")


@pytest.mark.parametrize(
    ("more", "row", "words"),
    [
        ("", "2025-01-06,w,pnl:other,PERP,0,c2,-50,", "count as short-term"),
        ("deduction = '20000'\n", "2025-01-05,w,income:interest,ETH,1,i2,200,", "Itemised"),
    ],
)
def test_what_is_taken_for_granted_is_said(more: str, row: str, words: str, tmp_path: Path) -> None:
    """And only where it matters."""
    profile = years((2025, 60000), more=more)
    said = [
        " ".join(household(tmp_path, told, each).tax(2025).tables[0].notes)
        for told, each in ((profile, row), (years((2025, 60000)), BOUGHT))
    ]
    assert [words in each for each in said] == [True, False]


def test_told_gains_leave_the_digital_asset_question_open(tmp_path: Path) -> None:
    case = household(tmp_path, years((2024, 60000)), BOUGHT, SOLD_AT_A_LOSS)
    assert case.tax(2024, short="5").document["digital_asset_question"] is None


def test_a_gift_sold_below_the_donors_basis_gains_nothing_and_loses_at_most_the_difference(
    tmp_path: Path,
) -> None:
    """Paid 12,000, sold for 10,000: from no loss to one of 2,000, by its value then (IRC 1015(a)).

    11,249 without any sale; 22 % of 2,000 less at the other end.
    """
    rows = ("2025-01-05,w,gift-in,BTC,1,g1,12000,", "2025-06-05,w,sell,BTC,1,s1,10000,")
    report = household(tmp_path, years((2025, 90000)), *rows).tax(2025)
    assert "gift-value-missing" in codes(report.problems)
    assert report.document["range"] == {"low": "10809", "high": "11249"}


def test_of_a_part_of_such_a_gift_the_part_of_the_basis_counts(tmp_path: Path) -> None:
    """A quarter of 12,000 sold for 2,500: a loss of 500 at most, 22 % of it."""
    rows = ("2025-01-05,w,gift-in,BTC,1,g1,12000,", "2025-06-05,w,sell,BTC,0.25,s1,2500,")
    report = household(tmp_path, years((2025, 90000)), *rows).tax(2025)
    assert report.document["range"] == {"low": "11139", "high": "11249"}


def test_of_such_a_gift_in_a_joint_account_ones_part_counts(tmp_path: Path) -> None:
    """Half of the 2,000 that may be lost, 22 % of it."""
    rows = ("2025-01-05,w,gift-in,BTC,1,g1,12000,", "2025-06-05,w,sell,BTC,1,s1,10000,")
    joint = '[account.w]\nowner = "joint"\nshare = "0.5"\n'
    report = household(tmp_path, years((2025, 90000)), *rows, accounts=joint).tax(2025)
    assert report.document["range"] == {"low": "11029", "high": "11249"}
