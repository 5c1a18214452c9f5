"""Models of T \"\"" \\ {{ 7*7 }}: EvilXImportOsOs."""

from __future__ import annotations

from typing import Annotated, Literal

from codegen.runtime import Model
from pydantic import Field


class EvilXImportOsOs(Model):
    """x\"\""; import os; os.abort() #' {{ 7*7 }} {% raw %} \\ \x07 */ ${x} def f(): \"\""desc"""

    x_import_os_os_abort_7_7_raw_script_x_def_f_prop: Annotated[
        Literal[
            'x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """e1',
            'x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """e2',
        ] | str,
        Field(
            alias='x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """prop',
        ),
    ]
    """x\"\""; import os; os.abort() #' {{ 7*7 }} {% raw %} \\ \x07 */ ${x} def f(): \"\""pd"""
    ok: Literal[
        'x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """c',
    ] | str | None = None
    n: int | None = None
    """x\"\""; import os; os.abort() #' {{ 7*7 }} {% raw %} \\ \x07 */ ${x} def f(): \"\""nd"""
