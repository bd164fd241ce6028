"""An earlier id of a product is another product's id now, or two products had it.

Why: an address leads to one product alone: the one whose folder has that name, else the first that names it. Links and
feeds that the other one's readers have kept since before its renaming lead them to a stranger.

Bad:

    # analytics/product.yaml
    name: Analytics
    aliases: [dashboard]
    ---
    # portal/product.yaml
    name: Portal
    aliases: [dashboard]

Good:

    # analytics/product.yaml
    name: Analytics
    aliases: [dashboard]
    ---
    # portal/product.yaml
    name: Portal
    aliases: [customer-portal]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...problems import Problem, Severity

CODE, NAME = "RC422", "taken-alias"
SEVERITY: Severity = "warning"


def check_products(aliases: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Each earlier id is told where it does nothing; `aliases` are those of each product, in the site's order."""
    holders: dict[str, str] = {}
    for product, earlier in aliases.items():
        for position, alias in enumerate(earlier):
            holder = alias if alias in aliases else holders.setdefault(alias, product)
            if holder == product != alias:
                continue
            if alias == product:
                message = f"'{alias}' is what this product is called now"
            elif holder == alias:
                message = f"'{alias}' is another product's id now, so that nothing there leads here"
            else:
                message = f"'{alias}' is an earlier id of {holder} too, which keeps it"
            yield Problem(
                CODE, NAME, message, "take it out where it does not belong", SEVERITY,
                path=f"{product}/product.yaml", where=("aliases", position),
            )  # fmt: skip
