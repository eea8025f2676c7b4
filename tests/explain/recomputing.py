"""Works out a figure from the leaves of its explanation alone; knows nothing of the package.

Written from docs/reference/explain.md: plain arithmetic, `share(t, p, w)` = t*p/w and
`value(q, p)` = q*p, each rounded half up to 18 decimals.
"""

import re
from fractions import Fraction
from math import floor
from typing import Any

_EIGHTEEN = 10**18
_TOKEN = re.compile(r"\s*([A-Za-z_][A-Za-z_0-9]*|[-+(),])")


def _half_up(amount: Fraction) -> Fraction:
    return Fraction(floor(amount * _EIGHTEEN + Fraction(1, 2)), _EIGHTEEN)


def recompute(tree: dict[str, Any]) -> Fraction:
    """Give the value of a tree from its leaves; a leaf must say where it was read."""
    if not tree["inputs"]:
        assert tree["source"] or tree["rule"], f"a leaf from nowhere: {tree['figure']}"
        return Fraction(tree["value"])
    tokens = _TOKEN.findall(tree["formula"])
    values = {each["name"]: recompute(each) for each in tree["inputs"] if each["name"] in tokens}
    result, rest = _sum(tokens, values)
    assert not rest
    return result


def _sum(tokens: list[str], values: dict[str, Fraction]) -> tuple[Fraction, list[str]]:
    total, tokens = _term(tokens, values)
    while tokens and tokens[0] in "+-":
        sign = 1 if tokens[0] == "+" else -1
        term, tokens = _term(tokens[1:], values)
        total += sign * term
    return total, tokens


def _term(tokens: list[str], values: dict[str, Fraction]) -> tuple[Fraction, list[str]]:
    name, rest = tokens[0], tokens[1:]
    if not (rest and rest[0] == "("):
        return values[name], rest
    arguments = []
    while rest[0] != ")":
        argument, rest = _sum(rest[1:], values)
        arguments.append(argument)
    if name == "share":
        total, part, whole = arguments
        return _half_up(total * part / whole), rest[1:]
    assert name == "value"
    quantity, price = arguments
    return _half_up(quantity * price), rest[1:]
