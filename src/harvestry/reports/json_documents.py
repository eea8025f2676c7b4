"""The JSON documents of the contract (section 5), one function each."""

from collections.abc import Iterable, Mapping, Sequence

from harvestry.events.account import Method
from harvestry.events.event import Event
from harvestry.ledger.match import Grey, Income, Outcome, Result, Term
from harvestry.reports.figure_names import gain_figure, income_figure, lot_figure
from harvestry.reports.holding_tables import LotValue
from harvestry.reports.json_text import Json, day, money, quantity, records, rows_of
from harvestry.reports.price_words import price_source, price_time
from harvestry.reports.table import Table
from harvestry.reports.year_tables import GainRow, Replacement, Totals, totals_of
from harvestry.units.days import instant_text
from harvestry.units.exact import price_text, total_of


def lots(valued: Sequence[LotValue]) -> Json:
    """Give the `lots` document's own part."""
    return {
        "lots": [_lot(each) for each in valued],
        "totals": {
            "basis": money(total_of(each.lot.basis for each in valued)),
            "value": money(total_of(each.value for each in valued)),
            "unrealised": money(total_of(each.unrealised for each in valued)),
            "basis_known": all(each.lot.basis is not None for each in valued),
        },
    }


def _lot(each: LotValue) -> Json:
    lot = each.lot
    return {
        "figure": lot_figure(lot),
        "lot": lot.lot,
        "piece": lot.piece,
        "account": lot.account,
        "treatment": each.treatment,
        "asset": lot.asset,
        "quantity": quantity(lot.quantity),
        "acquired": day(lot.acquired_on),
        "holding_from": day(lot.holding_from),
        "basis": money(lot.basis),
        "basis_known": lot.basis is not None,
        "term": each.term,
        "long_from": day(each.long_from),
        "price": None if each.quote is None else price_text(each.quote.price),
        "price_time": None if each.quote is None else price_time(each.quote),
        "price_source": None if each.quote is None else price_source(each.quote),
        "value": money(each.value),
        "unrealised": money(each.unrealised),
    }


def gains(rows: Sequence[GainRow], results: Iterable[Result]) -> Json:
    """Give the `gains` document's own part. `figure` is the name `explain` takes."""
    return {
        "rows": [_gain(row) for row in rows],
        "totals": {str(term): _totals(totals_of(rows, term)) for term in Term},
        "contract_results": [
            {
                "id": result.event.id,
                "account": result.event.account,
                "kind": result.event.kind.value,
                "date": day(result.on),
                "usd": money(result.usd),
                "source": rows_of(result.event.source),
            }
            for result in results
        ],
    }


def _gain(row: GainRow) -> Json:
    match = row.match
    return {
        "figure": gain_figure(match),
        "disposal": match.disposal,
        "lot": match.lot,
        "piece": match.piece,
        "account": match.event.account,
        "asset": match.asset,
        "quantity": quantity(match.quantity),
        "acquired": day(match.acquired_on),
        "holding_from": day(match.holding_from),
        "sold": day(match.sold_on),
        "term": match.term.value,
        "proceeds": money(row.form.proceeds),
        "basis": money(row.form.basis),
        "code": row.code,
        "adjustment": money(row.form.adjustment),
        "gain": money(row.form.gain),
        "box": row.box,
        "books_proceeds": money(match.proceeds),
        "books_basis": money(match.basis),
        "deferred": money(row.amount(Outcome.DEFERRED)),
        "lost": money(row.amount(Outcome.LOST)),
        "replacements": [replacement(each) for each in row.replacements],
        "grey": [grey(each) for each in row.greys],
        "source": rows_of(match.event.source),
    }


def replacement(each: Replacement) -> Json:
    """Give what replaced a loss or a part of it."""
    wash = each.wash
    return {
        "lot": wash.lot,
        "piece": wash.piece,
        "account": each.account,
        "bought": day(wash.bought_on),
        "quantity": quantity(each.quantity),
        "amount": money(each.amount),
        "rule": wash.rule,
        "outcome": wash.outcome.value,
    }


def grey(each: Grey) -> Json:
    """Give a purchase near a loss that a position keeps from washing it."""
    return {
        "position": each.position,
        "lot": each.lot,
        "account": each.account,
        "bought": day(each.bought_on),
    }


def _totals(totals: Totals) -> Json:
    """Give the sums of a term: of its known rows; unknown where it has only unknown ones."""
    unknown = totals.all_unknown
    return {
        "proceeds": None if unknown else money(totals.proceeds),
        "basis": None if unknown else money(totals.basis),
        "adjustment": None if unknown else money(totals.adjustment),
        "gain": money(totals.known_gain),
        "rows": totals.rows,
        "rows_unknown": totals.unknown,
    }


def income(each: Sequence[Income]) -> Json:
    """Give the `income` document's own part: rows, and sums by kind."""
    kinds = sorted({one.event.kind.value for one in each})
    return {
        "rows": [_income(one) for one in each],
        "totals": {
            kind: money(total_of(one.usd for one in each if one.event.kind.value == kind))
            for kind in kinds
        },
    }


def _income(one: Income) -> Json:
    event = one.event
    return {
        "figure": income_figure(one),
        "id": event.id,
        "kind": event.kind.value,
        "date": day(one.on),
        "account": event.account,
        "asset": event.asset,
        "quantity": quantity(event.quantity),
        "usd": money(one.usd),
        "source": rows_of(event.source),
    }


def harvest(methods: Mapping[Method, tuple[Table, Table]]) -> Json:
    """Give the `harvest` document's own part: summary and ordering of each method."""
    return {
        "methods": {
            method.value: {"summary": records(summary), "ordering": records(ordering)}
            for method, (summary, ordering) in methods.items()
        }
    }


def event(each: Event) -> Json:
    """Give one event as the `events` document has it."""
    return {
        "id": each.id,
        "time": instant_text(each.time),
        "account": each.account,
        "kind": each.kind.value,
        "asset": each.asset,
        "quantity": quantity(each.quantity),
        "usd": money(each.usd),
        "fee_asset": each.fee_asset,
        "fee_quantity": quantity(each.fee_quantity),
        "fee_usd": money(each.fee_usd),
        "got_asset": each.got_asset,
        "got_quantity": quantity(each.got_quantity),
        "to_account": each.to_account,
        "source": {"file": each.source.file.name, "rows": list(each.source.rows)},
    }
