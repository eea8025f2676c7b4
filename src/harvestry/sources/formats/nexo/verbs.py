"""What a row of Nexo means that names two currencies in one cell."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.sources.draft import Member, Outcome, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged
from harvestry.sources.numbers import NumberError, read_number
from harvestry.sources.reasons import SkipReason
from harvestry.units.exact import InexactError, Quantity, quantity_of

_AMOUNTS: Final = re.compile(r"-\s*([0-9.,eE-]+)\s*/\s*\+\s*([0-9.,eE-]+)", re.ASCII)


def exchange(members: Sequence[Member]) -> Outcome:
    """An exchange: currencies `a/b`, amounts `-1 / +2`."""
    row, _ = only(members)
    sent, slash, got = row.needed("asset").partition("/")
    fit = _AMOUNTS.fullmatch(row.needed("quantity"))
    if not slash or fit is None:
        message = (
            f"{row.text('quantity')!r} of {row.text('asset')!r} are no two sides of an exchange; "
            "expected `-1 / +2` of `BTC/ETH`"
        )
        raise RowError("bad-number", message, row.number)
    legs = (
        Leg(row.symbol(sent.strip(), "asset"), -_quantity(fit[1])),
        Leg(row.symbol(got.strip(), "asset"), _quantity(fit[2]), row.dollars("value")),
    )
    drafts = exchanged((row,), row.text("id"), legs, ())
    return made(*drafts) if drafts else skip(SkipReason.INTERNAL_MOVE)


def _quantity(text: str) -> Quantity:
    try:
        return quantity_of(read_number(text).text)
    except (NumberError, InexactError) as error:
        raise RowError("bad-number", f"{text!r} {error}; correct it in the file") from error


VERBS: Final[Mapping[str, Verb]] = {"nexo:exchange": exchange}
"""The verbs of this format."""
