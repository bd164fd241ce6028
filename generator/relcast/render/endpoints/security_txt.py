"""`/.well-known/security.txt`: whom to tell of a vulnerability (RFC 9116)."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import quote, urlsplit

from ...model.product import Vendor
from ...model.scalars import instant_of
from .support import stamp

PATH = ".well-known/security.txt"
"""Below the site's root (section 3)."""
SIGNATURE = b"# Written by Relcast from vendor.yaml\n"
"""The first line of a file of ours, by which an old one is known."""


def find_fault(vendor: Vendor, now: datetime) -> str | None:
    """Why there is no security.txt that holds at `now`, in the vendor's words; None where there is one, or nothing to
    make it of."""
    contact = vendor.contacts.security
    if contact is None:
        return "no security.txt: it needs `contacts: {security: ...}` in vendor.yaml" if vendor.security_txt else None
    if vendor.security_txt is None:
        return "no security.txt: it must say until when it holds; set `security_txt: {expires: ...}` in vendor.yaml"
    if contact_uri(contact) is None:
        return "no security.txt: `contacts: {security: ...}` in vendor.yaml is neither an e-mail address nor a link"
    if instant_of(vendor.security_txt.expires, vendor.timezone) <= now:
        return "security.txt no longer holds: set a later `security_txt: {expires: ...}` in vendor.yaml"
    return None


def security_txt(vendor: Vendor, base: str | None) -> bytes | None:
    """The file, UTF-8; None where there is none. `base` is the address of the site's root, if it knows its own."""
    said, address = vendor.security_txt, vendor.contacts.security
    contact = contact_uri(address) if address else None
    if said is None or contact is None:
        return None
    fields = [("Contact", contact), ("Expires", stamp(instant_of(said.expires, vendor.timezone)))]
    links = (("Encryption", said.encryption), ("Acknowledgments", said.acknowledgments), ("Policy", said.policy))
    fields += [(name, link) for name, link in links if link]
    fields.append(("Preferred-Languages", ", ".join(vendor.languages)))
    if base is not None and base.startswith("https://"):  # section 2.5.2 wants it so
        fields.append(("Canonical", base + PATH))
    return SIGNATURE + "".join(f"{name}: {value}\n" for name, value in fields).encode()


def contact_uri(text: str) -> str | None:
    """A contact as a URI (section 2.5.3), or None where it can't be one."""
    if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+", text):
        return f"mailto:{quote(text, safe='@!#$&*+/=?^_`{|}~.-')}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if (parts.scheme == "https" and parts.hostname) or (parts.scheme in ("mailto", "tel") and parts.path):
        return quote(text, safe="%:/?#[]@!$&'()*+,;=~")
    return None
