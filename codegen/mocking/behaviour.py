"""What an operation does to a mock's state, from its path and method and the service's script.

Cases: POST on a collection creates; GET lists it; GET, PUT, PATCH and DELETE on an item read, replace, change and
remove it; POST on something below an item (`/orders/{id}/cancel`) acts on the item; anything else answers the
contract's example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from codegen.contract.model import Contract, Json, JsonSchema, Operation
from codegen.mocking.answers import answer_schema, success
from codegen.mocking.check import departures
from codegen.mocking.distinct import distinct
from codegen.mocking.exchange import RefusedError, Reply, json_reply
from codegen.mocking.routes import Route, concrete
from codegen.mocking.script import Conduct, Resource, Script, ScriptedAnswer
from codegen.mocking.store import Store
from codegen.mocking.values import example

_REFERENCE = re.compile(r"\$(?:now|(?:path|query|body|item)\.[A-Za-z_][\w-]*)")
_EMBEDDED = re.compile(r"\{(" + _REFERENCE.pattern + r")\}")


@dataclass(frozen=True, slots=True)
class Call:
    """A checked request: its route, its parameters by wire name and its body."""

    route: Route
    parameters: Mapping[str, Json]
    body: Json

    @property
    def operation(self) -> Operation:
        """The operation called."""
        return self.route.operation

    @property
    def sent(self) -> Mapping[str, Json]:
        """The body's fields; none where it is no object."""
        return self.body if isinstance(self.body, dict) else {}


class Behaviour:
    """The state of one service and how calls change it."""

    def __init__(self, contract: Contract, script: Script, now: Callable[[], str]) -> None:
        self._contract = contract
        self._script = script
        self._now = now
        self._paths = {operation.path for operation in contract.operations.values()}
        self.store = Store(script.resources)

    def answer(self, call: Call) -> Reply:
        """Do what the call says and return the answer.

        Raises:
            RefusedError: with 404 if the item it is about is not there.
        """
        conduct = self._script.operations.get(call.operation.name, Conduct())
        collection, key = self._item_of(call.route)
        item = self.store.get(collection, key) if collection else None
        for answer in conduct.answers:
            if self._holds(answer, call, item):
                return json_reply(answer.status, self._fill(answer.body, call, item))
        if collection and item is None and self._is_strict(collection):
            raise RefusedError(404, "not_found", f"There is no {key} in {collection}.")
        if collection and item is not None:
            return self._on_item(call, conduct, collection, key, item)
        return self._on_collection(call, conduct)

    def _on_item(self, call: Call, conduct: Conduct, collection: str, key: str, item: dict[str, Json]) -> Reply:
        is_itself = call.operation.path.endswith("}")
        if is_itself and call.operation.method == "DELETE":
            self.store.remove(collection, key)
            return self._reply(call, conduct, item, collection)
        if not is_itself and (call.operation.method == "GET" or self._is_collection(call.operation)):
            return self._on_collection(call, conduct)
        if call.operation.method != "GET":
            item = self._changed(call, conduct, item, is_itself)
            self.store.put(collection, key, item)
        return self._reply(call, conduct, item, collection)

    def _changed(self, call: Call, conduct: Conduct, item: dict[str, Json], is_itself: bool) -> dict[str, Json]:
        fields = set(item) | set(self._fields(call.operation))
        merged = {**item, **(self._taken_over(call, fields) if is_itself else {})}
        for name, amount in conduct.add.items():
            merged[name] = (merged.get(name) or 0) + self._fill(amount, call, item)
        return {**merged, **self._fill(conduct.set, call, item)}

    def _on_collection(self, call: Call, conduct: Conduct) -> Reply:
        path = concrete(call.operation.path, call.route.variables)
        if call.operation.method == "POST" and self._is_collection(call.operation):
            return self._create(call, conduct, path)
        if call.operation.method == "GET" and self.store.knows(path):
            return self._list(call, conduct, path)
        return self._reply(call, conduct, None, path)

    def _create(self, call: Call, conduct: Conduct, path: str) -> Reply:
        resource = self._resource(call.operation, path)
        base = example(self._contract, answer_schema(call.operation) or {})
        if not isinstance(base, dict):
            return success(self._contract, call.operation)
        fields = set(self._fields(call.operation))
        sent = self._taken_over(call, fields)
        item = {**base, **sent}
        item.update(self._fill(conduct.set, call, item))
        if resource.key in fields and resource.key not in sent:
            item[resource.key] = self._new_key(call.operation, path, resource, base.get(resource.key))
        self.store.put(path, str(item.get(resource.key, "")), item)
        return self._reply(call, conduct, item, path)

    def _taken_over(self, call: Call, fields: Collection[str]) -> dict[str, Json]:
        """Return the body's fields that an item gets: those among `fields` that may stand in the answer as they are."""
        schemas = self._fields(call.operation)
        return {
            name: value
            for name, value in call.sent.items()
            if name in fields and not departures(self._contract, schemas.get(name, {}), value, sent=False)
        }

    def _new_key(self, operation: Operation, path: str, resource: Resource, made: Json) -> Json:
        """Return the key of a new item: the script's where it says one, else one that is free and keeps the schema.

        Args:
            operation: creates it.
            path: of the collection.
            resource: of the collection.
            made: the key in a made-up answer; it stays where the schema leaves no room for another.
        """
        number = self.store.number(path, resource.first)
        text, is_number = resource.ids.format(n=number), isinstance(made, int)
        if resource.ids != Resource().ids and not is_number:
            return text
        asked = (number, text) if is_number else (text, number)
        keys = distinct(self._contract, self._fields(operation)[resource.key], number, *asked)
        return next((key for key in keys if self.store.get(path, str(key)) is None), made)

    def _list(self, call: Call, conduct: Conduct, path: str) -> Reply:
        items = [self._present(item, path) for item in self.store.all(path) if _selected(item, call, conduct)]
        items = items[: call.parameters.get("limit") or len(items)]
        page = success(self._contract, call.operation)
        schema = answer_schema(call.operation) or {}
        whole = example(self._contract, schema)
        if isinstance(whole, list):
            return success(self._contract, call.operation, self._completed_each(schema, items))
        if isinstance(whole, dict):
            listed = next((name for name, value in whole.items() if isinstance(value, list)), None)
            ends = {name: None for name in whole if name == "next_cursor"}
            if listed:
                items = self._completed_each(self._fields(call.operation).get(listed, {}), items)
            return success(self._contract, call.operation, {**whole, **ends, listed: items} if listed else whole)
        return page

    def _completed_each(self, schema: JsonSchema, items: list[dict[str, Json]]) -> list[dict[str, Json]]:
        """Do for the items of a list what `_completed` does for one."""
        of_each = self._contract.resolve(schema).get("items", {})
        return [self._completed(of_each, item) for item in items]

    def _completed(self, schema: JsonSchema, item: dict[str, Json]) -> dict[str, Json]:
        """Return an item with what an answer must have and another operation, which it came from, did not say."""
        lacking = [name for name in self._contract.resolve(schema).get("required", ()) if name not in item]
        made = example(self._contract, schema) if lacking else {}
        return {**item, **{name: made[name] for name in lacking if isinstance(made, dict) and name in made}}

    def _reply(self, call: Call, conduct: Conduct, item: dict[str, Json] | None, collection: str) -> Reply:
        schema = answer_schema(call.operation) or {"type": "null"}
        value = example(self._contract, schema)
        if item is not None and isinstance(value, dict):
            told = self._completed(schema, self._present(item, collection))
            return success(self._contract, call.operation, told)
        if isinstance(value, dict):
            value = {name: member for name, member in value.items() if name not in self._script.omit}
            value = {**value, **self._fill(conduct.reply, call, item)}
        return success(self._contract, call.operation, value)

    def _present(self, item: dict[str, Json], collection: str) -> dict[str, Json]:
        resource = self._script.resources.get(collection)
        return {**item, **dict.fromkeys(resource.now if resource else (), self._now())}

    def _item_of(self, route: Route) -> tuple[str, str]:
        """Return the collection and the key of the item that a path is or lies below, or empty texts."""
        names = re.findall(r"\{([^{}]+)\}", route.operation.path)
        for name in reversed(names):
            template = route.operation.path.partition("/{" + name + "}")[0]
            collection = concrete(template, route.variables)
            if self.store.knows(collection):
                return collection, unquote(route.variables.get(name, ""))
        return "", ""

    def _is_strict(self, collection: str) -> bool:
        """Say whether an unknown item is an error; where nothing was ever there, the contract's example is answered."""
        return collection in self._script.resources

    def _is_collection(self, operation: Operation) -> bool:
        """Say whether a path holds items: it has some below it, or posting there answers 201."""
        below = re.compile(re.escape(operation.path) + r"/\{[^{}/]+\}")
        created = any(response.status == "201" for response in operation.responses)
        return not operation.path.endswith("}") and (created or any(below.fullmatch(path) for path in self._paths))

    def _resource(self, operation: Operation, path: str) -> Resource:
        known = self._script.resources.get(path) or self._script.resources.get(operation.path)
        if known is not None:
            return known
        fields = self._fields(operation)
        below = re.compile(re.escape(operation.path) + r"/\{([^{}/]+)\}")
        names = [found.group(1) for template in sorted(self._paths) if (found := below.fullmatch(template))]
        return Resource(key=next((name for name in (*names, "id") if name in fields), "id"))

    def _fields(self, operation: Operation) -> Mapping[str, Mapping[str, Json]]:
        fields: Mapping[str, Mapping[str, Json]] = self._contract.resolve(answer_schema(operation) or {}).get(
            "properties", {}
        )
        return fields

    def _holds(self, answer: ScriptedAnswer, call: Call, item: Mapping[str, Json] | None) -> bool:
        when = all(self._value(path, call, item) in values for path, values in answer.when.items())
        spared = answer.unless and all(
            self._value(path, call, item) in values for path, values in answer.unless.items()
        )
        return when and not spared

    def _fill(self, value: Json, call: Call, item: Mapping[str, Json] | None) -> Json:
        """Return a value of the script with its references replaced."""
        if isinstance(value, dict):
            return {name: self._fill(member, call, item) for name, member in value.items()}
        if isinstance(value, list):
            return [self._fill(member, call, item) for member in value]
        if not isinstance(value, str):
            return value
        if _REFERENCE.fullmatch(value):
            return self._value(value[1:], call, item)
        return _EMBEDDED.sub(lambda found: str(self._value(found.group(1)[1:], call, item)), value)

    def _value(self, path: str, call: Call, item: Mapping[str, Json] | None) -> Json:
        source, _, name = path.partition(".")
        if source == "now":
            return self._now()
        sources = {"body": call.sent, "item": item or {}, "path": call.parameters, "query": call.parameters}
        return sources[source].get(name) if source in sources else None


def _selected(item: Mapping[str, Json], call: Call, conduct: Conduct) -> bool:
    """Say whether an item passes the query: parameters that are named like a field, or that the script maps to one."""
    for name, wanted in call.parameters.items():
        field = conduct.filter.get(name, name)
        if field in item and item[field] not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True
