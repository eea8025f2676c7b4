"""What was decided, applied to events: docs/spec/decisions.md section 2.

Decisions never write into a file: they are applied each time, and each event they made keeps its
source row and names the decision. What names one event is applied before halves are joined, so that
a person's word stands above a guess; a rule is about what is left after.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from harvestry.events import decision_values as values
from harvestry.events.asset import Assets
from harvestry.events.choices import OF_HALVES, OF_JOINED, PAIR, UNPAIR, choice_of
from harvestry.events.decisions import Decision, Decisions
from harvestry.events.event import Event
from harvestry.events.fitting import sent
from harvestry.events.joining import Joined, join
from harvestry.events.kind import Kind
from harvestry.units.days import Zone
from harvestry.units.problems import Problem, Severity

Zones = Callable[[str], Zone]
"""The zone of an account, by its name."""

_GIVEN_AWAY: Final[Mapping[str, Kind]] = {
    "sold": Kind.SELL,
    "spent": Kind.SPEND,
    "gift": Kind.GIFT_OUT,
    "donation": Kind.DONATION,
    "lost": Kind.LOST,
    "stolen": Kind.STOLEN,
}


@dataclass(slots=True)
class Applied:
    """What came of decisions so far: those that fitted something, and why others did not."""

    used: set[Decision] = field(default_factory=set)
    unfit: list[Problem] = field(default_factory=list)

    def refuse(self, decision: Decision, why: str) -> None:
        """Take down that a decision fits its problem and cannot be applied."""
        self.used.add(decision)
        message = (
            f"What was decided, `{decision}`, cannot be applied: {why}; decide anew, or take it "
            f"back with `harvestry fix {decision.problem} undo`."
        )
        self.unfit.append(
            Problem("decision-unfit", Severity.WARNING, message, about=decision.problem)
        )


def joined(
    events: Sequence[Event],
    decisions: Decisions,
    zones: Zones,
    done: Applied,
    assets: Assets,
) -> Joined:
    """Join halves as `events.joining` does, with what was decided of them."""
    about = decisions.about(OF_HALVES | OF_JOINED)
    if not about:
        return join(events, assets)
    halves = _Halves(about, zones, done, assets)
    ready = halves.decided(halves.paired(events), rules=False)
    found = join(ready, assets)
    apart = about.about(OF_JOINED).choosing({UNPAIR})
    if apart:
        ready, changed = _unjoined(ready, found.events, apart, done)
        found = join(ready, assets) if changed else found
    rest = halves.decided(found.events, rules=True)
    changed_ids = {event.id for event in found.events if _is_half(event)}
    changed_ids -= {event.id for event in rest if _is_half(event)}
    said = tuple(each for each in found.problems if each.about not in changed_ids)
    return Joined(rest, said)


class _Halves:
    """Applies what was decided of halves of transfers."""

    def __init__(self, decisions: Decisions, zones: Zones, done: Applied, assets: Assets) -> None:
        self._decisions = decisions
        self._zones = zones
        self._done = done
        self._assets = assets

    def _decision(self, event: Event) -> Decision | None:
        codes = _codes(event)
        found = self._decisions.last((f"{code}:{event.id}" for code in codes), event.detail.note)
        return found if found is not None and is_fit(found, self._done) else None

    def paired(self, events: Sequence[Event]) -> list[Event]:
        """Give both halves of each pair that was decided one hash, so that they are joined."""
        halves = {event.id: event for event in events if _is_half(event)}
        hashes: dict[str, tuple[str, Decision]] = {}
        for half in halves.values():
            decision = self._decision(half)
            if decision is None or decision.choice != PAIR or decision.is_rule:
                continue
            other = halves.get(decision.value.strip())
            coin = self._coin(half)
            if other is None or (other.kind, self._coin(other)) == (half.kind, coin):
                self._done.refuse(decision, f"there is no other half {decision.value}")
            elif self._coin(other) != coin:
                self._done.refuse(decision, f"{other.id} is of {other.asset}, not of {half.asset}")
            else:
                out, into = (half, other) if half.kind is Kind.WITHDRAWAL else (other, half)
                mark = f"decided:{out.id}"
                hashes[out.id] = hashes[into.id] = (mark, decision)
                self._done.used.add(decision)
        return [
            marked(event, hashes[event.id][1], hash=hashes[event.id][0])
            if event.id in hashes
            else event
            for event in events
        ]

    def _coin(self, half: Event) -> str:
        return self._assets.one_for_one(half.asset)

    def decided(self, events: Iterable[Event], *, rules: bool) -> list[Event]:
        """Give the events, halves as what was decided that they were."""
        found: list[Event] = []
        for event in events:
            if not _is_half(event) or (event.detail.decision and not rules):
                found.append(event)
                continue
            decision = self._decision(event)
            later = decision is not None and decision.is_rule and not rules
            if decision is None or decision.choice in (PAIR, "ignore") or later:
                found.append(event)
                continue
            made = self._made(event, decision)
            self._done.used.add(decision)
            found += made
        return found

    def _made(self, half: Event, decision: Decision) -> list[Event]:
        value: Any = choice_of(decision).read(decision.value)
        if decision.choice == "own":
            if value == half.account:
                self._done.refuse(decision, f"{value} is the account it is in")
                return [half]
            pair = [marked(half, decision, hash=f"decided:{half.id}"), _other_half(half, value)]
            return [marked(each, decision) for each in join(pair).events]
        if half.kind is Kind.WITHDRAWAL:
            usd = value if value is not None else half.usd
            kind = _GIVEN_AWAY[decision.choice]
            return [marked(replace(half, kind=kind, usd=usd), decision)]
        if isinstance(value, values.Bought) and self._had_after(half, value):
            self._done.refuse(decision, f"that day lies after {half.id}, in which the units came")
            return [half]
        return [marked(self._received(half, decision.choice, value), decision)]

    def _had_after(self, half: Event, said: values.Bought) -> bool:
        return said.on is not None and said.on > self._zones(half.account).day(half.time)

    def _received(self, half: Event, choice: str, value: Any) -> Event:
        if choice == "income":
            kind, usd = value
            return replace(half, kind=kind, usd=usd)
        assert isinstance(value, values.Bought)
        if choice == "bought" and value.on is None:
            return replace(half, kind=Kind.BUY, usd=value.usd)
        assert value.on is not None
        zone = self._zones(half.account)
        acquired = min(zone.noon(value.on), half.time)
        kind = Kind.GIFT_IN if choice == "gift" else Kind.OPENING
        detail = replace(half.detail, acquired=acquired)
        return replace(half, kind=kind, usd=value.usd, detail=detail)


def _is_half(event: Event) -> bool:
    return event.kind is Kind.WITHDRAWAL or event.kind is Kind.DEPOSIT


def _codes(half: Event) -> tuple[str, ...]:
    own = "unmatched-deposit" if half.kind is Kind.DEPOSIT else "unmatched-withdrawal"
    return own, "transfer-ambiguous", "transfer-near-miss"


def is_fit(decision: Decision, done: Applied) -> bool:
    """Tell whether a decision's value can be read; a file may have been written by hand."""
    try:
        choice_of(decision)
    except values.UnfitValueError as error:
        if decision not in done.used:
            done.refuse(decision, str(error))
        return False
    return True


def marked(event: Event, decision: Decision, **detail: Any) -> Event:
    """Give the event with the decision that made it."""
    return replace(event, detail=replace(event.detail, decision=str(decision), **detail))


def _other_half(half: Event, account: str) -> Event:
    """Give the half of a transfer that no file shows, in another account of one's own."""
    into = half.kind is Kind.WITHDRAWAL
    mark = f"decided:{half.id}"
    return Event(
        id=f"{half.id}:own",
        time=half.time,
        account=account,
        kind=Kind.DEPOSIT if into else Kind.WITHDRAWAL,
        asset=half.asset,
        quantity=sent(half) if into else half.quantity,
        usd=None,
        source=half.source,
        detail=replace(half.detail, hash=mark),
    )


def _unjoined(
    ready: list[Event], found: Iterable[Event], apart: Decisions, done: Applied
) -> tuple[list[Event], bool]:
    """Give halves that were joined hashes that differ, where somebody said that they are two."""
    marks: dict[str, tuple[str, Decision]] = {}
    by_place: dict[object, list[Event]] = {}
    for half in ready:
        if _is_half(half):
            by_place.setdefault(half.source, []).append(half)
    for event in found:
        arrival = event.detail.arrival
        if event.kind is not Kind.TRANSFER or arrival is None:
            continue
        decision = apart.last(f"{code}:{event.id}" for code in sorted(OF_JOINED))
        if decision is None:
            continue
        done.used.add(decision)
        for half in (*by_place.get(event.source, ()), *by_place.get(arrival, ())):
            marks[half.id] = (f"decided-apart:{half.id}", decision)
    if not marks:
        return ready, False
    return [
        marked(event, marks[event.id][1], hash=marks[event.id][0]) if event.id in marks else event
        for event in ready
    ], True
