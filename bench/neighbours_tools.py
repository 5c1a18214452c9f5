"""The neighbours that are run, each from an environment of its own, and those that cannot be had."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench import neighbours_sqlc as sqlc
from bench.neighbours_process import Outcome, ended
from bench.tools import CACHE, PEERS

_INSTALL_SECONDS = 300
_NODE = "node@22.23.3"  # hey-api and orval want a later one than a Debian of today has
_CODEGEN = str(Path(sys.executable).with_name("codegen"))


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator as a user has set it up: every command runs in the project's folder.

    `install` makes its environment and returns why it can't, or nothing. `files` are what its project needs beside
    the contract, `write` translates the contract for a tool that reads something else, and `first` are the commands
    that register it. `check` is a command of its own for CI, where it has one; otherwise its help is searched for an
    option. `keep` is told of an edited file before the next run.
    """

    name: str
    version: str
    install: Callable[[], str]
    command: tuple[str, ...]
    help: tuple[str, ...]
    contract: str = "contract.json"
    out: str = "out"
    files: dict[str, str] = field(default_factory=dict)
    write: Callable[[bytes, Path], None] | None = None
    first: tuple[tuple[str, ...], ...] = ()
    check: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Name and version, and where edits are kept the words that say so."""
        return f"{self.name} {self.version}{', with `codegen keep FILE`' if self.keep else ''}"

    def prepare(self, project: Path, contract: bytes) -> None:
        """Make the project of a user who has not generated yet."""
        shutil.rmtree(project, ignore_errors=True)
        project.mkdir(parents=True)
        for name, text in self.files.items():
            (project / name).write_text(text)
        if self.first:
            (project / "vendor.json").write_bytes(contract)
            for command in self.first:
                ended(command, project)
        self.put(contract, project)

    def put(self, contract: bytes, project: Path) -> None:
        """Put a contract where the tool reads it."""
        if self.write:
            self.write(contract, project)
        else:
            (project / self.contract).write_bytes(contract)

    def generate(self, contract: bytes, project: Path) -> Outcome:
        """Put `contract` where the tool reads it and run the tool."""
        self.put(contract, project)
        return ended(self.command, project)


def tools() -> list[Tool]:
    """Return the tools to run, ours first; the one that keeps edits is left out where the command does not exist."""
    ours = Tool(
        "codegen", ended([_CODEGEN, "--version"], CACHE).last().split()[-1], lambda: "",
        (_CODEGEN, "generate"), (_CODEGEN, "--help"), "specs/shop/openapi.json", "generated",
        first=((_CODEGEN, "init"), (_CODEGEN, "add", "vendor.json", "--name", "shop", "--operations", "all")),
        check=(_CODEGEN, "check"),
    )  # fmt: skip
    return [ours, _openapi_python_client(), _datamodel_codegen(), _openapi_generator(), *_from_npm(), _sqlc()]


def keeping(ours: Tool) -> Tool | None:
    """Return our tool with `codegen keep` called on every edit, where that command exists."""
    if ended([_CODEGEN, "keep", "--help"], CACHE).code:
        return None
    return replace(ours, keep=(_CODEGEN, "keep"))


def _openapi_python_client() -> Tool:
    program = str(CACHE / "opc/bin/openapi-python-client")
    return Tool(
        "openapi-python-client", "0.29.1", lambda: _pip("opc", *PEERS["opc"]),
        (program, "generate", "--path", "contract.json", "--meta", "none", "--config", "config.yaml",
         "--output-path", "out", "--overwrite"),
        (program, "generate", "--help"),
        files={"config.yaml": "post_hooks: []\npackage_name_override: out\nproject_name_override: out\n"},
    )  # fmt: skip


def _datamodel_codegen() -> Tool:
    program = str(CACHE / "dcg/bin/datamodel-codegen")
    return Tool(
        "datamodel-code-generator, client", "0.89.0", lambda: _pip("dcg", *PEERS["dcg"]),
        (program, "--input", "contract.json", "--input-file-type", "openapi", "--output-model-type",
         "pydantic_v2.BaseModel", "--formatters", "builtin", "--openapi-scopes", "api", "--use-annotated",
         "--disable-timestamp", "--target-python-version", "3.11", "--output", "out/models.py",
         "--generate-client", "httpx2", "--client-output", "out/client", "--client-package", "out.client",
         "--client-model-package", "out.models"),
        (program, "--help"),
    )  # fmt: skip


def _openapi_generator() -> Tool:
    program = str(CACHE / "ogen/bin/openapi-generator-cli")
    return Tool(
        "openapi-generator, python", "7.26.0", lambda: _pip("ogen", "openapi-generator-cli==7.26.0"),
        (program, "generate", "-i", "contract.json", "-g", "python", "-o", "out"),
        (program, "help", "generate"),
    )  # fmt: skip


def _from_npm() -> list[Tool]:
    orval = (
        "export default { shop: { input: './contract.json', output: { target: 'out/shop.ts', "
        "schemas: 'out/model', mode: 'tags-split', client: 'fetch' } } }\n"
    )
    programs = {
        name: (str(CACHE / f"{name}/node_modules/.bin/node"), str(CACHE / f"{name}/node_modules/.bin/{program}"))
        for name, program in (("heyapi", "openapi-ts"), ("orval", "orval"), ("otc", "openapi"))
    }
    return [
        Tool(
            "@hey-api/openapi-ts", "0.99.0", lambda: _npm("heyapi", "@hey-api/openapi-ts@0.99.0", "typescript@5.9.3"),
            (*programs["heyapi"], "-i", "contract.json", "-o", "out", "--no-log-file"),
            (*programs["heyapi"], "--help"),
        ),
        Tool(
            "orval", "8.38.0", lambda: _npm("orval", "orval@8.38.0", "typescript@5.9.3"),
            (*programs["orval"], "--config", "orval.config.mjs"), (*programs["orval"], "--help"),
            files={"orval.config.mjs": orval},
        ),
        Tool(
            "openapi-typescript-codegen", "0.31.0", lambda: _npm("otc", "openapi-typescript-codegen@0.31.0"),
            (*programs["otc"], "-i", "contract.json", "-o", "out"), (*programs["otc"], "--help"),
        ),
    ]  # fmt: skip


def _sqlc() -> Tool:
    program = str(CACHE / "sqlc/bin/sqlc")
    return Tool(
        "sqlc, Go from SQL", "1.31.1", lambda: _pip("sqlc", "sqlc==1.31.1.post1"),
        (program, "generate"), (program, "--help"),
        files={"sqlc.yaml": sqlc.CONFIG}, write=sqlc.put, check=(program, "diff"),
    )  # fmt: skip


def missing() -> list[tuple[str, str]]:
    """Return the tools that are not run and why; what a registry has of them is tried."""
    return [
        ("kiota 1.35.0", _kiota()),
        ("Fern 5.131.1", _fern()),
        ("Speakeasy", "not tried: its command comes from GitHub and wants an account"),
        ("Stainless", "not tried: a closed service, generates on its maker's machines"),
    ]


def _kiota() -> str:
    if reason := _npm("kiota", "@microsoft/kiota@1.35.0"):
        return reason
    probe = "import { getKiotaVersion } from '@microsoft/kiota'; console.log('version', await getKiotaVersion())"
    outcome = ended(["node", "--input-type=module", "-e", probe], CACHE / "kiota")
    said = outcome.last("Error:") if outcome.code else outcome.last()
    return f"the npm package fetches its binary at the first call: `{said}`, exit {outcome.code}"


def _fern() -> str:
    if reason := _npm("fern", "fern-api@5.131.1"):
        return reason
    folder = CACHE / "fern" / "project"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # The folder of the contract suffices: it stops before it reads it.
    (folder / "openapi.json").write_text('{"openapi": "3.0.3", "info": {"title": "Shop", "version": "1"}, "paths": {}}')
    program = str(CACHE / "fern/node_modules/.bin/fern")
    ended([program, "init", "--organization", "shop", "--openapi", "openapi.json"], folder, home=folder)
    outcome = ended([program, "generate", "--local", "--no-prompt"], folder, home=folder)
    said = outcome.last("(?i)docker:|error|cannot|failed:")
    return f"its generators are container images: `fern generate --local` says `{said}`, exit {outcome.code}"


def _pip(name: str, *packages: str) -> str:
    folder = CACHE / name
    ready = folder / "bin" / f"ready-{len(packages)}"
    if ready.exists():
        return ""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=_INSTALL_SECONDS)
    outcome = ended([str(folder / "bin/pip"), "install", "-q", *packages], folder, timeout=_INSTALL_SECONDS)
    if outcome.code == 0:
        ready.touch()
    return "" if outcome.code == 0 else f"does not install: `{outcome.last()}`"


def _npm(name: str, *packages: str) -> str:
    folder = CACHE / name
    ready = folder / f"ready-{packages[0].rpartition('@')[2]}"
    if ready.exists():
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", ".", *packages, _NODE]
    outcome = ended(command, folder, timeout=_INSTALL_SECONDS)
    if outcome.code == 0:
        ready.touch()
    return "" if outcome.code == 0 else f"does not install: `{outcome.last()}`"
