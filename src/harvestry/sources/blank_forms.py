"""Blank official forms: PDFs the user points at, or fetched from the IRS once and kept."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from harvestry.sources.errors import SourceError, UnreadableFileError

_PDF: Final = b"%PDF-"
_LARGEST: Final = 20_000_000
_PATIENCE: Final = 30


class NotFetchedError(SourceError):
    """A blank form could not be fetched."""


def read_blanks(paths: Iterable[Path]) -> list[tuple[Path, bytes]]:
    """Read PDFs, of a folder every one in it.

    Raises:
        UnreadableFileError: a file is missing or no PDF, or a folder has none.
    """
    found = []
    for path in paths:
        inside = sorted(path.glob("*.pdf")) if path.is_dir() else [path]
        if not inside:
            raise UnreadableFileError(str(path), "the folder has no PDF; name the blank form")
        found += [(each, _pdf(each)) for each in inside]
    return found


def kept_blank(address: str, folder: Path) -> Path:
    """Give the blank form in a folder, fetched from its address if it is not there yet.

    Raises:
        NotFetchedError: the address did not answer, or with something that is no PDF.
        OSError: the file cannot be written.
    """
    path = folder / address.rpartition("/")[2]
    if not path.exists():
        pdf = _fetched(address)
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_bytes(pdf)
        beside.replace(path)
    return path


def _pdf(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            pdf = file.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableFileError(str(path), f"{error.strerror or error}") from error
    if not pdf.startswith(_PDF) or len(pdf) > _LARGEST:
        raise UnreadableFileError(str(path), "it is no blank form as PDF; give the IRS's own file")
    return pdf


def _fetched(address: str) -> bytes:
    # Imported here, not above: what connects is loaded only where something is fetched.
    from http.client import HTTPException
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    place = urlsplit(address)
    if place.scheme != "https" and place.hostname != "127.0.0.1":
        raise NotFetchedError(address, "a form is fetched over https only")
    mend = "; fetch it yourself and give it with --blank"
    try:
        with urlopen(Request(address), timeout=_PATIENCE) as answer:  # noqa: S310  # checked above
            pdf: bytes = answer.read(_LARGEST + 1)
    except (URLError, HTTPException, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise NotFetchedError(address, f"it could not be fetched ({reason}){mend}") from error
    if not pdf.startswith(_PDF) or len(pdf) > _LARGEST:
        raise NotFetchedError(address, f"what came is no PDF{mend}")
    return pdf
