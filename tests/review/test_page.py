"""The page is whole, says what the review says, and lets nothing of a contract become markup."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hostile import PAYLOADS, hostile
from hypothesis import given
from hypothesis import strategies as st
from rows import CHAIN, card, reviewed, row

from codegen.changes.impact import Impact
from codegen.changes.model import Level
from codegen.changes.page import page
from codegen.changes.page.markup import element, own, quoted
from codegen.changes.report import Report, Row
from codegen.changes.review import FileDiff, Notice, Review, verdicts

EMPTY = Review(Report("the snapshots", "today's contracts", ()), verdicts(Report("", "", ()), ()))
TAGS = frozenset(
    re.findall(
        r"\S+",
        """html head meta title style script body a header h1 h2 h3 h4 p code nav main section article div span ul ol li
        dl dt dd details summary label input select option button output dialog kbd pre del ins
        svg g rect text path circle""",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\S+",
        """lang charset name content http-equiv class id href hidden role tabindex type value autocomplete spellcheck
        aria-hidden aria-label aria-labelledby data-level data-mend data-service
        viewbox width height x y rx cx cy r d""",
    )
)
DIMENSIONS = ("wire", "client code", "credential", "action", "tool")


class Seen(HTMLParser):
    """Collects what a page has."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.comments: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def values(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.tags if name in attributes]


# ------------------------------------------------------------------ what it has


def test_the_parts_stand_in_their_order() -> None:
    text = page(reviewed(row()))
    ids = [attributes["id"] for tag, attributes in Seen(text).tags if tag == "section" and "id" in attributes]
    assert ids == ["layers", "chain", "changes", "next"]


def test_an_empty_review_says_so() -> None:
    text = page(EMPTY)
    assert "Review: nothing changed in the contracts" in text
    assert text.count("nothing reaches it") == 3
    assert "Nothing: everything is in step." in text
    assert 'id="filters"' not in text


def test_a_change_shows_both_values_both_places_and_all_dimensions() -> None:
    text = card(page(reviewed(row())))
    for words in (
        "<del>string</del>",
        "<ins>number</ins>",
        "generated/contracts/erp.json:12",
        "specs/erp/openapi.yaml:48",
    ):
        assert words in text
    assert re.findall(r"<dt>([a-z ]+)</dt>", text)[:5] == list(DIMENSIONS)
    assert "GET /orders/{id}" in text
    assert "What <code>response-property-type-changed</code> means" in text


def test_changes_keep_the_report_s_order() -> None:
    text = page(reviewed(row("Order.total"), row("Order.note", Level.INFO)))
    assert "Order.total" in card(text, 0)
    assert "Order.note" in card(text, 1)


MENDED = Impact(("show_order",), mended_by="Invocable Action")
ABSORBED = Impact(absorbed=True)


def test_of_two_as_bad_the_one_that_has_to_be_mended_stands_first() -> None:
    rows = (row("Order.a", impact=ABSORBED), row("Order.b", impact=MENDED), row("Order.c", Level.INFO, impact=MENDED))
    text = page(reviewed(*rows))
    assert [name in card(text, number) for number, name in enumerate(("Order.b", "Order.a", "Order.c"))] == [True] * 3


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((row("Order.a", impact=MENDED), row("Order.b", impact=ABSORBED)), "2 changes, 2 breaking, 1 of them absorbed"),
        ((row("Order.a", impact=ABSORBED), row("Order.b", impact=ABSORBED)), "2 breaking, all of them absorbed"),
        ((row(impact=ABSORBED),), "1 change, 1 breaking, absorbed"),
        ((row("Order.a"), row("Order.b", accepted="agreed, by x")), "2 changes, 2 breaking, 1 of them accepted"),
        ((row("Order.a"), row("Order.b", used=False)), "2 changes, 2 breaking, 1 of them unused"),
        ((row("Order.a"), row("Order.b", Level.INFO)), "2 changes, 1 breaking"),
    ],
)
def test_the_headline_counts_what_the_list_shows_as_breaking(rows: tuple[Row, ...], words: str) -> None:
    text = page(reviewed(*rows))
    assert re.search(rf"<h1>Review: [^<]*{words}</h1>", text)
    assert text.count('data-level="breaking"') == int(re.findall(r"(\d+) breaking", words)[0])


def test_two_changes_that_say_the_same_have_two_ids() -> None:
    ids = Seen(page(reviewed(row(), row()))).values("id")
    assert len(ids) == len(set(ids))


def test_every_link_leads_to_something_on_the_page() -> None:
    seen = Seen(page(hostile(*PAYLOADS)))
    ids = set(seen.values("id"))
    assert {href.removeprefix("#") for href in seen.values("href")} <= ids
    labels = {name for value in seen.values("aria-labelledby") for name in value.split()}
    assert labels <= ids


def test_where_something_has_to_be_mended_it_says_in_which_layer_and_how() -> None:
    mended = row(impact=Impact(("place_order",), mended_by="Invocable Action"))
    text = page(reviewed(mended))
    assert "mend: Invocable Action" in card(text)
    assert "1 of 1 change to be mended here" in text
    assert "At the Invocable Action: " in text


def test_an_accepted_change_is_nobody_s_to_mend() -> None:
    text = page(reviewed(row(impact=Impact(("a",), mended_by="Invocable Action"), accepted="agreed, by finance")))
    assert "Accepted: agreed, by finance" in card(text)
    assert "to be mended" not in text.split('<section id="chain"')[0]


def test_a_breaking_change_has_the_command_that_accepts_it() -> None:
    breaking = row()
    assert f"codegen accept {breaking.id} --reason" in card(page(reviewed(breaking)))
    assert "codegen accept" not in page(reviewed(row(level=Level.INFO)))


def test_what_cannot_be_judged_is_not_called_harmless() -> None:
    text = page(reviewed(row(), problems=("specs/actions/a.yaml:3: error",)))
    assert "Not judged" in card(text)
    assert "Why no code follows yet" in text


def test_offers_and_commands_stand_in_what_to_do_next() -> None:
    offered = row(offer={"schemas": {"Order": {"total": {"cast": "decimal"}}}}, confidence=0.9)
    notices = [
        Notice("Agent Action", "tool-unaccepted", n, "…", f'codegen accept {n} --reason "…"') for n in ("a", "b")
    ]
    report = Report("the snapshots", "today's contracts", (offered,))
    text = page(
        Review(report, verdicts(report, notices), diffs=(FileDiff("f", "", "--- a/f\n+++ b/f\n@@ -1 +1 @@\n+x\n"),))
    )
    steps = re.findall(r'<pre class="line">(.*?)</pre>', text.split('<section id="next"')[1])
    assert steps == [
        "codegen diff --apply",
        "codegen generate",
        "codegen accept a b --reason &quot;…&quot;",
        "codegen check",
    ]


def test_what_the_generator_changes_by_itself_stands_apart() -> None:
    diff = FileDiff("generated/services/erp/client.py", "External Service", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n")
    text = page(reviewed(row(), upgrade="codegen 1 made these files, this is 2", upgrade_diffs=(diff,)))
    assert "codegen 1 made these files" in text.split('<section id="upgrade"')[1]
    assert "generated/services/erp/client.py" not in text.split('<section id="upgrade"')[0]


# ------------------------------------------------------------------ the chain


@pytest.mark.parametrize(
    ("impact", "words"),
    [
        (Impact(("show_order",), ("show_order",), mended_by="Invocable Action"), ("to be mended", "to be accepted")),
        (Impact(("show_order",)), ("reached by 1 change", "agents see the same")),
        (Impact(absorbed=True), ("absorbed below", "agents see the same")),
    ],
)
def test_the_picture_says_how_links_stand_in_words_and_shapes(impact: Impact, words: tuple[str, ...]) -> None:
    changed = row(impact=impact)
    tool = Level.BREAKING if impact.tools else Level.NONE
    severe = replace(changed.change, severity=replace(changed.change.severity, tool=tool))
    text = (
        page(reviewed(replace(changed, change=severe), chain=CHAIN))
        .split('<section id="chain"')[1]
        .split("<section")[0]
    )
    assert all(word in text for word in words)
    assert ('class="cross"' in text.split("</svg>")[0]) == bool(impact.mended_by)
    assert "Untouched: 1 operation." in text


def test_a_link_that_does_not_bind_any_more_is_broken() -> None:
    chain = (*CHAIN[:2], replace(CHAIN[2], misfits=frozenset({"erp"})), CHAIN[3])
    text = page(reviewed(row(), chain=chain, verdicts=verdicts(Report("", "", ()), (), chain)))
    assert "does not bind any more" in text
    assert text.count("waits for the layer below") == 2


# ------------------------------------------------------------------ nothing of a contract becomes markup


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_an_attack_in_every_string_stays_text(payload: str) -> None:
    text = page(hostile(payload))
    seen = Seen(text)
    assert {tag for tag, _ in seen.tags} <= TAGS
    assert {name for _, attributes in seen.tags for name in attributes} <= ATTRIBUTES
    assert all(href.startswith("#") for href in seen.values("href"))
    assert not seen.open
    assert len(seen.comments) == 1
    assert len(seen.texts["style"]) == len(seen.texts["script"]) == 1
    text.encode()  # a lone surrogate could not be written


def test_the_page_s_own_files_hold_nothing_of_a_review() -> None:
    assert Seen(page(hostile(*PAYLOADS))).texts["script"] == Seen(page(EMPTY)).texts["script"]
    assert Seen(page(hostile(*PAYLOADS))).texts["style"] == Seen(page(EMPTY)).texts["style"]


def test_all_attacks_are_on_the_page_and_can_be_read() -> None:
    shown = "".join(text for texts in Seen(page(hostile(*PAYLOADS))).texts.values() for text in texts)
    for payload in PAYLOADS:
        visible = Seen(str(quoted(payload))).texts.get("", [""])
        assert "".join(visible) in shown


@given(st.text(max_size=60))
def test_quoting_lets_nothing_through(text: str) -> None:
    told = quoted(text)
    assert not set(told) & set("<>\"'")
    assert all(character.isprintable() or character in "\n\t" for character in told)
    seen = Seen(str(element("p", text, title=text)))
    assert [tag for tag, _ in seen.tags] == ["p"]
    assert html.unescape(told) == text or "⟨U+" in told


def test_what_cannot_be_seen_is_shown() -> None:
    assert quoted("a\u202eb\u200b\x1b\u3164\ufe0f") == "a⟨U+202E⟩b⟨U+200B⟩⟨U+001B⟩⟨U+3164⟩⟨U+FE0F⟩"


@pytest.mark.parametrize("attribute", ["onclick", "style", "src", "srcdoc", "action", "formaction", "OnLoad"])
def test_the_page_can_have_no_handler_and_no_style_of_its_own(attribute: str) -> None:
    with pytest.raises(ValueError, match="no attribute"):
        element("p", **{attribute: "x"})


@pytest.mark.parametrize("href", ["javascript:alert(1)", "https://evil.example", "//evil", "file:///etc/passwd"])
def test_the_page_links_to_itself_only(href: str) -> None:
    with pytest.raises(ValueError, match="its own parts"):
        element("a", href=href)


def test_a_script_that_ends_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot stand"):
        own("script", "'</SCRIPT>'")


# ------------------------------------------------------------------ the policy


def test_the_policy_allows_exactly_the_page_s_own_style_and_script() -> None:
    text = page(reviewed(row()))
    seen = Seen(text)
    (policy,) = [a["content"] for _, a in seen.tags if a.get("http-equiv") == "Content-Security-Policy"]
    digests = {
        tag: base64.b64encode(hashlib.sha256("".join(seen.texts[tag]).encode()).digest()).decode()
        for tag in ("style", "script")
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digests['style']}'; script-src 'sha256-{digests['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert text.index("Content-Security-Policy") < text.index("<style>")


def test_the_page_asks_nothing_of_the_network() -> None:
    style, script = (files("codegen.changes.page").joinpath(name).read_text() for name in ("page.css", "page.js"))
    assert not re.search(r"url\(|@import|https?:", style + script)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|Function\(|fetch\(|XMLHttp", script
    )


@pytest.mark.parametrize("review", [EMPTY, reviewed(row()), hostile(*PAYLOADS)], ids=["empty", "one", "hostile"])
def test_the_same_review_gives_the_same_bytes(review: Review) -> None:
    assert page(review) == page(review)


# ------------------------------------------------------------------ colours


def _palettes() -> list[dict[str, str]]:
    style = files("codegen.changes.page").joinpath("page.css").read_text()
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", part)) for part in style.split("\n}\n", 2)[:2]]


@pytest.mark.parametrize("palette", _palettes(), ids=["light", "dark"])
def test_every_colour_of_text_can_be_read_on_what_it_stands_on(palette: dict[str, str]) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    grounds = {
        "text": ("page", "panel", "soft", "add", "del", "bad-soft", "info-soft", "calm-soft"),
        "muted": ("page", "panel", "soft", "info-soft", "calm-soft"),
        "link": ("page", "panel"),
        "bad": ("panel", "bad-soft"),
        "warn": ("panel", "warn-soft"),
        "info": ("panel", "info-soft"),
        "calm": ("panel", "calm-soft"),
        "good": ("panel",),
    }
    poor = {
        (colour, ground): contrast
        for colour, places in grounds.items()
        for ground in places
        if (contrast := _contrast(palette[colour], palette[ground])) < 4.5
    }
    assert poor == {}


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
