"""The wash-sale state of a holding: which of its losses a sale today would see washed, by what."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from harvestry.events.event import Event
from harvestry.harvest.holding import Holding, Step
from harvestry.harvest.look_ahead import LookAhead
from harvestry.harvest.purchases import Purchase
from harvestry.harvest.replaced import Replaced
from harvestry.ledger.match import Match, Outcome, Wash
from harvestry.ledger.wash.losses import is_loss
from harvestry.ledger.wash.sizes import SizeMissingError, sizes_of, units_for
from harvestry.tax.wash_reach import Reach
from harvestry.units.days import Day
from harvestry.units.exact import Quantity
from harvestry.units.natural_order import natural_key


@dataclass(frozen=True, slots=True)
class WashState:
    """What a loss would meet if it were taken today.

    `reach` says whether the rule reaches the asset; `loss` is `None` while unknown.
    `washed` units of it would be replaced `by` purchases, `if_planned` of these only by planned
    ones, should they be made; what `lost` and `lost_if_planned` of these lose is lost for good, as
    it joins no basis; `clear_from` is the first day on which none would be, `rebuy_from`
    the first day to buy back after a sale today: both `None` where there is nothing to wait for.
    `greys` are purchases a position keeps from replacing, `doubts` what came without a history and
    may be a purchase that replaces units of it.
    """

    asset: str
    reach: Reach
    loss: bool | None
    quantity: Quantity = 0
    washed: Quantity = 0
    if_planned: Quantity = 0
    lost: Quantity = 0
    lost_if_planned: Quantity = 0
    by: tuple[Purchase, ...] = ()
    clear_from: Day | None = None
    rebuy_from: Day | None = None
    greys: tuple[tuple[Purchase, str], ...] = ()
    doubts: tuple[Event, ...] = ()


def wash_states(
    holding: Holding, ahead: LookAhead, found: Replaced | None = None
) -> tuple[WashState, ...]:
    """Give the state of each lot, in the order of the steps.

    Lots up to the stopping point count as sold together, each behind it as sold alone. `found` is
    what the fold finds to replace of those sold together; without it the look-ahead tells.
    """
    reach = ahead.reach(holding.asset)
    if reach is not Reach.COVERED:
        return tuple(WashState(holding.asset, reach, _is_loss(step)) for step in holding.steps)
    together = holding.steps[: holding.stop or holding.held_up]
    sold = {step.match.piece for step in together}
    kept = [
        each
        for each in ahead.standing(holding.asset).replacing
        if each.account != holding.account or each.piece not in sold
    ]
    desk = _Desk(kept, ahead, found)
    states: dict[int, WashState] = {}
    # A lot sold at a gain may be at a loss once that of another has joined its basis.
    losing = [n for n, step in enumerate(together) if _is_loss(step) or desk.found(step.match)]
    for n in sorted(losing, key=lambda n: _earliest_first(together[n].match)):
        states[n] = desk.state(together[n].match)
    alone = _Desk(ahead.standing(holding.asset).replacing, ahead)
    for n, step in enumerate(holding.steps):
        if n in states:
            continue
        if _is_loss(step):
            states[n] = alone.state(step.match, spend=False)
        else:
            states[n] = WashState(holding.asset, reach, _is_loss(step), step.match.quantity)
    return tuple(states[n] for n in range(len(holding.steps)))


def state_of_sale(holding: Holding, states: Sequence[WashState]) -> WashState:
    """Give the state of selling through the stopping point: what its lots meet, together.

    Where washes hold the sale up, what they would meet is the reason.
    """
    losing = [state for state in states[: holding.stop or holding.held_up] if state.loss]
    if not losing:
        reach = states[0].reach if states else Reach.COVERED
        return WashState(holding.asset, reach, None if holding.uncertain else False)
    purchases = {each: each.day for state in losing for each in state.by}
    greys = dict.fromkeys(each for state in losing for each in state.greys)
    clear = [state.clear_from for state in losing if state.clear_from is not None]
    together = WashState(
        holding.asset,
        losing[0].reach,
        loss=True,
        quantity=sum(state.quantity for state in losing),
        washed=sum(state.washed for state in losing),
        if_planned=sum(state.if_planned for state in losing),
        lost=sum(state.lost for state in losing),
        lost_if_planned=sum(state.lost_if_planned for state in losing),
        by=tuple(sorted(purchases, key=lambda each: each.day)),
        clear_from=max(clear) if clear else None,
        rebuy_from=losing[0].rebuy_from if holding.stop else None,
        greys=tuple(greys),
        doubts=tuple(dict.fromkeys(each for state in losing for each in state.doubts)),
    )
    return _wholly(together) if holding.disallowed and holding.left >= 0 else together


def _wholly(state: WashState) -> WashState:
    """Give the state of a sale of whose loss nothing is left: what is planned adds nothing.

    Units that took up the loss of others and were washed with it stand for them.
    """
    made = state.washed - state.if_planned
    if not made:
        return state
    by = tuple(each for each in state.by if not each.is_planned)
    return replace(
        state, quantity=made, washed=made, if_planned=0, lost_if_planned=0, by=by, doubts=()
    )


class _Desk:
    """The purchases near a sale, taken one for one, the earliest first.

    Of those made what the fold found to replace stands, where it was asked; what is planned, and
    until when it is not clear, is told here in any case.
    """

    def __init__(
        self, purchases: Iterable[Purchase], ahead: LookAhead, found: Replaced | None = None
    ) -> None:
        self._ahead = ahead
        self._found = found
        self._all = list(purchases)
        near = (each for each in self._all if ahead.in_window(each))
        self._near = [each for each in near if found is None or each.is_planned]
        self._left = [each.quantity for each in self._near]
        self._days = [each.day for each in self._near]
        self._orders = {each.lot: each.order for each in ahead.purchases if each.order is not None}
        self._received = {each.lot for each in ahead.left_out}
        self._first = 0
        self._clear: dict[str | None, Day] = {}
        positions = ahead.stance.positions
        self._own_counts = positions["same_order"] == "counts"
        self._later_only = positions["older_lot"] == "exempt"

    def state(self, match: Match, *, spend: bool = True) -> WashState:
        """Give the state of a loss; with `spend` what replaces it replaces nothing after it."""
        washes = self.found(match)
        by = [_purchase_of(wash, self._ahead) for wash in washes]
        wanted = match.quantity - sum(wash.quantity for wash in washes)
        units = {(planned, lost): 0 for planned in (False, True) for lost in (False, True)}
        for wash in washes:
            units[False, wash.outcome is Outcome.LOST] += wash.quantity
        n = self._begin(match)
        while wanted and n < len(self._near):
            left = self._left[n]
            if left != 0 and not self._is_own(self._near[n], match):
                purchase = self._near[n]
                by.append(purchase)
                replaced, taken = self._units_for(match, wanted, purchase, left)
                wanted -= replaced
                lost = self._ahead.is_lost(match.event.account, purchase.account)
                units[purchase.is_planned, lost] += replaced
                if spend and left is not None:
                    self._left[n] = left - taken
            n += 1
        while spend and self._first < len(self._left) and self._left[self._first] == 0:
            self._first += 1
        ahead, planned = self._ahead, units[True, False] + units[True, True]
        return WashState(
            match.asset,
            reach=Reach.COVERED,
            loss=True,
            quantity=match.quantity,
            washed=match.quantity - wanted,
            if_planned=planned,
            lost=units[False, True],
            lost_if_planned=units[True, True],
            by=tuple(dict.fromkeys(by)),
            clear_from=self._clear_from(match, by) if by else None,
            rebuy_from=ahead.rebuy_from,
            greys=self._greys(match),
            doubts=self._doubts(match) if wanted + planned else (),
        )

    def _doubts(self, match: Match) -> tuple[Event, ...]:
        """Give what may be a purchase that replaces; units never replace those of their own lot."""
        doubts = self._ahead.doubts(match.asset)
        return tuple(each for each in doubts if self._own_counts or each.id != match.lot)

    def found(self, match: Match) -> Sequence[Wash]:
        """Give what the fold found to replace of a lot."""
        return () if self._found is None else self._found.get(match.piece or "", ())

    def _greys(self, match: Match) -> tuple[tuple[Purchase, str], ...]:
        """Give what a position keeps from replacing; units never replace those of their own lot."""
        greys = self._ahead.standing(match.asset).greys
        if match.lot not in self._received:
            return greys
        return tuple(each for each in greys if not self._is_own(each[0], match))

    def _units_for(
        self, match: Match, wanted: Quantity, purchase: Purchase, left: Quantity | None
    ) -> tuple[Quantity, Quantity]:
        """Give the units that a purchase replaces, and its own that do; of an unknown one all.

        One whose size against the other nobody told is unknown, too.
        """
        if left is None:
            return wanted, 0
        if match.asset == purchase.asset:
            both = min(wanted, left)
            return both, both
        assets = self._ahead.assets
        one, other = assets.named(match.asset), assets.named(purchase.asset)
        try:
            sizes = sizes_of(one, other, assets, self._ahead.stance.positions)
        except SizeMissingError:
            return wanted, 0
        return units_for(sizes, wanted, left)

    def _begin(self, match: Match) -> int:
        """Give where to begin to look: past what is spent, and past older lots by position."""
        if not self._later_only or match.acquired_on is None:
            return self._first
        return max(self._first, bisect_right(self._days, match.acquired_on))

    def _clear_from(self, match: Match, by: Sequence[Purchase]) -> Day:
        if self.found(match):
            others = (each for each in self._all if not self._is_own(each, match))
            return self._ahead.clear_from([*others, *by])
        own = {each.lot for each in self._all if self._is_own(each, match)}
        key = match.piece if own else None
        if key not in self._clear:
            others = (each for each in self._all if not self._is_own(each, match))
            self._clear[key] = self._ahead.clear_from(others)
        return self._clear[key]

    def _is_own(self, purchase: Purchase, match: Match) -> bool:
        """Tell whether a purchase is the one the sold units came from (Rev. Rul. 56-602)."""
        if purchase.piece is not None and purchase.piece == match.piece:
            return True
        if self._own_counts or purchase.lot is None:
            return False
        order = self._orders.get(match.lot)
        return purchase.lot == match.lot or (order is not None and purchase.order == order)


def _purchase_of(wash: Wash, ahead: LookAhead) -> Purchase:
    """Give the purchase whose units replace, as one for all pieces of its lot."""
    income = {each.lot for each in ahead.purchases if each.received}
    return Purchase(
        *(wash.asset, wash.account, wash.bought_on, None, wash.lot),
        received=wash.lot in income,
    )


def _is_loss(step: Step) -> bool | None:
    """Tell whether a lot is at a loss, before anything is disallowed; `None` while unknown."""
    return None if step.gain is None else is_loss(step.match)


def _earliest_first(match: Match) -> tuple[object, ...]:
    return (match.acquired_on or 0, natural_key(match.lot or ""), natural_key(match.piece or ""))
