"""The words of a second matcher: docs/spec/lots.md and pools-and-identification.md alone.

It shares nothing with the program: it imports nothing of it, keeps every amount as a Fraction and
every date as a date, sorts everything anew each time and never hurries. Its rows are the columns of
the Harvestry CSV as text, its accounts plain dictionaries. What it says must be what the fold says,
to the last unit.

Where the page is silent the reading taken here stands beside the line, marked "Reading".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

Row = Mapping[str, str]
Amount = Fraction | None
Names = list[tuple[str, Fraction]]

SMALLEST = 10**18  # money is counted in this part of a dollar
SALES = ("sell", "trade", "spend", "fee")
DEPARTURES = ("gift-out", "donation", "lost", "stolen")
NOTHING = Fraction(0)


class Match(NamedTuple):
    """Part of a disposition, taken from one piece. `None` is unknown or from nowhere."""

    disposal: str
    asset: str
    lot: str | None
    piece: str | None
    quantity: Fraction
    acquired: date | None
    holding_from: date | None
    sold: date
    term: str
    proceeds: Amount
    basis: Amount


class Departure(NamedTuple):
    event: str
    asset: str
    lot: str | None
    piece: str | None
    quantity: Fraction
    basis: Amount
    day: date


class Move(NamedTuple):
    """Units that went to another account, as piece `to_piece` there."""

    event: str
    asset: str
    lot: str
    from_piece: str
    to_piece: str
    quantity: Fraction
    basis: Amount


class Income(NamedTuple):
    event: str
    day: date
    usd: Amount


class Closed(NamedTuple):
    """A part of a short position that a cover closed."""

    cover: str
    short: str
    quantity: Fraction
    proceeds: Amount
    basis: Amount


class OpenLot(NamedTuple):
    account: str
    asset: str
    lot: str
    piece: str
    quantity: Fraction
    basis: Amount
    loss_basis: Amount
    acquired: date | None
    ordered: datetime
    gift_day: date | None
    inherited: bool


@dataclass
class Piece:
    """`whole` and `basis` are T and B of the page; u is what is no longer `left`.

    `turn` is 0 for what has replaced none, else the higher the later it did.
    """

    account: str
    asset: str
    root: str
    number: int
    whole: Fraction
    basis: Amount
    order: datetime
    loss_basis: Amount = None
    acquired: date | None = None
    gift_day: date | None = None
    inherited: bool = False
    value_unknown: bool = False
    left: Fraction = NOTHING
    turn: int = 0

    def __post_init__(self) -> None:
        """Begin with all of it left."""
        self.left = self.whole

    @property
    def name(self) -> str:
        return f"{self.root}/{self.number}" if self.number else self.root


class Slice(NamedTuple):
    """What one taking got from one piece; without a piece, from nowhere."""

    piece: Piece | None
    quantity: Fraction
    basis: Amount
    loss_basis: Amount
    was_all: bool


@dataclass
class Books:
    matches: list[Match] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)
    income: list[Income] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    results: list[Income] = field(default_factory=list)
    open_lots: list[OpenLot] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


# Numbers (section 2)


@lru_cache(maxsize=100_000)
def amount(text: str) -> Amount:
    return Fraction(text) if text else None


def rounded(number: Fraction) -> Fraction:
    """Round to 10**-18 dollars, half up (of a negative number too: towards the greater)."""
    units, rest = divmod(number.numerator * SMALLEST, number.denominator)
    if 2 * rest >= number.denominator:
        units += 1
    return Fraction(units, SMALLEST)


def cut(total: Amount, before: Fraction, quantity: Fraction, whole: Fraction) -> Amount:
    """Give what the next `quantity` of `whole` carry of `total`, after `before` were taken."""
    if total is None:
        return None
    each = total / whole
    return rounded(each * (before + quantity)) - rounded(each * before)


def plus(one: Amount, other: Amount) -> Amount:
    return None if one is None or other is None else one + other


def minus(one: Amount, other: Amount) -> Amount:
    return None if one is None or other is None else one - other


# Order (section 3)


@lru_cache(maxsize=100_000)
def natural(text: str) -> tuple[list[str | int], str]:
    """Give a key by which runs of digits count by value.

    Reading: a text is cut into words and numbers in turn, and these are compared one by one, words
    by code point. Ids that are then alike (007 and 7) are told apart as plain text.
    """
    parts: list[str | int] = []
    for is_number, letters in groupby(text, key=lambda letter: letter in "0123456789"):
        run = "".join(letters)
        if is_number and not parts:
            parts.append("")
        parts.append(int(run) if is_number else run)
    return parts, text


def in_lot(piece: Piece) -> tuple[int, int]:
    """What orders the pieces of a lot: those that replaced none first, then as they did."""
    return piece.turn, piece.number


def fifo_key(piece: Piece) -> tuple[datetime, int, tuple[list[str | int], str], int]:
    return piece.order, piece.turn, natural(piece.root), piece.number


# Days and terms (sections 1 and 8)


@lru_cache(maxsize=100_000)
def instant(text: str, zone: str) -> datetime:
    """Read an ISO time; a bare date is noon in the account's zone."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        noon = datetime.fromisoformat(text + "T12:00:00").replace(tzinfo=ZoneInfo(zone))
        return noon.astimezone(UTC)
    return datetime.fromisoformat(text).astimezone(UTC)


@lru_cache(maxsize=100_000)
def local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def long_from(holding_from: date) -> date:
    """Give (holding_from + 1 day) + 1 year, 29 February becoming 1 March."""
    first = holding_from + timedelta(days=1)
    if (first.month, first.day) == (2, 29):
        return date(first.year + 1, 3, 1)
    return date(first.year + 1, first.month, first.day)


def term_of(piece: Piece | None, holding_from: date | None, sold: date) -> str:
    if piece is not None and piece.inherited:
        return "long"
    if piece is None or holding_from is None:
        return "unknown"
    return "long" if sold >= long_from(holding_from) else "short"


def gives_up(row: Row, asset: str) -> bool:
    """Tell whether a row gives units of an asset up to someone else."""
    departs = row["kind"] in (*SALES, "gift-out", "donation")
    return (departs and row["asset"] == asset) or row.get("fee_asset", "") == asset


def names_of(row: Row) -> Names:
    names = [part.rpartition(":") for part in row.get("lots", "").split(";") if part]
    return [(name, Fraction(quantity)) for name, _, quantity in names]


def received_asset(row: Row) -> str:
    if row["kind"] == "trade":
        return row["got_asset"]
    if row["kind"] in ("buy", "opening", "inherit", "gift-in", "deposit") or row["kind"].startswith(
        "income:"
    ):
        return row["asset"]
    return ""


def is_withheld(row: Row) -> bool:
    """Tell whether the fee was withheld from what was received."""
    return bool(row.get("fee_asset", "")) and row["fee_asset"] == received_asset(row)


def pays_units_apart(row: Row) -> bool:
    """Tell whether the fee takes units of its own, neither sold with the rest nor withheld.

    Reading: a fee in a third coin is a disposition of its own on every kind of row.
    """
    fee_asset = row.get("fee_asset", "")
    if not fee_asset or is_withheld(row):
        return False
    return not (row["kind"] in SALES and fee_asset == row["asset"])


def fee_value(row: Row) -> Amount:
    """Give the dollars of a fee in cash or in a third coin, whose value may be unknown."""
    if not row.get("fee_asset", "") and not row.get("fee_usd", ""):
        return NOTHING
    return amount(row.get("fee_usd", ""))


def own_fee_value(row: Row) -> Amount:
    """Give the proceeds of units that paid a fee; a departure's own may be part of its value."""
    departs = row["kind"] in (*DEPARTURES, "withdrawal")
    if row.get("fee_usd", "") or not departs or row["fee_asset"] != row["asset"]:
        return amount(row.get("fee_usd", ""))
    usd = amount(row.get("usd", ""))
    if usd is None:
        return None
    return rounded(usd * Fraction(row["fee_quantity"]) / Fraction(row["quantity"]))


def proceeds_of(row: Row) -> Amount:
    usd = amount(row.get("usd", ""))
    if row["kind"] == "fee" or usd is None:
        return usd
    if is_withheld(row):
        got = Fraction(row["got_quantity"])
        return usd - rounded(usd * Fraction(row["fee_quantity"]) / got)
    if row.get("fee_asset", "") == row["asset"]:
        if row["kind"] == "trade":
            return usd
        if not row.get("fee_usd", ""):
            quantity = Fraction(row["quantity"])
            return usd - rounded(usd * Fraction(row["fee_quantity"]) / quantity)
    return minus(usd, fee_value(row))


def counted(part: Slice, proceeds: Amount) -> tuple[Amount, date | None]:
    """Give basis and holding_from that count for a match: a gift's depend on the proceeds."""
    piece = part.piece
    if piece is None:
        return None, None
    gain_basis, loss_basis = part.basis, part.loss_basis
    if piece.value_unknown and gain_basis is not None:
        return counted_without_value(gain_basis, proceeds), piece.acquired
    # Reading: a gift has two bases if its value was below the donor's basis, even where so few
    # units are sold that both round to the same; the three cases are tried in the page's order.
    if gain_basis is None or loss_basis is None or proceeds is None:
        one_basis = gain_basis is None or loss_basis is None
        return (gain_basis if one_basis else None), piece.acquired
    if proceeds > gain_basis:
        return gain_basis, piece.acquired
    if proceeds < loss_basis:
        return loss_basis, piece.gift_day
    return proceeds, piece.acquired


def term_at_sale(part: Slice, own: Amount, sold: date) -> str:
    """Give the term of a match: of a gift of unknown basis nobody knows from which day it is."""
    basis, held_from = counted(part, own)
    term = term_of(part.piece, held_from, sold)
    if basis is None and part.basis is not None and part.piece is not None:
        other = term_of(part.piece, part.piece.gift_day, sold)
        return term if term == other else "unknown"
    return term


def counted_without_value(gain_basis: Fraction, proceeds: Amount) -> Amount:
    """Give the basis of a gift whose value nobody told: a gain counts, a loss is unknown."""
    return gain_basis if proceeds is not None and proceeds >= gain_basis else None


def unit_basis(piece: Piece) -> Fraction:
    assert piece.basis is not None, "asked of pieces with a known basis only"
    return piece.basis / piece.whole


def open_lot(piece: Piece) -> OpenLot:
    before = piece.whole - piece.left
    return OpenLot(
        piece.account,
        piece.asset,
        piece.root,
        piece.name,
        piece.left,
        cut(piece.basis, before, piece.left, piece.whole),
        cut(piece.loss_basis, before, piece.left, piece.whole),
        piece.acquired,
        piece.order,
        piece.gift_day,
        piece.inherited,
    )
