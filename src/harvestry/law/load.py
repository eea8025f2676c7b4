"""Read the law files once: `load()` gives the `Law` that is passed to whoever needs it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

from harvestry.units.days import Day, day_text, year_of

_NO_RULE: Final = "known_assets.toml"
"""The one file there that is read elsewhere."""
_FRAME: Final = frozenset({"from", "until", "text", "cite"})
_NO_END: Final[Day] = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a value stands: the authority, an address to read it at, and when it was read."""

    law: str
    url: str
    read: Day


@dataclass(frozen=True, slots=True)
class Dated:
    """What a rule says from a day on, and till which: values by name, in words, the authority."""

    since: Day
    values: Mapping[str, object]
    text: str
    cite: Cite
    until: Day = _NO_END


class MissingLawError(LookupError):
    """A rule that says nothing for the day asked about: shown, never answered by another day's."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law with its history, earliest first.

    A `yearly` figure holds for its calendar year alone: last year's is never used for this one.
    """

    id: str
    title: str
    unit: str
    history: tuple[Dated, ...]
    yearly: bool = False

    def on(self, day: Day) -> Dated:
        """Give what the rule says on a day.

        Raises:
            MissingLawError: the rule begins later, has ended, or has no figure for that year.
        """
        for dated in reversed(self.history):
            if dated.since <= day:
                if day > dated.until or (self.yearly and year_of(dated.since) != year_of(day)):
                    break
                return dated
        raise MissingLawError(f"the law file {self.id!r} says nothing for {day_text(day)}")


@dataclass(frozen=True, slots=True)
class Law:
    """All rules by id."""

    rules: Mapping[str, Rule]

    def on(self, rule_id: str, day: Day) -> Dated:
        """Give what a rule says on a day.

        Raises:
            MissingLawError: the rule begins later, has ended, or has no figure for that year.
        """
        return self.rules[rule_id].on(day)


@cache
def load() -> Law:
    """Read every law file that comes with the program."""
    folder = files("harvestry.law") / "us"
    texts = sorted(
        (entry.name, entry.read_text("utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml") and entry.name != _NO_RULE
    )
    rules = [_rule(tomllib.loads(text)) for _, text in texts]
    return Law({rule.id: rule for rule in rules})


def _rule(raw: Mapping[str, object]) -> Rule:
    values = raw["value"]
    assert isinstance(values, list)
    history = tuple(sorted((_dated(value) for value in values), key=lambda dated: dated.since))
    yearly = raw.get("yearly") is True
    return Rule(str(raw["id"]), str(raw["title"]), str(raw["unit"]), history, yearly)


def _dated(raw: Mapping[str, object]) -> Dated:
    cite = raw["cite"]
    assert isinstance(cite, dict)
    values = {key: value for key, value in raw.items() if key not in _FRAME}
    return Dated(
        _day(raw["from"]),
        values,
        str(raw["text"]),
        Cite(str(cite["law"]), str(cite["url"]), _day(cite["read"])),
        _day(raw["until"]) if "until" in raw else _NO_END,
    )


def _day(raw: object) -> Day:
    assert isinstance(raw, date)
    return raw.toordinal()
