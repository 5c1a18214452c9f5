"""Text of generated files: templates with literal filters, types, model classes, layout.

In: plain values that a target decided. Out: text. The only importer of Jinja2 and of datamodel-code-generator;
targets import it.
"""
