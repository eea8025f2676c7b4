"""What is to be mended, or known, before Form 8949 can be filed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from harvestry.events.account import AccountKind, Accounts
from harvestry.events.asset import AssetClass, Assets
from harvestry.law.load import Law, MissingLawError
from harvestry.ledger.match import Match, Term
from harvestry.tax.form_8949.boxes import Received, received
from harvestry.tax.form_8949.codes import codes_on, known_codes
from harvestry.tax.form_8949.joining import by_sale
from harvestry.tax.form_8949.row import FormRow
from harvestry.units.days import Day, day_text, last_day_of
from harvestry.units.exact import CENT, WHOLE, Money, dollars, rate_of, total_of
from harvestry.units.problems import Problem, Severity


def form_problems(rows: Sequence[FormRow], law: Law) -> Iterable[Problem]:
    """Say which rows bear codes or figures that do not fit, a sentence a sale.

    Figures and codes of an event are those of what it sold, not of a fee that was paid beside it.
    """
    for pieces in by_sale(row for row in rows if _tells(row)):
        yield from _unknown_codes(pieces[0], law)
        yield from _unexplained(pieces, law)
        yield from _not_compared(pieces)
        yield from _washed_twice(pieces, law)


def _tells(row: FormRow) -> bool:
    event = row.match.event
    told = event.detail.adjust, event.detail.form_proceeds, event.detail.form_basis
    return told != ((), None, None) and row.match.disposal == event.id


def foreign_currency(rows: Iterable[FormRow], assets: Assets, law: Law) -> Iterable[Problem]:
    """Say which money's gains stand on the form as capital where section 988 has them ordinary."""
    sums: dict[str, Money] = {}
    last = 0
    for row in rows:
        if assets.named(row.asset).asset_class is AssetClass.FIAT and row.gain:
            sums[row.asset] = sums.get(row.asset, 0) + row.gain
            last = max(last, row.sold)
    if sums:
        free = law.on("foreign-currency", last).values["personal_gain"]
        gains = ", ".join(f"{name} {dollars(amount)}" for name, amount in sorted(sums.items()))
        message = (
            f"gains and losses on foreign money ({gains}) stand on Form 8949 as capital; held for "
            "investment they are ordinary (IRC 988(a)(1)): take them off the form and put them on "
            f"Schedule 1 as other income. Of a personal transaction a gain up to ${free} is free."
        )
        yield Problem("foreign-currency", Severity.WARNING, message)


def perhaps_collectibles(rows: Iterable[FormRow], assets: Assets, law: Law) -> Iterable[Problem]:
    """Say which NFTs were sold at a long-term gain of which nobody said what they stand for.

    By the look-through of Notice 2023-27 one whose right or asset is a collectible is a collectible
    (IRC 408(m)), whose long-term gain is taxed more (IRC 1(h)(4), (5)).
    """
    gains: dict[str, list[FormRow]] = {}
    for row in rows:
        is_nft = assets.named(row.asset).asset_class is AssetClass.NFT
        if is_nft and row.term is Term.LONG and (row.gain is None or row.gain > 0):
            gains.setdefault(row.asset, []).append(row)
    for symbol, found in sorted(gains.items()):
        first = found[0].match
        rate = law.on("capital-gain-rates", max(row.sold for row in found)).values["collectibles"]
        assert isinstance(rate, str)
        message = (
            f"{symbol} is an NFT and was sold at a long-term gain ({_named(found)}), taxed as of a "
            "coin. If what it stands for is a collectible, such as a work of art, a gem or an "
            f"antique, it is one, too, and the gain is taxed at up to {_percent(rate)} % (Notice "
            f'2023-27; IRC 1(h)(5), 408(m)): put `class = "collectible"` under [asset.{symbol}] '
            "into assets.toml. If it is none, say so with `harvestry fix`."
        )
        problem = _problem("nft-perhaps-collectible", Severity.WARNING, message, first)
        yield replace(problem, about=symbol)


def _named(rows: Sequence[FormRow]) -> str:
    first = f"{rows[0].match.disposal} of {day_text(rows[0].sold)}"
    return first if len(rows) == 1 else f"{first} and {len(rows) - 1} more"


def _percent(rate: str) -> int:
    return rate_of(rate) * 100 // WHOLE


def incomplete_rows(rows: Iterable[FormRow]) -> Iterable[Problem]:
    """Say which rows are left to the taxpayer: what is unknown stays empty on the form."""
    for row in rows:
        if row.complete:
            continue
        message = (
            f"{row.match.disposal} in {row.account} of {day_text(row.sold)} has no known "
            f"{_unknown(row)}, so its row of Form 8949 has empty cells, and so has every total it "
            "belongs to; add the purchase or the price, or fill them in by hand."
        )
        if row.hangs_on_gain:
            message += (
                " Between related persons a loss may be none (code L), and a gain may be less "
                "(code O): which, if any, is unknown as well."
            )
        yield _problem("form-row-incomplete", Severity.ERROR, message, row.match)


def forms_not_told(
    rows: Iterable[FormRow], accounts: Accounts, law: Law, year: int, today: Day
) -> Iterable[Problem]:
    """Say of which exchanges and brokers nobody told whether they sent a form about their sales.

    Their rows stand in the boxes of sales without one, and the IRS may have been told otherwise.
    Before a year is over no form of it can have come.
    """
    if today < last_day_of(year):
        return
    silent = set()
    for row in rows:
        account = accounts.named(row.account)
        told = account.form or row.match.event.detail.form
        if told is not None or row.box is None or not _sends(account.kind, law, row.sold):
            continue
        if received(law, row.match.event, account, row.sold) is Received.NONE:
            silent.add(row.account)
    if silent:
        names = ", ".join(sorted(silent))
        message = (
            f"nobody told whether {names} sent Forms 1099-DA or 1099-B for {year}, so their rows "
            "stand in the boxes without a form; put `form` into accounts.toml (`none` where none "
            "came), or give the forms with --broker-forms."
        )
        yield Problem(
            "broker-form-not-told", Severity.WARNING, message, "accounts.toml", about=str(year)
        )


def _sends(kind: AccountKind, law: Law, day: Day) -> bool:
    """Tell whether such an account may send a form: of coins there was none before 2025."""
    if kind is AccountKind.BROKERAGE:
        return True
    try:
        return kind is AccountKind.EXCHANGE and bool(law.on("form-1099-da", day))
    except MissingLawError:
        return False


def _unknown(row: FormRow) -> str:
    names = {
        "term": row.term is Term.UNKNOWN,
        "basis": row.basis is None or row.match.basis is None,
        "proceeds": row.proceeds is None or row.match.proceeds is None,
    }
    return " and ".join(name for name, unknown in names.items() if unknown) or "adjustment"


def _unknown_codes(row: FormRow, law: Law) -> Iterable[Problem]:
    known = known_codes(law, row.sold)
    for code, _ in row.match.event.detail.adjust:
        if code not in known:
            message = (
                f"{row.match.disposal} in {row.account}: Form 8949 has no code {code}; mend "
                f"`adjust`. Its codes are {', '.join(sorted(known))}."
            )
            yield _problem("adjust-code-unknown", Severity.ERROR, message, row.match)


def _unexplained(pieces: Sequence[FormRow], law: Law) -> Iterable[Problem]:
    """Say how far column (d) is above our proceeds beyond the costs, which code E has."""
    event = pieces[0].match.event
    costs = codes_on(law, pieces[0].sold).costs
    above = total_of(
        amount
        for row in pieces
        for amount in (row.proceeds, _less(row.match.proceeds), row.amount(costs))
    )
    if above is not None and above >= CENT:
        message = (
            f"{event.id} in {event.account}: the broker's form shows proceeds {dollars(above)} "
            "above ours, and the costs of the sale do not explain it. It stands as code O; see "
            "which is right, and ask the broker for a corrected form if it is ours."
        )
        yield _problem("form-proceeds-differ", Severity.WARNING, message, pieces[0].match)


def _less(amount: Money | None) -> Money | None:
    return None if amount is None else -amount


def _not_compared(pieces: Sequence[FormRow]) -> Iterable[Problem]:
    """Say which figures of a form stand where ours are unknown: nobody can say they are wrong."""
    alone = [row for row in pieces if not row.compared]
    if not alone:
        return
    event = alone[0].match.event
    shown = {
        "proceeds": event.detail.form_proceeds
        if any(row.match.proceeds is None for row in alone)
        else None,
        "basis": event.detail.form_basis if any(row.match.basis is None for row in alone) else None,
    }
    told = [f"{name} {dollars(amount)}" for name, amount in shown.items() if amount is not None]
    message = (
        f"{event.id} in {event.account}: the broker's form shows {' and '.join(told)}, and ours "
        "cannot be told, so they cannot be compared. They stand as the form shows them, no code "
        "says that they are wrong, and columns (g) and (h) stay empty; mend what is unknown."
    )
    yield _problem("form-not-compared", Severity.WARNING, message, alone[0].match)


def _washed_twice(pieces: Sequence[FormRow], law: Law) -> Iterable[Problem]:
    """Say that a row names a wash sale itself, and the files show one: no loss has two."""
    event = pieces[0].match.event
    named = dict(event.detail.adjust).get(codes_on(law, pieces[0].sold).wash)
    found = sum(each.match.disallowed for each in pieces)
    if named and found:
        message = (
            f"{event.id} in {event.account}: `adjust` disallows {dollars(named)} as a wash sale, "
            f"and the files show {dollars(found)}. Both stand in column (g), so the loss counts "
            "too low: take W out of `adjust`, and add the purchase if no file shows it."
        )
        yield _problem("wash-named-twice", Severity.ERROR, message, pieces[0].match)


def _problem(code: str, severity: Severity, message: str, match: Match) -> Problem:
    source = match.event.source
    return Problem(
        *(code, severity, message, source.file.name, source.rows[0]), about=match.disposal
    )
