"""Where a thing was read: the file, by name and hash, and its rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was given: its name for people, its SHA-256 for proof."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Rows of one file. Row 1 is the first record after the header."""

    file: SourceFile
    rows: tuple[int, ...]

    def __str__(self) -> str:
        """Say it in words: `kraken.csv rows 3, 4`."""
        word = "row" if len(self.rows) == 1 else "rows"
        return f"{self.file.name} {word} {', '.join(map(str, self.rows))}"
