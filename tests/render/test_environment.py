"""A template prints code that was decided, or a filter's whole token; anything else stops it."""

from __future__ import annotations

import jinja2
import pytest

from codegen.render.environment import environment
from codegen.render.literals import Code


def _render(template: str, **names: object) -> str:
    return environment().from_string(template).render(**names)


@pytest.mark.parametrize("value", ["text", 1, None, ["x"]])
def test_a_bare_value_is_refused(value: object) -> None:
    with pytest.raises(jinja2.TemplateRuntimeError, match="bare value"):
        _render("{{ v }}", v=value)


def test_code_and_filters_are_printed() -> None:
    assert _render("{{ v }} = {{ 'a\"b' | py }}", v=Code("x")) == "x = 'a\"b'"


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        _render("{{ missing.name | py }}")


def test_templates_have_no_globals() -> None:
    assert not environment().globals
