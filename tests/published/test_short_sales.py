"""Losses on closed short sales (IRC 1091(e)), case by case: the naive reading, then the program."""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from oracle.naive_shorts import ShortReading
from oracle.naive_wash_words import Setting
from properties.rows import Row
from published.opening import ZONE, open_files

RAW = tomllib.loads((Path(__file__).parent / "short_sales.toml").read_text("utf-8"))["case"]
CASES = {case["id"]: case for case in RAW}
ASSETS: dict[str, Row] = {"M": {"class": "security"}}
ACCOUNTS: dict[str, Row] = {"taxable": {"time_zone": ZONE}}


def rows_of(case: Any) -> list[Row]:
    names = ("time", "kind", "id", "quantity", "usd")
    return [
        {**dict(zip(names, text.split(), strict=True)), "account": "taxable", "asset": "M"}
        for text in case["rows"]
    ]


def expected_of(case: Any) -> dict[tuple[str, str], list[Fraction]]:
    """Give by cover and short sale: cost, what is disallowed, and what of it is lost."""
    told = (text.split() for text in case["after"])
    return {(cover, short): list(map(Fraction, amounts)) for cover, short, *amounts in told}


def test_every_case_has_its_own_name_and_its_source() -> None:
    assert len(CASES) == len(RAW) == 10
    assert all(case["cite"] for case in RAW)


@pytest.mark.parametrize("name", CASES)
def test_the_naive_reading_comes_to(name: str) -> None:
    setting = Setting("current-law", ASSETS, {}, ZONE)
    covers = ShortReading(rows_of(CASES[name]), ACCOUNTS, setting).read()
    found = {
        (each.row["id"], each.short["id"]): [each.basis, each.disallowed, each.lost]
        for each in covers
    }
    assert found == expected_of(CASES[name])


@pytest.mark.parametrize("name", CASES)
def test_the_program_comes_to(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    opened = open_files(tmp_path, rows_of(case), ACCOUNTS, ASSETS)
    rows = opened.gains().document["rows"]
    found = {
        (row["disposal"], row["lot"]): [
            Fraction(row[key]) for key in ("basis", "adjustment", "lost")
        ]
        for row in rows
        if row["disposal"] in {cover for cover, _ in expected_of(case)}
    }
    assert found == expected_of(case)
    for row in rows:
        gain = Fraction(row["proceeds"]) - Fraction(row["basis"]) + Fraction(row["adjustment"])
        assert Fraction(row["gain"]) == gain
    codes = [each.code for each in opened.check().problems]
    lost = any(amounts[2] for amounts in expected_of(case).values())
    assert ("short-loss-near-sale" in codes) is lost
