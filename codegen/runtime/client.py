"""The base classes of generated clients: one text for both worlds, short of the waiting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from . import requests
from .call import Call
from .correlation import correlation_id
from .credentials import Authorization
from .deadline import Deadline, current
from .decode import decode
from .drive import drive, drive_async
from .effects import Answer, Failure, Flow, Request, Send
from .errors import LayerError, RequestInvalid
from .flow import perform
from .idempotency import key_for_call
from .media import is_json
from .misfit import Misfit
from .operation import Operation
from .pools import async_client_of, client_of
from .references import Unresolved, is_reference, setting
from .service import Credential, Service
from .standing import answer_for, stands_in
from .world import WORLD, World

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")


class _Client:
    """What both clients share: everything but sending."""

    service: ClassVar[Service]

    def __init__(
        self,
        *,
        base_url: str | None,
        credentials: Mapping[str, Credential] | None,
        deadline: Deadline | float | None,
        world: World | None,
    ) -> None:
        known = self.service
        if credentials is not None:
            known = replace(known, credentials={**known.credentials, **credentials})
        self._service = known
        self._base_url = base_url
        self._deadline = deadline
        self._world = world or WORLD

    def _flow(self, operation: Operation[T], arguments: Mapping[str, Any], content_type: str | None) -> Flow[T]:
        """Make the request, send it by the policy and read what comes: the call as a flow.

        Raises:
            LayerError: RequestInvalid before anything is sent, ExternalServiceError after.
        """
        call = self._new_call(operation)
        try:
            made = requests.parts(operation, arguments, content_type)
        except Misfit as misfit:
            raise self._invalid(call, misfit) from None
        call = _keyed(call, made)
        base_url = self._base(call)

        def prepare(authorization: Authorization) -> Request:
            return requests.request(operation.method, base_url, made, _extra(call, made, authorization))

        call, answer = yield from perform(call, prepare)
        value: T = decode(call, answer)
        return value

    def _new_call(self, operation: Operation[Any]) -> Call:
        clock = self._world.clock
        own = Deadline.after(self._service.total_timeout, clock)
        given = Deadline.after(self._deadline, clock) if isinstance(self._deadline, int | float) else self._deadline
        outer = current() if given is None else given.no_later_than(current())
        deadline = own.no_later_than(outer)
        return Call(
            service=self._service,
            operation=operation,
            world=self._world,
            deadline=deadline,
            correlation_id=correlation_id(),
            narrowed=deadline is not own,
        )

    def _invalid(self, call: Call, misfit: Misfit) -> RequestInvalid:
        return RequestInvalid(
            f"{call.service.name}.{call.operation.name} cannot be called: argument {misfit.argument}: {misfit.reason}",
            argument=misfit.argument,
            reason=misfit.reason,
            next_step=f"Give {misfit.argument} a value that fits.",
            service=call.service.name,
            operation=call.operation.name,
            correlation_id=call.correlation_id,
        )

    def _base(self, call: Call) -> str:
        """Return the URL before the path: the caller's, the configured one, the operation's own, or the service's.

        Raises:
            ExternalServiceError: `credentials_missing` if the configured reference leads nowhere.
        """
        configured = self._base_url or call.service.base_url
        if is_reference(configured):
            try:
                return setting(configured)
            except Unresolved as unresolved:
                step = f"Do not retry; ask {call.whom} to configure the service's address."
                said = f"has no address: {unresolved}"
                raise call.error("credentials_missing", said, step, outcome="not_sent") from None
        # A literal address comes from the contract, and the contract may send single operations elsewhere.
        if call.operation.server and not self._base_url:
            return call.operation.server
        return configured


def _keyed(call: Call, made: requests.Parts) -> Call:
    """Give a write its idempotency key, unless the caller gave one."""
    header = call.service.idempotency_header
    if not header or not call.operation.is_write:
        return call
    given = next((value for name, value in made.headers if name.lower() == header.lower()), "")
    return replace(call, key=given or key_for_call())


def _extra(call: Call, made: requests.Parts, authorization: Authorization) -> requests.Parts:
    """Return what policy and credentials add to a request."""
    headers = list(authorization.headers)
    if call.key:
        headers.append((call.service.idempotency_header, call.key))
    if not any(name.lower() == "accept" for name, _ in made.headers):
        headers.append(("Accept", _accept(call.operation)))
    return requests.Parts("", authorization.query, tuple(headers), authorization.cookies, b"")


def _accept(operation: Operation[Any]) -> str:
    """Return what to ask for: JSON where a success offers it, since that is what the method's type promises."""
    offered = [response for response in operation.responses if response.media_type]
    if any(is_json(response.media_type) for response in offered if response.status.startswith("2")):
        offered = [response for response in offered if is_json(response.media_type)]
    return ", ".join(dict.fromkeys(response.media_type for response in offered)) or "*/*"


class ServiceClient(_Client):
    """A service, called in this thread; clients of a service share its connections, and threads may share a client.

    Args:
        base_url: another address than the service's own; a URL or a reference.
        credentials: other credentials by security scheme.
        transport: another transport, as of httpx2; it is closed with the client.
        deadline: seconds for every call, or one deadline for all; an action's own counts too.
        world: other clocks, sleep and chance, for tests.
    """

    def __init__(
        self,
        *,
        base_url: str | None = None,
        credentials: Mapping[str, Credential] | None = None,
        transport: httpx2.BaseTransport | None = None,
        deadline: Deadline | float | None = None,
        world: World | None = None,
    ) -> None:
        super().__init__(base_url=base_url, credentials=credentials, deadline=deadline, world=world)
        self._own = None
        if transport is not None:
            from .transport import new_client  # loads httpx2, which importing a generated client must not

            self._own = new_client(transport)

    def _call(self, operation: Operation[T], arguments: dict[str, Any], *, content_type: str | None = None) -> T:
        """Call an operation.

        Args:
            operation: which.
            arguments: by keyword; UNSET, and None where it does not mean null, are left out.
            content_type: another media type of the body than the first.

        Raises:
            RequestInvalid: if an argument does not fit; nothing was sent.
            ExternalServiceError: if there is no good answer.
        """
        if stands_in():
            return answer_for(operation)  # type: ignore[no-any-return]  # made by the operation's own type
        try:
            return drive(self._flow(operation, arguments, content_type), self._send, self._world.sleep)
        except LayerError as error:
            raise error.with_traceback(None) from None

    def _send(self, effect: Send) -> Answer | Failure:
        if self._world.transport is not None:
            return self._world.transport(effect)
        from .transport import send  # as above

        client = self._own if self._own is not None else client_of(self._service.name)
        return send(client, effect)

    def close(self) -> None:
        """Close a transport that was handed in; shared connections stay."""
        if self._own is not None:
            self._own.close()

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the client."""
        self.close()


class AsyncServiceClient(_Client):
    """A service, called in this task; the same as `ServiceClient` with `await`."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        credentials: Mapping[str, Credential] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        deadline: Deadline | float | None = None,
        world: World | None = None,
    ) -> None:
        super().__init__(base_url=base_url, credentials=credentials, deadline=deadline, world=world)
        self._own = None
        if transport is not None:
            from .transport import new_async_client  # loads httpx2, which importing a generated client must not

            self._own = new_async_client(transport)

    async def _call(self, operation: Operation[T], arguments: dict[str, Any], *, content_type: str | None = None) -> T:
        """Call an operation; as of `ServiceClient._call`."""
        if stands_in():
            return answer_for(operation)  # type: ignore[no-any-return]  # as above
        try:
            flow = self._flow(operation, arguments, content_type)
            return await drive_async(flow, self._send, self._world.sleep_async)
        except LayerError as error:
            raise error.with_traceback(None) from None

    async def _send(self, effect: Send) -> Answer | Failure:
        if self._world.transport is not None:
            return self._world.transport(effect)
        from .transport import send_async  # as above

        client = self._own if self._own is not None else await async_client_of(self._service.name)
        return await send_async(client, effect)

    async def close(self) -> None:
        """Close a transport that was handed in; shared connections close with the event loop."""
        if self._own is not None:
            await self._own.aclose()

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client."""
        await self.close()
