"""T \"\"" \\ {{ 7*7 }} as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import ServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from typing import Literal

    from . import models


class Client(ServiceClient):
    """T \"\"" \\ {{ 7*7 }}, called in this thread.

    External Service `api`, owned by ops\"\"" #.
    """

    service = SERVICE

    def x_import_os_os_abort_7_7_raw_script_x_def_f_op(
        self,
        *,
        id: Literal['x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """1', 'x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """2'],
        x_import_os_os_abort_7_7_raw_script_x_def_f_q: str | None = None,
        import_os: str | None = None,
        x_import_os_os_abort_7_7_raw_script_x_def_f_prop: Literal['x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """e1', 'x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """e2'] | str | None = None,
        ok: Literal['x"""; import os; os.abort() #\' {{ 7*7 }} {% raw %} \\ \u2028 \x07 */ <script> ${x} \n def f(): """c'] | str | None = None,
        n: int | None = None,
    ) -> models.EvilXImportOsOs:
        """x\"\""; import os; os.abort() #' {{ 7*7 }} {% raw %} \\ \x07 */ ${x} def f(): \"\""sum.

        `POST /a"'{id}`

        Args:
            id: x\"\""; import os; os.abort() #' {{ 7*7 }} {% raw %} \\ \x07 */ ${x} def f(): \"\""p
            x_import_os_os_abort_7_7_raw_script_x_def_f_q: x\"\""; import os; os.abort() #' {{ 7*7 }} {% raw %} \\ \x07
                */ ${x} def f(): \"\""p
            x_import_os_os_abort_7_7_raw_script_x_def_f_prop: x\"\""; import os; os.abort() #' {{ 7*7 }} {% raw %} \\
                \x07 */ ${x} def f(): \"\""pd
            n: x\"\""; import os; os.abort() #' {{ 7*7 }} {% raw %} \\ \x07 */ ${x} def f(): \"\""nd
        """
        return self._call(
            operations.X_IMPORT_OS_OS_ABORT_7_7_RAW_SCRIPT_X_DEF_F_OP,
            {
                "id": id,
                "x_import_os_os_abort_7_7_raw_script_x_def_f_q": x_import_os_os_abort_7_7_raw_script_x_def_f_q,
                "import_os": import_os,
                "x_import_os_os_abort_7_7_raw_script_x_def_f_prop": x_import_os_os_abort_7_7_raw_script_x_def_f_prop,
                "ok": ok,
                "n": n,
            },
        )
