"""A zip whose bytes depend on nothing but its members: no clock, no compression, no machine."""

import io
import zipfile
from collections.abc import Iterable
from typing import Final

_ONLY_OWNER: Final = 0o600 << 16
_UNIX: Final = 3


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Give a zip of members in the order given.

    They are stored as they are: compressors differ from one machine to the next, and what unpacks
    to no more than it weighs cannot overwhelm whoever reads it.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name)  # its date is fixed: the first that a zip can say
            member.create_system = _UNIX
            member.external_attr = _ONLY_OWNER
            archive.writestr(member, content)
    return file.getvalue()
