"""Which format a file is, by its header; extra, reordered and renamed columns do not matter."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from harvestry.sources.description import Column, Format
from harvestry.sources.errors import AmbiguousFormatError
from harvestry.sources.zones import ZONE_PATTERN

_CODE: Final = "(?-i:[A-Z][A-Z0-9]{1,9})"
_ZONE: Final = rf"(?-i:{ZONE_PATTERN})"
_WIDE_CODE: Final = "(?-i:[A-Z0-9]{2,12})"
_SPACE: Final = re.compile(r"[\s\u00a0\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A header recognised: where each canonical column stands, and what the header itself tells.

    `names` are the column names of the file, the second `X` of a header being called `X#2`.
    `constants` are canonical values that stand in the header, such as the currency, in the file's
    name, or in the description. `wide` leads from assets to the places of their own columns.
    `rivals` are other formats the header fits as well.
    """

    format: Format
    names: tuple[str, ...]
    places: Mapping[str, int]
    constants: Mapping[str, str]
    wide: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    rivals: "tuple[Match, ...]" = ()


def recognise(name: str, cells: Sequence[str], known: Iterable[Format]) -> Match | None:
    """Give the match of a possible header row: the format that asks for most and finds it all.

    Of several that fit equally well the first by name is given, with the others as its rivals.

    Raises:
        AmbiguousFormatError: a column it needs stands twice.
    """
    names = _numbered(tidy(cell) for cell in cells)
    told = {each.casefold() for each in names}
    able = [each for each in known if _is_able(each, told)]
    found = [match for each in able if (match := _match(name, each, names)) is not None]
    if not found:
        return None
    best = max(map(_weight, found))
    first, *rivals = sorted(
        (match for match in found if _weight(match) == best), key=lambda each: each.format.name
    )
    _check_twins(name, first)
    return replace(first, rivals=tuple(rivals))


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


def _weight(match: Match) -> tuple[bool, int, int]:
    return bool(match.format.signature), match.format.required, len(match.places)


def _numbered(names: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, int] = {}
    numbered = []
    for name in names:
        key = name.casefold()
        seen[key] = seen.get(key, 0) + 1
        numbered.append(name if seen[key] == 1 or not name else f"{name}#{seen[key]}")
    return tuple(numbered)


def _is_able(each: Format, told: Collection[str]) -> bool:
    """Tell whether each column a format needs is there by name, in small letters, or may be.

    Most formats fail at their first column; the others are looked at more closely.
    """
    return all(
        any(s.casefold() in told or "*" in s or "{" in s for s in column.names)
        for column in each.columns
        if column.required
    )


def _match(file: str, each: Format, names: tuple[str, ...]) -> Match | None:
    if each.signature and {name.partition("#")[0].casefold() for name in names if name} != {
        *each.signature
    }:
        return None
    places, constants = _places(each, names)
    told = {column.key for column in each.columns if column.required}
    if not told <= places.keys() | constants.keys():
        return None
    wide = _wide_places(each, names, set(places.values()))
    if each.wide is not None and not wide:
        return None
    known = {**each.constants, **_told_by_name(each, file), **constants}
    return Match(each, names, places, known, wide)


def _told_by_name(each: Format, file: str) -> dict[str, str]:
    """Give what the file's name tells: an own address, an asset."""
    told: dict[str, str] = {}
    for pattern in each.from_name:
        fit = re.search(pattern, file, re.IGNORECASE)
        if fit is not None:
            told |= {key: value for key, value in fit.groupdict().items() if value}
    return told


def _wide_places(
    each: Format, names: tuple[str, ...], taken: set[int]
) -> dict[str, dict[str, int]]:
    """Find the columns that stand once for every asset."""
    found: dict[str, dict[str, int]] = {}
    for key, spellings in each.wide.columns.items() if each.wide is not None else ():
        for pattern in map(_compiled, spellings):
            for n, name in enumerate(names):
                fit = None if n in taken else pattern.fullmatch(name)
                if fit is not None and key not in found.get(fit["asset"], {}):
                    found.setdefault(fit["asset"], {})[key] = n
                    taken.add(n)
    return found


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
    pattern = ""
    for part in re.split(r"(\*|\{[a-z_]+\})", spelling):
        if part == "*":
            pattern += ".*"
        elif part.startswith("{"):
            pattern += _group(part[1:-1], known=f"(?P<{part[1:-1]}>" in pattern)
        else:
            pattern += re.escape(part)
    return re.compile(pattern, re.IGNORECASE)


def _group(key: str, *, known: bool) -> str:
    """Give the pattern of a value that stands in the header; the second time it is the same."""
    if known:
        return f"(?P={key})"
    what = {"zone": _ZONE, "asset": _WIDE_CODE}.get(key, _CODE)
    return f"(?P<{key}>{what})"


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
