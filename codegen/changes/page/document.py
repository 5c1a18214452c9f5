"""The page itself: its parts in their order, its own style and script, and the policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from codegen.changes.formats.words import in_numbers
from codegen.changes.page import diffs
from codegen.changes.page.cards import card
from codegen.changes.page.chain import chain_view
from codegen.changes.page.markup import Child, Html, element, joined, own
from codegen.changes.page.picture import picture
from codegen.changes.page.steps import Step, steps
from codegen.changes.page.view import QUESTIONS, PageView, page_view
from codegen.changes.page.words import MEND_CODES, STANDING_CLASSES, STANDING_SIGNS, code, count, prose, sign
from codegen.changes.report import SNAPSHOTS
from codegen.changes.review import LAYERS, Review, Standing, Verdict

MARK = "<!doctype html>\n<!-- made by codegen review -->\n"  # by which a page is known before it is overwritten


def page(review: Review) -> str:
    """Return the review as one HTML file; the same review gives the same bytes."""
    view = page_view(review)
    style, script = _file("page.css"), _file("page.js")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"Review: {_headline(view)}"),
        own("style", style),
    )
    body = element(
        "body", _skip(), _header(view), element("main", *_sections(view), id="main"), _help(), own("script", script)
    )
    return f"{MARK}{element('html', head, body, lang='en')}\n"


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    allowed = f"style-src {_source(style)}; script-src {_source(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# ------------------------------------------------------------------ the parts


def _headline(view: PageView) -> str:
    if not view.changes:
        return "the input cannot be read" if view.review.problems else "nothing changed in the contracts"
    return in_numbers([change.row for change in view.changes])


def _skip() -> Html:
    return element("a", "Skip to the changes", href="#changes", class_="skip")


def _header(view: PageView) -> Html:
    report = view.review.report
    compared = element("p", "From ", code(report.old), " to ", code(report.new), class_="muted")
    review = view.review
    parts = [("layers", "Layers"), *([("chain", "Chain")] if review.known else []), ("changes", "Changes")]
    parts += [("several", "Generated code")] if view.hunks else []
    parts += [("edited", "Edited files")] if view.edited else []
    parts += [("upgrade", "New generator")] if review.upgrade or view.upgrade else []
    links = [element("a", words, href=f"#{at}") for at, words in (*parts, ("next", "What to do next"))]
    nav = element("nav", *links, aria_label="Parts of this page")
    return element("header", element("h1", f"Review: {_headline(view)}"), compared, nav)


def _sections(view: PageView) -> list[Html]:
    review = view.review
    layers = element("div", *map(_verdict, review.verdicts), class_="verdicts")
    alone = element("p", "No project here uses these contracts, so what they reach in actions and tools is not known.")
    found = [_section("layers", "Are the layers in step?", layers, None if review.known else alone)]
    if review.problems:
        found.append(_section("problems", "Why no code follows yet", _problems(review.problems)))
    if review.known:
        chain = picture(chain_view(review.chain, view.changes))
        found.append(_section("chain", "The chain from contract to tool", chain))
    found.append(_changes(view))
    if view.hunks:
        found.append(_several(view))
    if view.edited:
        found.append(_edited(view))
    if review.upgrade or view.upgrade:
        title = f"What this version of codegen changes by itself: {diffs.told(view.upgrade)}"
        found.append(_section("upgrade", title, element("p", review.upgrade), diffs.files(view.upgrade)))
    found.append(_section("next", "What to do next", _steps(steps(view))))
    return found


def _several(view: PageView) -> Html:
    told = diffs.told(view.hunks)
    if not view.changes:
        words = element("p", "It follows from what changed in definitions and settings; no contract changed.")
        return _section("several", f"Generated code that changes: {told}", words, diffs.files(view.hunks))
    words = element("p", "Which change each of these follows from cannot be told, or they follow from several.")
    title = f"Generated code that follows from several changes: {told}"
    return _section("several", title, words, diffs.files(view.hunks))


def _edited(view: PageView) -> Html:
    words = element(
        "p",
        "People edited or wrote these files. What stands here would take their edits away, with what follows from "
        "changes in the same files; nothing of it is written until the files are kept or discarded.",
    )
    title = f"Files edited by hand: {diffs.told(view.edited)}"
    return _section("edited", title, words, diffs.files(view.edited))


def _section(at: str, title: str, *children: Child) -> Html:
    return element("section", element("h2", title, id=f"{at}-title"), *children, id=at, aria_labelledby=f"{at}-title")


def _list(items: tuple[str, ...]) -> Html:
    return element("ul", *(element("li", item) for item in items))


_MOST_PROBLEMS = 8


def _problems(problems: tuple[str, ...]) -> Html:
    few, more = problems[:_MOST_PROBLEMS], problems[_MOST_PROBLEMS:]
    rest = element("details", element("summary", f"{len(more)} more"), _list(more)) if more else None
    return joined((element("p", "The input does not hold together:"), _list(few), rest))


def _verdict(verdict: Verdict) -> Html:
    standing = verdict.standing
    words = element("p", sign(STANDING_SIGNS[standing]), str(standing), class_="verdict-word")
    facts = [part for part in _facts(verdict) if part]
    notices = element(
        "details",
        element("summary", f"{count(len(verdict.notices), 'drift')} that you have to end"),
        element("ul", *(_notice(n.message, n.details) for n in verdict.notices)),
    )
    name = STANDING_CLASSES[standing]
    shown = notices if verdict.notices else None
    return element("article", element("h3", verdict.layer), words, _list(tuple(facts)), shown, class_=f"verdict {name}")


def _facts(verdict: Verdict) -> list[str]:
    if verdict.standing is Standing.IN_STEP:
        return ["nothing reaches it"]
    waiting = verdict.waiting
    return [
        f"{verdict.to_mend} of {count(verdict.changes, 'change')} to be mended here" if verdict.to_mend else "",
        f"{count(verdict.changes, 'change')} {'reaches' if verdict.changes == 1 else 'reach'} it"
        if verdict.changes and not verdict.to_mend
        else "",
        f"{verdict.absorbed} absorbed" if verdict.absorbed else "",
        f"{', '.join(waiting)} {'does' if len(waiting) == 1 else 'do'} not hold until then" if waiting else "",
        f"{count(verdict.follows, 'drift')} that codegen generate ends" if verdict.follows else "",
    ]


def _notice(message: str, details: tuple[str, ...]) -> Html:
    return element("li", message, _list(details) if details else None)


def _changes(view: PageView) -> Html:
    report = view.review.report
    since = "" if report.old == SNAPSHOTS else report.old
    cards = [card(change, view.services, since) for change in view.changes]
    empty = element("p", "No difference that a client can see.")
    more: list[Child] = [_newly(report.newly_used)] if report.newly_used else []
    shown: list[Child] = [_dimensions(), _filters(view), element("div", *cards, id="list")] if cards else [empty]
    return _section("changes", "What changed, worst first", *shown, *more)


def _newly(names: tuple[str, ...]) -> Html:
    title = element("summary", f"{count(len(names), 'operation')} used for the first time")
    return element("details", title, element("ul", *(element("li", code(name)) for name in names)))


def _dimensions() -> Html:
    """Say once what the five dimensions of each change ask."""
    rows = [element("div", element("dt", name), element("dd", asks)) for name, asks in QUESTIONS.items()]
    summary = element("summary", "Each change is judged in five dimensions; its level is the worst of them")
    return element("details", summary, element("dl", *rows, class_="facts-list"), class_="dimensions")


def _filters(view: PageView) -> Html:
    """Return the filters; hidden until the script is there to make them work."""
    changes = view.changes
    levels = [(level.name.lower(), level.name.lower()) for level in sorted({c.level for c in changes}, reverse=True)]
    found = {MEND_CODES.get(change.standing, "nothing") for change in changes}
    mends = [
        (value, f"mend: {words}" if words in LAYERS else words) for words, value in MEND_CODES.items() if value in found
    ]
    services = [(str(number), name) for number, name in enumerate(view.services)]
    text = element(
        "label",
        element("span", "Text"),
        element("input", id="f-text", type="search", autocomplete="off", spellcheck="false"),
    )
    parts = (
        text,
        _select("f-mend", "Layer", "all layers", mends),
        _select("f-level", "Severity", "all severities", levels),
        _select("f-service", "Service", "all services", services),
        element("button", "Reset", type="button", id="f-reset"),
        element("button", "Open all", type="button", id="f-open"),
        element("button", "Keys", type="button", id="f-keys"),
        element("output", count(len(view.changes), "change"), id="f-count", role="status"),
    )
    return element("div", *parts, id="filters", role="search", aria_label="Filter the changes", hidden=True)


def _select(at: str, title: str, everything: str, options: list[tuple[str, str]]) -> Html:
    choices = [
        element("option", everything, value=""),
        *(element("option", words, value=value) for value, words in options),
    ]
    return element("label", element("span", title), element("select", *choices, id=at))


def _steps(found: tuple[Step, ...]) -> Html:
    if not found:
        return element("p", "Nothing: everything is in step.")
    return element("ol", *map(_step, found), class_="steps")


def _step(step: Step) -> Html:
    links = [
        element("li", element("a", code(subject), href=f"#{at}"), " ", message) for at, subject, message in step.changes
    ]
    line = element("pre", step.code, class_="line") if step.code else None
    return element("li", prose(step.words), element("ul", *links) if links else None, line)


def _help() -> Html:
    keys = (
        ("j", "next change"),
        ("k", "previous change"),
        ("o", "open or fold it"),
        ("/", "filter by text"),
        ("?", "these keys"),
    )
    rows = [element("div", element("dt", element("kbd", key)), element("dd", words)) for key, words in keys]
    close = element("button", "Close", type="button", id="keys-close")
    title = element("h2", "Keys", id="keys-title")
    return element(
        "dialog", title, element("dl", *rows, class_="facts-list"), close, id="keys", aria_labelledby="keys-title"
    )
