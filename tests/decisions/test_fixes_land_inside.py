"""A fix lands between `tax_low` and `tax_high` of its problem, for every kind of problem."""

import os
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest

from decisions.every_choice import CASES, IGNORED
from decisions.households import PROFILE, Household, at_most, ends, problems
from decisions.rows_to_mend import BROUGHT_IN, HIFO, LIFO
from decisions.unvalued_households import DOUBTED_FEE
from harvestry.events.choices import CODES, IGNORE, JOINED, OF_ROWS, choices_of

FULL: Final = os.environ.get("HARVESTRY_TESTS") == "full"
OWNED: Final = '[account.{}]\nowner = "{}"\n'
JOINTLY: Final = PROFILE.replace("single", "mfj")
APART: Final = PROFILE.replace("single", "mfs")
OTHERWISE: Final[dict[str, dict[str, str]]] = {
    "highest cost first": {"accounts": HIFO},
    "last in first out": {"accounts": LIFO},
    "in the spouse's account": {"accounts": OWNED.format("a", "spouse"), "profile": JOINTLY},
    "from the spouse, apart": {"accounts": OWNED.format("w", "spouse"), "profile": APART},
    "in a joint account": {"accounts": OWNED.format("a", "joint"), "profile": APART},
    "in an IRA": {"accounts": '[account.a]\ntreatment = "traditional-ira"\n'},
    "from an IRA": {"accounts": '[account.w]\ntreatment = "roth-ira"\n'},
    "losses washed": {"profile": f'{PROFILE}[positions]\nwash_filed = "apply"\n'},
    "the years after": {"profile": BROUGHT_IN},
}
"""Other orders, owners, regimes and years, under which the same households stand."""


def otherwise() -> list[Any]:
    """Give the cases as they are under other settings: in small each once, all in full."""
    plain = [each for each in CASES if not each[1].accounts]
    names = list(OTHERWISE)
    return [
        pytest.param(problem, (household, name), choice, value, id=f"{name}-{problem}-{choice}")
        for n, (problem, household, choice, value) in enumerate(plain)
        for name in (names if FULL else [names[n % len(names)]])
    ]


_BEFORE: Final[dict[tuple[int, str], dict[str, dict[str, Any]]]] = {}
"""The fix lists of the households, each worked out once."""


def before(household: Household, name: str) -> dict[str, dict[str, Any]]:
    key = id(household), name
    if key not in _BEFORE:
        with TemporaryDirectory() as folder:
            _BEFORE[key] = problems(_under(household, name).opened(Path(folder)))
    return _BEFORE[key]


def _under(household: Household, name: str) -> Household:
    return replace(household, **OTHERWISE[name]) if name else household


def lands_inside(
    folder: Path, problem: str, household: Household, name: str, choice: str, value: str
) -> None:
    found = before(household, name)
    least, most = ends(found[problem])
    assert least <= most
    again = _under(household, name).opened(folder, (problem, choice, value))
    left = {name: each for name, each in problems(again).items() if each["severity"] != "note"}
    assert problem not in left
    assert not [name for name in left if name.startswith("decision-")]
    tax = at_most(again)
    if choice != IGNORE:
        assert tax is not None
    assert tax is None or least <= tax <= most


@pytest.mark.parametrize(("problem", "household", "choice", "value"), [*CASES, *IGNORED])
def test_a_fix_lands_inside(
    tmp_path: Path, problem: str, household: Household, choice: str, value: str
) -> None:
    lands_inside(tmp_path, problem, household, "", choice, value)


@pytest.mark.parametrize(("problem", "household", "choice", "value"), otherwise())
def test_and_under_other_orders_owners_regimes_and_years(
    tmp_path: Path, problem: str, household: tuple[Household, str], choice: str, value: str
) -> None:
    lands_inside(tmp_path, problem, *household, choice, value)


def test_what_staking_brought_replaces_nothing_at_the_ends_either(tmp_path: Path) -> None:
    """By `income_as_purchase = "pay"` the units of `i1` were not bought, whatever they were worth.

    The ETH paid as the fee of `s5` lose at a low price, and nothing bought lies near: at 0.50 the
    tax is least by the two units of income.
    """
    lands_inside(
        tmp_path, "outlying-price:ETH@2024-06-01", DOUBTED_FEE, "losses washed", "price", "0.5"
    )


def test_every_choice_of_every_kind_of_problem_has_its_household() -> None:
    tried = {(problem.partition(":")[0], choice) for problem, _, choice, _ in [*CASES, *IGNORED]}
    every = {(code, choice.name) for code in CODES for choice in choices_of(code)}
    apart = {each for each in every if each[0] in OF_ROWS | {JOINED}}
    assert tried == every - apart
