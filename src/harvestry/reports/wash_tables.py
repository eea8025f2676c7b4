"""What was washed and why, what is not to be bought until when, which purchases are grey."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from harvestry.harvest.taken_losses import Blocked
from harvestry.law.load import Law
from harvestry.law.positions import known_positions
from harvestry.ledger.match import Outcome, Wash
from harvestry.reports.cell_text import cell_text
from harvestry.reports.figure_names import gain_figure
from harvestry.reports.json_documents import grey
from harvestry.reports.json_text import Json, day, money, quantity
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.reports.wash_words import blocked_words, not_to_sell_words
from harvestry.reports.year_tables import GainRow
from harvestry.tax.stance import Stance
from harvestry.units.days import Day, day_text

_WASHED: Final = (
    Column("Sold", Unit.DAY),
    Column("Asset", Unit.TEXT),
    Column("Disposal", Unit.TEXT, "The row that gave the units up."),
    Column("Lot", Unit.TEXT, "What was sold at a loss."),
    Column("Quantity", Unit.QUANTITY, "The units that were replaced."),
    Column("Disallowed", Unit.MONEY, "The part of the loss that falls on them.", True),
    Column("Replaced by", Unit.TEXT, "What was bought; of a short sale, what was sold."),
    Column("Account", Unit.TEXT, "Where it was bought or sold."),
    Column("Bought", Unit.DAY, "Or sold, of a short sale."),
    Column("Outcome", Unit.TEXT, "Deferred: it joined the basis there. Lost: it joined none."),
    Column("Why", Unit.TEXT),
    Column("Figure", Unit.TEXT, "The name by which `explain` tells this row's story."),
)
_BLOCKED: Final = (
    Column("Do not buy", Unit.TEXT),
    Column("In", Unit.TEXT, "Any account of the household can hold the replacement."),
    Column("Until", Unit.DAY, "This day included."),
    Column("Why", Unit.TEXT),
)
_NOT_TO_SELL: Final = (
    Column("Do not sell", Unit.TEXT, "Nor sell short, but of an option."),
    Column("In", Unit.TEXT, "A sale in any account of the household counts."),
    Column("Until", Unit.DAY, "This day included."),
    Column("Why", Unit.TEXT),
)
_GREY: Final = (
    Column("Sold", Unit.DAY),
    Column("Asset", Unit.TEXT),
    Column("Disposal", Unit.TEXT),
    Column("Bought", Unit.TEXT, "The purchase that a position keeps from washing the loss."),
    Column("Account", Unit.TEXT),
    Column("On", Unit.DAY),
    Column("Position", Unit.TEXT, "`harvestry positions` tells the question and the authorities."),
    Column("Taken as", Unit.TEXT),
)


def wash_document(
    rows: Iterable[GainRow],
    blocked: Iterable[Blocked],
    not_to_sell: Iterable[Blocked],
    until: Day | None,
) -> Json:
    """Give the `wash` document's own part."""
    rows = list(rows)
    return {
        "washed": [
            {
                "figure": gain_figure(row.match),
                "disposal": row.match.disposal,
                "lot": row.match.lot,
                "piece": row.match.piece,
                "asset": row.match.asset,
                "sold": day(row.match.sold_on),
                "quantity": quantity(each.quantity),
                "amount": money(each.amount),
                "replacement": each.wash.lot,
                "replacement_piece": each.wash.piece,
                "account": each.account,
                "bought": day(each.wash.bought_on),
                "rule": each.wash.rule,
                "outcome": each.wash.outcome.value,
            }
            for row in rows
            for each in row.replacements
        ],
        "blocked": [_stopped(each, blocked_words) for each in blocked],
        "not_to_sell": [_stopped(each, not_to_sell_words) for each in not_to_sell],
        "grey": [
            {"disposal": row.match.disposal, "asset": row.match.asset, **grey(each)}
            for row in rows
            for each in row.greys
        ],
        "provisional_until": day(until),
    }


def _stopped(each: Blocked, words: Callable[[Blocked], str]) -> Json:
    return {
        "asset": each.asset,
        "account": each.account,
        "until": day(each.until),
        "covered": each.is_covered,
        "why": words(each),
    }


def washed_table(rows: Iterable[GainRow], law: Law, notes: tuple[str, ...]) -> Table:
    """Give a row a replacement of a loss or a part of it."""
    rows = list(rows)
    cells: list[Row] = [
        (
            row.match.sold_on,
            row.match.asset,
            row.match.disposal,
            row.match.piece or "",
            each.quantity,
            each.amount,
            each.wash.piece,
            each.account,
            each.wash.bought_on,
            each.wash.outcome.value,
            rule_words(each.wash, law),
            gain_figure(row.match),
        )
        for row in rows
        for each in row.replacements
    ]
    brief = ("sold", "asset", "lot", "quantity", "disallowed", "replaced_by", "account", "outcome")
    empty = "No loss was washed."
    briefest = ("sold", "asset", "quantity", "disallowed", "account", "outcome")
    told = (*_lost_for_good(rows), *notes)
    title = "Washed losses"
    return Table(title, _WASHED, cells, told, brief=brief, briefest=briefest, empty=empty)


def _lost_for_good(rows: Iterable[GainRow]) -> tuple[str, ...]:
    """Say how much of what was disallowed comes back later and how much never, if any does not."""
    deferred = lost = 0
    for row in rows:
        deferred += row.amount(Outcome.DEFERRED)
        lost += row.amount(Outcome.LOST)
    if not lost:
        return ()
    never, later = cell_text(lost, Unit.MONEY), cell_text(deferred, Unit.MONEY)
    return (f"Of it {never} is lost for good, {later} deferred into what replaced it.",)


def blocked_table(blocked: Sequence[Blocked], notes: tuple[str, ...] = ()) -> Table:
    """Give a row an asset that is not to be bought, with the accounts together."""
    empty = "Nothing is blocked: no loss was taken lately that a purchase could still wash."
    return Table("Blocked", _BLOCKED, _by_asset(blocked, blocked_words), notes, empty=empty)


def not_to_sell_table(stopped: Sequence[Blocked]) -> Table:
    """Give a row an asset that is not to be sold or sold short, with the accounts together."""
    return Table("Not to be sold", _NOT_TO_SELL, _by_asset(stopped, not_to_sell_words))


def _by_asset(stopped: Iterable[Blocked], words: Callable[[Blocked], str]) -> list[Row]:
    by_asset: dict[tuple[str, bool], list[Blocked]] = {}
    for each in stopped:
        by_asset.setdefault((each.asset, each.is_covered), []).append(each)
    return [
        (asset, ", ".join(each.account for each in rows), rows[0].until, words(rows[0]))
        for (asset, _), rows in sorted(by_asset.items())
    ]


def grey_table(rows: Iterable[GainRow], stance: Stance) -> Table:
    """Give a row a purchase near a loss that a position keeps from washing it."""
    cells: list[Row] = [
        (
            row.match.sold_on,
            row.match.asset,
            row.match.disposal,
            each.lot,
            each.account,
            each.bought_on,
            each.position,
            stance.positions[each.position],
        )
        for row in rows
        for each in row.greys
    ]
    brief = ("sold", "asset", "account", "on", "position", "taken_as")
    return Table("Grey purchases near a loss", _GREY, cells, brief=brief, empty="None.")


def grey_note(rows: Iterable[GainRow], stance: Stance) -> tuple[str, ...]:
    """Say which positions keep purchases from washing losses, where any does."""
    greys = [each.position for row in rows for each in row.greys]
    return tuple(
        f"{_purchases_near(greys.count(name))} grey by position {name}, taken as "
        f"{stance.positions[name]}; see `harvestry wash`."
        for name in dict.fromkeys(greys)
    )


def _purchases_near(count: int) -> str:
    return "1 purchase near a loss is" if count == 1 else f"{count} purchases near a loss are"


def rule_words(wash: Wash, law: Law) -> str:
    """Say which rule or position decided where a disallowed loss went."""
    position = known_positions().get(wash.rule)
    if position is not None:
        return f"Position {wash.rule}: {position.authorities_for[0]}"
    if wash.rule not in law.rules:
        return wash.rule
    dated = law.on(wash.rule, wash.bought_on)
    return f"{dated.text} ({dated.cite.law})"


def provisional_note(
    year: int | None, until: Day, *, of_sales: bool, of_shorts: bool
) -> tuple[str, ...]:
    """Say that a year's losses are not final yet, where it has any that could be washed.

    A purchase washes those `of_sales`; those `of_shorts`, on closing them, a sale does, or another
    short sale (IRC 1091(e)).
    """
    bought = "what is bought up to then may still wash a loss of its last days"
    sold = (
        "what is sold or sold short up to then may still disallow a loss of its last days on "
        "closing a short sale (IRC 1091(e))"
    )
    reasons = [words for words, is_so in ((bought, of_sales), (sold, of_shorts)) if is_so]
    if not reasons:
        return ()
    when = "The latest year" if year is None else str(year)
    last = day_text(until)
    return (f"{when} is provisional until the records run past {last}: {'; '.join(reasons)}.",)
