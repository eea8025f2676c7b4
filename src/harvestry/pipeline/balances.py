"""Our units against what the files themselves say was there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from harvestry.events.choices import OPENING, choices_of
from harvestry.events.event import Event
from harvestry.events.flows import Place, flows, held_at
from harvestry.reports.files_read import FileRead, OwnBalance
from harvestry.units.days import Instant, instant_text
from harvestry.units.exact import Quantity, quantity_text
from harvestry.units.problems import Problem, Severity

_TOO_FEW: Final = (
    "rows before or between are missing, or were not read; give the whole history of the account, "
    "or what was there before as `opening` rows of a Harvestry CSV."
)
_TOO_MANY: Final = (
    "rows that took units out are missing, or were not read, or a row stands there twice; give the "
    "whole history of the account, each row once."
)
_NO_OPENING: Final = tuple(
    each.told for each in choices_of("balance-differs") if each.name != OPENING
)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a file says an account held of an asset at a moment, and what our events make of it."""

    account: str
    asset: str
    time: Instant
    stated: Quantity
    ours: Quantity
    step: Quantity
    file: str

    @property
    def agrees(self) -> bool:
        """Tell whether both are one, to the last decimal the file writes."""
        return abs(self.stated - self.ours) <= self.step


def compared(files: Iterable[FileRead], events: Sequence[Event]) -> list[Compared]:
    """Compare the last balance that any file states of each account and asset with our events."""
    last: dict[Place, tuple[OwnBalance, str]] = {}
    for file in files:
        for balance in file.balances:
            place = (file.account, balance.asset)
            if place not in last or last[place][0].time < balance.time:
                last[place] = (balance, file.name)
    held = held_at(events, {place: balance.time for place, (balance, _) in last.items()})
    return [
        Compared(
            *(*place, balance.time, balance.quantity, held[place]),
            max(balance.step, 1),
            file,
        )
        for place, (balance, file) in sorted(last.items())
    ]


def balance_problems(found: Iterable[Compared], events: Iterable[Event]) -> Iterator[Problem]:
    """Say where a file and our events differ, and what can be said of it.

    An opening lot is offered only where units are missing, and where a row of the asset stands for
    it: more by the rows than by the balance is nothing that was there before.
    """
    apart = [each for each in found if not each.agrees]
    moved = {flow.place for event in events for flow in flows(event)} if apart else set()
    for each in apart:
        missing = each.stated - each.ours
        message = (
            f"{each.account} held {quantity_text(each.stated)} {each.asset} at "
            f"{instant_text(each.time)} by the file's own balance, and "
            f"{quantity_text(each.ours)} by its rows as they were read: "
            f"{_TOO_FEW if missing > 0 else _TOO_MANY}"
        )
        opens = missing > 0 and (each.account, each.asset) in moved
        yield Problem(
            "balance-differs",
            Severity.ERROR,
            message,
            each.file,
            choices=() if opens else _NO_OPENING,
            about=f"{each.account}:{each.asset}",
            units=missing,
        )
