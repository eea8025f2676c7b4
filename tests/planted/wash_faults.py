"""Faults to plant in the wash-sale step: which purchase replaces the units of which loss."""

from planted.fault import Fault

SOLD_ON = "            own.match.sold_on,\n            lot.root"

REPLACING_FAULTS = (
    # The window
    Fault(
        "the window after a sale is a day short",
        {"ledger.wash.notes": [("_purchases(day - window)", "_purchases(day - window + 1)")]},
    ),
    Fault(
        "the window after a sale is a day long",
        {"ledger.wash.notes": [("_purchases(day - window)", "_purchases(day - window - 1)")]},
    ),
    Fault(
        "the window before a sale is a day short",
        {
            "ledger.wash.notes": [
                (
                    "self.oldest = reach.window_begins(day)",
                    "self.oldest = reach.window_begins(day + 1)",
                )
            ]
        },
    ),
    Fault(
        "the window before a sale is a day long",
        {
            "ledger.wash.notes": [
                (
                    "self.oldest = reach.window_begins(day)",
                    "self.oldest = reach.window_begins(day - 1)",
                )
            ]
        },
    ),
    Fault(
        "the day of a loss is that of its account's zone",
        {"ledger.wash.closing": [("            self.day,\n            lot.root", SOLD_ON)]},
    ),
    Fault(
        "purchases are dated by the calendar of UTC",
        {
            "ledger.wash.notes": [
                ("self.today = reach.zone.start", "self.today = zone_of('UTC').start"),
                ("import Day, Instant", "import zone as zone_of, Day, Instant"),
            ],
            "ledger.wash.reach": [
                ("self.zone.start_of_day(day - self", "zone_of('UTC').start_of_day(day - self"),
                ("import ALWAYS, Day", "import zone as zone_of, ALWAYS, Day"),
            ],
        },
    ),
    Fault(
        "a day of the household begins when that of UTC does",
        {
            "ledger.wash.notes": [
                ("        self.zone = reach.zone\n", "        self.zone = zone_of('UTC')\n"),
                ("import Day, Instant", "import zone as zone_of, Day, Instant"),
            ]
        },
    ),
    # Order
    Fault(
        "the latest purchase replaces first",
        {
            "ledger.wash.closing": [
                (
                    "in purchases.held(since):",
                    "in list(purchases.held(since))[::-1]:",
                ),
            ]
        },
    ),
    Fault(
        "of the losses of one day the latest acquired goes first",
        {
            "ledger.wash.losses": [
                (
                    "return sold, first.lot.acquired, self.made",
                    "return sold, -first.lot.acquired, self.made",
                ),
            ],
        },
    ),
    Fault(
        "losses of one day go by the time of sale although the position says acquisition",
        {"ledger.wash.reach": [('positions["same_day_losses"] == "time-of-sale"', "True")]},
    ),
    Fault(
        "of losses acquired in one instant the last sold goes first",
        {
            "ledger.wash.losses": [
                ("self.made, self.written, self.part", "self.made, -self.written, self.part"),
            ]
        },
    ),
    Fault(
        "losses of earlier days go latest first",
        {
            "ledger.wash.closing": [
                (
                    "for loss in group.open:\n                since",
                    "for loss in group.open[::-1]:\n                since",
                )
            ]
        },
    ),
    Fault(
        "the day's own losses go before those of earlier days",
        {
            "ledger.wash.closing": [
                ("        self._earlier_losses()\n        self.queue", "        self.queue"),
                (
                    "        if self.reach.sold_before_counts:\n            self.bench",
                    (
                        "        self._earlier_losses()\n"
                        "        if self.reach.sold_before_counts:\n            self.bench"
                    ),
                ),
            ]
        },
    ),
    Fault(
        "of one purchase the units sold today replace before those held",
        {
            "ledger.wash.closing": [
                (
                    "            elif isinstance(lot, Ghost):\n",
                    (
                        "            elif instant in self.went and loss.left == loss.quantity "
                        "and (self._by_what_went(loss, own, instant) or not loss.left):\n"
                        "                pass\n"
                        "            elif isinstance(lot, Ghost):\n"
                    ),
                )
            ]
        },
    ),
    # What may replace
    Fault(
        "held units replace twice",
        {
            "ledger.wash.closing": [
                (
                    "        self._write(loss, own, piece, pool",
                    (
                        "        piece.fresh_in = pool\n"
                        "        self.purchases.add([piece])\n"
                        "        self._write(loss, own, piece, pool"
                    ),
                ),
            ]
        },
    ),
    Fault(
        "what replaced is fresh again for the next fold, and where it moves",
        {
            "ledger.pool": [
                (
                    "            turn=turn,\n",
                    "            turn=turn,\n            fresh_in=lot.fresh_in,\n",
                )
            ]
        },
    ),
    Fault(
        "what replaced keeps its place among the pieces of its lot",
        {"ledger.pool": [("            turn=turn,\n", "            turn=0,\n")]},
    ),
    Fault(
        "units sold today replace twice",
        {"ledger.wash.closing": [("part.free -= quantity", "part.free -= 0")]},
    ),
    Fault(
        "units of one order replace each other",
        {"ledger.wash.closing": [("if reach.same_order_exempt and", "if False and")]},
    ),
    Fault(
        "fills of one order are strangers to each other",
        {
            "ledger.wash.notes": [
                ("return order is not None and order == orders.get(other)", "return False")
            ]
        },
    ),
    Fault(
        "orders of one number at two exchanges are one",
        {
            "ledger.wash.notes": [
                ("self.orders[lot.root] = (account, order)", 'self.orders[lot.root] = ("", order)')
            ]
        },
    ),
    Fault(
        "units sold on the day of the loss do not replace",
        {
            "ledger.wash.closing": [
                ("if self._may_replace(loss, sold.lot, sold.pool) and", "if False and")
            ]
        },
    ),
    Fault(
        "a loss goes round among the day's sales",
        {
            "ledger.wash.closing": [
                ("any(self.notes.of_one_order(root, each) for each in own.handed)", "False")
            ]
        },
    ),
    Fault(
        "a loss is handed on among the day's sales once",
        {
            "ledger.wash.closing": [
                ("any(self.notes.of_one_order(root, each) for each in own.handed)", "own.handed")
            ]
        },
    ),
    Fault(
        "a loss goes on through two lots of the day at most",
        {"ledger.wash.closing": [("MOST_HANDED: Final = 8", "MOST_HANDED: Final = 2")]},
    ),
    Fault(
        "units sold today replace others of their own lot",
        {
            "ledger.wash.closing": [
                ("own is not None and of_one_order(root, loss.root)", "own is sold")
            ]
        },
    ),
    Fault(
        "an earlier loss of the day replaces a later one",
        {"ledger.wash.closing": [("return self.reach.both_of_a_loop", "return True")]},
    ),
    Fault(
        "units given away on the day of a loss, or of their purchase, replace nothing",
        {"ledger.wash.closing": [("if loss.left and left.free and", "if False and")]},
    ),
    Fault(
        "units given away replace again and again",
        {"ledger.wash.closing": [("        left.free -= quantity\n", "")]},
    ),
    Fault(
        "a loss joins no basis of what was given away",
        {"ledger.wash.closing": [("self.bench.raise_departure(left.place, amount)", "pass")]},
    ),
    Fault(
        "units sold before the loss count although the position skips them",
        {"ledger.wash.reach": [('positions["sold_before_loss"] == "counts"', "True")]},
    ),
    Fault(
        "units sold before the loss never count",
        {"ledger.wash.reach": [('positions["sold_before_loss"] == "counts"', "False")]},
    ),
    Fault(
        "a lot older than the one sold never counts",
        {"ledger.wash.reach": [('positions["older_lot"] == "counts"', "False")]},
    ),
    Fault(
        "an older lot counts although the position exempts it",
        {"ledger.wash.reach": [('positions["older_lot"] == "counts"', "True")]},
    ),
)
"""The lives around wash sales must catch every one."""

LOOP_FAULTS = (
    Fault(
        "of two lots sold on one day each in the other's window only one is ever washed",
        {"ledger.wash.reach": [('positions["mutual_loop"] == "both"', "False")]},
    ),
    Fault(
        "losses of one day never go by the time of sale",
        {"ledger.wash.reach": [('positions["same_day_losses"] == "time-of-sale"', "False")]},
    ),
    Fault(
        "a match whose turn has passed is split",
        {
            "ledger.wash.closing": [
                (
                    "quantity < sold.match.quantity and not sold.done",
                    "quantity < sold.match.quantity",
                )
            ]
        },
    ),
)
"""Faults under positions random lives take rarely or never: lives told by hand catch them."""
