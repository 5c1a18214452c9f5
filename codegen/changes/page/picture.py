"""The chain as a picture: inline SVG, laid out by counting characters, and the same as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from codegen.changes.page.chain import ACTION, COLUMNS, CONTRACT, OPERATION, TOOL, Chain, Joint, Node
from codegen.changes.page.markup import Html, element, joined
from codegen.changes.page.words import count, sign

_LETTER, _SMALL = 7.3, 6.1  # of a letter's width: 12 px monospace; 11 px of the system's font, generously
_HEIGHT, _GAP, _PAD, _HEAD = 40, 9, 12, 26
_SPACES = {CONTRACT: 80, OPERATION: 130, ACTION: 80, TOOL: 0}  # to the next column
_LONGEST = 34
_TITLES = {CONTRACT: "Contract", OPERATION: "Operation", ACTION: "Action", TOOL: "Tool"}
_CLASSES = {Joint.HOLDS: "holds", Joint.ABSORBED: "absorbed", Joint.REACHED: "reached", Joint.BROKEN: "broken"}
_SIGNS = {Joint.HOLDS: "✓", Joint.ABSORBED: "≈", Joint.REACHED: "→", Joint.BROKEN: "✕"}
_LEGEND = (
    (Joint.BROKEN, "broken: to be mended or accepted"),
    (Joint.REACHED, "reached: follows when the code is generated"),
    (Joint.ABSORBED, "absorbed: nothing above notices"),
    (Joint.HOLDS, "in step: nothing reaches it"),
)


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    left: float
    top: float
    width: float

    @property
    def middle(self) -> float:
        return self.top + _HEIGHT / 2


def picture(chain: Chain) -> Html:
    """Return the picture with its legend, and the same as text, folded."""
    if not chain.nodes:
        return element("p", f"Nothing in the chain changes. {_untouched(chain)}")
    boxes = _laid_out(chain)
    width = max(box.left + box.width for box in boxes.values()) + 2
    height = max(box.top + _HEIGHT for box in boxes.values()) + 2
    heads = [
        _text(_TITLES[name], min(b.left for b in boxes.values() if b.node.column == name), 14, "head")
        for name in COLUMNS
        if chain.column(name)
    ]
    drawing = element(
        "svg",
        *heads,
        *(_line(boxes[e.below], boxes[e.above], e.joint) for e in sorted(chain.edges, key=lambda edge: edge.joint)),
        *(_box(box) for box in boxes.values()),
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        aria_label="The chain from contracts to tools; the same stands below as text",
        role="group",
    )
    frame = element("div", drawing, class_="picture", tabindex=0, role="region", aria_label="Picture of the chain")
    return joined((frame, _legend(), _as_text(chain), element("p", _untouched(chain), class_="muted")))


def _untouched(chain: Chain) -> str:
    left = [(kind, number) for kind, number in chain.untouched if number]
    return f"Untouched: {', '.join(count(number, kind) for kind, number in left)}." if left else ""


# ------------------------------------------------------------------ where things stand


def _laid_out(chain: Chain) -> dict[str, _Box]:
    """Place every box: operations one below the other, everything else beside what it hangs together with."""
    below = {node.id: [edge.below for edge in chain.edges if edge.above == node.id] for node in chain.nodes}
    above = {node.id: [edge.above for edge in chain.edges if edge.below == node.id] for node in chain.nodes}
    rank = {node.id: float(number) for number, node in enumerate(chain.column(ACTION))}
    services = [node.id for node in chain.column(CONTRACT)]

    def order(node: Node) -> tuple[int, float, str]:
        ranks = [rank[action] for action in above[node.id] if action in rank]
        parents = [services.index(parent) for parent in below[node.id] if parent in services]
        return (min(parents, default=0), sum(ranks) / len(ranks) if ranks else len(rank), node.name)

    tops: dict[str, float] = {}
    _stack(sorted(chain.column(OPERATION), key=order), {}, tops)
    for column, near in ((CONTRACT, above), (ACTION, below), (TOOL, below)):
        wish = {node.id: _mean([tops[other] for other in near[node.id] if other in tops]) for node in chain.nodes}
        _stack(sorted(chain.column(column), key=lambda node: (wish[node.id], node.name)), wish, tops)
    boxes: dict[str, _Box] = {}
    left = 1.0
    for column in COLUMNS:
        nodes = chain.column(column)
        width = max((_width(node) for node in nodes), default=0)
        boxes |= {node.id: _Box(node, left, tops[node.id], width) for node in nodes}
        left += width + _SPACES[column] if nodes else 0
    return boxes


def _stack(nodes: Sequence[Node], wish: Mapping[str, float], tops: dict[str, float]) -> None:
    """Put boxes where they wish to be, from the top, none over another; the whole is moved back up by half."""
    free, shift = float(_HEAD), 0.0
    for node in nodes:
        wanted = wish.get(node.id, free)
        tops[node.id] = max(free, wanted)
        shift = max(shift, tops[node.id] - wanted)
        free = tops[node.id] + _HEIGHT + _GAP
    if nodes:
        up = min(shift / 2, tops[nodes[0].id] - _HEAD)
        for node in nodes:
            tops[node.id] -= up


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else float(_HEAD)


def _width(node: Node) -> float:
    return max(len(_short(node.name)) * _LETTER, (len(node.says) + 2) * _SMALL) + 2 * _PAD


def _short(name: str) -> str:
    """Return a name that fits its box, the middle left out."""
    half = _LONGEST // 2
    return name if len(name) <= _LONGEST else f"{name[: half - 1]}…{name[-half:]}"


# ------------------------------------------------------------------ drawing


def _box(box: _Box) -> Html:
    node = box.node
    shape = element(
        "rect",
        x=f"{box.left:.1f}", y=f"{box.top:.1f}", width=f"{box.width:.1f}", height=str(_HEIGHT),
        rx="3" if node.joint is Joint.BROKEN else "10",
    )  # fmt: skip
    parts = (
        element("title", f"{node.column} {node.name}: {node.says}"),
        shape,
        _text(_short(node.name), box.left + _PAD, box.top + 18, "name"),
        _text(f"{_SIGNS[node.joint]} {node.says}", box.left + _PAD, box.top + 33, "says"),
    )
    group = element("g", *parts, class_=f"box {_CLASSES[node.joint]}")
    return element("a", group, href=f"#{node.change}") if node.change else group


def _text(text: str, x: float, y: float, name: str) -> Html:
    return element("text", text, x=f"{x:.1f}", y=f"{y:.1f}", class_=name)


def _line(below: _Box, above: _Box, joint: Joint) -> Html:
    start, end = below.left + below.width, above.left
    bend = (start + end) / 2
    first, last = f"{start:.1f} {below.middle:.1f}", f"{end:.1f} {above.middle:.1f}"
    path = f"M{first} C{bend:.1f} {below.middle:.1f} {bend:.1f} {above.middle:.1f} {last}"
    stroke = element("path", d=path)
    x, y = bend, (below.middle + above.middle) / 2
    mark: tuple[Html, ...] = ()
    if joint is Joint.BROKEN:
        mark = (
            element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="8"),
            element("path", d=f"M{x - 3.5:.1f} {y - 3.5:.1f} l7 7 m0 -7 l-7 7", class_="cross"),
        )
    elif joint is Joint.ABSORBED:
        mark = (element("path", d=f"M{end - 5:.1f} {above.middle - 6:.1f} v12", class_="bar"),)
    else:
        mark = (element("path", d=f"M{end - 8:.1f} {above.middle - 4:.1f} l8 4 l-8 4", class_="tip"),)
    return element("g", stroke, *mark, class_=f"line {_CLASSES[joint]}")


def _legend() -> Html:
    entries = []
    for joint, words in _LEGEND:
        left = _Box(Node("", "", "", "", joint), -20, -12, 22)
        sample = element(
            "svg",
            _line(left, replace(left, left=44), joint),
            viewBox="0 0 46 18",
            width=46,
            height=18,
            aria_hidden="true",
        )
        entries.append(element("li", sample, words))
    return element("ul", *entries, class_="legend")


def _as_text(chain: Chain) -> Html:
    """Return the chain as nested lists."""
    names = {node.id: node for node in chain.nodes}

    def item(node: Node) -> Html:
        above = [(names[edge.above], edge.joint) for edge in chain.edges if edge.below == node.id]
        name = element("code", node.name)
        link = element("a", name, href=f"#{node.change}") if node.change else name
        words = (sign(_SIGNS[node.joint]), link, f" {_TITLES[node.column].lower()}, {node.says}")
        inner = element("ul", *(item(other) for other, _ in above)) if above else None
        return element("li", *words, inner)

    listed = element("ul", *(item(node) for node in chain.column(CONTRACT)), class_="chain")
    return element("details", element("summary", "The same as text"), listed, id="chain-text")
