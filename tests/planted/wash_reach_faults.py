"""Faults to plant in the wash-sale step: what it reaches, where a loss goes, from day to day."""

from planted.fault import Fault

DATED = """\
acquired
    lot = OpenLot(event.id, 0, event.quantity, basis, when, on, on, origin)
    _add(work, event, event.asset, lot)
"""
BUY_IT = """\
    if work.notes is not None:
        work.notes.bought((event.account, event.asset), lot)
"""

DAYS_ADDED = "86_400_000_000 * ((lot.holding_from or 0) - (holding_from or 0))"

PLACED = "self._behind(lot.acquired)"
PLACED_BY_ADDED_DAYS = f"self._behind(lot.acquired - {DAYS_ADDED})"

REACHING_FAULTS = (
    # How many units a contract stands for
    Fault(
        "a contract replaces one unit whatever it is on",
        {"ledger.wash.sizes": [("    if one == other:", "    if True:")]},
    ),
    Fault(
        "contracts are counted upside down",
        {
            "ledger.wash.sizes": [
                (
                    "one, other = sizes",
                    "other, one = sizes",
                )
            ]
        },
    ),
    Fault(
        "a digit of a contract that was begun may replace once more",
        {
            "ledger.wash.sizes": [
                ("wanted, -(-wanted * one // other)", "wanted, wanted * one // other")
            ]
        },
    ),
    Fault(
        "a unit that a contract covers in part is not replaced",
        {"ledger.wash.sizes": [("-(-there * other // one), there", "there * other // one, there")]},
    ),
    # What is a purchase
    Fault(
        "income counts as a purchase",
        {
            "ledger.receiving": [
                (
                    "work.notes is not None and event.kind in work.notes.reach.income_bought",
                    "work.notes is not None",
                )
            ]
        },
    ),
    Fault(
        "income counts under no position",
        {
            "ledger.receiving": [
                ("work.notes is not None and event.kind in work.notes.reach.income_bought", "False")
            ]
        },
    ),
    Fault(
        "pay is a purchase under every position",
        {"ledger.wash.purchase_kinds": [('"no": frozenset()', '"no": PAY')]},
    ),
    Fault(
        "all income counts where pay alone does",
        {"ledger.wash.purchase_kinds": [('"pay": PAY', '"pay": INCOME')]},
    ),
    Fault(
        "a lot from before the record replaces nothing",
        {"ledger.receiving": [("and bought_before(event)", "and False")]},
    ),
    Fault(
        "what was sold before a lot's row came knows nothing of it",
        {"ledger.receiving": [("notes.arrived((", "notes.bought((")]},
    ),
    Fault(
        "what is received in a trade is no purchase",
        {
            "ledger.receiving": [
                (
                    "not None:\n        work.notes.bought((event.account, event.got_asset)",
                    "False:\n        work.notes.bought((event.account, event.got_asset)",
                )
            ]
        },
    ),
    Fault(
        "gifts and openings count as purchases",
        {
            "ledger.receiving": [
                (
                    DATED,
                    DATED + BUY_IT,
                )
            ]
        },
    ),
    Fault(
        "options on coins are reached as those on securities are",
        {
            "ledger.wash.reach": [
                (
                    "if asset.asset_class in classes and not as_a_coin:",
                    "if asset.asset_class in classes:",
                )
            ]
        },
    ),
    Fault(
        "a coin replaces a security before coins are covered",
        {"ledger.wash.closing": [("if reach.coins_come_later:", "if False:")]},
    ),
    Fault(
        "purchases are forgotten when they move to another account",
        {
            "ledger.moving": [
                ("if lot.fresh_in is not None and work.notes is not None:", "if False:")
            ]
        },
    ),
    Fault(
        "what moves is a purchase once more",
        {
            "ledger.moving": [
                (
                    "if lot.fresh_in is not None and work.notes is not None:",
                    "if work.notes is not None:",
                )
            ]
        },
    ),
    Fault(
        "purchases in a plan count although the position leaves them out",
        {
            "ledger.wash.reach": [
                (
                    "return self.every_account_counts or self._account",
                    "return True or self._account",
                )
            ]
        },
    ),
    # What it reaches
    Fault(
        "a loss inside an IRA is processed",
        {
            "ledger.wash.reach": [
                (
                    "if account.treatment is not Treatment.TAXABLE or account.owner",
                    "if account.owner",
                )
            ]
        },
    ),
    Fault(
        "a loss of an entity is processed",
        {"ledger.wash.reach": [(" or account.owner is Owner.ENTITY:", ":")]},
    ),
    Fault(
        "a regime begins a day late",
        {"ledger.wash.reach": [("day >= since", "day > since")]},
    ),
    Fault(
        "a regime begins a day early",
        {"ledger.wash.reach": [("day >= since", "day + 1 >= since")]},
    ),
    Fault(
        "stablecoins are covered whatever the position",
        {
            "ledger.wash.identical": [
                ('return positions["stablecoins"] == "covered"', "return True")
            ],
            "ledger.wash.reach": [("return not stable or", "return stable or")],
        },
    ),
    Fault(
        "contracts replace nothing",
        {"ledger.wash.identical": [('return positions["futures"] == "identical"', "return False")]},
    ),
    Fault(
        "an option to sell replaces what it is on",
        {"ledger.wash.identical": [("if asset.is_put:", "if False:")]},
    ),
    Fault(
        "an asset is identical with itself alone",
        {"ledger.wash.identical": [("return asset.group or asset.symbol", "return asset.symbol")]},
    ),
    Fault(
        "a gain is washed like a loss",
        {"ledger.wash.losses": [("proceeds < basis", "proceeds != basis")]},
    ),
    # What follows
    Fault(
        "a loss joins the basis of an IRA",
        {
            "ledger.wash.reach": [
                (
                    'return Outcome.LOST, "wash-retirement"',
                    'return Outcome.DEFERRED, "wash-retirement"',
                )
            ]
        },
    ),
    Fault(
        "a loss joins the basis of a plan",
        {
            "ledger.wash.reach": [
                (
                    'return Outcome.LOST, "retirement_plans"',
                    'return Outcome.DEFERRED, "retirement_plans"',
                )
            ]
        },
    ),
    Fault(
        "a loss is lost to the spouse whatever the position",
        {
            "ledger.wash.reach": [
                (
                    "return Outcome.LOST if is_lost else",
                    "return Outcome.LOST if True else",
                )
            ]
        },
    ),
    Fault(
        "a loss is lost to joint owners as to the spouse",
        {
            "ledger.wash.reach": [
                ("if {loser.owner, buyer.owner} == _COUPLE:", "if loser.owner is not buyer.owner:")
            ]
        },
    ),
    Fault(
        "the days of holding are dropped",
        {
            "ledger.wash.closing": [
                ("else start - loss.held\n        cut", "else start\n        cut")
            ]
        },
    ),
    Fault(
        "the days of holding are added twice",
        {
            "ledger.wash.closing": [
                (
                    "else start - loss.held\n        cut",
                    "else start - 2 * loss.held\n        cut",
                )
            ]
        },
    ),
    Fault(
        "the days of holding are counted from the purchase, not what was added before",
        {
            "ledger.wash.closing": [
                ("match.sold_on - start\n", "match.sold_on - (match.acquired_on or start)\n")
            ]
        },
    ),
    Fault(
        "the days of holding end on the household's day",
        {"ledger.wash.closing": [("match.sold_on - start\n", "self.day - start\n")]},
    ),
    Fault(
        "of what was sold today the term stays",
        {
            "ledger.wash.losses": [
                ("term=term_of(holding_from, match.sold_on, None)", "term=match.term")
            ]
        },
    ),
    Fault(
        "the loss joins the basis of the whole piece",
        {
            "ledger.wash.closing": [
                (
                    "rebase(lot, quantity, number, turn, raised, start)",
                    "rebase(lot, there, number, turn, raised, start)",
                )
            ]
        },
    ),
    Fault(
        "the loss joins the basis of units sold today that replace nothing",
        {
            "ledger.wash.closing": [
                ("part.raise_basis(amount, days)", "sold.raise_basis(amount, days)")
            ]
        },
    ),
    Fault(
        "the loss is cut without telescoping, so a remainder is lost",
        {
            "ledger.wash.losses": [
                (
                    "return share_after(self.loss, whole - left, quantity, whole)",
                    "return share(self.loss, quantity, whole)",
                ),
            ]
        },
    ),
    Fault(
        "a raised piece waits its turn by the added days",
        {
            "ledger.pool": [
                (PLACED, PLACED_BY_ADDED_DAYS),
            ]
        },
    ),
    Fault(
        "a piece that replaces whole gets a new name",
        {"ledger.wash.closing": [("number = lot.number if quantity == there else", "number =")]},
    ),
    # From day to day
    Fault(
        "a loss that waits is forgotten",
        {
            "ledger.wash.closing": [
                (
                    "group.open = [loss for loss in group.open if loss.left]",
                    "group.open = []",
                )
            ]
        },
    ),
    Fault(
        "a loss partly replaced waits no longer",
        {
            "ledger.wash.closing": [
                (
                    "if loss.left:\n                self.bench.leave_open",
                    "if loss.left == loss.quantity:\n                self.bench.leave_open",
                )
            ]
        },
    ),
    Fault(
        "losses that wait are forgotten between two folds",
        {"ledger.wash.bench": [("return WashState(tuple(losses),", "return WashState((),")]},
    ),
    Fault(
        "purchases are forgotten between two folds",
        {
            "ledger.wash.fresh": [
                ("for key, pool in self._before.pools.items():", "for key, pool in ():")
            ]
        },
    ),
    Fault(
        "purchases are forgotten after a week",
        {
            "ledger.wash.fresh": [
                (
                    "self._reach.window_begins(day)\n        for group",
                    "self._reach.zone.start_of_day(day - 7)\n        for group",
                )
            ]
        },
    ),
    Fault(
        "purchase orders are forgotten between two folds",
        {"ledger.wash.notes": [("self.orders = dict(state.wash.orders)", "self.orders = {}")]},
    ),
    Fault(
        "matches are counted anew in every fold",
        {"ledger.wash.bench": [("self.written = state.match_count", "self.written = 0")]},
    ),
    Fault(
        "a day that goes on in the next fold was over in the first",
        {"ledger.fold": [("if state.morning is not None and", "if False and")]},
    ),
    Fault(
        "a day that goes on begins with what the fold before began with",
        {"ledger.fold": [("Morning(_fold, state, before)", "Morning(_fold, state, ())")]},
    ),
)
"""The lives around wash sales must catch every one."""
