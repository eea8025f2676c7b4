"""decisions.toml: what somebody said of problems, read and written."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from harvestry.events.choices import choice_of
from harvestry.events.decision_values import UnfitValueError
from harvestry.events.decisions import Decision, Decisions
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.settings.forms import TEXT, Form
from harvestry.sources.settings.table import REQUIRED, Key, Table
from harvestry.sources.settings.toml_file import load, shown

_ANY_TEXT: Final = Form("text", lambda value: value if isinstance(value, str) else shown(value))
PROBLEM: Final = Key("problem", TEXT, otherwise=REQUIRED)
CHOICE: Final = Key("choice", TEXT, otherwise=REQUIRED)
VALUE: Final = Key("value", _ANY_TEXT, "")
MADE: Final = Key("made", _ANY_TEXT, "")
DECISION_KEYS: Final[tuple[Key[object], ...]] = (PROBLEM, CHOICE, VALUE, MADE)
_TABLE: Final = "decision"


def read_decisions(path: Path) -> Decisions:
    """Give the decisions of a file, in the order they were made.

    Raises:
        SettingsError: it is no TOML, or says what cannot be.
    """
    whole = Table(str(path), "", load(path), (), (_TABLE,))
    rows = enumerate(whole.rows(_TABLE), 1)
    return Decisions.of(_decision(str(path), n, row) for n, row in rows)


def _decision(file: str, n: int, row: object) -> Decision:
    name = f"[[{_TABLE}]] number {n}"
    table = Table(file, name, row, DECISION_KEYS)
    found = Decision(*(table.need(key) for key in (PROBLEM, CHOICE, VALUE, MADE)))
    try:
        choice_of(found)
    except UnfitValueError as error:
        raise SettingsError(file, name, "", str(error), "mend it or take it out") from None
    return found


def decisions_text(decisions: Iterable[Decision]) -> str:
    """Give the text of a decisions.toml."""
    return "\n".join(_text(each) for each in decisions)


def _text(each: Decision) -> str:
    keys = {"problem": each.problem, "choice": each.choice, "value": each.value, "made": each.made}
    lines = (f"{key} = {_quoted(text)}" for key, text in keys.items() if text)
    return "\n".join((f"[[{_TABLE}]]", *lines, ""))


def _quoted(text: str) -> str:
    """Quote a text as TOML has it, whose escapes are those of JSON; DEL is one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
