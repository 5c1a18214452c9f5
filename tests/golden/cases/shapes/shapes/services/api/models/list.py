"""Models of api: List."""

from __future__ import annotations

from typing import Annotated

from codegen.runtime import Model
from pydantic import Field


class List(Model):
    """A name that Python has already."""

    model_config_: Annotated[str | None, Field(alias="model_config")] = None
    x_odd_name: Annotated[str | None, Field(alias="x-odd name!")] = None
    class_: Annotated[str | None, Field(alias="class")] = None
