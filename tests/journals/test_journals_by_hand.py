"""A household by hand: what each kind of event does to the accounts of a journal."""

from decimal import Decimal
from pathlib import Path

import pytest

from harvestry.case import Case, open_case
from harvestry.reports.journals.beancount import beancount_journal
from harvestry.reports.journals.chronicle import entries_of
from harvestry.reports.journals.hledger import hledger_journal
from journals.telling import sums

HEADER = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,to_account,"
    "got_asset,got_quantity,acquired,fmv_usd\n"
)
LIFE = """\
2025-01-01T12:00:00Z,kraken,buy,BTC,2,b1,20000,,,50
2025-01-02T12:00:00Z,kraken,buy,BNB,10,b2,5000
2025-02-01T12:00:00Z,kraken,sell,BTC,0.5,s1,6000,BNB,1,600
2025-03-01T12:00:00Z,kraken,transfer,BTC,1,t1,,BTC,0.1,1500,ledger
2025-04-01T12:00:00Z,ledger,trade,BTC,0.4,x1,5000,,,,,ETH,2
2025-05-01T12:00:00Z,ledger,income:staking,ETH,0.1,i1,250
2025-05-02T12:00:00Z,ledger,spend,ETH,0.5,p1,1400
2025-06-01T12:00:00Z,ledger,gift-in,SOL,10,g1,900,,,,,,,2024-06-01,1200
2025-06-02T12:00:00Z,ledger,gift-out,SOL,4,o1
2025-06-03T12:00:00Z,ledger,lost,SOL,1,l1
2025-07-01T12:00:00Z,ledger,deposit,DOGE,100,d1
2025-07-02T12:00:00Z,ledger,sell,DOGE,40,s2,30
"""
# By hand. s1: 0.5 of 2 BTC that cost 20,050 carry 5,012.50; proceeds 6,000 - 600 = 5,400, gain
# 387.50. Its fee: 1 of 10 BNB carries 500, proceeds 600, gain 100. t1's fee: 0.1 BTC carries
# 1,002.50, proceeds 1,500, gain 497.50. x1: 0.4 BTC carries 4,010, gain 990. p1: 0.5 of the ETH
# that cost 5,000 for 2 carries 1,250, gain 150. s2: the basis of what was sold is unknown.
GAINS = Decimal("387.50") + 100 + Decimal("497.50") + 990 + 150
HELD = {
    ("Assets:Kraken:BTC", "BTC"): Decimal("0.4"),
    ("Assets:Kraken:BNB", "BNB"): Decimal(9),
    ("Assets:Ledger:BTC", "BTC"): Decimal("0.6"),
    ("Assets:Ledger:ETH", "ETH"): Decimal("1.6"),
    ("Assets:Ledger:SOL", "SOL"): Decimal(5),
    ("Assets:Ledger:DOGE", "DOGE"): Decimal(60),
}


def opened(folder: Path, rows: str) -> Case:
    path = folder / "life.csv"
    width = HEADER.count(",")
    full = [line + "," * (width - line.count(",")) for line in rows.splitlines()]
    path.write_text(HEADER + "\n".join(full) + "\n")
    return open_case([path], as_of="2025-12-31")


def journal_of(case: Case) -> str:
    view = case.filed
    run = view.run
    entries = tuple(entries_of(run.books, run.events, run.rules, view.returns, run.moment.zone))
    return "\n".join(beancount_journal(entries, (), run.moment.day)) + "\n"


def test_accounts_hold_what_hand_arithmetic_says(tmp_path: Path) -> None:
    journal = journal_of(opened(tmp_path, LIFE))
    assert sums(journal, "Assets:") == HELD
    assert sums(journal, "Income:Gains:") == {("Income:Gains:Short", "USD"): -GAINS}
    assert sums(journal, "Income:Received:") == {("Income:Received:Staking", "USD"): -250}
    assert sums(journal, "Equity:Gifts") == {
        ("Equity:Gifts-Received", "USD"): -900,
        ("Equity:Gifts-Given", "USD"): 360,
    }
    assert sums(journal, "Equity:Lost") == {("Equity:Lost", "USD"): 90}
    assert sums(journal, "Expenses:") == {
        ("Expenses:Fees", "USD"): 1500,
        ("Expenses:Spent", "USD"): 1400,
    }
    assert sums(journal, "Equity:Cash:") == {
        ("Equity:Cash:Kraken", "USD"): -20050 - 5000 + 6000,
        ("Equity:Cash:Ledger", "USD"): 30,
    }


def test_a_loss_deferred_to_another_short_sale_leaves_no_cash(tmp_path: Path) -> None:
    """IRC 1091(e): the 100 lost on the first joins the second, which gains 480 - 300 - 100 = 80."""
    rows = (
        "2025-03-02T12:00:00Z,broker,short,IBIT,10,one,500\n"
        "2025-03-20T12:00:00Z,broker,cover,IBIT,10,c1,600\n"
        "2025-04-01T12:00:00Z,broker,short,IBIT,10,two,480\n"
        "2025-08-01T12:00:00Z,broker,cover,IBIT,10,c2,300\n"
    )
    journal = journal_of(opened(tmp_path, rows))
    assert sums(journal, "Equity:Cash:") == {("Equity:Cash:Broker", "USD"): 500 - 600 + 480 - 300}
    assert sums(journal, "Income:Gains:") == {("Income:Gains:Short", "USD"): -80}
    assert not any(sums(journal, "Equity:Wash").values())


def test_a_replacement_given_away_takes_the_loss_with_it(tmp_path: Path) -> None:
    """IRC 1091(a), (d), 1015(a): the 400 lost join the 500 of what was bought and given away."""
    rows = (
        "2025-01-06T12:00:00Z,broker,buy,IBIT,1,x,1000\n"
        "2025-06-10T12:00:00Z,broker,sell,IBIT,1,s,600\n"
        "2025-06-20T12:00:00Z,broker,buy,IBIT,1,r,500\n"
        "2025-06-20T15:00:00Z,broker,gift-out,IBIT,1,g\n"
    )
    case = opened(tmp_path, rows)
    (row,) = case.gains().document["rows"]
    assert (row["adjustment"], row["gain"], row["deferred"]) == ("400", "0", "400")
    journal = journal_of(case)
    assert sums(journal, "Equity:Gifts") == {("Equity:Gifts-Given", "USD"): 900}
    assert not any(sums(journal, "Equity:Wash").values())


def test_unknown_stays_unknown(tmp_path: Path) -> None:
    journal = journal_of(opened(tmp_path, LIFE))
    assert sums(journal, "Equity:Unknown") == {
        ("Equity:Unknown", "DOGE"): -60,
        ("Equity:Unknown", "USD"): -30,
    }
    assert "100 DOGE  ; basis unknown, lot d1" in journal
    assert "the gain or loss is unknown and not booked" in journal


def test_a_lot_is_kept_by_its_date_and_label(tmp_path: Path) -> None:
    journal = journal_of(opened(tmp_path, LIFE))
    assert '2 BTC {{20050 USD, 2025-01-01, "b1"}}' in journal
    assert '-0.5 BTC {USD, 2025-01-01, "b1"}' in journal
    assert '1 BTC {{10025 USD, 2025-01-01, "b1/1"}}' in journal


def test_gains_by_term_are_those_of_the_books_on_the_sample_household(tmp_path: Path) -> None:
    from harvestry.sample.household import write_household

    write_household(tmp_path)
    for wash in ("current-law", "apply"):
        case = open_case([tmp_path], as_of="2026-11-22", wash=wash)
        journal = journal_of(case)
        totals = case.gains().document["totals"]
        for term in ("short", "long"):
            booked = sums(journal, f"Income:Gains:{term.capitalize()}")
            assert -sum(booked.values()) == Decimal(totals[term]["gain"]), (wash, term)
        held: dict[str, Decimal] = {}
        for (_, asset), quantity in sums(journal, "Assets:").items():
            held[asset] = held.get(asset, Decimal(0)) + quantity
        ours = case.holdings().document["holdings"]
        assert held == {row["asset"]: Decimal(row["quantity"]) for row in ours}


HOSTILE = ['x"y', "a\\", 'a\\"', "=1+1", "@x", "{}", "#tag", "^link", "a  b", "é"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_cannot_break_out_of_a_journal(tmp_path: Path, text: str) -> None:
    quoted = '"' + text.replace('"', '""') + '"'
    rows = (
        f"2025-01-01T12:00:00Z,{quoted},buy,{quoted},2,{quoted},20000\n"
        f"2025-02-01T12:00:00Z,{quoted},sell,{quoted},1,s1,15000\n"
    )
    case = opened(tmp_path, rows)
    journal = journal_of(case)
    assert list(sums(journal, "Assets:").values()) == [1]
    view = case.filed
    run = view.run
    entries = tuple(entries_of(run.books, run.events, run.rules, view.returns, run.moment.zone))
    assert all(line.isprintable() for line in hledger_journal(entries, (text,), 0))
