"""`forms` through the command line: its files, its refusals, what stays unknown."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from faces.running import document, harvestry
from forms.official_blanks import FOLDER, blank
from harvestry.sources.fetched_blanks import NotFetchedError, kept_blank

HEADER = "time,account,kind,asset,quantity,id,usd,fee_usd,form,form_basis,form_basis_reported"
ROWS = (
    "2023-01-02,kraken,buy,BTC,1,b1,10000,,,,",
    "2025-01-02,kraken,buy,BTC,1,b2,40000,,,,",
    "2025-02-01,kraken,buy,ETH,10,b3,30000,,,,",
    "2025-06-02,kraken,sell,BTC,1.5,s1,90000,30,1099-da,,false",
    "2025-07-02,kraken,sell,ETH,10,s2,21000,10,1099-da,30000,true",
    "2025-08-02,ledger,income:staking,SOL,2,i1,300,,,,",
)
PROFILE = '[year.2025]\nfiling_status = "single"\nwages = "100000"\ncarryover_short = "500"\n'


def household(folder: Path, *more: str, profile: str = PROFILE) -> Path:
    (folder / "in").mkdir()
    (folder / "in" / "own.csv").write_text("\n".join((HEADER, *ROWS, *more)) + "\n", "utf-8")
    (folder / "in" / "profile.toml").write_text(profile, "utf-8")
    return folder


def forms(folder: Path, *options: object, code: int = 0) -> Any:
    arguments = ("in", "--year", 2025, "--out", "out", "--as-of", "2026-03-01", *options)
    return document("forms", *arguments, cwd=folder, code=code)


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def test_all_files_say_the_same_and_agree_with_gains_and_tax(tmp_path: Path) -> None:
    """Sold: 1 BTC of 10,000 long, half of 40,000 short, 10 ETH at a loss of 9,010."""
    told = forms(household(tmp_path))
    rows = read(tmp_path / "out" / "form-8949-2025.csv")
    columns = ("part", "box", "description", "date_acquired", "proceeds", "basis", "code", "gain")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("I", "G", "10 ETH", "02/01/2025", "20990.00", "30000.00", "", "-9010.00"),
        ("I", "H", "0.5 BTC", "01/02/2025", "29990.00", "20000.00", "", "9990.00"),
        ("II", "K", "1 BTC", "01/02/2023", "59980.00", "10000.00", "", "49980.00"),
    ]
    lines = {row["line"]: row for row in read(tmp_path / "out" / "schedule-d-2025.csv")}
    assert lines["1b"]["gain"] == "-9010.00"
    assert lines["2"]["gain"] == "9990.00"
    assert lines["6"]["gain"] == "-500.00"
    assert lines["7"]["gain"] == "480.00"
    assert lines["9"]["gain"] == lines["15"]["gain"] == "49980.00"
    assert lines["16"]["gain"] == "50460.00"
    assert told["schedule_d"]["answers"] == {"17": "Yes", "20": "Yes"}
    common = ("in", "--year", 2025, "--as-of", "2026-03-01")
    tax = document("tax", *common, cwd=tmp_path)["lines"]
    assert [tax[f"schedule_d.{line}"] for line in ("7", "15", "16")] == ["480", "49980", "50460"]
    gains = document("gains", *common, cwd=tmp_path)["totals"]
    assert (gains["short"]["gain"], gains["long"]["gain"]) == ("980", "49980")
    book = load_workbook(tmp_path / "out" / "forms-2025.xlsx")
    assert book.sheetnames[:3] == ["Form 8949 2025", "Form 8949 totals 2025", "Schedule D 2025"]
    (income,) = read(tmp_path / "out" / "income-2025.csv")
    assert (income["line"].split(",")[0], income["amount"]) == ("Schedule 1 line 8v", "300.00")
    pages = PdfReader(tmp_path / "out" / "form-8949-2025-statement.pdf").pages
    texts = [page.extract_text() for page in pages]
    assert len(texts) == 3
    assert "Part II, Long-Term, Box K" in texts[2]
    assert "49,980.00" in texts[2]


def test_the_official_forms_are_filled_from_a_folder_of_blanks(tmp_path: Path) -> None:
    blank("f8949", 2025)
    told = forms(household(tmp_path), "--blank", FOLDER, "--name", "Pat Example")
    assert {"f8949-2025.pdf", "f1040sd-2025.pdf"} < set(told["files"])
    fields = PdfReader(tmp_path / "out" / "f8949-2025.pdf").get_fields() or {}
    top = "topmostSubform[0].Page1[0]"
    assert fields[f"{top}.c1_1[3]"]["/V"] == "/4"  # box G comes first, H on the next copy
    assert fields[f"{top.replace('form[0]', 'form[1]')}.c1_1[4]"]["/V"] == "/5"
    assert fields[f"{top}.f1_95[0]"]["/V"] == "(9,010.00)"
    schedule = PdfReader(tmp_path / "out" / "f1040sd-2025.pdf").get_fields() or {}
    assert schedule["topmostSubform[0].Page2[0].f2_1[0]"]["/V"] == "50,460.00"


def test_exceptions_and_whole_dollars_are_asked_for_by_options(tmp_path: Path) -> None:
    told = forms(household(tmp_path), "--direct", "--summary", "--whole-dollars")
    assert told["directly_on_schedule_d"]["1a"]["gain"] == "-9010"
    (short, long) = told["form_8949"]
    assert [row["description"] for row in short["rows"]] == ["kraken see attached statement"]
    assert (short["rows"][0]["code"], short["rows"][0]["proceeds"]) == ("M", "29990")
    assert [row["description"] for row in long["statement"]] == ["1 BTC"]


def test_an_unknown_basis_is_left_empty_and_said(tmp_path: Path) -> None:
    """2 SOL have a basis; the third has none."""
    told = forms(household(tmp_path, "2025-09-01,ledger,sell,SOL,3,s3,600,,,,"), code=1)
    codes = {each["code"] for each in told["problems"]}
    assert {"not-enough-lots", "form-row-incomplete", "tax-unknown"} <= codes
    rows = read(tmp_path / "out" / "form-8949-2025.csv")
    assert [row["gain"] for row in rows if row["description"] == "2 SOL"] == ["100.00"]
    (left,) = [row for row in rows if not row["box"]]
    assert (left["description"], left["proceeds"]) == ("1 SOL", "200.00")
    assert (left["basis"], left["gain"], left["date_acquired"]) == ("", "", "")
    assert told["left_to_the_taxpayer"][0]["gain"] is None
    lines = told["schedule_d"]["lines"]  # short or long: nobody knows
    assert lines["7"] is lines["15"] is lines["16"] is None
    assert told["carryover_worksheet"] is None


def test_an_opening_without_basis_empties_the_totals_it_belongs_to(tmp_path: Path) -> None:
    more = ("2025-01-01,ledger,opening,ADA,10,o1,,,,,", "2025-09-01,ledger,sell,ADA,10,s3,5,,,,")
    header = HEADER + ",acquired"
    (tmp_path / "in").mkdir()
    lines = (header, *(f"{row}," for row in ROWS), f"{more[0]},2020-01-01", f"{more[1]},")
    (tmp_path / "in" / "own.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "in" / "profile.toml").write_text(PROFILE, "utf-8")
    told = forms(tmp_path, code=1)
    (box,) = [each for each in told["form_8949"] if each["box"] == "L"]
    assert (box["totals"]["proceeds"], box["totals"]["basis"]) == ("5.00", None)
    lines_told = told["schedule_d"]["lines"]
    assert lines_told["10"] is lines_told["15"] is lines_told["16"] is None
    assert lines_told["7"] == "480.00"


def test_what_was_inherited_says_so_wherever_it_went(tmp_path: Path) -> None:
    """Held for two months and long-term all the same (IRC 1223(9))."""
    header = f"{HEADER},to_account,acquired"
    rows = (
        "2025-04-01,ledger,inherit,BTC,1,h1,80000,,,,,,2025-03-15",
        "2025-04-20,ledger,transfer,BTC,1,m1,,,,,,gemini,",
        "2025-05-02,gemini,sell,BTC,1,s9,90000,,,,,,",
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "own.csv").write_text("\n".join((header, *rows)) + "\n", "utf-8")
    (tmp_path / "in" / "profile.toml").write_text(PROFILE, "utf-8")
    forms(tmp_path)
    (row,) = read(tmp_path / "out" / "form-8949-2025.csv")
    assert (row["part"], row["box"], row["date_acquired"]) == ("II", "L", "INHERITED")
    assert row["gain"] == "10000.00"


def test_a_wrong_basis_has_its_worksheet(tmp_path: Path) -> None:
    """The broker told the IRS 31,000 for what cost 30,000: line 4 says 1,000."""
    rows = [row.replace("1099-da,30000,true", "1099-da,31000,true") for row in ROWS]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "own.csv").write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    (tmp_path / "in" / "profile.toml").write_text(PROFILE, "utf-8")
    forms(tmp_path)
    (line,) = read(tmp_path / "out" / "basis-worksheet-2025.csv")
    lines = ("1_basis_shown", "2_right_basis", "3_negative", "4_positive")
    assert [line[name] for name in lines] == ["31000.00", "30000.00", "", "1000.00"]
    (row, *_) = read(tmp_path / "out" / "form-8949-2025.csv")
    assert (row["code"], row["adjustment"], row["gain"]) == ("B", "1000.00", "-9010.00")


def test_nobody_told_of_a_form(tmp_path: Path) -> None:
    rows = ("2025-01-03,gemini,buy,LTC,1,b9,10,,,,", "2025-09-01,gemini,sell,LTC,1,s9,15,,,,")
    told = forms(household(tmp_path, *rows))
    (problem,) = [each for each in told["problems"] if each["code"] == "broker-form-not-told"]
    assert "gemini" in problem["message"]
    assert "kraken" not in problem["message"]
    assert "ledger" not in problem["message"]


def test_a_year_before_the_boxes_is_refused(tmp_path: Path) -> None:
    household(tmp_path)
    common = ("in", "--year", 2019, "--out", "out", "--as-of", "2026-03-01")
    ran = harvestry("forms", *common, cwd=tmp_path)
    assert (ran.returncode, "from 2020 on" in ran.stderr) == (2, True)


def test_a_year_without_published_forms_says_so(tmp_path: Path) -> None:
    household(tmp_path)
    common = ("in", "--year", 2026, "--out", "out", "--as-of", "2027-03-01")
    told = document("forms", *common, cwd=tmp_path)
    assert "form-not-seen" in {each["code"] for each in told["problems"]}


def test_contracts_stand_on_their_lines(tmp_path: Path) -> None:
    """1,000 of section 1256: 400 to line 4, 600 to line 11; a margin loss is a row of its own."""
    more = (
        "2025-09-01,cme,pnl:1256,BTC-FUT,,p1,1000,,,,",
        "2025-09-02,dydx,pnl:other,BTC-PERP,1,p2,-250,,,,",
    )
    told = forms(household(tmp_path, *more))
    lines = told["schedule_d"]["lines"]
    assert (lines["4"], lines["11"]) == ("400.00", "600.00")
    (margin,) = [each for each in told["form_8949"] if each["box"] == "I"]
    (row,) = margin["rows"]
    assert (row["proceeds"], row["basis"], row["gain"]) == ("0.00", "250.00", "-250.00")
    tax = document("tax", "in", "--year", 2025, "--as-of", "2026-03-01", cwd=tmp_path)["lines"]
    assert (lines["7"], lines["15"]) == ("630.00", "50580.00")
    assert (tax["schedule_d.7"], tax["schedule_d.15"]) == ("630", "50580")


def test_text_of_files_becomes_no_formula(tmp_path: Path) -> None:
    more = (
        "2025-01-03,=cmd|' /C calc'!A0,buy,+SUM(A1),1,b9,10,,,,",
        "2025-09-01,=cmd|' /C calc'!A0,sell,+SUM(A1),1,s9,5,,,,",
    )
    forms(household(tmp_path, *more))
    cells = [
        cell
        for path in (tmp_path / "out").glob("*.csv")
        for row in csv.reader(io.StringIO(path.read_text("utf-8")))
        for cell in row
    ]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell[:1] in "=+@" and cell]
    book = load_workbook(tmp_path / "out" / "forms-2025.xlsx")
    for cells_ in book["Form 8949 2025"].iter_rows():
        for cell in cells_:
            if cell.data_type == "f":
                assert str(cell.value).startswith(("=SUM(", "=SUBTOTAL("))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--blank", "missing.pdf"), "missing.pdf"),
        (("--blank", "in/own.csv"), "no blank form"),
        (("--blank", "in"), "no PDF"),
        (("--out", "in"), "name another with --out"),
        (("--out", "in/own.csv"), "is a file"),
        (("--fetch-blank", "--offline"), "--offline forbids"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    household(tmp_path)
    common = ("in", "--year", 2025, "--out", "out", "--as-of", "2026-03-01")
    ran = harvestry("forms", *common, *options, cwd=tmp_path)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_blank_of_another_year_is_refused(tmp_path: Path) -> None:
    blank("f8949", 2024)
    household(tmp_path)
    common = ("in", "--year", 2025, "--out", "out", "--as-of", "2026-03-01")
    ran = harvestry("forms", *common, "--blank", FOLDER / "f8949-2024.pdf", cwd=tmp_path)
    assert (ran.returncode, "of 2025" in ran.stderr) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_year_without_field_map_is_refused(tmp_path: Path) -> None:
    household(tmp_path)
    common = ("in", "--year", 2023, "--out", "out", "--as-of", "2026-03-01")
    ran = harvestry("forms", *common, "--fetch-blank", cwd=tmp_path)
    assert (ran.returncode, "those of 2024, 2025 can" in ran.stderr) == (2, True)


class Server(BaseHTTPRequestHandler):
    """Serves one small PDF, a page that is none, and nothing else."""

    asked: ClassVar[list[str]] = []
    files: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        self.asked.append(self.path)
        small = {"/f.pdf": b"%PDF-1.7 small", "/page.pdf": b"<html>"}
        body = {**small, **self.files}.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_blank_is_fetched_once_and_kept(tmp_path: Path) -> None:
    Server.asked.clear()
    with served() as address:
        first = kept_blank(f"{address}/f.pdf", tmp_path / "blank")
        again = kept_blank(f"{address}/f.pdf", tmp_path / "blank")
    assert first == again == tmp_path / "blank" / "f.pdf"
    assert first.read_bytes() == b"%PDF-1.7 small"
    assert Server.asked == ["/f.pdf"]


def test_blanks_are_fetched_filled_and_kept_through_the_command(tmp_path: Path) -> None:
    names = {"f8949--2025.pdf": "f8949", "f1040sd--2025.pdf": "f1040sd"}
    Server.files = {f"/forms/{name}": blank(form, 2025) for name, form in names.items()}
    household(tmp_path)
    with served() as address:
        told = forms(tmp_path, "--fetch-blank", "--blank-address", f"{address}/forms/")
    assert {"f8949-2025.pdf", "f1040sd-2025.pdf"} < set(told["files"])
    assert sorted(each.name for each in (tmp_path / "out" / "blank").iterdir()) == sorted(names)
    again = forms(tmp_path, "--fetch-blank", "--blank-address", f"{address}/forms/")
    assert again["files"] == told["files"], "what is kept is not fetched again"


@pytest.mark.parametrize(("name", "said"), [("page.pdf", "no PDF"), ("none.pdf", "Not Found")])
def test_what_is_no_form_is_not_kept(name: str, said: str, tmp_path: Path) -> None:
    with served() as address, pytest.raises(NotFetchedError, match=said):
        kept_blank(f"{address}/{name}", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_form_is_fetched_over_https_only(tmp_path: Path) -> None:
    with pytest.raises(NotFetchedError, match="https only"):
        kept_blank("http://example.org/f.pdf", tmp_path)


@pytest.mark.parametrize(("day", "over"), [("2025-12-30", False), ("2025-12-31", True)])
def test_forms_of_a_year_that_is_not_over_say_so(tmp_path: Path, day: str, over: bool) -> None:  # noqa: FBT001
    told = forms(household(tmp_path), "--as-of", day)
    codes = {each["code"] for each in told["problems"]}
    assert ("year-not-over" not in codes) is over


PROVISIONAL = "2025 is provisional until the records run past 2026-01-30"


@pytest.mark.parametrize(
    ("day", "last", "until"),
    [
        ("2025-12-30", "2025-12-22", "2026-01-30"),
        ("2025-12-31", "2025-12-22", "2026-01-30"),
        ("2026-01-05", "2025-12-22", "2026-01-30"),
        ("2026-03-01", "2026-01-29", "2026-01-30"),  # the records end before the window does
        ("2026-03-01", "2026-01-30", None),
    ],
)
def test_a_loss_that_january_may_still_wash_is_told(
    tmp_path: Path, day: str, last: str, until: str | None
) -> None:
    """Shares sold at a loss on 22 December are washed by what is bought up to 21 January."""
    rows = ("2025-01-06,x,buy,IBIT,3,a,100,,,,", "2025-12-22,x,sell,IBIT,3,s,70,,,,")
    later = f"{last},x,buy,QQQ,1,z,1,,,,"
    told = forms(household(tmp_path, *rows, later), "--as-of", day)
    said = any(note.startswith(PROVISIONAL) for note in told["notes"])
    assert (told["provisional_until"], said) == (until, until is not None)
    page = (tmp_path / "out" / "README.txt").read_text("utf-8")
    assert (PROVISIONAL in page) is said
    with ZipFile(tmp_path / "out" / "audit-pack-2025.zip") as pack:
        assert json.loads(pack.read("manifest.json"))["provisional_until"] == until
    for command in ("tax", "compare"):
        common = (command, "in", "--year", 2025, "--as-of", day)
        assert document(*common, cwd=tmp_path)["provisional_until"] == until
        shown = " ".join(harvestry(*common, cwd=tmp_path).stdout.split())
        assert (PROVISIONAL in shown) is said


def test_a_year_whose_losses_no_purchase_can_wash_is_not_called_provisional(tmp_path: Path) -> None:
    """The losses of the household are on coins, which the rule does not reach."""
    told = forms(household(tmp_path), "--as-of", "2026-01-05")
    assert told["schedule_d"]["columns"]["1b"]["gain"] == "-9010.00"
    assert told["provisional_until"] == "2026-01-30"
    assert not any(note.startswith(PROVISIONAL) for note in told["notes"])
