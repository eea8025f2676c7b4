"""The second matcher over a household's pools: docs/spec/pools-and-identification.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from oracle.naive_books import (
    NOTHING,
    Books,
    Departure,
    Names,
    Piece,
    Row,
    fifo_key,
    gives_up,
    in_lot,
    instant,
    received_asset,
    unit_basis,
)
from oracle.naive_matcher import Matcher

ALLOCATION_IS_OPEN = "allocation-not-complete"


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
        defaults["venue_lots"] = ""
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
            filled = {account for _, account in plan.goes}
            unknown = any(piece.basis is None for piece in pieces)
            if unknown and len(pieces) > 1 and len(filled) > 1:
                self.problem("order-of-unknown-basis", place)
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
            and row.get("to_account", "") != row["account"]
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
        self,
        row: Row,
        asset: str,
        names: Names,
        *,
        of_row: bool = True,
        units: Fraction | None = None,
    ) -> tuple[str, Names]:
        if self.rematch is not None:
            return self.order(row), names
        open_: Names = []
        if names:
            why_not = self.against_names(row, asset)
            open_ = names
            if why_not != "identified-late" and self.allocation_is_open(row, asset):
                # Rev. Proc. 2024-28 s. 5.02(5)(c) speaks of units held as of 2025-01-01 alone.
                open_ = [each for each in names if self.is_newer(each[0], asset)]
            if open_ != names:
                self.problem(ALLOCATION_IS_OPEN, row["id"])
            elif why_not:
                self.problem(why_not, row["id"])
            if why_not:
                open_ = []
        order = self.order(row)
        told = self.setting(row["account"], "lots_told")
        if order in ("lifo", "hifo") and told == "books" and self.broker_only(row, asset):
            whole = Fraction(row["quantity"]) if units is None else units
            named = sum((most for _, most in open_), NOTHING)
            # Reading: that the order does not count matters where it has anything to decide.
            if of_row and (not names or NOTHING < named < whole):
                self.problem(self.only_in_books(row, asset), row["id"])
            order = "fifo"
        return self.sole_order(row, asset) or order, open_

    def sole_order(self, row: Row, asset: str) -> str:
        """Give the one order a broker offers, where it stands: Reg. 1.1012-1(j)(3)(ii), from 2025.

        Not where the household told the broker an order that was in force; nor, while the relief
        lasts and reaches it, where it recorded an order in its books (Notice 2026-20 s. 4.03).
        """
        account = row["account"]
        offered = self.setting(account, "venue_lots")
        if offered not in ("lifo", "hifo") or self.setting(account, "kind") == "wallet":
            return ""
        if not self.is_digital(asset) or self.day(row).year < 2025:
            return ""
        since = self.accounts.get(account, {}).get("lots_from", "")
        if since and self.day(row) < date.fromisoformat(since):
            return offered
        if self.setting(account, "lots_told") == "broker":
            return ""
        recorded = self.accounts.get(account, {}).get("lots", "specific") != "specific"
        return "" if recorded and not self.broker_only(row, asset) else offered

    def against_names(self, row: Row, asset: str) -> str:
        account = row["account"]
        if row.get("lots_at") and instant(row["lots_at"], self.zone(account)) > self.time(row):
            return "identified-late"
        if (row.get("lots_told") or self.setting(account, "lots_told")) == "broker":
            return ""
        if self.broker_only(row, asset):
            return self.only_in_books(row, asset)
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
        return self.now >= self.boundary and self.is_to_be_completed(row, asset)

    def is_to_be_completed(self, row: Row, asset: str) -> bool:
        made = self.allocation(self.setting(row["account"], "owner"), asset)
        if not self.may_pool(row["account"], asset):
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
        if self.setting(row["account"], "kind") == "wallet":
            return False
        return self.day(row).year >= 2027 or self.relief_waits(row, asset)

    def relief_waits(self, row: Row, asset: str) -> bool:
        """Tell whether books do not suffice at a broker yet: Notice 2026-20 s. 4.04.

        Reading: the relief is by years, so the day of the account counts alone.
        """
        return self.day(row).year >= 2025 and self.is_to_be_completed(row, asset)

    def only_in_books(self, row: Row, asset: str) -> str:
        if not self.is_digital(asset):
            return "books-do-not-identify"
        return "books-no-longer-identify" if self.day(row).year >= 2027 else ALLOCATION_IS_OPEN


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
        for piece in sorted(mine, key=lambda each: (each.acquired or date.max, in_lot(each))):
            quantity -= self.put(piece, account, quantity)
        assert not quantity, "a list that cannot be followed"


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
