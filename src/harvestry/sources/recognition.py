"""Which format a file is, by its header; extra, reordered and renamed columns do not matter."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from harvestry.sources.description import Column, Format
from harvestry.sources.errors import AmbiguousFormatError

_CODE: Final = "(?-i:[A-Z][A-Z0-9]{1,9})"
_SPACE: Final = re.compile(r"[\s\u00a0\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A header recognised: where each canonical column stands, and what the header itself tells.

    `names` are the column names of the file, the second `X` of a header being called `X#2`.
    `constants` are canonical values that stand in the header, such as the currency.
    """

    format: Format
    names: tuple[str, ...]
    places: Mapping[str, int]
    constants: Mapping[str, str]


def recognise(name: str, cells: Sequence[str], known: Iterable[Format]) -> Match | None:
    """Give the match of a possible header row: the format that asks for most and finds it all.

    Raises:
        AmbiguousFormatError: two formats fit equally well, or a column it needs stands twice.
    """
    names = _numbered(tidy(cell) for cell in cells)
    found = [match for each in known if (match := _match(each, names)) is not None]
    if not found:
        return None
    best = max(map(_weight, found))
    winners = [match for match in found if _weight(match) == best]
    if len(winners) > 1:
        titles = " and ".join(sorted(match.format.title for match in winners))
        message = f"it fits {titles} equally well; keep the columns as the exchange exported them"
        raise AmbiguousFormatError(name, message)
    _check_twins(name, winners[0])
    return winners[0]


def missing(cells: Sequence[str], each: Format) -> list[str]:
    """Give what a format's required columns are called, of those that a row does not have."""
    names = _numbered(tidy(cell) for cell in cells)
    places, _ = _places(each, names)
    return [c.names[0] for c in each.columns if c.required and c.key not in places]


def is_price_header(cells: Sequence[str]) -> bool:
    """Tell whether a row is the header of a file of prices."""
    names = {tidy(cell).casefold() for cell in cells}
    return {"asset", "close_usd"} <= names and not names.isdisjoint({"date", "time"})


def tidy(cell: str) -> str:
    """Give a header cell without stray spaces and marks."""
    return _SPACE.sub(" ", cell).strip()


def _weight(match: Match) -> tuple[int, int]:
    return match.format.required, len(match.places)


def _numbered(names: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    numbered = []
    for name in names:
        key = name.casefold()
        seen[key] = seen.get(key, 0) + 1
        numbered.append(name if seen[key] == 1 or not name else f"{name}#{seen[key]}")
    return tuple(numbered)


def _match(each: Format, names: tuple[str, ...]) -> Match | None:
    places, constants = _places(each, names)
    told = {column.key for column in each.columns if column.required}
    if not told <= places.keys() | constants.keys():
        return None
    return Match(each, names, places, constants)


def _places(each: Format, names: tuple[str, ...]) -> tuple[dict[str, int], dict[str, str]]:
    """Find each column: by its very name first, then by pattern among what is left."""
    by_name = {name.casefold(): n for n, name in reversed(list(enumerate(names))) if name}
    places: dict[str, int] = {}
    for column in each.columns:
        for spelling in column.names:
            n = by_name.get(spelling.casefold())
            if n is not None and n not in places.values():
                places[column.key] = n
                break
    constants: dict[str, str] = {}
    for column in each.columns:
        if column.key not in places:
            _place_by_pattern(column, names, places, constants)
    return places, constants


def _place_by_pattern(
    column: Column, names: tuple[str, ...], places: dict[str, int], constants: dict[str, str]
) -> None:
    for spelling in column.names:
        if "*" not in spelling and "{" not in spelling:
            continue
        pattern = _compiled(spelling)
        for n, name in enumerate(names):
            fit = pattern.fullmatch(name) if n not in places.values() else None
            if fit is None:
                continue
            told = fit.groupdict()
            if all(constants.get(key, value) == value for key, value in told.items()):
                places[column.key] = n
                constants.update(told)
                return


@cache
def _compiled(spelling: str) -> re.Pattern[str]:
    parts = re.split(r"(\*|\{[a-z_]+\})", spelling)
    pattern = "".join(
        ".*"
        if part == "*"
        else f"(?P<{part[1:-1]}>{_CODE})"
        if part.startswith("{")
        else re.escape(part)
        for part in parts
    )
    return re.compile(pattern, re.IGNORECASE)


def _check_twins(name: str, match: Match) -> None:
    """Refuse a header in which a column that counts stands twice, unless both are told apart."""
    used = {match.names[n]: key for key, n in match.places.items()}
    for column in match.names:
        first, mark, _ = column.rpartition("#")
        base = next((each for each in used if each.casefold() == first.casefold()), None)
        if mark and base is not None and column not in used:
            message = (
                f"it has two columns called {base!r}; keep the one that counts and remove the other"
            )
            raise AmbiguousFormatError(name, message)
