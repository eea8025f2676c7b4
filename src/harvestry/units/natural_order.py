"""Natural order of ids: `sale-9` comes before `sale-10`, whatever order the files came in."""

import re
from functools import lru_cache
from typing import TypeAlias

NaturalKey: TypeAlias = tuple[tuple[str | int, ...], str]
"""What an id is sorted by."""

_DIGITS = re.compile(r"([0-9]+)")


@lru_cache(maxsize=4096)
def natural_key(text: str) -> NaturalKey:
    """Give the sort key of an id: runs of digits count by value, all else by code point.

    Ids that differ only in leading zeros are told apart by their plain text, so the order is total.
    """
    parts: list[str | int] = [*_DIGITS.split(text)]
    parts[1::2] = map(int, parts[1::2])
    return tuple(parts), text
