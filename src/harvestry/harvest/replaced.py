"""What replaces the losses of a planned sale among purchases already made, as the fold finds it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from harvestry.harvest.holding import Holding
from harvestry.harvest.planned_sales import Moment, sale_at
from harvestry.ledger.fold import fold
from harvestry.ledger.match import Wash
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State

Replaced: TypeAlias = Mapping[str, Sequence[Wash]]
"""The washes of a sale, by the piece of its holding whose loss they disallow."""


def replaced(state: State, rules: Rules, moment: Moment, holding: Holding) -> Replaced:
    """Give the washes of selling a holding through its stop, alone, under the rules of the state.

    A sale that is held up is looked at as it would be. Where units of the sale itself replace, the
    loss comes back with them: such washes are told only where no others are and something is
    disallowed all the same.
    """
    through = holding.stop or holding.held_up
    if not through:
        return {}
    key = holding.account, holding.asset
    sale = sale_at(moment, state, key, holding.steps[through - 1].cumulative_quantity, 1)
    after = fold(state, [sale], rules)
    last = after.chapters[-1]
    earlier = after.match_count - len(last.matches)
    mine = {n: each for n, each in enumerate(last.matches, earlier) if each.disposal == sale.id}
    sold = {each.piece for each in mine.values()}
    washes = [wash for wash in last.washes if wash.match in mine]
    lasting = [each for each in washes if each.cut_from is not None or each.piece not in sold]
    if not lasting and not holding.disallowed:
        return {}
    found: dict[str, list[Wash]] = defaultdict(list)
    for wash in lasting or washes:
        match = mine[wash.match]
        found[_piece_of(match.piece, match.lot, holding)].append(wash)
    return found


def _piece_of(piece: str | None, lot: str | None, holding: Holding) -> str:
    """Give the piece of the holding that a match is of: itself, one of its lot, else the first."""
    pieces = {
        each.match.piece: each.match.lot
        for each in holding.steps[: holding.stop or holding.held_up]
    }
    if piece not in pieces:
        piece = next((one for one, root in pieces.items() if root == lot), next(iter(pieces)))
    return piece or ""
