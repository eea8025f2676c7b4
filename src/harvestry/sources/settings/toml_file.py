"""Read a settings file as TOML, keeping the text of numbers that TOML would make inexact."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from harvestry.sources.settings.errors import SettingsError

_SHOWN: Final = 40
_PLACE: Final = re.compile(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)
_GIVEN_TWICE: Final = ("Cannot overwrite", "Cannot declare", "Duplicate", "Cannot mutate")
_MEND: Final = 'write one `key = "value"` a line, with text and amounts in quotes'


@dataclass(frozen=True, slots=True)
class UnquotedDecimal:
    """A number with a point or an exponent that stands in the file without quotes."""

    text: str


def load(path: Path) -> dict[str, object]:
    """Give the tables of a TOML file; floats come as `UnquotedDecimal`.

    Raises:
        SettingsError: there is no such file, or it is not TOML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text, parse_float=UnquotedDecimal)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror or error})"
        raise SettingsError(str(path), "", "", reason, "name a file that is there") from error
    except UnicodeDecodeError as error:
        reason = f"it is no text in UTF-8 (byte {error.start + 1})"
        raise SettingsError(str(path), "", "", reason, "save it as UTF-8") from error
    except RecursionError as error:
        reason = "its lists stand too deep in one another"
        raise SettingsError(str(path), "", "", reason, _MEND) from error
    except ValueError as error:
        raise SettingsError(str(path), "", "", _what_is_wrong(str(error), text), _MEND) from error


def shown(value: object) -> str:
    """Write a value as it would stand in the file, shortened for a message."""
    match value:
        case bool():
            text = "true" if value else "false"
        case str():
            text = f'"{value}"'
        case UnquotedDecimal():
            text = value.text
        case datetime() | date() | time():
            text = value.isoformat()
        case dict():
            text = "a table"
        case list():
            text = f"[{', '.join(map(shown, value))}]"
        case int() if abs(value) < 10**_SHOWN:
            text = str(value)
        case _:
            text = "a number without end"
    text = text.encode("unicode_escape").decode("ascii") if not text.isprintable() else text
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _what_is_wrong(message: str, text: str) -> str:
    """Put the parser's message in words, with the line it speaks of."""
    found = _PLACE.match(message)
    if found is None:
        return f"it is not TOML ({message[:120]})"
    what = found[1]
    if what.startswith(_GIVEN_TWICE):
        what = "a key or table is given twice"
    number = text.rstrip().count("\n") + 1 if found[2] is None else int(found[2])
    line = text.split("\n")[number - 1].strip()
    return f"line {number} is not TOML ({what}): {shown(line)[1:-1]}"
