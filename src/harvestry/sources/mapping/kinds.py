"""What a kind of row may be called in mapping.toml, and the rule each word makes."""

from collections.abc import Mapping
from typing import Any, Final

from harvestry.events.kind import INCOME

_GIVEN: Final = ("spend", "donation", "gift-out", "lost", "stolen", "fee")
WORDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "buy": {"do": "buy"},
    "sell": {"do": "sell"},
    "trade": {"do": "swap"},
    "order": {"do": "fill"},
    "deposit": {"do": "deposit"},
    "withdrawal": {"do": "withdrawal"},
    "transfer": {"do": "transfer"},
    "rebate": {"do": "rebate"},
    "gift-in": {"do": "gift"},
    **{kind.value: {"do": "income", "kind": kind.value} for kind in sorted(INCOME)},
    **{word: {"do": "give", "kind": word} for word in _GIVEN},
    "pnl:other": {"do": "result", "kind": "pnl:other"},
    "pnl:1256": {"do": "result", "kind": "pnl:1256"},
    "cash": {"do": "skip", "reason": "us-dollar-cash"},
    "internal": {"do": "skip", "reason": "internal-move"},
    "failed": {"do": "skip", "reason": "not-completed"},
    "ignore": {"do": "skip", "reason": "left-out-by-mapping"},
}
"""Each word a kind of row may be mapped to, and its rule in the language of descriptions."""
BY_SIGN: Final = "by-sign"
"""A deposit above zero, a withdrawal below."""
BY_SIDES: Final = "by-sides"
"""A trade where both sides are filled, else a deposit or a withdrawal."""
ALL_WORDS: Final = (*WORDS, BY_SIGN, BY_SIDES)


def rules_of(type_: str, word: str) -> list[dict[str, Any]]:
    """Give the rules for rows of a type (`*` for any) that mean what the word says."""
    if word == BY_SIGN:
        return [
            {"types": [type_], "do": "withdrawal", "sign": "-"},
            {"types": [type_], "do": "deposit"},
        ]
    if word == BY_SIDES:
        return [
            {"types": [type_], "do": "swap", "having": ["sent_quantity", "got_quantity"]},
            {"types": [type_], "do": "deposit", "having": ["got_quantity"]},
            {"types": [type_], "do": "withdrawal"},
        ]
    return [{"types": [type_], **WORDS[word]}]
