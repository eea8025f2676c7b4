"""The command line as a person meets it: mostly in this process, where it must be in its own."""

from pathlib import Path

import openpyxl
import pytest

from faces.running import anew, document, harvestry


def added(folder: Path, row: str) -> None:
    with (folder / "history.csv").open("a") as history:
        history.write(f"{row}\n")


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
    added(folder, "2026-09-01,coinbase,sell,BTC,9,s2,1,")
    ran = harvestry("gains", folder, "--as-of", "2026-12-01", cwd=folder)
    assert ran.returncode == 1
    assert "more" in ran.stderr
    told = document("check", folder, "--as-of", "2026-12-01", cwd=folder, code=1)
    assert told["problems"][0]["code"] == "not-enough-lots"
    assert told["problems"][0]["row"] == 5


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
    row = "history.csv row 3: time="
    assert shown.stdout.count(row) == 1, "the cells of a row stand once, then its name"
    assert "history.csv row 3, above" in shown.stdout
    told = document("explain", "history.csv", "lots:coinbase:b1", cwd=folder)
    assert told["value"] == "37500"
    income = document("explain", "history.csv", "income:i1", cwd=folder)
    assert income["value"] == "1500"
    assert "61(a)" in income["rule"]["cite"]


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
    added(folder, "2027-02-01,coinbase,sell,BTC,0.5,s2,30000,")
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


def test_a_year_before_there_was_a_wash_sale_rule_is_over(folder: Path) -> None:
    told = harvestry("gains", "history.csv", "--year", "1910", cwd=folder)
    assert "No sale in 1910." in told.stdout
    assert (told.returncode, told.stderr) == (0, "")
