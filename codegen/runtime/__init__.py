"""What generated code imports: descriptors, models, clients, errors.

Relative imports only; nothing else of `codegen` is needed in production. Names load when they are first used (PEP
562), so importing this package costs nothing, and no transport is loaded before a client sends.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .action import Action as Action
    from .client import AsyncServiceClient as AsyncServiceClient
    from .client import ServiceClient as ServiceClient
    from .context import Context as Context
    from .context import Permissions as Permissions
    from .decoding import Decoding as Decoding
    from .errors import AgentActionError as AgentActionError
    from .errors import ExternalServiceError as ExternalServiceError
    from .errors import InvocableActionError as InvocableActionError
    from .errors import LayerError as LayerError
    from .errors import RequestInvalid as RequestInvalid
    from .escalation import Escalate as Escalate
    from .escalation import Escalation as Escalation
    from .escalation import EscalationFile as EscalationFile
    from .escalation import log_escalation as log_escalation
    from .expectation import EVERY as EVERY
    from .expectation import Expectation as Expectation
    from .expectation import Keeps as Keeps
    from .expectation import WhenMissing as WhenMissing
    from .file import File as File
    from .files import Files as Files
    from .jsonable import plain as plain
    from .mapping import each as each
    from .mapping import needed as needed
    from .mapping import present as present
    from .mapping import same_text as same_text
    from .mapping import text as text
    from .model import Model as Model
    from .operation import Body as Body
    from .operation import Operation as Operation
    from .operation import Parameter as Parameter
    from .operation import Response as Response
    from .pages import Collected as Collected
    from .pages import Pages as Pages
    from .pending import Pending as Pending
    from .pending import Waiting as Waiting
    from .rules import Rule as Rule
    from .run import AsyncRun as AsyncRun
    from .run import Run as Run
    from .service import ApiKey as ApiKey
    from .service import Basic as Basic
    from .service import Bearer as Bearer
    from .service import ClientCredentials as ClientCredentials
    from .service import ErrorRule as ErrorRule
    from .service import Owner as Owner
    from .service import Retry as Retry
    from .service import Service as Service
    from .step import Fallback as Fallback
    from .step import Refuse as Refuse
    from .step import Step as Step
    from .surface import Arguments as Arguments
    from .surface import Holds as Holds
    from .surface import Matches as Matches
    from .surface import Result as Result
    from .surface import Structure as Structure
    from .surface import Unique as Unique
    from .unset import UNSET as UNSET
    from .unset import Unset as Unset
    from .wire import Cast as Cast
    from .wire import ValueMap as ValueMap

_HOMES = {
    "action": ("Action",),
    "context": ("Context", "Permissions"),
    "decoding": ("Decoding",),
    "escalation": ("Escalate", "Escalation", "EscalationFile", "log_escalation"),
    "expectation": ("EVERY", "Expectation", "Keeps", "WhenMissing"),
    "mapping": ("each", "needed", "present", "same_text", "text"),
    "pages": ("Collected", "Pages"),
    "pending": ("Pending", "Waiting"),
    "rules": ("Rule",),
    "run": ("AsyncRun", "Run"),
    "step": ("Fallback", "Refuse", "Step"),
    "surface": ("Arguments", "Holds", "Matches", "Result", "Structure", "Unique"),
    "client": ("AsyncServiceClient", "ServiceClient"),
    "errors": ("AgentActionError", "ExternalServiceError", "InvocableActionError", "LayerError", "RequestInvalid"),
    "file": ("File",),
    "files": ("Files",),
    "model": ("Model",),
    "operation": ("Body", "Operation", "Parameter", "Response"),
    "jsonable": ("plain",),
    "service": ("ApiKey", "Basic", "Bearer", "ClientCredentials", "ErrorRule", "Owner", "Retry", "Service"),
    "unset": ("UNSET", "Unset"),
    "wire": ("Cast", "ValueMap"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a name from its module."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{_HOME[name]}", __name__), name)
    return value


def __dir__() -> list[str]:
    """List the names, loaded or not."""
    return sorted(_HOME)
