"""Which of several formats of the same columns a file is: by its rows, its name, or by asking."""

from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import islice
from typing import Final

from harvestry.sources.description import SlashDress
from harvestry.sources.errors import AmbiguousFormatError
from harvestry.sources.mapping.records import FileAnswer
from harvestry.sources.recognition import Match
from harvestry.sources.sheet import Sheet

_ROWS_LOOKED_AT: Final = 1000
_ENOUGH_ROWS: Final = 4


def settled(sheet: Sheet, answer: FileAnswer | None = None) -> Sheet:
    """Give the sheet under the one format it can be, with what the user answered about it.

    Raises:
        AmbiguousFormatError: neither rows nor name nor answer tell; the message is the question.
    """
    if answer is None:
        return _of_one_format(sheet, None)
    sheet = _of_one_format(sheet, answer.format)
    format_ = sheet.match.format
    if answer.time_zone is not None:
        format_ = replace(format_, time_zone=answer.time_zone)
    if answer.decimal_comma is not None:
        format_ = replace(format_, decimal_comma=answer.decimal_comma)
    if answer.day_first is not None:
        dress = format_.slash_dates or SlashDress.UNDECIDED
        format_ = replace(format_, day_first=answer.day_first, slash_dates=dress)
    constants = {**sheet.match.constants, **answer.values}
    return replace(sheet, match=replace(sheet.match, format=format_, constants=constants))


def with_telling_ids(sheet: Sheet) -> Sheet:
    """Give the sheet without its column of ids, where one id stands on every row.

    Somebody wrote over them, as is done before a file is shown to others: they tell no rows apart.
    A file whose rows belong together by their ids may well be about one trade.
    """
    match = sheet.match
    place = match.places.get("id")
    by_id = any(r.grouping is not None and "id" in r.grouping.by for r in match.format.rules)
    if place is None or by_id:
        return sheet
    records = islice(sheet.rows(), _ROWS_LOOKED_AT)
    ids = [record.cells[place].strip() for record in records if place < len(record.cells)]
    if len(ids) < _ENOUGH_ROWS or len(set(ids)) > 1:
        return sheet
    places = {key: n for key, n in match.places.items() if key != "id"}
    return replace(sheet, match=replace(match, places=places))


def _of_one_format(sheet: Sheet, told: str | None) -> Sheet:
    match = sheet.match
    if told is not None and told not in {each.format.name for each in (match, *match.rivals)}:
        message = (
            f"mapping.toml says it is {told}, and its columns are those of {match.format.name}; "
            "correct `format` there"
        )
        raise AmbiguousFormatError(sheet.name, message)
    if not match.rivals:
        return sheet
    candidates = [replace(match, rivals=()), *match.rivals]
    if told is not None:
        chosen = next(each for each in candidates if each.format.name == told)
        return replace(sheet, match=chosen)
    apt = [
        c for c in candidates if not c.format.only_named or _is_named(sheet.name, c.format.files)
    ]
    by_rows = _by_rows(sheet, apt or candidates)
    by_name = [each for each in by_rows if _is_named(sheet.name, each.format.files)]
    if len(by_rows) != 1 and len(by_name) != 1:
        titles = " or a ".join(each.format.title for each in candidates)
        names = " or ".join(f'"{each.format.name}"' for each in candidates)
        message = (
            f"is it a {titles}? Its columns are those of both, and neither its rows nor its name "
            f"tell; rename it as the exchange did ({_names(candidates)}), or answer in "
            f"mapping.toml with [[file]], files = [{sheet.file.path.name!r}] and format = {names}"
        )
        raise AmbiguousFormatError(sheet.name, message)
    return replace(sheet, match=(by_rows if len(by_rows) == 1 else by_name)[0])


def _by_rows(sheet: Sheet, candidates: list[Match]) -> list[Match]:
    """Give the formats that know every kind of row at the beginning of the file."""
    kinds = [_kinds_of(sheet, each) for each in candidates]
    known = [
        each
        for each, found in zip(candidates, kinds, strict=True)
        if all(any(rule.covers(*kind) for rule in each.format.rules) for kind in found)
    ]
    return known or candidates


def _kinds_of(sheet: Sheet, match: Match) -> set[tuple[str, str]]:
    places = [match.places.get(key) for key in ("type", "subtype")]
    found = set()
    for record in islice(sheet.rows(), _ROWS_LOOKED_AT):
        cells = ["" if n is None or n >= len(record.cells) else record.cells[n] for n in places]
        kind, subtype = (" ".join(cell.split()).casefold() for cell in cells)
        found.add((kind, subtype))
    return found


def _is_named(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name.casefold(), each) for each in patterns)


def _names(candidates: Iterable[Match]) -> str:
    return ", ".join(sorted({name for each in candidates for name in each.format.files}))
