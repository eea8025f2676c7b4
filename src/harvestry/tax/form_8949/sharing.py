"""Share a figure of a whole sale out among its pieces, so that the parts add up."""

from collections.abc import Sequence

from harvestry.units.exact import share


def share_out(whole: int, weights: Sequence[int]) -> list[int]:
    """Give a part of `whole` for each weight, cut by running sums; not all weights are zero.

    The parts add up to `whole` to the last unit.
    """
    total = sum(weights)
    parts = []
    so_far = before = 0
    for weight in weights:
        so_far += weight
        upto = share(whole, so_far, total)
        parts.append(upto - before)
        before = upto
    return parts


def weights_of(amounts: Sequence[int | None], instead: Sequence[int]) -> list[int]:
    """Give amounts as weights, or others where one is unknown or none is above zero."""
    known = [amount for amount in amounts if amount is not None and amount >= 0]
    return known if len(known) == len(amounts) and any(known) else list(instead)
