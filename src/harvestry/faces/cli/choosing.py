"""`--year`, `--wash` and `--position`: reading what was chosen, completing it in the shell."""

from collections.abc import Iterable
from typing import Final

from harvestry.faces.cli.refusing import refuse

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100


def a_year(text: str) -> int:
    """Read the tax year of `--year`."""
    return _year(f"--year {text}", text, "such as 2026")


def bare_year(text: str) -> int:
    """Read a tax year that stands without an option."""
    return _year(text, text, "such as 2026")


def year_of(text: str) -> int | None:
    """Read a tax year, `None` for all."""
    return None if text == "all" else _year(f"--year {text}", text, "such as 2026, or `all`")


def _year(typed: str, text: str, such_as: str) -> int:
    fits = len(text) == len(str(FIRST_YEAR)) and text.isascii() and text.isdigit()
    if not fits or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        refuse(f"{typed}: give a year {such_as}, between {FIRST_YEAR} and {LAST_YEAR}")
    return int(text)


def chosen(texts: Iterable[str]) -> dict[str, str]:
    """Read positions written as KEY=VALUE; the case checks what they name."""
    positions: dict[str, str] = {}
    for text in texts:
        name, equals, choice = text.partition("=")
        if not equals:
            refuse(f"--position {text}: write it as KEY=VALUE, such as mutual_loop=both")
        if positions.setdefault(name, choice) != choice:
            refuse(f"--position {name} is given twice, as {positions[name]} and as {choice}")
    return positions


def regimes_like(incomplete: str) -> list[str]:
    """Give the regimes that begin so."""
    regimes = ("current-law", "apply", "from:")
    return [each for each in regimes if each.startswith(incomplete)]


def positions_like(incomplete: str) -> list[str]:
    """Give the positions with their choices that begin so."""
    from harvestry.law.positions import known_positions

    choices = (f"{each.id}={name}" for each in known_positions().values() for name in each.choices)
    return [each for each in choices if each.startswith(incomplete)]
