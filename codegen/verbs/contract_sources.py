"""Opening one side of a comparison: a file, a git revision of one, or the snapshot of a service."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from codegen.contract.document import Document
from codegen.contract.load import load
from codegen.core.diagnostics import Diagnostics
from codegen.verbs.failure import UsageError

# a revision, a colon, a path; one letter before the colon is a drive of Windows
_REVISION = re.compile(r"([^:/\\][^:]+):(.+)")
_SECONDS = 60


@contextmanager
def opened(text: str, root: Path) -> Iterator[Document]:
    """Yield the document that a word of the command line names.

    Args:
        text: a file, relative to the working directory, or `REVISION:PATH`, the path relative to the project's root.
        root: the project's root, or a folder of a git checkout.

    Raises:
        UsageError: if there is no such file or revision, or it holds no contract.
    """
    with ExitStack() as stack:
        try:
            document = _opened(text, root, stack)
        except OSError as error:  # a name that is too long, a disk that is full
            raise UsageError(f"{text} cannot be opened: {error.strerror}") from error
        yield document


def _opened(text: str, root: Path, stack: ExitStack) -> Document:
    if not Path(text).is_file() and (found := _REVISION.fullmatch(text)):
        top = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="codegen-"))).resolve()
        _checked_out(found[1], found[2], root, top)
        return _loaded(top / found[2], top, text)
    file = Path(text).resolve()
    if not file.is_file():
        raise UsageError(f"{text} is no file", "name a file, or REVISION:PATH such as main:specs/erp/openapi.yaml")
    # places are told relative to the project's root where the file is below it
    return _loaded(file, root if file.is_relative_to(root) else file.parent, text)


def same_path(old: str) -> str:
    """Return the path of `REVISION:PATH`.

    Raises:
        UsageError: if `old` is a file, so that there is no other side.
    """
    _, colon, path = old.partition(":")
    if not colon or Path(old).is_file():
        raise UsageError("there is nothing to compare with", "name a second file")
    return path


def _loaded(file: Path, root: Path, name: str) -> Document:
    diagnostics = Diagnostics()
    document = load(file, root, diagnostics)
    if document is None or diagnostics.failed:
        problem = next(iter(diagnostics), None)
        raise UsageError(f"{name} is no contract: {problem.message if problem else 'it holds nothing'}")
    return document


def _checked_out(revision: str, path: str, root: Path, top: Path) -> None:
    """Write the folder of a contract as it was in a revision below `top`."""
    folder = PurePosixPath(path).parent.as_posix()
    if revision.startswith("-"):
        raise UsageError(f"{revision!r} is no revision")
    listing = _git(root, "ls-tree", "-r", "-z", "--name-only", revision, "--", f"{folder}/" if folder != "." else ".")
    names = [name for name in listing.decode(errors="surrogateescape").split("\0") if name]
    if path not in names:
        raise UsageError(f"{path} is not in {revision}", "paths of a revision are relative to the project's root")
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(_git(root, "show", "--no-textconv", f"{revision}:./{name}"))


def _git(root: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603, S607  # no shell
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError("git does not answer", "name two files instead") from error
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(f"git: {lines[-1] if lines else 'it failed'}")
    return done.stdout
