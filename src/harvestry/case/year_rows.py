"""The rows of a year's Form 8949, all of them."""

from harvestry.case.view import View
from harvestry.tax.form_8949.results import row_of_result
from harvestry.tax.form_8949.row import FormRow


def form_rows(view: View, year: int) -> list[FormRow]:
    """Give every row of a year's Form 8949: pieces of lots, and contracts settled in cash."""
    run = view.run
    rows = [row.form for row in view.gains(year)]
    results = enumerate(view.results(year), len(run.books.matches))
    made = (row_of_result(each, n, view.returns, run.assets, run.law) for n, each in results)
    return [*rows, *(row for row in made if row is not None)]
