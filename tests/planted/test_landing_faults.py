"""The search tested: every fault planted in what is at stake lets a fix land outside."""

import pytest

from decisions.landing import Search
from planted.landing_faults import LANDING_FAULTS, LandingFault
from properties.engine import program_with, sources_with


@pytest.mark.parametrize(
    "planted", LANDING_FAULTS, ids=[each.fault.name for each in LANDING_FAULTS]
)
def test_caught(planted: LandingFault) -> None:
    assert next(Search().outside(planted.seed), None) is None, "without the fault all land inside"
    assert is_caught(planted, planted.seed)


def is_caught(planted: LandingFault, seed: int) -> bool:
    with program_with(sources_with(planted.fault.changes)):
        return next(Search().outside(seed), None) is not None
