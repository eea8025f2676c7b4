"""Forms 1099-DA against the books: each kind of difference, planted, with the row it becomes.

Expected rows follow from the Instructions for Form 8949 (2025), columns (d) to (g), by hand.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from faces.running import document, harvestry

HEADER = "time,account,kind,asset,quantity,id,usd,fee_usd,to_account,acquired"
FORM = "account,asset,quantity,acquired,sold,proceeds,basis,basis_reported,term,wash,noncovered"
BUY = "2025-01-02T12:00:00Z,kraken,buy,BTC,1,b1,40000,,,"
SELL = "2025-06-02T12:00:00Z,kraken,sell,BTC,1,s1,50000,100,,"


def reconcile(
    folder: Path,
    books: Sequence[str],
    forms: Sequence[str],
    *,
    year: int = 2025,
    code: int = 0,
    **settings: str,
) -> Any:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "own.csv").write_text("\n".join((HEADER, *books)) + "\n", "utf-8")
    (folder / "forms.csv").write_text("\n".join((FORM, *forms)) + "\n", "utf-8")
    for name, text in settings.items():
        (folder / "in" / f"{name}.toml").write_text(text, "utf-8")
    common = ("in", "--broker-forms", "forms.csv", "--year", year, "--as-of", "2026-06-01")
    return document("reconcile", *common, cwd=folder, code=code)


def row(told: Any) -> tuple[str, ...]:
    """Give box, then columns (d) to (h), of the row on Form 8949."""
    keys = ("box", "proceeds", "basis", "code", "adjustment", "gain")
    return tuple(told["row_8949"][key] for key in keys)


def one(told: Any, part: str = "differences") -> Any:
    others = {"matched", "differences", "missing_in_books", "missing_on_form"} - {part}
    assert [told[other] for other in sorted(others)] == [[], [], []]
    (line,) = told[part]
    assert line["sentence"].endswith(".")
    return line


def test_a_form_that_says_the_same_is_matched(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false"
    line = one(reconcile(tmp_path, (BUY, SELL), (form,)), "matched")
    assert row(line) == ("G", "49900.00", "40000.00", "", "0.00", "9900.00")


def test_a_blank_basis_is_unknown_to_the_broker_not_zero(tmp_path: Path) -> None:
    form = "kraken,BTC,1,VARIOUS,6/2/2025,49900.00,,false,Y,,"
    line = one(reconcile(tmp_path, (BUY, SELL), (form,)), "matched")
    assert row(line) == ("H", "49900.00", "40000.00", "", "0.00", "9900.00")


@pytest.mark.parametrize(("term", "ticked"), [("X", "yes"), ("y", "X"), ("", "TRUE"), ("Y", "1")])
def test_boxes_are_ticked_in_several_ways(term: str, ticked: str, tmp_path: Path) -> None:
    form = f'kraken,btc,1,,6/2/2025,"$49,900.00",40000,{ticked},{term},0.00,no'
    line = one(reconcile(tmp_path, (BUY, SELL), (form,)), "matched")
    assert row(line)[0] == "G"


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


def test_two_equal_sales_are_no_duplicate(tmp_path: Path) -> None:
    books = (
        "2025-01-02T12:00:00Z,kraken,buy,BTC,2,b1,80000,,,",
        SELL,
        SELL.replace("s1", "s2").replace("T12", "T13"),
    )
    form = "kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false"
    told = reconcile(tmp_path, books, (form, form))
    assert (len(told["matched"]), told["differences"]) == (2, [])


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


def test_a_sale_over_the_years_end_is_of_our_year(tmp_path: Path) -> None:
    """23:30 in New York is the next year in UTC: the broker's form is of 2026."""
    books = (BUY, "2025-12-31T23:30:00-05:00,kraken,sell,BTC,1,s1,50000,100,,")
    accounts = '[account.kraken]\ntime_zone = "America/New_York"\n'
    form = "kraken,BTC,1,2025-01-02,2026-01-01,49900,40000,true,short,,"
    told = reconcile(tmp_path, books, (form,), accounts=accounts, year=2026)
    line = one(told)
    assert (line["why"], line["row_8949"]["sold"]) == ("year", "2025-12-31")
    told = reconcile(tmp_path, books, (form,), accounts=accounts, year=2025)
    assert one(told)["why"] == "day"


def test_a_form_of_another_year_is_not_missed_in_this_one(tmp_path: Path) -> None:
    forms = (
        "kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false",
        "kraken,BTC,1,2023-01-02,2024-06-02,49900.00,40000.00,true,short,,false",
    )
    told = reconcile(tmp_path, (BUY, SELL), forms)
    (line,) = told["differences"]
    assert (line["why"], line["row_8949"], told["missing_in_books"]) == ("year", None, [])


def test_a_day_that_is_far_off_is_told_as_a_day(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-20,49900,40000,true,short,,"
    line = one(reconcile(tmp_path, (BUY, SELL), (form,)))
    assert (line["why"], line["row_8949"]["sold"]) == ("day", "2025-06-02")
    assert "See which is right" in line["sentence"]


def test_of_two_sales_alike_the_one_with_the_proceeds_is_meant(tmp_path: Path) -> None:
    books = (
        "2025-01-02T12:00:00Z,kraken,buy,BTC,2,b1,80000,,,",
        SELL,
        "2025-06-02T13:00:00Z,kraken,sell,BTC,1,s2,60000,100,,",
    )
    forms = (
        "kraken,BTC,1,2025-01-02,2025-06-02,59900,40000,true,short,,",
        "kraken,BTC,1,2025-01-02,2025-06-02,49900,40000,true,short,,",
    )
    told = reconcile(tmp_path, books, forms)
    assert (len(told["matched"]), told["differences"]) == (2, [])


def test_of_two_other_days_the_nearer_is_meant(tmp_path: Path) -> None:
    books = (
        "2025-01-02T12:00:00Z,kraken,buy,BTC,2,b1,80000,,,",
        "2025-03-02T12:00:00Z,kraken,sell,BTC,1,s1,50000,100,,",
        "2025-09-02T12:00:00Z,kraken,sell,BTC,1,s2,50000,100,,",
    )
    form = "kraken,BTC,1,2025-01-02,2025-08-20,49900,40000,true,short,,"
    told = reconcile(tmp_path, books, (form,))
    (line,) = told["differences"]
    assert (line["why"], line["row_8949"]["sold"]) == ("day", "2025-09-02")
    assert [each["row_8949"]["sold"] for each in told["missing_on_form"]] == ["2025-03-02"]


def test_an_account_that_sends_forms_is_missed_though_none_came(tmp_path: Path) -> None:
    books = (
        BUY,
        SELL,
        "2025-07-01T12:00:00Z,gemini,buy,ETH,1,b2,10,,,",
        "2025-08-01T12:00:00Z,gemini,sell,ETH,1,s2,30,,,",
    )
    form = "Kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false"
    told = reconcile(tmp_path, books, (form,))
    assert told["missing_on_form"] == []
    told = reconcile(tmp_path, books, (form,), accounts='[account.gemini]\nform = "1099-da"\n')
    (line,) = told["missing_on_form"]
    assert line["account"] == "gemini"
    assert len(told["matched"]) == 1


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


def test_one_form_may_stand_for_a_years_nfts(tmp_path: Path) -> None:
    books = (
        "2025-01-02T12:00:00Z,kraken,buy,APE1,1,b1,300,,,",
        "2025-02-02T12:00:00Z,kraken,sell,APE1,1,s1,500,,,",
    )
    assets = '[asset.APE1]\nclass = "nft"\n'
    forms = ("kraken,NFT,1,VARIOUS,,500,,false,Y,,",)
    line = one(reconcile(tmp_path, books, forms, assets=assets))
    assert (line["why"], row(line)) == (
        "aggregated-nfts",
        ("H", "500.00", "300.00", "", "0.00", "200.00"),
    )


LOTS = (
    "2023-01-02T12:00:00Z,kraken,buy,BTC,1,b1,20000,,,",
    "2025-01-02T12:00:00Z,kraken,buy,BTC,2,b2,80000,,,",
    "2025-06-02T12:00:00Z,kraken,sell,BTC,3,s1,150000,300,,",
)


def test_one_form_may_be_of_a_sale_of_several_lots(tmp_path: Path) -> None:
    form = "kraken,BTC,3,VARIOUS,2025-06-02,150000,,false,Y,,"
    line = one(reconcile(tmp_path, LOTS, (form,)))
    assert line["why"] == "proceeds-fees"
    rows = [(each["box"], each["code"], each["adjustment"]) for each in line["rows_8949"]]
    assert rows == [("K", "E", "-100.00"), ("H", "E", "-200.00")]


def test_several_forms_may_be_of_one_lot(tmp_path: Path) -> None:
    """The broker reports by fill: 0.5 and 1.5 of the second lot, 1 of the first."""
    forms = (
        "kraken,BTC,1,2023-01-02,2025-06-02,49900,20000,true,long,,",
        "kraken,BTC,0.5,2025-01-02,2025-06-02,24950,20000,true,short,,",
        "kraken,BTC,1.5,2025-01-02,2025-06-02,74850,60000,true,short,,",
    )
    told = reconcile(tmp_path, LOTS, forms)
    assert told["differences"] == []
    assert sorted(len(line["form"]) for line in told["matched"]) == [1, 2]


def test_a_form_may_be_of_some_of_the_lots(tmp_path: Path) -> None:
    """Two forms by term: 1 long, 2 short, though the short one was bought in two parts."""
    books = (
        LOTS[0],
        "2025-01-02T12:00:00Z,kraken,buy,BTC,1.25,b2,50000,,,",
        "2025-02-02T12:00:00Z,kraken,buy,BTC,0.75,b3,30000,,,",
        LOTS[2],
    )
    forms = (
        "kraken,BTC,1,2023-01-02,2025-06-02,49900,20000,true,long,,",
        "kraken,BTC,2,VARIOUS,2025-06-02,99800,80000,true,short,,",
    )
    told = reconcile(tmp_path, books, forms)
    assert (len(told["matched"]), told["differences"]) == (2, [])
    short = next(line for line in told["matched"] if len(line["books"]) == 2)
    assert short["row_8949"]["acquired"] == "VARIOUS"


def test_the_forms_take_the_brokers_figures(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,50000,38000,true,short,,"
    reconcile(tmp_path, (BUY, SELL), (form,))
    common = ("in", "--year", 2025, "--as-of", "2026-06-01", "--out", "out")
    told = document("forms", *common, "--broker-forms", "forms.csv", cwd=tmp_path)
    (box,) = told["form_8949"]
    (shown,) = box["rows"]
    keys = ("proceeds", "basis", "code", "adjustment", "gain")
    assert box["box"] == "G"
    assert tuple(shown[key] for key in keys) == (
        "50000.00",
        "38000.00",
        "BE",
        "-2100.00",
        "9900.00",
    )


def test_half_of_a_joint_account_stands_on_the_forms_and_all_of_it_on_the_brokers(
    tmp_path: Path,
) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,50000,38000,true,short,,"
    accounts = '[account.kraken]\nowner = "joint"\nshare = "0.5"\n'
    profile = '[year.2025]\nfiling_status = "mfs"\n'
    told = reconcile(tmp_path, (BUY, SELL), (form,), accounts=accounts, profile=profile)
    assert [line["why"] for line in told["differences"]] == ["proceeds-fees", "basis"]
    common = ("in", "--year", 2025, "--as-of", "2026-06-01", "--out", "out")
    told = document("forms", *common, "--broker-forms", "forms.csv", cwd=tmp_path)
    (shown,) = told["form_8949"][0]["rows"]
    assert (shown["proceeds"], shown["adjustment"], shown["gain"]) == (
        "25000.00",
        "-1050.00",
        "4950.00",
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("kraken,BTC,,2025-01-02,2025-06-02,1,,,,,", "above zero are needed"),
        ("kraken,BTC,1,2025-13-02,2025-06-02,1,,,,,", "`acquired`"),
        ("kraken,BTC,1,,2/30/2025,1,,,,,", "`sold`"),
        ("kraken,BTC,1,,2025-06-02,lots,,,,,", "`proceeds`"),
        ("kraken,BTC,1,,2025-06-02,1,,,middle,,", "`term`"),
        ("kraken,BTC,1,,2025-06-02,1,,perhaps,,,", "basis_reported"),
        ("kraken,BTC,1", "3 cells under 11 columns"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_in_a_sentence(
    line: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "own.csv").write_text(f"{HEADER}\n{BUY}\n", "utf-8")
    (tmp_path / "forms.csv").write_text(f"{FORM}\n{line}\n", "utf-8")
    ran = harvestry(
        *("reconcile", "in", "--broker-forms", "forms.csv", "--year", 2025), cwd=tmp_path
    )
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "row 1" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(f"{HEADER}\n{BUY}\n", "utf-8")
    ran = harvestry(
        *("reconcile", "own.csv", "--broker-forms", "own.csv", "--year", 2025), cwd=tmp_path
    )
    assert (ran.returncode, "there is no column" in ran.stderr) == (2, True)


def test_an_audit_pack_encloses_the_brokers_forms(tmp_path: Path) -> None:
    form = "kraken,BTC,1,2025-01-02,2025-06-02,50000,38000,true,short,,"
    reconcile(tmp_path, (BUY, SELL), (form,))
    common = ("in", "--year", 2025, "--as-of", "2026-06-01", "--out", "out")
    harvestry("forms", *common, "--broker-forms", "forms.csv", cwd=tmp_path)
    (tmp_path / "forms.csv").unlink()
    ran = harvestry("verify-pack", "out/audit-pack-2025.zip", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr


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
