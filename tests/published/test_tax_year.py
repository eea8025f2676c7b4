"""Worked examples of the tax year, as data, through the library."""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import harvestry

FILE = Path(__file__).parent / "tax_year.toml"
CASES: dict[str, Any] = {
    case["id"]: case for case in tomllib.loads(FILE.read_text("utf-8"))["case"]
}


def profile_of(case: Any) -> str:
    """Write a case's profile.toml."""
    people = "".join(f"{key} = {_toml(value)}\n" for key, value in case.get("people", {}).items())
    told = "".join(f"{key} = {_toml(value)}\n" for key, value in case["profile"].items())
    return f'time_zone = "America/New_York"\n{people}[year.{case["year"]}]\n{told}'


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def figure(document: Any, name: str) -> Fraction:
    """Give a figure of the document, or a line."""
    return Fraction(document[name] if name in document else document["lines"][name])


@pytest.mark.parametrize("name", CASES)
def test_the_year_comes_out_as_worked(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    profile = tmp_path / "profile.toml"
    profile.write_text(profile_of(case))
    gains = {key: case[key] for key in ("short", "long") if key in case}
    opened = harvestry.open_case([], as_of="2026-11-26", profile=profile)
    document = opened.tax(case["year"], on_paper=True, **gains).document
    for view, told in (("exact", document), ("paper", document["paper"])):
        for key, amount in case.get(view, {}).items():
            assert figure(told, key) == Fraction(amount), (view, key)
