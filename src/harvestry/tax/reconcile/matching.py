"""Which form is of which sale (docs/spec/reconcile.md 2)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from harvestry.events.asset import Assets
from harvestry.events.broker_row import BrokerRow
from harvestry.tax.form_8949.joining import by_sale
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.reconcile.subsets import subset
from harvestry.units.days import Day
from harvestry.units.exact import Quantity

Key: TypeAlias = tuple[str, str]
"""Account and asset."""
NFT = "NFT"


class By(StrEnum):
    """By what a form and a sale were taken for one."""

    UNITS = "units"
    """Their units, on one day."""
    NEXT_DAY = "next day"
    """Their units, a day apart."""
    OTHER_DAY = "other day"
    """Their units, and neither has another match."""
    DAY = "day"
    """The only ones left on a day; their units differ."""
    YEAR = "year"
    """An aggregate of the year."""


class Pair(NamedTuple):
    """Forms and the pieces they are of."""

    forms: tuple[BrokerRow, ...]
    pieces: tuple[FormRow, ...]
    by: By


@dataclass(slots=True)
class Matched:
    """All pairs, and what is left: forms sent twice, forms and pieces without the other side."""

    pairs: list[Pair] = field(default_factory=list)
    duplicates: list[BrokerRow] = field(default_factory=list)
    forms: list[BrokerRow] = field(default_factory=list)
    pieces: list[FormRow] = field(default_factory=list)


@dataclass(slots=True)
class _Day:
    """What is left of one day of one account and asset."""

    forms: list[BrokerRow] = field(default_factory=list)
    pieces: list[FormRow] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)

    def pair(
        self, forms: Sequence[BrokerRow], pieces: Sequence[FormRow], by: By = By.UNITS
    ) -> None:
        self.pairs.append(Pair(tuple(forms), tuple(pieces), by))
        taken = {id(each) for each in (*forms, *pieces)}
        self.forms = [each for each in self.forms if id(each) not in taken]
        self.pieces = [each for each in self.pieces if id(each) not in taken]

    def match_alike(self) -> None:
        """Pair forms and lots, or whole sales, of the same units."""
        self._each(_same_lot)
        self._each(_whole_sale)
        self._each(_same_units)

    def match(self) -> None:
        """Pair what belongs together by its units, several of them if need be."""
        self.match_alike()
        self._each(_several_pieces)
        for sale in by_sale(self.pieces):
            chosen = subset([form.quantity for form in self.forms], _units(sale))
            if chosen:
                self.pair([self.forms[n] for n in chosen], sale)
        together = sum(form.quantity for form in self.forms)
        if self.forms and together == _units(self.pieces):
            self.pair(self.forms, self.pieces)

    def _each(self, find: "_Find") -> None:
        for form in tuple(self.forms):
            pieces = find(form, self.pieces)
            if pieces:
                self.pair((form,), pieces)


_Find: TypeAlias = Callable[[BrokerRow, Sequence[FormRow]], Sequence[FormRow]]


def match(forms: Iterable[BrokerRow], pieces: Iterable[FormRow], assets: Assets) -> Matched:
    """Match a year's forms with our pieces; those of the days around the year may be among them."""
    days, aggregates = _by_day(forms, pieces)
    done = Matched()
    for key in sorted(days):
        for day in sorted(days[key]):
            days[key][day].match()
        _duplicates(days[key], done)
        _a_day_apart(days[key])
        for each in days[key].values():
            if len(each.forms) == 1 and len(by_sale(each.pieces)) == 1:
                each.pair(each.forms, each.pieces, By.DAY)
        _another_day(days[key])
        for each in days[key].values():
            done.pairs += each.pairs
            done.forms += each.forms
            done.pieces += each.pieces
    for form in aggregates:
        own = [each for each in done.pieces if _is_of(form, each, assets)]
        if own:
            done.pairs.append(Pair((form,), tuple(own), By.YEAR))
            taken = {id(each) for each in own}
            done.pieces = [each for each in done.pieces if id(each) not in taken]
        else:
            done.forms.append(form)
    return done


def _by_day(
    forms: Iterable[BrokerRow], pieces: Iterable[FormRow]
) -> tuple[Mapping[Key, dict[Day, _Day]], list[BrokerRow]]:
    days: dict[Key, dict[Day, _Day]] = defaultdict(lambda: defaultdict(_Day))
    aggregates = []
    for form in forms:
        if form.sold is None:
            aggregates.append(form)
        else:
            days[form.account, form.asset][form.sold].forms.append(form)
    for piece in pieces:
        days[piece.account, piece.asset][piece.sold].pieces.append(piece)
    return days, aggregates


def _same_lot(form: BrokerRow, pieces: Sequence[FormRow]) -> Sequence[FormRow]:
    same = [
        each
        for each in pieces
        if each.quantity == form.quantity
        and form.acquired is not None
        and each.acquired == form.acquired
    ]
    return _nearest(form, same)


def _whole_sale(form: BrokerRow, pieces: Sequence[FormRow]) -> Sequence[FormRow]:
    sales = [sale for sale in by_sale(pieces) if _units(sale) == form.quantity]
    return min(sales, key=lambda sale: _apart(form, sale), default=())


def _same_units(form: BrokerRow, pieces: Sequence[FormRow]) -> Sequence[FormRow]:
    return _nearest(form, [each for each in pieces if each.quantity == form.quantity])


def _several_pieces(form: BrokerRow, pieces: Sequence[FormRow]) -> Sequence[FormRow]:
    chosen = subset([each.quantity for each in pieces], form.quantity)
    return [pieces[n] for n in chosen or ()]


def _nearest(form: BrokerRow, pieces: Sequence[FormRow]) -> Sequence[FormRow]:
    best = min(pieces, key=lambda each: _apart(form, (each,)), default=None)
    return () if best is None else (best,)


def _apart(form: BrokerRow, pieces: Sequence[FormRow]) -> int:
    """Give how far the proceeds are apart; the last where one of them is unknown."""
    ours = [each.match.proceeds for each in pieces]
    if form.proceeds is None or None in ours:
        return 1 << 200
    return abs(form.proceeds - sum(amount or 0 for amount in ours))


def _units(pieces: Sequence[FormRow]) -> Quantity:
    return sum(piece.quantity for piece in pieces)


def _duplicates(days: Mapping[Day, _Day], done: Matched) -> None:
    """Set aside forms that are equal in every cell to one that found its sale."""
    found = {form.cells for day in days.values() for pair in day.pairs for form in pair.forms}
    for day in days.values():
        done.duplicates += [form for form in day.forms if form.cells in found]
        day.forms = [form for form in day.forms if form.cells not in found]


def _a_day_apart(days: Mapping[Day, _Day]) -> None:
    """Pair forms with sales of a day before or after: another time zone."""
    for day in sorted(days):
        for near in (day - 1, day + 1):
            if near in days:
                _between(days[day], days[near], By.NEXT_DAY)


def _another_day(days: Mapping[Day, _Day]) -> None:
    """Pair what is left by its units, whatever the days: the nearest first."""
    forms = [day for day in days if days[day].forms]
    pieces = [day for day in days if days[day].pieces]
    apart = sorted((abs(form - piece), form, piece) for form in forms for piece in pieces)
    for _, form, piece in apart:
        _between(days[form], days[piece], By.OTHER_DAY)


def _between(of_forms: _Day, of_pieces: _Day, by: By) -> None:
    """Pair the forms left of one day with the pieces left of another."""
    if not (of_forms.forms and of_pieces.pieces):
        return
    both = _Day(of_forms.forms, of_pieces.pieces)
    if by is By.NEXT_DAY:
        both.match()
    else:
        both.match_alike()
    of_forms.forms, of_pieces.pieces = both.forms, both.pieces
    of_pieces.pairs += [pair._replace(by=by) for pair in both.pairs]


def _is_of(form: BrokerRow, piece: FormRow, assets: Assets) -> bool:
    if piece.account != form.account:
        return False
    if form.asset.upper() == NFT:
        return assets.named(piece.asset).is_nft
    return piece.asset == form.asset
