"""`Node`: one figure of an explanation, how it comes from its inputs, and where a leaf was read.

A formula is plain arithmetic over the names of the inputs, with two functions: `share(t, p, w)` is
t*p/w and `value(q, p)` is q*p, each rounded half up to 18 decimals of a dollar.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from harvestry.law.load import Dated
from harvestry.reports.table import Unit
from harvestry.units.exact import share, value_at
from harvestry.units.source_ref import SourceRef

STATED: Final = "stated in the row"
UNKNOWN: Final = "unknown"
BY_LAW: Final = "set by law"


@dataclass(frozen=True, slots=True)
class Node:
    """One figure. `value` is exact in `unit`, `None` while unknown.

    `name` is what the formula of the node above calls it. A leaf has sources or a rule, no inputs.
    """

    name: str
    figure: str
    value: int | None
    unit: Unit
    formula: str
    inputs: tuple["Node", ...] = ()
    rule: Dated | None = None
    source: tuple[SourceRef, ...] = ()


def derived(
    name: str,
    figure: str,
    formula: str,
    inputs: tuple[Node, ...],
    *,
    rule: Dated | None = None,
    unit: Unit = Unit.MONEY,
) -> Node:
    """Give the node whose value is its formula's over the inputs, unknown where one is."""
    value = evaluate(formula, {each.name: each.value for each in inputs})
    return Node(name, figure, value, unit, formula, inputs, rule)


def stated(
    name: str,
    figure: str,
    value: int | None,
    unit: Unit,
    source: tuple[SourceRef, ...],
    *,
    words: str = STATED,
) -> Node:
    """Give a leaf: what rows of files state or leave open, or in `words` what follows from them."""
    return Node(name, figure, value, unit, UNKNOWN if value is None else words, source=source)


def sources_of(node: Node) -> Iterator[SourceRef]:
    """Give the rows of all leaves below a node."""
    yield from node.source
    for each in node.inputs:
        yield from sources_of(each)


def evaluate(formula: str, values: Mapping[str, int | None]) -> int | None:
    """Give what a formula comes to; `None` where an input is unknown."""
    tree = ast.parse(formula, mode="eval")
    names = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)} - _FUNCTIONS.keys()
    known = {name: value for name in names if (value := values[name]) is not None}
    return _evaluate(tree.body, known) if len(known) == len(names) else None


_FUNCTIONS: Final[Mapping[str, Callable[..., int]]] = {"share": share, "value": value_at}


def _evaluate(tree: ast.expr, values: Mapping[str, int]) -> int:
    match tree:
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _evaluate(left, values) + _evaluate(right, values)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _evaluate(left, values) - _evaluate(right, values)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name](*(_evaluate(each, values) for each in arguments))
    raise AssertionError(f"no such step in a formula: {ast.dump(tree)}")
