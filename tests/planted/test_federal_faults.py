"""The tests tested: every fault planted in the federal return shows against the naive one."""

from fractions import Fraction
from functools import cache

import pytest

from oracle.federal_lives import STATUSES, UNIT, Program, given_of
from oracle.naive_federal import Given, Owed, federal, ordinary_tax, table_rows, table_tax
from planted.fault import Fault
from planted.federal_faults import FEDERAL_FAULTS
from properties.engine import modules_with, sources_with

ENOUGH = 700
"""Within so many returns every fault must show: as many as a batch of the comparison has."""


@cache
def expected(seed: int) -> tuple[Given, Owed]:
    given = given_of(seed)
    return given, federal(given)


def is_caught(fault: Fault | None) -> bool:
    """Tell whether a return comes out wrong, cannot be made, or the Tax Table is another."""
    program = Program(modules_with(sources_with(fault.changes if fault else {}), Program.NEEDED))
    try:
        return any(program.differs(*expected(seed)) for seed in range(ENOUGH)) or _table(program)
    except (AssertionError, ValueError):
        return True


def _table(program: Program) -> bool:
    law, dollars = program.figures(2025, STATUSES[0]), Given(2025, STATUSES[0]).dollars
    taxed = law.table.on(law.schedule)
    edge = ordinary_tax(Fraction(100_000), dollars)
    return taxed(100_000 * UNIT) != edge * UNIT or any(
        taxed(row[0] * UNIT) != table_tax(row, dollars) * UNIT for row in table_rows()
    )


def test_the_program_as_it_is_passes_the_same_run() -> None:
    assert not is_caught(None)


@pytest.mark.parametrize("fault", FEDERAL_FAULTS, ids=[fault.name for fault in FEDERAL_FAULTS])
def test_caught(fault: Fault) -> None:
    assert is_caught(fault)
