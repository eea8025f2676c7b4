"""The command line as a person meets it: mostly in this process, where it must be in its own."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from faces.running import document, harvestry

PROJECT = Path(__file__).parents[2]
HISTORY = """time,account,kind,asset,quantity,id,usd,fee_usd
2026-01-01,coinbase,buy,BTC,1,b1,50000,
2026-06-01,coinbase,buy,BTC,1,b2,30000,25
2026-07-01,coinbase,sell,BTC,0.25,s1,12000,10
2026-08-01,coinbase,income:staking,ETH,0.5,i1,1500,
"""
PRICES = "date,asset,close_usd\n2026-12-01,BTC,40000\n2026-12-01,ETH,2000\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "history.csv").write_text(HISTORY)
    (tmp_path / "prices.csv").write_text(PRICES)
    return tmp_path


def anew(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "harvestry", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_the_commands_are_those_of_the_reference_page(tmp_path: Path) -> None:
    page = (PROJECT / "docs" / "reference" / "commands.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([a-z-]+)` \|.*\| ([0-9.]+|later) \|$", page, re.MULTILINE))
    told = anew("--help", cwd=tmp_path, COLUMNS="200").stdout
    commands = set(re.findall(r"^  ([a-z-]+)  ", told.split("Commands:")[1], re.MULTILINE))
    assert commands == {name for name, since in listed.items() if since != "later"}
    assert "plan" in listed
    assert "serve" in listed


def test_every_command_has_an_example_in_its_help(tmp_path: Path) -> None:
    told = harvestry("--help", cwd=tmp_path).stdout
    for name in re.findall(r"^  ([a-z-]+)  ", told.split("Commands:")[1], re.MULTILINE):
        shown = harvestry(name, "--help", cwd=tmp_path, COLUMNS="200").stdout
        assert re.search(rf"Example: harvestry {name}\b", shown), name
        assert not re.search(r"<(str|int|path|list)", shown.split("Options:")[0]), name


def test_help_loads_no_library_of_types(tmp_path: Path) -> None:
    asked = (
        "import sys\nfrom harvestry.faces.cli.main import run\n"
        "sys.argv = ['harvestry', 'gains', '--help']\ntry:\n    run()\nexcept SystemExit:\n"
        "    print(sorted({'pydantic', 'rich', 'openpyxl'} & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "Example: harvestry gains" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "[]"


def test_every_command_is_told_in_one_line_of_the_help(tmp_path: Path) -> None:
    assert "..." not in harvestry("--help", cwd=tmp_path, COLUMNS="80").stdout.split("Commands:")[1]


def test_the_readme_shows_what_the_demo_says(tmp_path: Path) -> None:
    page = (PROJECT / "README.md").read_text("utf-8")
    shown = page.split("```\nWhat to sell to lock in losses\n")[1].split("```")[0].splitlines()[3:]
    told = harvestry("demo", cwd=tmp_path).stdout.splitlines()
    rows = {tuple(line.split()[:2]): line for line in told if " loss" in line}
    assert len(shown) == 4
    for line in shown:
        asset, account, *cells = line.split()
        assert set(cells) <= set(rows[asset, account].split()), line


def test_the_pages_lead_to_pages_that_are_there() -> None:
    pages = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#: ]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    ]
    assert len(links) > 40
    assert [
        f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()
    ] == []


@pytest.mark.parametrize("on_the_path", [True, False])
def test_the_demo_ends_with_commands_that_can_be_typed(tmp_path: Path, on_the_path: bool) -> None:  # noqa: FBT001
    program = Path(sys.executable).with_name("harvestry")
    path = str(program.parent) if on_the_path else "/usr/bin"
    ran = subprocess.run(
        [program, "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": path},
    )
    typed = "harvestry" if on_the_path else str(program)
    line = f"What to mend in it: {typed} check harvestry-demo --as-of 2026-11-22"
    assert line in ran.stdout.splitlines()
    assert f"With your own files: {typed} harvest YOUR-FILES" in ran.stdout


def test_the_plain_example(folder: Path) -> None:
    summary = document("harvest", folder, "--as-of", "2026-12-01", cwd=folder)
    (btc,) = (row for row in summary["methods"]["fifo"]["summary"] if row["asset"] == "BTC")
    # b1: 0.75 left, basis 37,500, value 30,000. b2: value 40,000, basis 30,025 and the loss of 510
    # on s1, which b2 washed 30 days before it: a plan for 2026 covers coins from 1 January.
    assert btc["quantity"] == "1.75"
    assert btc["loss_that_can_be_locked_in"] == "-7500"
    assert btc["quantity_to_sell_for_it"] == "0.75"
    assert btc["short_loss"] == "-7500"
    assert btc["gain"] == "9465"
    assert btc["net"] == "1965"
    assert btc["tax_saved"] is None
    (lifo,) = (row for row in summary["methods"]["lifo"]["summary"] if row["asset"] == "BTC")
    assert lifo["quantity_to_sell_for_it"] == "0"


def test_what_to_sell_by_the_order_in_force_is_in_the_workbook_and_in_json(folder: Path) -> None:
    (folder / "accounts.toml").write_text(
        '[account.coinbase]\nlots = "hifo"\nlots_from = 2026-10-01\nlots_told = "broker"\n'
    )
    arguments = ("harvest", folder, "--as-of", "2026-12-01", "--out", "plan.xlsx")
    row, _ = document(*arguments, cwd=folder)["in_force"]
    # The highest basis goes first: 0.75 of b1, bought for 50,000 a coin, sold at 40,000.
    assert (row["account"], row["order_in_force"]) == ("coinbase", "HIFO")
    assert (row["in_force_sell"], row["in_force_locks_in"]) == ("0.75", "-7500")
    assert row["lifo_sell"] == "0"
    book = openpyxl.load_workbook(folder / "plan.xlsx", read_only=True)
    assert book.sheetnames[3:6] == ["LIFO Ordering of Sells", "Sells by Order in Force", "Holdings"]


def test_missing_prices_are_asked_for_as_a_file_that_can_be_copied(folder: Path) -> None:
    (folder / "prices.csv").unlink()
    ran = harvestry("harvest", folder, "--as-of", "2026-12-01", cwd=folder)
    lines = ran.stdout.splitlines()
    first = lines.index("date,asset,close_usd")
    wanted = lines[first : first + 3]
    assert wanted[1:] == ["2026-12-01,BTC,PRICE", "2026-12-01,ETH,PRICE"]
    (folder / "prices.csv").write_text("\n".join(wanted).replace("PRICE", "40000"))
    mended = harvestry("harvest", folder, "--as-of", "2026-12-01", cwd=folder)
    assert mended.returncode == 0
    assert "PRICE" not in mended.stdout


def test_gains_lots_income_and_holdings_by_hand(folder: Path) -> None:
    gains = document("gains", folder, "--as-of", "2026-12-01", "--year", "2026", cwd=folder)
    (row,) = gains["rows"]
    expected = {"proceeds": "11990", "basis": "12500", "gain": "-510", "term": "short", "box": "I"}
    assert {key: row[key] for key in expected} == expected
    assert row["source"] == [{"file": "history.csv", "row": 3}]
    assert gains["totals"]["short"]["gain"] == "-510"

    lots = document("lots", folder, "--as-of", "2026-12-01", cwd=folder)["lots"]
    assert [(lot["lot"], lot["quantity"], lot["basis"]) for lot in lots] == [
        ("b1", "0.75", "37500"),
        ("b2", "1", "30025"),
        ("i1", "0.5", "1500"),
    ]
    assert lots[0]["long_from"] == "2027-01-02"
    assert lots[0]["unrealised"] == "-7500"

    income = document("income", folder, "--as-of", "2026-12-01", cwd=folder)
    assert income["totals"] == {"income:staking": "1500"}
    holdings = document("holdings", folder, "--as-of", "2026-12-01", cwd=folder)["holdings"]
    assert [(row["asset"], row["quantity"]) for row in holdings] == [
        ("BTC", "1.75"),
        ("ETH", "0.5"),
    ]


def test_a_rematch_is_said_to_be_a_what_if(folder: Path) -> None:
    told = document("gains", folder, "--as-of", "2026-12-01", "--method", "lifo", cwd=folder)
    assert told["rows"][0]["lot"] == "b2"
    assert told["rematched_by"] == "lifo"
    assert any("what-if" in note for note in told["notes"])


def test_every_output_says_what_it_rests_on(folder: Path) -> None:
    for command in ("harvest", "lots", "gains", "income", "holdings", "check", "events"):
        shown = harvestry(command, folder, "--as-of", "2026-12-01", cwd=folder).stdout
        assert "2026-12-01" in shown, command
        assert "Regime:" in shown, command
        assert "no tax advice" in shown, command
        told = document(command, folder, "--as-of", "2026-12-01", cwd=folder)
        assert told["schema"] == 1
        assert told["as_of"] == "2026-12-01"


def test_open_problems_that_change_a_figure_exit_with_one(folder: Path) -> None:
    (folder / "history.csv").write_text(HISTORY + "2026-09-01,coinbase,sell,BTC,9,s2,1,\n")
    ran = harvestry("gains", folder, "--as-of", "2026-12-01", cwd=folder)
    assert ran.returncode == 1
    assert "more" in ran.stderr
    told = document("check", folder, "--as-of", "2026-12-01", cwd=folder, code=1)
    assert told["problems"][0]["code"] == "not-enough-lots"
    assert told["problems"][0]["row"] == 5


def test_a_problem_of_a_settings_file_has_no_row(folder: Path) -> None:
    (folder / "accounts.toml").write_text('[account.coinbase]\nlots = "hifo"\n')
    told = harvestry("gains", folder, "--as-of", "2026-12-01", cwd=folder).stderr
    assert told.rstrip().endswith("add the day. (accounts.toml)")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gains", "missing.csv"], ["missing.csv"]),
        (["gains", "notes.csv"], ["notes.csv"]),
        (["gains", "history.csv", "--year", "twenty"], ["twenty"]),
        (["gains", "history.csv", "--year", "0000"], ["0000", "1900"]),
        *(
            ([command, "history.csv", "--year", year], [year, "2100"])
            for command in ("tax", "estimate", "compare")
            for year in ("0", "-5", "abc", "2101", "99999")
        ),
        (["lock", "99999"], ["99999", "2100"]),
        (["gains", "history.csv", "--method", "best"], ["best", "fifo"]),
        (["gains", "history.csv", "--owner", "cat"], ["cat", "spouse"]),
        (["gains", "history.csv", "--as-of", "soon"], ["soon"]),
        (["gains", "history.csv", "--profile", "bad.toml"], ["bad.toml"]),
        (["explain", "history.csv", "gains:nothing"], ["gains:nothing"]),
        (["harvest", "history.csv", "--out", "no/such/folder/x.xlsx"], ["no/such/folder"]),
        (["gains"], ["FILES"]),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_two(
    folder: Path, arguments: list[str], words: list[str]
) -> None:
    (folder / "notes.csv").write_text("these,are,my,notes\n1,2,3,4\n")
    (folder / "bad.toml").write_text("time_zonne = 'UTC'\n")
    ran = harvestry(*arguments, cwd=folder)
    assert ran.returncode == 2, ran.stdout
    assert "Traceback" not in ran.stderr
    for word in words:
        assert word in ran.stderr


def test_export_and_import_give_the_same_events(folder: Path) -> None:
    first = harvestry("export", "history.csv", cwd=folder)
    (folder / "again.csv").write_text(first.stdout)
    second = harvestry("export", "again.csv", cwd=folder)
    assert first.stdout == second.stdout
    assert harvestry("export", "history.csv", "--out", "x.csv", cwd=folder).returncode == 0
    assert (folder / "x.csv").read_text() == first.stdout
    ours = document("gains", "again.csv", "--as-of", "2026-12-01", cwd=folder)["rows"]
    theirs = document("gains", "history.csv", "--as-of", "2026-12-01", cwd=folder)["rows"]
    assert [row["gain"] for row in ours] == [row["gain"] for row in theirs]


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m harvestry export history.csv | true"
    ran = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)  # noqa: S602
    assert b"Traceback" not in ran.stderr


def test_a_default_workbook_never_replaces_another(folder: Path) -> None:
    for _ in range(2):
        assert harvestry("harvest", "history.csv", "--as-of", "2026-12-01", cwd=folder).returncode
    assert sorted(path.name for path in folder.glob("*.xlsx")) == [
        "harvest-2026-12-01-2.xlsx",
        "harvest-2026-12-01.xlsx",
    ]


def test_the_same_inputs_give_the_same_bytes(folder: Path) -> None:
    books, screens = [], []
    for n, (zone, seed) in enumerate((("UTC", "1"), ("Asia/Tokyo", "2"))):
        out = folder / f"{n}.xlsx"
        common = ("harvest", "history.csv", "--prices", "prices.csv", "--as-of", "2026-12-01")
        ran = anew(*common, "--out", out, cwd=folder, TZ=zone, PYTHONHASHSEED=seed)
        books.append(out.read_bytes())
        screens.append(ran.stdout.replace(str(out), ""))
    assert books[0] == books[1]
    assert screens[0] == screens[1]


def test_explain_shows_the_tree_and_the_rows(folder: Path) -> None:
    shown = harvestry("explain", "history.csv", "s1", "--as-of", "2026-12-01", cwd=folder)
    assert shown.returncode == 0
    for words in ("gain = -510", "proceeds - basis", "history.csv row 3", "IRC 1012(a)"):
        assert words in shown.stdout
    told = document("explain", "history.csv", "lots:coinbase:b1", cwd=folder)
    assert told["value"] == "37500"
    income = document("explain", "history.csv", "income:i1", cwd=folder)
    assert income["value"] == "1500"
    assert "61(a)" in income["rule"]["cite"]


def test_a_name_nearly_right_is_put_right(folder: Path) -> None:
    ran = harvestry("explain", "history.csv", "gains:s1:b11", cwd=folder)
    assert ran.returncode == 2
    assert "Did you mean gains:s1:b1?" in ran.stderr


def test_a_gift_below_the_donors_basis_is_explained_by_the_basis_that_counts(folder: Path) -> None:
    gift = "2026-01-05,coinbase,gift-in,SOL,3,g1,10000,,2020-01-05,8000\n"
    sales = "".join(
        f"2026-02-0{n},coinbase,sell,SOL,1,sale{n},{usd},,,\n"
        for n, usd in enumerate((12000 / 3, 7000 / 3, 9000 / 3), start=1)
    )
    header = "time,account,kind,asset,quantity,id,usd,fee_usd,acquired,fmv_usd\n"
    (folder / "gift.csv").write_text(header + gift + sales)
    told = document("gains", "gift.csv", cwd=folder)["rows"]
    assert [row["term"] for row in told] == ["long", "short", "long"]
    assert [round(float(row["gain"]), 6) for row in told] == [666.666667, -333.333333, 0]
    for row in told:
        tree = document("explain", "gift.csv", row["figure"], cwd=folder)
        assert tree["value"] == row["gain"]


def test_a_joint_account_counts_for_its_share_unless_filed_jointly(folder: Path) -> None:
    (folder / "accounts.toml").write_text('[account.coinbase]\nowner = "joint"\nshare = "0.5"\n')
    single = '[year.2026]\nfiling_status = "single"\n'
    for profile, gain in ((single, "-255"), (single.replace("single", "mfj"), "-510")):
        (folder / "profile.toml").write_text(profile)
        (row,) = document("gains", folder, "--as-of", "2026-12-01", cwd=folder)["rows"]
        assert row["gain"] == gain
        tree = document("explain", folder, row["figure"], "--as-of", "2026-12-01", cwd=folder)
        assert tree["value"] == gain


def test_retirement_accounts_are_in_lots_and_on_no_return(folder: Path) -> None:
    (folder / "accounts.toml").write_text('[account.coinbase]\ntreatment = "roth-ira"\n')
    as_of = ("--as-of", "2026-12-01")
    assert document("gains", folder, *as_of, cwd=folder)["rows"] == []
    assert document("harvest", folder, *as_of, cwd=folder)["methods"]["fifo"]["summary"] == []
    lots = document("lots", folder, *as_of, cwd=folder)["lots"]
    assert {lot["treatment"] for lot in lots} == {"roth-ira"}
    harvestry("harvest", folder, *as_of, "--out", "plan.xlsx", cwd=folder)
    sheet = openpyxl.load_workbook(folder / "plan.xlsx")["Holdings"]
    told = [cell.value for row in sheet for cell in row if cell.value is not None]
    assert "Without coinbase: what is held there is on no return." in told


def test_gains_of_all_years_are_summed_by_year(folder: Path) -> None:
    (folder / "history.csv").write_text(HISTORY + "2027-02-01,coinbase,sell,BTC,0.5,s2,30000,\n")
    as_of = ("--as-of", "2027-03-01")
    shown = harvestry("gains", folder, *as_of, cwd=folder).stdout
    # s1: 11,990 for 12,500. s2: 30,000 for 25,000, the rest of b1 having been held for over a year.
    minus = "\N{MINUS SIGN}"
    assert f"2026: short: {minus}510.00 loss, 1 row." in shown
    assert "2027: long: +5,000.00, 1 row." in shown
    of_one = harvestry("gains", folder, *as_of, "--year", "2027", cwd=folder).stdout
    assert "\nlong: +5,000.00, 1 row." in of_one


def test_nothing_held_is_said_in_words(folder: Path) -> None:
    for command in ("lots", "holdings"):
        shown = harvestry(command, folder, "--as-of", "2020-01-01", cwd=folder).stdout
        assert "Nothing is held on this day." in shown


@pytest.mark.parametrize("command", ["harvest", "check", "lots", "gains", "wash", "positions"])
def test_a_day_before_the_first_row_finds_nothing(tmp_path: Path, command: str) -> None:
    (tmp_path / "history.csv").write_text(
        "time,account,kind,asset,quantity,id,usd\n2024-01-10,a,buy,BTC,1,x,100\n"
    )
    ran = harvestry(command, "history.csv", "--as-of", "2019-06-01", cwd=tmp_path)
    assert ran.returncode in (0, 1)
    assert "Internal error" not in ran.stderr


def test_sums_leave_unknown_gains_out_and_say_so(folder: Path) -> None:
    with (folder / "history.csv").open("a") as file:
        file.write("2026-08-02,ledger,deposit,SOL,2,d1,,\n2026-08-03,ledger,sell,SOL,1,s2,90,\n")
    told = harvestry("gains", "history.csv", cwd=folder).stdout
    # 0.25 of what cost 50,000, for 12,000 less 10; with coins covered b2, bought 30 days before,
    # washes all of it
    loss = "\N{MINUS SIGN}510.00 loss"
    assert f"2026: short: {loss}, 1 row; of unknown term: unknown, 1 row." in told
    net = f"Net of all years: {loss} under current-law; 0.00 under apply"
    assert f"{net}; rows of unknown gain are left out." in " ".join(told.split())


def test_no_calendar_is_written_while_what_is_due_is_unknown(folder: Path) -> None:
    ran = harvestry("estimate", "history.csv", "--year", "2026", "--ics", "pay.ics", cwd=folder)
    assert "pay.ics was not written: what is due is unknown." in ran.stdout
    assert not (folder / "pay.ics").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("forms", "history.csv", "--year", "2026"), "Missing option '--out'; `harvestry forms"),
        (
            ("gains", "history.csv", "--method", "best"),
            "Invalid value for '--method': 'best' is not one of 'fifo', 'lifo', 'hifo', 'specific'",
        ),
        (("explain", "history.csv"), "give export FILES, then a FIGURE, or a stored household"),
        (("nonsense",), "No such command 'nonsense'; `harvestry --help` shows how"),
        (("lots", "history.csv", "--colour"), "No such option: --colour"),
        (("export", "history.csv", "--out", "."), ". is a folder; name a file in it"),
        (("map", "."), ".: it is not a file; give the files themselves"),
        (("verify-pack", "."), ".: it is a folder; give the pack itself, a .zip in it"),
        (
            ("forms", "history.csv", "--year", "2026", "--out", "o", "--ssn", "abc"),
            "--ssn abc: write its nine digits, such as 123-45-6789",
        ),
    ],
)
def test_a_misused_command_is_told_in_one_sentence(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = anew(*arguments, cwd=folder)
    assert ran.returncode == 2
    assert ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    assert line.startswith(f"harvestry: {said}")


def test_a_year_before_there_was_a_wash_sale_rule_is_over(folder: Path) -> None:
    told = harvestry("gains", "history.csv", "--year", "1910", cwd=folder)
    assert "No sale in 1910." in told.stdout
    assert (told.returncode, told.stderr) == (0, "")


def test_the_program_alone_shows_its_help(tmp_path: Path) -> None:
    ran = anew(cwd=tmp_path)
    assert ran.returncode == 2
    assert "Begin with `harvestry demo`" in ran.stdout + ran.stderr


def test_who_stops_a_command_is_told_so_and_finds_no_workbook(folder: Path) -> None:
    os.mkfifo(folder / "slow.csv")
    command = [sys.executable, "-m", "harvestry", "harvest", "slow.csv"]
    with (
        subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as running,
        (folder / "slow.csv").open("w"),  # waits until it is read
    ):
        running.send_signal(signal.SIGINT)
        _, said = running.communicate()
    assert said == "harvestry: Stopped; no report was written.\n"
    assert running.returncode == 2
    assert not list(folder.glob("*.xlsx"))
