"""Faults to plant in what comes before what: times, days and terms, and which pieces go.

The random histories must catch every one.
"""

from planted.fault import Fault

NATURAL = "tuple(parts), text"

PUSH = "            heappush(self._heap, (_cheapness(lot)"
POOL_ADD = "    def add(self, lot: OpenLot) -> None:\n"
POOL_LAST = "    def last(self) -> OpenLot | None:\n"
LAST_TO_ARRIVE = "        return max(self, key=lambda lot: ARRIVED[id(lot)], default=None)\n"
ZONE_DAY = "    def day(self, instant: Instant) -> Day:\n"
PAY_THEN_MOVE = """def _pay_then_move(work: Working, event: Event) -> None:
    if event.fee_asset is not None:
        _pay_for_move(work, event)
    move(work, event)


"""

ORDER_FAULTS = (
    # Order
    Fault(
        "ties go by the order of rows",
        {"units.natural_order": [(f"return {NATURAL}", 'return (), ""')]},
    ),
    Fault(
        "ties go by plain text, sale-10 before sale-9",
        {"units.natural_order": [(f"return {NATURAL}", "return (text,), text")]},
    ),
    Fault(
        "ties of pieces go by the highest number",
        {
            "ledger.lot": [
                ("return self.number < other.number", "return self.number > other.number"),
            ]
        },
    ),
    Fault(
        "at one instant units are given up before any are received",
        {
            "ledger.fold": [
                (
                    "in _GIVE:\n            _GIVE[event.kind](work, event)\n",
                    "in _RECEIVE:\n            _RECEIVE[event.kind](work, event)\n",
                ),
                (
                    "in _RECEIVE:\n            _RECEIVE[event.kind](work, event)\n    moves",
                    "in _GIVE:\n            _GIVE[event.kind](work, event)\n    moves",
                ),
            ]
        },
    ),
    Fault(
        "transfers of one instant go by id although units have not arrived",
        {
            "ledger.fold": [
                (
                    "next((event for event in moves if not falls_short(work, event)), moves[0])",
                    "moves[0] if moves else falls_short(work, event)",
                )
            ]
        },
    ),
    Fault(
        "the fee of a transfer is taken before the units move",
        {
            "ledger.fold": [
                ("return (move,)", "return (_pay_then_move,)"),
                ("def _alone", PAY_THEN_MOVE + "def _alone"),
                ("    Kind.TRANSFER: _pay_for_move,\n", ""),
            ]
        },
    ),
    # Days and terms
    Fault(
        "long-term begins a day early",
        {"ledger.holding": [("years_later(holding_from + 1, 1)", "years_later(holding_from, 1)")]},
    ),
    Fault(
        "long-term begins a day late",
        {"ledger.giving": [("on >= long_from(holding_from)", "on > long_from(holding_from)")]},
    ),
    Fault(
        "29 February becomes 28 February",
        {"units.days": [("date(then.year + years, 3, 1)", "date(then.year + years, 2, 28)")]},
    ),
    Fault(
        "the day is that of UTC",
        {
            "units.days": [
                (ZONE_DAY, ZONE_DAY + "        return instant // DAY_LENGTH + EPOCH_DAY\n")
            ]
        },
    ),
    Fault(
        "a standing order counts a day late",
        {"events.account": [("or day >= self.since", "or day > self.since")]},
    ),
    Fault(
        "inherited units may be short-term",
        {"ledger.holding": [("if origin is not None and origin.inherited:", "if False:")]},
    ),
    # Which pieces
    Fault(
        "that HIFO took part of a lot of unknown basis after others is not said",
        {"ledger.giving": [("chosen = lot is not left", "chosen = False")]},
    ),
    Fault(
        "that HIFO left one of several lots of unknown basis is not said",
        {"ledger.pool": [("another = self.left_unknown() is not None", "another = False")]},
    ),
    Fault(
        "HIFO leaves fees out",
        {
            "ledger.pool": [
                ("Taken: TypeAlias", "FEES: dict[str, int] = {}\n\nTaken: TypeAlias"),
                (
                    "((lot.basis << _UNIT_BASIS_BITS)",
                    "((lot.basis - FEES.get(lot.root, 0) << _UNIT_BASIS_BITS)",
                ),
            ],
            "ledger.receiving": [
                (
                    "from harvestry.ledger.working import",
                    "from harvestry.ledger.pool import FEES\nfrom harvestry.ledger.working import",
                ),
                ("usd += event.fee_usd", "usd += event.fee_usd; FEES[event.id] = event.fee_usd"),
            ],
        },
    ),
    Fault(
        "HIFO gives up the latest of equals",
        {
            "ledger.pool": [
                ("        return 1\n", "        return 1, -lot.acquired\n"),
                ("// lot.quantity)\n", "// lot.quantity), -lot.acquired\n"),
            ]
        },
    ),
    Fault(
        "HIFO gives up unknown basis first",
        {"ledger.pool": [("        return 1\n", "        return -(1 << 4096)\n")]},
    ),
    Fault(
        "LIFO goes by arrival",
        {
            "ledger.pool": [
                ("Taken: TypeAlias", "ARRIVED: dict[int, int] = {}\n\nTaken: TypeAlias"),
                (POOL_ADD, POOL_ADD + "        ARRIVED[id(lot)] = len(ARRIVED)\n"),
                (POOL_LAST, POOL_LAST + LAST_TO_ARRIVE),
            ]
        },
    ),
    Fault(
        "what was acquired long before it arrived waits its turn as if new",
        {
            "ledger.receiving": [
                ("when = event.time if acquired is None else acquired", "when = event.time")
            ]
        },
    ),
    Fault(
        "names of lots are ignored",
        {"ledger.giving": [("event.detail.lots if of_event else ()", "()")]},
    ),
    Fault(
        "what names leave open goes first in, first out whatever the order",
        {
            "ledger.taking": [
                (
                    "taken + take(pool, quantity, method)",
                    "taken + take(pool, quantity, Method.FIFO)",
                )
            ]
        },
    ),
    Fault(
        "withdrawals follow the account's order",
        {
            "ledger.giving": [
                (
                    "_leave(work, event, event.quantity - fee, Method.FIFO, event.detail.lots)",
                    (
                        "_leave(work, event, event.quantity - fee, work.desks[event.account]."
                        "order_on(work.day(event)), event.detail.lots)"
                    ),
                )
            ]
        },
    ),
    Fault(
        "the latest short is covered first",
        {"ledger.shorting": [("event.quantity, Method.FIFO", "event.quantity, Method.LIFO")]},
    ),
    Fault(
        "a re-match keeps the names on sales",
        {
            "ledger.rules": [
                ("return self.rematch is None or self.rematch is Method.SPECIFIC", "return True")
            ]
        },
    ),
    Fault(
        "more than is held is sold and nothing said",
        {"ledger.giving": [("    if so_far < quantity:", "    if False:")]},
    ),
    # Transfers
    Fault(
        "a transfer resets the date of acquisition",
        {
            "ledger.moving": [
                (
                    "piece = arriving(work, part)",
                    (
                        "piece = arriving(work, part)\n        piece.acquired = event.time\n"
                        "        piece.acquired_on = piece.holding_from = work.day(event)"
                    ),
                )
            ]
        },
    ),
    Fault(
        "a transfer follows the account's order",
        {
            "ledger.moving": [
                (
                    "take(source, event.quantity, Method.FIFO)",
                    (
                        "take(source, event.quantity, "
                        "work.desks[event.account].order_on(work.day(event)))"
                    ),
                )
            ]
        },
    ),
    Fault(
        "pieces are numbered account by account",
        {
            "ledger.moving": [
                (
                    "piece = arriving(work, part)",
                    "piece = arriving(work, part, event.to_account)",
                ),
                (
                    "def arriving(work: Working, part: Taken)",
                    "def arriving(work: Working, part: Taken, account: str)",
                ),
                ("work.next_number(lot.root)", 'work.next_number(f"{account} {lot.root}")'),
            ]
        },
    ),
    # Where much is held
    Fault(
        "sweeping out emptied pieces takes a full one along",
        {"ledger.pool": [("del pieces[:head]", "del pieces[: head + 1]")]},
    ),
    Fault(
        "pieces stand in the order they arrived",
        {
            "ledger.pool": [
                ("pieces.insert(place, lot)", "pieces.append(lot)"),
                ("insort(pieces, lot, lo=head, hi=place)", "pieces.append(lot)"),
            ]
        },
    ),
    Fault(
        "HIFO does not see what arrived later",
        {
            "ledger.pool": [
                ("        if self._heap is not None:\n" + PUSH, "        if False:\n" + PUSH),
            ]
        },
    ),
    # Continuing
    Fault(
        "folding on changes the earlier state",
        {
            "ledger.working": [
                (
                    "Pool() if before is None else before.copy()",
                    "Pool() if before is None else before",
                )
            ]
        },
    ),
    Fault(
        "pieces are numbered anew when a fold is continued",
        {"ledger.working": [("self.numbers = dict(state.numbers)", "self.numbers = {}")]},
    ),
)
