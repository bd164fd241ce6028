"""MkDocs with Material, and engines that keep its plugin interface (ProperDocs)."""

from importlib import import_module
from importlib.util import find_spec

if find_spec("mkdocs") is None:
    import_module("properdocs.replacement")  # answers to the name `mkdocs` in its place
