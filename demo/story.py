"""The story, chapter by chapter. Every sentence that it claims is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.mocking.server import MockService
from demo.telling import Teller
from demo.workshop import Outcome, Workshop

ACTION = "generated/actions/reorder_part.py"
HANDLERS = "specs/handlers/*.py"
TOOLS = "generated/tools/*.json"
RENAMES = (
    (
        "required: [id, status, total, currency, supplier_id]",
        "required: [purchase_order_id, status, total, currency, supplier_id]",
    ),
    (
        "id: {type: string, description: The order's number., example: PO-1001}\n            status:",
        "purchase_order_id: {type: string, description: The order's number., example: PO-1001}\n            status:",
    ),
)
ADAPT = ("    Order:\n", "    Order:\n      id: {wire: purchase_order_id} # the vendor's name since November\n")
LIMIT = ("LIMIT = Decimal(1000)", "LIMIT = Decimal(5000)")


class Story:
    """Who takes part: the teller, the copy of the project and the three mock services."""

    def __init__(self, teller: Teller, workshop: Workshop, mocks: Mapping[str, MockService]) -> None:
        self._teller = teller
        self._workshop = workshop
        self._mocks = mocks

    def tell(self) -> None:
        """Tell every chapter in order."""
        self.generate()
        self.happy_path()
        self.agent_action_fails()
        self.invocable_action_fails()
        self.external_service_fails()
        before = self._workshop.digests(ACTION, HANDLERS, TOOLS)
        self.vendor_renames()
        self.one_line_absorbs_it(before)
        self.business_rule_changes()

    def generate(self) -> None:
        """Make the three layers from the contracts and the definitions."""
        self._teller.chapter("1. Three contracts and a few definitions become three layers")
        for name, mock in self._mocks.items():
            self._teller.say(f"External Service {name} is played by a mock on {mock.base_url}.")
        outcome = self._codegen("generate")
        self._teller.holds("`generate` made External Services, Invocable Actions and Agent Actions", outcome.code == 0)
        self._teller.holds("`check` finds no drift", self._codegen("check").code == 0)

    def happy_path(self) -> None:
        """Order a part."""
        self._teller.chapter("2. The happy path: the agent reorders a part")
        envelope = self._call("reorder_part", {"sku": "M8-BOLT", "quantity": 100}, "buyer")
        result = envelope.get("result", {})
        self._teller.holds("the stock was read, the order placed and the channel told", envelope["ok"] is True)
        self._teller.holds("the order is in the ERP", self._asked("erp", "createOrder") == [201])
        self._teller.holds(
            "the answer holds the order's number and nothing undeclared", set(result) == {"order_id", "on_hand"}
        )
        self._mocks["chat"].fail("postMessage", 200, body={"ok": False, "error": "channel_archived"})
        envelope = self._call("reorder_part", {"sku": "M8-BOLT", "quantity": 5}, "buyer")
        self._mocks["chat"].heal()
        self._teller.holds(
            "a chat that answers 200 with `ok: false` is a warning, not a failure",
            bool(envelope["ok"] and envelope["warnings"]),
        )

    def agent_action_fails(self) -> None:
        """Break a limit of the tool's schema."""
        self._teller.chapter("3. A failure in each layer. The Agent Action: a wrong argument")
        asked = len(self._mocks["inventory"].requests)
        envelope = self._call("reorder_part", {"sku": "M8-BOLT", "quantity": 5000}, "buyer")
        self._names(envelope, "agent_action", "input_invalid", "supply-chain")
        self._teller.holds("nothing was sent anywhere", len(self._mocks["inventory"].requests) == asked)

    def invocable_action_fails(self) -> None:
        """Let a business rule refuse."""
        self._teller.chapter("4. The Invocable Action: a business rule says no")
        envelope = self._call("approve_order", {"order_id": "PO-1002", "approved_by": "m.keller"}, "approver")
        self._names(envelope, "invocable_action", "refused", "purchasing")
        self._teller.holds("the order was not approved", self._asked("erp", "approveOrder") == [])

    def external_service_fails(self) -> None:
        """Take the ERP down."""
        self._teller.chapter("5. The External Service: the ERP is down")
        self._mocks["erp"].fail("createOrder", 503)
        envelope = self._call("reorder_part", {"sku": "M8-BOLT", "quantity": 100}, "buyer")
        self._mocks["erp"].heal()
        self._names(envelope, "external_service", "unavailable", "finance-platform")
        self._teller.holds("it names service and operation", _where(envelope) == ("erp", "createOrder"))

    def vendor_renames(self) -> None:
        """Change the ERP's contract and the ERP itself."""
        self._teller.chapter("6. Drift: the ERP's vendor renames the response field id")
        self._workshop.edit("specs/erp/openapi.yaml", *RENAMES)
        self._mocks["erp"].rename("*Order*", {"id": "purchase_order_id"})
        self._teller.say("Its contract and its answers now say purchase_order_id.")
        envelope = self._call("approve_order", {"order_id": "PO-1002", "approved_by": "m.keller"}, "approver")
        self._names(envelope, "external_service", "", "finance-platform")
        outcome = self._codegen("check")
        self._teller.holds("`check` finds drift and exits 1", outcome.code == 1)
        blames = _blames(outcome.text, "erp")
        self._teller.holds("it names the External Service erp as the layer that drifted, and no other", blames)
        self._teller.holds(
            "it offers the line that absorbs it", "purchase_order_id" in outcome.text and "adapt" in outcome.text
        )

    def one_line_absorbs_it(self, before: Mapping[str, str]) -> None:
        """Add the line, generate, and compare bytes."""
        self._teller.chapter("7. One `adapt` line in specs/erp/service.yaml absorbs it")
        self._workshop.edit("specs/erp/service.yaml", ADAPT)
        self._teller.output("adapt:\n  schemas:\n" + ADAPT[1])
        layer_1 = self._workshop.digests("generated/services/erp/**/*.py")
        self._teller.holds("`generate` makes the External Service anew", self._codegen("generate").code == 0)
        self._teller.holds(
            "the External Service's bytes changed", self._workshop.digests("generated/services/erp/**/*.py") != layer_1
        )
        self._same(before, self._workshop.digests(ACTION, HANDLERS, TOOLS))
        envelope = self._call("reorder_part", {"sku": "M8-BOLT", "quantity": 100}, "buyer")
        self._teller.holds(
            "the call works against the changed ERP", bool(envelope["ok"] and envelope["result"].get("order_id"))
        )
        self._teller.holds("`check` finds no drift", self._codegen("check").code == 0)

    def business_rule_changes(self) -> None:
        """Raise the approval limit in the handler."""
        self._teller.chapter("8. A business rule changes in the Invocable Action: the limit")
        before = self._workshop.digests(TOOLS)
        self._workshop.edit("specs/handlers/approve_order.py", LIMIT)
        self._teller.output(f"- {LIMIT[0]}\n+ {LIMIT[1]}")
        self._teller.holds("`generate` has nothing to say against it", self._codegen("generate").code == 0)
        envelope = self._call("approve_order", {"order_id": "PO-1002", "approved_by": "m.keller"}, "approver")
        self._teller.holds("the order that was refused is approved now", envelope["ok"] is True)
        self._same(before, self._workshop.digests(TOOLS))

    def _codegen(self, *words: str) -> Outcome:
        self._teller.command(["codegen", *words])
        outcome = self._workshop.codegen(*words)
        self._teller.output(outcome.text)
        return outcome

    def _call(self, action: str, arguments: Mapping[str, Any], role: str) -> dict[str, Any]:
        told = ", ".join(f"{name}={value!r}" for name, value in arguments.items())
        self._teller.say(f"The agent, for somebody with the role {role}, calls {action}({told}):")
        envelope = self._workshop.invoke(action, arguments, role)
        self._teller.output(_brief(envelope))
        return envelope

    def _asked(self, service: str, operation: str) -> list[int]:
        return [seen.status for seen in self._mocks[service].requests if seen.operation == operation]

    def _names(self, envelope: Mapping[str, Any], layer: str, code: str, owner: str) -> None:
        error = envelope.get("error", {})
        words = layer.replace("_", " ").title()
        self._teller.holds(f"the error names the layer that broke: {words}", error.get("layer") == layer)
        if code:
            self._teller.holds(f"it says why: {code}", error.get("code") == code)
        self._teller.holds(f"it names the owner: {owner}", owner in str(error.get("owner")))

    def _same(self, before: Mapping[str, str], after: Mapping[str, str]) -> None:
        for path in sorted({*before, *after}):
            digest = after.get(path, "gone")
            self._teller.holds(f"same bytes as before: {path} sha256:{digest[:12]}…", before.get(path) == digest)


def _where(envelope: Mapping[str, Any]) -> tuple[Any, Any]:
    error = envelope.get("error", {})
    return error.get("service"), error.get("operation")


def _blames(report: str, service: str) -> bool:
    """Say whether a report of `codegen check` has one layer alone, the External Service, and names the service."""
    layers = [line for line in report.splitlines() if line in ("Agent Action", "Invocable Action", "External Service")]
    return layers == ["External Service"] and f" {service} " in report


def _brief(envelope: Mapping[str, Any]) -> str:
    """Return what of an envelope a reader of the story wants to see."""
    if envelope["ok"]:
        warnings = [f"warning: {_told(warning)}" for warning in envelope.get("warnings", ())]
        return "\n".join([f"result: {envelope['result']}", *warnings])
    shown = ("layer", "code", "service", "operation", "owner", "outcome", "message", "next_step")
    return "\n".join(f"{name}: {envelope['error'][name]}" for name in shown if envelope["error"].get(name))


def _told(warning: Mapping[str, Any]) -> str:
    """Return what a person reads of a warning first."""
    return ", ".join(f"{key} {warning[key]}" for key in ("layer", "owner", "code", "message") if warning.get(key))
