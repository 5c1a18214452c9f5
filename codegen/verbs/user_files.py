"""The Python files of people that generated code reaches: those that import it, and those that import these."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from codegen.project import Project
from codegen.sync.site import Site
from codegen.sync.walk import walk


@dataclass(frozen=True, slots=True)
class UserFiles:
    """Files of people.

    Attributes:
        paths: relative to the project's root, sorted.
        bases: a class of theirs, by its last name, to the names of what it is made of.
    """

    paths: tuple[str, ...]
    bases: Mapping[str, frozenset[str]]

    def kin(self, name: str) -> frozenset[str]:
        """Return the name of a class with those of all that it inherits from."""
        seen, pending = {name}, [name]
        while pending:
            more = self.bases.get(pending.pop(), frozenset()) - seen
            seen |= more
            pending.extend(more)
        return frozenset(seen)


def user_files(project: Project, site: Site) -> UserFiles:
    """Return the files of people that use generated code, be it through other files of theirs."""
    every = dict(_texts(project, site))
    texts = {path: text for path, text in every.items() if _is_importable(path, every)}
    modules = {name: path for path in texts for name in _names(path)}
    parts = site.output.split("/")
    package = ".".join(parts[1:] if parts[0] == "src" else parts)
    parsed: dict[str, ast.Module | None] = {}
    reached: set[str] = set()
    words = {package.rpartition(".")[2]}
    while words:
        found = set()
        for path in texts.keys() - reached:
            if not any(word.encode() in texts[path] for word in ("import *", *words)):
                continue  # what a file does not name it does not import; parsing all would take long
            tree = parsed[path] if path in parsed else parsed.setdefault(path, _parsed(texts[path]))
            if tree is not None and _reaches(tree, path, package, modules, reached):
                found.add(path)
        reached |= found
        words = {name.rpartition(".")[2] for path in found for name in _names(path)}
    trees = [tree for path in sorted(reached) if (tree := parsed[path]) is not None]
    return UserFiles(tuple(sorted(reached)), _bases(trees))


def _texts(project: Project, site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the Python files of people with their content."""
    for path in sorted(walk(project.root)):
        folders = path.split("/")[:-1]
        hidden = any(folder.startswith(".") or folder in ("node_modules", "site-packages") for folder in folders)
        if path.endswith(".py") and not path.startswith(f"{site.output}/") and not hidden:
            try:
                yield path, (project.root / path).read_bytes()
            except OSError:  # no code that could use ours
                continue


def _is_importable(path: str, files: Collection[str]) -> bool:
    """Say whether the packages around a file have names that Python takes; mypy ends at one that has not."""
    folders = path.split("/")[:-1]
    return all(
        folder.isidentifier() or f"{'/'.join(folders[: depth + 1])}/__init__.py" not in files
        for depth, folder in enumerate(folders)
    )


def _names(path: str) -> tuple[str, ...]:
    """Return the dotted names by which a file can be imported."""
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return (name, name.removeprefix("src.")) if name.startswith("src.") else (name,)


def _parsed(content: bytes) -> ast.Module | None:
    try:
        return ast.parse(content)
    except (SyntaxError, ValueError):
        return None


def _reaches(tree: ast.Module, path: str, package: str, modules: Mapping[str, str], reached: Collection[str]) -> bool:
    """Say whether a file imports the generated package or one of the files in `reached`."""
    last = package.rpartition(".")[2]  # a package of the same project may import it relatively
    for name in _imports(tree, path):
        if f"{name}.".startswith((f"{package}.", f"{last}.")) or modules.get(name) in reached:
            return True
    return False


def _imports(tree: ast.Module, path: str) -> Iterator[str]:
    """Yield the dotted names that a file imports, what is above them too, and those relative to it as written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _with_parents(alias.name)
        elif isinstance(node, ast.ImportFrom):
            home = ".".join(filter(None, (_above(path, node.level), node.module)))
            yield from _with_parents(home)
            for alias in node.names:
                yield ".".join(filter(None, (home, alias.name)))
            if node.level:
                yield node.module or ""
                yield from (alias.name for alias in node.names if not node.module)


def _above(path: str, level: int) -> str:
    """Return the package that a relative import of a file starts from; "" where it is none."""
    folders = path.split("/")[:-1]
    return ".".join(folders[: len(folders) - level + 1]) if level else ""


def _with_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))


def _bases(trees: Collection[ast.Module]) -> dict[str, frozenset[str]]:
    """Return what each class is made of, and what each name that was imported under another one stands for."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).update(filter(None, map(_last_name, node.bases)))
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if alias.asname and alias.asname != alias.name:
                        found.setdefault(alias.asname, set()).add(alias.name)
    return {name: frozenset(bases) for name, bases in found.items()}


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript):
        node = node.value
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
