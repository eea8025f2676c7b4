"""What differs between a form and our pieces, and why (docs/spec/reconcile.md 3)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from harvestry.events.asset import Asset, AssetClass
from harvestry.events.broker_row import BrokerTerm
from harvestry.ledger.match import Move
from harvestry.tax.form_8949.broker_figures import costs_of
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.reconcile.matching import By, Pair
from harvestry.units.days import Day, Zone, year_of
from harvestry.units.exact import CENT, Money, total_of


class Why(StrEnum):
    """Kinds of difference."""

    PROCEEDS_FEES = "proceeds-fees"
    PROCEEDS_ABOVE = "proceeds-above"
    PROCEEDS_BELOW = "proceeds-below"
    BASIS = "basis"
    BASIS_NOT_REPORTED = "basis-not-reported"
    BASIS_UNKNOWN = "basis-unknown"
    NONCOVERED = "noncovered"
    TRANSFER_DATE = "transfer-date"
    ACQUIRED = "acquired"
    TERM = "term"
    ORDINARY = "ordinary"
    WASH = "wash"
    DAY = "day"
    YEAR = "year"
    QUANTITY = "quantity"
    STABLECOINS = "aggregated-stablecoins"
    NFTS = "aggregated-nfts"
    AGGREGATED = "aggregated"
    DUPLICATE = "duplicate"
    MISSING_IN_BOOKS = "missing-in-books"
    MISSING_ON_FORM = "missing-on-form"


class Figures(NamedTuple):
    """A figure on the form and in our books; unknown is `None`."""

    form: Money | None
    books: Money | None


class Found(NamedTuple):
    """One difference: why, and the figures that differ where it is one of dollars."""

    why: Why
    figures: Figures | None = None


class Arrivals:
    """When units of a lot were moved into an account: what a broker takes for bought that day."""

    def __init__(self, moves: Iterable[Move], zones: Mapping[str, Zone]) -> None:
        self._days: dict[tuple[str, str], set[Day]] = {}
        for move in moves:
            account = move.event.to_account or ""
            if account in zones:
                day = zones[account].day(move.event.time)
                self._days.setdefault((account, move.lot), set()).add(day)

    def of(self, piece: FormRow) -> frozenset[Day]:
        """Give the days on which units of a piece's lot arrived where they were sold."""
        return frozenset(self._days.get((piece.account, piece.match.lot or ""), ()))


def differences(pair: Pair, arrivals: Arrivals, asset: Asset, year: int) -> list[Found]:
    """Give everything in which the forms of a pair and its pieces differ."""
    return [
        *_day(pair, year),
        *_aggregate(pair, asset),
        *_proceeds(pair),
        *_acquired_and_term(pair, arrivals),
        *_basis(pair),
        *_wash(pair),
    ]


def _day(pair: Pair, year: int) -> Iterable[Found]:
    if pair.by in (By.NEXT_DAY, By.OTHER_DAY):
        yield Found(Why.DAY if year_of(pair.pieces[0].sold) == year else Why.YEAR)
    if pair.by is By.DAY:
        yield Found(Why.QUANTITY)


def _aggregate(pair: Pair, asset: Asset) -> Iterable[Found]:
    if pair.by is By.YEAR:
        stable = asset.asset_class is AssetClass.STABLECOIN
        other = Why.STABLECOINS if stable else Why.AGGREGATED
        yield Found(Why.NFTS if asset.is_nft else other)


def _proceeds(pair: Pair) -> Iterable[Found]:
    shown, ours = _sums(pair, "proceeds")
    if shown is None or ours is None or _agree(shown, ours, pair):
        return
    figures = Figures(shown, ours)
    if shown < ours:
        yield Found(Why.PROCEEDS_BELOW, figures)
    elif shown - ours <= _costs(pair) + _tolerance(pair):
        yield Found(Why.PROCEEDS_FEES, figures)
    else:
        yield Found(Why.PROCEEDS_ABOVE, figures)


def _acquired_and_term(pair: Pair, arrivals: Arrivals) -> Iterable[Found]:
    """Compare dates and term; a day on which the units arrived explains both, and is told once."""
    told = [form.acquired for form in pair.forms if form.acquired is not None]
    own = {piece.acquired for piece in pair.pieces}
    arrived = {day for piece in pair.pieces for day in arrivals.of(piece)}
    moved = any(day in arrived and day not in own for day in told)
    if moved:
        yield Found(Why.TRANSFER_DATE)
    terms = {form.term for form in pair.forms}
    if BrokerTerm.ORDINARY in terms:
        yield Found(Why.ORDINARY)
    elif not moved and any(
        not form.agrees(piece.term) for form in pair.forms for piece in pair.pieces
    ):
        yield Found(Why.TERM)
    elif not moved and any(day not in own for day in told) and None not in own:
        yield Found(Why.ACQUIRED)


def _basis(pair: Pair) -> Iterable[Found]:
    shown, ours = _sums(pair, "basis")
    reported = all(form.reported for form in pair.forms)
    if ours is None:
        yield Found(Why.BASIS_UNKNOWN, Figures(shown, None))
    elif shown is None:
        if any(form.noncovered for form in pair.forms):
            yield Found(Why.NONCOVERED)
    elif not _agree(shown, ours, pair):
        yield Found(Why.BASIS if reported else Why.BASIS_NOT_REPORTED, Figures(shown, ours))


def _wash(pair: Pair) -> Iterable[Found]:
    shown = sum(form.wash for form in pair.forms)
    ours = sum(piece.match.disallowed for piece in pair.pieces)
    if not _agree(shown, ours, pair):
        yield Found(Why.WASH, Figures(shown, ours))


def _sums(pair: Pair, name: str) -> tuple[Money | None, Money | None]:
    return (
        total_of(getattr(form, name) for form in pair.forms),
        total_of(getattr(piece.match, name) for piece in pair.pieces),
    )


def _agree(shown: Money, ours: Money, pair: Pair) -> bool:
    return abs(shown - ours) < _tolerance(pair)


def _tolerance(pair: Pair) -> Money:
    """Give how far sums may be apart: each form is in whole cents."""
    return CENT * len(pair.forms)


def _costs(pair: Pair) -> Money:
    return sum(costs_of([piece.match]) for piece in pair.pieces)
