"""What stands near a loss and is not counted is said: puts written, covers, zones at the edge."""

from pathlib import Path

import pytest

import harvestry
from harvestry.units.problems import Problem, Severity

HEADER = "time,account,kind,asset,quantity,id,usd\n"
ASSETS = (
    '[asset.M]\nclass = "security"\n[asset.N]\nclass = "security"\n'
    '[asset.PUT]\nclass = "option"\ngroup = "M"\nright = "put"\n'
    '[asset.CALL]\nclass = "option"\ngroup = "M"\nmultiplier = "100"\n'
)
LOSS = "2025-01-06,x,buy,M,10,a,500\n2025-06-10,x,sell,M,10,s,400\n"
CODES = ("written-put", "cover-near-loss", "window-edge")


def told(folder: Path, rows: str, accounts: str = "", **options: str) -> list[Problem]:
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "assets.toml").write_text(ASSETS)
    (folder / "accounts.toml").write_text(accounts)
    (folder / "profile.toml").write_text('time_zone = "America/New_York"\n')
    problems = harvestry.open_case([folder], as_of="2026-12-31", **options).check().problems
    found = [each for each in problems if each.code in CODES]
    assert all(each.severity is Severity.NOTE for each in found)
    return found


@pytest.mark.parametrize(
    ("row", "times"),
    [
        ("2025-05-11,x,short,PUT,1,p,900\n", 1),
        ("2025-05-10,x,short,PUT,1,p,900\n", 0),
        ("2025-07-10,y,short,PUT,1,p,900\n", 1),
        ("2025-07-11,y,short,PUT,1,p,900\n", 0),
        ("2025-06-15,x,short,CALL,1,p,900\n", 0),
        ("2025-06-15,x,buy,PUT,1,p,900\n", 0),
    ],
)
def test_a_put_written_near_a_loss_is_said_and_not_counted(
    tmp_path: Path, row: str, times: int
) -> None:
    found = told(tmp_path, LOSS + row)
    assert [each.code for each in found] == ["written-put"] * times
    assert all("Rev. Rul. 85-87" in each.message and "(s)" in each.message for each in found)
    gains = harvestry.open_case([tmp_path], as_of="2026-12-31").gains(2025)
    assert gains.document["totals"]["short"]["gain"] == "-100"


def test_a_put_written_near_a_gain_is_not_said(tmp_path: Path) -> None:
    assert told(tmp_path, LOSS.replace("s,400", "s,600") + "2025-06-15,x,short,PUT,1,p,9\n") == []


@pytest.mark.parametrize(
    ("day", "asset", "times"),
    [("2025-07-10", "M", 1), ("2025-07-11", "M", 0), ("2025-07-10", "N", 0)],
)
def test_a_cover_near_a_loss_on_what_was_held_is_said_and_not_counted(
    tmp_path: Path, day: str, asset: str, times: int
) -> None:
    rows = f"2025-02-03,x,short,{asset},10,o,500\n{day},x,cover,{asset},10,c,490\n"
    found = told(tmp_path, LOSS + rows)
    assert [each.code for each in found] == ["cover-near-loss"] * times
    rows_told = harvestry.open_case([tmp_path], as_of="2026-12-31").gains(2025).document["rows"]
    assert {each["disposal"]: each["adjustment"] for each in rows_told} == {"s": "0", "c": "0"}


def test_a_cover_near_a_loss_on_coins_is_said_where_the_rule_reaches_coins(tmp_path: Path) -> None:
    short = "2025-02-03,x,short,M,10,o,500\n2025-07-10,x,cover,M,10,c,490\n"
    rows = (LOSS + short).replace(",M,", ",BTC,")
    assert told(tmp_path, rows) == []
    assert [each.code for each in told(tmp_path, rows, wash="apply")] == ["cover-near-loss"]


TOKYO = '[account.tokyo]\ntime_zone = "Asia/Tokyo"\n[account.x]\n'


@pytest.mark.parametrize(
    ("bought", "adjustment", "words"),
    [
        # 10 July, 09:00 in New York and 22:00 in Tokyo: 30 days by both.
        ("2025-07-10T13:00:00Z", "100", None),
        # 10 July, 14:00 in New York, 11 July, 03:00 in Tokyo: 30 days, 31 by the accounts' zones.
        (
            "2025-07-10T18:00:00Z",
            "100",
            ["2025-07-11, 31 days apart", "2025-07-10", "is in the"],
        ),
        # 11 July in both.
        ("2025-07-11T13:00:00Z", "0", None),
    ],
)
def test_a_purchase_that_two_calendars_place_otherwise_is_said(
    tmp_path: Path, bought: str, adjustment: str, words: list[str] | None
) -> None:
    found = told(tmp_path, LOSS + f"{bought},tokyo,buy,M,10,b,400\n", TOKYO)
    assert bool(found) is (words is not None)
    for each in found:
        assert each.code == "window-edge"
        assert all(word in each.message for word in (*(words or ()), "America/New_York"))
    gains = harvestry.open_case([tmp_path], as_of="2026-12-31").gains(2025)
    assert gains.document["totals"]["short"]["adjustment"] == adjustment


def test_of_a_purchase_at_the_edge_of_two_losses_one_note_is_made(tmp_path: Path) -> None:
    rows = (
        "2025-01-06,x,buy,M,20,a,1000\n2025-06-10,x,sell,M,10,s,400\n"
        "2025-06-10,x,sell,M,10,t,300\n2025-07-10T18:00:00Z,tokyo,buy,M,10,b,400\n"
    )
    assert [each.about for each in told(tmp_path, rows, TOKYO)] == ["b"]


def test_a_loss_sold_in_another_zone_than_the_household_s(tmp_path: Path) -> None:
    """Sold on 11 June in Tokyo, 10 June in New York; bought on 11 July: 30 days there, 31 here."""
    rows = (
        "2025-01-06,tokyo,buy,M,10,a,500\n2025-06-10T18:00:00Z,tokyo,sell,M,10,s,400\n"
        "2025-07-11T16:00:00Z,x,buy,M,10,b,400\n"
    )
    (note,) = told(tmp_path, rows, TOKYO)
    assert "outside the window of 30 days" in note.message
    assert "30 days apart by the accounts' zones" in note.message


def test_of_one_zone_nothing_is_said(tmp_path: Path) -> None:
    assert told(tmp_path, LOSS + "2025-07-10T18:00:00Z,x,buy,M,10,b,400\n") == []


def test_what_a_swap_brought_is_a_purchase_at_the_edge_too(tmp_path: Path) -> None:
    """14:00 in New York on 10 July, 30 days after the loss; 11 July in Tokyo."""
    rows = f"{LOSS}2025-01-07,tokyo,buy,N,10,n,300\n2025-07-10T18:00:00Z,tokyo,trade,N,10,b,400\n"
    head = HEADER.replace("\n", ",got_asset,got_quantity\n")
    told(tmp_path, LOSS, TOKYO)
    lines = [f"{line},{'M,10' if ',trade,' in line else ','}" for line in rows.splitlines()]
    (tmp_path / "history.csv").write_text(head + "\n".join(lines) + "\n")
    problems = harvestry.open_case([tmp_path], as_of="2026-12-31").check().problems
    assert [each.about for each in problems if each.code == "window-edge"] == ["b"]
