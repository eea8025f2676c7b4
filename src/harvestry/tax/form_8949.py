"""Form 8949: the box a match belongs in."""

from harvestry.events.account import Account
from harvestry.events.asset import Asset, AssetClass
from harvestry.law.load import Law, MissingLawError
from harvestry.ledger.match import Match, Term

_SECURITIES = frozenset({AssetClass.SECURITY, AssetClass.OPTION})


def box(law: Law, match: Match, account: Account, asset: Asset) -> str | None:
    """Give the box letter, `None` before 2020 or while the term is unknown.

    The row's own `form` rules, else what the account's broker sends: `reported` with basis reported
    to the IRS, `unreported` without, `none` where no form came (Instructions for Form 8949).
    """
    if match.term is Term.UNKNOWN:
        return None
    rule = "form-8949-boxes"
    if asset.asset_class in _SECURITIES:
        rule = "form-8949-boxes-securities"
    try:
        boxes = law.on(rule, match.sold_on)
    except MissingLawError:
        return None
    detail = match.event.detail
    form = detail.form or account.form or "none"
    reported = detail.form_basis_reported
    if reported is None:
        reported = account.form_basis_reported
    came = "none" if form == "none" else "reported" if reported else "unreported"
    return str(boxes.values[f"{match.term}_{came}"])
