"""A strict reader of TXF version 042, written from Intuit's specification of 30 November 2011.

Sections VII and VIII: a header of V, A, D; records ended by a line of one `^`; each field on a line
of its own with one character before it; T, N, C, L first; record formats 4 and 5 for Schedule D.
"""

import re
from decimal import Decimal
from typing import NamedTuple

SCHEDULE_D = {321, 323, 673, 682, 711, 712, 713, 714, 715, 716, 718}
WITH_WASH = {321, 323, 673, 682, 711, 712, 713, 714, 715, 716}
DATE = re.compile(r"(0[1-9]|1[0-2])/(0[1-9]|[12][0-9]|3[01])/[0-9]{4}")
AMOUNT = re.compile(r"-?[0-9]+\.[0-9]{2}")


class Sale(NamedTuple):
    number: int
    security: str
    acquired: str | None
    sold: str | None
    cost: Decimal | None
    net: Decimal | None
    disallowed: Decimal | None


class NoTxfError(ValueError):
    """The file is no TXF as the specification has it."""


def read(content: bytes) -> tuple[str, list[Sale]]:
    """Give the program that wrote the file and its sales."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as error:
        raise NoTxfError("not ASCII") from error
    if "\t" in text:
        raise NoTxfError("a tab")
    lines = text.split("\r\n")
    if lines.pop() != "":
        raise NoTxfError("the last line does not end")
    if not all(line.isprintable() and line for line in lines):
        raise NoTxfError("an empty line or a control character")
    records: list[list[str]] = [[]]
    for line in lines:
        if line == "^":
            records.append([])
        elif line.startswith("^"):
            raise NoTxfError("a record mark with something behind it")
        else:
            records[-1].append(line)
    if records.pop():
        raise NoTxfError("the last record does not end")
    version, program, day = records.pop(0)
    if version != "V042" or program[:1] != "A" or not DATE.fullmatch(day[1:]) or day[0] != "D":
        raise NoTxfError("the header")
    return program[1:], [_sale(record) for record in records]


def _sale(record: list[str]) -> Sale:
    kinds = "".join(line[0] for line in record)
    if kinds not in {"TNCLPDD$$", "TNCLPDD$$$"}:
        raise NoTxfError(f"fields {kinds} are of neither format 4 nor format 5")
    kind, number, copy, line, security, acquired, sold, *amounts = (each[1:] for each in record)
    if kind != "D" or not number.isdigit() or int(number) not in SCHEDULE_D:
        raise NoTxfError(f"no number of Schedule D: {number}")
    if not 1 <= int(copy) <= 255 or int(line) < 1:
        raise NoTxfError("copy or line")
    if len(amounts) == 3 and int(number) not in WITH_WASH:
        raise NoTxfError("a disallowed amount where none may be")
    if not 0 < len(security) <= 30:
        raise NoTxfError(f"a security of {len(security)} characters")
    cost, net, *wash = (_amount(each) for each in amounts)
    return Sale(
        int(number), security, _day(acquired), _day(sold), cost, net, wash[0] if wash else None
    )


def _day(text: str) -> str | None:
    if text and not DATE.fullmatch(text):
        raise NoTxfError(f"no date: {text}")
    return text or None


def _amount(text: str) -> Decimal | None:
    if text and not AMOUNT.fullmatch(text):
        raise NoTxfError(f"no amount: {text}")
    return Decimal(text) if text else None
