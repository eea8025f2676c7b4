"""Forms 1099-DA against the books: each kind of difference, planted, with the row it becomes.

Expected rows follow from the Instructions for Form 8949 (2025), columns (d) to (g), by hand.
"""

from pathlib import Path

import pytest

from tax.reconciling import BUY, SELL, one, reconcile, row


def test_a_form_that_says_the_same_is_matched(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false"
    line = one(reconcile(tmp_path, (BUY, SELL), (form,)), "matched")
    assert row(line) == ("G", "49900.00", "40000.00", "", "0.00", "9900.00")


def test_a_blank_basis_is_unknown_to_the_broker_not_zero(tmp_path: Path) -> None:
    form = "kraken,BTC,1,VARIOUS,6/2/2025,49900.00,,false,Y,,"
    line = one(reconcile(tmp_path, (BUY, SELL), (form,)), "matched")
    assert row(line) == ("H", "49900.00", "40000.00", "", "0.00", "9900.00")


@pytest.mark.parametrize(("proceeds", "differ"), [("49900.009", []), ("49900.01", ["proceeds"])])
def test_a_cent_is_a_difference_and_less_is_none(
    proceeds: str, differ: list[str], tmp_path: Path
) -> None:
    form = f"kraken,BTC,1,2025-01-02,2025-06-02,{proceeds},40000,true,short,,"
    told = reconcile(tmp_path, (BUY, SELL), (form,))
    assert [line["why"].partition("-")[0] for line in told["differences"]] == differ


PLANTED = {
    "proceeds-fees": (
        "kraken,BTC,1,2025-01-02,2025-06-02,50000,40000,true,short,,",
        ("G", "50000.00", "40000.00", "E", "-100.00", "9900.00"),
    ),
    "proceeds-above": (
        "kraken,BTC,1,2025-01-02,2025-06-02,50500,40000,true,short,,",
        ("G", "50500.00", "40000.00", "EO", "-600.00", "9900.00"),
    ),
    "proceeds-below": (
        "kraken,BTC,1,2025-01-02,2025-06-02,49000,40000,true,short,,",
        ("G", "49900.00", "40000.00", "", "0.00", "9900.00"),
    ),
    "basis": (
        "kraken,BTC,1,2025-01-02,2025-06-02,49900,38000,true,short,,",
        ("G", "49900.00", "38000.00", "B", "-2000.00", "9900.00"),
    ),
    "basis-not-reported": (
        "kraken,BTC,1,2025-01-02,2025-06-02,49900,0,false,short,,true",
        ("H", "49900.00", "40000.00", "B", "0.00", "9900.00"),
    ),
    "noncovered": (
        "kraken,BTC,1,,2025-06-02,49900,,false,Y,,true",
        ("H", "49900.00", "40000.00", "", "0.00", "9900.00"),
    ),
    "term": (
        "kraken,BTC,1,2025-01-02,2025-06-02,49900,40000,true,long,,",
        ("G", "49900.00", "40000.00", "T", "0.00", "9900.00"),
    ),
    "ordinary": (
        "kraken,BTC,1,2025-01-02,2025-06-02,49900,40000,true,ordinary,,",
        ("G", "49900.00", "40000.00", "T", "0.00", "9900.00"),
    ),
    "acquired": (
        "kraken,BTC,1,2025-01-05,2025-06-02,49900,40000,true,short,,",
        ("G", "49900.00", "40000.00", "", "0.00", "9900.00"),
    ),
    "day": (
        "kraken,BTC,1,2025-01-02,2025-06-01,49900,40000,true,short,,",
        ("G", "49900.00", "40000.00", "", "0.00", "9900.00"),
    ),
    "wash": (
        "kraken,BTC,1,2025-01-02,2025-06-02,49900,40000,true,short,50,",
        ("G", "49900.00", "40000.00", "", "0.00", "9900.00"),
    ),
}


@pytest.mark.parametrize("why", PLANTED)
def test_each_kind_of_difference_is_told_with_its_row(why: str, tmp_path: Path) -> None:
    form, expected = PLANTED[why]
    line = one(reconcile(tmp_path, (BUY, SELL), (form,)))
    assert (line["why"], row(line)) == (why, expected)


def test_other_units_are_an_error_until_settled(tmp_path: Path) -> None:
    form = "kraken,BTC,0.8,2025-01-02,2025-06-02,39920,32000,true,short,,"
    told = reconcile(tmp_path, (BUY, SELL), (form,), code=1)
    kinds = [line["why"] for line in told["differences"]]
    assert kinds[0] == "quantity"
    assert row(told["differences"][0]) == ("G", "49900.00", "40000.00", "", "0.00", "9900.00")
    assert [each["code"] for each in told["problems"] if each["severity"] == "error"] == [
        "broker-form-differs"
    ]


def test_a_form_sent_twice_is_reported_once(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false"
    told = reconcile(tmp_path, (BUY, SELL), (form, form), code=1)
    assert len(told["matched"]) == 1
    (line,) = told["differences"]
    assert (line["why"], line["row_8949"]) == ("duplicate", None)


def test_a_form_without_a_sale_is_left_to_the_taxpayer(tmp_path: Path) -> None:
    forms = (
        "kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false",
        "kraken,DOGE,100,,2025-07-01,12.34,,false,Y,,true",
    )
    told = reconcile(tmp_path, (BUY, SELL), forms, code=1)
    (line,) = told["missing_in_books"]
    assert (line["why"], row(line)) == (
        "missing-in-books",
        (None, "12.34", None, "", "0.00", None),
    )


def test_a_sale_without_a_form_is_reported_in_the_box_without_one(tmp_path: Path) -> None:
    books = (
        BUY,
        SELL,
        "2025-07-01T12:00:00Z,kraken,buy,ETH,1,b2,10,,,",
        "2025-08-01T12:00:00Z,kraken,sell,ETH,1,s2,30,,,",
    )
    form = "kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false"
    accounts = '[account.kraken]\nform = "1099-da"\n'
    told = reconcile(tmp_path, books, (form,), accounts=accounts)
    (line,) = told["missing_on_form"]
    assert (line["why"], row(line)) == (
        "missing-on-form",
        ("I", "30.00", "10.00", "", "0.00", "20.00"),
    )


MOVED = (
    "2021-01-02T12:00:00Z,ledger,buy,BTC,1,b1,20000,,,",
    "2025-03-03T12:00:00Z,ledger,transfer,BTC,1,t1,,,kraken,",
    SELL,
)


def test_a_broker_that_counts_from_the_transfer_is_told_apart(tmp_path: Path) -> None:
    """Bought 2021 for 20,000, moved in 2025: the broker says short, basis by the day it came."""
    form = "kraken,BTC,1,2025-03-03,2025-06-02,49900,45000,true,short,,"
    told = reconcile(tmp_path, MOVED, (form,))
    whys = [line["why"] for line in told["differences"]]
    assert whys == ["transfer-date", "basis"]
    assert row(told["differences"][0]) == (
        "J",
        "49900.00",
        "45000.00",
        "BT",
        "25000.00",
        "29900.00",
    )
    assert "2021-01-02" in told["differences"][0]["sentence"]


def test_a_basis_we_do_not_know_stays_empty(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,49900,40000,true,short,,"
    told = reconcile(tmp_path, (SELL,), (form,), code=1)
    (line,) = told["differences"]
    assert line["why"] == "basis-unknown"
    assert line["row_8949"]["gain"] is None


def test_one_form_may_stand_for_a_years_stablecoins(tmp_path: Path) -> None:
    books = (
        "2025-01-02T12:00:00Z,kraken,buy,USDC,300,b1,300,,,",
        "2025-02-02T12:00:00Z,kraken,sell,USDC,100,s1,100,,,",
        "2025-03-02T12:00:00Z,kraken,sell,USDC,200,s2,200,,,",
    )
    line = one(reconcile(tmp_path, books, ("kraken,USDC,300,VARIOUS,VARIOUS,300,,false,Y,,",)))
    assert line["why"] == "aggregated-stablecoins"
    boxes = [(each["box"], each["proceeds"]) for each in line["rows_8949"]]
    assert boxes == [("H", "100.00"), ("H", "200.00")]


@pytest.mark.parametrize(("of_class", "code"), [("nft", ""), ("collectible", "C")])
def test_one_form_may_stand_for_a_years_nfts(tmp_path: Path, of_class: str, code: str) -> None:
    """One that is a collectible is an NFT, too (Notice 2023-27)."""
    books = (
        "2025-01-02T12:00:00Z,kraken,buy,APE1,1,b1,300,,,",
        "2025-02-02T12:00:00Z,kraken,sell,APE1,1,s1,500,,,",
    )
    assets = f'[asset.APE1]\nclass = "{of_class}"\n'
    forms = ("kraken,NFT,1,VARIOUS,,500,,false,Y,,",)
    line = one(reconcile(tmp_path, books, forms, assets=assets))
    assert (line["why"], row(line)) == (
        "aggregated-nfts",
        ("H", "500.00", "300.00", code, "0.00", "200.00"),
    )


def test_twelve_kinds_at_once_are_told_apart(tmp_path: Path) -> None:
    """A coin of its own for each kind, bought for 1,000 in 2024 and sold for 1,500 less 5."""
    kinds = {
        "proceeds-fees": "2024-03-01,2025-06-02,1500,1000,true,long,,",
        "proceeds-above": "2024-03-01,2025-06-02,1600,1000,true,long,,",
        "proceeds-below": "2024-03-01,2025-06-02,1400,1000,true,long,,",
        "basis": "2024-03-01,2025-06-02,1495,900,true,long,,",
        "basis-not-reported": "2024-03-01,2025-06-02,1495,900,false,long,,",
        "noncovered": ",2025-06-02,1495,,false,Y,,true",
        "term": "2024-03-01,2025-06-02,1495,1000,true,short,,",
        "wash": "2024-03-01,2025-06-02,1495,1000,true,long,20,",
        "day": "2024-03-01,2025-06-03,1495,1000,true,long,,",
        "acquired": "2024-03-02,2025-06-02,1495,1000,true,long,,",
        "quantity": "2024-03-01,2025-06-02,1495,1000,true,long,,",
        "missing-in-books": "2024-03-01,2025-06-02,1495,1000,true,long,,",
    }
    coins = {why: f"C{n}" for n, why in enumerate(kinds)}
    books = []
    for why, coin in coins.items():
        if why != "missing-in-books":
            books.append(f"2024-03-01T12:00:00Z,kraken,buy,{coin},1,b-{coin},1000,,,")
            books.append(f"2025-06-02T12:00:00Z,kraken,sell,{coin},1,s-{coin},1500,5,,")
    units = {why: "0.9" if why == "quantity" else "1" for why in kinds}
    forms = [f"kraken,{coins[why]},{units[why]},{cells}" for why, cells in kinds.items()]
    told = reconcile(tmp_path, books, forms, code=1)
    found = {
        line["asset"]: line["why"] for line in (*told["differences"], *told["missing_in_books"])
    }
    assert found == {coin: why for why, coin in coins.items()}
    for line in told["differences"]:
        shown = line["row_8949"]
        assert shown["gain"] == "495.00"
        assert shown["part"] == "II"
