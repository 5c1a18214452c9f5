"""A real browser judges the page of `codegen review`: `python -m tests.judges.browser`.

Headless Chromium, driven by Playwright, opens the pages of the worked example after a dozen edits of its contracts, of
definitions that no longer bind, of nothing changed, of two contracts of no project and of attacks in every string, on a
phone and on a desktop, light and dark. axe-core holds them to WCAG 2 A and AA. Screenshots stand in
`.cache/judges/screens/`. Prints a line a check; exits 1 if one fails. Without Chromium, npm or the package index it
says so and exits 0, except where `CI=true`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from codegen.changes.page import page
from codegen.changes.report import Report
from codegen.changes.review import Review, verdicts
from codegen.verbs.review import review
from tests.review.example import ROOT, example
from tests.review.hostile import PAYLOADS, hostile

CACHE = Path(__file__).resolve().parents[2] / ".cache" / "judges"
SCREENS = CACHE / "screens"
PLAYWRIGHT, AXE = "playwright==1.65.2", "axe-core@4.14.1"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desktop": (1280, 900)}
SCHEMES = ("light", "dark")

_WATCH = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
_VISIBLE = "() => [...document.querySelectorAll('details.change')].filter((card) => !card.hidden).length"
_FOCUSED = """() => [...document.querySelectorAll("details.change")]
  .indexOf(document.activeElement.closest("details.change"))"""
_TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"
_LONG = ".file, .rule details, #chain-text"  # what stays folded on paper
_HIDDEN = """([details, unless]) => [...document.querySelectorAll(`${details}:not([open]) > :not(summary)`)]
  .filter((node) => !(unless && node.parentElement.matches(unless)))
  .map((node) => [node.textContent.trim() !== "", !node.checkVisibility()])
  .filter(([full]) => full).map(([, hidden]) => hidden)"""
_COVERED = """() => {
  const filters = document.getElementById("filters");
  const sticks = getComputedStyle(filters).position === "sticky";
  const focused = document.activeElement;
  if (!focused.closest("details.change")) return "no change has the focus";
  const hidden = (sticks ? filters.getBoundingClientRect().bottom : 0) - focused.getBoundingClientRect().top;
  return hidden > 0 ? `${hidden} px` : "";
}"""
_SET_ALL = "(open) => document.querySelectorAll('details').forEach((details) => { details.open = open; })"
_AXE = """async () => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  const reasons = (node) => `${node.target} ${node.any.map((reason) => reason.message)}`;
  return found.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map(reasons).join("; ")}`);
}"""
_POKE = """() => {
  for (const node of document.body.querySelectorAll("*:not(a)")) {
    for (const name of ["mouseover", "focus", "load", "error", "click"]) node.dispatchEvent(new Event(name));
  }
}"""


class Verdicts:
    """Prints each check as it is made and counts."""

    def __init__(self) -> None:
        self.held = 0
        self.failed = 0

    def check(self, sentence: str, holds: bool, evidence: object = "") -> None:
        """Say whether `sentence` holds; where it does not, show what was found instead."""
        self.held += holds
        self.failed += not holds
        if not holds:
            _say(f"FAILED  {sentence}: {evidence}")


def main() -> int:
    """Judge all pages in all ways and return the exit code."""
    missing = _missing()
    if missing:
        _say(f"browser: skipped, for want of {missing} on this machine")
        return 1 if os.environ.get("CI") == "true" else 0
    axe = _install()
    SCREENS.mkdir(parents=True, exist_ok=True)
    seen = Verdicts()
    with tempfile.TemporaryDirectory(prefix="browser-judge-") as folder:
        pages = _pages(Path(folder))
        for size in SIZES:
            for scheme in SCHEMES:
                with _browser(size, scheme) as context:
                    for name, (file, found) in pages.items():
                        before = seen.held
                        _judge(context, name, file, found, axe, f"{name}, {size}, {scheme}", seen)
                        _say(f"{name:10} {size:8} {scheme:6} {seen.held - before} checks hold")
        with _browser("desktop", "light") as context:
            _judge_policy(context, pages["empty"][0], seen)
        with _browser("desktop", "light", script=False) as context:
            _judge_without_script(context, pages["example"][0], seen)
    _say(f"{seen.held} checks hold, {seen.failed} failed; screenshots in {SCREENS}")
    return 1 if seen.failed else 0


# ------------------------------------------------------------------ the browser


def _missing() -> str:
    if not Path(CHROMIUM).exists():
        return f"{CHROMIUM} (apt-get install -y chromium)"
    return "" if shutil.which("npm") else "npm"


def _install() -> str:
    """Fetch Playwright into an environment of its own and axe-core beside it; return axe's text."""
    environment = CACHE / "browser"
    packages = environment / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    if not (packages / "playwright").is_dir():
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        words = [environment / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check", PLAYWRIGHT]
        subprocess.run(words, check=True)
    sys.path.append(str(packages))
    archive = CACHE / f"{AXE.replace('@', '-')}.tgz"
    if not archive.exists():
        subprocess.run(["npm", "pack", "--silent", AXE], cwd=CACHE, check=True, capture_output=True)
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


@contextmanager
def _browser(size: str, scheme: str, *, script: bool = True) -> Iterator[Any]:
    """Yield a context of Chromium with a profile of its own."""
    from playwright.sync_api import sync_playwright  # is there once `_install` has run

    width, height = SIZES[size]
    with tempfile.TemporaryDirectory(prefix="chromium-") as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            headless=True,
            args=list(FLAGS),
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        context.add_init_script(_WATCH)
        yield context
        context.close()


# ------------------------------------------------------------------ the pages


def _pages(folder: Path) -> dict[str, tuple[Path, Review]]:
    found: dict[str, tuple[Path, Review]] = {}
    for name, edits in (("example", ("edits",)), ("misfit", ("edits", "misfits")), ("unchanged", ())):
        project = example(folder / name, *edits)
        result = review(project, "review.html")
        found[name] = (project / "review.html", result.review)
    contract, elsewhere = "specs/erp/openapi.yaml", folder / "elsewhere"
    elsewhere.mkdir()
    sides = (ROOT / contract, folder / "example" / contract)
    result = review(elsewhere, "review.html", old=str(sides[0]), new=str(sides[1]), everything=True)
    found["contracts"] = (elsewhere / "review.html", result.review)
    attack, empty = hostile(*PAYLOADS), Report("the snapshots", "today's contracts", ())
    for name, made in (("hostile", attack), ("empty", Review(empty, verdicts(empty, ())))):
        file = folder / f"{name}.html"
        file.write_text(page(made), encoding="utf-8")
        found[name] = (file, made)
    return found


# ------------------------------------------------------------------ judging


def _judge(context: Any, name: str, file: Path, made: Review, axe: str, where: str, seen: Verdicts) -> None:
    tab = context.new_page()
    troubles: list[str] = []
    tab.on("console", lambda message: troubles.append(f"{message.type} {message.text}"))
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("dialog", lambda dialog: (troubles.append(f"dialog {dialog.message}"), dialog.dismiss()))
    tab.on("request", lambda request: None if request.url.startswith("file:") else troubles.append(request.url))
    tab.goto(file.as_uri())
    seen.check(f"{where}: nothing scrolls sideways", tab.evaluate(_TOO_WIDE) <= 0, tab.evaluate(_TOO_WIDE))
    _shoot(tab, f"{name}-{where.split(', ')[1]}-{where.split(', ')[2]}")
    if made.report.rows:
        _keys(tab, len(made.report.rows), where, seen)
        _filters(tab, made, where, seen)
        _links(tab, where, seen)
        tab.click("#f-open")
        seen.check(
            f"{where}: nothing scrolls sideways when all is open", tab.evaluate(_TOO_WIDE) <= 0, tab.evaluate(_TOO_WIDE)
        )
    tab.evaluate(_SET_ALL, True)
    seen.check(
        f"{where}: nothing scrolls sideways with all hunks open", tab.evaluate(_TOO_WIDE) <= 0, tab.evaluate(_TOO_WIDE)
    )
    tab.evaluate(axe)
    problems = tab.evaluate(_AXE)
    seen.check(f"{where}: axe finds nothing, all open", not problems, problems)
    tab.evaluate(_SET_ALL, False)
    problems = tab.evaluate(_AXE)
    seen.check(f"{where}: axe finds nothing, all folded", not problems, problems)
    tab.emulate_media(media="print")
    folded = tab.evaluate(_HIDDEN, ["details", _LONG])
    seen.check(f"{where}: print shows what is folded", not any(folded), folded.count(True))
    long = tab.evaluate(_HIDDEN, [f"details:is({_LONG})", ""])
    seen.check(f"{where}: print leaves out what is long and folded", all(long), long.count(False))
    if name == "example" and "light" in where:
        tab.screenshot(path=SCREENS / f"{name}-{where.split(', ')[1]}-print.png")
    tab.emulate_media(media="screen")
    tab.evaluate(_POKE)  # lets handlers run that an attack may have planted
    seen.check(f"{where}: no attack ran", tab.evaluate("() => typeof window.pwned") == "undefined")
    seen.check(
        f"{where}: nothing was forged",
        tab.locator("h1").count() == 1 and tab.locator("form, iframe, img, base").count() == 0,
    )
    violations = tab.evaluate("() => window.violations")
    seen.check(f"{where}: no violation of the policy", not violations, violations)
    seen.check(f"{where}: no error, dialog or request", not troubles, troubles)
    tab.close()


def _keys(tab: Any, number: int, where: str, seen: Verdicts) -> None:
    tab.keyboard.press("j")
    seen.check(f"{where}: j goes to the first change", tab.evaluate(_FOCUSED) == 0, tab.evaluate(_FOCUSED))
    tab.keyboard.press("j")
    seen.check(f"{where}: j goes on", tab.evaluate(_FOCUSED) == min(1, number - 1), tab.evaluate(_FOCUSED))
    tab.keyboard.press("j")
    seen.check(
        f"{where}: the filters cover no change that j goes to", not tab.evaluate(_COVERED), tab.evaluate(_COVERED)
    )
    tab.keyboard.press("k")
    tab.keyboard.press("k")
    seen.check(f"{where}: k goes back", tab.evaluate(_FOCUSED) == 0, tab.evaluate(_FOCUSED))
    tab.keyboard.press("o")
    seen.check(f"{where}: o opens it", tab.locator("details.change").first.get_attribute("open") is not None)
    _shoot_part(tab, f"card-{where}", "details.change[open]")
    tab.keyboard.press("Enter")
    seen.check(f"{where}: Enter folds it", tab.locator("details.change").first.get_attribute("open") is None)
    tab.keyboard.press("/")
    seen.check(f"{where}: / leads to the filter", tab.evaluate("() => document.activeElement.id") == "f-text")
    tab.keyboard.type("j?/")
    seen.check(f"{where}: keys are text in a field", tab.input_value("#f-text") == "j?/", tab.input_value("#f-text"))
    tab.keyboard.press("Escape")
    tab.click("#f-reset")
    tab.evaluate("() => document.activeElement.blur()")
    tab.keyboard.press("?")
    seen.check(f"{where}: ? shows the keys", tab.locator("dialog").is_visible())
    tab.keyboard.press("?")
    seen.check(f"{where}: ? hides the keys", not tab.locator("dialog").is_visible())


def _links(tab: Any, where: str, seen: Verdicts) -> None:
    """Follow each kind of link to a change, twice."""
    for part in (".picture a", "#chain-text a", "#next a"):
        link = tab.locator(part).last
        if not tab.locator(part).count() or not link.is_visible():
            continue
        for time in ("once", "twice"):
            href = link.get_attribute("href")
            link.click()
            tab.wait_for_timeout(50)
            what = f"{where}: {part} followed {time}"
            at = "() => document.activeElement.closest('details.change')?.id"
            seen.check(f"{what} leads to its change", f"#{tab.evaluate(at)}" == href, tab.evaluate(at))
            seen.check(f"{what} shows its top", not tab.evaluate(_COVERED), tab.evaluate(_COVERED))
            tab.keyboard.press("o")
            seen.check(f"{what} lets o fold it", tab.locator(href).get_attribute("open") is None)
    tab.evaluate("() => document.activeElement.blur()")


def _filters(tab: Any, made: Review, where: str, seen: Verdicts) -> None:
    rows = made.report.rows

    def holds(what: str, expected: int) -> None:
        shown, told = tab.evaluate(_VISIBLE), tab.text_content("#f-count")
        right = shown == expected and told == f"{expected} of {len(rows)} changes"
        seen.check(f"{where}: the filter by {what}", right, f"{shown} shown, {expected} expected, told {told!r}")

    holds("nothing", len(rows))
    for level in dict.fromkeys(row.change.severity.worst.name.lower() for row in rows):
        tab.select_option("#f-level", level)
        holds(level, sum(row.change.severity.worst.name.lower() == level for row in rows))
    tab.click("#f-reset")
    for code, layer in (("service", "External Service"), ("action", "Invocable Action"), ("tool", "Agent Action")):
        expected = sum(row.impact.mended_by == layer and not row.accepted for row in rows)
        if expected:
            tab.select_option("#f-mend", code)
            holds(layer, expected)
    tab.click("#f-reset")
    for service in sorted({row.service for row in rows})[:3]:
        tab.select_option("#f-service", index=1 + sorted({row.service for row in rows}).index(service))
        holds("service", sum(row.service == service for row in rows))
    tab.click("#f-reset")
    tab.fill("#f-text", "no such word anywhere")
    holds("a text that is nowhere", 0)
    subject = rows[-1].change.subject
    if re.fullmatch(r"[\w.]+", subject):
        tab.fill("#f-text", subject)
        seen.check(f"{where}: the filter by text", 1 <= tab.evaluate(_VISIBLE) < len(rows), tab.evaluate(_VISIBLE))
    tab.click("#f-reset")
    holds("nothing again", len(rows))


def _judge_policy(context: Any, file: Path, seen: Verdicts) -> None:
    """Plant attacks as markup, as if the quoting had failed: the policy alone has to stop them, and be seen to."""
    planted = "<script>window.pwned=1</script><img src=x onerror=window.pwned=1><p style='color:red'>x</p>"
    text = file.read_text(encoding="utf-8")
    broken = file.with_name("planted.html")
    broken.write_text(text.replace("<body>", f"<body>{planted}"), encoding="utf-8")
    tab = context.new_page()
    tab.goto(broken.as_uri())
    violations = tab.evaluate("() => window.violations")
    seen.check("planted markup: the policy lets nothing run", tab.evaluate("() => typeof window.pwned") == "undefined")
    kinds = {violation.split()[0] for violation in violations}
    seen.check(
        "planted markup: each kind is reported", {"script-src-elem", "style-src-attr", "img-src"} <= kinds, kinds
    )
    tab.close()


def _judge_without_script(context: Any, file: Path, seen: Verdicts) -> None:
    tab = context.new_page()
    tab.goto(file.as_uri())
    seen.check("without JavaScript: no dead filters", not tab.locator("#filters").is_visible())
    tab.locator("details.change > summary").first.click()
    seen.check("without JavaScript: a change opens", tab.locator("details.change .body").first.is_visible())
    tab.screenshot(path=SCREENS / "example-no-script.png")
    tab.close()


# ------------------------------------------------------------------ screenshots


def _shoot(tab: Any, name: str) -> None:
    tab.screenshot(path=SCREENS / f"{name}.png")
    tab.screenshot(path=SCREENS / f"{name}-whole.png", full_page=True)
    for part in ("chain", "changes", "next"):
        _shoot_part(tab, f"{name}-{part}", f"#{part}")


def _shoot_part(tab: Any, name: str, selector: str) -> None:
    if "hostile" not in name and tab.locator(selector).count():
        tab.locator(selector).first.screenshot(path=SCREENS / f"{name.replace(', ', '-')}.png")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
