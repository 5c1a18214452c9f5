"""Reports to print: an example to read, one in which every string is an attack, a long one and an empty one."""

from __future__ import annotations

from dataclasses import replace

from codegen.changes.impact import Impact, UserLine
from codegen.changes.model import Aspect, Change, Effect, Element, Level, Severity, Side, Spot
from codegen.changes.report import Report, Row, ordered
from codegen.core.places import Place

NOW = "specs/erp/openapi.yaml"
BEFORE = "generated/contracts/erp.json"

EMPTY = Report("the snapshots", "today's contracts", ())

_PRICE = Row(
    "erp",
    Change(
        "response-property-type-changed",
        "Order.total",
        "its type changed from number to string",
        Side.RESPONSE,
        Aspect.TYPE,
        Effect.REPLACES,
        old="number",
        new="string",
        element=Element("property", "Order", "total", "/a", "/b"),
        places=(
            *(Spot(f"{method} /orders/{{id}}", "total") for method in ("GET", "PUT", "PATCH", "POST")),
            *(Spot(name, "total") for name in ("GET /orders", "POST /orders", "GET /history")),
        ),
        severity=Severity(Level.BREAKING, Level.BREAKING, Level.NONE, Level.BREAKING, Level.BREAKING),
    ),
    used=True,
    old=Place(BEFORE, 41, 9, "/a"),
    new=Place(NOW, 57, 17, "/b"),
    impact=Impact(
        ("show_order", "place_order"),
        ("show_order",),
        (UserLine("jobs/report.py", 5, "return order.total or 0.0"),),
        mended_by="Invocable Action",
        why="the new kind of value cannot be turned into the old one",
    ),
)
_RENAMED = Row(
    "erp",
    Change(
        "response-required-property-removed",
        "Order.id",
        "it is gone",
        Side.RESPONSE,
        Aspect.EXISTENCE,
        Effect.REMOVES,
        element=Element("property", "Order", "id", "/c", ""),
        places=(Spot("GET /orders/{id}", "id"),),
        severity=Severity(Level.BREAKING, Level.BREAKING, Level.NONE, Level.BREAKING, Level.NONE),
    ),
    used=True,
    old=Place(BEFORE, 38, 9, "/c"),
    new=None,
    impact=Impact(("place_order",), mended_by="Invocable Action", why="the wire has it no more"),
    offer={"schemas": {"Order": {"id": {"wire": "order_ref"}}}},
    confidence=0.85,
)
_SCOPE = Row(
    "erp",
    Change(
        "api-security-scope-added",
        "POST /orders",
        "oauth needs the scope orders:write",
        Side.NONE,
        Aspect.SECURITY,
        Effect.NARROWS,
        new="orders:write",
        element=Element("operation", "", "POST /orders", "/d", "/d"),
        places=(Spot("POST /orders"),),
        severity=Severity(wire=Level.BREAKING, credential=Level.BREAKING),
    ),
    used=True,
    old=Place(BEFORE, 90, 5, "/d"),
    new=Place(NOW, 20, 5, "/d"),
    impact=Impact(mended_by="External Service", why="a credential or a scope is somebody's to get"),
)
_MOVED = Row(
    "stock",
    Change(
        "api-operation-moved",
        "GET /parts",
        "it moved to GET /v2/parts",
        Side.NONE,
        Aspect.TRANSPORT,
        Effect.REPLACES,
        old="GET /parts",
        new="GET /v2/parts",
        element=Element("operation", "", "GET /parts", "/e", "/f"),
        places=(Spot("GET /parts"),),
        severity=Severity(wire=Level.BREAKING),
    ),
    used=True,
    old=Place("generated/contracts/stock.json", 7, 5, "/e"),
    new=Place("specs/stock/openapi.yaml", 9, 3, "/f"),
    impact=Impact(absorbed=True),
)
_VALUE = Row(
    "stock",
    Change(
        "response-property-enum-value-added",
        "Part.category",
        '"hydraulic" is new',
        Side.RESPONSE,
        Aspect.VALUES,
        Effect.WIDENS,
        new="hydraulic",
        element=Element("property", "Part", "category", "/g", "/g"),
        places=(Spot("GET /parts", "category"),),
        severity=Severity(wire=Level.WARNING, client=Level.WARNING),
    ),
    used=True,
    old=Place("generated/contracts/stock.json", 30, 9, "/g"),
    new=Place("specs/stock/openapi.yaml", 44, 9, "/g"),
)
_ACCEPTED = replace(
    _SCOPE,
    change=replace(
        _SCOPE.change,
        subject="GET /orders",
        message="oauth needs the scope orders:read",
        new="orders:read",
        places=(Spot("GET /orders"),),
    ),
    accepted="the scope was granted in May (finance)",
)
_WORDS = Row(
    "erp",
    Change(
        "response-property-description-changed",
        "Order.state",
        "its words changed",
        Side.RESPONSE,
        Aspect.TEXT,
        Effect.SAYS,
        old="How far it is.",
        new="How far it is; see <https://erp.example/states>.",
        element=Element("property", "Order", "state", "/h", "/h"),
        places=(Spot("GET /orders/{id}", "state"),),
        severity=Severity(wire=Level.INFO),
    ),
    used=True,
    old=Place(BEFORE, 39, 9, "/h"),
    new=Place(NOW, 55, 17, "/h"),
)
_SERVER = Row(
    "erp",
    Change("api-server-changed", "the contract", "its server changed", Side.NONE, Aspect.TEXT, Effect.SAYS),
    used=True,
    old=None,
    new=None,
)
_IDLE = replace(_PRICE, change=replace(_PRICE.change, subject="Refund.total"), used=False, impact=Impact(), old=None)

ROWS = (_PRICE, _RENAMED, _SCOPE, _MOVED, _VALUE, _ACCEPTED, _WORDS, _SERVER, _IDLE)
EXAMPLE = Report("the snapshots", "today's contracts", ordered(list(ROWS)), ("stock: GET /parts/{sku}",))

PAYLOADS = (
    "<script>alert(1)</script>",
    "</summary></details><h1>forged</h1><img src=x onerror=alert(1)>",
    "![x](https://evil.example/p)",
    "[read this](https://evil.example/)",
    "](https://evil.example/)[x",
    "<https://evil.example/>",
    "https://evil.example/ www.evil.example mailto:a@evil.example",
    "@team and a@evil.example",
    "fixes #7, GH-7, evil/repo#7, 0123abc and deadbeef01",
    ":tada: $x^2$ :+1:",
    "`code` ``more`` ```",
    "```\n# forged\n```",
    "`````",
    "a | b || c \\| d",
    "| a | b |\n|---|---|\n| c | d |",
    "\n\n# forged\n\n- item\n1. item\n> quote\n---\n",
    "    indented\n\tcode",
    "**bold** _it_ ~~gone~~ \\* &lt; &amp; &#x3c;",
    "[x]: https://evil.example/ 'y'",
    "[^1]: note",
    "<!-- hidden",
    "--> <!--",
    "\u202etxt.exe\u202c \u2066x\u2069 \u200bzero\u200d \ufeff",
    "\x1b[31mred\x1b[0m \x07 \x00 \x7f \x85 \u2028 \u2029",
    "{0} {1} {{2}} {",
    '" \' \\ \\" \\u0000',
    "tag\U000e0041 \u00a0 \U0001f600",
    "../../etc/passwd",
    "file with spaces:1?#x%",
    "x" * 5_000,
    "",
    " ",
)


def hostile(*payloads: str) -> Report:
    """Return a report with one change for each payload, which stands in every string of it."""
    return Report(payloads[0], payloads[-1], tuple(_hostile(p, n) for n, p in enumerate(payloads)), payloads)


def _hostile(text: str, number: int) -> Row:
    level = list(Level)[number % len(Level)]
    change = Change(
        rule=text,
        subject=text,
        message=text,
        side=list(Side)[number % 3],
        aspect=Aspect.TYPE,
        effect=Effect.NARROWS,
        old=(text, {text: [text, {text: 1}]}, [text], None)[number % 4],
        new=text,
        element=Element(text, text, text, f"/{text}", f"/{text}"),
        places=(Spot(text, text), Spot(f"GET {text}", text)),
        severity=Severity(level, level, level, level, level),
    )
    mended = ("External Service", "Invocable Action", "Agent Action", "", text)[number % 5]
    lines = (UserLine(text, 3, text), UserLine(text, 4))
    impact = Impact((text,), (text,), lines, absorbed=not mended, mended_by=mended, why=text)
    place = Place(text, 1, 2, f"/{text}")
    offer = {text: {text: text}} if number % 2 else {}
    return Row(
        text,
        change,
        used=number % 6 != 5,
        old=place,
        new=place if number % 3 else None,
        impact=impact,
        accepted=text if number % 7 == 6 else "",
        offer=offer,
        confidence=0.7,
    )


def many(number: int) -> Report:
    """Return a report with so many changes, each as long as one gets."""
    long = "long `name` with <much> in it " * 50
    row = replace(_hostile(long, 1), used=True, accepted="", offer={long[:1000]: "x"})
    places = tuple(Spot(f"GET /{at}/{long}", long) for at in range(40))
    row = replace(
        row, impact=replace(row.impact, actions=(long,) * 30, tools=(long,) * 30, lines=row.impact.lines * 20)
    )
    levels = [Level(3 - at * 4 // number) for at in range(number)]  # as many of each
    rows = [
        replace(row, change=replace(row.change, subject=f"{at}{long}", places=places, severity=Severity(wire=level)))
        for at, level in enumerate(levels)
    ]
    return Report(long, long, ordered(rows), tuple(f"{at}{long}" for at in range(500)))
