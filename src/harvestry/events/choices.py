"""What can be said of a problem: its choices, what value each takes, and what each means."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from harvestry.events import decision_values as values
from harvestry.events.decision_values import UnfitValueError
from harvestry.events.decisions import JOINED, Decision


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice. `form` is its value as it is written, in brackets what may be left out.

    `read` gives the value exactly or raises `UnfitValueError`; `meaning` is what it says, in words.
    """

    name: str
    form: str
    example: str
    read: Callable[[str], object]
    meaning: str

    @property
    def told(self) -> str:
        """The choice as it is typed: its name and the form of its value."""
        return f"{self.name} {self.form}".strip()


PAIR: Final = "pair"
UNPAIR: Final = "unpair"
IGNORE: Final = "ignore"
WAS: Final = "was"
NOTHING: Final = "nothing"
SAME: Final = "same"
OPENING: Final = "opening"

_PAIR: Final = Choice(
    PAIR, "ID", "coinbase:7c21", values.name, "one transfer with the half of that id"
)
_OWN_TO: Final = Choice(
    "own", "ACCOUNT", "ledger", values.account, "moved to your own account of that name"
)
_IGNORE: Final = Choice(
    IGNORE,
    "REASON",
    '"too small to matter"',
    values.reason,
    "said as a note from then on; what is unknown stays unknown",
)
_SEEN: Final = Choice("seen", "", "", values.nothing, "read, and nothing to mend")
_WAS: Final = Choice(
    WAS,
    "COLUMN=CELL;...",
    '"kind=buy;asset=BTC;quantity=0.5;usd=12000"',
    values.columns,
    "the row in columns of the Harvestry CSV; time and account are the row's own unless given",
)
_NOTHING: Final = Choice(
    NOTHING, "", "", values.nothing, "it moved nothing, or another row of your files tells what"
)
_VALUE: Final = Choice(
    "value", "USD", "1250.00", values.dollars, "what the row was worth in dollars"
)
_PRICE: Final = Choice("price", "USD", "42000.50", values.price, "what one coin was worth that day")

TO_BE_SEEN: Final = frozenset(
    {
        *("identified-late", "not-identified", "books-no-longer-identify"),
        *("books-do-not-identify", "broker-order-controls"),
    }
)
"""Codes of what stands as a record, and is no more than to be read."""

_CHOICES: Final[Mapping[str, tuple[Choice, ...]]] = {
    "unmatched-deposit": (
        _PAIR,
        Choice(
            "bought",
            "USD[@DATE]",
            "1250.00@2019-06-30",
            values.bought,
            "what the units cost, fees included, and when; without a day, when they came",
        ),
        Choice(
            "gift",
            "USD@DATE",
            "900@2019-06-30",
            values.bought_on,
            "a gift: what the donor had paid, and when",
        ),
        Choice("income", "KIND=USD", "staking=312.40", values.income, "earned, and worth so much"),
        Choice(
            "own", "ACCOUNT", "ledger", values.account, "came from your own account of that name"
        ),
    ),
    "unmatched-withdrawal": (
        _PAIR,
        _OWN_TO,
        Choice("sold", "[USD]", "1250.00", values.maybe_dollars, "sold, for so much before fees"),
        Choice("spent", "[USD]", "99.90", values.maybe_dollars, "paid for goods worth so much"),
        Choice("gift", "", "", values.nothing, "given to somebody else"),
        Choice("donation", "", "", values.nothing, "given to a charity"),
        Choice("lost", "", "", values.nothing, "lost for good"),
        Choice("stolen", "", "", values.nothing, "stolen"),
    ),
    "transfer-ambiguous": (_PAIR,),
    "transfer-near-miss": (_PAIR,),
    "joined-by-amount": (Choice(UNPAIR, "", "", values.nothing, "two halves, not one transfer"),),
    JOINED: (Choice(UNPAIR, "", "", values.nothing, "two halves, not one transfer"),),
    "missing-price": (_VALUE, _PRICE),
    "outlying-price": (_PRICE, Choice("right", "", "", values.nothing, "the price is right")),
    "not-enough-lots": (
        Choice(
            "held",
            "QUANTITY=USD[@DATE]",
            "0.5=12000@2019-06-30",
            values.held,
            "units that were there before the files begin, what they cost, and when acquired",
        ),
    ),
    "balance-differs": (
        Choice(
            OPENING,
            "USD[@DATE]",
            "12000@2019-06-30",
            values.bought,
            "what the missing units cost that were there before the file begins, and when acquired",
        ),
    ),
    "possible-duplicates": (
        Choice(SAME, "", "", values.nothing, "the rows told twice count once"),
        Choice("different", "", "", values.nothing, "both happened"),
    ),
    **dict.fromkeys(
        (
            *("unknown-row-kind", "needs-review", "reversed-row", "incomplete-group"),
            *("ambiguous-group", "unreadable-notes"),
        ),
        (_WAS, _NOTHING),
    ),
    **dict.fromkeys(TO_BE_SEEN, (_SEEN,)),
}

OF_HALVES: Final = frozenset(
    {"unmatched-deposit", "unmatched-withdrawal", "transfer-ambiguous", "transfer-near-miss"}
)
"""Codes of problems about half a transfer."""
OF_JOINED: Final = frozenset({JOINED, "joined-by-amount"})
"""Codes about a transfer that was joined of two halves."""
OF_ROWS: Final = frozenset(code for code, found in _CHOICES.items() if _WAS in found)
"""Codes of rows that were refused."""
SAID: Final = frozenset({IGNORE, "seen", "right", "different"})
"""Choices that change no figure: the problem is a note from then on."""
CODES: Final = frozenset(_CHOICES)
"""Codes of which more can be said than that they are ignored."""


def choices_of(code: str) -> tuple[Choice, ...]:
    """Give what can be said of problems of a code; anything may be ignored for a reason."""
    if code == JOINED:
        return _CHOICES[JOINED]
    return (*_CHOICES.get(code, ()), _IGNORE)


def choice_of(decision: Decision) -> Choice:
    """Give the choice a decision took, its value read.

    Raises:
        UnfitValueError: there is no such choice, or it does not take that value.
    """
    choices = choices_of(decision.code)
    found = next((each for each in choices if each.name == decision.choice), None)
    if found is None and decision.code not in CODES:
        raise UnfitValueError(
            f"{decision.problem!r} names no problem that {decision.choice!r} mends; "
            "`harvestry check` gives the name of each problem and its choices"
        )
    if found is None:
        raise UnfitValueError(
            f"{decision.code} cannot be mended by {decision.choice!r}; it may be "
            f"{_or([each.told for each in choices])}"
        )
    try:
        found.read(decision.value)
    except UnfitValueError as error:
        example = f"{found.name} {found.example}".strip()
        raise UnfitValueError(f"{found.name} {error}, such as `{example}`") from None
    return found


def _or(words: Iterable[str]) -> str:
    every = [f"`{word}`" for word in words]
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} or {every[-1]}"
