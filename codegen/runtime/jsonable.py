"""Values as JSON could hold them, by stable names: how layer 2 hands what it has to layer 1."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from .file import File
from .unset import Unset
from .wire import STABLE


def plain(value: Any) -> Any:
    """Return the value made of None, bool, int, float, str, lists and dicts; bytes, files and UNSET stay themselves.

    Models are dumped by attribute name, without what was not given.

    Raises:
        ValueError: if a number is not finite or a value has no JSON form.
    """
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("the number is not finite")
    if value is None or isinstance(value, bool | int | float | str | bytes | File | Unset):
        return value
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=False, exclude_unset=True, context=STABLE, warnings=False)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return to_jsonable_python(value)
