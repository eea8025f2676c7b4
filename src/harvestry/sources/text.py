"""Bytes to lines of text: UTF-8 or UTF-16, and one clear error for anything else."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from harvestry.sources.errors import BrokenCsvError, NotTextError, UnreadableFileError
from harvestry.sources.printable import printable
from harvestry.units.source_ref import SourceFile

_CHUNK: Final = 1 << 20
"""Bytes hashed at a time; also the longest stretch without a line end that passes for text."""
_HEAD: Final = 4096
_OTHER_KINDS: Final = (
    (
        b"PK\x03\x04",
        "it is an archive or another kind of spreadsheet; unpack it, or save it as CSV",
    ),
    (b"\xd0\xcf\x11\xe0", "it is an old spreadsheet or has a password; save it without as XLSX"),
    (b"%PDF", "it is a PDF; ask the exchange for the CSV export"),
    (b"\x1f\x8b", "it is compressed; unpack it first"),
    (b"\xff\xfe\x00\x00", "it is in UTF-32; save it as CSV in UTF-8"),
    (b"\x00\x00\xfe\xff", "it is in UTF-32; save it as CSV in UTF-8"),
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that was looked through once: its name, its hash, its encoding."""

    path: Path
    source: SourceFile
    encoding: str

    @property
    def name(self) -> str:
        """The file's name for people."""
        return self.source.name


def examine(path: Path) -> TextFile:
    """Hash a file and find out its encoding.

    Raises:
        UnreadableFileError: it cannot be opened.
        NotTextError: it is empty or binary.
        BrokenCsvError: it has a line of a megabyte and more.
    """
    head, digest, endless = looked_at(path)
    encoding = _encoding(path.name, head)
    if endless:
        message = "it has a line of over a megabyte, so it is no table; export it again as CSV"
        raise BrokenCsvError(path.name, message)
    return TextFile(path, SourceFile(printable(path.name), digest), encoding)


def looked_at(path: Path) -> tuple[bytes, str, bool]:
    """Give a file's first bytes, its SHA-256, and whether some line is too long to be one.

    Raises:
        UnreadableFileError: it cannot be opened.
    """
    try:
        if path.exists() and not path.is_file():
            name = path.name or str(path)
            raise UnreadableFileError(name, "it is not a file; give the files themselves")
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            stream.seek(0)
            return head, *_digest(stream)
    except FileNotFoundError:
        raise UnreadableFileError(str(path), "there is no such file; check the path") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(str(path), f"it cannot be opened ({why}); check it") from error


def lines(file: TextFile) -> Iterator[str]:
    """Give the lines of a file with their line ends as they are.

    Raises:
        NotTextError: bytes that are no text, with their line.
        UnreadableFileError: the file went away.
    """
    number = 0
    try:
        with io.TextIOWrapper(file.path.open("rb"), file.encoding, newline="") as stream:
            for number, line in enumerate(stream, 1):
                if "\0" in line:
                    raise _binary(file.name, number)
                yield line
    except UnicodeDecodeError:
        message = (
            f"line {_undecodable(file, number)} holds bytes that are not {file.encoding.upper()}; "
            "open the file and save it as CSV in UTF-8"
        )
        raise NotTextError(file.name, message) from None
    except OSError as error:
        message = f"it cannot be read ({error.strerror}); check it"
        raise UnreadableFileError(file.name, message) from error


def _digest(stream: BinaryIO) -> tuple[str, bool]:
    """Give the SHA-256, and whether some line is too long to be one."""
    digest = hashlib.sha256()
    endless = False
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        if len(chunk) == _CHUNK and b"\n" not in chunk and b"\r" not in chunk:
            endless = True
    return digest.hexdigest(), endless


def _encoding(name: str, head: bytes) -> str:
    if not head:
        raise NotTextError(name, "it is empty; export it again")
    for magic, what in _OTHER_KINDS:
        if head.startswith(magic):
            raise NotTextError(name, what)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in head:
        return _wide(name, head)
    return "utf-8-sig"


def _wide(name: str, head: bytes) -> str:
    """Tell UTF-16 without its mark from binary: in a table most characters are ASCII."""
    half = len(head) // 2
    even, odd = head[0 : 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    if even == 0 and 2 * odd > half:
        return "utf-16-le"
    if odd == 0 and 2 * even > half:
        return "utf-16-be"
    raise _binary(name, head[: head.index(0)].count(b"\n") + 1)


def _binary(name: str, line: int) -> NotTextError:
    message = f"it holds a NUL byte in line {line}, so it is no text file; export it again as CSV"
    return NotTextError(name, message)


def _undecodable(file: TextFile, reached: int) -> int:
    """Give the first line that is not UTF-8; of UTF-16, the line that was reached."""
    if not file.encoding.startswith("utf-8"):
        return reached + 1
    with file.path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return reached + 1
