"""`--wash` and `--position`: reading what was chosen, and completing it in the shell."""

from collections.abc import Iterable

from harvestry.faces.cli.refusing import refuse


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
