"""Call one action through the generated code and print its envelope: `call.py ACTION ARGUMENTS [ROLE…]`."""

from __future__ import annotations

import json
import sys
from importlib import import_module

from codegen.runtime.context import Context


def main(action: str, arguments: str, *roles: str) -> None:
    """Invoke `generated.actions.<action>` as the person who has `roles`."""
    module = import_module(f"generated.actions.{action}")
    context = Context(principal="demo", roles=frozenset(roles), scopes=frozenset({"orders:write"}))
    print(json.dumps(module.ACTION.invoke(json.loads(arguments), context)))


if __name__ == "__main__":
    sys.path.insert(0, "")  # the copy of the project goes before the checkout
    main(*sys.argv[1:])
