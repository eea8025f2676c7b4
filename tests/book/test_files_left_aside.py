"""A file of a folder that nobody can read is left aside: it must not close the book to the rest."""

from hashlib import sha256
from pathlib import Path

import pytest

from book.making_books import AT, WHO, buys, export, state, take_in
from faces.running import document, harvestry
from harvestry.book.deeds import DeedKind
from harvestry.book.journal import opened
from harvestry.sources.errors import SourceError

UNKNOWN = "When,Action,Coin,Amount,Paid USD\n2025-04-05,SELL,BTC,1,90000\n"
FORMS = (
    "account,asset,quantity,acquired,sold,proceeds,basis,basis_reported,term,wash,noncovered\n"
    "a,BTC,1,2025-01-05,2025-03-05,90000,40000,true,short,0,false\n"
)
BOOK = ("--book", "b.harvestry")


def folder_of(tmp_path: Path, **others: str) -> Path:
    folder = tmp_path / "taxes"
    export(folder, "a.csv", *buys(1, 11))
    for name, text in others.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def test_the_rest_is_taken_in_and_the_receipt_says_what_was_not(tmp_path: Path) -> None:
    folder_of(tmp_path, unknown=UNKNOWN)
    told = document("import", "taxes", *BOOK, cwd=tmp_path, code=1)
    assert [each["name"] for each in told["files"]] == ["a.csv"]
    assert [(each["code"], each["file"]) for each in told["left_aside"]] == [
        ("unknown-file", "unknown.csv")
    ]
    shown = harvestry("import", "taxes", *BOOK, cwd=tmp_path).stdout
    assert "Not taken in: unknown.csv. It is in no format" in " ".join(shown.split())
    (lot,) = document("holdings", *BOOK, cwd=tmp_path)["holdings"]
    assert lot["quantity"] == "0.0055"  # 1 + ... + 10 = 55 ten-thousandths


def test_once_a_mapping_reads_it_the_same_import_takes_it_in(tmp_path: Path) -> None:
    folder_of(tmp_path, unknown=UNKNOWN)
    document("import", "taxes", *BOOK, cwd=tmp_path, code=1)
    subtotal = ("--column", "subtotal=Paid USD", "--account", "old")
    made = harvestry(
        "map", "taxes/unknown.csv", *subtotal, "--out", "taxes/mapping.toml", cwd=tmp_path
    )
    assert made.returncode == 0, made.stderr
    told = document("import", "taxes", *BOOK, cwd=tmp_path)
    assert [(each["name"], each["already"]) for each in told["files"]] == [
        ("a.csv", True),
        ("unknown.csv", False),
    ]


def test_a_brokers_forms_in_the_folder_are_left_aside_without_alarm(tmp_path: Path) -> None:
    folder_of(tmp_path, forms=FORMS)
    told = document("import", "taxes", *BOOK, cwd=tmp_path)
    assert [(each["severity"], each["file"]) for each in told["left_aside"]] == [
        ("note", "forms.csv")
    ]
    document("gains", *BOOK, cwd=tmp_path)


ALLOCATION = """[[pools.allocation]]
asset = "BTC"
kind = "specific-unit"
described = 2024-12-20
completed = 2024-12-30
rule = "file:list.csv"
"""


def test_the_list_of_an_allocation_is_kept_as_a_setting_alone(tmp_path: Path) -> None:
    """The lots change places: half of the one of 40,000 is sold for 50,000, a gain of 30,000."""
    taxes = tmp_path / "taxes"
    bought = ("2023-01-05,one,buy,BTC,1,c1,20000", "2024-01-05,two,buy,BTC,1,k1,40000")
    export(taxes, "a.csv", *bought, "2025-10-20,one,sell,BTC,0.5,s1,50000")
    (taxes / "accounts.toml").write_text(ALLOCATION)
    (taxes / "list.csv").write_text("account,lot,quantity\none,k1,1\ntwo,c1,1\n")
    told = document("import", "taxes", *BOOK, cwd=tmp_path)
    assert ([each["name"] for each in told["files"]], told["left_aside"]) == (["a.csv"], [])
    (row,) = document("gains", *BOOK, cwd=tmp_path)["rows"]
    assert row["gain"] == "30000"


def test_a_folder_of_nothing_that_can_be_read_makes_no_book(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(UNKNOWN)
    with pytest.raises(SourceError, match=r"x\.csv"):
        take_in(tmp_path / "b.harvestry", tmp_path)
    assert not (tmp_path / "b.harvestry").exists()


def test_a_book_that_took_such_a_file_in_is_open_all_the_same_and_says_so(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    with opened(book, WHO, AT) as journal, journal.writing(WHO, AT) as writer:
        digest = writer.keep(UNKNOWN.encode())
        assert digest == sha256(UNKNOWN.encode()).hexdigest()
        (deed,) = journal.in_force(DeedKind.IMPORT)
        receipt = {**deed.body, "name": "unknown.csv", "sha256": digest, "sheets": [], "new": 0}
        writer.add(DeedKind.IMPORT, receipt)
    for _ in ("folded", "kept"):
        told = document("holdings", *BOOK, cwd=tmp_path, code=1)
        assert [each["quantity"] for each in told["holdings"]] == ["0.0055"]
        assert any(
            each.startswith("Not read, and in no figure: all of unknown.csv.")
            for each in told["notes"]
        )
    take_in(book, export(tmp_path, "b.csv", *buys(11, 21)))
    assert [kind for _, kind, _ in state(book)].count("import") == 3


def test_what_stands_beside_the_files_and_is_not_read_is_told_by_receipt_and_check(
    tmp_path: Path,
) -> None:
    folder = folder_of(tmp_path)
    (folder / "25exports.zip").write_bytes(b"PK")
    (folder / "inner").mkdir()
    said = "left out: 25exports.zip, inner/"
    told = document("import", "taxes", *BOOK, cwd=tmp_path)
    assert [each["code"] for each in told["left_aside"]] == ["left-out"]
    assert said in told["left_aside"][0]["message"]
    checked = document("check", *BOOK, cwd=tmp_path, code=1)
    (found,) = [each for each in checked["problems"] if each["code"] == "left-out"]
    assert said in found["message"]
    shown = harvestry("import", "taxes", *BOOK, cwd=tmp_path)
    assert said in " ".join(shown.stdout.split())
    assert shown.returncode == 0
