"""What Tax-Calculator makes of drawn returns; runs in an environment apart (`make oracle`).

python taxcalc_figures.py SEED MANY YEAR... > figures.csv
"""

import csv
import sys

import numpy as np
import pandas as pd
import taxcalc
from drawing import STATUSES, Drawn, drawn_returns

AGE, SENIOR_AGE = 50, 70
FIGURES = {
    "agi": "c00100",
    "taxable_income": "c04800",
    "regular_tax": "taxbc",
    "amt": "c09600",
    "niit": "niit",
    "se_tax": "setax",
    "additional_medicare": "ptax_amc",
    "qbi_deduction": "qbided",
    "itemized": "c04470",
}


def line_18_and_19(drawn: Drawn) -> tuple[int, int]:
    """Give 28 % rate gain and unrecaptured section 1250 gain, IRC 1(h)(4) and (6).

    Tax-Calculator takes both as they stand on Schedule D, after short-term loss and carryover.
    """
    if drawn.net_long <= 0 or drawn.net_short + drawn.net_long <= 0:
        return 0, 0
    left = drawn.collectibles - drawn.carryover_long - max(0, -drawn.net_short)
    gain_28 = max(0, left) if drawn.collectibles else 0
    return gain_28, max(0, drawn.unrecaptured - max(0, -left))


def record(drawn: Drawn) -> dict[str, float]:
    """Put a return into Tax-Calculator's names, dollars."""
    gain_28, gain_1250 = line_18_and_19(drawn)
    joint = drawn.status == "mfj"
    cents = {
        "e00200": drawn.wages,
        "e00200p": drawn.wages,
        "e00300": drawn.interest,
        "e00600": drawn.ordinary_dividends,
        "e00650": drawn.qualified_dividends,
        "e01500": drawn.other_income,
        "e01700": drawn.other_income,
        "e00900": drawn.business,
        "e00900p": drawn.business,
        "p22250": drawn.net_short,
        "p23250": drawn.net_long,
        "e24518": gain_28,
        "e24515": gain_1250,
        "e03150": drawn.adjustments,
        "e19200": drawn.itemized if drawn.year < 2026 else 0,  # its cap from 2026 is not ours
    }
    return {
        "RECID": drawn.number + 1,
        "MARS": STATUSES.index(drawn.status) + 1,
        "XTOT": 1 + joint,
        "age_head": SENIOR_AGE if drawn.seniors else AGE,
        "age_spouse": (SENIOR_AGE if drawn.seniors > 1 else AGE) if joint else 0,
        **{name: amount / 100 for name, amount in cents.items()},
    }


def figures(year: int, returns: list[Drawn]) -> pd.DataFrame:
    """Give every figure of the returns of one year, in dollars."""
    frame = pd.DataFrame([record(each) for each in returns])
    frame["FLPDYR"] = year
    records = taxcalc.Records(
        data=frame, start_year=year, gfactors=None, weights=None, adjust_ratios=None
    )
    policy = taxcalc.Policy()
    policy.set_year(year)
    calculator = taxcalc.Calculator(policy=policy, records=records, verbose=False)
    calculator.calc_all()
    told = {name: calculator.array(variable) for name, variable in FIGURES.items()}
    told["number"] = np.array([each.number for each in returns])
    return pd.DataFrame(told)


def main() -> None:
    """Write the figures of all years, to a ten-thousandth of a dollar."""
    seed, many, *years = (int(each) for each in sys.argv[1:])
    drawn = list(drawn_returns(seed, many, tuple(years)))
    told = pd.concat(figures(year, [one for one in drawn if one.year == year]) for year in years)
    writer = csv.writer(sys.stdout)
    writer.writerow(["oracle", f"taxcalc {taxcalc.__version__}"])
    writer.writerow(["number", *FIGURES])
    for row in told.sort_values("number").to_dict("records"):
        writer.writerow([int(row["number"]), *(f"{row[name]:.4f}" for name in FIGURES)])


if __name__ == "__main__":
    main()
