"""LUNA was the coin of Terra's first chain until the second began, 2022-05-28 06:00 UTC."""

from pathlib import Path

from harvestry.events.account import Accounts
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Imported
from sources.given_rows import HEADER, own_row

KRAKEN = (
    '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n'
    '"a","R1","2022-03-01 10:00:00","deposit","","currency","LUNA","100","0","100"\n'
    '"b","R2","2022-06-01 10:00:00","transfer","airdrop","currency","LUNA2","1.5","0","1.5"\n'
    '"c","R3","2022-06-02 10:00:00","withdrawal","","currency","LUNA","-10","0","90"\n'
)


def _read(folder: Path, text: str, aliases: dict[str, str] | None = None) -> Imported:
    path = folder / "given.csv"
    path.write_text(text)
    return read_files((path,), Accounts(), aliases=aliases)


def _own(*times: str) -> str:
    rows = (
        own_row(time=time, asset="LUNA", usd="1", fee_asset="LUNA", fee_quantity="0.1")
        for time in times
    )
    return "\n".join([HEADER, *rows, ""])


def test_rows_of_before_are_of_the_first_coin(tmp_path: Path) -> None:
    found = _read(tmp_path, _own("2022-05-28T05:59:59Z", "2022-05-28T06:00:00Z"))
    assert [event.asset for event in found.events] == ["LUNC", "LUNA"]
    assert [event.fee_asset for event in found.events] == ["LUNC", "LUNA"]
    (told,) = [each for each in found.problems if each.code == "symbol-of-another-coin"]
    assert (told.severity.value, told.row) == ("note", 1)
    assert "Terra Classic" in told.message


def test_many_such_rows_are_said_once(tmp_path: Path) -> None:
    found = _read(tmp_path, _own("2021-01-01T00:00:00Z", "2021-01-02T00:00:00Z"))
    (told,) = [each for each in found.problems if each.code == "symbol-of-another-coin"]
    assert "first of 2 such rows" in told.message


def test_kraken_never_renamed_the_first_and_calls_the_second_luna2(tmp_path: Path) -> None:
    found = _read(tmp_path, KRAKEN)
    assert [event.asset for event in found.events] == ["LUNC", "LUNA", "LUNC"]
    assert {each.asset for each in found.receipts[0].closings} == {"LUNC", "LUNA"}


def test_the_alias_of_a_household_stands_above(tmp_path: Path) -> None:
    found = _read(tmp_path, _own("2021-01-01T00:00:00Z"), {"LUNC": "LUNA"})
    assert [event.asset for event in found.events] == ["LUNA"]
    assert not [each for each in found.problems if each.code == "symbol-of-another-coin"]
