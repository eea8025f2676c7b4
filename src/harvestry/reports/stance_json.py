"""The stance in a document: which positions mattered, and how they were taken."""

from harvestry.law.positions import known_positions
from harvestry.ledger.books import Books
from harvestry.reports.json_text import Json
from harvestry.tax.stance import Stance


def positions_that_mattered(stance: Stance, books: Books | None) -> list[Json]:
    """Give the positions that were changed, or that decided about a purchase near a loss."""
    decided: set[str] = set(stance.changed)
    if books is not None:
        decided |= {grey.position for grey in books.greys} | {wash.rule for wash in books.washes}
    return [
        {
            "position": name,
            "choice": stance.positions[name],
            "default": stance.positions[name] == position.default,
            "question": position.question,
        }
        for name, position in known_positions().items()
        if name in decided
    ]
