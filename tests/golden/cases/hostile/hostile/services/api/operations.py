"""The operations of T \"\"" \\ {{ 7*7 }}: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from codegen.runtime import Body, Operation, Parameter, Response

from . import models

X_IMPORT_OS_OS_ABORT_7_7_RAW_SCRIPT_X_DEF_F_OP: Operation[models.EvilXImportOsOs] = Operation(
    name='x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """op',
    method="POST",
    path='/a"\'{id}',
    parameters=(
        Parameter(
            ident="id",
            wire="id",
            location="path",
            required=True,
            style="simple",
            explode=False,
            type=lambda: Literal['x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """1', 'x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """2'],
        ),
        Parameter(
            ident="x_import_os_os_abort_7_7_raw_script_x_def_f_q",
            wire='x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """q',
            location="query",
            type=lambda: str,
        ),
        Parameter(ident="import_os", wire="__import__('os')", location="query", type=lambda: str),
    ),
    body=Body(
        media_type="application/json",
        type=lambda: models.EvilXImportOsOs,
        fields=("x_import_os_os_abort_7_7_raw_script_x_def_f_prop", "ok", "n"),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.EvilXImportOsOs),
        Response(
            status="default",
            media_type='x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """m',
            type=lambda: bytes,
        ),
    ),
    summary='x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \x07 */ ${x} def f(): """sum',
    tags=('x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """tag',),
)

OPERATIONS: Mapping[str, Operation[Any]] = {
    'x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """op': X_IMPORT_OS_OS_ABORT_7_7_RAW_SCRIPT_X_DEF_F_OP,
}
