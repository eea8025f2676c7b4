"""What taxsim-py makes of drawn returns; runs in an environment apart (`make oracle`).

python taxsim_figures.py SEED MANY YEAR... > figures.csv
"""

import csv
import sys
from importlib.metadata import version

import polars as pl
from drawing import Drawn, drawn_returns
from taxsim_py import calculate_taxes

AGE, SENIOR_AGE = 50, 70
MSTAT = {"single": 33, "mfj": 2, "mfs": 6, "hoh": 1}
"""It knows no surviving spouses; a single person with a dependent is head of household."""
FIGURES = {
    "agi": "agi",
    "taxable_income": "taxable_income",
    "regular_tax": "regular_tax",
    "amt": "amt",
    "niit": "niit",
    "se_tax": "setax",
    "additional_medicare": "addmed",
}


def row(drawn: Drawn) -> dict[str, float]:
    """Put a return into TAXSIM's names, dollars."""
    joint = drawn.status == "mfj"
    cents = {
        "pwages": drawn.wages,
        "intrec": drawn.interest,
        "dividends": drawn.qualified_dividends,
        "pensions": drawn.other_income,
        "psemp": drawn.business,
        "stcg": drawn.net_short,
        "ltcg": drawn.net_long,
    }
    return {
        "number": drawn.number,
        "year": drawn.year,
        "state": 0,
        "mstat": MSTAT[drawn.status],
        "depx": int(drawn.status == "hoh"),
        "page": SENIOR_AGE if drawn.seniors else AGE,
        "sage": (SENIOR_AGE if drawn.seniors > 1 else AGE) if joint else 0,
        **{name: amount / 100 for name, amount in cents.items()},
    }


def main() -> None:
    """Write the figures, to a ten-thousandth of a dollar."""
    seed, many, *years = (int(each) for each in sys.argv[1:])
    returns = drawn_returns(seed, many, tuple(years))
    frame = pl.DataFrame([row(each) for each in returns if each.status in MSTAT])
    taxes = calculate_taxes(frame, engine="python", keep_intermediate=True)
    writer = csv.writer(sys.stdout)
    writer.writerow(["oracle", f"taxsim-py {version('taxsim-py')}"])
    writer.writerow(["number", *FIGURES])
    for each in taxes.sort("number").iter_rows(named=True):
        writer.writerow([each["number"], *(f"{each[name]:.4f}" for name in FIGURES.values())])


if __name__ == "__main__":
    main()
