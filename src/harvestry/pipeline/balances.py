"""Our units against what the files themselves say was there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harvestry.events.event import Event
from harvestry.events.flows import Place, held_at
from harvestry.reports.files_read import FileRead, OwnBalance
from harvestry.units.days import Instant, instant_text
from harvestry.units.exact import Quantity, quantity_text
from harvestry.units.problems import Problem, Severity


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


def balance_problems(found: Iterable[Compared]) -> Iterable[Problem]:
    """Say where a file and our events differ."""
    for each in found:
        if not each.agrees:
            message = (
                f"{each.account} held {quantity_text(each.stated)} {each.asset} at "
                f"{instant_text(each.time)} by the file's own balance, and "
                f"{quantity_text(each.ours)} by its rows as they were read: rows before or between "
                "are missing, or were not read; give the whole history of the account, or what was "
                "there before as `opening` rows of a Harvestry CSV."
            )
            yield Problem(
                "balance-differs",
                Severity.ERROR,
                message,
                each.file,
                about=f"{each.account}:{each.asset}",
                units=each.stated - each.ours,
            )
