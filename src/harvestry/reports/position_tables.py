"""The grey choices of the law: question, choices, authorities, and what each would change."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from harvestry.law.positions import Position, known_positions
from harvestry.ledger.match import Term
from harvestry.reports.cell_text import rounded_gain
from harvestry.reports.json_text import Json, money
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.tax.stance import Stance
from harvestry.units.exact import Money


class Change(NamedTuple):
    """What another choice adds to the gain of a year and term, and to what is disallowed.

    `gain` is `None` where it leaves more or less of it unknown.
    """

    year: int
    term: Term
    gain: Money | None
    disallowed: Money


class Effect(NamedTuple):
    """One choice that was not taken, with what it would change, if anything.

    `held` is what it adds to the basis of the lots still held, `None` while unknown. Where nothing
    can be worked out `refused` says why.
    """

    choice: str
    changes: tuple[Change, ...]
    held: Money | None
    refused: str = ""

    @property
    def matters(self) -> bool:
        """Tell whether it changes anything."""
        return bool(self.changes) or self.held != 0


Effects = Mapping[str, tuple[Effect, ...]]

_COLUMNS: Final = (
    Column("Position", Unit.TEXT, "The key, for --position KEY=VALUE or [positions]."),
    Column("Question", Unit.TEXT),
    Column("Taken", Unit.TEXT, "What these books are made under."),
    Column("Default", Unit.TEXT),
    Column("Choices", Unit.TEXT),
    Column("For the default", Unit.TEXT),
    Column("Against it", Unit.TEXT),
    Column("What would change", Unit.TEXT, "Gain of a year and term if the other choice is taken."),
)


def positions_document(stance: Stance, effects: Effects | None) -> Json:
    """Give the `positions` document's own part; without `effects` no files were given."""
    return {
        "choices": [_position(position, stance, effects) for position in known_positions().values()]
    }


def _position(position: Position, stance: Stance, effects: Effects | None) -> Json:
    told = None if effects is None else effects.get(position.id, ())
    return {
        "position": position.id,
        "question": position.question,
        "choices": [{"choice": name, "meaning": text} for name, text in position.choices.items()],
        "default": position.default,
        "chosen": stance.positions[position.id],
        "for": list(position.authorities_for),
        "against": list(position.authorities_against),
        "matters": None if told is None else any(effect.matters for effect in told),
        "effects": None if told is None else [_effect(effect) for effect in told],
    }


def _effect(effect: Effect) -> Json:
    return {
        "choice": effect.choice,
        "basis_held": money(effect.held),
        "unknown_because": effect.refused or None,
        "changes": [
            {
                "year": change.year,
                "term": change.term.value,
                "gain": money(change.gain),
                "disallowed": money(change.disallowed),
            }
            for change in effect.changes
        ],
    }


def positions_table(stance: Stance, effects: Effects | None) -> Table:
    """Give a row a grey choice, those that matter in these books first."""
    rows: list[tuple[bool, Row]] = []
    for name, position in known_positions().items():
        told = () if effects is None else effects.get(name, ())
        what = "; ".join(words for effect in told for words in _words(effect))
        if not what and effects is not None:
            what = "nothing in these books"
        cells = (
            name,
            position.question,
            stance.positions[name],
            position.default,
            "; ".join(f"{choice}: {text}" for choice, text in position.choices.items()),
            "; ".join(position.authorities_for),
            "; ".join(position.authorities_against),
            what,
        )
        rows.append((not any(effect.matters for effect in told), cells))
    rows.sort(key=lambda row: row[0])
    brief = ("position", "question", "taken", "what_would_change")
    if effects is None:
        brief = ("position", "question", "taken", "choices")
    return Table("Positions", _COLUMNS, [row for _, row in rows], brief=brief)


def _words(effect: Effect) -> tuple[str, ...]:
    gains = tuple(
        f"{effect.choice}: {change.year} {change.term} {_amount(change.gain)}"
        for change in effect.changes
    )
    if effect.refused:
        return (f"{effect.choice}: unknown ({effect.refused})",)
    if effect.held == 0:
        return gains
    return (*gains, f"{effect.choice}: basis still held {_amount(effect.held, word=False)}")


def _amount(amount: Money | None, *, word: bool = True) -> str:
    return "unknown" if amount is None else rounded_gain(amount, word=word)
