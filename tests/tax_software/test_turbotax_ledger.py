"""TurboTax's universal template, read back by its stated rules.

Thirteen columns, date and type in every row, no number below zero, at most eight decimals.
"""

import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from harvestry.case import open_case
from harvestry.events.kind import Kind
from harvestry.reports.tax_software.read_me import read_me
from harvestry.reports.tax_software.software_file import SoftwareFile
from harvestry.reports.tax_software.turbotax_ledger import turbotax_ledger
from harvestry.sample.household import write_household
from tax_software.laying_out import lines_of

TYPES = {
    *("Buy", "Sale", "Convert", "Transfer", "Income", "Expense", "Deposit", "Withdrawal"),
    *("Mining", "Airdrop", "Forking", "Staking", "Other"),
}
HEADER = (
    "Date,Type,Sent Asset,Sent Amount,Received Asset,Received Amount,Fee Asset,Fee Amount,"
    "Market Value Currency,Market Value,Description,Transaction Hash,Transaction ID"
)
NUMBER = re.compile(r"[0-9]+(\.[0-9]{1,8})?")
COLUMNS = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,to_account,got_asset,"
    "got_quantity,acquired\n"
)


def read(content: bytes) -> list[dict[str, str]]:
    header, *lines = lines_of(content)
    assert header == HEADER.split(",")
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    for each in rows:
        datetime.strptime(each["Date"], "%m/%d/%Y %H:%M")  # noqa: DTZ007  # as TurboTax has it
        assert each["Type"] in TYPES
        for side in ("Sent", "Received", "Fee"):
            amount, asset = each[f"{side} Amount"], each[f"{side} Asset"]
            assert not amount or (asset and NUMBER.fullmatch(amount)), each
        assert not each["Market Value"] or NUMBER.fullmatch(each["Market Value"])
        assert bool(each["Market Value"]) is (each["Market Value Currency"] == "USD")
    return rows


def written(folder: Path, rows: str, year: int = 2025) -> SoftwareFile:
    path = folder / "own.csv"
    width = COLUMNS.count(",")
    full = [line + "," * (width - line.count(",")) for line in rows.splitlines()]
    path.write_text(COLUMNS + "\n".join(full) + "\n")
    return ledger_of([path], year)


def ledger_of(paths: list[Path], year: int) -> SoftwareFile:
    view = open_case(paths, as_of="2026-12-31").filed
    return turbotax_ledger(view.run.events, view.returns, view.run.assets, year)


def test_intuits_own_example(tmp_path: Path) -> None:
    rows = "2025-10-01T15:21:00Z,kraken,sell,BTC,0.2,s1,4500,,,1.50\n"
    (sale,) = read(written(tmp_path, rows).content)
    assert list(sale.values())[:10] == (
        ["10/1/2025 15:21", "Sale", "BTC", "0.2", "USD", "4500", "USD", "1.5", "USD", "4498.5"]
    )


def test_a_fee_in_coins_stands_beside_what_was_sent(tmp_path: Path) -> None:
    rows = (
        "2025-01-01T00:00:00Z,kraken,buy,BTC,1,b1,20000\n"
        "2025-02-01T00:00:00Z,kraken,trade,BTC,0.5,x1,9900,BTC,0.01,,,ETH,3\n"
        "2025-03-01T00:00:00Z,kraken,transfer,BTC,0.4,t1,,BTC,0.001,20,ledger\n"
    )
    _, trade, move = read(written(tmp_path, rows).content)
    assert (trade["Type"], trade["Sent Amount"], trade["Fee Amount"]) == ("Convert", "0.49", "0.01")
    assert (trade["Received Amount"], trade["Market Value"]) == ("3", "9900")
    assert (move["Sent Amount"], move["Received Amount"]) == ("0.4", "0.4")
    assert (move["Fee Asset"], move["Fee Amount"]) == ("BTC", "0.001")


def test_a_sale_whose_fee_is_unknown_has_no_market_value(tmp_path: Path) -> None:
    """1 BTC for 30,000 with a fee of 5 XYZ, which nothing prices: the net is not 30,000."""
    rows = (
        "2025-01-01T00:00:00Z,kraken,buy,BTC,2,b1,20000\n"
        "2025-01-01T00:00:00Z,kraken,buy,XYZ,10,b2,50\n"
        "2025-03-01T00:00:00Z,kraken,sell,BTC,1,s1,30000,XYZ,5\n"
    )
    done = written(tmp_path, rows)
    (sale,) = (each for each in read(done.content) if each["Type"] == "Sale")
    assert (sale["Received Amount"], sale["Fee Asset"], sale["Fee Amount"]) == ("30000", "XYZ", "5")
    assert (sale["Market Value Currency"], sale["Market Value"]) == ("", "")
    assert any("1 rows have no market value" in note for note in done.notes)


def test_a_fee_in_the_coin_sold_is_taken_off_at_the_price_of_the_sale(tmp_path: Path) -> None:
    """docs/spec/lots.md: proceeds are usd less usd * fee / quantity, 30,000 - 30,000 * 0.1 / 1."""
    rows = (
        "2025-01-01T00:00:00Z,kraken,buy,BTC,2,b1,20000\n"
        "2025-03-01T00:00:00Z,kraken,sell,BTC,1,s1,30000,BTC,0.1\n"
    )
    done = written(tmp_path, rows)
    sale = read(done.content)[-1]
    assert (sale["Sent Amount"], sale["Fee Amount"], sale["Market Value"]) == (
        "0.9",
        "0.1",
        "27000",
    )
    assert not any("no market value" in note for note in done.notes)


def test_what_is_rounded_is_reported_to_the_last_digit(tmp_path: Path) -> None:
    rows = (
        "2025-01-01T00:00:00Z,kraken,buy,ETH,1.123456789012345678,b1,20000.123456789\n"
        "2025-01-02T00:00:00Z,kraken,income:staking,ETH,0.000000001,i1,0.01\n"
    )
    done = written(tmp_path, rows)
    (bought,) = read(done.content)
    assert bought["Received Amount"] == "1.12345679"
    by_column = {each.column: each for each in done.residues}
    assert by_column["Received Amount"].exact == "1.123456789012345678"
    for each in done.residues:
        assert Decimal(each.written) + Decimal(each.rest) == Decimal(each.exact)
    assert any("1 rows are left out: amounts that eight decimals" in note for note in done.notes)


def test_gifts_and_openings_keep_their_day_and_basis_and_unknown_stays_empty(
    tmp_path: Path,
) -> None:
    rows = (
        "2025-05-01T00:00:00Z,kraken,gift-in,BTC,1,g1,300,,,,,,,2020-04-02\n"
        "2025-06-01T00:00:00Z,kraken,deposit,BTC,1,d1\n"
        "2025-07-01T00:00:00Z,kraken,income:airdrop,XYZ,5,i1\n"
    )
    done = written(tmp_path, rows)
    gift, deposit, airdrop = read(done.content)
    assert (gift["Date"][:8], gift["Type"], gift["Sent Amount"]) == ("4/2/2020", "Buy", "300")
    assert (deposit["Type"], deposit["Market Value"]) == ("Deposit", "")
    assert airdrop["Market Value"] == ""
    assert any("1 rows have no market value" in note for note in done.notes)


def test_later_years_and_what_the_template_has_no_type_for_are_left_out(tmp_path: Path) -> None:
    rows = (
        "2025-05-01T00:00:00Z,kraken,buy,BTC,1,b1,300\n"
        "2025-05-02T00:00:00Z,kraken,pnl:1256,BTC,1,p1,-50\n"
        "2026-05-01T00:00:00Z,kraken,sell,BTC,1,s1,300\n"
    )
    done = written(tmp_path, rows)
    assert Counter(each["Type"] for each in read(done.content)) == {"Buy": 1}
    assert any("1 rows are left out: contracts" in note for note in done.notes)


def test_the_sample_household_keeps_every_rule(tmp_path: Path) -> None:
    write_household(tmp_path)
    rows = read(ledger_of([tmp_path], 2026).content)
    assert len(rows) > 300
    assert {"Buy", "Sale", "Convert", "Transfer", "Staking"} <= {each["Type"] for each in rows}


def test_read_back_as_transactions_it_leaves_the_same_coins(tmp_path: Path) -> None:
    """All but the fees of transfers, which the reader leaves with their rows for review."""
    write_household(tmp_path / "files")
    case = open_case([tmp_path / "files"], as_of="2026-12-31")
    again = tmp_path / "turbotax.csv"
    again.write_bytes(ledger_of([tmp_path / "files"], 2026).content)
    view = case.filed
    ours, fees = Counter[str](), Counter[str]()
    for lot in view.run.books.lots:
        if view.run.assets.named(lot.asset).is_digital:
            ours[lot.asset] += lot.quantity
    for event in view.run.events:
        if event.kind is Kind.TRANSFER and event.fee_asset is not None:
            fees[event.fee_asset] += event.fee_quantity or 0
    theirs = Counter[str]()
    for lot in open_case([again], as_of="2026-12-31").run.books.lots:
        theirs[lot.asset] += lot.quantity
    assert len(ours) > 5
    assert theirs == ours + fees


GIFTS = (
    "time,account,kind,asset,quantity,id,usd,acquired,fmv_usd,lots,related\n"
    "2025-01-10,w,gift-in,BTC,3,g,300,2019-03-01,210,,\n"
    "2025-01-11,w,inherit,ETH,2,i,200,2024-12-30,,,\n"
    "2025-02-03,w,sell,BTC,1,s1,60,,,,\n"
    "2025-02-04,w,sell,BTC,1,s2,95,,,g:1,\n"
    "2025-02-05,w,sell,ETH,1,s3,95,,,,sister\n"
)


def test_what_the_template_cannot_hold_is_said(tmp_path: Path) -> None:
    """IRC 1015(a): of the gift 10 are lost from 70, of which TurboTax knows nothing: it has 100."""
    (tmp_path / "own.csv").write_text(GIFTS)
    told = " ".join(ledger_of([tmp_path / "own.csv"], 2025).notes)
    assert "1 gifts may be sold at a loss" in told
    assert "1 inheritances stand as purchases" in told
    assert "1 rows name the lots given up" in told
    assert "1 rows say more for Form 8949, of related persons" in told
    assert "against form-8949-2025.csv" in told


def test_no_page_says_that_nothing_was_left_out_of_transactions(tmp_path: Path) -> None:
    done = written(tmp_path, "2025-10-01T15:21:00Z,kraken,buy,BTC,0.2,b,4500\n")
    page = read_me(2025, [done], ()).decode()
    assert "Nothing was left out" not in page
    assert "TurboTax matches lots anew" in page
