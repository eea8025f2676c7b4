"""Reconcile a few forms with a few sales, and read what is said of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from faces.running import document

HEADER = "time,account,kind,asset,quantity,id,usd,fee_usd,to_account,acquired"
FORM = "account,asset,quantity,acquired,sold,proceeds,basis,basis_reported,term,wash,noncovered"
BUY = "2025-01-02T12:00:00Z,kraken,buy,BTC,1,b1,40000,,,"
SELL = "2025-06-02T12:00:00Z,kraken,sell,BTC,1,s1,50000,100,,"


def reconcile(
    folder: Path,
    books: Sequence[str],
    forms: Sequence[str],
    *,
    year: int = 2025,
    code: int = 0,
    **settings: str,
) -> Any:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "own.csv").write_text("\n".join((HEADER, *books)) + "\n", "utf-8")
    (folder / "forms.csv").write_text("\n".join((FORM, *forms)) + "\n", "utf-8")
    for name, text in settings.items():
        (folder / "in" / f"{name}.toml").write_text(text, "utf-8")
    common = ("in", "--broker-forms", "forms.csv", "--year", year, "--as-of", "2026-06-01")
    return document("reconcile", *common, cwd=folder, code=code)


def row(told: Any) -> tuple[str, ...]:
    """Give box, then columns (d) to (h), of the row on Form 8949."""
    keys = ("box", "proceeds", "basis", "code", "adjustment", "gain")
    return tuple(told["row_8949"][key] for key in keys)


def one(told: Any, part: str = "differences") -> Any:
    others = {"matched", "differences", "missing_in_books", "missing_on_form"} - {part}
    assert [told[other] for other in sorted(others)] == [[], [], []]
    (line,) = told[part]
    assert line["sentence"].endswith(".")
    return line
