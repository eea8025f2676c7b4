"""What a book's journal comes to, kept: the open lots, so that nothing is folded to show them.

Kept under a fingerprint of all it depends on but two things that are looked at when it is used: the
day worked as of, which must not lie before the last event, and the prices that gave events their
value (docs/spec/book.md).
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final, NamedTuple

from harvestry import __version__, pipeline
from harvestry.case.view import View
from harvestry.events.account import AccountKind
from harvestry.events.prices import PriceBook
from harvestry.law import fingerprint as law
from harvestry.ledger.lot import Lot, Origin
from harvestry.reports.files_read import Unread
from harvestry.reports.stance_told import positions_that_mattered
from harvestry.tax.stance import Stance
from harvestry.units.days import Day, Instant
from harvestry.units.problems import Problem, Severity

NAME: Final = "open lots"
_FORM: Final = 2
"""Counts changes of what is kept: a body of another form is not read."""


class KeptBooks(NamedTuple):
    """The open lots of a journal, what was said on the way, and what they rest on.

    `valued` names the assets whose prices gave events a value, up to a day; `prices` is the digest
    of those prices. `until` is the last event's instant, `None` without any.
    """

    lots: tuple[Lot, ...]
    problems: tuple[Problem, ...]
    kinds: Mapping[str, AccountKind]
    mattered: tuple[str, ...]
    valued: tuple[tuple[str, Day], ...]
    prices: str
    until: Instant | None
    unread: tuple[Unread, ...]

    def fits(self, moment: Instant, book: PriceBook) -> bool:
        """Tell whether these are the books as of a moment, with these prices."""
        reached = self.until is None or self.until <= moment
        return reached and self.prices == prices_digest(book, self.valued)


def fingerprint(
    head: str, inputs: pipeline.Inputs, household: pipeline.Household, stance: Stance
) -> str:
    """Give what tells whether something kept is derived from what is there now."""
    whole = sha256()
    parts = [head, __version__, str(_FORM), law.fingerprint(), *stance.key, str(inputs.rematch)]
    whole.update("\x1f".join(parts).encode())
    settings = (inputs.accounts, inputs.assets, inputs.profile, inputs.mapping)
    for path in (*settings, *sorted(pipeline.lists_of(inputs, household))):
        whole.update(b"\x1e" if path is None else sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def kept_of(view: View) -> KeptBooks:
    """Give what is to be kept of books that were folded in full."""
    run = view.run
    uses = run.uses.values()
    last: dict[str, Day] = {}
    for use in uses:
        last[use.quote.asset] = max(last.get(use.quote.asset, 0), use.day)
    valued = tuple(sorted(last.items()))
    return KeptBooks(
        run.books.lots,
        run.problems,
        run.accounts.kinds,
        positions_that_mattered(run.stance, run.books),
        valued,
        prices_digest(run.moment.prices, valued),
        max((event.time for event in run.events), default=None),
        run.reading.unread,
    )


def prices_digest(book: PriceBook, valued: Iterable[tuple[str, Day]]) -> str:
    """Give the digest of all quotes of these assets, each up to its day."""
    whole = sha256()
    for asset, last in valued:
        for quotes in (book.closes.get(asset, ()), book.timed.get(asset, ())):
            for quote in quotes:
                if quote.day <= last:
                    whole.update(f"{asset}|{quote.day}|{quote.at}|{quote.price}\n".encode())
    return whole.hexdigest()


def written(kept: KeptBooks) -> bytes:
    """Write what is kept, amounts as whole numbers in the house's units."""
    body = {
        "lots": [[*lot[:-1], _origin(lot.origin)] for lot in kept.lots],
        "problems": [_problem(each) for each in kept.problems],
        "kinds": {name: kind.value for name, kind in kept.kinds.items()},
        "mattered": kept.mattered,
        "valued": kept.valued,
        "prices": kept.prices,
        "until": kept.until,
        "unread": kept.unread,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def read(body: bytes) -> KeptBooks:
    """Read what was written; the caller has proved it by its hash."""
    told = json.loads(body)
    return KeptBooks(
        tuple(_lot(each) for each in told["lots"]),
        tuple(_problem_of(each) for each in told["problems"]),
        {name: AccountKind(kind) for name, kind in told["kinds"].items()},
        tuple(told["mattered"]),
        tuple((asset, day) for asset, day in told["valued"]),
        told["prices"],
        told["until"],
        tuple(Unread(*each) for each in told["unread"]),
    )


def _origin(origin: Origin | None) -> list[Any] | None:
    if origin is None:
        return None
    return [origin.loss_basis, origin.loss_from, origin.inherited, origin.value_unknown]


def _lot(cells: list[Any]) -> Lot:
    origin = cells.pop()
    return Lot._make([*cells, None if origin is None else Origin(*origin)])


def _problem(each: Problem) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__dataclass_fields__ if getattr(each, name)}


def _problem_of(told: dict[str, Any]) -> Problem:
    told["severity"] = Severity(told["severity"])
    told["choices"] = tuple(told.get("choices", ()))
    return Problem(**told)
