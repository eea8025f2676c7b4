"""Bad files: each is refused in one sentence, and no row of it is lost in silence."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from harvestry.sources.errors import (
    AmbiguousFormatError,
    BrokenCsvError,
    NotEventsError,
    NotTextError,
    SourceError,
    UnknownFormatError,
)
from sources.given_rows import BUY, COINBASE, GOOD, HEADER, own_row
from sources.golden_files import read_bytes


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that cannot be read at all."""

    content: bytes
    error: type[SourceError]
    says: str


BAD_FILES = {
    "empty": BadFile(b"", NotTextError, "is empty"),
    "one byte": BadFile(b"x", UnknownFormatError, "no format"),
    "blank lines": BadFile(b"\n\n\n", UnknownFormatError, "holds no rows"),
    "only a mark": BadFile(b"\xef\xbb\xbf", UnknownFormatError, "holds no rows"),
    "NUL bytes": BadFile(b"a\0b\0\0\0c", NotTextError, "NUL"),
    "a NUL far down": BadFile(
        f"{HEADER}\n".encode() + f"{GOOD}\n".encode() * 200 + b"\0\n", NotTextError, "line 202"
    ),
    "a spreadsheet": BadFile(b"PK\x03\x04rest", NotTextError, "spreadsheet"),
    "an old spreadsheet": BadFile(b"\xd0\xcf\x11\xe0rest", NotTextError, "spreadsheet"),
    "a PDF": BadFile(b"%PDF-1.7\n", NotTextError, "PDF"),
    "compressed": BadFile(b"\x1f\x8b\x08", NotTextError, "compressed"),
    "UTF-32": BadFile(HEADER.encode("utf-32"), NotTextError, "UTF-32"),
    "UTF-16 with half a letter": BadFile(
        b"\xff\xfe" + HEADER.encode("utf-16-le") + b"x", NotTextError, "UTF-16"
    ),
    "cp1252": BadFile(
        f"{HEADER}\n{own_row(note='caf')}".encode() + b"\xe9\n", NotTextError, "line 2 holds bytes"
    ),
    "Shift-JIS": BadFile("取引日時,取引種別\n".encode("shift_jis"), NotTextError, "UTF-8"),
    "prose": BadFile(b"Dear Sir or Madam,\nplease find below.\n", UnknownFormatError, "Dear"),
    "another bank": BadFile(b"Date,Payee,Amount\n1,2,3\n", UnknownFormatError, "Date, Payee"),
    "a column lacking": BadFile(
        b"Timestamp,Transaction Type,Asset,Notes\n", UnknownFormatError, "'Quantity Transacted'"
    ),
    "a quote left open": BadFile(
        f'{HEADER}\n{GOOD}\n{GOOD}"\n"{GOOD}\n'.encode(), BrokenCsvError, "line 4"
    ),
    "cut within a quote": BadFile(
        f"{HEADER}\n{own_row(note='a,b')}".encode()[:-1], BrokenCsvError, "never closed"
    ),
    "text after a quote": BadFile(
        f'{HEADER}\n{GOOD[:-1]},"a"b\n'.encode(), BrokenCsvError, "right after a closing quote"
    ),
    "a quote open for ever": BadFile(
        f'{HEADER}\n{GOOD},"'.replace(',,"', ',"').encode() + b"x\n" * 200_000,
        BrokenCsvError,
        "left open",
    ),
    "a megabyte without a line end": BadFile(b"x" * (3 << 20), BrokenCsvError, "megabyte"),
    "two columns of one name": BadFile(
        f"{HEADER},quantity\n{GOOD},1\n".encode(), AmbiguousFormatError, "two columns"
    ),
    "gain/loss report": BadFile(
        b"Gain/loss report\nUser,x\nTransaction Type,Transaction ID,Tax lot ID,Asset name,Amount,"
        b"Date Acquired,Cost basis (USD),Date of Disposition,Proceeds (USD)\n",
        NotEventsError,
        "transaction history",
    ),
    "raw transaction report": BadFile(
        b'Transaction ID,Date & time,Asset Acquired,"Quantity Acquired (Bought, Received, etc)",'
        b'Cost Basis (incl. fees and/or spread) (USD),"Asset Disposed (Sold, Sent, etc)"\n',
        NotEventsError,
        "transaction history",
    ),
    "Robinhood's consolidated 1099": BadFile(
        b"1099-DA,ACCOUNT NUMBER,TAX YEAR,DATE ACQUIRED,SALE DATE,DESCRIPTION,DTIF CODE,DTIF NAME,"
        b"DTIF UNITS,COST BASIS,SALES PRICE,TERM\n",
        NotEventsError,
        "export the crypto orders",
    ),
    "Robinhood's consolidated 1099 of securities": BadFile(
        b"1099-B,ACCOUNT NUMBER,TAX YEAR,DATE ACQUIRED,SALE DATE,DESCRIPTION,SHARES,COST BASIS,"
        b"SALES PRICE,TERM\n",
        NotEventsError,
        "export the account activity",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    bad = BAD_FILES[name]
    with pytest.raises(bad.error) as caught:
        read_bytes(tmp_path, bad.content)
    message = str(caught.value)
    assert message.startswith("given.csv: ")
    assert bad.says in message
    assert "\n" not in message
    assert len(message) < 400


def test_a_file_of_a_header_alone_is_read_with_a_note(tmp_path: Path) -> None:
    imported = read_bytes(tmp_path, f"{HEADER}\n".encode())
    assert imported.receipts[0].rows_read == 0
    assert [(p.code, p.severity) for p in imported.problems] == [("no-rows", "note")]


def test_rows_behind_an_open_quote_are_not_swallowed_in_silence(tmp_path: Path) -> None:
    opened = (
        f'{COINBASE}\n{BUY},1,USD,1,1,1,0,"oops\n{BUY},2,USD,1,1,1,0,x\n{BUY},3,USD,1,1,1,0,y"\n'
    )
    imported = read_bytes(tmp_path, opened.encode())
    (problem,) = imported.problems
    assert (problem.code, problem.row, imported.events) == ("swallowed-rows", 1, [])


def test_a_note_that_hides_rows_is_kept_and_shown(tmp_path: Path) -> None:
    opened = f'{HEADER}\n{GOOD}"oops\n{own_row(id="hidden")}"\n'
    imported = read_bytes(tmp_path, opened.encode())
    (problem,) = imported.problems
    assert (problem.code, problem.severity, problem.row) == ("swallowed-rows", "error", 1)
    assert len(imported.events) == 1


def test_a_remark_of_several_lines_is_no_trouble(tmp_path: Path) -> None:
    content = f'{COINBASE}\n{BUY},1,USD,1,1,1,0,"paid, by card,\nat home"\n'
    imported = read_bytes(tmp_path, content.encode())
    assert (len(imported.events), imported.problems) == (1, ())
