"""Reviews in which every string is an attack."""

from __future__ import annotations

from codegen.changes.impact import Impact, UserLine
from codegen.changes.model import Aspect, Change, Effect, Element, Level, Severity, Side, Spot
from codegen.changes.report import Report, Row
from codegen.changes.review import FileDiff, Link, Notice, Review, verdicts
from codegen.core.places import Place

PAYLOADS = (
    "<script>window.pwned=1;alert(1)</script>",
    "</script><script>window.pwned=1</script>",
    "</style><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>",
    "--><script>window.pwned=1</script><!--",
    "]]><script>window.pwned=1</script><![CDATA[",
    "<img src=x onerror=window.pwned=1>",
    "<svg onload=window.pwned=1></svg>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "<a href='javascript:window.pwned=1' autofocus onfocus=window.pwned=1>x</a>",
    '" onmouseover="window.pwned=1" x="',
    "' onfocus='window.pwned=1' autofocus='",
    "` onfocus=window.pwned=1 autofocus `",
    "javascript:window.pwned=1",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=https://evil.example/><button>go</button></form>",
    "<style>*{background:url(https://evil.example/)}</style>",
    "</pre></details></section><h1>forged</h1>",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7} <%= 7*7 %>",
    "&lt;script&gt;window.pwned=1&lt;/script&gt; &#x3c; &amp;",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200bzero\u200d \ufeff",
    "nul\x00 bell\x07 escape\x1b[31m del\x7f next\x85 line\u2028 end\u2029",
    "tag\U000e0041\U000e0042 lone\ud800 filler\u3164 variation\ufe0f",
    "\r\n@@ -1 +1 @@\n+forged",
    "x" * 3000,
    "#c-0000000000",
    "../../../etc/passwd",
)


def hostile(*payloads: str) -> Review:
    """Return a review with one change for each payload, which stands in every string of it."""
    rows = tuple(_row(text, number) for number, text in enumerate(payloads))
    report = Report(payloads[0], payloads[-1], rows, newly_used=payloads)
    notices = [Notice(layer, p, p, p, p, (p, p)) for p in payloads for layer in ("External Service", "Agent Action", p)]
    notices += [Notice("Agent Action", p, p, p, f"codegen accept {p}") for p in payloads]
    return Review(
        report=report,
        verdicts=verdicts(report, notices),
        chain=tuple(link for text in payloads for link in _links(text)),
        diffs=tuple(_diff(text) for text in payloads),
        upgrade=payloads[0],
        upgrade_diffs=tuple(_diff(text) for text in payloads),
        problems=payloads,
    )


def _row(text: str, number: int) -> Row:
    level = list(Level)[number % len(Level)]
    value = (text, {text: [text, {text: 1}]}, [text])[number % 3]
    change = Change(
        rule=text if number % 2 else "response-required-property-removed",
        subject=text,
        message=text,
        side=Side.REQUEST,
        aspect=Aspect.TYPE,
        effect=Effect.NARROWS,
        old=value,
        new=text,
        element=Element("property", text, text, f"/{text}", f"/{text}"),
        places=(Spot(text, text), Spot(f"GET {text}", text)),
        severity=Severity(level, level, level, level, level),
    )
    mended = ("External Service", "Invocable Action", "Agent Action", "", text)[number % 5]
    lines = (UserLine(text, 3, text), UserLine(text, 4))
    impact = Impact((text,), (text,), lines, absorbed=not mended, mended_by=mended, why=text)
    place = Place(text, 1, 2, f"/{text}")
    accepted = text if number % 7 == 6 else ""
    offer = {text: {text: text}}
    return Row(text, change, True, place, place, impact, accepted=accepted, offer=offer, confidence=0.7)


def _links(text: str) -> tuple[Link, ...]:
    operation = Link("operation", f"{text}.{text}", keys=frozenset({text, f"GET {text}"}), gone=len(text) % 2 == 0)
    needs = (("operation", operation.name),)
    action = Link("action", text, needs, misfits=frozenset({text} if len(text) % 3 == 0 else ()))
    return operation, action, Link("tool", text, (("action", text),))


def _diff(text: str) -> FileDiff:
    return FileDiff(
        f"generated/services/{text}",
        text,
        f"--- a/{text}\n+++ b/{text}\n@@ -1 +1 @@ {text}\n-{text}\n+{text}\n {text}\n",
    )
