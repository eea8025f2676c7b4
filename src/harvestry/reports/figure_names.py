"""The names of figures, by which `explain` finds them."""

from harvestry.events.account import Method
from harvestry.ledger.lot import Lot
from harvestry.ledger.match import Income, Match, pieces_of


def gain_figure(match: Match) -> str:
    """Give the name of a row of `gains`: its disposition and the piece it took."""
    return f"gains:{match.disposal}:{match.piece or ''}"


def pieces_figure(match: Match) -> str:
    """Give the name of the row of a workbook that tells all pieces of the match's lot as one."""
    return f"gains:{match.disposal}:{pieces_of(match.lot or '')}"


def lot_figure(lot: Lot) -> str:
    """Give the name of an open lot: its account and piece."""
    return f"lots:{lot.account}:{lot.piece}"


def income_figure(income: Income) -> str:
    """Give the name of a row of `income`."""
    return f"income:{income.event.id}"


def step_figure(method: Method, match: Match) -> str:
    """Give the name of a row of an ordering sheet: the order, the account and the piece."""
    return f"harvest:{method}:{match.event.account}:{match.piece or ''}"


def holding_figure(method: Method, account: str, asset: str) -> str:
    """Give the name of a row of a summary sheet: the order, the account and the asset."""
    return f"harvest:{method}:{account}:{asset}"
