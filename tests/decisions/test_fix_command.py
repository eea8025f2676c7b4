"""`fix` on the command line: into a book or a file, refused in one sentence, taken back."""

import shlex
import tomllib
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from decisions.households import HEADER, PROFILE, Household, row
from faces.running import document, harvestry

CAME = row("2024-03-05T00:00:00Z", "a", "deposit", "BTC", "1", id="d1")
SOLD = row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1", id="s1", usd="90000")
BOUGHT = ("fix", "unmatched-deposit:d1", "bought", "50000@2020-02-02")
DAY = ("--as-of", "2026-12-31")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Household({"h.csv": (CAME, SOLD)}).opened(tmp_path / "in")
    (tmp_path / "in" / "decisions.toml").unlink()
    (tmp_path / "profile.toml").write_text(PROFILE)
    (tmp_path / "in" / "prices.csv").replace(tmp_path / "prices.csv")
    return tmp_path


def test_into_a_book_and_back(folder: Path) -> None:
    book = ("--book", "b.harvestry")
    assert harvestry("import", "in/h.csv", *book, cwd=folder).returncode == 0
    before = document("check", *book, "--profile", "profile.toml", *DAY, cwd=folder, code=1)
    assert "unmatched-deposit:d1" in {each["id"] for each in before["problems"]}
    told = document(*BOUGHT, *book, "--profile", "profile.toml", *DAY, cwd=folder)
    assert told["kept_in"] == "b.harvestry as deed 3"
    assert told["tax_before"]["low"] != told["tax_before"]["high"]
    assert told["tax_after"]["low"] == told["tax_after"]["high"]
    (gain,) = document("gains", *book, "--year", "2025", *DAY, cwd=folder)["rows"]
    assert gain["basis"] == "50000"
    (lot,) = document("lots", *book, "--as-of", "2024-12-31", cwd=folder)["lots"]
    assert lot["basis"] == "50000"
    undone = harvestry("fix", "unmatched-deposit:d1", "undo", *book, *DAY, cwd=folder)
    assert undone.returncode == 0
    (gain,) = document("gains", *book, "--year", "2025", *DAY, cwd=folder, code=1)["rows"]
    assert gain["basis"] is None
    again = harvestry("undo", "4", *book, cwd=folder)  # the undo undone: it counts again
    assert again.returncode == 0, again.stderr
    (gain,) = document("gains", *book, "--year", "2025", *DAY, cwd=folder)["rows"]
    assert gain["basis"] == "50000"
    assert harvestry("verify", *book, cwd=folder).returncode == 0


def test_into_a_file_that_is_made_and_back(folder: Path) -> None:
    into = ("--decisions", "d.toml")
    done = harvestry(*BOUGHT, "in/h.csv", *into, *DAY, cwd=folder)
    assert done.returncode == 0, done.stderr
    (made,) = tomllib.loads((folder / "d.toml").read_text())["decision"]
    assert (made["problem"], made["choice"]) == ("unmatched-deposit:d1", "bought")
    (gain,) = document("gains", "in/h.csv", *into, "--year", "2025", *DAY, cwd=folder)["rows"]
    assert gain["basis"] == "50000"
    second = harvestry(*BOUGHT[:2], "income", "mining=61000", *into, cwd=folder)
    assert second.returncode == 0  # without files it is only written down
    assert len(tomllib.loads((folder / "d.toml").read_text())["decision"]) == 2
    assert harvestry(*BOUGHT[:2], "undo", *into, cwd=folder).returncode == 0
    (left,) = tomllib.loads((folder / "d.toml").read_text())["decision"]
    assert left["choice"] == "bought"
    assert harvestry(*BOUGHT[:2], "undo", *into, cwd=folder).returncode == 0
    nothing = harvestry(*BOUGHT[:2], "undo", *into, cwd=folder)
    assert nothing.returncode == 2
    assert "nothing was decided" in nothing.stderr


@pytest.mark.parametrize(
    ("was", "why"),
    [
        ("kind=buy;quantity=many", "column `quantity` holds 'many'"),
        ("kind=bought", "column `kind` holds 'bought'"),
        ("kind=buy;coin=BTC", "there is no column 'coin'"),
    ],
)
def test_columns_that_make_no_row_are_refused_and_not_kept(
    folder: Path, was: str, why: str
) -> None:
    odd = row("2024-04-05T00:00:00Z", "a", "odd", "BTC", "1", id="o1", usd="50000")
    (folder / "in" / "h.csv").write_text(HEADER + f"{SOLD}\n{odd}\n")
    told = document("check", "in", *DAY, cwd=folder, code=1)["problems"]
    (problem,) = [each["id"] for each in told if each["code"] == "unknown-row-kind"]
    into = ("in", "--decisions", "d.toml", *DAY)
    ran = harvestry("fix", problem, "was", was, *into, cwd=folder)
    assert ran.returncode == 2, ran.stdout
    assert why in ran.stderr
    assert not (folder / "d.toml").exists()
    assert harvestry("fix", problem, "was", "kind=buy", *into, cwd=folder).returncode == 0


def test_a_folder_keeps_its_own(folder: Path) -> None:
    done = harvestry(*BOUGHT, "in", *DAY, cwd=folder)
    assert done.returncode == 0
    assert (folder / "in" / "decisions.toml").exists()
    (gain,) = document("gains", "in", "--year", "2025", *DAY, cwd=folder)["rows"]
    assert gain["basis"] == "50000"
    typed = shlex.split(done.stdout.split("`")[-2])
    assert harvestry(*typed[1:], cwd=folder).returncode == 0
    (gain,) = document("gains", "in", "--year", "2025", *DAY, cwd=folder, code=1)["rows"]
    assert gain["basis"] is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("unmatched-deposit:d1", "bought", "much"), "`bought 1250.00@2019-06-30`"),
        (("unmatched-deposit:d1", "bought", "5@yesterday"), "`bought 1250.00@2019-06-30`"),
        (("unmatched-deposit:d1", "bought", "$-5"), "not below zero"),
        (("unmatched-deposit:d1", "bought"), "`bought 1250.00@2019-06-30`"),
        (("unmatched-deposit:d1", "gift", "900"), "`gift 900@2019-06-30`"),
        (("unmatched-deposit:d1", "income", "luck=5"), "staking"),
        (("unmatched-deposit:d1", "sold", "5"), "`bought USD[@DATE]`"),
        (("unmatched-deposit:d1", "own", "a"), "the account it is in"),
        (("unmatched-deposit:d1", "pair", "nobody"), "no other half nobody"),
        (("unmatched-deposit:d1", "ignore"), "a reason"),
        (("unmatched-deposit:d2", "bought", "5"), "did you mean 'unmatched-deposit:d1'"),
        (("not-enough-lots:s1", "held", "0=5"), "above zero"),
        (("joined:d1", "unpair"), "harvestry check"),
        (("unmatched-deposit:*", "pair", "w1"), "a rule cannot"),
        (("nope", "bought", "3"), "'nope' names no problem"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(
    folder: Path, typed: tuple[str, ...], said: str
) -> None:
    value = typed if len(typed) == 3 else (*typed, "")
    done = harvestry("fix", *value, "in/h.csv", "--decisions", "d.toml", *DAY, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (folder / "d.toml").exists()


def test_where_to_keep_it_must_be_said(folder: Path) -> None:
    done = harvestry(*BOUGHT, "in/h.csv", cwd=folder)
    assert done.returncode == 2
    assert "--book" in done.stderr


def test_a_book_and_a_file_of_decisions_do_not_go_together(folder: Path) -> None:
    done = harvestry("lots", "--book", "b.harvestry", "--decisions", "d.toml", cwd=folder)
    assert done.returncode == 2
    assert "--decisions" in done.stderr


def test_check_shows_each_choice_and_its_command(folder: Path) -> None:
    told = harvestry("check", "in", "--profile", "profile.toml", *DAY, cwd=folder).stdout
    for choice in ("pair ID", "bought USD[@DATE]", "gift USD@DATE", "own ACCOUNT"):
        assert f"harvestry fix unmatched-deposit:d1 {choice}" in told


def test_an_audit_pack_holds_what_was_decided(folder: Path) -> None:
    assert harvestry(*BOUGHT, "in", *DAY, cwd=folder).returncode == 0
    done = harvestry("forms", "in", "--year", "2025", "--out", "out", *DAY, cwd=folder)
    assert done.returncode in (0, 1), done.stderr
    verified = harvestry("verify-pack", "out/audit-pack-2025.zip", cwd=folder)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    with zipfile.ZipFile(folder / "out" / "audit-pack-2025.zip") as pack:
        (decided,) = (name for name in pack.namelist() if name.endswith("decisions.toml"))
        assert b"50000@2020-02-02" in pack.read(decided)


def test_the_workbook_says_what_was_decided(folder: Path) -> None:
    assert harvestry(*BOUGHT, "in", *DAY, cwd=folder).returncode == 0
    book = harvestry("harvest", "in", "--out", "plan.xlsx", *DAY, cwd=folder)
    assert book.returncode in (0, 1), book.stderr
    cells = load_workbook(folder / "plan.xlsx")["Assumptions"].iter_rows(values_only=True)
    assert any(each[:3] == ("Decision", BOUGHT[1], "bought 50000@2020-02-02") for each in cells)


def test_check_says_where_a_fix_may_be_kept_and_the_folder_of_the_files_is_enough(
    folder: Path,
) -> None:
    shown = " ".join(harvestry("check", "in", *DAY, cwd=folder).stdout.split())
    assert "Each kind of problem is shown once; another of the kind has its own Name" in shown
    assert "Add where it is kept: the folder of your files, `--book PATH`" in shown
    nowhere = harvestry(*BOUGHT, cwd=folder)
    assert nowhere.returncode == 2
    assert "give the folder of your files" in nowhere.stderr
    assert harvestry(*BOUGHT, "in", *DAY, cwd=folder).returncode == 0
    assert (folder / "in" / "decisions.toml").exists()


def test_check_says_so_where_no_command_mends_a_problem(tmp_path: Path) -> None:
    header = "time,account,kind,asset,quantity,id,usd"
    (tmp_path / "h.csv").write_text(f"{header}\n2025-01-05,a,buy,BTC,x,1,100\n")
    shown = " ".join(harvestry("check", "h.csv", *DAY, cwd=tmp_path).stdout.split())
    assert "No command mends these; what to mend stands above." in shown
