"""Contracts that settle in cash, on Form 8949: a result without lot, units or basis."""

from harvestry.events.asset import Assets
from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.match import Match, Result, Term
from harvestry.tax.form_8949.boxes import box
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.whose_return import Returns


def row_of_result(
    result: Result, place: int, returns: Returns, assets: Assets, law: Law
) -> FormRow | None:
    """Give the row of a contract's result, `None` for section 1256: that is Form 6781's.

    Where neither price nor basis is known as such, a gain stands in (d) and a loss in (e)
    (Instructions for Form 8949, "Other gains (or losses)"). Nothing was held: short-term. `place`
    follows those of all matches.
    """
    event = result.event
    if event.kind is Kind.RESULT_1256:
        return None
    usd = result.usd
    proceeds = None if usd is None else max(usd, 0)
    basis = None if usd is None else max(-usd, 0)
    match = Match(
        event.id,
        event,
        event.asset,
        lot=None,
        piece=None,
        quantity=event.quantity,
        acquired_on=None,
        holding_from=None,
        sold_on=result.on,
        term=Term.SHORT,
        proceeds=proceeds,
        basis=basis,
    )
    account = returns.accounts.named(event.account)
    letter = box(law, match, account, assets.named(event.asset))
    return FormRow(match, place, letter, None, proceeds, basis)
