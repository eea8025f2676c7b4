"""Positions: the grey choices of the law, each with its question, choices and authorities."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Position:
    """One grey choice. `choices` are name and meaning, the default among them.

    `authorities_for` speak for the default, `authorities_against` for another choice.
    """

    id: str
    question: str
    choices: Mapping[str, str]
    default: str
    authorities_for: tuple[str, ...]
    authorities_against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Positions:
    """What was chosen; a position that is not mentioned stands at its default."""

    chosen: Mapping[str, str]

    def __getitem__(self, position_id: str) -> str:
        """Give the choice that holds for a position."""
        return self.chosen.get(position_id) or known_positions()[position_id].default

    def but(self, position_id: str, choice: str) -> "Positions":
        """Give the same choices with only this one changed."""
        return Positions({**self.chosen, position_id: choice})


class UnknownPositionError(ValueError):
    """A position or choice that is not known; the message names what is."""


@cache
def known_positions() -> Mapping[str, Position]:
    """Read every position that comes with the program, by id."""
    folder = files("harvestry.law") / "us" / "positions"
    texts = sorted(entry.read_text("utf-8") for entry in folder.iterdir())
    found = [_position(tomllib.loads(text)) for text in texts]
    return {position.id: position for position in sorted(found, key=lambda each: each.id)}


def positions_of(chosen: Mapping[str, str]) -> Positions:
    """Check what was chosen and give it.

    Raises:
        UnknownPositionError: no such position, or no such choice.
    """
    for position_id, choice in chosen.items():
        position = known_positions().get(position_id)
        if position is None:
            names = ", ".join(known_positions())
            raise UnknownPositionError(f"no position is called {position_id!r}; there are {names}")
        if choice not in position.choices:
            names = ", ".join(position.choices)
            raise UnknownPositionError(f"{position_id} = {choice!r}: choose one of {names}")
    return Positions(dict(chosen))


def _position(raw: Mapping[str, object]) -> Position:
    choices = raw["choice"]
    in_favour, against = raw["for"], raw["against"]
    assert isinstance(choices, list)
    assert isinstance(in_favour, list)
    assert isinstance(against, list)
    return Position(
        str(raw["id"]),
        str(raw["question"]),
        {str(choice["name"]): str(choice["text"]) for choice in choices},
        str(raw["default"]),
        tuple(map(str, in_favour)),
        tuple(map(str, against)),
    )
