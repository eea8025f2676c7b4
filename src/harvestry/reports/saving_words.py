"""What a harvest saves, in words."""

from harvestry.tax.federal.form_1040 import Return
from harvestry.units.exact import Money, dollars


def saved_together(
    before: Return, after: Return, *, state_saved: Money | None = None, partly: bool = False
) -> tuple[str, ...]:
    """Say what all sales together do to the year's tax, and what they leave for later years.

    Where they save nothing, that is said: a loss against gain that is taxed at 0 % lowers the basis
    for nothing. `state_saved` is by how much the state's part falls, `None` where no rate is told.
    `partly`: some holdings are in none of it, for what they come to is unknown.
    """
    year = before.figures.year
    saved = before.total_tax - after.total_tax
    carried = _carried(after) - _carried(before)
    what = "all of it that is known" if partly else "all of it"
    told = (
        f"Selling {what} by the orders in force: federal tax of {year} "
        f"{dollars(before.total_tax)} without, {dollars(after.total_tax)} with"
    )
    if saved > 0:
        sentences = [f"{told}, {dollars(saved)} saved."]
    elif saved < 0:
        sentences = [f"{told}: it costs {dollars(-saved)} more federal tax this year."]
    else:
        sentences = [
            f"{told}: it saves no federal tax this year, and a purchase back has a lower basis."
        ]
    if state_saved:
        does = "saves" if state_saved > 0 else "costs"
        sentences.append(
            f"By your `state_rate` it {does} {dollars(abs(state_saved))} of state tax this year."
        )
    if carried > 0:
        sentences.append(
            f"{dollars(carried)} of loss would be carried into {year + 1}; what that saves is not "
            "in the figure."
        )
    return tuple(sentences)


def saving_unknown(year: int, *, told: bool) -> tuple[str, ...]:
    """Say why no saving can be told."""
    if told:
        return (f"Tax saved is unknown: `harvestry tax FILES --year {year}` says what is missing.",)
    missing = f"put [year.{year}] with `filing_status` and `wages` into profile.toml"
    return (f"Tax saved is unknown without a return: {missing}.",)


def _carried(prepared: Return) -> Money:
    return prepared.carryover_short + prepared.carryover_long
