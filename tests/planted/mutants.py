"""Mutants of a module: its text with one small thing changed, each change one a slip could make.

Messages, docstrings, annotations, type aliases, slots and decorators are left alone.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

Signatures: TypeAlias = Mapping[str, list[tuple[str, str]]]
"""By name of a function, its positional parameters: name and annotation."""


class Mutant(NamedTuple):
    """One change: of what was written where, and the whole text of the module with it."""

    module: str
    line: int
    change: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.module}:{self.line} {self.change}"


COMPARISONS: Final[dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.LShift: ast.RShift,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
EXTREMES: Final = {"min": "max", "max": "min"}
SAID: Final = frozenset({"Problem", "Remark", "report", "_problem", "AllocationError"})
"""Calls whose arguments are words for the reader."""
PRODUCT: Final = ("share", 0)
"""`share(total, part, whole)` multiplies its first two: swapping them changes nothing."""
WORDS: Final = frozenset({"message", "because", "reason", "where", "full", "what", "much", "told"})
"""Names of what is only said."""


def mutants_of(module: str, text: str, signatures: Signatures) -> Iterator[Mutant]:
    """Give every mutant of a module."""
    tree = ast.parse(text)
    for node in _code(tree):
        before = ast.unparse(node).partition("\n")[0]
        for change in _changes(node, signatures):
            undo = change()
            after = ast.unparse(node).partition("\n")[0]
            mutated = ast.unparse(tree)
            undo()
            assert isinstance(node, ast.stmt | ast.expr)
            yield Mutant(module, node.lineno, f"{before}  ->  {after}", mutated)


def signatures_of(texts: Iterator[str]) -> Signatures:
    """Find what functions and constructors take, where a name has one meaning."""
    found: dict[str, list[tuple[str, str]]] = {}
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.FunctionDef):
                continue
            taken = [
                (each.arg, ast.unparse(each.annotation) if each.annotation else "")
                for each in node.args.args
                if each.arg != "self"
            ]
            if found.setdefault(node.name, taken) != taken:
                found[node.name] = []
    return found


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Go through statements and expressions that do something."""
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _only_says(child):
                if isinstance(child, ast.stmt | ast.expr):
                    yield child
                yield from _code(child)


def _only_says(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.AnnAssign(annotation=ast.Name(id="TypeAlias")):
            return True
        case ast.Expr(value=value):
            return _only_says(value)
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in WORDS or name in ("__slots__", "Handler", "Fold", "Pick")
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in SAID
    return isinstance(node, ast.JoinedStr | ast.Import | ast.ImportFrom | ast.Raise)


Undo: TypeAlias = Callable[[], None]
Change: TypeAlias = Callable[[], Undo]


def _put(node: ast.AST, **fields: object) -> Change:
    """Give a change of some fields of a node, which gives the way back."""

    def change() -> Undo:
        before = {name: getattr(node, name) for name in fields}
        for name, value in fields.items():
            setattr(node, name, value)

        def undo() -> None:
            for name, value in before.items():
                setattr(node, name, value)

        return undo

    return change


def _changes(node: ast.AST, signatures: Signatures) -> Iterator[Change]:
    if isinstance(node, ast.stmt):
        yield from _of_statement(node)
    elif isinstance(node, ast.Call):
        yield from _swaps(node, signatures)
    else:
        yield from _of_value(node)


def _of_statement(node: ast.stmt) -> Iterator[Change]:
    match node:
        case ast.AugAssign(op=op):
            if type(op) in ARITHMETIC:
                yield _put(node, op=ARITHMETIC[type(op)]())
            yield _become(node, ast.Pass)
        case ast.If(test=test):
            yield from _denied(node, test)
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) not in ("None", "False"):
            yield _put(node, value=ast.Constant(None))
        case ast.Expr() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield _become(node, ast.Pass)
        case ast.Break():
            yield _become(node, ast.Continue)
        case ast.Continue():
            yield _become(node, ast.Break)


def _of_value(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.Compare(ops=[*ops]):
            for n, op in enumerate(ops):
                for other in COMPARISONS.get(type(op), ()):
                    yield _put(node, ops=[*ops[:n], other(), *ops[n + 1 :]])
        case ast.BinOp(op=op) if type(op) in ARITHMETIC:
            yield _put(node, op=ARITHMETIC[type(op)]())
        case ast.Constant(value=bool(value)):
            yield _put(node, value=not value)
        case ast.Constant(value=int(value)):
            yield _put(node, value=value + 1)
        case ast.Name(id=name) if name in EXTREMES:
            yield _put(node, id=EXTREMES[name])
        case _:
            yield from _of_truth(node)


def _of_truth(node: ast.AST) -> Iterator[Change]:
    match node:
        case ast.BoolOp(op=op):
            yield _put(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            truth = ast.Call(ast.Name("bool"), [operand], [])
            yield _put(node, op=ast.UAdd(), operand=truth)
        case ast.IfExp(test=test):
            yield from _denied(node, test)


def _denied(node: ast.AST, test: ast.expr) -> Iterator[Change]:
    """Deny a test that no other change reaches."""
    if isinstance(test, ast.Name | ast.Attribute | ast.Call | ast.Subscript):
        yield _put(node, test=ast.UnaryOp(ast.Not(), test))


def _swaps(node: ast.Call, signatures: Signatures) -> Iterator[Change]:
    """Swap arguments that stand next to each other and are of one type."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            taken, args = signatures.get(name, []), node.args
            for n in range(min(len(args), len(taken)) - 1):
                alike = taken[n][1] == taken[n + 1][1] != "" and (name, n) != PRODUCT
                if alike and ast.dump(args[n]) != ast.dump(args[n + 1]):
                    yield _put(node, args=[*args[:n], args[n + 1], args[n], *args[n + 2 :]])


def _become(node: ast.stmt, other: type[ast.stmt]) -> Change:
    def change() -> Undo:
        before = type(node)
        node.__class__ = other

        def undo() -> None:
            node.__class__ = before

        return undo

    return change
