"""Time zones as exports write them: `UTC+8`, `(UTC+08:00)`, `PST`, `Europe/Zurich`."""

import re
from functools import lru_cache
from typing import Final

from harvestry.units.days import Zone, zone

ZONE_PATTERN: Final = (
    r"(?:UTC|GMT)?[+-][0-9]{1,2}(?::?[0-9]{2})?|UTC|GMT|Z|[ECMP][SD]T|[A-Z][A-Za-z]+/[A-Za-z_/]+"
)
"""A zone beside a time or in a header, without the brackets around it."""

_OFFSET: Final = re.compile(r"(?:UTC|GMT)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?", re.ASCII)
_SUFFIX: Final = re.compile(
    rf"(.*[0-9]:[0-9]{{2}}(?:[.,][0-9]+)?(?: ?[AaPp]\.?[Mm]\.?)?)\s*\(?({ZONE_PATTERN})\)?",
    re.ASCII,
)
_NAMED: Final = {
    **dict.fromkeys(("UTC", "GMT", "Z"), "UTC"),
    **dict.fromkeys(("EST", "EDT"), "America/New_York"),
    **dict.fromkeys(("CST", "CDT"), "America/Chicago"),
    **dict.fromkeys(("MST", "MDT"), "America/Denver"),
    **dict.fromkeys(("PST", "PDT"), "America/Los_Angeles"),
}
"""American letters name the clock on the wall there: exports write `PST` all the year."""


@lru_cache(maxsize=256)
def zone_named(text: str) -> Zone | None:
    """Give the zone an export names, `None` where it is none."""
    text = text.strip().strip("()").strip()
    named = _NAMED.get(text.upper())
    if named is not None:
        return zone(named)
    offset = _OFFSET.fullmatch(text.upper())
    if offset is not None:
        return _fixed(offset[1], int(offset[2]), int(offset[3] or 0))
    try:
        return zone(text)
    except ValueError:
        return None


def without_zone(text: str) -> tuple[str, Zone | None]:
    """Give a time's text and the zone written behind it, `None` if there is none."""
    match = _SUFFIX.fullmatch(text)
    found = None if match is None else zone_named(match[2])
    return (text, None) if match is None or found is None else (match[1].rstrip(), found)


def _fixed(sign: str, hours: int, minutes: int) -> Zone | None:
    """Give the zone that is always that far from UTC, of those on earth with whole hours.

    The database of zones writes them with the sign of navigators: `Etc/GMT-8` lies east.
    """
    if minutes:
        return None
    east = sign == "+"
    limit = 14 if east else 12
    if hours > limit:
        return None
    return zone("UTC" if not hours else f"Etc/GMT{'-' if east else '+'}{hours}")
