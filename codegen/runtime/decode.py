"""Turn an accepted answer into the operation's value, or say why it is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic_core import from_json

from . import failures
from .call import Call
from .departures import Departure, report
from .effects import Answer
from .errors import ExternalServiceError
from .heard import heard_by_step
from .media import essence, is_json
from .operation import Operation, Response
from .reading import read
from .redact import bounded
from .retry_after import retry_after
from .service import ErrorRule

_ABSENT = object()


def decode(call: Call, answer: Answer) -> Any:
    """Return the value of an answer.

    Raises:
        ExternalServiceError: `answer_failed` where an `errors` rule says so, `rejected`, `rate_limited` or
        `unavailable` by its status, `answer_invalid` where it breaks the contract.
    """
    _refuse_by_rule(call, answer)
    heard = heard_by_step()
    named = heard.accept if heard is not None else frozenset()
    if not (answer.status in named if named else _accepted(call.operation, answer.status)):
        raise failures.of_status(call, answer)
    if heard is not None:
        heard.status = answer.status
        heard.retry_after = retry_after(answer.headers, call.world.wall())
    response = _response(call, answer)
    if response is None or not response.media_type:
        return None
    return _value(call, answer, response) if answer.status < 300 else _beside(call, answer, response)


def _beside(call: Call, answer: Answer, response: Response) -> Any:
    """Return the value of an accepted answer that is no success; its status says enough where nothing can be read."""
    try:
        return _value(call, answer, response)
    except ExternalServiceError as error:
        if call.service.responses == "strict":
            raise
        report(Departure("", error.code, error.message, call.source(answer.status)))
        return None


def _accepted(operation: Operation[Any], status: int) -> bool:
    """Say whether a status is a success: 2XX; a redirect only where the contract knows no other success."""
    if 200 <= status < 300:
        return True
    if not 300 <= status < 400:
        return False
    documented = [response.status.upper() for response in operation.responses]
    return not any(code.startswith("2") for code in documented) and any(
        code in (str(status), "3XX") for code in documented
    )


def _response(call: Call, answer: Answer) -> Response | None:
    """Return the contract's response for this status and media type; an undocumented success is read as documented."""
    responses = call.operation.responses
    # `default` stands for errors, unless the contract knows no success beside it.
    documented = any(response.status.startswith("2") for response in responses)
    rest = () if documented and answer.status < 300 else ("default",)
    for status in (str(answer.status), f"{answer.status // 100}XX", *rest):
        matching = [response for response in responses if response.status.upper() == status.upper()]
        if matching:
            return _of_media(matching, answer)
    departure = Departure(
        "", "answer_invalid", f"the status {answer.status} is not documented", call.source(answer.status)
    )
    if call.service.responses == "strict":
        raise departure.error()
    report(departure)
    successes = [response for response in responses if response.status.startswith("2")]
    return _of_media(successes, answer) if successes and answer.content else None


def _of_media(responses: Sequence[Response], answer: Answer) -> Response:
    """Return the response of the answer's media type, or the nearest."""
    said = essence(answer.headers.get("content-type", ""))
    exact = [r for r in responses if essence(r.media_type) == said]
    alike = [r for r in responses if is_json(r.media_type) and is_json(said)]
    ranges = [r for r in responses if r.media_type == "*/*" or r.media_type.startswith(said.partition("/")[0] + "/*")]
    return (*exact, *alike, *ranges, *responses)[0]


def _value(call: Call, answer: Answer, response: Response) -> Any:
    said = answer.headers.get("content-type", "")
    if (not answer.content and answer.status in (204, 205, 304)) or call.operation.method.upper() == "HEAD":
        return None
    if _is_json_answer(response, said):
        return _json(call, answer, response)
    is_text = essence(response.media_type).startswith("text/") and _kind(response) is not bytes
    return _text(answer.content, said) if is_text or _kind(response) is str else answer.content


def _is_json_answer(response: Response, said: str) -> bool:
    """Say whether to read JSON: the contract names it, or leaves it open and wants neither bytes nor text."""
    if is_json(response.media_type):
        return True
    if is_json(said):
        return "*" in response.media_type or _kind(response) not in (None, bytes, str)
    return "*" in response.media_type and _kind(response) not in (None, Any, bytes, str)


def _kind(response: Response) -> Any:
    return response.type() if response.type is not None else None


def _json(call: Call, answer: Answer, response: Response) -> Any:
    source = call.source(answer.status)
    load = response.type if response.type is not None else _anything
    if answer.content[:64].lstrip()[:1] == b"<":  # a page of a proxy or a login, whatever it calls itself
        said = bounded(essence(answer.headers.get("content-type", "")) or "a page", 60)
        raise Departure("", "answer_invalid", f"the body is {said}, not JSON", source).error()
    if not answer.content:
        raise Departure("", "answer_invalid", "the body is empty", source).error()
    return read(load, answer.content, call.service.responses, source)


def _anything() -> Any:
    return Any


def _text(content: bytes, media_type: str) -> str:
    charset = media_type.lower().partition("charset=")[2].partition(";")[0].strip(' "') or "utf-8"
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _refuse_by_rule(call: Call, answer: Answer) -> None:
    """Raise where an `errors` rule says that the answer is a failure, whatever its status."""
    if not call.service.errors or not answer.content:
        return
    try:
        body = from_json(answer.content)
    except ValueError:
        return  # not JSON: no rule speaks of it
    for rule in call.service.errors:
        if _matches(rule, body):
            _raise_by_rule(call, answer, rule, body)


def _raise_by_rule(call: Call, answer: Answer, rule: ErrorRule, body: Any) -> None:
    code, message = _word(body, rule.code, 100), _word(body, rule.message, 300)
    said = ": ".join(part for part in (code, message) if part) or "no reason given"
    if answer.status == 429 or answer.status >= 500:
        error = failures.of_status(call, answer)
        error.vendor_code = code
        raise error
    raise call.error(
        "answer_failed",
        f"answered {answer.status}, but says that it failed: {said}",
        f"Change the inputs as the message says; if they are right, tell {call.whom}.",
        outcome="failed",
        status=answer.status,
        vendor_code=code,
    )


def _matches(rule: ErrorRule, body: Any) -> bool:
    """Compare as JSON does; a pointer that leads nowhere matches nothing (Arazzo 1.0, section 5.6)."""
    found = _at(body, rule.pointer)
    if found is _ABSENT:
        return False
    same = found == rule.value and isinstance(found, bool) == isinstance(rule.value, bool)
    return same if rule.op == "==" else not same


def _at(value: Any, pointer: str) -> Any:
    """Return what a JSON pointer (RFC 6901) leads to."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return _ABSENT
    return value


def _word(body: Any, pointer: str, most: int) -> str:
    found = _at(body, pointer) if pointer else _ABSENT
    return bounded(str(found), most) if isinstance(found, str | int | float) else ""
