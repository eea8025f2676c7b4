"""Names that accounting programs take: accounts and commodities, each its own, whatever the file.

Names are made of ASCII letters, digits and hyphens, so that no text can end one and begin
something else. What is lost stands in the journal's remarks beside the name.
"""

import re
from typing import Final

_NOT_IN_ACCOUNT: Final = re.compile(r"[^A-Za-z0-9]+")
_NOT_IN_COMMODITY: Final = re.compile(r"[^A-Z0-9]+")
_PLAIN: Final = re.compile(r"[A-Za-z0-9.:,/()'-]+(?: [A-Za-z0-9.:,/()'-]+)*")
_LONGEST_COMMODITY: Final = 20
_LONGEST_ACCOUNT: Final = 60
_DOLLARS: Final = "USD"


class Names:
    """The name for each account and asset: the same for the same, another for another."""

    def __init__(self) -> None:
        self._accounts: dict[str, str] = {}
        self._commodities: dict[str, str] = {}
        self._taken: set[str] = {_DOLLARS}

    def account(self, name: str) -> str:
        """Give the part of an account's name: begins with a capital or a digit."""
        if name not in self._accounts:
            plain = _NOT_IN_ACCOUNT.sub("-", name).strip("-")[:_LONGEST_ACCOUNT].strip("-")
            wanted = plain[:1].upper() + plain[1:] or "Account"
            self._accounts[name] = self._free(wanted, "account ")
        return self._accounts[name]

    def commodity(self, asset: str) -> str:
        """Give a commodity: capitals, digits and hyphens, a letter first, two at the least."""
        if asset not in self._commodities:
            plain = _NOT_IN_COMMODITY.sub("-", asset.upper()).strip("-")
            plain = plain[:_LONGEST_COMMODITY].strip("-")
            if not plain[:1].isalpha() or len(plain) < len("XX"):
                plain = f"X-{plain}" if plain else "X-X"
            self._commodities[asset] = self._free(plain, "")
        return self._commodities[asset]

    @property
    def changed(self) -> list[tuple[str, str]]:
        """Give what is called otherwise here than in the files: (here, there)."""
        both = [*self._accounts.items(), *self._commodities.items()]
        return [(here, there) for there, here in both if here.casefold() != there.casefold()]

    def _free(self, wanted: str, kind: str) -> str:
        name, n = wanted, 1
        while f"{kind}{name}".casefold() in self._taken or f"{kind}{name}" in self._taken:
            n += 1
            name = f"{wanted}-{n}"
        self._taken |= {f"{kind}{name}", f"{kind}{name}".casefold()}
        return name


def one_line(text: str) -> str:
    """Give text for a comment or a narration: one line, nothing that could end a string."""
    if _PLAIN.fullmatch(text):
        return text
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(plain.replace("\\", "/").replace('"', "'").replace(";", ",").split())
