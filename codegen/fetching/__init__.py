"""Fetching a vendor's next contract: an `Origin` comes in, a `Fetched` with the contract byte for byte goes out.

Nothing of the project is written; what goes wrong is a `FetchError`. Only `verbs` may import it.

A kind of origin (`file`, `url`, `git`, `npm`) is one module that registers itself in `codegen.fetching.kinds`; the
references that a contract makes to files beside it are followed for all of them in `codegen.fetching.references`.
"""

from codegen.core.origin import Origin
from codegen.fetching.failure import FetchError
from codegen.fetching.fetch import Fetched, fetch

__all__ = ["FetchError", "Fetched", "Origin", "fetch"]
