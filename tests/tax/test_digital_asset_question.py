"""The digital-asset question of Form 1040, answered from what the files show.

Instructions for Form 1040 (2025), pages 15 and 16: what makes the answer yes, and what does not.
"""

from pathlib import Path

import pytest

from tax.opening import household

PROFILE = "[year.2025]\nfiling_status = 'single'\n"
BOUGHT = "2025-01-05,w,buy,BTC,2,b1,50000,"


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("2025-02-01,w,buy,BTC,1,x,30000,", "No"),
        ("2025-02-01,w,gift-in,BTC,1,x,30000,2024-01-01", "No"),
        ("2025-02-01,w,sell,BTC,1,x,30000,", "Yes"),
        ("2025-02-01,w,spend,BTC,1,x,30000,", "Yes"),
        ("2025-02-01,w,income:staking,ETH,1,x,3000,", "Yes"),
        ("2025-02-01,w,income:fork,BCH,1,x,300,", "Yes"),
        ("2025-02-01,w,gift-out,BTC,1,x,,", "Yes"),
        ("2025-02-01,w,donation,BTC,1,x,,", "Yes"),
        ("2025-02-01,w,stolen,BTC,1,x,,", "No"),
        ("2024-02-01,w,income:staking,ETH,1,x,3000,", "No"),
    ],
)
def test_the_answer(tmp_path: Path, row: str, answer: str) -> None:
    told = household(tmp_path, PROFILE, BOUGHT, row).tax(2025).document["digital_asset_question"]
    assert told["answer"] == answer
    assert [each["event"] for each in told["because"]] == (["x"] if answer == "Yes" else [])


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2025-02-01,w,deposit,BTC,1,x,,", "what came or left in x may have been"),
        ("2025-02-01,w,withdrawal,BTC,1,x,,", "what came or left in x may have been"),
        ("2025-02-01,w,sel,BTC,1,x,30000,", "not all that was given could be read"),
    ],
)
def test_no_is_not_answered_while_a_half_or_a_row_may_make_it_yes(
    tmp_path: Path, row: str, why: str
) -> None:
    report = household(tmp_path, PROFILE, BOUGHT, row).tax(2025)
    assert report.document["digital_asset_question"]["answer"] is None
    notes = " ".join(note for table in report.tables for note in table.notes)
    assert "Digital-asset question of Form 1040: unknown. Nothing that was read" in notes
    assert why in notes
    spent = BOUGHT, row, "2025-03-01,w,spend,BTC,1,y,30000,"
    sure = household(tmp_path, PROFILE, *spent).tax(2025).document["digital_asset_question"]
    assert sure["answer"] == "Yes"


@pytest.mark.parametrize(
    ("status", "end", "answer"),
    [
        ("mfs", "s", "Yes"),  # a gift is a disposal (Instructions for Form 1040)
        ("single", "s", "Yes"),
        ("mfs", "j", "Yes"),  # half of it
        ("mfs", "own", "No"),
        ("mfj", "s", "No"),  # both are on the return
        ("mfj", "j", "No"),
    ],
)
def test_what_goes_to_a_spouse_who_files_alone_is_given(
    status: str, end: str, answer: str, tmp_path: Path
) -> None:
    header = "time,account,kind,asset,quantity,id,usd,to_account\n"
    rows = "2025-01-05,w,buy,BTC,2,b1,50000,", f"2025-02-01,w,transfer,BTC,1,x,,{end}"
    accounts = "".join(
        f'[account.{name}]\nowner = "{owner}"\n'
        for name, owner in (("s", "spouse"), ("j", "joint"), ("own", "self"))
    )
    profile = PROFILE.replace("single", status)
    case = household(tmp_path, profile, *rows, header=header, accounts=accounts)
    told = case.tax(2025).document["digital_asset_question"]
    assert told["answer"] == answer
    assert [each["event"] for each in told["because"]] == (["x"] if answer == "Yes" else [])


def test_an_nft_that_is_a_collectible_is_a_digital_asset(tmp_path: Path) -> None:
    """Instructions for Form 1040 (2025), page 15: NFTs are; Notice 2023-27 is of their rate."""
    rows = ("2025-01-05,w,buy,GEM,1,b1,500,", "2025-02-01,w,sell,GEM,1,x,900,")
    gem = '[asset.GEM]\nclass = "collectible"\n'
    report = household(tmp_path, PROFILE, *rows, assets=gem).tax(2025)
    assert report.document["digital_asset_question"]["answer"] == "Yes"


def test_a_half_of_another_year_leaves_no_doubt(tmp_path: Path) -> None:
    row = "2024-12-31,w,deposit,BTC,1,x,,"
    told = household(tmp_path, PROFILE, BOUGHT, row).tax(2025).document["digital_asset_question"]
    assert told["answer"] == "No"


def test_own_transfers_are_none_unless_a_fee_is_paid_in_the_coin(tmp_path: Path) -> None:
    header = "time,account,kind,asset,quantity,id,usd,to_account,fee_asset,fee_quantity,fee_usd\n"

    def answer(moved: str) -> object:
        rows = ("2025-01-05,w,buy,BTC,2,b1,50000,,,,", moved)
        of = household(tmp_path, PROFILE, *rows, header=header)
        return of.tax(2025).document["digital_asset_question"]["answer"]

    assert answer("2025-02-05,w,transfer,BTC,1,t1,,v,,,") == "No"
    assert answer("2025-02-05,w,transfer,BTC,1,t1,,v,BTC,0.001,30") == "Yes"


def test_a_fund_that_holds_coins_is_no_digital_asset(tmp_path: Path) -> None:
    rows = ("2025-01-05,w,buy,IBIT,10,b1,500,", "2025-02-05,w,sell,IBIT,10,s1,600,")
    told = household(tmp_path, PROFILE, *rows).tax(2025).document["digital_asset_question"]
    assert told["answer"] == "No"


@pytest.mark.parametrize(
    ("year", "asked"),
    [
        (2019, None),
        (2020, "receive, sell, send, exchange, or otherwise acquire any financial interest"),
        (2021, "receive, sell, exchange, or otherwise dispose of any financial interest"),
        (2022, "(b) sell, exchange, gift, or otherwise dispose of a digital asset"),
        (2023, "(b) sell, exchange, or otherwise dispose of a digital asset"),
        (2024, "(b) sell, exchange, or otherwise dispose of a digital asset"),
        (2026, "(b) sell, exchange, or otherwise dispose of a digital asset"),
    ],
)
def test_the_question_is_that_of_the_years_form(
    year: int, asked: str | None, tmp_path: Path
) -> None:
    told = household(tmp_path, PROFILE, BOUGHT).tax(year).document["digital_asset_question"]
    assert asked in told["question"] if asked else told["question"] is None


@pytest.mark.parametrize(
    ("swaps", "answer"),
    [((), "No"), (("2025-06-01,w,trade,BTC,1,x,30000,ETH,10",), "Yes")],
)
def test_a_swap_makes_it_yes_and_mere_holding_does_not(
    tmp_path: Path, swaps: tuple[str, ...], answer: str
) -> None:
    header = "time,account,kind,asset,quantity,id,usd,got_asset,got_quantity\n"
    rows = ("2024-01-05,w,buy,BTC,2,b1,50000,,", *swaps)
    of = household(tmp_path, PROFILE, *rows, header=header)
    assert of.tax(2025).document["digital_asset_question"]["answer"] == answer


def test_no_is_said_to_hang_on_the_position_that_makes_it_so(tmp_path: Path) -> None:
    """No authority says whether wrapping is an exchange (Notice 2024-57 leaves it open)."""
    header = "time,account,kind,asset,quantity,id,usd,got_asset,got_quantity\n"
    rows = ("2024-01-05,w,buy,BTC,1,b,1,,", "2025-01-05,w,trade,BTC,1,g,5,WBTC,1")
    report = household(tmp_path, PROFILE, *rows, header=header).tax(2025)
    told = report.document["digital_asset_question"]
    assert told["answer"] == "No"
    (unless,) = told["unless"]
    assert (unless["event"], unless["position"], unless["choice"]) == (
        "g",
        "wrapped",
        "not-taxable",
    )
    notes = " ".join(note for table in report.tables for note in table.notes)
    assert "hangs on position wrapped = not-taxable, by which g disposed of nothing" in notes
    taxed = PROFILE + '[positions]\nwrapped = "taxable"\n'
    told = household(tmp_path, taxed, *rows, header=header).tax(2025).document
    assert told["digital_asset_question"]["answer"] == "Yes"
    assert told["digital_asset_question"]["unless"] == []
    told = household(tmp_path, PROFILE, *rows, header=header).tax(2024).document
    assert told["digital_asset_question"]["unless"] == []


def test_no_hangs_on_the_position_on_fees_of_own_moves(tmp_path: Path) -> None:
    header = "time,account,kind,asset,quantity,id,usd,to_account,fee_asset,fee_quantity,fee_usd\n"
    rows = (
        "2025-01-05,w,buy,BTC,2,b1,50000,,,,",
        "2025-02-05,w,transfer,BTC,1,t1,,v,BTC,0.001,30",
    )
    joins = PROFILE + '[positions]\ntransfer_fee = "basis"\n'
    told = household(tmp_path, joins, *rows, header=header).tax(2025).document
    question = told["digital_asset_question"]
    assert question["answer"] == "No"
    assert [each["position"] for each in question["unless"]] == ["transfer_fee"]


def test_what_went_to_a_spouse_is_unknown_while_the_status_is(tmp_path: Path) -> None:
    header = "time,account,kind,asset,quantity,id,usd,to_account\n"
    rows = ("2025-01-05,w,buy,BTC,2,b1,50000,", "2025-02-05,w,transfer,BTC,1,t1,,s")
    spouse = '[account.s]\nowner = "spouse"\n'
    report = household(tmp_path, "", *rows, header=header, accounts=spouse).tax(2025)
    assert report.document["digital_asset_question"]["answer"] is None
    notes = " ".join(note for table in report.tables for note in table.notes)
    assert "what went to another owner in t1 is a gift but on a joint return" in notes
