"""Where a thing was read: the file, by name and hash, and its rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was given: its name for people, its SHA-256 for proof.

    `folder` is what of the name is folders, with the stroke after them: nothing, unless it takes
    them to tell the file from another of its name.
    """

    name: str
    sha256: str
    folder: str = ""

    @property
    def plain(self) -> str:
        """The name alone, which is the same wherever the file lies."""
        return self.name.removeprefix(self.folder)


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Rows of one file. Row 1 is the first record after the header."""

    file: SourceFile
    rows: tuple[int, ...]

    def __str__(self) -> str:
        """Say it in words: `kraken.csv rows 3, 4`."""
        word = "row" if len(self.rows) == 1 else "rows"
        return f"{self.file.name} {word} {', '.join(map(str, self.rows))}"
