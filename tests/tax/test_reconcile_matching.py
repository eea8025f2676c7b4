"""Which form is of which sale: by lot, by units, by day, by proceeds (docs/spec/reconcile.md 2)."""

from pathlib import Path

from tax.reconciling import BUY, SELL, one, reconcile


def test_two_equal_sales_are_no_duplicate(tmp_path: Path) -> None:
    books = (
        "2025-01-02T12:00:00Z,kraken,buy,BTC,2,b1,80000,,,",
        SELL,
        SELL.replace("s1", "s2").replace("T12", "T13"),
    )
    form = "kraken,BTC,1,2025-01-02,2025-06-02,49900.00,40000.00,true,short,,false"
    told = reconcile(tmp_path, books, (form, form))
    assert (len(told["matched"]), told["differences"]) == (2, [])


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
