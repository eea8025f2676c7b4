"""Whose files are these: two people's files must not become one account."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from harvestry.sources.merge import Reading
from harvestry.sources.printable import printable
from harvestry.units.problems import Problem, Severity

_IDS: Final = (
    re.compile(r"[0-9a-f]{24}", re.ASCII),
    re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII),
)
"""The kinds of ids of owners; the years changed from one to the other."""


def mixed_owners(readings: Sequence[Reading]) -> Iterable[Problem]:
    """Say, once a file, that it names another owner than one before it of the same account.

    Ids of one kind tell surely; where they do not help, two names may be one person.
    """
    told: set[str] = set()
    for one, other in combinations([each for each in readings if each.owner], 2):
        name = other.tally.file.name
        if one.account != other.account or name in told:
            continue
        severity = _differ(one.owner, other.owner)
        if severity is not None:
            told.add(name)
            surely = severity is Severity.ERROR
            message = (
                f"It names the owner {_shown(other)}, and {one.tally.file.name} names "
                f"{_shown(one)}, but both count as the account {other.account}; "
                f"{'give' if surely else 'if they are two people, give'} each an account of its "
                "own, by `files` in accounts.toml."
            )
            yield Problem("two-owners", severity, message, name)


def _differ(one: Sequence[str], other: Sequence[str]) -> Severity | None:
    """Tell how surely two owners are two people; `None` where they are one."""
    for pattern in _IDS:
        ids = [
            {c.casefold() for c in each if pattern.fullmatch(c.casefold())} for each in (one, other)
        ]
        if all(ids):
            return Severity.ERROR if ids[0].isdisjoint(ids[1]) else None
    same = {cell.casefold() for cell in one} & {cell.casefold() for cell in other}
    return None if same else Severity.WARNING


def _shown(reading: Reading) -> str:
    return printable(" ".join(reading.owner))
