"""What a contract says an operation answers: its first success, and its way to tell a failure."""

from __future__ import annotations

from codegen.contract.model import Contract, Json, JsonSchema, Media, Operation, Response
from codegen.mocking.exchange import RefusedError, Reply, is_json, json_reply
from codegen.mocking.script import Problem
from codegen.mocking.values import example

_SENTENCES = ("detail", "message", "description", "error_description", "msg")
_CODES = ("code", "error", "error_code")


def answer_schema(operation: Operation) -> JsonSchema | None:
    """Return the schema of the operation's first successful JSON answer, or None where it has none."""
    for response in operation.successes:
        for media in response.media:
            if is_json(media.media_type):
                return media.schema or {}
    return None


def success(contract: Contract, operation: Operation, value: Json = None) -> Reply:
    """Return the operation's successful answer.

    Args:
        contract: where the schemas' references lead.
        operation: what was called.
        value: the JSON value to answer; the contract's example where it is None.
    """
    if not operation.successes:
        return Reply(204)
    response = operation.successes[0]
    status = int(response.status) if response.status.isdigit() else 200
    if not response.media or operation.method == "HEAD":
        return Reply(status)
    media = next((media for media in response.media if is_json(media.media_type)), response.media[0])
    if value is None:
        value = example(contract, media.schema or {})
    return _reply(status, media, value)


def failure(contract: Contract, operation: Operation | None, problem: RefusedError) -> Reply:
    """Return the failure as the contract describes it: code and sentence go into the fields that are named for them."""
    response = _response(operation, problem.status) if operation else None
    media = next((media for media in response.media if is_json(media.media_type)), None) if response else None
    if media is None:
        return json_reply(problem.status, {"code": problem.code, "message": problem.message})
    body = example(contract, media.schema or {})
    told = _tell(contract, contract.resolve(media.schema or {}), body, problem)
    return json_reply(problem.status, told, media.media_type)


def scripted_failure(problem: Problem, refused: RefusedError) -> Reply:
    """Return the failure as the service's script tells it."""
    words = {"$code": refused.code, "$message": refused.message}
    body = {
        name: words.get(value, value) if isinstance(value, str) else value
        for name, value in (problem.body or {}).items()
    }
    return json_reply(problem.status or refused.status, body)


def _reply(status: int, media: Media, value: Json) -> Reply:
    kind = "application/octet-stream" if "*" in media.media_type else media.media_type
    if is_json(kind):
        return json_reply(status, value, kind)
    text = value if isinstance(value, str) else "text"
    return Reply(status, text.encode(), kind)


def _response(operation: Operation, status: int) -> Response | None:
    by_status = {response.status.upper(): response for response in operation.responses}
    return by_status.get(str(status)) or by_status.get(f"{status // 100}XX") or by_status.get("DEFAULT")


def _tell(contract: Contract, schema: JsonSchema, body: Json, problem: RefusedError) -> Json:
    if not isinstance(body, dict):
        return body
    told = dict(body)
    for name, node in schema.get("properties", {}).items():
        kind = contract.resolve(node).get("type")
        if kind == "string" and name in _SENTENCES:
            told[name] = problem.message
        elif kind == "string" and name in _CODES:
            told[name] = problem.code
        elif kind == "string" and name == "title":
            told[name] = problem.code.replace("_", " ").capitalize()
        elif kind == "integer" and name in ("status", "code", "status_code"):
            told[name] = problem.status
    return told
