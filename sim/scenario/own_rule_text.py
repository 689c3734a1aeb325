"""What the text of a module says of an own rule: whether there is such a function, and whether it can be one."""

import ast
import warnings
from collections.abc import Iterator

from .own_rule import RULE, NoRuleError, OwnKind
from .own_rule_chance import first_reason

MAX_DEPTH = 150  # of syntax within syntax: it is read by functions that call themselves, and Python ends those
MAX_NODES = 50_000  # parts of syntax; some thousand lines, read in a second or two
_IMPORTS_ALL = "*"
# what an assigned value is seen not to be: a function
_NO_FUNCTION = (ast.Constant, ast.Dict, ast.DictComp, ast.JoinedStr, ast.List, ast.ListComp, ast.Set, ast.Tuple)


def check_text(content: bytes, file: str, path: str, name: str, kind: OwnKind = RULE) -> None:
    """Look whether a module defines a rule, or another function of a user's.

    Parameters
    ----------
    content : bytes of the file
    file : str, its name
    path : str, the rule as it is written in the scenario
    name : str, the function
    kind : OwnKind, what it has to be

    Raises
    ------
    NoRuleError
        If it is no Python, more than is read, has no such function, or one that cannot be a rule.
    """
    module = _parsed(content, file)
    _check_size(module, file)
    bindings = bindings_of(module)
    bound = bindings.get(name) or bindings.get(_IMPORTS_ALL)
    if not bound or not _may_be_function(bound[-1]):
        raise NoRuleError(f"{path.partition(':')[0]} has no function {name}", kind.function)
    if not _takes(bound[-1], len(kind.takes)):
        raise NoRuleError(f"{path} does not take what a {kind.called} is given", kind.function)
    reason = first_reason(name, bindings)
    if reason is not None:
        raise NoRuleError(f"{path} {reason.text} (line {reason.line} of {file})", kind.alone)


def imports_of(content: bytes, package: str) -> list[str]:
    """Modules that a module of a package imports, wherever in its text, with the packages that they are in."""
    try:
        nodes = list(ast.walk(_parsed(content, "")))
    except NoRuleError:  # which is reported when it is run
        return []
    named: list[str] = []
    for node in nodes:
        if isinstance(node, ast.Import):
            named += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            named += [base, *(f"{base}.{alias.name}" for alias in node.names)]
    return [name for whole in named for name in prefixes(whole)]


def prefixes(module: str) -> list[str]:
    """Dotted names of a module and of the packages that it is in."""
    parts = module.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


def _parsed(content: bytes, file: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the text could do better
            return ast.parse(content)
    except SyntaxError as problem:
        line = f"line {problem.lineno}: " if problem.lineno else ""
        raise NoRuleError(f"{file} is not Python ({line}{problem.msg})", "a file that Python can read") from None
    except (MemoryError, RecursionError, ValueError):  # nested without end; a zero byte
        raise NoRuleError(f"{file} is not Python", "a file that Python can read") from None


def _check_size(module: ast.Module, file: str) -> None:
    """Raise NoRuleError where a module is nested too deeply or too long; level by level, without calling itself."""
    level: list[ast.AST] = [module]
    depth = nodes = 0
    while level:
        depth, nodes = depth + 1, nodes + len(level)
        if depth > MAX_DEPTH:
            raise NoRuleError(f"{file} is nested too deeply", f"at most {MAX_DEPTH} levels of syntax")
        if nodes > MAX_NODES:
            raise NoRuleError(f"{file} is too long", f"at most {MAX_NODES} parts of syntax")
        level = [part for node in level for part in ast.iter_child_nodes(node)]


def bindings_of(module: ast.Module) -> dict[str, list[ast.stmt]]:
    """Statements that give each name of a module its value, in their order."""
    bindings: dict[str, list[ast.stmt]] = {}
    for statement in _at_top(module.body):
        for name in _names_bound(statement):
            bindings.setdefault(name, []).append(statement)
    return bindings


def _at_top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when the module does, also those within conditions, loops and attempts."""
    for statement in body:
        yield statement
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for part in ast.iter_child_nodes(statement):
                if isinstance(part, ast.stmt):
                    yield from _at_top([part])
                elif isinstance(part, ast.ExceptHandler | ast.match_case):
                    yield from _at_top(part.body)


def _names_bound(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in statement.names)
    else:
        targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
        for node in (node for target in targets if target is not None for node in ast.walk(target)):
            if isinstance(node, ast.Name):
                yield node.id


def _may_be_function(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.AsyncFunctionDef):
        return False
    return not isinstance(getattr(statement, "value", None), _NO_FUNCTION)


def _takes(statement: ast.stmt, n: int) -> bool:
    """Whether a plain function can be called with so many arguments; of others it is unknown."""
    value = getattr(statement, "value", None)
    if not isinstance(statement, ast.FunctionDef) and not isinstance(value, ast.Lambda):
        return True
    if isinstance(statement, ast.FunctionDef) and statement.decorator_list:
        return True
    given: ast.arguments = statement.args if isinstance(statement, ast.FunctionDef) else value.args  # type: ignore[union-attr]
    places = len(given.posonlyargs) + len(given.args)
    needed = places - len(given.defaults)
    return needed <= n and (given.vararg is not None or places >= n) and None not in given.kw_defaults
