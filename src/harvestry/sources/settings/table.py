"""`Table`: one table of a settings file, read key by key after its keys were checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, NoReturn, TypeVar

from harvestry.sources.settings.errors import SettingsError, UnfitError, suggestion
from harvestry.sources.settings.forms import Form, T_co
from harvestry.sources.settings.toml_file import shown

T = TypeVar("T")
REQUIRED: Final = "required"


@dataclass(frozen=True, slots=True)
class Key(Generic[T_co]):
    """A key that a table may hold.

    `default` is the value that counts when the key is absent, as TOML would give it; where no
    value can stand for its absence, `otherwise` says in words what that means.
    """

    name: str
    form: Form[T_co]
    default: object = None
    otherwise: str = "not given"


class Table:
    """One table of one file. Reading it gives exact values or ends in a `SettingsError`."""

    def __init__(
        self,
        file: str,
        name: str,
        value: object,
        keys: Sequence[Key[object]],
        tables: Sequence[str] = (),
    ) -> None:
        self._file = file
        self._name = name
        self._values: Mapping[str, object] = self._checked(value, [k.name for k in keys], tables)

    def find(self, key: Key[T]) -> T | None:
        """Give the value of a key, `None` where it is absent."""
        return self._read(key, self._values[key.name]) if key.name in self._values else None

    def need(self, key: Key[T]) -> T:
        """Give the value of a key, its default where it is absent.

        Raises:
            SettingsError: it is absent and required.
        """
        if key.name in self._values:
            return self._read(key, self._values[key.name])
        if key.default is None:
            self.refuse(key.name, "it is missing", f"{key.name} takes {key.form.words}")
        return key.form.read(key.default)

    def gives(self, key: Key[object]) -> bool:
        """Tell whether a key is in the table."""
        return key.name in self._values

    def inner(self, name: str) -> Mapping[str, object]:
        """Give the tables under a name, by their own names; none where it is absent."""
        value = self._values.get(name, {})
        if not isinstance(value, dict):
            self.refuse(name, f"{shown(value)} is no table", f"write [{name}]")
        return value

    def rows(self, name: str) -> Sequence[object]:
        """Give the tables of a list under a name; none where it is absent."""
        value = self._values.get(name, [])
        if not isinstance(value, list):
            self.refuse(name, "it is no list of tables", "write it with double brackets, [[...]]")
        return value

    def refuse(self, key: str, reason: str, allowed: str) -> NoReturn:
        """Raise the `SettingsError` of this table."""
        raise SettingsError(self._file, self._name, key, reason, allowed)

    def _read(self, key: Key[T], value: object) -> T:
        try:
            return key.form.read(value)
        except UnfitError as error:
            self.refuse(key.name, str(error), f"{error.hint}{key.name} takes {key.form.words}")

    def _checked(
        self, value: object, keys: Sequence[str], tables: Sequence[str]
    ) -> Mapping[str, object]:
        if not isinstance(value, dict):
            self.refuse("", f"{shown(value)} is no table", "write its keys under its name")
        known = [*keys, *tables]
        for key in value:
            if key not in known:
                hint = suggestion(key, known)
                self.refuse(
                    key, "there is no such key", f"{hint}the keys here are {', '.join(known)}"
                )
        return value
