"""Whether the text of an own rule shows that it depends on more than it is given: chance, a clock, a memory.

A run is a function of scenario, seed and number.  A rule that throws dice of its own, or keeps something between its
calls, would give other results each time, on other threads or in another order, and the reason would stay unseen.
"""

import ast
from collections.abc import Iterator, Mapping
from typing import NamedTuple

# what gives something else each time, or in another process; a name stands for all below it
CHANCE = (
    "random",
    "secrets",
    "numpy.random",
    "time",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "os.getpid",
    "os.getrandom",
    "os.urandom",
    "uuid.getnode",
    "uuid.uuid1",
    "uuid.uuid4",
    "builtins.hash",
    "builtins.id",
    "builtins.input",
)
# by which a list, a dictionary, a set or a queue is changed
CHANGING = (
    *("add", "append", "appendleft", "clear", "discard", "extend", "insert", "pop", "popitem", "popleft"),
    *("remove", "reverse", "setdefault", "sort", "update"),
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
Bindings = Mapping[str, list[ast.stmt]]


class Reason(NamedTuple):
    """Why a function is no rule, and the line that shows it."""

    text: str
    line: int


def first_reason(name: str, bindings: Bindings) -> Reason | None:
    """First sign that a function of a module, or what it uses of the module, depends on more than it is given."""
    names = _names_of_modules(bindings)
    seen, waiting = set[str](), [name]
    read = set[ast.stmt]()  # one statement may bind many names
    reasons: list[Reason] = []
    while waiting:
        used = waiting.pop()
        if used in seen:
            continue
        seen.add(used)
        for statement in bindings.get(used, []):
            if statement in read:
                continue
            read.add(statement)
            reader = _Reader(names, bindings)
            reader.read(statement)
            reasons += reader.reasons
            waiting += reader.used
    return min(reasons, key=lambda reason: reason.line, default=None)


def _names_of_modules(bindings: Bindings) -> dict[str, str]:
    """What names of a module stand for that it imports, as dotted paths."""
    found: dict[str, str] = {}
    for statement in dict.fromkeys(statement for bound in bindings.values() for statement in bound):
        for node in ast.walk(statement):
            found |= dict(_imported(node))
    return found


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            yield (alias.asname, alias.name) if alias.asname else (top, top)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        for alias in node.names:
            yield alias.asname or alias.name, f"{node.module}.{alias.name}"


class _Reader(ast.NodeVisitor):
    """Reads a statement of a module and notes what makes it depend on more than it is given."""

    def __init__(self, names: Mapping[str, str], bindings: Bindings) -> None:
        self._names, self._bindings = names, bindings
        self._own: list[set[str]] = []  # names that belong to a call of the function that is read, the innermost last
        self.reasons: list[Reason] = []
        self.used: list[str] = []  # names of the module, or of Python

    def read(self, statement: ast.stmt) -> None:
        """Read a statement; to import a module is not to use it."""
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            self.visit(statement)

    def visit(self, node: ast.AST) -> None:
        if isinstance(node, _FUNCTIONS):
            self._own.append(_own_names(node))
            self.generic_visit(node)
            self._own.pop()
            return
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            self._note_chance(node)
        if isinstance(node, ast.Name) and not self._is_own(node.id):
            self.used.append(node.id)
        if self._own:
            self._note_memory(node)
        self.generic_visit(node)

    def _note_chance(self, node: ast.Name | ast.Attribute) -> None:
        dotted = self._dotted(node)
        if any(dotted == name or dotted.startswith(f"{name}.") for name in CHANCE):
            self.reasons.append(Reason(f"uses {dotted.removeprefix('builtins.')}", node.lineno))

    def _dotted(self, node: ast.expr) -> str:
        """Dotted path that an expression stands for; empty where it is no module's."""
        if isinstance(node, ast.Attribute):
            of = self._dotted(node.value)
            return f"{of}.{node.attr}" if of else ""
        if not isinstance(node, ast.Name):
            return ""
        if self._is_own(node.id):
            return ""
        return self._names.get(node.id, "" if node.id in self._bindings else f"builtins.{node.id}")

    def _is_module(self, node: ast.expr) -> bool:
        dotted = self._dotted(node)
        return bool(dotted) and not dotted.startswith("builtins.")

    def _is_own(self, name: str) -> bool:
        return any(name in own for own in self._own)

    def _note_memory(self, node: ast.AST) -> None:
        """Note what a function changes that outlives its call."""
        if isinstance(node, ast.Global | ast.Nonlocal):
            self.reasons.append(Reason(f"keeps {node.names[0]} between its calls", node.lineno))
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            self._note_change(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING:
            if not self._is_module(node.func.value):  # numpy.sort, say, changes nothing
                self._note_change(node.func.value)
        elif isinstance(node, ast.Call) and self._dotted(node.func) == "builtins.next" and node.args:
            self._note_change(node.args[0])

    def _note_change(self, node: ast.expr) -> None:
        while isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        if isinstance(node, ast.Name) and node.id not in self._own[-1]:
            self.reasons.append(Reason(f"keeps {node.id} between its calls", node.lineno))


def _own_names(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> set[str]:
    """Names that are made again in every call: what it is given and assigns; a default value outlives the call."""
    given = function.args
    every = [*given.posonlyargs, *given.args]
    lasting = every[len(every) - len(given.defaults) :] if given.defaults else []
    rest = [star for star in (given.vararg, given.kwarg) if star is not None]
    names = {argument.arg for argument in (*every, *rest)} - {argument.arg for argument in lasting}
    body = function.body if isinstance(function.body, list) else [function.body]
    assigned = {
        node.id
        for statement in body
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    return names | assigned
