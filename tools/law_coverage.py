"""Write src/harvestry/law/COVERAGE.md: every rule and position of the law files, with authority.

python tools/law_coverage.py
"""

from pathlib import Path

from harvestry.law.load import Rule, load
from harvestry.law.positions import Position, known_positions
from harvestry.units.days import day_text

PAGE = Path(__file__).parents[1] / "src" / "harvestry" / "law" / "COVERAGE.md"
_HEAD = """# What the law files cover

Made by `make law` from the files in `us/`; a test keeps it current. A rule holds from its day on
until the next value; before the first it says nothing, and a figure that needs it is unknown.

## Rules

| rule | what it decides | from | authority | read |
|---|---|---|---|---|
"""
_POSITIONS = """
## Positions

Where the law is grey, a choice stands with its authorities; `harvestry positions` tells what each
changes.

| position | question | default | other choices | read for the default |
|---|---|---|---|---|
"""


def coverage() -> str:
    """Give the page."""
    rules = [row for rule in sorted(load().rules.values(), key=_id) for row in _rule(rule)]
    positions = [_position(each) for each in known_positions().values()]
    return f"{_HEAD}{chr(10).join(rules)}\n{_POSITIONS}{chr(10).join(positions)}\n"


def _id(rule: Rule) -> str:
    return rule.id


def _rule(rule: Rule) -> list[str]:
    return [
        f"| `{rule.id}` | {rule.title} | {day_text(dated.since)} | "
        f"[{dated.cite.law}]({dated.cite.url}) | {day_text(dated.cite.read)} |"
        for dated in rule.history
    ]


def _position(position: Position) -> str:
    others = ", ".join(f"`{name}`" for name in position.choices if name != position.default)
    authorities = "; ".join(position.authorities_for)
    return (
        f"| `{position.id}` | {position.question} | `{position.default}` | {others} | "
        f"{authorities} |"
    )


if __name__ == "__main__":
    PAGE.write_text(coverage(), "utf-8")
