"""Form 8949 row by row, through the command line: columns, codes and boxes (docs/spec/forms.md)."""

from pathlib import Path
from typing import Any

import pytest

from faces.running import document

HEADER = (
    "time,account,kind,asset,quantity,id,usd,fee_usd,acquired,form,form_proceeds,form_basis,"
    "form_basis_reported,adjust,related,prior_disallowed"
)


def gains(folder: Path, *lines: str, year: int = 2025, code: int = 0, **settings: str) -> Any:
    """Give what `gains` says of these rows; settings are whole files by name."""
    (folder / "own.csv").write_text("\n".join((HEADER, *lines)) + "\n", "utf-8")
    for name, text in settings.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return document("gains", ".", "--year", year, "--as-of", "2026-06-01", cwd=folder, code=code)


def columns(row: Any) -> tuple[str, ...]:
    """Give columns (d), (e), (f), (g), (h) of a row."""
    return tuple(row[key] for key in ("proceeds", "basis", "code", "adjustment", "gain"))


BUY = "2025-01-02,kraken,buy,BTC,1,b1,{basis},,,,,,,,,"
SELL = (
    "2025-03-01,kraken,sell,BTC,1,s1,{usd},{fee},,"
    "{form},{proceeds},{basis},{reported},{adjust},{related},"
)


def sold(folder: Path, bought: str = "100", **cells: str) -> Any:
    """Give the one row of a sale of a coin bought for `bought`."""
    names = ("usd", "fee", "form", "proceeds", "basis", "reported", "adjust", "related")
    told = {**dict.fromkeys(names, ""), **cells}
    (row,) = gains(folder, BUY.format(basis=bought), SELL.format(**told))["rows"]
    return row


def test_a_wrong_basis_that_was_reported_is_corrected_in_column_g(tmp_path: Path) -> None:
    """Instructions for Form 8949 (2025), Example 4."""
    row = sold(tmp_path, usd="1000", form="1099-da", basis="900", reported="true")
    assert (row["box"], columns(row)) == ("G", ("1000", "900", "B", "800", "900"))
    assert (row["books_basis"], row["books_proceeds"]) == ("100", "1000")


def test_a_basis_that_is_too_low_on_the_form_is_corrected_downwards(tmp_path: Path) -> None:
    """Worksheet for Basis Adjustments: line 2 above line 1 gives a negative amount."""
    row = sold(tmp_path, bought="900", usd="1000", form="1099-da", basis="100", reported="true")
    assert columns(row) == ("1000", "100", "B", "-800", "100")


def test_a_wrong_basis_that_was_not_reported_stands_right_with_a_zero(tmp_path: Path) -> None:
    row = sold(tmp_path, usd="1000", form="1099-da", basis="900", reported="false")
    assert (row["box"], columns(row)) == ("H", ("1000", "100", "B", "0", "900"))


def test_a_right_basis_needs_no_code(tmp_path: Path) -> None:
    row = sold(tmp_path, usd="1000", form="1099-da", basis="100.00", reported="true")
    assert columns(row) == ("1000", "100", "", "0", "900")


def test_costs_the_form_does_not_reflect_are_code_e(tmp_path: Path) -> None:
    row = sold(tmp_path, usd="1000", fee="10", form="1099-da", proceeds="1000")
    assert columns(row) == ("1000", "100", "E", "-10", "890")


def test_costs_the_form_reflects_in_part_are_code_e_for_the_rest(tmp_path: Path) -> None:
    row = sold(tmp_path, usd="1000", fee="10", form="1099-da", proceeds="994")
    assert columns(row) == ("994", "100", "E", "-4", "890")


def test_proceeds_above_what_the_form_shows_are_the_right_ones(tmp_path: Path) -> None:
    row = sold(tmp_path, usd="1000", fee="10", form="1099-da", proceeds="980")
    assert columns(row) == ("990", "100", "", "0", "890")


def test_proceeds_the_costs_do_not_explain_are_code_o_and_a_warning(tmp_path: Path) -> None:
    cells = {"fee": "10", "form": "1099-da", "proceeds": "1025", "usd": "1000"}
    row = sold(tmp_path, **cells)
    assert columns(row) == ("1025", "100", "EO", "-35", "890")
    told = document("gains", ".", "--year", 2025, "--as-of", "2026-06-01", cwd=tmp_path)
    (problem,) = [each for each in told["problems"] if each["code"] == "form-proceeds-differ"]
    assert "$25.00" in problem["message"]


def test_codes_stand_in_alphabetical_order_with_their_net(tmp_path: Path) -> None:
    """Instructions for Form 8949 (2025), column (g): expenses and an exclusion."""
    row = sold(tmp_path, bought="100000", usd="320000", adjust="H:-200000;E:-20000")
    assert columns(row) == ("320000", "100000", "EH", "-220000", "0")


def test_a_wash_sale_that_row_and_files_both_tell_is_to_be_mended(tmp_path: Path) -> None:
    """IRC 1091(a): of the 100 lost no more than 100 are disallowed, and the purchase is here."""
    bought = "2025-01-05,fidelity,buy,IBIT,1,b1,500,,,,,,,,,"
    sold_ = "2025-02-05,fidelity,sell,IBIT,1,s1,400,,,,,,,{},,"
    again = "2025-02-10,fidelity,buy,IBIT,1,b2,400,,,,,,,,,"
    told = gains(tmp_path, bought, sold_.format("W:100"), again, code=1)
    (problem,) = [each for each in told["problems"] if each["code"] == "wash-named-twice"]
    assert problem["message"].count("$100.00") == 2
    for adjust, later in (("", again), ("W:100", again.replace("2025-02-10", "2025-05-10"))):
        told = gains(tmp_path, bought, sold_.format(adjust), later)
        assert columns(told["rows"][0]) == ("400", "500", "W", "100", "0")


def test_a_code_the_form_does_not_know_is_a_problem(tmp_path: Path) -> None:
    lines = (BUY.format(basis="100"), "2025-03-01,kraken,sell,BTC,1,s1,1000,,,,,,,A:5,,")
    told = gains(tmp_path, *lines, code=1)
    errors = [each["code"] for each in told["problems"] if each["severity"] == "error"]
    assert errors == ["adjust-code-unknown"]


def test_a_loss_on_a_sale_to_a_related_person_does_not_count(tmp_path: Path) -> None:
    row = sold(tmp_path, bought="10000", usd="7600", related="brother")
    assert columns(row) == ("7600", "10000", "L", "2400", "0")
    assert (row["deferred"], row["lost"]) == ("0", "0")


def test_a_gain_on_a_sale_to_a_related_person_counts(tmp_path: Path) -> None:
    row = sold(tmp_path, usd="1000", related="brother")
    assert columns(row) == ("1000", "100", "", "0", "900")


FEES = (
    "time,account,kind,asset,quantity,id,usd,got_asset,got_quantity,fee_asset,fee_quantity,fee_usd"
)
SAID = "form,form_proceeds,form_basis,form_basis_reported"


@pytest.mark.parametrize(
    ("sale", "fee", "sold"),
    [
        # Reg. 1.6045-1(c)(3)(ii)(C): withheld from what a sale of coins brought, never reported.
        ("2025-06-05,kraken,trade,XYZ,1,t,600,ETH,2,ETH,0.1,,1099-da,570,400,true", "I", "J"),
        ("2025-06-05,kraken,trade,XYZ,1,t,600,ETH,2,ETH,0.1,,,,,", "I", "K"),
        ("2025-06-05,kraken,trade,XYZ,1,t,600,ETH,2,ETH,0.1,,1099-da,,,", "I", "K"),
        # A purchase for money is no sale of coins, and a third coin did not come of one.
        ("2025-06-05,kraken,buy,ETH,2,t,600,,,ETH,0.1,,1099-da,,,true", "G", None),
        ("2025-06-05,kraken,trade,XYZ,1,t,600,ETH,2,BNB,1,20,1099-da,570,400,true", "G", "J"),
        # Before there was the form there was no exception from it.
        ("2024-06-05,kraken,trade,XYZ,1,t,600,ETH,2,ETH,0.1,,1099-b,570,400,false", "B", "B"),
    ],
)
def test_a_fee_withheld_from_what_a_sale_brought_is_on_no_form(
    sale: str, fee: str, sold: str | None, tmp_path: Path
) -> None:
    """The sale itself stays in the box of its form; the coins sold were held from January 2024."""
    rows = (
        "2024-01-02,kraken,buy,XYZ,1,a,500,,,,,,,,,",
        "2025-01-02,kraken,buy,BNB,1,b,20,,,,,,,,,",
    )
    (tmp_path / "own.csv").write_text("\n".join((f"{FEES},{SAID}", *rows, sale)) + "\n", "utf-8")
    (tmp_path / "accounts.toml").write_text('[account.kraken]\nform = "1099-da"\n', "utf-8")
    told = document("gains", ".", "--year", sale[:4], "--as-of", "2026-06-01", cwd=tmp_path)
    boxes = {row["disposal"]: row["box"] for row in told["rows"]}
    assert (boxes["t:fee"], boxes.get("t")) == (fee, sold)


def test_an_unknown_gain_between_related_persons_asserts_neither_loss_nor_gain(
    tmp_path: Path,
) -> None:
    """Nobody knows whether the sale lost (code L), or the buyer's resale gained (code O)."""
    to_brother = "2025-03-01,kraken,sell,BTC,1,s1,1000,,,,,,,,brother,"
    told = gains(tmp_path, to_brother, code=1)
    assert columns(told["rows"][0]) == ("1000", None, "", None, None)
    bought = "2025-01-02,kraken,buy,XYZ,1,b1,,,,,,,,,,2400"
    resold = "2025-03-01,kraken,sell,XYZ,1,s1,8600,,,,,,,,,"
    told = gains(tmp_path, bought, resold, code=1)
    assert columns(told["rows"][0]) == ("8600", None, "", None, None)


def test_a_code_that_the_row_names_itself_stands_though_the_gain_is_unknown(tmp_path: Path) -> None:
    told = gains(tmp_path, "2025-03-01,kraken,sell,BTC,1,s1,1000,,,,,,,L:50,brother,", code=1)
    assert columns(told["rows"][0]) == ("1000", None, "L", "50", None)


def test_pieces_joined_in_a_row_hang_on_the_gain_if_one_does(tmp_path: Path) -> None:
    """One of two coins was bought for 900: its loss is 400, that of the other is unknown."""
    lines = (BUY.format(basis="900"), "2025-03-01,kraken,sell,BTC,2,s1,1000,,,,,,,,brother,")
    known, unknown = gains(tmp_path, *lines, code=1)["rows"]
    assert columns(known) == ("500", "900", "L", "400", "0")
    assert columns(unknown) == ("500", None, "", None, None)


@pytest.mark.parametrize(
    ("usd", "expected"),
    [
        ("10500", ("10500", "7600", "O", "-2400", "500")),  # Pub. 550 (2025) p. 74, Example 1
        ("8600", ("8600", "7600", "O", "-1000", "0")),
        ("7000", ("7000", "7600", "", "0", "-600")),
    ],
)
def test_the_buyer_counts_only_the_gain_above_the_sellers_loss(
    usd: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    bought = "2025-01-02,kraken,buy,XYZ,1,b1,7600,,,,,,,,,2400"
    sale = f"2025-03-01,kraken,sell,XYZ,1,s1,{usd},,,,,,,,,"
    (row,) = gains(tmp_path, bought, sale)["rows"]
    assert columns(row) == expected


def test_half_of_what_was_bought_shelters_half_of_the_loss(tmp_path: Path) -> None:
    bought = "2025-01-02,kraken,buy,XYZ,2,b1,7600,,,,,,,,,2400"
    sale = "2025-03-01,kraken,sell,XYZ,1,s1,6000,,,,,,,,,"
    (row,) = gains(tmp_path, bought, sale)["rows"]
    assert columns(row) == ("6000", "3800", "O", "-1200", "1000")


def test_units_withheld_from_a_purchase_bear_none_of_the_sellers_loss(tmp_path: Path) -> None:
    """Two bought, one withheld as the fee: the one that is left bears all of the 2,400."""
    header = f"{HEADER},fee_asset,fee_quantity"
    bought = "2025-01-02,kraken,buy,XYZ,2,b1,7600,,,,,,,,,2400,XYZ,1"
    sale = "2025-03-01,kraken,sell,XYZ,1,s1,10500,,,,,,,,,,,"
    (tmp_path / "own.csv").write_text(f"{header}\n{bought}\n{sale}\n", "utf-8")
    told = document("gains", ".", "--year", 2025, "--as-of", "2026-06-01", cwd=tmp_path)
    (row,) = [each for each in told["rows"] if each["disposal"] == "s1"]
    assert (row["code"], row["adjustment"]) == ("O", "-2400")


def test_a_wash_and_a_wrong_basis_stand_side_by_side(tmp_path: Path) -> None:
    """Shares bought back in ten days: 1,000 is disallowed; the broker showed 200 too much basis."""
    lines = (
        "2025-01-02,fidelity,buy,IBIT,10,b1,5000,,,,,,,,,",
        "2025-03-01,fidelity,sell,IBIT,10,s1,4000,,,1099-b,4000,5200,true,,,",
        "2025-03-11,fidelity,buy,IBIT,10,b2,4100,,,,,,,,,",
    )
    (row,) = gains(tmp_path, *lines)["rows"]
    assert (row["box"], columns(row)) == ("A", ("4000", "5200", "BW", "1200", "0"))
    assert (row["deferred"], row["lost"]) == ("1000", "0")


def test_the_figures_of_a_form_are_shared_out_among_the_lots_of_a_sale(tmp_path: Path) -> None:
    """Two lots for 100 and 300; the form shows 1,000 of proceeds and 800 of basis for both."""
    lines = (
        "2023-01-02,kraken,buy,BTC,1,b1,100,,,,,,,,,",
        "2025-01-02,kraken,buy,BTC,1,b2,300,,,,,,,,,",
        "2025-03-01,kraken,sell,BTC,2,s1,1000,10,,1099-da,1000,800,true,,,",
    )
    long, short = gains(tmp_path, *lines)["rows"]
    assert (long["box"], columns(long)) == ("J", ("500", "200", "BE", "95", "395"))
    assert (short["box"], columns(short)) == ("G", ("500", "600", "BE", "295", "195"))


def test_a_collectible_bears_code_c(tmp_path: Path) -> None:
    lines = (
        "2023-01-02,opensea,buy,GEMS,1,b1,100,,,,,,,,,",
        "2025-03-01,opensea,sell,GEMS,1,s1,1000,,,,,,,,,",
    )
    (row,) = gains(tmp_path, *lines, assets='[asset.GEMS]\nclass = "collectible"\n')["rows"]
    assert (row["box"], columns(row)) == ("L", ("1000", "100", "C", "0", "900"))


KRAKEN = '[account.kraken]\nform = "1099-da"\n'


@pytest.mark.parametrize(
    ("day", "form", "reported", "asset", "letter"),
    [
        ("2024-03-01", "1099-da", "true", "BTC", "C"),  # no broker sent one before 2025
        ("2024-03-01", "1099-b", "true", "BTC", "A"),
        ("2024-03-01", "", "", "BTC", "C"),
        ("2025-03-01", "1099-da", "true", "BTC", "G"),
        ("2025-03-01", "1099-da", "false", "BTC", "H"),
        ("2025-03-01", "1099-da", "", "BTC", "H"),
        ("2025-03-01", "none", "", "BTC", "I"),
        ("2025-03-01", "1099-b", "true", "BTC", "A"),
        ("2025-03-01", "1099-b", "true", "IBIT", "A"),
        ("2025-03-01", "1099-b", "false", "IBIT", "B"),
        ("2025-03-01", "none", "", "IBIT", "C"),
        ("2025-03-01", "1099-da", "true", "IBIT", "G"),  # a tokenised security
    ],
)
def test_the_box_follows_the_year_the_form_and_the_asset(
    day: str, form: str, reported: str, asset: str, letter: str, tmp_path: Path
) -> None:
    bought = f"{day[:4]}-01-02,kraken,buy,{asset},1,b1,100,,,,,,,,,"
    sale = f"{day},kraken,sell,{asset},1,s1,900,,,{form},,,{reported},,,"
    (row,) = gains(tmp_path, bought, sale, year=int(day[:4]))["rows"]
    assert row["box"] == letter
    longer = f"2022-01-02,kraken,buy,{asset},1,b1,100,,,,,,,,,"
    (row,) = gains(tmp_path, longer, sale, year=int(day[:4]))["rows"]
    assert row["box"] == dict(zip("ABCGHI", "DEFJKL", strict=True))[letter]


def test_a_figure_of_a_form_says_that_one_came(tmp_path: Path) -> None:
    assert sold(tmp_path, usd="1000", proceeds="1000", reported="true")["box"] == "G"


def test_an_account_says_what_its_broker_sends(tmp_path: Path) -> None:
    lines = (BUY.format(basis="100"), "2025-03-01,kraken,sell,BTC,1,s1,900,,,,,,,,,")
    settings = '[account.kraken]\nform = "1099-da"\nform_basis_reported = true\n'
    (row,) = gains(tmp_path, *lines, accounts=settings)["rows"]
    assert row["box"] == "G"


def test_a_missing_basis_stays_unknown_whatever_the_broker_shows(tmp_path: Path) -> None:
    sale = "2025-03-01,kraken,sell,BTC,1,s1,900,,,1099-da,900,500,true,,brother,"
    told = gains(tmp_path, sale, code=1)
    (row,) = told["rows"]
    assert (row["gain"], row["adjustment"], row["books_basis"]) == (None, None, None)
    assert row["box"] is None


def test_half_of_a_joint_account_is_half_of_every_column(tmp_path: Path) -> None:
    lines = (
        "2025-01-02,both,buy,BTC,1,b1,100,,,,,,,,,",
        "2025-03-01,both,sell,BTC,1,s1,1000,10,,1099-da,1000,300,true,,,",
    )
    accounts = '[account.both]\nowner = "joint"\nshare = "0.5"\n'
    profile = '[year.2025]\nfiling_status = "mfs"\n'
    (row,) = gains(tmp_path, *lines, accounts=accounts, profile=profile)["rows"]
    assert columns(row) == ("500", "150", "BE", "95", "445")
