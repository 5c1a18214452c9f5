"""Models of api: AddPersonResponse, AddPersonResponseInline, AddPersonResponseInlineDeep."""

from __future__ import annotations

from typing import Annotated, Literal

from codegen.runtime import Model
from pydantic import Field

from .json_ import Json
from .list import List
from .other_twin import OtherTwin
from .tree import Tree


class AddPersonResponseInlineDeep(Model):
    deeper: bool | None = None


class AddPersonResponseInline(Model):
    deep: AddPersonResponseInlineDeep | None = None


class AddPersonResponse(Model):
    other: OtherTwin | None = None
    tree: Tree | None = None
    json_: Annotated[Json | None, Field(alias="json")] = None
    colour: Literal["red", "green", "", "class", "1st"] | str | None = None
    odd: List | None = None
    inline: AddPersonResponseInline | None = None
