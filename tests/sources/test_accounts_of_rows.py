"""Files of other tax software tell of many accounts; each row goes to its own."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from harvestry.events.account import Account, AccountKind, Accounts, Treatment
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Imported
from sources.golden_files import told

ZENLEDGER = (
    "Timestamp,Type,IN Amount,IN Currency,Out Amount,Out Currency,Fee Amount,Fee Currency,"
    "Exchange\n"
)
KOINLY = (
    "Date,Type,Label,Sending Wallet,Sent Amount,Sent Currency,Receiving Wallet,Received Amount,"
    "Received Currency,Fee Amount,Fee Currency,TxHash\n"
)
NAMED = {name: Account(name) for name in ("Cold Storage", "kraken")}


def _read(
    folder: Path,
    text: str,
    described: Mapping[str, Account] = NAMED,
    bindings: Mapping[str, str] | None = None,
) -> Imported:
    path = folder / "given.csv"
    path.write_text(text)
    return read_files((path,), Accounts(described), bindings=bindings)


@pytest.mark.parametrize(
    ("written", "account"),
    [
        ("cold storage", "Cold Storage"),
        ("Cold-Storage", "Cold Storage"),
        ("KRAKEN", "kraken"),
        ("Coinbase Pro", "coinbase-pro"),
        ("CoinbasePro", "coinbase-pro"),
        ("My other wallet!", "my-other-wallet"),
        ("Bücher & Söhne", "bücher-söhne"),
    ],
)
def test_a_row_goes_to_the_account_it_names_however_that_is_spelt(
    written: str, account: str, tmp_path: Path
) -> None:
    row = f"2025-01-02T10:00:00Z,receive,1,BTC,,,,,{written}\n"
    (event,) = _read(tmp_path, ZENLEDGER + row).events
    assert event.account == account


def test_a_row_that_names_no_account_goes_to_that_of_its_file(tmp_path: Path) -> None:
    row = "2025-01-02T10:00:00Z,receive,1,BTC,,,,,\n"
    (event,) = _read(tmp_path, ZENLEDGER + row).events
    assert event.account == "zenledger"
    (event,) = _read(tmp_path, ZENLEDGER + row, bindings={"given*": "Cold Storage"}).events
    assert event.account == "Cold Storage"


def test_a_name_of_nothing_but_marks_is_a_problem(tmp_path: Path) -> None:
    row = "2025-01-02T10:00:00Z,receive,1,BTC,,,,,***\n"
    assert [each.code for each in _read(tmp_path, ZENLEDGER + row).problems] == ["bad-value"]


@pytest.mark.parametrize(
    ("row", "event"),
    [
        (
            "2025-01-02 10:00,transfer,,Kraken,1,BTC,Cold storage,0.9995,BTC,0.0001,BTC,",
            {"quantity": "0.9995", "fee_asset": "BTC", "fee_quantity": "0.0006"},
        ),
        (
            "2025-01-02 10:00,transfer,,Kraken,5,USDC,Cold storage,5,USDC,0.001,ETH,0xh",
            {"quantity": "5", "fee_asset": "ETH", "fee_quantity": "0.001", "hash": "0xh"},
        ),
    ],
)
def test_a_transfer_leaves_one_account_for_another_and_burns_its_fee(
    row: str, event: dict[str, str], tmp_path: Path
) -> None:
    imported = _read(tmp_path, KOINLY + row + "\n")
    (found,) = map(told, imported.events)
    expected = {"account": "kraken", "to_account": "Cold Storage", "kind": "transfer", **event}
    assert {key: found[key] for key in expected} == expected
    assert not imported.problems


@pytest.mark.parametrize(
    ("row", "fate"),
    [
        ("2025-01-02 10:00,transfer,,Kraken,1,BTC,Kraken,1,BTC,,,", "internal-move"),
        ("2025-01-02 10:00,transfer,,Coinbase Pro,1,BTC,CoinbasePro,1,BTC,,,", "internal-move"),
        ("2025-01-02 10:00,transfer,,Kraken,0,BTC,Cold storage,0,BTC,0.5,USD,", "us-dollar-cash"),
        ("2025-01-02 10:00,transfer,,Kraken,50,USD,Cold storage,50,USD,,,", "us-dollar-cash"),
        ("2025-01-02 10:00,transfer,,Kraken,1,BTC,Cold storage,1.1,BTC,,,", "bad-value"),
        ("2025-01-02 10:00,transfer,,Kraken,1,BTC,Cold storage,20,ETH,,,", "needs-review"),
        ("2025-01-02 10:00,transfer,,Kraken,2,ETH,Cold storage,1,ETH,1,BNB,", "bad-value"),
        ("2025-01-02 10:00,transfer,,,1,BTC,Cold storage,1,BTC,,,", "missing-value"),
        ("2025-01-02 10:00,exchange,,Kraken,1,BTC,Cold storage,20,ETH,,,", "needs-review"),
    ],
)
def test_a_transfer_that_is_none_is_left_out_or_said(row: str, fate: str, tmp_path: Path) -> None:
    imported = _read(tmp_path, KOINLY + row + "\n")
    skipped = [each.reason.value for each in imported.receipts[0].skipped]
    assert not imported.events
    assert skipped + [each.code for each in imported.problems] == [fate]


@pytest.mark.parametrize(
    ("row", "kind", "quantity"),
    [
        ("send,,,0,ETH,0.002,ETH,x", "fee", "0.002"),
        ("send,,,0,USDC,0.002,ETH,x", "fee", "0.002"),
        ("send,,,100,USD,0.002,ETH,x", "fee", "0.002"),
        ("receive,100,USD,,,0.002,ETH,x", "fee", "0.002"),
        ("fee,,,0.5,ETH,0.002,ETH,x", "fee", "0.502"),
        ("airdrop,0,ARB,,,0.002,ETH,x", "fee", "0.002"),
        ("receive,0,ARB,,,0.002,ETH,x", "fee", "0.002"),
    ],
)
def test_a_fee_is_never_lost_when_nothing_else_moved(
    row: str, kind: str, quantity: str, tmp_path: Path
) -> None:
    imported = _read(tmp_path, f"{ZENLEDGER}2025-01-02T10:00:00Z,{row}\n")
    (event,) = map(told, imported.events)
    assert (event["kind"], event["asset"], event["quantity"]) == (kind, "ETH", quantity)


def test_a_fee_row_that_is_charged_in_something_else_is_said(tmp_path: Path) -> None:
    row = "2025-01-02T10:00:00Z,fee,,,0.5,ETH,0.002,BNB,x\n"
    imported = _read(tmp_path, ZENLEDGER + row)
    assert [each.code for each in imported.problems] == ["needs-review"]


def test_a_move_within_one_account_costs_its_fee(tmp_path: Path) -> None:
    row = "2025-01-02 10:00,transfer,,Kraken,1,BTC,kraken,1,BTC,0.0001,BTC,0xh\n"
    (event,) = map(told, _read(tmp_path, KOINLY + row).events)
    assert (event["kind"], event["account"], event["quantity"]) == ("fee", "kraken", "0.0001")


def test_a_transfer_of_which_nothing_arrived_is_half_of_one(tmp_path: Path) -> None:
    row = "2025-01-02 10:00,transfer,,Kraken,1,BTC,Cold storage,0,BTC,,,0xh\n"
    (event,) = map(told, _read(tmp_path, KOINLY + row).events)
    assert (event["kind"], event["account"], event["quantity"]) == ("withdrawal", "kraken", "1")


FIDELITY = (
    "Run Date,Account,Account Number,Action,Symbol,Description,Type,Price ($),Quantity,"
    "Commission ($),Fees ($),Accrued Interest ($),Amount ($),Settlement Date\n"
)
ALL_ACCOUNTS = FIDELITY + (
    '01/10/2025,"Individual","Z1",YOU BOUGHT,FBTC,F,Cash,60,10,,,,-600,01/11/2025\n'
    '03/17/2025,"ROTH IRA","X2",YOU BOUGHT,FBTC,F,Cash,80,10,,,,-800,03/18/2025\n'
    '06/17/2025,"ROTH IRA","X2",YOU SOLD,FBTC,F,Cash,100,-10,,,,1000,06/18/2025\n'
)
ROTH = {"fidelity-x2": Account("fidelity-x2", treatment=Treatment.ROTH_IRA, described=True)}


def _untold(found: Imported) -> list[tuple[str, int | None]]:
    return [
        (problem.severity, problem.row)
        for problem in found.problems
        if problem.code == "treatment-not-told"
    ]


def test_each_account_of_a_history_of_all_accounts_is_an_account_of_the_venue(
    tmp_path: Path,
) -> None:
    found = _read(tmp_path, ALL_ACCOUNTS, {})
    accounts = [event.account for event in found.events]
    assert accounts == ["fidelity-z1", "fidelity-x2", "fidelity-x2"]
    assert found.kinds["fidelity-x2"] is AccountKind.BROKERAGE
    by_name = ALL_ACCOUNTS.replace('"Z1"', "").replace('"X2"', "")
    accounts = [event.account for event in _read(tmp_path, by_name, {}).events]
    assert accounts == ["fidelity-individual", "fidelity-roth-ira", "fidelity-roth-ira"]


def test_an_account_called_an_ira_that_counts_as_taxable_is_told_once(tmp_path: Path) -> None:
    assert _untold(_read(tmp_path, ALL_ACCOUNTS, {})) == [("error", 2)]
    assert _untold(_read(tmp_path, ALL_ACCOUNTS, ROTH)) == []
    assert _untold(_read(tmp_path, ALL_ACCOUNTS.replace("ROTH IRA", "Miracle"), {})) == []


def test_a_file_of_one_account_is_of_the_account_it_was_given_to(tmp_path: Path) -> None:
    header, _, *roth = ALL_ACCOUNTS.splitlines(keepends=True)
    given = {"given*": "my-roth"}
    of_one = _read(tmp_path, header + "".join(roth), {}, given)
    assert {event.account for event in of_one.events} == {"my-roth"}
    of_two = _read(tmp_path, ALL_ACCOUNTS, {}, given)
    assert {event.account for event in of_two.events} == {"fidelity-z1", "fidelity-x2"}
