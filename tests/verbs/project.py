"""A small project and what a vendor, a person and the disk may do to it; `widen` gives it a second service."""

from __future__ import annotations

from pathlib import Path

from codegen.verbs.generate import GenerateResult, generate
from codegen.verbs.init import init

CONTRACT = """\
openapi: 3.0.3
info: {title: ERP, version: "1"}
servers: [{url: "https://erp.example/v1"}]
security: [{oauth: [orders]}]
paths:
  /orders:
    post:
      operationId: createOrder
      summary: Place an order
      description: Places an order for one part.
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties:
                sku: {type: string, description: Which part.}
                note: {type: string, description: For the supplier.}
      responses:
        "201": {description: Placed, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: Found, content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}}
components:
  securitySchemes:
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://erp.example/token", scopes: {orders: all}}}}
  schemas:
    Order:
      type: object
      required: [id, state]
      properties:
        id: {type: string, description: The number.}
        state: {type: string}
        total: {type: number}
"""

SERVICE = """\
service: erp
title: ERP
contract: openapi.yaml
owner: {team: finance, escalation: [oncall], sla: {respond: 30m}, review_every: 90d, reviewed: 2026-01-01}
base_url: https://erp.example/v1
credential: erp
"""

CREDENTIALS = """\
# ours
erp: # the ERP's
  type: oauth2_client_credentials
  token_url: env:ERP_TOKEN_URL
  client_id: env:ERP_CLIENT_ID
  client_secret: env:ERP_CLIENT_SECRET
"""

ACTION = """\
action: place_order
description: Places an order.
inputs:
  sku: {from: erp.createOrder.sku}
steps:
  - id: order
    operation: erp.createOrder
    with: {sku: $inputs.sku}
outputs:
  order_id: $steps.order.response.body#/id
"""


SHOW_ORDER = """\
action: show_order
description: Shows an order.
operation: erp.getOrder
"""

STOCK = """\
openapi: 3.1.0
info: {title: Stock, version: "1"}
servers: [{url: "https://stock.example"}]
paths:
  /parts/{sku}:
    get:
      operationId: getPart
      summary: Look a part up
      parameters: [{name: sku, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: Found
          content:
            application/json:
              schema: {type: object, required: [count], properties: {count: {type: integer, description: How many.}}}
"""

STOCK_SERVICE = """\
service: stock
title: Stock
contract: openapi.yaml
owner: {team: warehouse}
base_url: https://stock.example
"""

SHOW_STOCK = """\
action: show_stock
description: Says how many there are.
operation: stock.getPart
"""


def make(root: Path) -> Path:
    """Write the project below `root`."""
    init(root)
    put(root, "specs/erp/openapi.yaml", CONTRACT)
    put(root, "specs/erp/service.yaml", SERVICE)
    put(root, "specs/credentials.yaml", CREDENTIALS)
    put(root, "specs/actions/place_order.yaml", ACTION)
    return root


def generated(root: Path) -> GenerateResult:
    """Write the project and generate it."""
    result = generate(make(root))
    assert result.exit_code == 0, [str(item) for item in result.diagnostics]
    return result


def widen(root: Path) -> Path:
    """Add a service of its own with an action on it, and a second action on the first service."""
    put(root, "specs/stock/openapi.yaml", STOCK)
    put(root, "specs/stock/service.yaml", STOCK_SERVICE)
    put(root, "specs/actions/show_order.yaml", SHOW_ORDER)
    put(root, "specs/actions/show_stock.yaml", SHOW_STOCK)
    return root


def put(root: Path, name: str, text: str) -> None:
    """Write a file and the folders above it."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def snapshot(root: Path) -> dict[str, bytes]:
    """Return every file of the project but caches."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".codegen" not in path.parts and "__pycache__" not in path.parts
    }
