"""What was decided is applied: to halves, rows nobody understands, values, by name and by rule."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

import harvestry
from decisions.households import Household, problems, row
from decisions.rows_to_mend import BOUGHT_THERE, BUY, LEFT_WHOLE
from harvestry.case.fixing import UnfitDecisionError, checked
from harvestry.events.choices import CODES, choices_of
from harvestry.events.decisions import Decision
from harvestry.sources.harvestry_csv.columns import COLUMNS

NAMES = sorted({each.name for code in CODES for each in choices_of(code)})

CAME = row("2024-03-05T00:00:00Z", "a", "deposit", "BTC", "1", id="d1", note="from Alice")
CAME_TOO = row("2024-04-05T00:00:00Z", "a", "deposit", "BTC", "2", id="d2", note="from Bob")


def lots(household: Household, folder: Path, *decisions: tuple[str, str, str]) -> set[str]:
    """Give the lots still held: id, account, units, cost, day."""
    held = household.opened(folder, *decisions).lots().document["lots"]
    return {
        " ".join(str(each[key]) for key in ("lot", "account", "quantity", "basis", "acquired"))
        for each in held
    }


def counted(case: harvestry.Case) -> tuple[int, ...]:
    """Give how many rows were read, imported, skipped, and are problems."""
    rows = case.check().document["rows"]
    return rows["read"], rows["imported"], rows["skipped"], rows["problem"]


def test_the_name_of_a_problem_stays_when_a_longer_export_comes(tmp_path: Path) -> None:
    short = Household({"h.csv": (BUY, CAME)})
    longer = Household(
        {"long.csv": (BOUGHT_THERE, BUY, LEFT_WHOLE.replace("w1", "w9"), CAME, CAME_TOO)}
    )
    before = {name for name in problems(short.opened(tmp_path / "1")) if "deposit" in name}
    after = {name for name in problems(longer.opened(tmp_path / "2")) if "deposit" in name}
    assert before == {"unmatched-deposit:d1"}
    assert "unmatched-deposit:d2" in after


@pytest.mark.parametrize(
    ("choice", "value", "lot"),
    [
        ("bought", "50000", "d1 a 1 50000 2024-03-04"),  # New York has the day before
        ("bought", "50000@2020-02-02", "d1 a 1 50000 2020-02-02"),
        ("income", "mining=61000", "d1 a 1 61000 2024-03-04"),
        ("gift", "900@2019-06-30", "d1 a 1 900 2019-06-30"),
    ],
)
def test_what_a_deposit_was(tmp_path: Path, choice: str, value: str, lot: str) -> None:
    told = ("unmatched-deposit:d1", choice, value)
    assert lots(Household({"h.csv": (CAME,)}), tmp_path, told) == {lot}


@pytest.mark.parametrize("choice", ["bought", "gift"])
@pytest.mark.parametrize(("day", "fits"), [("2024-03-04", True), ("2024-03-05", False)])
def test_units_were_not_acquired_after_the_day_they_came(
    tmp_path: Path, choice: str, day: str, *, fits: bool
) -> None:
    """A slip such as 2062 for 2016 would make short of long; they came 2024-03-04 in New York."""
    told = ("unmatched-deposit:d1", choice, f"900@{day}")
    found = problems(Household({"h.csv": (CAME,)}).opened(tmp_path, told))
    assert ("unmatched-deposit:d1" not in found) is fits
    assert any("lies after d1" in each["message"] for each in found.values()) is not fits


def test_a_deposit_that_came_from_an_own_account_takes_its_lots(tmp_path: Path) -> None:
    household = Household(
        {"h.csv": (BOUGHT_THERE, CAME)}, accounts='[pools]\nbefore_2025 = "account"\n'
    )
    told = ("unmatched-deposit:d1", "own", "w")
    assert lots(household, tmp_path, told) == {
        "bw a 1 22000 2023-01-31",
        "bw w 2 44000 2023-01-31",
    }


def test_the_last_decision_counts_and_a_rule_is_one(tmp_path: Path) -> None:
    household = Household({"h.csv": (CAME,)})
    first = ("unmatched-deposit:d1", "bought", "50000")
    rule = ("unmatched-deposit:d*", "bought", "10")
    assert lots(household, tmp_path, first, rule) == {"d1 a 1 10 2024-03-04"}
    assert lots(household, tmp_path, rule, first) == {"d1 a 1 50000 2024-03-04"}


def test_a_rule_is_about_notes_and_leaves_what_is_joined(tmp_path: Path) -> None:
    household = Household({"h.csv": (BOUGHT_THERE, LEFT_WHOLE, CAME, CAME_TOO)})
    rule = ("unmatched-deposit:*", "bought", "7")
    found = lots(household, tmp_path, rule)
    assert "d2 a 2 7 2024-04-04" in found
    assert not [each for each in found if each.startswith("d1")]
    of_bob = ("unmatched-deposit:note=Bob", "bought", "8")
    of_alice = ("unmatched-deposit:note=Alice", "bought", "9")
    alone = Household({"h.csv": (CAME, CAME_TOO)})
    assert lots(alone, tmp_path / "2", of_bob, of_alice) == {
        "d1 a 1 9 2024-03-04",
        "d2 a 2 8 2024-04-04",
    }


def test_a_word_stands_above_a_guess(tmp_path: Path) -> None:
    """The deposit would be joined by amount; somebody says that it was bought."""
    household = Household({"h.csv": (BOUGHT_THERE, LEFT_WHOLE, CAME)})
    open_case = household.opened(tmp_path, ("unmatched-deposit:d1", "bought", "5"))
    names = set(problems(open_case))
    assert "unmatched-withdrawal:w1" in names
    assert "joined-by-amount:w1" not in names


@pytest.mark.parametrize("name", ["joined:w1", "joined-by-amount:w1"])
def test_halves_that_were_joined_are_two_again(tmp_path: Path, name: str) -> None:
    household = Household({"h.csv": (BOUGHT_THERE, LEFT_WHOLE, CAME)})
    names = set(problems(household.opened(tmp_path, (name, "unpair", ""))))
    assert {"unmatched-withdrawal:w1", "unmatched-deposit:d1"} <= names


def test_halves_of_one_hash_are_two_again(tmp_path: Path) -> None:
    rows = (
        BOUGHT_THERE,
        row("2024-03-04T23:00:00Z", "w", "withdrawal", "BTC", "1", id="w1", hash="0xab"),
        row("2024-03-05T00:00:00Z", "a", "deposit", "BTC", "1", id="d1", hash="0xab"),
    )
    household = Household({"h.csv": rows})
    names = set(problems(household.opened(tmp_path, ("joined:w1", "unpair", ""))))
    assert {"unmatched-withdrawal:w1", "unmatched-deposit:d1"} <= names


def wrapped(arrived: str, later: str) -> tuple[str, ...]:
    """Give wrapped ether bought in one account and sent to another, where it arrives."""
    return (
        row("2023-02-01T12:00:00Z", "w", "buy", "WETH", "3", id="bw", usd="6000"),
        row("2024-03-04T23:00:00Z", "w", "withdrawal", "WETH", "1", id="w1"),
        row(later, "a", "deposit", arrived, "1", id="d1"),
    )


def test_a_wrapped_coin_may_be_said_to_be_the_coin_that_came(tmp_path: Path) -> None:
    household = Household({"h.csv": wrapped("ETH", "2024-03-09T00:00:00Z")})
    told = ("unmatched-deposit:d1", "pair", "w1")
    assert lots(household, tmp_path, told) == {"bw w 2 4000 2023-02-01", "bw a 1 2000 2023-02-01"}


def test_a_wrapped_coin_that_was_joined_with_the_coin_is_two_again(tmp_path: Path) -> None:
    household = Household({"h.csv": wrapped("ETH", "2024-03-05T00:00:00Z")})
    assert "joined-by-amount:w1" in set(problems(household.opened(tmp_path / "1")))
    names = set(problems(household.opened(tmp_path / "2", ("joined:w1", "unpair", ""))))
    assert {"unmatched-withdrawal:w1", "unmatched-deposit:d1"} <= names


def test_a_staked_coin_is_not_said_to_be_the_coin(tmp_path: Path) -> None:
    rows = tuple(each.replace("WETH", "CBETH") for each in wrapped("ETH", "2024-03-09T00:00:00Z"))
    household = Household({"h.csv": rows})
    names = set(problems(household.opened(tmp_path, ("unmatched-deposit:d1", "pair", "w1"))))
    assert "unmatched-deposit:d1" in names


UNKNOWN = (
    '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n'
    '"L1","R1","2024-02-05 10:00:00","conjuring","","currency","XXBT","0.5","0","0.5"\n'
    '"L2","R2","2024-02-06 10:00:00","conjuring","","currency","XXBT","0.25","0","0.75"\n'
)


def test_a_row_nobody_understands_is_what_it_is_said_to_be(tmp_path: Path) -> None:
    household = Household({"kraken.csv": UNKNOWN})
    before = household.opened(tmp_path)
    names = [each for each in problems(before) if each.startswith("unknown-row-kind:")]
    assert len(names) == 2
    assert counted(before) == (2, 0, 0, 2)
    told = (names[0], "was", "kind=income:staking;usd=31.20")
    after = household.opened(tmp_path, told)
    assert counted(after) == (2, 1, 0, 1)
    assert [each for each in problems(after) if each.startswith("unknown-row-kind:")] == names[1:]
    (event,) = after.events().document["events"]
    assert (event["kind"], event["asset"], event["usd"]) == ("income:staking", "BTC", "31.2")
    assert event["time"].startswith("2024-02-0")
    assert event["source"]["file"] == "kraken.csv"
    assert event["id"] == names[0].partition(":")[2]
    # The same row in a longer export is the same row.
    head, first, second = UNKNOWN.splitlines(keepends=True)
    extra = first.replace("L1", "L0").replace("R1", "R0").replace("02-05", "02-01")
    longer = Household({"later.csv": head + extra + first + second})
    again = longer.opened(tmp_path / "2", told)
    assert counted(again) == (3, 1, 0, 2)
    assert [each["time"] for each in again.events().document["events"]] == [event["time"]]


def test_a_row_that_moved_nothing_is_skipped_and_no_longer_unread(tmp_path: Path) -> None:
    household = Household({"kraken.csv": UNKNOWN})
    unread = "Not read, and in no figure"
    assert any(unread in each for each in household.opened(tmp_path).events().sentences)
    after = household.opened(tmp_path, ("unknown-row-kind:*", "nothing", ""))
    assert counted(after) == (2, 0, 2, 0)
    assert [each for each in problems(after) if each.startswith("unknown-row-kind:")] == []
    assert not any(unread in each for each in after.events().sentences)
    assert "decided-nothing 2" in str(after.check().tables)


def test_many_rows_at_once_by_a_rule(tmp_path: Path) -> None:
    household = Household({"kraken.csv": UNKNOWN})
    after = household.opened(tmp_path, ("unknown-row-kind:kraken:*", "was", "kind=lost"))
    assert after.check().document["rows"]["imported"] == 2


COLUMN = st.sampled_from([*COLUMNS, "nonsense"])
CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["buy", "trade", "transfer", "BTC", "USD", "1", "-1", "0.5"]),
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(COLUMN, CELL, min_size=1, max_size=6))
def test_whatever_columns_are_said_no_error_leaves(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, str]
) -> None:
    value = ";".join(f"{column}={cell}" for column, cell in cells.items())
    try:
        checked(Decision("unknown-row-kind:kraken:*", "was", value))
    except UnfitDecisionError:
        return
    household = Household({"kraken.csv": UNKNOWN})
    case = household.opened(
        tmp_path_factory.mktemp("was"), ("unknown-row-kind:kraken:*", "was", value)
    )
    read, imported, skipped, wrong = counted(case)
    assert read == imported + skipped + wrong == 2


@given(st.sampled_from(sorted(CODES)), st.sampled_from(NAMES), st.text(max_size=30))
def test_any_value_is_taken_or_refused_in_one_sentence(code: str, name: str, value: str) -> None:
    refused = ""
    try:
        checked(Decision(f"{code}:x", name, value))
    except UnfitDecisionError as error:
        refused = str(error)
    assert len(refused.splitlines()) <= 1


@pytest.mark.parametrize(
    "value",
    ["kind=nothing", "kinds=buy", "kind=buy;usd=1,5", "kind=buy;got_asset=ETH", "kind=transfer"],
)
def test_columns_that_make_no_row_are_told_and_the_row_stays_a_problem(
    tmp_path: Path, value: str
) -> None:
    household = Household({"kraken.csv": UNKNOWN})
    first, *_ = (each for each in problems(household.opened(tmp_path)) if "row-kind" in each)
    after = problems(household.opened(tmp_path, (first, "was", value)))
    assert first in after
    assert any(each["code"] == "decision-unfit" for each in after.values())


def test_rows_told_twice_count_once_and_the_receipt_says_so(tmp_path: Path) -> None:
    kraken = (
        '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n'
        '"L1","R1","2024-02-05 10:00:00","trade","","currency","XXBT","0.5","0","0.5"\n'
        '"L2","R1","2024-02-05 10:00:00","trade","","currency","ZUSD","-21000","0","0"\n'
    )
    ours = (
        row("2024-02-05T10:00:00Z", "kraken", "buy", "BTC", "0.5", id="q1", usd="21000"),
        row("2024-05-05T10:00:00Z", "kraken", "buy", "BTC", "0.5", id="q2", usd="34000"),
    )
    household = Household({"h.csv": ours, "kraken.csv": kraken})
    name = "possible-duplicates:kraken.csv~h.csv:kraken"
    assert name in problems(household.opened(tmp_path))
    after = household.opened(tmp_path, (name, "same", ""))
    rows = {each["file"]: each["rows"] for each in after.check().document["files"]}
    assert rows["kraken.csv"]["imported"] == 0
    assert rows["h.csv"]["imported"] == 2
    held = after.lots().document["lots"]
    assert sorted(each["quantity"] for each in held) == ["0.5", "0.5"]


def test_what_is_ignored_is_a_note_and_stays_unknown(tmp_path: Path) -> None:
    household = Household({"h.csv": (CAME,)})
    case = household.opened(tmp_path, ("unmatched-deposit:d1", "ignore", "a friend's dust"))
    problem = problems(case)["unmatched-deposit:d1"]
    assert problem["severity"] == "note"
    assert "a friend's dust" in problem["message"]
    (lot,) = case.lots().document["lots"]
    assert (lot["basis"], lot["basis_known"]) == (None, False)


def test_units_held_before_lapse_when_a_file_tells_them(tmp_path: Path) -> None:
    sold = row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1.5", id="s1", usd="90000")
    told = ("not-enough-lots:s1", "held", "0.5=9000@2020-01-01")
    short = Household({"h.csv": (BUY, sold)}).opened(tmp_path / "1", told)
    gains = short.gains(2025).document["rows"]
    assert sorted(each["basis"] for each in gains) == ["40000", "9000"]
    more = row("2021-01-05T00:00:00Z", "a", "buy", "BTC", "0.5", id="b0", usd="15000")
    whole = Household({"h.csv": (more, BUY, sold)}).opened(tmp_path / "2", told)
    assert sorted(each["basis"] for each in whole.gains(2025).document["rows"]) == [
        "15000",
        "40000",
    ]
    assert "decision-unused:not-enough-lots:s1" in problems(whole)


def test_an_explanation_shows_the_row_and_the_decision(tmp_path: Path) -> None:
    sold = row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1", id="s1", usd="90000")
    told = ("unmatched-deposit:d1", "bought", "50000@2020-02-02")
    case = Household({"h.csv": (CAME, sold)}).opened(tmp_path, told)
    (tree,) = case.explain("gains:s1:d1")
    text = str(tree)
    assert "decided: unmatched-deposit:d1 bought 50000@2020-02-02" in text
    assert "h.csv" in text


def test_a_file_of_decisions_is_found_in_a_folder_and_a_wrong_one_is_refused(
    tmp_path: Path,
) -> None:
    household = Household({"h.csv": (CAME,)})
    household.opened(tmp_path)
    (tmp_path / "decisions.toml").write_text('[[decision]]\nproblem = "x:y"\nchoice = "buy"\n')
    with pytest.raises(ValueError, match="number 1"):
        harvestry.open_case([tmp_path], as_of="2026-12-31").lots()


def test_units_lacking_in_one_pool_are_held_though_the_account_has_its_own(tmp_path: Path) -> None:
    """Before 2025 all accounts were one pool: b sold what only a had, so that a lacks it."""
    rows = (
        BUY,
        row("2024-02-05T00:00:00Z", "b", "sell", "BTC", "1", id="s1", usd="50000"),
        row("2024-03-05T00:00:00Z", "a", "sell", "BTC", "1", id="s2", usd="60000"),
    )
    household = Household({"h.csv": rows})
    assert "not-enough-lots:s2" in problems(household.opened(tmp_path))
    told = ("not-enough-lots:s2", "held", "1=9000@2020-01-01")
    case = household.opened(tmp_path, told)
    assert "not-enough-lots:s2" not in problems(case)
    bases = {each["disposal"]: each["basis"] for each in case.gains(2024).document["rows"]}
    assert bases == {"s1": "9000", "s2": "40000"}


def test_units_held_are_not_lent_to_what_others_lacked_before(tmp_path: Path) -> None:
    """The file with b2 came later: s2 lacks nothing any more, s1 does, as before."""
    short = (
        BUY,
        row("2025-02-05T00:00:00Z", "a", "sell", "BTC", "1.5", id="s1", usd="90000"),
        row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1", id="s2", usd="90000"),
    )
    more = row("2025-04-05T00:00:00Z", "a", "buy", "BTC", "1", id="b2", usd="50000")
    told = ("not-enough-lots:s2", "held", "1=9000@2020-01-01")
    before = Household({"h.csv": short}).opened(tmp_path / "1", told)
    assert "decision-unused:not-enough-lots:s2" not in problems(before)
    after = problems(Household({"h.csv": short, "i.csv": (more,)}).opened(tmp_path / "2", told))
    assert "decision-unused:not-enough-lots:s2" in after
    assert "not-enough-lots:s1" in after
