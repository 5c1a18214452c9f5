from __future__ import annotations

from typing import Any

from codegen.contract.model import Contract, In

SWAGGER = """swagger: '2.0'
info: {title: T, version: '1'}
host: api.example
basePath: /v2/
schemes: [http, https]
consumes: [application/json]
produces: [application/json]
securityDefinitions:
  b: {type: basic}
  o: {type: oauth2, flow: application, tokenUrl: 'https://t', scopes: {r: Read}}
security: [{b: []}]
parameters:
  page: {name: page, in: query, type: integer}
paths:
  /pets:
    parameters: [{$ref: '#/parameters/page'}]
    get:
      operationId: list
      parameters:
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: ids, in: query, type: array, items: {type: integer}}
        - {name: pipes, in: query, type: array, items: {type: string}, collectionFormat: pipes}
      responses: {'200': {description: ok, schema: {type: array, items: {$ref: '#/definitions/Pet'}}}}
    post:
      operationId: add
      parameters: [{name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}]
      responses: {'201': {$ref: '#/responses/Made'}}
  /upload:
    post:
      operationId: upload
      security: [{o: [r]}]
      parameters:
        - {name: photo, in: formData, type: file, required: true}
        - {name: labels, in: formData, type: array, items: {type: string}, collectionFormat: multi}
      responses: {default: {description: all, schema: {type: file}}}
  /form:
    post:
      operationId: form
      parameters: [{name: a, in: formData, type: string}]
      responses: {}
responses:
  Made: {description: made, schema: {$ref: '#/definitions/Pet'}, headers: {X-Id: {type: string}}}
definitions:
  Pet: {type: object, required: [name], properties: {name: {type: string, x-nullable: true}}}
"""


def made(built: Any) -> Contract:
    contract, diagnostics = built(SWAGGER)
    assert contract is not None, list(map(str, diagnostics))
    return contract


def test_base_and_security_come_from_their_old_words(built: Any) -> None:
    contract = made(built)
    assert contract.server == "https://api.example/v2"
    assert contract.security_schemes["b"].scheme == "basic"
    flows = contract.security_schemes["o"].flows
    assert flows == {"clientCredentials": {"tokenUrl": "https://t", "scopes": {"r": "Read"}}}
    assert contract.operations["list"].security == ((("b", ()),),)
    assert contract.operations["upload"].security == ((("o", ("r",)),),)


def test_collection_formats_become_styles(built: Any) -> None:
    parameters = {p.name: (p.location, p.style, p.explode) for p in made(built).operations["list"].parameters}
    assert parameters == {
        "page": (In.QUERY, "form", True),
        "tags": (In.QUERY, "form", True),
        "ids": (In.QUERY, "form", False),
        "pipes": (In.QUERY, "pipeDelimited", False),
    }


def test_bodies_forms_and_files_become_request_bodies(built: Any) -> None:
    contract = made(built)
    add, upload, form = (contract.operations[name].body for name in ("add", "upload", "form"))
    assert add is not None
    assert upload is not None
    assert form is not None
    assert (add.required, add.media[0].media_type, add.media[0].schema) == (
        True,
        "application/json",
        {"$ref": "#/$defs/Pet"},
    )
    assert upload.media[0].media_type == "multipart/form-data"
    assert upload.media[0].encoding == {"labels": {"style": "form", "explode": True}}
    assert contract.schemas["UploadBody"]["properties"]["photo"] == {"type": "string", "format": "binary"}
    assert form.media[0].media_type == "application/x-www-form-urlencoded"


def test_responses_definitions_and_places_carry_over(built: Any) -> None:
    contract = made(built)
    response = contract.operations["add"].responses[0]
    assert (response.status, response.headers) == ("201", {"X-Id": {"type": "string"}})
    assert contract.schemas["Pet"]["properties"]["name"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert contract.pointers["Pet"] == "/definitions/Pet"
    assert contract.operations["upload"].responses[0].media[0].schema == {"type": "string", "format": "binary"}


def test_exclusive_bounds_and_examples_take_their_new_form(schemas_of: Any) -> None:
    properties = schemas_of(
        "Thing: {properties: {n: {type: number, minimum: 1, exclusiveMinimum: true, maximum: 9,"
        " exclusiveMaximum: false, example: 2}}}",
        "3.0.0",
    )["Thing"]["properties"]
    assert properties["n"] == {"type": "number", "exclusiveMinimum": 1, "maximum": 9, "examples": [2]}


def test_beside_a_reference_of_3_0_only_annotations_count(schemas_of: Any) -> None:
    thing = "Thing: {properties: {o: {$ref: '#/components/schemas/O', description: D, maxProperties: 1}}}"
    components = f"{thing}\nO: {{properties: {{x: {{}}}}}}"
    assert schemas_of(components, "3.0.0")["Thing"]["properties"]["o"] == {"$ref": "#/$defs/O", "description": "D"}
