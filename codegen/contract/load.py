"""Reading a contract's file: JSON or YAML by content, OpenAPI 2.0, 3.0 or 3.1, with the files it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from codegen.contract.document import Document
from codegen.contract.external import bundle
from codegen.core.diagnostics import Diagnostics
from codegen.core.json import read_json
from codegen.core.places import Place
from codegen.core.yaml import read_yaml

MAX_BYTES = 256 * 2**20  # the largest real contract known has 47 MB


def load(file: Path, root: Path, diagnostics: Diagnostics) -> Document | None:
    """Return the document that `file` holds, or None where it holds no contract.

    Args:
        file: the contract, absolute or relative to `root`.
        root: the project's root; no `$ref` may lead out of it.
        diagnostics: gets an error for each problem.
    """
    path = root / file
    name = relative_name(path, root)
    content = read_bytes(path, name, diagnostics)
    if content is None:
        return None
    tree = parse(content, name, diagnostics)
    if tree is None and diagnostics.failed:
        return None
    version = _version(tree, name, diagnostics)
    if version is None:
        return None
    return bundle(Document(name, path, tree, version), root, content, diagnostics)


def relative_name(path: Path, root: Path) -> str:
    """Return `path` relative to `root` with forward slashes, or its bare name where it is elsewhere."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.name


def read_bytes(path: Path, name: str, diagnostics: Diagnostics) -> bytes | None:
    """Return the bytes of a file, or None with a diagnostic where it cannot be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            diagnostics.error("file-too-large", f"the file is larger than {MAX_BYTES >> 20} MiB", Place(name))
            return None
        return path.read_bytes()
    except FileNotFoundError:
        diagnostics.error("file-missing", "there is no such file", Place(name))
    except OSError as problem:
        diagnostics.error("file-unreadable", f"the file cannot be read: {problem.strerror}", Place(name))
    return None


def parse(content: bytes, name: str, diagnostics: Diagnostics) -> Any:
    """Return the value in `content`; what begins like JSON and is none is YAML, unless its name says JSON."""
    begins = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begins not in (b"{", b"["):
        return read_yaml(content, name, diagnostics)
    attempt = Diagnostics()
    value = read_json(content, name, attempt)
    if attempt.failed and not name.endswith(".json"):
        return read_yaml(content, name, diagnostics)  # YAML's flow style begins like JSON
    diagnostics.extend(attempt)
    return value


def _version(tree: Any, name: str, diagnostics: Diagnostics) -> str | None:
    here = Place(name, 1, 1)
    if not isinstance(tree, Mapping):
        diagnostics.error("not-openapi", "the file holds no OpenAPI document: it is no mapping", here)
        return None
    version = str(tree.get("openapi") or tree.get("swagger") or "")
    if not version:
        diagnostics.error(
            "not-openapi",
            "the file says no OpenAPI version",
            here,
            "begin it with `openapi: 3.1.0`, or `swagger: '2.0'` for the older form",
        )
        return None
    if not (version.startswith(("3.0", "3.1")) or version in ("2", "2.0")):
        diagnostics.error("openapi-version", f"OpenAPI {version} is not known; 2.0, 3.0 and 3.1 are", here)
        return None
    if not isinstance(tree.get("paths", {}), Mapping):
        diagnostics.error("not-openapi", "`paths` is no mapping", here)
        return None
    return version
