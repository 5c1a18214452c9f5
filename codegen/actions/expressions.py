"""Runtime expressions and conditions of the Arazzo specification 1.0 (sections 5.5 and 5.6), over stable names.

    value      = ( "$inputs." name | "$item" | "$steps." id ".response." [ status "." ] "body" | "$response.body" )
                 [ "#" pointer ] | "$steps." id ".response.statusCode" | "$statusCode"
    text       = any text with "{" value "}" in it
    condition  = either; either = both *( "||" both ); both = unary *( "&&" unary )
    unary      = "!" unary | "(" either ")" | operand op operand
    operand    = value | number | 'text' | "text" | true | false | null
    op         = "==" | "!=" | "<" | "<=" | ">" | ">="

`$steps.<id>.response…` and `$item`, the element of a step with `for_each`, are the extensions, and `*` in a pointer,
which stands for every element of a list. The other expressions of Arazzo are refused by name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from codegen.contract.model import Json
from codegen.core.diagnostics import nearest
from codegen.core.places import tokens


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text is no expression; `offset` is the character where it goes wrong."""

    offset: int
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class LiteralExpression:
    """A value written out."""

    value: Json
    offset: int


@dataclass(frozen=True, slots=True)
class InputExpression:
    """`$inputs.<name>`, and the tokens of the pointer behind it."""

    name: str
    path: tuple[str, ...]
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class ItemExpression:
    """`$item`, and the tokens of the pointer behind it."""

    path: tuple[str, ...]
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class StepExpression:
    """`$steps.<step>.response.body`, and the tokens of the pointer behind it; `status` is 0 where none is named."""

    step: str
    path: tuple[str, ...]
    text: str
    offset: int
    status: int = 0


@dataclass(frozen=True, slots=True)
class StatusExpression:
    """`$steps.<step>.response.statusCode`, or `$statusCode`, where `step` is ""."""

    step: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class AnswerExpression:
    """`$response.body`: the answer of the step that it stands in."""

    path: tuple[str, ...]
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class TextExpression:
    """Text with expressions in it."""

    parts: tuple[Expression, ...]
    offset: int


Reference = InputExpression | ItemExpression | StepExpression | AnswerExpression
Expression = LiteralExpression | Reference | StatusExpression | TextExpression


@dataclass(frozen=True, slots=True)
class CompareExpression:
    """`left op right`."""

    left: Expression
    op: str
    right: Expression
    offset: int


@dataclass(frozen=True, slots=True)
class BothExpression:
    """`a && b`."""

    conditions: tuple[ConditionExpression, ...]


@dataclass(frozen=True, slots=True)
class EitherExpression:
    """`a || b`."""

    conditions: tuple[ConditionExpression, ...]


@dataclass(frozen=True, slots=True)
class NotExpression:
    """`!a`."""

    condition: ConditionExpression


ConditionExpression = CompareExpression | BothExpression | EitherExpression | NotExpression

MAX_LENGTH = 10_000  # characters; a condition beyond is a program and belongs in a handler
MAX_DEPTH = 50  # of parentheses and `!`

_ROOTS = ("inputs", "item", "steps", "response", "statusCode")
_LATER = (
    "outputs",
    "url",
    "method",
    "request",
    "message",
    "workflows",
    "sourceDescriptions",
    "components",
)
_STATUS = re.compile(r"[2-4][0-9][0-9](?=\.)")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_OPERATORS = ("==", "!=", "<=", ">=", "<", ">")
_CONSTANTS = {"true": True, "false": False, "null": None}
_LOOKS_LIKE_REFERENCE = re.compile(r"\$[A-Za-z]")
# Where a pointer ends: in a whole value nowhere, in a condition at what is hardly part of a name, in text at the brace.
_TO_END = re.compile(r".*", re.DOTALL)
_IN_CONDITION = re.compile(r"[^\s()<>=!&|,]*")
_IN_TEXT = re.compile(r"[^{}]*")


class _Refused(Exception):  # noqa: N818  # carries a problem to the door of this module, no further
    def __init__(self, offset: int, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(offset, message, suggestion)


def parse_value(text: str) -> Expression | Problem:
    """Return what a string of a definition means: a reference, text with references in it, or itself."""
    try:
        if _LOOKS_LIKE_REFERENCE.match(text):
            reference, end = _reference(text, 0, _TO_END)
            if end < len(text):
                raise _Refused(
                    end,
                    f"{text[end:]!r} stands behind the expression",
                    "put expressions inside text in braces: {$inputs.name}",
                )
            return reference
        return _text(text)
    except _Refused as refused:
        return refused.problem


def parse_condition(text: str) -> ConditionExpression | Problem:
    """Return what a condition means."""
    if len(text) > MAX_LENGTH:
        return Problem(0, f"a condition has at most {MAX_LENGTH} characters", "put the rule in a handler")
    try:
        return _Parser(text).whole()
    except _Refused as refused:
        return refused.problem


def _text(text: str) -> Expression:
    parts: list[Expression] = []
    start = 0
    while (opening := text.find("{$", start)) >= 0:
        if opening > start:
            parts.append(LiteralExpression(text[start:opening], start))
        reference, end = _reference(text, opening + 1, _IN_TEXT)
        if text[end : end + 1] != "}":
            raise _Refused(end, "an expression in text must end with }")
        parts.append(reference)
        start = end + 1
    if not parts:
        return LiteralExpression(text, 0)
    if start < len(text):
        parts.append(LiteralExpression(text[start:], start))
    return TextExpression(tuple(parts), 0)


def _reference(text: str, start: int, pointer: re.Pattern[str]) -> tuple[Reference | StatusExpression, int]:
    """Read the reference that begins at `start`; return it and where it ends."""
    root, at = _word(text, start + 1, "the name of an expression")
    if root == "inputs":
        name, at = _word(text, _dot(text, at), "the name of an input")
        path, end = _pointer(text, at, pointer)
        return InputExpression(name, path, text[start:end], start), end
    if root == "steps":
        return _of_step(text, start, at, pointer)
    if root == "item":
        path, end = _pointer(text, at, pointer)
        return ItemExpression(path, text[start:end], start), end
    if root == "statusCode":
        return StatusExpression("", text[start:at], start), at
    if root == "response":
        path, end = _pointer(text, _body(text, start, at), pointer)
        return AnswerExpression(path, text[start:end], start), end
    if root in _LATER:
        raise _Refused(
            start,
            f"${root} is not implemented in this version",
            "use $inputs, $item, $steps.<id>.response.body or $response.body",
        )
    raise _Refused(start, f"there is no expression ${root}", nearest(root, _ROOTS))


def _of_step(text: str, start: int, at: int, pointer: re.Pattern[str]) -> tuple[StepExpression | StatusExpression, int]:
    step, at = _word(text, _dot(text, at), "the id of a step")
    part, end = _word(text, _dot(text, at), "response")
    if part == "outputs":
        raise _Refused(
            start, "$steps.<id>.outputs is not implemented in this version", "use $steps.<id>.response.body#/…"
        )
    if part != "response":
        raise _Refused(at + 1, f"a step has no {part!r}", "write .response.body")
    if text.startswith(".statusCode", end):
        end += len(".statusCode")
        return StatusExpression(step, text[start:end], start), end
    status = _STATUS.match(text, end + 1)
    path, end = _pointer(text, _body(text, start, status.end() if status else end), pointer)
    return StepExpression(step, path, text[start:end], start, int(status.group()) if status else 0), end


def _body(text: str, start: int, at: int) -> int:
    part, end = _word(text, _dot(text, at), "body")
    if part in ("header", "query", "path"):
        raise _Refused(start, f"response.{part} is not implemented in this version", "use response.body")
    if part != "body":
        raise _Refused(at + 1, f"an answer has no {part!r}", "write .body")
    return end


def _dot(text: str, at: int) -> int:
    if text[at : at + 1] != ".":
        raise _Refused(at, "expected a dot here")
    return at + 1


def _word(text: str, at: int, what: str) -> tuple[str, int]:
    if not (found := _WORD.match(text, at)):
        raise _Refused(at, f"expected {what} here")
    return found.group(), found.end()


def _pointer(text: str, at: int, pattern: re.Pattern[str]) -> tuple[tuple[str, ...], int]:
    if text[at : at + 1] == ".":
        raise _Refused(at, "fields are reached by a pointer, not by dots", "write #/field behind it")
    if text[at : at + 1] != "#":
        return (), at
    found = pattern.match(text, at + 1)
    raw = found.group() if found else ""
    if raw and not raw.startswith("/"):
        raise _Refused(at + 1, "a pointer begins with /", "write #/field")
    return tuple(tokens(raw)) if raw else (), at + 1 + len(raw)


class _Parser:
    """Reads a condition by recursive descent; `&&` binds closer than `||`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def whole(self) -> ConditionExpression:
        condition = self._either()
        self._space()
        if self._at < len(self._text):
            rest = self._text[self._at :].split()[0]
            hint = {"and": "write &&", "or": "write ||", "=": "write =="}.get(rest, "")
            raise _Refused(self._at, f"{rest!r} is not expected here", hint)
        return condition

    def _either(self) -> ConditionExpression:
        conditions = [self._both()]
        while self._take("||"):
            conditions.append(self._both())
        return conditions[0] if len(conditions) == 1 else EitherExpression(tuple(conditions))

    def _both(self) -> ConditionExpression:
        conditions = [self._unary()]
        while self._take("&&"):
            conditions.append(self._unary())
        return conditions[0] if len(conditions) == 1 else BothExpression(tuple(conditions))

    def _unary(self) -> ConditionExpression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Refused(self._at, f"a condition nests at most {MAX_DEPTH} levels deep", "put the rule in a handler")
        try:
            if self._take("!"):
                return NotExpression(self._unary())
            if self._take("("):
                inner = self._either()
                if not self._take(")"):
                    raise _Refused(self._at, "expected ) here")
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> ConditionExpression:
        self._space()
        start = self._at
        left = self._operand()
        op = next((op for op in _OPERATORS if self._take(op)), "")
        if not op:
            hint = "write ==" if self._text.startswith("=", self._at) else "compare with a value, such as == true"
            raise _Refused(self._at, f"expected one of {' '.join(_OPERATORS)} here", hint)
        return CompareExpression(left, op, self._operand(), start)

    def _operand(self) -> Expression:
        self._space()
        start = self._at
        first = self._text[start : start + 1]
        if first == "$":
            reference, self._at = _reference(self._text, start, _IN_CONDITION)
            return reference
        if first in ("'", '"') and first:
            return LiteralExpression(self._quoted(first), start)
        if found := _NUMBER.match(self._text, start):
            self._at = found.end()
            whole = not (found.group(1) or found.group(2))
            return LiteralExpression(int(found.group()) if whole else float(found.group()), start)
        if (found := _WORD.match(self._text, start)) and found.group() in _CONSTANTS:
            self._at = found.end()
            return LiteralExpression(_CONSTANTS[found.group()], start)
        if found:
            raise _Refused(
                start,
                f"{found.group()!r} is neither an expression nor a value",
                f"write '{found.group()}' in quotes for text",
            )
        raise _Refused(start, "expected an expression or a value here")

    def _quoted(self, quote: str) -> str:
        """Read text in quotes; a quote in it is written twice (Arazzo 1.0, section 5.6)."""
        start, pieces = self._at, []
        at = start + 1
        while (end := self._text.find(quote, at)) >= 0:
            pieces.append(self._text[at:end])
            if self._text[end + 1 : end + 2] != quote:
                self._at = end + 1
                return quote.join(pieces)
            at = end + 2
        raise _Refused(start, "the text that begins here has no closing quote")

    def _take(self, symbol: str) -> bool:
        self._space()
        if not self._text.startswith(symbol, self._at) or (symbol == "!" and self._text.startswith("!=", self._at)):
            return False
        self._at += len(symbol)
        return True

    def _space(self) -> None:
        while self._text[self._at : self._at + 1].isspace():
            self._at += 1
