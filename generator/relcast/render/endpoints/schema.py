"""The JSON Schemas of the files for tools, published with the site, and how a file says which one it follows."""

from __future__ import annotations

import json
from importlib.resources import files

from ..addresses import Addresses, relative

SCHEMAS = ("releases", "latest", "badge")
"""The files of version 1 that have a schema."""


def schema_file(name: str) -> str:
    """The path of a file's schema below the mount point."""
    return f"schemas/{name}-1.json"


def schema_address(addresses: Addresses, product: str, name: str) -> str:
    """A schema's address as a file of a product refers to it: absolute, or relative where the site doesn't know its
    own."""
    path = addresses.file(schema_file(name))
    if addresses.base is not None:
        return addresses.absolute(path)
    return relative(path, addresses.file(f"{name}.json", product))


def schema_json(addresses: Addresses, name: str) -> bytes:
    """A schema as the site publishes it, with its address there as its id (JSON Schema 2020-12, section 8.2.1)."""
    text = (files(__package__) / schema_file(name)).read_text(encoding="utf-8")
    schema = json.loads(text)
    if addresses.base is not None:
        head = {"$schema": schema.pop("$schema"), "$id": addresses.absolute(addresses.file(schema_file(name)))}
        schema = {**head, **schema}
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n".encode()
