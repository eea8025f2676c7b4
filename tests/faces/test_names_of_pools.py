"""No account bears a name of a pool of several: every door where names come in refuses them."""

from pathlib import Path

import pytest

from faces.running import document, harvestry

HEADER = "id,time,account,kind,asset,quantity,usd,to_account\n"
BOUGHT = "b1,2024-01-05T00:00:00Z,coinbase,buy,BTC,1,40000,\n"
LEFT = "w1,2024-03-05T00:00:00Z,coinbase,withdrawal,BTC,0.5,,\n"
CAME = "d1,2024-02-05T00:00:00Z,coinbase,deposit,BTC,0.5,,\n"
UNKNOWN = "When,Coin,Amount\n2024-01-05T00:00:00Z,BTC,1\n"
DAY = ("--as-of", "2024-12-31")
NAMES = ("wallets:self", "universal:self", "wallets:joint", "universal:mine")
WHY = "begins with `universal:` or `wallets:`"
MEND = "choose another name for the account"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "h.csv").write_text(HEADER + BOUGHT + LEFT + CAME)
    return tmp_path


def refused(folder: Path, *arguments: object) -> str:
    """Run what must be refused, in one sentence that says why and how to mend it."""
    ran = harvestry(*arguments, cwd=folder)
    assert ran.returncode == 2, ran.stdout
    (line,) = ran.stderr.strip().splitlines()
    assert WHY in line
    assert MEND in line
    return line


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("column", ["account", "to_account"])
def test_a_row_is_a_problem_of_its_cell(folder: Path, name: str, column: str) -> None:
    cells = ("coinbase", name) if column == "to_account" else (name, "ledger")
    moved = f"m1,2024-03-06T00:00:00Z,{cells[0]},transfer,BTC,0.5,,{cells[1]}\n"
    (folder / "in" / "h.csv").write_text(HEADER + BOUGHT + moved)
    told = document("check", "in", *DAY, cwd=folder, code=1)
    (problem,) = [each for each in told["problems"] if each["code"] == "bad-value"]
    assert (problem["code"], problem["row"]) == ("bad-value", 2)
    assert f"Column `{column}` holds '{name}', which {WHY}" in problem["message"]
    assert MEND in problem["message"]
    events = document("events", "in", *DAY, cwd=folder, code=1)["events"]
    assert [each["id"] for each in events] == ["b1"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[account."{}"]\nkind = "wallet"\n', "[account."),
        (
            '[[planned]]\naccount = "{}"\nasset = "BTC"\nusd = 1\nfrom = 2026-01-01\n',
            "[[planned]] number 1 account",
        ),
    ],
)
def test_accounts_toml_is_refused(folder: Path, name: str, text: str, place: str) -> None:
    (folder / "in" / "accounts.toml").write_text(text.format(name))
    line = refused(folder, "lots", "in", *DAY)
    assert "accounts.toml" in line
    assert place in line
    assert name in line


def test_the_list_of_an_allocation_is_refused(folder: Path) -> None:
    (folder / "in" / "list.csv").write_text("account,lot,quantity\nwallets:self,b1,1\n")
    (folder / "in" / "accounts.toml").write_text(
        '[[pools.allocation]]\nasset = "BTC"\nkind = "specific-unit"\nrule = "file:list.csv"\n'
        "described = 2024-12-31\n"
    )
    assert "list.csv: row 1 names account 'wallets:self'" in refused(folder, "lots", "in", *DAY)


def test_mapping_toml_is_refused(folder: Path) -> None:
    (folder / "in" / "w.csv").write_text(UNKNOWN)
    (folder / "in" / "mapping.toml").write_text(
        '[[map]]\nheader = ["When", "Coin", "Amount"]\naccount = "universal:self"\n'
        '[map.columns]\ntime = "When"\nasset = "Coin"\nquantity = "Amount"\n'
    )
    assert '[[map]] 1 account: "universal:self"' in refused(folder, "lots", "in", *DAY)


def test_the_account_given_to_map_is_refused(folder: Path) -> None:
    (folder / "w.csv").write_text(UNKNOWN)
    line = refused(folder, "map", "w.csv", "--account", "wallets:self", "--out", "mapping.toml")
    assert '"wallets:self"' in line
    assert not (folder / "mapping.toml").exists()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("problem", ["unmatched-withdrawal:w1", "unmatched-deposit:d1"])
def test_own_is_refused(folder: Path, problem: str, name: str) -> None:
    into = ("--decisions", "d.toml")
    assert repr(name) in refused(folder, "fix", problem, "own", name, "in", *into, *DAY)
    assert not (folder / "d.toml").exists()


def test_decisions_toml_is_refused(folder: Path) -> None:
    (folder / "in" / "decisions.toml").write_text(
        '[[decision]]\nproblem = "unmatched-withdrawal:w1"\n'
        'choice = "own"\nvalue = "wallets:self"\n'
    )
    assert "decisions.toml, [[decision]] number 1" in refused(folder, "lots", "in", *DAY)


def test_what_a_row_was_said_to_be_is_refused(folder: Path) -> None:
    (folder / "in" / "h.csv").write_text(HEADER + BOUGHT + LEFT.replace("withdrawal", "odd"))
    (problem,) = [
        each["id"]
        for each in document("check", "in", *DAY, cwd=folder, code=1)["problems"]
        if each["code"] == "unknown-row-kind"
    ]
    was = "kind=transfer;to_account=wallets:self"
    refused(folder, "fix", problem, "was", was, "in", "--decisions", "d.toml", *DAY)


@pytest.mark.parametrize("name", ["universal", "my-wallets:self", "Wallets:self", "wallets"])
def test_a_name_that_is_only_like_one_is_an_account(folder: Path, name: str) -> None:
    (folder / "in" / "h.csv").write_text(HEADER + BOUGHT.replace("coinbase", name))
    (event,) = document("events", "in", *DAY, cwd=folder)["events"]
    assert event["account"] == name
    (lot,) = document("lots", "in", *DAY, cwd=folder)["lots"]
    assert lot["basis"] == "40000"
