"""Mock services: contracts in, HTTP servers on the loopback interface out.

`verbs`, the demonstration and tests may import it.

`server.MockService` serves one contract, `server.serve` several; `script.read_script` reads a service's
`mock.yaml`; `values.example` makes a value for a schema.
"""
