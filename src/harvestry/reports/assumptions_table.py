"""What the figures rest on: the day, the regime, orders in force, prices, accounts, files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from harvestry.events.account import Account, AccountKind, Method
from harvestry.events.decisions import Decision
from harvestry.events.event import Event
from harvestry.events.prices import Quote, is_stale
from harvestry.harvest.holding import Holding
from harvestry.law.load import Law
from harvestry.law.positions import known_positions
from harvestry.reports.files_read import FileRead
from harvestry.reports.price_words import price_source, price_time
from harvestry.reports.sentences import regime_sentence
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.tax.stance import Stance
from harvestry.units.days import Day, day_text, instant_text
from harvestry.units.exact import price_text, quantity_text
from harvestry.units.problems import Problem, Severity

_COLUMNS: Final = (
    Column("Topic", Unit.TEXT),
    Column("What", Unit.TEXT),
    Column("Assumed", Unit.TEXT),
    Column("Why", Unit.TEXT),
)
_VENUE_NOT_TOLD: Final = (
    "Not told which orders the venue can carry out; FIFO assumed. Look at its cost-basis setting"
)
_TWO_CONTINUATIONS: Final = (
    "Two ways of going on from the same books: what was sold stays matched by the orders in force "
    "then; only the order in which the lots held now would be sold differs. An order other than "
    "first in, first out counts only if it is recorded before the sale."
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the assumptions are drawn from."""

    day: Day
    accounts: Sequence[Account]
    holdings: Sequence[Holding]
    files: Sequence[FileRead]
    transfers: Sequence[Event]
    problems: Sequence[Problem]
    sentences: Sequence[str]
    rematch: Method | None
    stance: Stance
    pools: str = ""
    decisions: Sequence[Decision] = ()


def assumptions_table(grounds: Grounds, law: Law) -> Table:
    """Give a row an assumption, the general ones first."""
    rows = [
        *_general(grounds, law),
        *_orders(grounds, law),
        *_forms(grounds),
        *_decisions(grounds),
        *_transfers(grounds),
        *_prices(grounds),
        *_problems(grounds),
        *_files(grounds),
    ]
    brief = ("topic", "what", "assumed")
    return Table("Assumptions", _COLUMNS, rows, groups=("topic",), brief=brief)


def _general(grounds: Grounds, law: Law) -> Iterable[Row]:
    for sentence in grounds.sentences:
        yield ("General", "", sentence, "")
    identification = law.on("identification", grounds.day)
    yield (
        "General",
        "What the FIFO and LIFO sheets are",
        _TWO_CONTINUATIONS,
        f"{identification.text} ({identification.cite.law})",
    )
    yield (
        "General",
        "Values",
        "Quantity times price, before the venue's selling fee.",
        "The fee of a sale is known when it is made.",
    )
    pools = law.rules["pools"].history[0]
    yield ("General", "Pools before 2025", grounds.pools, f"{pools.text} ({pools.cite.law})")
    reach = law.on("wash-reach", grounds.day)
    why = f"{reach.text} ({reach.cite.law})"
    yield ("Regime", "Wash sales", regime_sentence(grounds.stance.regime), why)
    for name in grounds.stance.changed:
        position = known_positions()[name]
        choice = grounds.stance.positions[name]
        yield ("Position", name, f"{choice}: {position.choices[choice]}", position.question)
    yield (
        "General",
        "Tax saved",
        "Federal tax of the year, each row sold alone, beside the year as it stands so far.",
        "The difference of two whole returns; what is carried into later years is not in it.",
    )


def _orders(grounds: Grounds, law: Law) -> Iterable[Row]:
    default = law.on("default-order", grounds.day)
    for account in grounds.accounts:
        order = account.order
        since = "" if order.since is None else f" since {day_text(order.since)}"
        assumed = f"{order.method.upper()}{since}"
        if grounds.rematch is not None:
            assumed = f"{grounds.rematch.upper()} (what-if for the whole history)"
        yield (
            "Order in force",
            account.name,
            f"{assumed}; {_description(account)}",
            f"{default.text} ({default.cite.law})" if order.method is Method.FIFO else "",
        )
        if account.kind is not AccountKind.WALLET and account.described:
            orders = ", ".join(method.upper() for method in account.venue_lots) or "any"
            sole = law.on("identification-sole-order", grounds.day)
            why = "" if account.sole_order is None else f"{sole.text} ({sole.cite.law})"
            yield ("Order in force", account.name, f"The venue itself can carry out: {orders}", why)
        elif account.kind is not AccountKind.WALLET:
            yield ("Order in force", account.name, _VENUE_NOT_TOLD, "")


def _description(account: Account) -> str:
    told = "" if account.described else "; not described in accounts.toml, so assumed"
    what = f"{account.owner}, {account.treatment}, {account.kind}"
    return f"{what}, dates in {account.time_zone}{told}"


def _forms(grounds: Grounds) -> Iterable[Row]:
    for account in grounds.accounts:
        if account.kind is not AccountKind.WALLET and account.form is None:
            assumed = "No form from this broker: boxes C, F, I or L of Form 8949"
            why = 'Not told; put form = "1099-da" (or "none") into accounts.toml'
            yield ("Form received", account.name, assumed, why)


def _decisions(grounds: Grounds) -> Iterable[Row]:
    """Say what somebody decided of problems: no file tells it."""
    for each in grounds.decisions:
        what = f"{each.choice} {each.value}".strip()
        yield ("Decision", each.problem, what, each.made and f"Decided {each.made}")


def _transfers(grounds: Grounds) -> Iterable[Row]:
    """Say which halves were taken for one transfer: the most consequential guess of all."""
    seen: set[str] = set()
    for event in grounds.transfers:
        if event.id in seen or event.detail.arrival is None:
            continue
        seen.add(event.id)
        how = "the same transaction hash" if event.detail.by_hash else "amount and time"
        what = f"{quantity_text(event.quantity)} {event.asset}, {instant_text(event.time)}"
        yield (
            "Transfer",
            f"{event.account} to {event.to_account}",
            f"{what}: joined by {how}",
            f"{event.source}; {event.detail.arrival}",
        )


def _prices(grounds: Grounds) -> Iterable[Row]:
    seen: dict[str, Quote | None] = {each.asset: each.quote for each in grounds.holdings}
    for asset, quote in sorted(seen.items()):
        if quote is None:
            yield ("Price", asset, "no price: gains unknown", "")
            continue
        stale = "; older than two days" if is_stale(quote, grounds.day) else ""
        what = f"{price_text(quote.price)} ({price_time(quote)}{stale})"
        yield ("Price", asset, what, price_source(quote))


def _problems(grounds: Grounds) -> Iterable[Row]:
    for severity in Severity:
        count = sum(problem.severity is severity for problem in grounds.problems)
        if count:
            yield ("Problems", severity.value, f"{count}; see the sheet Problems", "")


def _files(grounds: Grounds) -> Iterable[Row]:
    for each in grounds.files:
        rows = (
            f"{each.read} rows read = {each.imported} imported + {each.skipped} skipped + "
            f"{each.problem} problem"
        )
        why = f"; skipped: {each.reasons}" if each.reasons else ""
        yield ("File", each.name, f"{each.title}: {rows}{why}", f"SHA-256 {each.sha256}")
