"""How the story is told: with colours in a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape


class Teller:
    """Prints chapters, what happened and what was checked; remembers what was not as told."""

    def __init__(self, recording: Path | None = None) -> None:
        self._recording = recording
        self._console = Console(highlight=False, soft_wrap=True, record=recording is not None)
        self.broken: list[str] = []

    def close(self) -> None:
        """Write the recording, where one was asked for, as a picture of the terminal."""
        if self._recording:
            self._console.save_svg(str(self._recording), title="make demo")

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self._console.print()
        self._console.rule(f"[bold]{escape(title)}", align="left", style="blue")

    def say(self, text: str) -> None:
        """Tell what happens next."""
        self._console.print(escape(text))

    def command(self, words: Sequence[str]) -> None:
        """Show a command as it is typed."""
        self._console.print(f"[bold cyan]$ {escape(' '.join(words))}")

    def output(self, text: str) -> None:
        """Show what a command printed."""
        for line in text.rstrip().splitlines():
            self._console.print(f"  [dim]{escape(line)}")

    def holds(self, claim: str, is_so: bool) -> None:
        """Show whether a claim of the story holds, and remember where it does not."""
        mark = "[green]✔" if is_so else "[bold red]✘"
        self._console.print(f"{mark}[/] {escape(claim)}")
        if not is_so:
            self.broken.append(claim)
