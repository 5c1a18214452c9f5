"""The rules, by what they look at. Importing a module registers its rules; a new one is a function and a case."""

from codegen.changes.rules import (
    bodies,
    contracts,
    demands,
    encodings,
    limits,
    operations,
    parameters,
    properties,
    servers,
    types,
    unions,
)

LOADED = (servers, contracts, operations, parameters, bodies, encodings, properties, types, unions, limits, demands)
