"""Each grey choice flipped in a household of its own: the gains by hand, and what is said of it."""

from collections import defaultdict
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import harvestry
from harvestry.law.positions import known_positions
from positions.households import HOUSEHOLDS, Outcome

CHOICES = [(name, choice) for name, each in HOUSEHOLDS.items() for choice in each.outcomes]


def opened(folder: Path, name: str, choice: str) -> Any:
    household = HOUSEHOLDS[name]
    (folder / "history.csv").write_text(household.rows)
    (folder / "accounts.toml").write_text(household.accounts)
    (folder / "assets.toml").write_text(household.assets)
    years = household.years or '[year.2026]\nfiling_status = "single"\n'
    (folder / "profile.toml").write_text(f'time_zone = "UTC"\n{years}')
    return harvestry.open_case(
        [folder], as_of="2027-12-31", wash=household.wash, positions={name: choice}
    )


def test_every_position_and_choice_has_its_household() -> None:
    told = {name: set(each.choices) for name, each in known_positions().items()}
    assert {name: set(each.outcomes) for name, each in HOUSEHOLDS.items()} == told
    assert all(each.cite for each in HOUSEHOLDS.values())
    for each in HOUSEHOLDS.values():
        gains = [outcome.gains for outcome in each.outcomes.values()]
        assert len(gains) > 1
        assert all(one != other for one, other in combinations(gains, 2))


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_the_gains_under_a_choice_are_those_worked_out_by_hand(
    tmp_path: Path, name: str, choice: str
) -> None:
    case, expected = opened(tmp_path, name, choice), HOUSEHOLDS[name].outcomes[choice]
    sums: dict[tuple[int, str], list[Fraction]] = defaultdict(lambda: [Fraction(0), Fraction(0)])
    for row in case.gains().document["rows"]:
        of = sums[int(row["sold"][:4]), row["term"]]
        of[0] += Fraction(row["gain"])
        of[1] += Fraction(row["adjustment"])
    assert {key: tuple(amounts) for key, amounts in sums.items()} == expected.gains
    held = sum(Fraction(lot["basis"]) for lot in case.lots().document["lots"])
    assert held == expected.held


@pytest.mark.parametrize(("name", "choice"), CHOICES)
def test_what_is_said_of_the_other_choice_is_the_difference(
    tmp_path: Path, name: str, choice: str
) -> None:
    outcomes = HOUSEHOLDS[name].outcomes
    others = [each for each in known_positions()[name].choices if each != choice]
    document = opened(tmp_path, name, choice).positions().document
    (position,) = (each for each in document["choices"] if each["position"] == name)
    assert (position["chosen"], position["matters"]) == (choice, True)
    assert position["effects"] == [
        difference(other, outcomes[choice], outcomes[other]) for other in others
    ]


def difference(choice: str, own: Outcome, after: Outcome) -> dict[str, object]:
    changes = []
    for year, term in sorted(own.gains.keys() | after.gains.keys()):
        gain, disallowed = (
            after.gains.get((year, term), (0, 0))[n] - own.gains.get((year, term), (0, 0))[n]
            for n in (0, 1)
        )
        if gain or disallowed:
            told = {"gain": str(gain), "disallowed": str(disallowed)}
            changes.append({"year": year, "term": term, **told})
    held = str(after.held - own.held)
    return {"choice": choice, "basis_held": held, "unknown_because": None, "changes": changes}
