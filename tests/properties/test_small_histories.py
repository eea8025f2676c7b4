"""Small histories in whole smallest units, where every rounding shows, searched by hypothesis."""

from hypothesis import given, settings, strategies as st

from properties.amounts import COIN, DOLLAR, decimal_text
from properties.comparing import first_difference, told
from properties.engine import the_engine
from properties.lives import FULL_SIZE
from properties.rows import Life, Row

SMALL = st.integers(1, 12)
WORTH = st.integers(0, 12)
MINUTE = st.integers(0, 8)
PLACE = st.sampled_from(["a", "b"])

Step = tuple[str, int, str, int, int, int]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "sell", "transfer", "gift-in", "withheld", "donation"]),
        MINUTE,
        PLACE,
        SMALL,
        WORTH,
        WORTH,
    ),
    max_size=9,
)


def history(steps: list[Step]) -> list[Row]:
    """Write steps down as rows: one coin, two accounts, amounts in the smallest units."""
    rows = []
    for n, (kind, minute, place, quantity, usd, other) in enumerate(steps):
        row = {
            "time": f"2025-03-01T00:{minute:02}:00Z",
            "account": place,
            "kind": "buy" if kind == "withheld" else kind,
            "asset": "X",
            "quantity": decimal_text(quantity, COIN),
            "id": str(n),
        }
        if kind == "transfer":
            row["to_account"] = "b" if place == "a" else "a"
        else:
            row["usd"] = decimal_text(usd, DOLLAR)
        if kind == "gift-in":
            row["acquired"] = "2020-02-29T12:00:00Z"
            row["fmv_usd"] = decimal_text(other, DOLLAR)
        if kind == "withheld" and quantity > 1:
            row["fee_asset"] = "X"
            row["fee_quantity"] = decimal_text(1 + other % (quantity - 1), COIN)
        rows.append(row)
    return rows


@given(STEPS)
@settings(max_examples=5000 if FULL_SIZE else 300, deadline=None, derandomize=True, database=None)
def test_the_fold_and_the_oracle_agree_to_the_smallest_unit(steps: list[Step]) -> None:
    tiny = Life(history(steps), {"a": {"lots": "hifo"}, "b": {"lots": "lifo"}})
    found = first_difference(the_engine(), tiny)
    assert found is None, f"{told(tiny)}\n{found}"
