"""Harvestry: what to sell to lock in crypto tax losses, every figure traceable to its row.

Programs come in by `open_case`; see docs/library.md.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harvestry.case import Case, HarvestReport, Report, open_case

__version__ = "0.1.0"
__all__ = ["Case", "HarvestReport", "Report", "open_case"]


def __getattr__(name: str) -> Any:
    """Import the library when it is first used: the command line must start at once."""
    if name not in __all__:
        raise AttributeError(f"module 'harvestry' has no attribute {name!r}")
    from harvestry import case

    return getattr(case, name)
