"""What is said beside an explanation."""

from collections.abc import Iterable

from harvestry.law.regime import Regime
from harvestry.reports.cell_text import cell_text
from harvestry.reports.explain.node import Node


def otherwise_in_a_plan(
    filed: Iterable[Node], planned: Iterable[Node], regime: Regime
) -> tuple[str, ...]:
    """Say which of these figures are others in a plan, where coins may be covered."""
    values = {node.figure: node.value for node in filed}
    return tuple(
        f"`harvest` and `wash` go by {regime}: there {node.figure} is "
        f"{cell_text(node.value, node.unit)}; add --wash {regime} for that."
        for node in planned
        if node.figure in values and values[node.figure] != node.value
    )
