"""What mapping.toml says: formats of the user's own, and what a file's header leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from harvestry.sources.description import Format


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """The answer to what a header leaves open, for files of some names.

    `format` is which of several it is. `values` stand for columns the export lacks (`asset`,
    `own_address`, `currency`). `time_zone` is that of its times, `day_first` how its dates with
    slashes are written, `decimal_comma` whether its numbers are written `1.234,56`.
    """

    files: tuple[str, ...]
    format: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    time_zone: str | None = None
    day_first: bool | None = None
    decimal_comma: bool | None = None

    def is_about(self, name: str) -> bool:
        """Tell whether a file of this name is meant."""
        return any(fnmatchcase(name.casefold(), each.casefold()) for each in self.files)


@dataclass(frozen=True, slots=True)
class MappingSettings:
    """What mapping.toml says."""

    formats: tuple[Format, ...] = ()
    answers: tuple[FileAnswer, ...] = ()

    def known(self, bundled: Mapping[str, Format]) -> Mapping[str, Format]:
        """Give all formats that are known with it."""
        return {**bundled, **{each.name: each for each in self.formats}}

    def answer_for(self, name: str) -> FileAnswer | None:
        """Give the first answer about a file of this name, if there is one."""
        return next((each for each in self.answers if each.is_about(name)), None)


NO_MAPPING = MappingSettings()
