"""The parts of a match that was split: units that replaced a loss on the day they were sold."""

from collections.abc import Sequence
from dataclasses import replace

from harvestry.ledger.match import Match
from harvestry.reports.explain.node import Node, derived, stated
from harvestry.reports.table import Unit
from harvestry.units.exact import Quantity


def part_of_split(
    name: str, figure: str, whole: Node, parts: Sequence[Match], match: Match
) -> Node:
    """Give the part of an amount that falls on one part of a split match.

    Each part was cut off what the parts before it had left; the last is what remains.
    """
    rest = replace(whole, name="rest")
    left = sum(part.quantity for part in parts)
    for n, part in enumerate(parts, start=1):
        inputs = (rest, *_units(f"{figure}:split_{n}", part, left))
        last = part is parts[-1]
        if part is match:
            formula = "rest" if last else "share(rest, part, quantity)"
            return derived(name, figure, formula, inputs[:1] if last else inputs)
        cut = "rest - share(rest, part, quantity)"
        rest = derived("rest", f"{figure}:rest_{n}", cut, inputs)
        left -= part.quantity
    raise AssertionError(f"no part of {figure}")


def _units(figure: str, part: Match, left: Quantity) -> tuple[Node, Node]:
    source = (part.event.source,)
    words = "of the units in the row, those that replaced a loss of the same day"
    whole = "of the units in the row, those taken from this lot and not yet cut off"
    return (
        stated("part", f"{figure}:part", part.quantity, Unit.QUANTITY, source, words=words),
        stated("quantity", f"{figure}:quantity", left, Unit.QUANTITY, source, words=whole),
    )
