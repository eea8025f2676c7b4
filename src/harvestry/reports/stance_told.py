"""The stance in a report: which positions mattered, and how they were taken."""

from collections.abc import Iterable

from harvestry.law.positions import known_positions
from harvestry.ledger.books import Books
from harvestry.reports.json_text import Json
from harvestry.tax.stance import Stance


def positions_that_mattered(stance: Stance, books: Books | None) -> tuple[str, ...]:
    """Give the positions that were changed, or that decided about a purchase near a loss."""
    decided: set[str] = set(stance.changed)
    if books is not None:
        decided |= {grey.position for grey in books.greys} | {wash.rule for wash in books.washes}
    return tuple(name for name in known_positions() if name in decided)


def positions_header(stance: Stance, mattered: Iterable[str]) -> list[Json]:
    """Give these positions as every document carries them."""
    return [
        {
            "position": name,
            "choice": stance.positions[name],
            "default": stance.positions[name] == known_positions()[name].default,
            "question": known_positions()[name].question,
        }
        for name in mattered
    ]
