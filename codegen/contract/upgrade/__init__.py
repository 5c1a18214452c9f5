"""Older versions of OpenAPI to the next newer one, over a slice: 2.0 to 3.0, then 3.0 to 3.1."""
