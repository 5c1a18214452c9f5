from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest

from tests.fetching.served import CONTRACT, ORDER, PART, REFERRING, Repository, Site, git, place, serving


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, dict(self.headers)))
            status, headers, body = here.pages.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):  # the client may have read enough
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Site(server.server_address[1])
    with serving(server):
        yield here


@pytest.fixture
def clean_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let git read no configuration but the file that is returned."""
    config = tmp_path / "gitconfig"
    config.write_text("", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return config


@pytest.fixture
def repository(tmp_path: Path, clean_git: Path) -> Repository:
    path = tmp_path / "vendor"
    path.mkdir()
    git(path, "init", "--quiet", "--initial-branch=main")
    place(path / "openapi.yaml", CONTRACT)
    git(path, "add", ".")
    git(path, "commit", "--quiet", "--message=first")
    first = git(path, "rev-parse", "HEAD")
    git(path, "tag", "--annotate", "--message=one", "v1")
    git(path, "branch", "old/1")
    place(path / "specs" / "openapi.yaml", REFERRING)
    place(path / "specs" / "schemas" / "order.yaml", ORDER)
    place(path / "specs" / "schemas" / "part.json", PART)
    (path / "link.yaml").symlink_to("openapi.yaml")
    (path / "linked").symlink_to("specs")
    git(path, "add", ".")
    git(path, "commit", "--quiet", "--message=second")
    return Repository(path, first, git(path, "rev-parse", "HEAD"))


@pytest.fixture
def daemon(repository: Repository) -> Iterator[str]:
    """Serve the folder of the repository by `git daemon`; return host and port."""

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            command = ["git", "daemon", "--inetd", "--export-all", f"--base-path={repository.path.parent}"]
            subprocess.run(command, stdin=self.request, stdout=self.request, stderr=subprocess.DEVNULL, check=False)

    server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
    with serving(server):
        yield f"127.0.0.1:{server.server_address[1]}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make the folder of a service.yaml."""
    folder = tmp_path / "specs" / "shop"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
