"""The small faults that a mutant has one of: each stands in for a slip that a person could make."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

OTHERWISE = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
OPPOSITE = {"min": "max", "max": "min", "any": "all", "all": "any", "first": "last", "last": "first"}
NO_MORE_THAN_NOTHING = (
    "None",
    "True",
    "False",
    "''",
    "{}",
    "[]",
)  # None instead is much the same, or the constant has a fault of its own
CONDITIONS = ("filter", "exclude", "Q")
# Nothing is computed there; or it counts only between two at once, or where the code is wrong already.
APART = {"annotation", "returns", "decorator_list", "type_params"}
APART_KEYWORDS = {"no_key", "strict", "validate_unique", "validate_constraints"}


@dataclass(frozen=True)
class Place:
    """Where a node hangs: in a field of its parent, or at an index of that field. `function` encloses it (empty: none)."""

    parent: ast.AST
    field: str
    index: int | None
    function: str

    def put(self, node: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def places(parent: ast.AST, function: str = "") -> Iterator[tuple[Place, ast.AST]]:
    """Every node under this one with its place, in the order of the text."""
    function = parent.name if isinstance(parent, ast.FunctionDef) else function
    for field, value in ast.iter_fields(parent):
        for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            apart = field in APART or (isinstance(node, ast.keyword) and node.arg in APART_KEYWORDS)
            if isinstance(node, ast.AST) and not apart:
                yield Place(parent, field, index, function), node
                yield from places(node, function)


def faulty(node: ast.AST) -> Iterator[ast.AST]:
    """What could stand in its place by a slip."""
    match node:
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Delete():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() | ast.Tuple(elts=[ast.Attribute(), *_])]):
            yield ast.Pass()
        case ast.Return(value=ast.expr() as value) if ast.unparse(value) not in NO_MORE_THAN_NOTHING:
            yield ast.Return(ast.Constant(None))
        case ast.Call():
            yield from faulty_calls(node)
        case ast.BinOp(op=ast.BitOr() | ast.BitAnd() | ast.Add() | ast.Sub()):
            yield node.left
            if not isinstance(node.op, ast.Sub):
                yield node.right
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(node.value + 1)
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.comprehension(ifs=[_]):
            yield ast.comprehension(node.target, node.iter, [], node.is_async)
        case _ if type(node) in OTHERWISE:
            yield OTHERWISE[type(node)]()


def faulty_calls(node: ast.Call) -> Iterator[ast.AST]:
    """Without one of its conditions, or its opposite."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in CONDITIONS:
            for left in node.args:
                yield ast.Call(node.func, [one for one in node.args if one is not left], node.keywords)
            for left in node.keywords:
                yield ast.Call(node.func, node.args, [one for one in node.keywords if one is not left])
        case ast.Name(id=name) if name in OPPOSITE:
            yield ast.Call(ast.Name(OPPOSITE[name]), node.args, node.keywords)
        case ast.Attribute(attr=name) if name in OPPOSITE and not node.args:
            yield ast.Call(ast.Attribute(node.func.value, OPPOSITE[name]), node.args, node.keywords)
        case ast.Attribute(attr="distinct"):
            yield node.func.value
