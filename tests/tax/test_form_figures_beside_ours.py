"""A broker's figures beside ours: a fee in units is no part of them, what is unknown no error."""

from pathlib import Path
from typing import Any

import pytest

from tax.test_form_8949_rows import BUY, SELL, columns, gains

FEE = (
    "time,account,kind,asset,quantity,id,usd,got_asset,got_quantity,fee_asset,fee_quantity,fee_usd,"
    "form,form_proceeds,form_basis,form_basis_reported,adjust\n"
)


def told(folder: Path, *rows: str, code: int = 0, **settings: str) -> Any:
    """Give what `gains` says of rows that have the columns of fees in units."""
    (folder / "fees.csv").write_text(FEE + "".join(f"{row}\n" for row in rows), "utf-8")
    return gains(folder, code=code, **settings)


def codes(document: Any) -> list[str]:
    """Give the codes of what is to be mended of the forms."""
    return [each["code"] for each in document["problems"] if each["code"].startswith("form-")]


def test_a_fee_in_another_coin_is_no_sale_of_the_form(tmp_path: Path) -> None:
    """600 received less 7 of BNB are 593; the form's 600 with the 7 as code E are those 593."""
    document = told(
        tmp_path,
        "2025-01-02,kraken,buy,X,1,a,500,,,,,,,,,,",
        "2025-01-02,kraken,buy,BNB,1,n,600,,,,,,,,,,",
        "2025-06-05,kraken,sell,X,1,s,600,,,BNB,0.01,7,,600,,,",
    )
    rows = {row["disposal"]: columns(row) for row in document["rows"]}
    assert rows["s"] == ("600", "500", "E", "-7", "93")
    assert rows["s:fee"] == ("7", "6", "", "0", "1")
    assert codes(document) == []


def test_a_fee_withheld_from_what_came_is_no_sale_of_the_form(tmp_path: Path) -> None:
    """Of 2 Y for 600 a tenth unit is the fee, worth 30: 570 are ours, and the form says 570."""
    document = told(
        tmp_path,
        "2025-01-02,kraken,buy,X,1,a,500,,,,,,,,,,",
        "2025-06-05,kraken,trade,X,1,t,600,Y,2,Y,0.1,,,570,,,",
    )
    rows = {row["disposal"]: row["proceeds"] for row in document["rows"]}
    assert rows == {"t": "570", "t:fee": "30"}
    assert codes(document) == []


def test_codes_of_a_sale_are_told_once_though_its_fee_is_a_sale_too(tmp_path: Path) -> None:
    document = told(
        tmp_path,
        "2025-01-02,kraken,buy,X,1,a,500,,,,,,,,,,",
        "2025-01-02,kraken,buy,BNB,1,n,600,,,,,,,,,,",
        "2025-06-05,kraken,sell,X,1,s,600,,,BNB,0.01,7,,,,,A:5",
        code=1,
    )
    found = [each for each in document["problems"] if each["code"] == "adjust-code-unknown"]
    assert len(found) == 1


def test_a_joint_account_is_compared_whole(tmp_path: Path) -> None:
    """The form shows all 1000 of a sale of which half is one's own: nothing differs."""
    accounts = '[account.kraken]\nowner = "joint"\nshare = "0.5"\n'
    sale = SELL.format(
        usd="1000",
        fee="",
        form="1099-da",
        proceeds="1000",
        basis="",
        reported="",
        adjust="",
        related="",
    )
    profile = '[year.2025]\nfiling_status = "single"\n'
    document = gains(tmp_path, BUY.format(basis="100"), sale, accounts=accounts, profile=profile)
    assert columns(document["rows"][0]) == ("500", "50", "", "0", "450")
    assert codes(document) == []


@pytest.mark.parametrize(
    ("adjust", "expected", "problem"),
    [
        # The 25 above ours are costs that no row tells, and `adjust` does.
        ("E:-25", ("1025", "100", "E", "-25", "900"), []),
        ("E:-10", ("1025", "100", "EO", "-25", "900"), ["form-proceeds-differ"]),
    ],
)
def test_costs_that_the_row_names_explain_proceeds_above_ours(
    adjust: str, expected: tuple[str, ...], problem: list[str], tmp_path: Path
) -> None:
    told = {"usd": "1000", "fee": "", "proceeds": "1025", "basis": "", "reported": ""}
    sale = SELL.format(**told, form="1099-da", adjust=adjust, related="")
    document = gains(tmp_path, BUY.format(basis="100"), sale)
    assert columns(document["rows"][0]) == expected
    assert codes(document) == problem


UNKNOWN = "2025-01-02,kraken,opening,BTC,1,b1,,,2025-01-02,,,,,,,"


def test_a_basis_that_is_unknown_is_not_said_to_be_wrong_on_the_form(tmp_path: Path) -> None:
    told = {"usd": "600", "fee": "", "proceeds": "600", "basis": "400", "reported": "true"}
    sale = SELL.format(**told, form="1099-da", adjust="", related="")
    document = gains(tmp_path, UNKNOWN, sale, code=1)
    (row,) = document["rows"]
    assert (row["proceeds"], row["basis"], row["code"]) == ("600", "400", "")
    assert (row["adjustment"], row["gain"]) == (None, None)
    (problem,) = [each for each in document["problems"] if each["code"] == "form-not-compared"]
    assert "basis $400.00, and ours cannot be told" in problem["message"]


def test_proceeds_that_are_unknown_are_not_said_to_be_wrong_on_the_form(tmp_path: Path) -> None:
    told = {"usd": "", "fee": "", "proceeds": "700", "basis": "", "reported": ""}
    sale = SELL.format(**told, form="1099-da", adjust="", related="")
    document = gains(tmp_path, BUY.format(basis="100"), sale, code=1)
    (row,) = document["rows"]
    assert (row["proceeds"], row["code"], row["adjustment"]) == ("700", "", None)
    assert row["gain"] is None
    (problem,) = [each for each in document["problems"] if each["code"] == "form-not-compared"]
    assert "proceeds $700.00" in problem["message"]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        # 100 of the 400 are the known piece's; 300 may be the basis of the other.
        ("400", [("100", "", "0", "400"), ("300", "", None, None)]),
        # The known piece alone cost more than the 60 shown: that is wrong, whatever the other cost.
        ("60", [("30", "B", "-70", "400"), ("30", "B", None, None)]),
    ],
)
def test_what_is_known_of_a_sale_stays_known(
    shown: str, expected: list[tuple[str | None, ...]], tmp_path: Path
) -> None:
    bought = BUY.format(basis="100").replace("b1", "b0").replace("2025-01-02", "2025-01-01")
    told = {"usd": "1000", "fee": "", "proceeds": "1000", "basis": shown, "reported": "true"}
    sale = SELL.format(**told, form="1099-da", adjust="", related="").replace("BTC,1,", "BTC,2,")
    rows = gains(tmp_path, bought, UNKNOWN, sale, code=1)["rows"]
    found = [(row["basis"], row["code"], row["adjustment"], row["gain"]) for row in rows]
    assert found == expected
