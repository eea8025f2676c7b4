"""What the second matcher holds, what accounts say of it, and what is taken: docs/spec/lots.md."""

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction

from oracle.naive_books import (
    NOTHING,
    Books,
    Names,
    Piece,
    Row,
    Slice,
    cut,
    fifo_key,
    in_lot,
    instant,
    local_day,
    unit_basis,
)


class Holdings:
    """Every piece held in one plain list, and the accounts that say in which order they go."""

    def __init__(self, accounts: Mapping[str, Row], rematch: str | None) -> None:
        self.accounts = accounts
        self.rematch = rematch
        self.pieces: list[Piece] = []
        self.books = Books()

    # What rows and accounts say

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

    def place(self, account: str, asset: str) -> str:
        """Give the pool that units of an asset in an account are in: here the account."""
        del asset
        return account

    def decided(
        self,
        row: Row,
        asset: str,
        names: Names,
        *,
        of_row: bool = True,
        units: Fraction | None = None,
    ) -> tuple[str, Names]:
        """Give the order that decides and the names that count: here all do.

        `units` go, where that is another number than the row's.
        """
        del asset, of_row, units
        return self.order(row), names

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
        return sorted(pieces, key=lambda piece: (piece.acquired or date.max, in_lot(piece)))

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
        named = sum((most for _, most in names), NOTHING)
        if in_vain:
            self.problem("lots-not-there", disposal)
        elif named > quantity:
            self.problem("lots-beyond-sale", disposal)
        elif names and named < quantity:
            self.problem("lots-name-a-part", disposal)
        for each in self.take_in_line(row, disposal, asset, wanted, order):
            taken.append(each)
            wanted -= each.quantity
        if wanted:
            self.problem("not-enough-lots", disposal)
            taken.append(Slice(None, wanted, None, None, was_all=False))
        return taken

    def take_in_line(
        self, row: Row, disposal: str, asset: str, wanted: Fraction, order: str
    ) -> list[Slice]:
        taken: list[Slice] = []
        line = self.lined_up(row["account"], asset, order)
        chooses = order == "hifo" and wanted > NOTHING and len(line) > 1
        is_unsure = chooses and any(piece.basis is None for piece in line)
        for piece in line:
            part = min(wanted, piece.left)
            if part:
                taken.append(self.take_from(piece, part))
                wanted -= part
        if is_unsure and any(piece.left for piece in line):
            self.problem("order-of-unknown-basis", disposal)
        return taken

    def take_from(self, piece: Piece, quantity: Fraction) -> Slice:
        assert NOTHING < quantity <= piece.left, "a piece gives no more than it holds"
        before = piece.whole - piece.left
        basis = cut(piece.basis, before, quantity, piece.whole)
        loss_basis = cut(piece.loss_basis, before, quantity, piece.whole)
        piece.left -= quantity
        return Slice(piece, quantity, basis, loss_basis, was_all=not piece.left)

    def problem(self, code: str, where: str) -> None:
        self.books.problems.append((code, where))
