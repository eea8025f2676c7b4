"""Propose how a file nobody knows is read: by the words of its header and what its cells hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from harvestry.sources.canonical import CANONICAL, Content
from harvestry.sources.mapping.kinds import BY_SIDES, BY_SIGN
from harvestry.sources.mapping.words import COLUMN_WORDS, KIND_WORDS
from harvestry.sources.numbers import NumberError, read_number
from harvestry.sources.recognition import tidy
from harvestry.sources.row import BLANK
from harvestry.sources.times import TimeError, read_time

LAYOUTS: Final = (
    *("iso", "epoch", "epoch-ms", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y"),
    *("%Y/%m/%d %H:%M:%S", "%b %d, %Y, %I:%M %p", "%b %d %Y %H:%M:%S", "%d %b %Y %H:%M:%S"),
    *("%B %d, %Y %I:%M %p", "%a %b %d %Y %H:%M:%S GMT%z", "%d %b %Y", "%b %d, %Y"),
)
_SLASHED: Final = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}.*", re.ASCII)
_CLOCK: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9.]+)?( ?[AP]M)?", re.ASCII | re.IGNORECASE)
_SYMBOL: Final = re.compile(r"[A-Za-z0-9$.\-]{1,15}", re.ASCII)
_WORD: Final = re.compile(r"[a-z0-9&/]+")
_MOST_KINDS: Final = 60


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a file may be read.

    `columns` lead from ours to the file's own, `kinds` from the kinds of rows to words of
    mapping.toml, `None` where nothing is proposed.
    """

    header: tuple[str, ...]
    columns: Mapping[str, str]
    kinds: Mapping[str, str | None]
    layouts: tuple[str, ...]
    decimal_comma: bool = False
    account: str = "my-account"
    time_zone: str | None = None
    day_first: bool | None = None
    fee: str = "on-top"

    def changed(self, columns: Mapping[str, str], kinds: Mapping[str, str]) -> "Proposal":
        """Give it with what the user says instead; an empty name takes a column out."""
        kept = {k: v for k, v in self.columns.items() if v not in columns.values()}
        merged = {k: v for k, v in {**kept, **columns}.items() if v}
        return replace(self, columns=merged, kinds={**self.kinds, **kinds})


def propose(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Proposal:
    """Propose how rows under a header are read."""
    names = tuple(tidy(each) for each in header)
    cells = {
        name: [row[n].strip() for row in rows if n < len(row) and row[n].strip()]
        for n, name in reversed(list(enumerate(names)))
        if name
    }
    commas = _has_decimal_commas(cells.values())
    columns = _columns(names, cells, decimal_comma=commas)
    layouts = _layouts(cells.get(columns.get("time", ""), ()))
    return Proposal(names, columns, _kinds(columns, cells), layouts, commas)


def _columns(
    names: Sequence[str], cells: Mapping[str, list[str]], *, decimal_comma: bool
) -> dict[str, str]:
    """Give each of our columns the file's own whose words and cells fit it best."""
    scored = sorted(
        (score, COLUMN_ORDER.index(key), n, key, name)
        for n, name in enumerate(names)
        if name
        for key, words in COLUMN_WORDS.items()
        if (score := _score(name, words)) is not None
        and _holds(key, cells.get(name, []), decimal_comma=decimal_comma)
    )
    found: dict[str, str] = {}
    for *_, key, name in scored:
        if key not in found and name not in found.values():
            found[key] = name
    _by_content(found, names, cells)
    two_sided = {"sent_quantity", "got_quantity"} <= found.keys()
    for key in ("asset", "quantity") if two_sided else _sides(found):
        found.pop(key, None)
    if "product" not in found and "asset" in found and found.get("side"):
        found.setdefault("type", found.pop("side"))
    return found


def _by_content(
    found: dict[str, str], names: Sequence[str], cells: Mapping[str, list[str]]
) -> None:
    """Take for the time the one column left that holds times, whatever it is called."""
    if "time" not in found:
        left = [name for name in names if cells.get(name) and name not in found.values()]
        times = [n for n in left if _holds("time", cells[n], decimal_comma=False)]
        dated = [n for n in times if not all(each.isdigit() for each in cells[n])]
        if len(dated) == 1:
            found["time"] = dated[0]


COLUMN_ORDER: Final = list(COLUMN_WORDS)


def _sides(found: Mapping[str, str]) -> list[str]:
    return [key for key in found if key.startswith(("sent_", "got_"))]


def _score(name: str, words: Sequence[str]) -> int | None:
    """Tell how well a name fits some words, the lower the better; `None` where it does not."""
    said = " ".join(_WORD.findall(re.sub(r"[_\-.]", " ", name.casefold())))
    for n, word in enumerate(words):
        if said == word:
            return n
    for n, word in enumerate(words):
        if re.search(rf"\b{re.escape(word)}\b", said):
            return 100 + n + len(said) - len(word)
    return None


def _holds(key: str, cells: Sequence[str], *, decimal_comma: bool) -> bool:
    """Tell whether cells hold what a column of ours holds."""
    if key == "time":
        return all(_SLASHED.fullmatch(each) or _layouts([each]) for each in cells)
    if key == "clock":
        return bool(cells) and all(_CLOCK.fullmatch(each) for each in cells)
    if CANONICAL[key] is Content.NUMBER:
        return all(is_number(each, decimal_comma=decimal_comma) for each in cells)
    if key.endswith("asset"):
        return all(_SYMBOL.fullmatch(each) and not each.isdigit() for each in cells)
    return True


def is_number(text: str, *, decimal_comma: bool) -> bool:
    """Tell whether a cell is a number, or says in a word that there is none."""
    if text.casefold() in BLANK:
        return True
    try:
        read_number(text, decimal_comma=decimal_comma)
    except NumberError:
        return False
    return True


def _has_decimal_commas(columns: Iterable[Sequence[str]]) -> bool:
    """Tell whether some column holds numbers that only decimal commas explain."""
    return any(
        any("," in each for each in cells)
        and all(is_number(each, decimal_comma=True) for each in cells)
        and not all(is_number(each, decimal_comma=False) for each in cells)
        for cells in columns
    )


def _layouts(cells: Sequence[str]) -> tuple[str, ...]:
    """Give the layouts that read all times which are not dates with slashes."""
    plain = [each for each in cells if not _SLASHED.fullmatch(each)]
    return tuple(each for each in LAYOUTS if plain and all(_fits(each, cell) for cell in plain))[:1]


def _fits(layout: str, cell: str) -> bool:
    try:
        read_time(cell, (layout,))
    except TimeError:
        return False
    return True


def _kinds(columns: Mapping[str, str], cells: Mapping[str, list[str]]) -> dict[str, str | None]:
    """Give what each kind of row may mean."""
    sides = {"sent_quantity", "got_quantity"} <= columns.keys()
    if "product" in columns:
        return {"*": "order"}
    if "type" not in columns:
        return {"*": BY_SIDES if sides else BY_SIGN}
    types = list(dict.fromkeys(" ".join(each.split()) for each in cells[columns["type"]]))
    return {each: _meaning(each, two_sided=sides) for each in types[:_MOST_KINDS]}


def _meaning(type_: str, *, two_sided: bool) -> str | None:
    said = type_.casefold()
    for word, marks in KIND_WORDS:
        if any(re.search(rf"\b{re.escape(mark)}", said) for mark in marks):
            swapped = two_sided and word in ("buy", "sell")
            return "trade" if swapped else word if word != "trade" or two_sided else None
    return None
