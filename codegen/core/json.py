"""Reading JSON: bad text becomes a located diagnostic, never an exception."""

from __future__ import annotations

from typing import Any

import orjson

from codegen.core.diagnostics import Diagnostics
from codegen.core.places import Place


def read_json(text: str | bytes, file: str, diagnostics: Diagnostics) -> Any | None:
    """Return the JSON value that `text` holds, or None where it holds none.

    Nesting deeper than 1,024 levels, NaN, infinities and lone surrogates are refused. Where an object has a
    member twice the last one counts.

    Args:
        text: the document, in UTF-8 where it is bytes; a byte order mark is passed over.
        file: path relative to the project's root, for messages.
        diagnostics: gets one `invalid-json` error where the text is no JSON.
    """
    content = text.removeprefix(b"\xef\xbb\xbf") if isinstance(text, bytes) else text.removeprefix("\ufeff")
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as problem:
        reason = problem.msg.strip() or "not JSON"
        diagnostics.error("invalid-json", f"the file is not JSON: {reason}", Place(file, problem.lineno, problem.colno))
        return None
