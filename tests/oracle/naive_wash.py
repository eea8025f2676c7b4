"""A second reading of the wash-sale rule, written from docs/spec/wash-sales.md and its texts alone.

It goes on where the naive matcher ends, as plainly and as slowly: after every day of the household
all losses stand up in their order and look through all purchases for their replacements. It shares
nothing with the program. Where the page is silent the reading taken stands beside the line, marked
"Reading". What it keeps of sales is in `naive_sales`; losses on shorts (section 8) are read in
`naive_shorts`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import groupby

from oracle.naive_books import (
    NOTHING,
    Piece,
    Row,
    cut,
    fifo_key,
    natural,
    open_lot,
    plus,
    received_asset,
    term_of,
)
from oracle.naive_sales import SalesMatcher
from oracle.naive_wash_words import (
    Gone,
    Sale,
    Setting,
    Wash,
    WashBooks,
    earlier,
    whole_digits,
)

WINDOW = timedelta(days=30)
MOST_LOTS = 8
"""Section 4: through so many lots sold on one day a loss goes on at most."""


class WashMatcher(SalesMatcher):
    """The naive matcher, with the wash step at the end of every day of the household."""

    # The walk (section 3)

    def walk(self, rows: Sequence[Row]) -> WashBooks:
        by_day: dict[date, list[Row]] = defaultdict(list)
        for row in rows:
            by_day[self.household_day(row)].append(row)
        for day in sorted(by_day):
            super().walk(by_day[day])
            self.close(day)
        return self.written()

    def written(self) -> WashBooks:
        held = [piece for piece in self.pieces if piece.left]
        places = {id(sale): place for place, sale in enumerate(self.sales)}
        for wash in self.washes:
            wash.place = places[id(wash.loss)]
        return WashBooks(
            [sale.match for sale in self.sales],
            self.books.moves,
            self.books.departures,
            self.books.income,
            self.books.closed,
            self.books.results,
            [open_lot(piece) for piece in held],
            self.books.problems,
            [self.disallowed(sale) for sale in self.sales],
            self.washes,
            [self.holding_from(piece) for piece in held],
        )

    def disallowed(self, sale: Sale) -> Fraction:
        return sum((wash.amount for wash in self.washes if wash.loss is sale), NOTHING)

    def close(self, today: date) -> None:
        """Do the wash step of a day that is over."""
        for sale in self.sales:
            sale.had_its_turn, sale.made_by, sale.made = False, None, 0
        while True:
            # Reading: a match that the step itself turns into a loss takes its turn as well.
            losses = [sale for sale in self.sales if self.may_be_washed(sale, today)]
            if not losses:
                return
            self.wash(min(losses, key=self.turn_key), today)

    def may_be_washed(self, sale: Sale, today: date) -> bool:
        return (
            not sale.had_its_turn
            and sale.loss > NOTHING
            and sale.waiting > NOTHING
            and today <= sale.day + WINDOW
            and self.owner(sale.account) in ("self", "spouse", "joint")
            and self.treatment(sale.account) == "taxable"
            and self.setting.reaches(sale.match.asset, sale.day)
        )

    def turn_key(self, sale: Sale) -> tuple[object, ...]:
        """Give the place of a loss in the order of the day."""
        last = self.sales.index(sale)
        turn, was_made = self.turn_of(sale)
        return *turn, sale.made if was_made else 0, last

    def turn_of(self, sale: Sale) -> tuple[tuple[date, datetime | int, datetime], bool]:
        """Give the instants at which a loss has its turn, and whether they are those of its maker.

        What a loss made one has it no earlier than that one, which may itself have been made one.
        """
        own = self.instants(sale)
        if sale.made_by is not None:
            makers, _ = self.turn_of(sale.made_by)
            if own <= makers:
                return makers, True
        return own, False

    def instants(self, sale: Sale) -> tuple[date, datetime | int, datetime]:
        """Give the day and, if asked, the instant of a sale, and the instant of acquisition."""
        assert sale.piece is not None, "what came from nowhere has no basis, so no loss"
        assert sale.moment is not None
        by_time = self.setting.position("same_day_losses") == "time-of-sale"
        # Reading: times that tie leave the order of disposition undetermined.
        return sale.day, sale.moment if by_time else 0, sale.piece.order

    # What may replace (section 4)

    def wash(self, loss: Sale, today: date) -> None:
        """Let one loss look through the purchases in order of acquisition."""
        loss.had_its_turn = True
        purchases = sorted(self.purchases, key=lambda row: (self.bought(row), natural(row["id"])))
        for _, together in groupby(purchases, key=self.bought):
            rows = [row for row in together if self.may_replace(row, loss)]
            self.replace_by_what_is_held(loss, rows)
            self.replace_by_what_went(loss, rows, today)
            if self.setting.position("sold_before_loss") == "counts":
                self.replace_by_sold_before(loss, rows)

    def replace_by_what_is_held(self, loss: Sale, rows: Sequence[Row]) -> None:
        held = [(row, piece) for row in rows for piece in self.held(row)]
        for row, piece in sorted(
            held, key=lambda each: (each[1].account, each[1].asset, fifo_key(each[1]))
        ):
            self.replace_by_held(loss, row, piece)

    def replace_by_what_went(self, loss: Sale, rows: Sequence[Row], today: date) -> None:
        """Let what was sold today of any of the purchases replace, then what left otherwise."""
        sold = [(row, sale) for row in rows for sale in self.sold_today(row, loss, today)]
        for row, sale in sorted(sold, key=lambda each: self.sales.index(each[1])):
            self.replace_by_sold(loss, row, sale)
        gone = [(row, each) for row in rows for each in self.gone_of(row) if each.day == today]
        for row, left in sorted(gone, key=lambda each: each[1].place):
            self.replace_by_gone(loss, row, left)

    def may_replace(self, row: Row, loss: Sale) -> bool:
        """Tell whether a purchase may replace units of the loss, whatever became of it."""
        setting, sold = self.setting, loss.piece
        assert sold is not None, "a loss came from somewhere"
        bought = received_asset(row)
        if setting.group(bought) != setting.group(loss.match.asset) or not setting.replaces(bought):
            return False
        if not setting.may_stand_for(bought, loss.match.asset, loss.day):
            return False
        if abs(self.bought_on(row) - loss.day) > WINDOW:
            return False
        if setting.position("same_order") == "exempt" and self.of_one_purchase(sold.root, row):
            return False
        # Reading: made after is at a later instant than the lot sold was acquired.
        return setting.position("older_lot") == "counts" or self.bought(row) > sold.order

    def held(self, row: Row) -> list[Piece]:
        """Give what is still held of a purchase and has not replaced yet."""
        return [
            piece
            for piece in self.pieces
            if piece.root == row["id"] and piece.left and id(piece) not in self.replacing
            if self.is_covered(piece.account)
        ]

    def sold_today(self, row: Row, loss: Sale, today: date) -> list[Sale]:
        """Give the sales of this day that took units of the purchase and may still replace.

        Reading: what was bought after the loss and sold on the day of its purchase is among them.
        Reading: a loss comes earlier in the order if it had its turn; a match that is no loss of
        ours, being in a retirement account or of unknown gain, has none and may replace.
        """
        return [
            sale
            for sale in self.sales_of(row)
            if sale.day == today
            and not (loss.day == today and self.of_one_purchase(loss.match.lot, row))
            and (sale.replaced < sale.match.quantity if sale.had_its_turn else not sale.replaced)
            and (
                self.setting.position("mutual_loop") == "both"
                if sale.had_its_turn
                else self.may_go_on_to(row, self.came_by(loss, today))
            )
        ]

    def may_go_on_to(self, row: Row, came_by: Sequence[str]) -> bool:
        """Tell whether a loss may go on to a purchase sold today: never back, nor for ever."""
        back = any(self.of_one_purchase(lot, row) for lot in came_by)
        return not back and len(came_by) < MOST_LOTS

    def came_by(self, loss: Sale, today: date) -> tuple[str, ...]:
        """Give the lots through whose sales a loss of today came."""
        return loss.handed if loss.day == today else ()

    # What happens to the loss (section 5)

    def measured(self, loss: Sale, asset: str, there: Fraction) -> tuple[Fraction, Fraction]:
        """Say how many units of the loss so many units of an asset replace, and how many it takes.

        Section 4: counted in units of the group, as IRC 1091(b) and (c) count the stock covered.
        What does not come out in whole last digits is taken whole.
        """
        sold, bought = (self.setting.multiplier(each) for each in (loss.match.asset, asset))
        covered = there * bought / sold
        if loss.waiting <= covered:
            return loss.waiting, whole_digits(loss.waiting * sold / bought)
        return whole_digits(covered), there

    def disallow(
        self,
        loss: Sale,
        row: Row,
        units: tuple[Fraction, Fraction],
        by: tuple[str | None, str],
        outcome: str,
    ) -> Fraction:
        """Disallow the loss on its next units, write it down, and give how much it is."""
        quantity, taken = units
        amount = cut(loss.loss, loss.washed, quantity, loss.match.quantity)
        assert amount is not None, "a loss is known"
        self.washes.append(
            Wash(
                loss,
                loss.washed,
                quantity,
                amount,
                row["id"],
                by[0] or "",
                by[1],  # Reading: the account they are in, were sold in or left from
                self.bought_on(row),
                outcome,
                taken,
            )
        )
        loss.washed += quantity
        return amount if outcome == "deferred" else NOTHING

    def outcome(self, loss: Sale, account: str) -> str:
        """Say what becomes of a loss replaced by units in this account.

        Reading: where the units are, or were sold, decides, not where they were bought. Reading:
        the spouse is whoever of the two did not take the loss.
        """
        if self.treatment(account) != "taxable":
            return "lost"
        if {self.owner(loss.account), self.owner(account)} == {"self", "spouse"}:
            return self.setting.position("spouse_purchase")
        return "deferred"

    def replace_by_held(self, loss: Sale, row: Row, old: Piece) -> None:
        units = self.measured(loss, old.asset, old.left)
        quantity = units[1]
        if not quantity:
            return
        number = old.number
        if quantity < old.left:
            number = 1 + max(piece.number for piece in self.pieces if piece.root == old.root)
        held_from, part = self.holding_from(old), self.take_from(old, quantity)
        # Reading: units that replace a lost loss become a piece of their own as well.
        new = Piece(old.account, old.asset, old.root, number, quantity, part.basis, old.order)
        new.acquired, new.turn = old.acquired, 1 + len(self.replacing)
        outcome = self.outcome(loss, new.account)
        new.basis = plus(
            part.basis, self.disallow(loss, row, units, (new.name, new.account), outcome)
        )
        self.pieces.append(new)
        self.replacing[id(new)] = earlier(held_from, loss) if outcome == "deferred" else held_from

    def replace_by_sold_after_its_turn(self, loss: Sale, row: Row, sale: Sale) -> None:
        """Let a match whose turn has passed replace: it is not split, and its holding stays."""
        units = self.measured(loss, sale.match.asset, sale.match.quantity - sale.replaced)
        if not units[1]:
            return
        sale.replaced += units[1]
        match, outcome = sale.match, self.outcome(loss, sale.account)
        raised = self.disallow(loss, row, units, (match.piece, sale.account), outcome)
        sale.joined += raised
        sale.match = match._replace(basis=plus(match.basis, raised))

    def replace_by_sold(self, loss: Sale, row: Row, sale: Sale) -> None:
        if sale.had_its_turn:
            self.replace_by_sold_after_its_turn(loss, row, sale)
            return
        units = self.measured(loss, sale.match.asset, sale.match.quantity)
        quantity = units[1]
        if not quantity:
            return
        self.split(sale, quantity)
        assert loss.match.lot is not None, "a loss came from somewhere"
        sale.replaced, sale.handed = quantity, (*self.came_by(loss, sale.day), loss.match.lot)
        match, outcome = sale.match, self.outcome(loss, sale.account)
        was_none = sale.loss == NOTHING
        raised = self.disallow(loss, row, units, (match.piece, sale.account), outcome)
        if outcome == "deferred":
            held_from = earlier(match.holding_from, loss)
            term = term_of(sale.piece, held_from, match.sold)
            basis = plus(match.basis, raised)
            sale.match = match._replace(basis=basis, holding_from=held_from, term=term)
        if was_none and sale.loss > NOTHING and loss.day == sale.day:
            sale.made_by, sale.made = loss, 1 + max(each.made for each in self.sales)

    def replace_by_gone(self, loss: Sale, row: Row, gone: Gone) -> None:
        """Let units that departed on this day replace: IRC 1091(a) asks that they were acquired.

        The loss joins the basis they left with, which whoever has them now took (IRC 1015(a)).
        """
        units = self.measured(loss, self.departed(gone).asset, gone.free)
        if not units[1]:
            return
        gone.free -= units[1]
        outcome = self.outcome(loss, gone.account)
        departure = self.departed(gone)
        raised = self.disallow(loss, row, units, (departure.piece, gone.account), outcome)
        if outcome == "deferred":
            basis = plus(departure.basis, raised)
            self.books.departures[gone.place] = departure._replace(basis=basis)

    def replace_by_sold_before(self, loss: Sale, rows: Sequence[Row]) -> None:
        """Let units gone on a day before the loss take it with them (section 4).

        They come after those held, sold and departed that day: by account, asset and piece, then as
        they went day by day, of one day those sold before those that departed otherwise.
        """
        went: list[tuple[tuple[object, ...], Row, Sale | Gone]] = []
        for row in rows:
            for each in (*self.sales_of(row), *self.gone_of(row)):
                if each.day < loss.day:
                    piece = natural(row["id"]), each.piece.number if each.piece else 0
                    went.append(((each.account, received_asset(row), piece, each.day), row, each))
        for _, row, each in sorted(went, key=lambda one: one[0]):
            self.replace_by_one_before(loss, row, each)

    def replace_by_one_before(self, loss: Sale, row: Row, went: Sale | Gone) -> None:
        """Let units of one sale or departure before the loss take it with them."""
        if isinstance(went, Sale):
            units = self.measured(loss, went.match.asset, went.match.quantity - went.replaced)
            went.replaced += units[1]
            piece = went.match.piece
        else:
            departure = self.departed(went)
            units = self.measured(loss, departure.asset, went.free)
            went.free -= units[1]
            piece = departure.piece
        if units[1]:
            self.disallow(loss, row, units, (piece, went.account), "lost")


def match_with_washes(
    rows: Sequence[Row],
    accounts: Mapping[str, Row],
    setting: Setting,
    rematch: str | None = None,
) -> WashBooks:
    """Match all of these rows and apply the wash-sale rule to them."""
    return WashMatcher(accounts, rematch, setting).walk(rows)
