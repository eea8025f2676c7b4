"""Wash sales through the command line: the plain example, regimes, positions, what is said."""

from pathlib import Path
from typing import Any

import pytest

from faces.running import document, harvestry

# 1 BTC bought for 50,000; on 2026-12-01 it is worth 40,000: a loss of 10,000.
BOUGHT = "2026-01-01,coinbase,buy,BTC,1,b1,50000\n"
SOLD = "2026-12-01,coinbase,sell,BTC,1,s1,40000\n"
HEADER = "time,account,kind,asset,quantity,id,usd\n"
ACCOUNTS = """
[account.coinbase]
[account.kraken]
[account.spouse]
owner = "spouse"
[account.ira]
treatment = "traditional-ira"
[account.futures]
"""
ASSETS = '[asset.MBT]\nclass = "future-1256"\ngroup = "BTC"\n'
PRICES = "date,asset,close_usd\n2026-12-01,BTC,40000\n2026-12-01,ETH,2000\n2026-12-01,MBT,40000\n"
PROFILE = 'time_zone = "UTC"\n[year.2026]\nfiling_status = "single"\n'
AS_OF = ("--as-of", "2027-02-28", "--year", "2026")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (
        ("accounts.toml", ACCOUNTS),
        ("assets.toml", ASSETS),
        ("prices.csv", PRICES),
        ("profile.toml", PROFILE),
    ):
        (tmp_path / name).write_text(text)
    return tmp_path


def gains(folder: Path, *rows: str, wash: str = "apply", more: tuple[str, ...] = ()) -> Any:
    (folder / "history.csv").write_text(HEADER + "".join(rows))
    return document("gains", folder, *AS_OF, "--wash", wash, *more, cwd=folder)


def rebuy(account: str, day: str = "2026-12-15", asset: str = "BTC", usd: str = "41000") -> str:
    return f"{day},{account},buy,{asset},1,r1,{usd}\n"


@pytest.mark.parametrize("account", ["coinbase", "kraken", "spouse", "ira"])
@pytest.mark.parametrize("day", ["2026-11-01", "2026-12-15", "2026-12-31"])
def test_buying_back_within_30_days_is_washed_under_apply(
    folder: Path, account: str, day: str
) -> None:
    told = gains(folder, BOUGHT, rebuy(account, day), SOLD)
    (row,) = told["rows"]
    outcome = "lost" if account == "ira" else "deferred"
    expected = {"basis": "50000", "adjustment": "10000", "gain": "0", "code": "W", outcome: "10000"}
    assert {key: row[key] for key in expected} == expected
    (replacement,) = row["replacements"]
    assert (replacement["lot"], replacement["quantity"]) == ("r1", "1")
    assert told["totals"]["short"]["adjustment"] == "10000"
    assert told["other_regime"]["net"] == "-10000"


@pytest.mark.parametrize("account", ["coinbase", "kraken", "spouse", "ira"])
def test_buying_back_is_allowed_under_current_law(folder: Path, account: str) -> None:
    told = gains(folder, BOUGHT, SOLD, rebuy(account), wash="current-law")
    (row,) = told["rows"]
    assert (row["gain"], row["code"], row["replacements"]) == ("-10000", "", [])
    (caution,) = told["other_regime"]["cautions"]
    assert "economic substance" in caution
    assert "H.R. 10357" in caution
    assert told["other_regime"]["regime"] == "apply"
    assert told["other_regime"]["net"] == "0"


@pytest.mark.parametrize(
    ("account", "day", "asset"),
    [
        ("kraken", "2026-10-31", "BTC"),
        ("kraken", "2027-01-01", "BTC"),
        ("kraken", "2026-12-15", "ETH"),
        ("futures", "2026-12-15", "MBT"),
    ],
)
def test_what_is_never_washed(folder: Path, account: str, day: str, asset: str) -> None:
    told = gains(folder, BOUGHT, rebuy(account, day, asset), SOLD)
    (row,) = told["rows"]
    assert (row["gain"], row["code"], row["adjustment"]) == ("-10000", "", "0")


def test_a_future_on_the_coin_is_grey_and_said(folder: Path) -> None:
    told = gains(folder, BOUGHT, SOLD, rebuy("futures", asset="MBT"))
    assert [each["position"] for each in told["rows"][0]["grey"]] == ["futures"]
    assert "futures" in [each["position"] for each in told["positions"]]
    shown = harvestry("wash", folder, "--as-of", "2027-02-28", "--wash", "apply", cwd=folder).stdout
    assert "futures" in shown


def test_a_future_may_be_taken_as_the_coin_it_says_how_much_of(folder: Path) -> None:
    more = ("--position", "futures=identical")
    (folder / "history.csv").write_text(HEADER + BOUGHT + SOLD + rebuy("futures", asset="MBT"))
    words = ("gains", folder, *AS_OF, "--wash", "apply", *more)
    untold = harvestry(*words, cwd=folder)
    assert (untold.returncode, untold.stdout) == (2, "")
    assert "[asset.MBT] multiplier" in untold.stderr
    # A micro bitcoin future is on a tenth of a bitcoin: a tenth of the loss of 10,000 is deferred.
    (folder / "assets.toml").write_text(ASSETS + 'multiplier = "0.1"\n')
    told = document(*words, cwd=folder)
    assert told["totals"]["short"]["adjustment"] == "1000"
    assert told["totals"]["short"]["gain"] == "-9000"


def test_the_day_of_buying_back_is_told(folder: Path) -> None:
    (folder / "history.csv").write_text(HEADER + BOUGHT)
    told = document("harvest", folder, "--as-of", "2026-12-01", cwd=folder)
    assert told["regime"] == "from:2026-01-01"
    for method in ("fifo", "lifo"):
        (row,) = told["methods"][method]["summary"]
        assert row["loss_that_can_be_locked_in"] == "-10000"
        assert (row["wash_sale_state"], row["rebuy_from"]) == ("clear", "2027-01-01")
        (lot,) = told["methods"][method]["ordering"]
        assert (lot["wash_sale_state"], lot["rebuy_from"]) == ("clear", "2027-01-01")
    shown = harvestry("harvest", folder, "--as-of", "2026-12-01", cwd=folder).stdout
    assert "may be bought back from 2027-01-01" in " ".join(shown.split())


def test_a_recent_purchase_is_named_with_the_day_it_is_clear(folder: Path) -> None:
    (folder / "history.csv").write_text(HEADER + BOUGHT + rebuy("ira", "2026-11-10"))
    told = document("harvest", folder, "--as-of", "2026-12-01", cwd=folder)
    (row,) = told["methods"]["fifo"]["summary"]
    assert (
        row["wash_sale_state"]
        == "washed by ira:BTC bought 2026-11-10, lost for good, clear from 2026-12-11"
    )
    plain = document(
        "harvest", folder, "--as-of", "2026-12-01", "--wash", "current-law", cwd=folder
    )
    (row,) = plain["methods"]["fifo"]["summary"]
    assert (row["wash_sale_state"], row["rebuy_from"]) == ("securities only", None)


def test_what_was_sold_at_a_loss_is_blocked(folder: Path) -> None:
    (folder / "history.csv").write_text(HEADER + BOUGHT + SOLD)
    told = document("wash", folder, "--as-of", "2026-12-05", cwd=folder)
    assert told["washed"] == []
    assert {each["account"] for each in told["blocked"]} >= {"coinbase", "ira", "spouse"}
    assert {(each["asset"], each["until"]) for each in told["blocked"]} == {("BTC", "2026-12-31")}
    assert told["provisional_until"] == "2027-01-30"
    later = document("wash", folder, "--as-of", "2027-01-30", cwd=folder)
    # Nothing is blocked any more, but the records end on the day of the sale.
    assert (later["blocked"], later["provisional_until"]) == ([], "2027-01-30")


def test_a_washed_loss_is_told_with_its_replacement(folder: Path) -> None:
    (folder / "history.csv").write_text(HEADER + BOUGHT + SOLD + rebuy("ira"))
    told = document("wash", folder, "--as-of", "2027-02-28", "--wash", "apply", cwd=folder)
    (row,) = told["washed"]
    expected = {
        "disposal": "s1",
        "lot": "b1",
        "quantity": "1",
        "amount": "10000",
        "replacement": "r1",
        "account": "ira",
        "outcome": "lost",
    }
    assert {key: row[key] for key in expected} == expected
    assert told["blocked"] == []


def test_a_year_is_provisional_until_the_records_run_past_30_january(folder: Path) -> None:
    options = ("--as-of", "2027-06-30", "--year", "2026", "--wash", "apply")
    for last, until in (("2027-01-29", "2027-01-30"), ("2027-01-30", None)):
        later = f"{last},coinbase,buy,ETH,1,later,2000\n"
        (folder / "history.csv").write_text(HEADER + BOUGHT + SOLD + later)
        told = document("gains", folder, *options, cwd=folder)
        assert told["provisional_until"] == until
        shown = harvestry("gains", folder, *options, cwd=folder).stdout
        assert ("2026 is provisional" in shown) is (until is not None)
    law = harvestry("gains", folder, "--as-of", "2027-01-29", "--year", "2026", cwd=folder).stdout
    assert "provisional" not in law


def test_books_stand_as_filed_and_plans_with_coins_covered(folder: Path) -> None:
    (folder / "history.csv").write_text(HEADER + BOUGHT)
    regimes = {}
    for command in ("gains", "lots", "income", "holdings", "events", "check", "harvest", "wash"):
        regimes[command] = document(command, folder, "--as-of", "2026-12-01", cwd=folder)["regime"]
    assert set(list(regimes.values())[:6]) == {"current-law"}
    assert set(list(regimes.values())[6:]) == {"from:2026-01-01"}
    filed = PROFILE + '[positions]\nwash_filed = "from:2025-01-01"\n'
    (folder / "profile.toml").write_text(filed)
    for command in ("gains", "harvest"):
        told = document(command, folder, "--as-of", "2026-12-01", cwd=folder)
        assert told["regime"] == "from:2025-01-01"
    (folder / "profile.toml").write_text(filed.replace("2025-01-01", "2027-01-01"))
    told = document("harvest", folder, "--as-of", "2026-12-01", cwd=folder)
    assert told["regime"] == "from:2026-01-01"


def test_positions_are_listed_without_files_and_take_the_profile(folder: Path) -> None:
    told = document("positions", cwd=folder)["choices"]
    assert {"futures", "mutual_loop", "stablecoins"} <= {each["position"] for each in told}
    for each in told:
        assert each["question"].endswith("?")
        assert each["chosen"] == each["default"]
        assert each["for"]
        assert each["against"]
        assert each["effects"] is None
    (folder / "profile.toml").write_text('[positions]\nmutual_loop = "both"\n')
    told = document("positions", "--profile", "profile.toml", cwd=folder)
    (loop,) = (each for each in told["choices"] if each["position"] == "mutual_loop")
    assert loop["chosen"] == "both"
    assert [each["position"] for each in told["positions"]] == ["mutual_loop"]
    once = document(
        *("positions", "--profile", "profile.toml", "--position", "mutual_loop=once"), cwd=folder
    )
    assert once["positions"] == []


def test_what_the_other_choice_would_change_is_the_difference_of_two_runs(folder: Path) -> None:
    (folder / "history.csv").write_text(HEADER + BOUGHT + SOLD + rebuy("futures", asset="MBT"))
    (folder / "assets.toml").write_text(ASSETS + 'multiplier = "1"\n')
    told = document("positions", folder, "--as-of", "2027-02-28", "--wash", "apply", cwd=folder)
    (futures,) = (each for each in told["choices"] if each["position"] == "futures")
    assert futures["matters"] is True
    assert futures["effects"] == [
        {
            "choice": "identical",
            "basis_held": "10000",
            "unknown_because": None,
            "changes": [
                {"year": 2026, "term": "short", "gain": "10000", "disallowed": "10000"},
            ],
        }
    ]
    (spouse,) = (each for each in told["choices"] if each["position"] == "spouse_purchase")
    assert spouse["matters"] is False


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--wash", "sometimes"], ["sometimes", "current-law", "from:DATE"]),
        (["--wash", "from:2026-02-30"], ["from:2026-02-30", "apply"]),
        (["--position", "wash"], ["wash", "KEY=VALUE"]),
        (["--position", "magic=yes"], ["magic", "mutual_loop"]),
        (["--position", "mutual_loop=thrice"], ["thrice", "once", "both"]),
        (["--position", "mutual_loop=once", "--position", "mutual_loop=both"], ["twice"]),
    ],
)
def test_an_unknown_regime_or_position_is_one_sentence(
    folder: Path, arguments: list[str], words: list[str]
) -> None:
    (folder / "history.csv").write_text(HEADER + BOUGHT)
    ran = harvestry("gains", folder, *arguments, cwd=folder)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    for word in words:
        assert word in ran.stderr


@pytest.mark.parametrize(
    ("bought", "disallowed", "left"), [("0.4", "4000", "-6000"), ("1", "10000", "0")]
)
def test_what_a_recent_purchase_disallows_is_taken_off(
    folder: Path, bought: str, disallowed: str, left: str
) -> None:
    """Sold at a loss of 10,000 while the IRA bought ten days before: its part is lost."""
    recent = f"2026-11-21,ira,buy,BTC,{bought},r1,16000\n"
    (folder / "history.csv").write_text(HEADER + BOUGHT + recent)
    told = document("harvest", folder, "--as-of", "2026-12-01", cwd=folder)
    (row,) = (each for each in told["methods"]["fifo"]["summary"] if each["account"] == "coinbase")
    assert row["loss_that_can_be_locked_in"] == "-10000"
    assert row["disallowed_if_sold_today"] == disallowed
    assert row["loss_left"] == left


def test_a_newer_lot_of_another_account_replaces_the_older(folder: Path) -> None:
    """The older lot is sold at a loss of 10,000; the newer, at 39,000 elsewhere, is kept."""
    recent = "2026-11-21,kraken,buy,BTC,1,r1,39000\n"
    (folder / "history.csv").write_text(HEADER + BOUGHT + recent)
    told = document("harvest", folder, "--as-of", "2026-12-01", cwd=folder)
    (row,) = (each for each in told["methods"]["fifo"]["summary"] if each["account"] == "coinbase")
    assert (row["quantity_to_sell_for_it"], row["disallowed_if_sold_today"]) == ("1", "10000")
    assert row["loss_left"] == "0"


def test_the_sale_stops_where_washes_leave_the_greatest_loss(folder: Path) -> None:
    """Selling the old lot alone, at a loss of 40, the new one at 50 would replace it: nothing left.

    Selling both, the loss joins the new lot's basis and is taken with it: 40 - 10 = 30.
    """
    (folder / "history.csv").write_text(
        HEADER + "2025-01-10,coinbase,buy,ETH,1,a,100\n" + "2026-11-10,coinbase,buy,ETH,1,b,50\n"
    )
    (folder / "prices.csv").write_text("date,asset,close_usd\n2026-11-22,ETH,60\n")
    told = document("harvest", folder, "--as-of", "2026-11-22", cwd=folder)
    (row,) = told["methods"]["fifo"]["summary"]
    assert row["quantity_to_sell_for_it"] == "2"
    assert row["loss_that_can_be_locked_in"] == row["loss_left"] == "-30"
    assert row["disallowed_if_sold_today"] == "0"
    law = document("harvest", folder, "--as-of", "2026-11-22", "--wash", "current-law", cwd=folder)
    (row,) = law["methods"]["fifo"]["summary"]
    assert (row["quantity_to_sell_for_it"], row["loss_left"]) == ("1", "-40")


def test_a_figure_that_a_plan_shows_otherwise_says_so(folder: Path) -> None:
    (folder / "history.csv").write_text(HEADER + BOUGHT + SOLD + rebuy("kraken"))
    as_of = ("--as-of", "2026-12-20")
    (washed,) = document("wash", folder, *as_of, cwd=folder)["washed"]
    told = document("explain", folder, washed["figure"], *as_of, cwd=folder)
    assert told["value"] == "-10000"
    assert any(
        "there gains:s1:b1:gain is 0.00; add --wash from:2026" in note for note in told["notes"]
    )
    planned = ("--wash", "from:2026-01-01")
    told = document("explain", folder, washed["figure"], *as_of, *planned, cwd=folder)
    assert told["value"] == "0"
    assert not any("add --wash" in note for note in told["notes"])


def test_a_figure_that_only_a_plan_has_is_told_from_it(folder: Path) -> None:
    half = "2026-12-15,kraken,buy,BTC,1,r1,41000\n2026-12-16,kraken,sell,BTC,0.9,s2,36000\n"
    lots = HEADER + BOUGHT.replace("BTC,1", "BTC,0.25") + SOLD.replace("BTC,1", "BTC,0.25") + half
    (folder / "history.csv").write_text(lots)
    as_of = ("--as-of", "2026-12-20")
    figures = {
        row["figure"]
        for row in document("gains", folder, *as_of, "--wash", "apply", cwd=folder)["rows"]
    }
    filed = {row["figure"] for row in document("gains", folder, *as_of, cwd=folder)["rows"]}
    (only, *_) = sorted(figures - filed)
    told = document("explain", folder, only, *as_of, cwd=folder)
    assert told["figure"] == f"{only}:gain"
    assert told["regime"] == "from:2026-01-01"


def test_before_2025_the_account_that_bought_the_replacement_is_named(folder: Path) -> None:
    """One pool of all accounts gave b1 up; b2 was bought at kraken 27 days before the sale."""
    rows = (
        "2023-01-05,coinbase,buy,BTC,1,b1,60000\n",
        "2024-05-05,kraken,buy,BTC,1,b2,65000\n",
        "2024-06-01,coinbase,sell,BTC,1,s,50000\n",
    )
    (folder / "history.csv").write_text(HEADER + "".join(rows))
    words = (folder, "--as-of", "2024-12-30", "--wash", "apply")
    (washed,) = document("wash", *words, cwd=folder)["washed"]
    assert (washed["replacement"], washed["account"]) == ("b2", "kraken")
    (row,) = document("gains", *words, cwd=folder)["rows"]
    assert [each["account"] for each in row["replacements"]] == ["kraken"]
    shown = harvestry("lots", *words, cwd=folder).stdout
    assert "universal pool of self" in shown
    assert "universal:self" not in shown
