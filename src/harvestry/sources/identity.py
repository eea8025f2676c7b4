"""Ids of events: the export's own where it has one, else the row's content and its occurrence."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

LONGEST_NAME: Final = 160
_HASH_DIGITS: Final = 12
_RESERVED: Final = re.compile(r"(?::fee2?|/[0-9]+)\Z", re.ASCII)
_SHORTENED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2}(?:[-:].*)?", re.ASCII)
_CONTENT_ID: Final = re.compile(r"(.+:[0-9a-f]{12})#[0-9]+", re.ASCII)


def is_reserved(id_: str) -> bool:
    """Tell whether an id looks like one the books make themselves: a fee's, or a lot's piece."""
    return ("/" in id_ or ":fee" in id_) and _RESERVED.search(id_) is not None


def is_damaged(id_: str) -> bool:
    """Tell whether an id is a large number as spreadsheets shorten it: `1,55444E+13`."""
    return "+" in id_ and _SHORTENED.fullmatch(id_) is not None


def fit_name(text: str) -> str | None:
    """Give a text that is fit to name something in any file: printable, of bearable length."""
    return text if text and text.isprintable() and len(text) <= LONGEST_NAME else None


class Occurrences:
    """Counts equal content within one file, so that equal rows are kept apart, and found again.

    The third of three equal rows has the same id in every export that holds all three, wherever
    they stand in it.
    """

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def id_of(self, begin: str, contents: Iterable[str]) -> str:
        """Give `FORMAT:ACCOUNT:HASH12#N` for `begin` = `FORMAT:ACCOUNT` and a row's content.

        Of a group of rows the contents count, not their order.
        """
        content = "\x1e".join(sorted(contents))
        digits = hashlib.sha256(content.encode()).hexdigest()[:_HASH_DIGITS]
        count = self._seen.get(digits, 0) + 1
        self._seen[digits] = count
        return f"{begin}:{digits}#{count}"


def content_part(id_: str) -> str | None:
    """Give what an id made of content says about the content; `None` of an export's own id."""
    match = _CONTENT_ID.fullmatch(id_)
    return None if match is None else match[1]
