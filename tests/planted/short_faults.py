"""Faults to plant in what becomes of losses on closed short sales (IRC 1091(e))."""

from planted.fault import Fault

_STEP = "ledger.review.short_losses"

SHORT_FAULTS = (
    Fault(
        "the window of a short sale is a day short",
        {
            _STEP: [
                ("entered, day - window,", "entered, day - window + 1,"),
                ("entered, day + window,", "entered, day + window - 1,"),
            ]
        },
    ),
    Fault(
        "the window of a short sale is a day long",
        {
            _STEP: [
                ("entered, day - window,", "entered, day - window - 1,"),
                ("entered, day + window,", "entered, day + window + 1,"),
            ]
        },
    ),
    Fault(
        "a short sale replaces itself",
        {_STEP: [("each.event.id == own.id or not", "not")]},
    ),
    Fault(
        "a written option is a short sale that is closed at a loss",
        {_STEP: [("        if self._is_written(match.asset):\n            return\n", "")]},
    ),
    Fault(
        "writing an option is another short sale",
        {_STEP: [("if each.is_short and self._is_written(each.asset):", "if False:")]},
    ),
    Fault(
        "a sale defers the loss",
        {_STEP: [("if not each.is_short:\n            outcome", "if False:\n            outcome")]},
    ),
    Fault(
        "a sale is no matter",
        {_STEP: [("return event.kind is Kind.SELL", "return False")]},
    ),
    Fault(
        "units that stand for one loss stand for another",
        {
            _STEP: [
                (
                    "            part.free -= units\n            if outcome",
                    "            if outcome",
                )
            ]
        },
    ),
    Fault(
        "what was closed before never takes a loss, whatever the position",
        {_STEP: [("if self.reach.sold_before_counts else ()", "if False else ()")]},
    ),
    Fault(
        "a loss that had its turn takes another",
        {_STEP: [("if part.place in self.done or", "if")]},
    ),
    Fault(
        "a deferred loss joins no cost",
        {_STEP: [("is Outcome.DEFERRED and part.place", "is None and part.place")]},
    ),
    Fault(
        "the latest short sale stands first",
        {
            _STEP: [
                (
                    "sorted(found.values(), key=_earliest_first)",
                    "sorted(found.values(), key=_earliest_first, reverse=True)",
                )
            ]
        },
    ),
    Fault(
        "losses go by the entry of the short sale alone",
        {_STEP: [("return day, at, root.time,", "return 0, 0, root.time,")]},
    ),
    Fault(
        "short sales of one order stand for each other",
        {
            _STEP: [
                ("if self.reach.same_order_exempt and each.is_short", "if False and each.is_short")
            ]
        },
    ),
    Fault(
        "a loss in a retirement account is washed",
        {
            _STEP: [
                ("if not self.reach.covers((match.event.account, match.asset), day):", "if False:")
            ]
        },
    ),
)
"""The random short sales must catch every one."""
