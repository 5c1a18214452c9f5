"""Generated code as type checkers read it, with what changed marked: each use of it is told, with the mark.

A property of a model becomes a method that is read as one, a method of a client or of steps stays; both want a `self`
of the mark's type, which nothing is, so all types around them stay known. A keyword gets another name, so that giving
it is wrong.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from codegen.actions.plan import Plan, Service
from codegen.actions.steps import Argument, Call, Target
from codegen.changes.keys import Key, parameter_key
from codegen.contract.model import Contract, Operation, Parameter, name_of
from codegen.core.tree import Tree

_MARK = "_codegen_mark_"
_TOLD = re.compile(rf"\b{_MARK}(\d+)\b")
_KEYWORD = re.compile(r'Unexpected keyword argument "(\w+)" for "(\w+)"(?: of "(\w+)")?')
_PATTERN = re.compile(r'^Class "(?:[\w.]*\.)?(\w+)" has no attribute "(\w+)"')  # of `case Order(total=…)`
_CLASS = re.compile(r"^class (\w+)", re.MULTILINE)
_READ_ONLY = "_codegen_builtins.property"  # a model may have a field of that name
_IMPORT = "import builtins as _codegen_builtins"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where generated code has what changed.

    Attributes:
        folder: of the module, or its path.
        owner: the class.
        member: its attribute or method; "" where the class itself is called.
        keyword: of the method or of the class; "" for all of it.
    """

    folder: str
    owner: str
    member: str
    keyword: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """Generated code with marks.

    Attributes:
        tree: its Python files.
        marks: what each mark stands for.
        keywords: what a keyword stands for, by class, method ("" for the class itself) and keyword.
    """

    tree: Mapping[str, str]
    marks: Sequence[frozenset[Key]]
    keywords: Mapping[tuple[str, str, str], frozenset[Key]]

    def about(self, message: str, kin: Callable[[str], Collection[str]]) -> frozenset[Key]:
        """Return what a message of the type checker is about.

        Args:
            message: as mypy says it.
            kin: gives a class's name with those of all that it inherits from.
        """
        if told := _TOLD.search(message):
            return self.marks[int(told[1])]
        if told := _PATTERN.search(message):
            return self._of_class(told[1], told[2], kin)
        if not (told := _KEYWORD.search(message)):
            return frozenset()
        if told[3]:
            return self.keywords.get((told[3], told[2], told[1]), frozenset())
        return self._of_class(told[2], told[1], kin)

    def _of_class(self, name: str, keyword: str, kin: Callable[[str], Collection[str]]) -> frozenset[Key]:
        found = (self.keywords.get((each, "", keyword), frozenset()) for each in kin(name))
        return frozenset(key for keys in found for key in keys)


def marked(plan: Plan, service: Service, tree: Tree, keys: Collection[Key]) -> Marked:
    """Return generated code with marks on what changed in a service's contract.

    Args:
        plan: what `tree` was rendered from.
        service: the one of the plan whose contract changed.
        tree: the generated files.
        keys: what changed.
    """
    places: dict[Place, set[Key]] = {}
    for place, key in [*_of_clients(service, keys), *_of_steps(plan, service, keys)]:
        places.setdefault(place, set()).add(key)
    ordered = sorted(places)
    numbers: dict[str, dict[Place, int]] = {}
    for number, place in enumerate(ordered):
        numbers.setdefault(place.owner, {})[place] = number
    files = {path: text for path, text in tree.items() if path.endswith(".py")}
    keywords: dict[tuple[str, str, str], frozenset[Key]] = {}
    for place in ordered:
        if place.keyword:
            at = (place.owner, place.member, place.keyword)
            keywords[at] = keywords.get(at, frozenset()) | places[place]
    changed = {path: _edited(path, text, numbers) for path, text in files.items()}
    return Marked({**files, **changed}, [frozenset(places[place]) for place in ordered], keywords)


# ------------------------------------------------------------------ where the generated code has what changed


def _of_clients(service: Service, keys: Collection[Key]) -> Iterator[tuple[Place, Key]]:
    # heavy, and many a project has no code of its own that could be touched
    from codegen.targets.clients.bodies import body_fields, root_model
    from codegen.targets.clients.request_models import with_request_models

    contract = with_request_models(service.contract)
    origins = _origins(service.contract, contract)
    folder = f"services/{service.name}"
    for name, schema in contract.schemas.items():
        for stable, child in schema.get("properties", {}).items():
            key = ("property", origins.get(name, name), str(child.get("x-wire", stable)))
            if key in keys:
                ident = str(child.get("x-ident", stable))
                yield Place(f"{folder}/models/", name, ident), key
                yield Place(f"{folder}/models/", name, "", ident), key
    for operation in contract.operations.values():
        found = [("", key) for key in [_operation_key(operation)] if key in keys]
        found += [(p.ident, key) for p in operation.parameters if (key := _parameter_key(operation, p)) in keys]
        for field in body_fields(contract, operation):
            root = root_model(contract, operation.body.media[0]) if operation.body else None
            wire = str(field.schema.get("x-wire", field.name))
            if root and (key := ("property", origins.get(root, root), wire)) in keys:
                found.append((field.keyword, key))
        for keyword, key in found:
            yield Place(f"{folder}/client.py", "Client", operation.ident, keyword), key
            yield Place(f"{folder}/async_client.py", "AsyncClient", operation.ident, keyword), key


def _origins(contract: Contract, requests: Contract) -> dict[str, str]:
    """Return which definition each class that only requests have was made from."""
    by_pointer = {contract.pointers.get(name, ""): name for name in contract.schemas}
    made = requests.schemas.keys() - contract.schemas.keys()
    return {name: by_pointer[at] for name in made if (at := requests.pointers.get(name, "")) in by_pointer}


def _of_steps(plan: Plan, service: Service, keys: Collection[Key]) -> Iterator[tuple[Place, Key]]:
    from codegen.targets.actions.module import module_name  # heavy, as above

    for action in plan.actions:
        for step in action.steps:
            if step.call.service != service.name:
                continue
            found = [("", key) for key in [_operation_key(step.call.operation)] if key in keys]
            for argument in step.call.arguments:
                if (at := _argument_key(argument, step.call)) is not None and at in keys:
                    found.append((argument.ident, at))
            for keyword, key in found:
                for owner in ("Steps", "AsyncSteps"):
                    yield Place(f"actions/{module_name(action)}.py", owner, step.ident, keyword), key


def _operation_key(operation: Operation) -> Key:
    return "operation", "", f"{operation.method} {operation.path}"


def _parameter_key(operation: Operation, parameter: Parameter) -> Key:
    return parameter_key(f"{operation.method} {operation.path}", str(parameter.location), parameter.wire)


def _argument_key(argument: Argument, call: Call) -> Key | None:
    if argument.target is Target.PARAMETER and argument.parameter is not None:
        return _parameter_key(call.operation, argument.parameter)
    if argument.target is Target.FIELD and call.body_schema is not None and "$ref" in call.body_schema:
        return "property", name_of(call.body_schema), str(argument.schema.get("x-wire", argument.name))
    return None


# ------------------------------------------------------------------ the marks


def _edited(path: str, text: str, places: Mapping[str, Mapping[Place, int]]) -> str:
    """Return a module with its marks, by class; as it stands where it has none."""
    here = {
        name: {(at.member, at.keyword): n for at, n in places[name].items() if at.member and path.startswith(at.folder)}
        for name in _CLASS.findall(text)
        if name in places
    }
    if not any(here.values()):
        return text
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            node.body = [_with_marks(item, here.get(node.name, {})) for item in node.body]
    # `from __future__` stays first
    start = 1 + max((at for at, node in enumerate(tree.body) if _is_first(node)), default=-1)
    classes = "\n".join(f"class {_MARK}{number}: ..." for marks in here.values() for number in marks.values())
    tree.body[start:start] = ast.parse(f"{_IMPORT}\n{classes}").body
    return ast.unparse(ast.fix_missing_locations(tree))


def _is_first(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _with_marks(node: ast.stmt, marks: Mapping[tuple[str, str], int]) -> ast.stmt:
    """Return a statement of a class with its marks, by member and keyword."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        number = marks.get((node.target.id, ""))
        return node if number is None else _read_only(node.target.id, node.annotation, number)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for argument in node.args.kwonlyargs:
            if (node.name, argument.arg) in marks:
                argument.arg = f"{argument.arg}_before_it_changed"
        if (node.name, "") in marks:
            node.args.args[0].annotation = ast.Name(f"{_MARK}{marks[node.name, '']}")
    return node


def _read_only(name: str, type_: ast.expr, number: int) -> ast.stmt:
    node = ast.parse(f"@{_READ_ONLY}\ndef {name}(self: {_MARK}{number}): ...").body[0]
    if isinstance(node, ast.FunctionDef):
        node.returns = type_
    return node
