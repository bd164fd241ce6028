"""What mkdocs.yml says of addresses, in the form that our links are made from."""

from __future__ import annotations


def site_base(site_url: str | None) -> str | None:
    """The site's absolute address with a closing `/`, or None where it is not set."""
    return site_url.rstrip("/") + "/" if site_url else None


def mount_prefix(at: str) -> str:
    """The folder below which our pages live: empty, or with a closing `/`."""
    at = at.strip("/")
    return f"{at}/" if at else ""
