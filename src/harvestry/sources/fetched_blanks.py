"""Blank official forms fetched from the IRS, once, and kept."""

from pathlib import Path
from typing import Final

import httpx

from harvestry.sources.blank_forms import LARGEST, is_blank_form
from harvestry.sources.errors import SourceError

_SECONDS: Final = 30
_MEND: Final = "; fetch it yourself and give it with --blank"


class NotFetchedError(SourceError):
    """A blank form could not be fetched."""


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


def _fetched(address: str) -> bytes:
    """Give what an address answers: over https, nothing sent along, never sent on elsewhere."""
    url = httpx.URL(address)
    if url.scheme != "https" and url.host != "127.0.0.1":
        raise NotFetchedError(address, "a form is fetched over https only")
    try:
        with (
            httpx.Client(trust_env=False, timeout=_SECONDS) as client,
            client.stream("GET", url) as answer,
        ):
            pdf = _body(answer) if answer.status_code == httpx.codes.OK else b""
            status = f"{answer.status_code} {answer.reason_phrase}"
    except (httpx.HTTPError, OSError) as error:
        reason = f"it could not be fetched ({str(error) or type(error).__name__}){_MEND}"
        raise NotFetchedError(address, reason) from error
    if not answer.is_success:
        raise NotFetchedError(address, f"it could not be fetched (status {status}){_MEND}")
    if not is_blank_form(pdf):
        raise NotFetchedError(address, f"what came is no PDF{_MEND}")
    return pdf


def _body(answer: httpx.Response) -> bytes:
    """Give the body, or its beginning where it is larger than any form."""
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > LARGEST:
            break
    return bytes(body)
