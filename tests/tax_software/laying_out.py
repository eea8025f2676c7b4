"""Forms of a few rows, for tests of the files made of them."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from harvestry.events.account import Account, Accounts, Owner
from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.law.load import load
from harvestry.reports.tax_forms.form import Form8949, Options, form_8949
from harvestry.tax.form_8949.codes import Codes, codes_on
from harvestry.tax.form_8949.row import FormRow

ASSETS = Assets({"IBIT": Asset("IBIT", AssetClass.SECURITY)})
ACCOUNTS = Accounts(
    {"kraken": Account("kraken"), "hers": Account("hers", owner=Owner.SPOUSE)}, kinds={}
)
LAW = load()


def form_of(rows: Iterable[FormRow], year: int = 2025, options: Options | None = None) -> Form8949:
    return form_8949(list(rows), ASSETS, LAW, year, options or Options())


def codes(year: int = 2025) -> Codes:
    return codes_on(LAW, date(year, 12, 31).toordinal())


def lines_of(content: bytes) -> list[list[str]]:
    """Read a CSV file as a program does: UTF-8, CRLF, every line as wide as the first."""
    text = content.decode("utf-8")
    assert text.endswith("\r\n")
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(line) for line in lines}) == 1
    return lines
