"""The names of pools of several accounts, which no account may bear."""

from typing import Final

UNIVERSAL: Final = "universal:"
"""Begins the name of an owner's pool of everything, as it was before 2025."""
WALLETS: Final = "wallets:"
"""Begins the name of the pool of an owner's wallets."""
RESERVED: Final = (
    f"begins with `{UNIVERSAL}` or `{WALLETS}`, as the names of Harvestry's own pools of several "
    "accounts do"
)
"""Why such a name is refused, in words that follow it; the mend is `ANOTHER`."""
ANOTHER: Final = "choose another name for the account"


def is_pool_name(name: str) -> bool:
    """Tell whether a name is that of a pool of several accounts."""
    return name.startswith((UNIVERSAL, WALLETS))


def pool_in_words(name: str) -> str:
    """Give the name of an account as it is, that of a pool of several in words."""
    if name.startswith(UNIVERSAL):
        return f"universal pool of {name.removeprefix(UNIVERSAL)}"
    if name.startswith(WALLETS):
        return f"wallets of {name.removeprefix(WALLETS)}"
    return name
