"""`codegen init`: a working project in an empty folder, or beside what is there."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from codegen.verbs.failure import UsageError

SETTINGS = '[tool.codegen]\nspecs = "specs"\noutput = "generated"\n'

FILES: Mapping[str, str] = {
    "specs/actions/README.md": (
        "# Actions\n\nOne YAML file an action; `codegen scaffold SERVICE.OPERATION` writes one from the contract.\n"
    ),
    "specs/handlers/__init__.py": '"""Business rules: one module for each action with `handler: true`."""\n',
}
LINES: Mapping[str, tuple[str, ...]] = {
    ".gitignore": (".codegen/",),
    # union: two branches that each add something merge without a conflict, and `codegen generate` mends the result;
    # eol and -text: digests and kept edits are over bytes, which git must not turn
    ".gitattributes": (
        "generated/** linguist-generated=true text eol=lf merge=union",
        "codegen.lock linguist-generated=true text eol=lf merge=union",
        "specs/accepted.yaml merge=union",
        "specs/patches/** -text",
    ),
}


@dataclass(frozen=True, slots=True)
class InitResult:
    """What was made; paths are relative to the folder. `kept` files were there and were left alone."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]
    exit_code: int = 0


def init(folder: Path) -> InitResult:
    """Make a project in `folder`, without touching what people wrote there.

    Args:
        folder: made where it does not exist.

    Raises:
        UsageError: if its `pyproject.toml` cannot be read or is a project of codegen already.
    """
    settings = _settings(folder / "pyproject.toml")
    written, kept = [], []
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    written.append("pyproject.toml")
    for name, text in FILES.items():
        if (folder / name).exists():
            kept.append(name)
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        written.append(name)
    for name, lines in LINES.items():
        (written if _append(folder / name, lines) else kept).append(name)
    return InitResult(folder, tuple(sorted(written)), tuple(sorted(kept)))


def _settings(file: Path) -> str:
    """Return the text of `pyproject.toml` with our table at its end."""
    try:
        text = file.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        return SETTINGS
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"pyproject.toml cannot be read: {error}") from error
    if "codegen" in tables.get("tool", {}):
        raise UsageError("this folder is a project of codegen already", "go on with `codegen add SPEC --name NAME`")
    return f"{text.rstrip()}\n\n{SETTINGS}"


def _append(file: Path, lines: tuple[str, ...]) -> bool:
    """Add the lines that `file` lacks; say whether there were any."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    missing = [line for line in lines if line not in text.splitlines()]
    if missing:
        start = text if not text or text.endswith("\n") else f"{text}\n"
        file.write_text(start + "".join(f"{line}\n" for line in missing), encoding="utf-8")
    return bool(missing)
