"""`SettingsError`: a settings file that cannot be used, in one sentence with its mend."""

from collections.abc import Iterable
from difflib import get_close_matches

from harvestry.sources.printable import printable


class SettingsError(ValueError):
    """A settings file says what cannot be: the message tells where, what, and what is allowed.

    `file` is the file as it was named, `table` the TOML table (empty at the top of the file), `key`
    the key (empty where the trouble is the table or the file itself), `reason` what is wrong, and
    `allowed` what is allowed there.
    """

    def __init__(self, file: str, table: str, key: str, reason: str, allowed: str) -> None:
        self.file = file
        self.table = table
        self.key = key
        self.reason = reason
        self.allowed = allowed
        place = " ".join(part for part in (table, key) if part)
        where = f"{file}, {place}" if place else file
        super().__init__(printable(f"{where}: {reason}; {allowed}."))


class UnfitError(ValueError):
    """A value that a key cannot have; the message is the reason, and `hint` the likely meaning."""

    def __init__(self, reason: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(reason)


def suggestion(word: str, known: Iterable[str]) -> str:
    """Give `did you mean "..."? ` for a word that is nearly a known one, else nothing."""
    near = get_close_matches(word, known, n=1)
    return f'did you mean "{near[0]}"? ' if near else ""
