"""The wash-sale cases of regulations, rulings, publications and others, one by one.

First the naive reading of the rule must come to the figures: that is what it is trusted for. Then
the program must, from files, as anybody uses it.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from oracle.naive_wash import match_with_washes
from oracle.naive_wash_words import Setting
from published.opening import ZONE, open_files
from published.wash_cases import Part, assert_came_out, cases

CASES = {case.id: case for case in cases()}


def test_every_case_has_its_own_name_and_its_source() -> None:
    assert len(CASES) == len(cases()) == 67
    assert all(case.cite for case in cases())


@pytest.mark.parametrize("name", CASES)
def test_the_naive_reading_comes_to(name: str) -> None:
    case = CASES[name]
    setting = Setting(case.regime, case.assets(), case.positions, ZONE)
    books = match_with_washes(case.rows(), case.accounts(), setting)
    found = []
    for place, match in enumerate(books.matches):
        washes = [wash for wash in books.washes if wash.place == place]
        lost = [wash.amount for wash in washes if wash.outcome == "lost"]
        assert match.lot is not None
        assert match.basis is not None
        since = str(match.holding_from)
        amounts = books.disallowed[place], sum(lost, Fraction(0))
        found.append(Part(match.lot, match.quantity, match.basis, *amounts, since))
    for lot, day in zip(books.open_lots, books.holding_from, strict=True):
        assert lot.basis is not None
        found.append(Part(lot.lot, lot.quantity, lot.basis, Fraction(0), Fraction(0), str(day)))
    assert_came_out(case, found)


@pytest.mark.parametrize("name", CASES)
def test_the_program_comes_to(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    opened = open_files(
        tmp_path,
        case.rows(),
        case.accounts(),
        case.assets(),
        wash=case.regime,
        positions=dict(case.positions),
    )
    found = [
        Part(
            row["lot"],
            Fraction(row["quantity"]),
            Fraction(row["basis"]),
            Fraction(row["deferred"]) + Fraction(row["lost"]),
            Fraction(row["lost"]),
            row["holding_from"],
        )
        for row in opened.gains().document["rows"]
    ]
    for row in opened.gains().document["rows"]:
        amounts = {name: Fraction(row[name]) for name in ("proceeds", "basis", "adjustment")}
        gain = amounts["proceeds"] - amounts["basis"] + amounts["adjustment"]
        assert Fraction(row["gain"]) == gain
        replaced = sum((Fraction(each["amount"]) for each in row["replacements"]), Fraction(0))
        assert replaced == amounts["adjustment"]
    nothing = Fraction(0)
    found += [
        Part(
            lot["lot"],
            Fraction(lot["quantity"]),
            Fraction(lot["basis"]),
            nothing,
            nothing,
            lot["holding_from"],
        )
        for lot in opened.lots().document["lots"]
    ]
    assert_came_out(case, found)
    washed = opened.wash().document["washed"]
    assert sum(Fraction(each["amount"]) for each in washed) == sum(
        part.disallowed for part in found
    )
