"""A second matcher, written from docs/spec/lots.md and pools-and-identification.md alone.

It shares nothing with the program: it imports nothing of it, keeps every amount as a Fraction and
every date as a date, sorts everything anew each time and never hurries. Its rows are the columns of
the Harvestry CSV as text, its accounts plain dictionaries. What it says must be what the fold says,
to the last unit.

Where the page is silent the reading taken here stands beside the line, marked "Reading".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
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
    """`whole` and `basis` are T and B of the page; u is what is no longer `left`."""

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


def fifo_key(piece: Piece) -> tuple[datetime, tuple[list[str | int], str], int]:
    return piece.order, natural(piece.root), piece.number


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


class Matcher:
    """Walks through the rows instant by instant and keeps every piece in one plain list."""

    def __init__(self, accounts: Mapping[str, Row], rematch: str | None) -> None:
        self.accounts = accounts
        self.rematch = rematch
        self.pieces: list[Piece] = []
        self.shorts: list[Piece] = []
        self.books = Books()
        self.leaving: list[Piece | None] = []
        self.now = datetime.min.replace(tzinfo=UTC)

    # What rows say

    def zone(self, account: str) -> str:
        return self.accounts.get(account, {}).get("time_zone", "UTC")

    def time(self, row: Row) -> datetime:
        return instant(row["time"], self.zone(row["account"]))

    def day(self, row: Row) -> date:
        """Give the day of the row in its account's zone."""
        return local_day(self.time(row), self.zone(row["account"]))

    def order(self, row: Row) -> str:
        """Give the order in force at the account on the day of the row (section 6)."""
        if self.rematch is not None:
            return self.rematch
        settings = self.accounts.get(row["account"], {})
        since = settings.get("lots_from", "")
        if since and self.day(row) < date.fromisoformat(since):
            return "fifo"
        return settings.get("lots", "fifo")

    # The walk (section 3)

    def walk(self, rows: Sequence[Row]) -> Books:
        ordered = sorted(rows, key=lambda row: (self.time(row), natural(row["id"])))
        for moment, together in groupby(ordered, key=self.time):
            now = list(together)
            self.begin(moment)
            for row in now:
                self.receive(row)
            waiting = [row for row in now if row["kind"] == "transfer"]
            while waiting:
                ready = [row for row in waiting if not self.falls_short(row)] or waiting
                self.move(ready[0])
                waiting.remove(ready[0])
            for row in now:
                self.give(row)
        for piece in self.pieces:
            if piece.left:
                self.books.open_lots.append(open_lot(piece))
        return self.books

    def begin(self, moment: datetime) -> None:
        """Come to an instant: what a household does then is told below."""
        self.now = moment

    def place(self, account: str, asset: str) -> str:
        """Give the pool that units of an asset in an account are in: here the account."""
        del asset
        return account

    def decided(
        self, row: Row, asset: str, names: Names, *, of_row: bool = True
    ) -> tuple[str, Names]:
        """Give the order that decides and the names that count: here all do."""
        del asset, of_row
        return self.order(row), names

    # Receiving (section 4)

    def receive(self, row: Row) -> None:
        kind = row["kind"]
        usd = amount(row.get("usd", ""))
        if kind == "trade":
            self.add(row, row["got_asset"], row["got_quantity"], usd)
        elif kind == "buy":
            if is_withheld(row):
                self.add(row, row["asset"], row["quantity"], usd)
            else:
                self.add(row, row["asset"], row["quantity"], plus(usd, fee_value(row)))
        elif kind.startswith("income:"):
            self.add(row, row["asset"], row["quantity"], usd)
            self.books.income.append(Income(row["id"], self.day(row), usd))
        elif kind == "opening":
            self.add(row, row["asset"], row["quantity"], usd, dated="acquired")
        elif kind == "inherit":
            self.add(row, row["asset"], row["quantity"], usd, dated="acquired", inherited=True)
        elif kind == "gift-in":
            self.receive_gift(row, usd)
        elif kind == "deposit":
            self.add(row, row["asset"], row["quantity"], None, dated="unknown")
        elif kind == "short":
            self.open_short(row, usd)

    def receive_gift(self, row: Row, usd: Amount) -> None:
        if usd is None:
            self.problem("gift-no-donor-records", row["id"])
            self.add(row, row["asset"], row["quantity"], NOTHING)
            return
        value = amount(row.get("fmv_usd", ""))
        value_unknown = value is None
        loss_basis = value if value is not None and usd > value else None
        dated = "acquired"
        if not row.get("acquired", ""):
            self.problem("gift-no-donor-date", row["id"])
            dated = "event"
        self.add(
            row,
            row["asset"],
            row["quantity"],
            usd,
            dated=dated,
            loss_basis=loss_basis,
            value_unknown=value_unknown,
        )

    def add(
        self,
        row: Row,
        asset: str,
        quantity_text: str,
        basis: Amount,
        *,
        dated: str = "event",
        loss_basis: Amount = None,
        inherited: bool = False,
        value_unknown: bool = False,
    ) -> None:
        quantity = Fraction(quantity_text)
        if not quantity:
            return  # Reading: nothing received is no lot
        here = self.place(row["account"], asset)
        piece = Piece(here, asset, row["id"], 0, quantity, basis, self.time(row), loss_basis)
        piece.inherited, piece.value_unknown = inherited, value_unknown
        if loss_basis is not None:
            piece.gift_day = self.day(row)
        if dated == "event":
            piece.acquired = self.day(row)
        elif dated == "acquired" and row.get("acquired", ""):
            zone = self.zone(row["account"])
            piece.order = instant(row["acquired"], zone)
            piece.acquired = local_day(piece.order, zone)
        self.pieces.append(piece)
        if is_withheld(row):
            self.withhold(row, piece)

    def withhold(self, row: Row, piece: Piece) -> None:
        """Take the withheld units from the new lot at once, for the basis they carry."""
        part = self.take_from(piece, Fraction(row["fee_quantity"]))
        self.dispose(row, row["id"] + ":fee", piece.asset, [part], part.basis)
        if row["kind"] == "buy":
            # What was paid is what the units left cost: they begin anew with all of it.
            piece.whole = piece.left

    # Moving (section 7)

    def falls_short(self, row: Row) -> bool:
        # Reading: it wants what arrives; its fee is taken later, and names do not matter.
        held = sum(piece.left for piece in self.pool(row["account"], row["asset"]))
        return held < Fraction(row["quantity"])

    def move(self, row: Row) -> None:
        asset = row["asset"]
        if self.place(row["to_account"], asset) == self.place(row["account"], asset):
            return
        for part in self.take(
            row, row["id"], row["asset"], Fraction(row["quantity"]), "fifo", names_of(row)
        ):
            self.arrive(row, part)

    def arrive(self, row: Row, part: Slice) -> None:
        old = part.piece
        if old is None:
            self.pieces.append(
                Piece(
                    self.place(row["to_account"], row["asset"]),
                    row["asset"],
                    row["id"],
                    0,
                    part.quantity,
                    None,
                    self.time(row),  # Reading: ordered by the event, as a deposit is
                )
            )
            return
        number = old.number
        if not part.was_all:
            number = 1 + max(piece.number for piece in self.pieces if piece.root == old.root)
        new = Piece(
            self.place(row["to_account"], row["asset"]),
            old.asset,
            old.root,
            number,
            part.quantity,
            part.basis,
            old.order,
            part.loss_basis,
            old.acquired,  # Reading: dates stay, the day as it was counted where it was acquired
            old.gift_day,
            old.inherited,
            old.value_unknown,
        )
        self.pieces.append(new)
        self.books.moves.append(
            Move(row["id"], old.asset, old.root, old.name, new.name, part.quantity, part.basis)
        )

    # Giving up (section 5)

    def give(self, row: Row) -> None:
        kind = row["kind"]
        if kind in SALES:
            self.sell(row)
        elif kind in DEPARTURES or kind == "withdrawal":
            self.depart(row)
        elif kind == "cover":
            self.cover(row)
        elif kind.startswith("pnl:"):
            usd = amount(row.get("usd", ""))
            self.books.results.append(Income(row["id"], self.day(row), usd))
        if kind == "transfer" and row["to_account"] == row["account"]:
            return
        if pays_units_apart(row):
            quantity = Fraction(row["fee_quantity"])
            proceeds = own_fee_value(row)
            disposal = row["id"] + ":fee"
            order, _ = self.decided(row, row["fee_asset"], [], of_row=False)
            taken = self.take(row, disposal, row["fee_asset"], quantity, order, [])
            self.dispose(row, disposal, row["fee_asset"], taken, proceeds)

    def sell(self, row: Row) -> None:
        names = names_of(row) if self.rematch in (None, "specific") else []
        order, names = self.decided(row, row["asset"], names)
        if order == "specific" and not names:
            self.problem("not-identified", row["id"])
        taken = self.take(row, row["id"], row["asset"], Fraction(row["quantity"]), order, names)
        self.dispose(row, row["id"], row["asset"], taken, proceeds_of(row))

    def depart(self, row: Row) -> None:
        quantity = Fraction(row["quantity"])
        if row.get("fee_asset", "") == row["asset"]:
            quantity -= Fraction(row["fee_quantity"])
        order, names = "fifo", names_of(row)
        if row["kind"] != "withdrawal":
            order, names = self.decided(row, row["asset"], names)
        taken = self.take(row, row["id"], row["asset"], quantity, order, names)
        self.leaving = [part.piece for part in taken]
        for part in taken:
            root = part.piece.root if part.piece else None
            name = part.piece.name if part.piece else None
            self.books.departures.append(
                Departure(
                    row["id"], row["asset"], root, name, part.quantity, part.basis, self.day(row)
                )
            )

    def dispose(
        self, row: Row, disposal: str, asset: str, parts: list[Slice], proceeds: Amount
    ) -> None:
        """Cut the proceeds among the parts in the order they were taken, and write them down."""
        whole = sum((part.quantity for part in parts), NOTHING)
        before = NOTHING
        sold = self.day(row)
        for part in parts:
            own = cut(proceeds, before, part.quantity, whole)
            before += part.quantity
            basis, holding_from = counted(part, own)
            self.books.matches.append(
                Match(
                    disposal,
                    asset,
                    part.piece.root if part.piece else None,
                    part.piece.name if part.piece else None,
                    part.quantity,
                    part.piece.acquired if part.piece else None,
                    holding_from,
                    sold,
                    term_of(part.piece, holding_from, sold),
                    own,
                    basis,
                )
            )

    # Which pieces (section 6)

    def pool(self, account: str, asset: str) -> list[Piece]:
        here = self.place(account, asset)
        return [
            piece
            for piece in self.pieces
            if piece.account == here and piece.asset == asset and piece.left
        ]

    def lined_up(self, account: str, asset: str, order: str) -> list[Piece]:
        pool = sorted(self.pool(account, asset), key=fifo_key)
        if order == "lifo":
            return pool[::-1]
        if order == "hifo":
            known = [piece for piece in pool if piece.basis is not None]
            unknown = [piece for piece in pool if piece.basis is None]
            # Reading: T and B of the piece, as section 2 has them, not what is left of both.
            return sorted(known, key=unit_basis, reverse=True) + unknown
        return pool

    def called(self, account: str, asset: str, name: str) -> list[Piece]:
        """Give the pieces a name means: a root all of its pieces here, else the one piece."""
        pool = self.pool(account, asset)
        pieces = [piece for piece in pool if piece.root == name]
        if not pieces:
            pieces = [piece for piece in pool if piece.name == name]
        return sorted(pieces, key=lambda piece: (piece.acquired or date.max, piece.number))

    def take(
        self, row: Row, disposal: str, asset: str, quantity: Fraction, order: str, names: Names
    ) -> list[Slice]:
        # Reading: takings follow one another; what a piece gives twice is two parts.
        taken: list[Slice] = []
        wanted = quantity
        in_vain = False
        for name, most in names:
            named = min(most, wanted)
            for piece in self.called(row["account"], asset, name):
                part = min(named, piece.left)
                if part:
                    taken.append(self.take_from(piece, part))
                    named -= part
                    wanted -= part
            in_vain = in_vain or named > NOTHING
        if in_vain or (names and wanted):
            self.problem("lots-not-there", disposal)
        for piece in self.lined_up(row["account"], asset, "fifo" if names else order):
            if not wanted:
                break
            part = min(wanted, piece.left)
            taken.append(self.take_from(piece, part))
            wanted -= part
        if wanted:
            self.problem("not-enough-lots", disposal)
            taken.append(Slice(None, wanted, None, None, was_all=False))
        return taken

    def take_from(self, piece: Piece, quantity: Fraction) -> Slice:
        assert NOTHING < quantity <= piece.left, "a piece gives no more than it holds"
        before = piece.whole - piece.left
        basis = cut(piece.basis, before, quantity, piece.whole)
        loss_basis = cut(piece.loss_basis, before, quantity, piece.whole)
        piece.left -= quantity
        return Slice(piece, quantity, basis, loss_basis, was_all=not piece.left)

    # Shorts (section 9)

    def open_short(self, row: Row, usd: Amount) -> None:
        proceeds = minus(usd, fee_value(row))
        self.shorts.append(
            Piece(
                row["account"],
                row["asset"],
                row["id"],
                0,
                Fraction(row["quantity"]),
                proceeds,
                self.time(row),
            )
        )

    def cover(self, row: Row) -> None:
        cost = plus(amount(row.get("usd", "")), fee_value(row))
        whole = Fraction(row["quantity"])
        before = NOTHING
        for short in sorted(self.shorts, key=fifo_key):
            if (short.account, short.asset) != (row["account"], row["asset"]):
                continue
            quantity = min(short.left, whole - before)
            if quantity:
                proceeds = self.take_from(short, quantity).basis
                basis = cut(cost, before, quantity, whole)
                self.books.closed.append(Closed(row["id"], short.root, quantity, proceeds, basis))
                before += quantity

    def problem(self, code: str, where: str) -> None:
        self.books.problems.append((code, where))


class Household(NamedTuple):
    """What the page on pools asks for: the zone, the choices, classes of assets, allocations.

    An allocation has asset, kind, rule, described and completed as text; `placings` are the rows
    of an explicit list as account, lot and quantity, by asset.
    """

    time_zone: str = "UTC"
    before_2025: str = "universal"
    self_custody_pool: str = "per-wallet"
    classes: Mapping[str, str] = {}
    allocations: Sequence[Row] = ()
    placings: Mapping[str, Sequence[tuple[str, str, str]]] = {}


class PooledMatcher(Matcher):
    """A household's matcher: docs/spec/pools-and-identification.md over lots.md.

    `apart` is the walk account by account that tells what each account holds.
    """

    def __init__(
        self,
        accounts: Mapping[str, Row],
        rematch: str | None,
        household: Household,
        rows: Sequence[Row],
        *,
        apart: bool = False,
    ) -> None:
        super().__init__(accounts, rematch)
        self.household = household
        self.rows = rows
        self.apart = apart
        zone = ZoneInfo(household.time_zone)
        self.boundary = datetime(2025, 1, 1, tzinfo=zone).astimezone(UTC)
        self.ended = False

    # Pools (section 1)

    def setting(self, account: str, key: str) -> str:
        defaults = {"owner": "self", "treatment": "taxable", "kind": "wallet", "lots_told": "books"}
        return self.accounts.get(account, {}).get(key, defaults[key])

    def is_digital(self, asset: str) -> bool:
        return self.household.classes.get(asset, "coin") in ("coin", "stablecoin", "nft")

    def may_pool(self, account: str, asset: str) -> bool:
        taxable = self.setting(account, "treatment") == "taxable"
        return taxable and self.setting(account, "owner") != "entity" and self.is_digital(asset)

    def place(self, account: str, asset: str) -> str:
        owner = self.setting(account, "owner")
        if self.apart or not self.may_pool(account, asset):
            return account
        if not self.ended:
            return account if self.household.before_2025 == "account" else f"universal:{owner}"
        one = self.household.self_custody_pool == "one"
        return f"wallets:{owner}" if one and self.setting(account, "kind") == "wallet" else account

    # The transition (section 2)

    def begin(self, moment: datetime) -> None:
        super().begin(moment)
        if moment >= self.boundary and not (self.ended or self.apart):
            places = {(piece.account, piece.asset) for piece in self.pieces}
            if self.household.before_2025 == "universal":
                # A pool may be empty while its accounts, by their own histories, hold something.
                apart = [(piece.account, piece.asset) for piece in self.walked_apart.pieces]
                places |= {(self.place(*each), each[1]) for each in apart}
            before = {each: self.lined_up_in(*each) for each in sorted(places)}
            self.ended = True
            for (place, asset), pieces in before.items():
                if place.startswith("universal:"):
                    self.place_pool(place, asset, pieces)
                elif self.place(place, asset) != place:
                    for piece in pieces:
                        self.send(place, asset, piece, place, piece.left)

    def lined_up_in(self, place: str, asset: str) -> list[Piece]:
        pieces = [piece for piece in self.pieces if piece.left]
        here = [piece for piece in pieces if (piece.account, piece.asset) == (place, asset)]
        return sorted(here, key=fifo_key)

    def place_pool(self, place: str, asset: str, pieces: list[Piece]) -> None:
        owner = place.removeprefix("universal:")
        own = self.own_units(owner, asset)
        room = {account: sum(units.values(), NOTHING) for account, units in own.items()}
        plan = Placing(pieces, room)
        made = self.allocation(owner, asset)
        rule = "history" if made is None else made["rule"]
        if rule == "file" and self.rematch is None:
            for account, lot, quantity in self.household.placings[asset]:
                if self.setting(account, "owner") == owner:
                    plan.by_hand(account, lot, Fraction(quantity))
        elif rule in ("lowest-to-largest", "highest-to-largest"):
            plan.by_basis(highest=rule.startswith("highest"))
        else:
            plan.by_history(own)
        for piece in pieces:
            for account in sorted(room):
                units = plan.goes.get((id(piece), account), NOTHING)
                if units:
                    self.send(place, asset, piece, account, units)
        self.settle(place, asset, pieces, plan.room)

    def settle(
        self, place: str, asset: str, pieces: list[Piece], room: dict[str, Fraction]
    ) -> None:
        """Let go what no account has room for; let be unknown what an account holds beyond."""
        for piece in pieces:
            if piece.left:
                self.problem("pool-totals-differ", place)
                part = self.take_from(piece, piece.left)
                gone = (f"placed:{place}:{asset}", asset, piece.root, piece.name)
                day = date(2025, 1, 1)
                self.books.departures.append(Departure(*gone, part.quantity, part.basis, day))
        for account in sorted(room):
            rest = room[account]
            if rest:
                self.problem("pool-totals-differ", account)
                name = f"placed:{account}:{asset}"
                here = self.place(account, asset)
                self.pieces.append(Piece(here, asset, name, 0, rest, None, self.boundary))

    @cached_property
    def walked_apart(self) -> Matcher:
        rows = [row for row in self.rows if self.time(row) < self.boundary]
        walker = PooledMatcher(self.accounts, self.rematch, self.household, rows, apart=True)
        walker.walk(rows)
        return walker

    def own_units(self, owner: str, asset: str) -> dict[str, dict[str, Fraction]]:
        """Give, by account and root, what the owner's accounts hold by their own histories."""
        own: dict[str, dict[str, Fraction]] = {}
        for piece in self.walked_apart.pieces:
            mine = self.setting(piece.account, "owner") == owner
            if mine and piece.asset == asset and self.may_pool(piece.account, asset):
                units = own.setdefault(piece.account, {})
                units[piece.root] = units.get(piece.root, NOTHING) + piece.left
        return own

    def send(self, place: str, asset: str, piece: Piece, account: str, units: Fraction) -> None:
        row = {
            "id": f"placed:{account}:{asset}",
            "account": place,
            "to_account": account,
            "asset": asset,
        }
        self.arrive(row, self.take_from(piece, units))

    def allocation(self, owner: str, asset: str) -> Row | None:
        """Give the owner's allocation of an asset if it was possible."""
        made = [each for each in self.household.allocations if each["asset"] == asset]
        if not made or self.household.before_2025 == "account" or not self.is_digital(asset):
            return None
        first = made[0]
        completed = first.get("completed", "")
        given = [
            self.day(row)
            for row in self.rows
            if self.setting(row["account"], "owner") == owner != "entity"
            and self.setting(row["account"], "treatment") == "taxable"
            and gives_up(row, asset)
            and self.day(row) >= date(2025, 1, 1)
        ]
        if first["kind"] == "global":
            if not "" < first.get("described", "") < "2025-01-01":
                return None
            last = max(date(2026, 10, 15), min(given, default=date(2026, 10, 15)))
            late = completed and given and date.fromisoformat(completed) >= last
            return None if late else first
        if not completed or completed >= "2026-10-15":
            return None
        late = given and date.fromisoformat(completed) >= min(given)
        return None if late else first

    # Identification (section 3)

    def decided(
        self, row: Row, asset: str, names: Names, *, of_row: bool = True
    ) -> tuple[str, Names]:
        if self.rematch is not None:
            return self.order(row), names
        if names:
            why_not = self.against_names(row, asset)
            open_ = names
            if why_not != "identified-late" and self.allocation_is_open(row, asset):
                # Rev. Proc. 2024-28 s. 5.02(5)(c) speaks of units held as of 2025-01-01 alone.
                open_ = [each for each in names if self.is_newer(each[0], asset)]
            if open_ != names:
                self.problem("allocation-not-complete", row["id"])
            elif why_not:
                self.problem(why_not, row["id"])
            if open_ and not why_not:
                return "fifo", open_
        order = self.order(row)
        told = self.setting(row["account"], "lots_told")
        if order in ("lifo", "hifo") and told == "books" and self.broker_only(row, asset):
            if of_row and not names:
                self.problem(self.only_in_books(asset), row["id"])
            return "fifo", []
        return order, []

    def against_names(self, row: Row, asset: str) -> str:
        account = row["account"]
        if row.get("lots_at") and instant(row["lots_at"], self.zone(account)) > self.time(row):
            return "identified-late"
        if (row.get("lots_told") or self.setting(account, "lots_told")) == "broker":
            return ""
        if self.broker_only(row, asset):
            return self.only_in_books(asset)
        settings = self.accounts.get(account, {})
        at_broker = settings.get("lots_told") == "broker"
        orders = settings.get("lots", "fifo") != "specific"
        since = settings.get("lots_from", "")
        stands = not since or self.day(row) >= date.fromisoformat(since)
        is_wallet = self.setting(account, "kind") == "wallet"
        if self.day(row).year >= 2025 and at_broker and orders and stands and not is_wallet:
            return "broker-order-controls"
        return ""

    def allocation_is_open(self, row: Row, asset: str) -> bool:
        """Tell whether a global allocation of what the account may pool is not complete yet."""
        made = self.allocation(self.setting(row["account"], "owner"), asset)
        if not self.may_pool(row["account"], asset) or self.now < self.boundary:
            return False
        if made is None or made["kind"] != "global":
            return False
        completed = made.get("completed", "")
        return not completed or self.day(row) < date.fromisoformat(completed)

    def is_newer(self, name: str, asset: str) -> bool:
        """Tell whether a name means units bought, earned, given or inherited since 2025 began.

        Section 4.01(2), 5.02(3): acquired by or transferred to the taxpayer from then on. Reading:
        of an opening or a deposit nobody knows when the units were acquired.
        """
        return any(
            received_asset(row) == asset
            and self.time(row) >= self.boundary
            and (
                row["kind"] in ("buy", "trade", "gift-in", "inherit")
                or row["kind"].startswith("income:")
            )
            for row in self.rows
            if row["id"] in (name, name.rpartition("/")[0])
        )

    def broker_only(self, row: Row, asset: str) -> bool:
        if self.household.classes.get(asset, "coin") in ("security", "option", "future-1256"):
            return True
        return self.setting(row["account"], "kind") != "wallet" and self.day(row).year >= 2027

    def only_in_books(self, asset: str) -> str:
        return "books-no-longer-identify" if self.is_digital(asset) else "books-do-not-identify"


@dataclass
class Placing:
    """What goes where: units by piece and account, and the room each account has left."""

    pieces: list[Piece]
    room: dict[str, Fraction]
    goes: dict[tuple[int, str], Fraction] = field(default_factory=dict)

    def left(self, piece: Piece) -> Fraction:
        gone = [units for (which, _), units in self.goes.items() if which == id(piece)]
        return piece.left - sum(gone, NOTHING)

    def put(self, piece: Piece, account: str, most: Fraction) -> Fraction:
        units = min(self.left(piece), self.room.get(account, NOTHING), most)
        if units > NOTHING:
            key = (id(piece), account)
            self.goes[key] = self.goes.get(key, NOTHING) + units
            self.room[account] -= units
        return max(units, NOTHING)

    def by_history(self, own: dict[str, dict[str, Fraction]]) -> None:
        own = {account: dict(units) for account, units in own.items()}
        for piece in self.pieces:
            for account in sorted(self.room):
                mine = own[account].get(piece.root, NOTHING)
                if mine:
                    own[account][piece.root] = mine - self.put(piece, account, mine)
        for piece in self.pieces:
            for account in sorted(self.room):
                self.put(piece, account, piece.whole)

    def by_basis(self, *, highest: bool) -> None:
        known = [piece for piece in self.pieces if piece.basis is not None]
        unknown = [piece for piece in self.pieces if piece.basis is None]
        known.sort(key=unit_basis, reverse=highest)
        for account in sorted(self.room, key=lambda name: (-self.room[name], name)):
            for piece in known + unknown:
                self.put(piece, account, piece.whole)

    def by_hand(self, account: str, lot: str, quantity: Fraction) -> None:
        mine = [piece for piece in self.pieces if piece.root == lot]
        for piece in sorted(mine, key=lambda each: (each.acquired or date.max, each.number)):
            quantity -= self.put(piece, account, quantity)
        assert not quantity, "a list that cannot be followed"


def gives_up(row: Row, asset: str) -> bool:
    """Tell whether a row gives units of an asset up to someone else."""
    departs = row["kind"] in (*SALES, "gift-out", "donation")
    return (departs and row["asset"] == asset) or row.get("fee_asset", "") == asset


def match(
    rows: Sequence[Row],
    accounts: Mapping[str, Row],
    rematch: str | None = None,
    household: Household | None = None,
) -> Books:
    """Match all of these rows; `rematch` puts one order in place of every standing order.

    Without a household each account is a pool, and every order and naming counts.
    """
    if household is None:
        return Matcher(accounts, rematch).walk(rows)
    return PooledMatcher(accounts, rematch, household, rows).walk(rows)


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
