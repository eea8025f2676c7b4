"""What more gain or loss does to the tax: the difference of two whole returns."""

from dataclasses import replace

from harvestry.tax.federal.form_1040 import Return, prepare
from harvestry.units.exact import Money


def with_more(prepared: Return, short: Money, long: Money) -> Return:
    """Give the same return with more net gain of each term; a loss is negative."""
    inputs = prepared.inputs
    more = replace(inputs, short=inputs.short + short, long=inputs.long + long)
    return prepare(more, prepared.figures)


def tax_saved(prepared: Return, short: Money, long: Money) -> Money:
    """Give by how much the year's federal tax falls; below zero where it rises.

    What a loss is worth in later years, when it is carried over, is not in it.
    """
    return prepared.total_tax - with_more(prepared, short, long).total_tax
