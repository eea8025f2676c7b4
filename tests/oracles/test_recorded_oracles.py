"""Our federal computation beside what other programs made of the same returns, to the cent."""

import re
from pathlib import Path

import pytest

from oracles.comparing import ORACLES, Compared, Oracle, compare
from oracles.readings import TAXCALC, TAXSIM
from oracles.recording import about, in_units, read

PAGE = Path(__file__).parent / "differences.md"


@pytest.fixture(scope="module", params=ORACLES, ids=lambda oracle: oracle.name)
def found(request: pytest.FixtureRequest) -> tuple[Oracle, Compared]:
    oracle: Oracle = request.param
    return oracle, compare(oracle, read(oracle.name))


def test_every_figure_is_the_same_or_differs_for_a_named_reason(
    found: tuple[Oracle, Compared],
) -> None:
    oracle, compared = found
    assert compared.differ == []
    assert compared.same > oracle.keeps // 2


def test_every_named_reason_is_met(found: tuple[Oracle, Compared]) -> None:
    oracle, compared = found
    assert set(compared.by_reading) == {each.name for each in oracle.readings}


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.name)
def test_the_recorded_returns_are_of_every_kind(oracle: Oracle) -> None:
    recorded = [each.drawn for each in read(oracle.name)]
    assert {each.year for each in recorded} == set(oracle.years)
    assert {each.status for each in recorded} >= {"single", "mfj", "mfs", "hoh"}
    assert oracle.name in " ".join(about(oracle.name))
    assert len(recorded) >= oracle.keeps


def test_every_named_reason_has_its_section_and_nothing_else_does() -> None:
    told = re.findall(r"^### (.+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted({each.name for each in (*TAXCALC, *TAXSIM)})


@pytest.mark.parametrize(("text", "units"), [("12.3400", 123_400), ("-0.0100", -100)])
def test_an_oracles_dollars_are_read_to_the_ten_thousandth(text: str, units: int) -> None:
    assert in_units(text) == units


def test_dollars_of_another_precision_are_refused() -> None:
    with pytest.raises(ValueError, match="four decimals"):
        in_units("1.5")
