"""What is ignored, seen or right changes no figure; a refused row's stake is unknown until told."""

from pathlib import Path
from typing import Any

import pytest

import harvestry
from decisions.every_choice import CASES
from decisions.households import YEARS, Household, at_most, problems
from harvestry.events.choices import IGNORE, OF_ROWS, SAID, choices_of

KRAKEN = (
    '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n'
    '"B1","S1","2024-02-01 10:00:00","trade","","currency","XXBT","1","0","1"\n'
    '"B2","S1","2024-02-01 10:00:00","trade","","currency","ZUSD","-42000","0","0"\n'
    '"B3","S2","2025-06-01 10:00:00","trade","","currency","XXBT","-0.5","0","0.5"\n'
    '"B4","S2","2025-06-01 10:00:00","trade","","currency","ZUSD","50000","0","0"\n'
)
COINBASE = (
    "Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,"
    "Spot Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),"
    "Fees and/or Spread,Notes\n"
    "2024-02-01T10:00:00Z,Buy,ETH,2,USD,2300,4600,4610,10,Bought 2 ETH for 4610 USD\n"
)


def kraken(kind: str, *legs: str) -> Household:
    """Give a purchase and a sale that are understood, and a group of one kind that is not."""
    rows = (
        f'"L{n}","R1","2025-03-01 10:00:00","{kind}","","currency",{leg},"0","0"\n'
        for n, leg in enumerate(legs)
    )
    return Household({"kraken.csv": KRAKEN + "".join(rows)})


REFUSED = {
    "unknown-row-kind": kraken("conjuring", '"XXBT","0.1"'),
    "needs-review": kraken("adjustment", '"XXBT","0.1"'),
    "reversed-row": kraken("deposit", '"XXBT","-0.1"'),
    "incomplete-group": kraken("trade", '"XETH","-5"'),
    "ambiguous-group": kraken("trade", '"ADA","-5"', '"XXBT","0.1"', '"XETH","1"'),
    "unreadable-notes": Household(
        {
            "coinbase.csv": COINBASE
            + "2025-03-01T10:00:00Z,Convert,ETH,1,USD,2300,2300,2300,0,into something\n"
        }
    ),
}


def figures(case: harvestry.Case) -> list[Any]:
    """Give what is held and the tax of every year, without what is said of it."""
    years = [case.tax(year).document for year in YEARS]
    gains = [case.gains(year).document["rows"] for year in YEARS]
    said = ("problems", "notes")
    kept = [{key: each[key] for key in each if key not in said} for each in years]
    return [case.lots().document["lots"], gains, kept, at_most(case)]


EVERY = {problem.partition(":")[0]: (problem, household) for problem, household, *_ in CASES}
SAID_OF = [
    (problem, household, each.name, "so it is" if each.name == IGNORE else "")
    for code, (problem, household) in EVERY.items()
    for each in choices_of(code)
    if each.name in SAID
]


@pytest.mark.parametrize(("problem", "household", "choice", "value"), SAID_OF)
def test_what_is_only_said_changes_no_figure(
    tmp_path: Path, problem: str, household: Household, choice: str, value: str
) -> None:
    before = household.opened(tmp_path)
    found = figures(before)
    assert problems(before)[problem]["severity"] != "note" or choice == IGNORE
    after = household.opened(tmp_path, (problem, choice, value))
    assert problems(after)[problem]["severity"] == "note"
    assert figures(after) == found


def test_every_refused_row_has_its_household() -> None:
    assert REFUSED.keys() == OF_ROWS


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_what_is_at_stake_in_a_refused_row_is_unknown_until_it_is_told(
    tmp_path: Path, code: str
) -> None:
    """A row nobody understands may be anything, so nothing bounds what it comes to."""
    household = REFUSED[code]
    before = problems(household.opened(tmp_path))
    (name,) = [each for each in before if each.startswith(f"{code}:")]
    assert (before[name]["tax_low"], before[name]["tax_high"]) == (None, None)
    cells = "kind=income:services;asset=BTC;quantity=0.1;usd=9000"
    told = household.opened(tmp_path, (name, "was", cells))
    assert name not in problems(told)
    assert len(told.income(2025).document["rows"]) == 1
