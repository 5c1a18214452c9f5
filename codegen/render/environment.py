"""Jinja2, set up once: strict, with literal filters and no globals."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2

from codegen.render.literals import Code, comment, doc, py


def template_root() -> Path:
    """Return the folder of the templates: packaged with a wheel, `templates/` in a checkout."""
    packaged = Path(__file__).parents[1] / "_templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "templates"


def refuse_bare(value: object) -> object:
    """Return what a hole may print.

    Raises:
        jinja2.TemplateRuntimeError: if it is text that is no `Code`: the wall against injection.
    """
    if isinstance(value, Code):
        return value
    raise jinja2.TemplateRuntimeError(f"bare value in a template: {value!r}; print a Code value or use |py")


@cache
def environment() -> jinja2.Environment:
    """Return the one environment of the process."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_root()),
        undefined=jinja2.StrictUndefined,
        finalize=refuse_bare,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - it writes Python; every hole is a literal or Code
    )
    env.globals.clear()
    env.filters.update(py=py, doc=doc, comment=comment)
    return env


def render(template: str, view: object) -> str:
    """Return the text that `template` makes of its one argument, the view `v`."""
    return environment().get_template(template).render(v=view)
