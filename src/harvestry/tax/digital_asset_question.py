"""The digital-asset question of Form 1040, answered from what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.events.account import Owner
from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.law.load import Law, MissingLawError
from harvestry.law.positions import Positions, known_positions
from harvestry.ledger.books import Books
from harvestry.ledger.likeness import Likeness
from harvestry.tax.whose_return import Returns
from harvestry.units.days import Day, last_day_of, year_of

_GIVEN: Final = frozenset({Kind.GIFT_OUT, Kind.DONATION})
_HALVES: Final = frozenset({Kind.DEPOSIT, Kind.WITHDRAWAL})
_TAXABLE: Final = "taxable"
_FEE: Final = "transfer_fee"
_DISPOSAL: Final = "disposal"
_WORDS: Final = {
    Kind.SELL: "sold",
    Kind.TRADE: "exchanged",
    Kind.SPEND: "paid with",
    Kind.FEE: "paid as a fee",
    Kind.GIFT_OUT: "given away",
    Kind.DONATION: "donated",
}


class Because(NamedTuple):
    """One thing that makes the answer yes: the event, the asset, the day, and what it was."""

    event: Event
    asset: str
    on: Day
    what: str


class Unless(NamedTuple):
    """What is no disposal by a position alone: the event, the asset, the day, the position."""

    event: Event
    asset: str
    on: Day
    position: str
    choice: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The question as the year's form asks it (`None` before 2020), and what makes it a yes.

    `halves` came or left and nobody knows what they were: receipts and payments, or moves between
    own wallets. `whole` tells whether all that was given could be read. `unless` is what
    would make it a yes under another choice of a position. `perhaps_given` went to another owner's
    account in a year whose filing status is not told: a gift but on a joint return.
    """

    question: str | None
    because: tuple[Because, ...]
    halves: tuple[Event, ...] = ()
    whole: bool = True
    unless: tuple[Unless, ...] = ()
    perhaps_given: tuple[Event, ...] = ()

    @property
    def yes(self) -> bool | None:
        """Tell whether the box to check is Yes; `None` while what is not known may make it so."""
        if self.because:
            return True
        return None if self.halves or self.perhaps_given or not self.whole else False


def digital_asset_question(
    books: Books,
    events: Iterable[Event],
    returns: Returns,
    assets: Assets,
    law: Law,
    year: int,
    *,
    whole: bool,
    positions: Positions,
) -> Answer:
    """Answer the question of a year for what is on the return.

    Receiving and disposing count; holding, buying with dollars and moving between own wallets do
    not, unless units of the coin were used up as a fee (Instructions for Form 1040); what goes to
    another owner who is not on the return was given, a spouse filing alone too. `events` are
    those the books were folded from under `positions`, `whole` whether all rows could be read.
    """

    def counts(account: str, asset: str, on: Day) -> bool:
        digital = assets.named(asset).is_digital
        return year_of(on) == year and digital and bool(returns.part(account, on))

    reasons = {
        (each.event.id, each.asset, each.what): each
        for each in (
            *_disposed(books),
            *_received(books),
            *_given(books),
            *_moved(books, returns, is_told=True),
        )
        if counts(each.event.account, each.asset, each.on)
    }
    ordered = sorted(reasons.values(), key=lambda each: (each.event.time, each.event.id))
    named = returns.accounts.named
    halves = (
        each
        for each in events
        if each.kind in _HALVES
        and counts(each.account, each.asset, named(each.account).zone.day(each.time))
    )
    unless = {
        (each.event.id, each.position): each
        for each in _by_position(books, returns, assets, positions)
        if counts(each.event.account, each.asset, each.on)
    }
    perhaps = {
        each.event.id: each.event
        for each in _moved(books, returns, is_told=False)
        if counts(each.event.account, each.asset, each.on)
    }
    return Answer(
        _question(law, year),
        tuple(ordered),
        tuple(halves),
        whole,
        tuple(unless.values()),
        perhaps_given=tuple(perhaps.values()),
    )


def _question(law: Law, year: int) -> str | None:
    try:
        dated = law.on("digital-asset-question", last_day_of(year))
    except MissingLawError:
        return None
    return str(dated.values["question"])


def _disposed(books: Books) -> Iterable[Because]:
    for match in books.matches:
        event = match.event
        own = match.asset == event.asset and match.disposal == event.id
        what = _WORDS.get(event.kind, "disposed of") if own else "paid as a fee"
        yield Because(event, match.asset, match.sold_on, what)


def _received(books: Books) -> Iterable[Because]:
    for each in books.income:
        yield Because(each.event, each.event.asset, each.on, f"received, {each.event.kind.value}")


def _by_position(
    books: Books, returns: Returns, assets: Assets, positions: Positions
) -> Iterable[Unless]:
    """Give the swaps and the fees of moves that a position alone keeps from being disposals."""
    taxable = {
        name: Likeness(assets, positions.but(name, _TAXABLE))
        for name, each in known_positions().items()
        if _TAXABLE in each.choices and positions[name] != _TAXABLE
    }
    fees_join = positions[_FEE] != _DISPOSAL

    def unless(event: Event, asset: str, name: str) -> Unless:
        on = returns.accounts.named(event.account).zone.day(event.time)
        return Unless(event, asset, on, name, positions[name])

    for move in books.moves:
        if move.to_asset is not None:
            for name, other in taxable.items():
                if not other.same(move.asset, move.to_asset):
                    yield unless(move.event, move.asset, name)
        elif fees_join and move.event.fee_asset is not None:
            yield unless(move.event, move.event.fee_asset, _FEE)


def _moved(books: Books, returns: Returns, *, is_told: bool) -> Iterable[Because]:
    """Give the moves to an account of another owner, of which less is on the household's return.

    Those where it is told whether the return is a joint one, on which a spouse is given nothing, or
    those where it is not.
    """
    filed = Returns(returns.accounts, returns.profile)
    for move in books.moves:
        event = move.event
        if move.to_asset is not None or event.to_account is None:
            continue
        giver, taker = (returns.accounts.named(each) for each in (event.account, event.to_account))
        on = giver.zone.day(event.time)
        kept = filed.part(taker.name, on)
        hangs = taker.owner is not Owner.ENTITY and year_of(on) not in returns.profile.years
        if hangs is is_told:
            continue
        if giver.owner is not taker.owner and kept < filed.part(giver.name, on):
            yield Because(event, move.asset, on, "given to another owner")


def _given(books: Books) -> Iterable[Because]:
    for each in books.departures:
        if each.event.kind in _GIVEN:
            yield Because(each.event, each.asset, each.on, _WORDS[each.event.kind])
