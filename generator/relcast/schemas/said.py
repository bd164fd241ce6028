"""What an editor shows of a key: the attribute's docstring in the model, or the words here; and examples."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel

WORDS: Mapping[str, Mapping[str, str]] = {
    "Reference": {"label": "What the link says.", "url": "The whole address."},
    "Breaking": {"impact": "What stops working, and for whom.", "action": "What its users must do, and by when."},
    "Security": {
        "severity": "How bad the flaw is.",
        "affected": "The versions that have the flaw, as a range.",
    },
    "Change": {
        "text": "What changed, as its reader should hear of it: one sentence of Markdown.",
        "details": "More about it, in Markdown: paragraphs, lists, code, tables.",
        "component": "The part of the product, by its id in product.yaml.",
        "category": "A free grouping within the section.",
        "highlight": "True for what must survive when text is shortened for a console.",
        "except": "Listings whose console text does not carry this change.",
        "links": "Issues and pages that say more.",
        "breaking": "Present where something stops working; the change is then read under breaking changes.",
        "security": "Present where a flaw is closed; the change is then read under security fixes.",
    },
    "Deprecation": {
        "removed_in": "The version in which it will be gone.",
        "replacement": "What to use instead.",
    },
    "KnownIssue": {
        "affected": "The versions that have it, as a range.",
        "workaround": "What helps until it is fixed.",
    },
    "Step": {"text": "What to do."},
    "Migration": {
        "id": "Permanent; unique in the product.",
        "text": "What changes in the user's data.",
        "reversible": "Whether the data can be brought back.",
        "duration": "How long it takes.",
    },
    "Upgrade": {
        "effort": "How long an upgrade takes its operator.",
        "backup": "Whether a backup must be taken before.",
        "before": "Steps before the upgrade.",
        "during": "Steps of the upgrade itself.",
        "after": "Steps after the upgrade.",
        "migrations": "Changes to the user's data.",
    },
    "Rollback": {
        "possible": "Whether one can go back.",
        "to": "The version to go back to.",
        "until": "What ends the possibility.",
        "steps": "What to do to go back.",
    },
    "Test": {
        "result": "How it ended.",
        "date": "When it was run.",
        "evidence": "Where its report is.",
        "note": "What should be known about it.",
    },
    "Tests": {
        "functional": "Does it do what it should?",
        "performance": "Is it fast enough?",
        "security": "Is it safe?",
        "compatibility": "Does it work with what it is used with?",
    },
    "Scan": {
        "tool": "What was used.", "target": "What was scanned.", "date": "When.", "result": "How it ended.",
        "highest_severity": "The worst finding.", "report": "Where the report is.",
    },
    "Image": {
        "kind": "Which kind of image.", "id": "Its id in that cloud.", "region": "The region it is in.",
    },
    "Artifact": {
        "url": "Where it is.",
        "sha256": "Its SHA-256, hexadecimal.",
        "md5": "Its MD5, hexadecimal, where a console asks for it.",
        "platform": "Operating system and processor.",
        "image": "A machine or container image instead of a file.",
    },
    "Submission": {
        "review_notes": "What the reviewers should know.",
        "how_to_test": "Steps by which they can test it.",
    },
    "Revision": {"date": "When the record was changed.", "note": "What was changed in it."},
    "Withdrawn": {
        "date": "When it was taken back.",
        "reason": "Why.",
        "use_instead": "The version to use; it may be an older one.",
    },
    "Notes": {
        "features": "New features.",
        "improvements": "What got better.",
        "fixes": "What was broken and works again.",
        "deprecations": "What still works and will go.",
        "removals": "What is gone.",
        "known_issues": "What is wrong, and known.",
    },
    "Release": {
        "version": "As written: 1.10 stays 1.10. Equals the file's name.",
        "date": "A day in the vendor's time zone, or a time with its offset. A future one keeps the release hidden.",
        "status": "A planned release is announced and never releases itself.",
        "urgency": "How soon to upgrade.",
        "title": "A few words that name the release.",
        "summary": "The goal of this upgrade and its value.",
        "upgrade": "How to come to this version.",
        "rollback": "Whether and how to go back.",
        "tests": "The four kinds of test before a release.",
        "scans": "Private: security scans of what is shipped.",
        "artifacts": "What to download or start.",
        "submission": "Private: what a marketplace's reviewers need.",
        "revisions": "Changes to this record after its publication; append only.",
        "withdrawn": "Present where the release is taken back.",
    },
    "FeedIdentity": {
        "authority": "A domain name or an e-mail address that was yours on the day below.",
        "since": "A day on which it was yours.",
    },
    "Contacts": {"support": "Where users may write.", "security": "Where flaws may be reported."},
    "CheckSetting": {"level": "What a problem of this rule counts as."},
    "Vendor": {
        "name": "The vendor's name.",
        "url": "The vendor's home page.",
        "image": "A picture for previews of links to the site, 1200 x 630; else the theme's own.",
        "timezone": "The time zone of bare dates, by its name in the IANA database.",
        "feeds": "What ids of feed entries are made of; never changed afterwards.",
        "contacts": "Where people may write.",
        "security_txt": "What security.txt says besides the contact (RFC 9116).",
        "checks": "Levels of rules, by code or name.",
    },
    "LimitOverlay": {
        "max": "How long the text may be.",
        "unit": "What is counted.",
        "hard": "True where a text over the limit must not be given out.",
        "on_exceed": "What the console does with a text that is too long.",
        "reserve": "A share of the limit that is left free, such as 3%.",
    },
    "MarkupOverlay": {"dialect": "How the text is written.", "allow": "The tags that the box takes."},
    "ComposeOverlay": {
        "template": "A fixed form, such as {version}, instead of sections.",
        "lead": "What the first line says.",
        "sections": "What goes in, in this order.",
        "must_keep": "Sections that are never left out for want of room.",
        "details": "Whether each change's details are told too.",
    },
    "FieldOverlay": {
        "label": "What the console calls the box.",
        "required": "Whether the box may stay empty.",
        "limit": "The limit that your console shows.",
        "markup": "How the box is written.",
        "links": "Which addresses the box takes.",
        "compose": "What goes into the box.",
    },
    "Listing": {
        "profile": "The marketplace's form; `relcast blob --help` says which there are.",
        "url": "Where the product is sold.",
        "languages": "The languages of its console text.",
        "fields": "What differs from the profile, by field.",
    },
    "SupportLine": {"range": "The versions of this line.", "lts": "Whether it has long-term support."},
    "Cadence": {"minor": "How often a minor version comes.", "major": "How often a major version comes."},
    "Feedback": {"issues": "Where issues are reported.", "email": "Where readers may write."},
    "Product": {
        "name": "The product's name.",
        "summary": "What it is, in a sentence.",
        "versioning": "How its versions are read and ordered.",
        "components": "Parts of the product: ids, or names by id.",
        "listings": "Where it is sold, by ids of your own.",
        "lines": "Until when its versions are supported.",
        "cadence": "How often you mean to release.",
        "feedback": "Where readers answer.",
        "aliases": "Ids that the product had before.",
    },
    "Window": {"start": "With time of day and offset.", "end": "Absent while it is not known."},
    "Notice": {
        "id": "Permanent; equals the file's name.",
        "releases": "The versions it is about.",
        "title": "What it announces, in a few words.",
        "status": "How far it has come.",
        "planned": "When it is to happen.",
        "actual": "When it happened.",
        "impact": "What users will notice.",
        "benefit": "What they gain.",
        "audience": "Whom it concerns.",
        "revisions": "Changes to this notice after its publication; append only.",
    },
    "Standing": {
        "submitted": "When it was submitted.",
        "in_review": "When its review began.",
        "rejected": "When it was rejected.",
        "live": "When it went live.",
        "restricted": "When it was restricted.",
    },
}  # fmt: skip
"""Descriptions by model and key; where a model inherits a key, under the model that has it first."""

EXAMPLES: Mapping[str, Mapping[str, list[Any]]] = {
    "Reference": {"label": ["#812"], "url": ["https://acme.example/i/812"]},
    "Security": {
        "ids": [["CVE-2026-1234"]],
        "cvss": ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"],
        "affected": ["<2.3.0"],
    },
    "Change": {
        "id": ["policy-hot-reload"],
        "text": [
            "Reload policies without a restart",
            {"en": "Reload policies without a restart", "zh-CN": "策略热加载，无需重启"},
        ],
        "category": ["performance", "documentation", "dependencies"],
        "only": [["aws-ami"]],
        "except": [["aws-ami"]],
    },
    "Deprecation": {"removed_in": ["3.0.0"], "replacement": ["The v2 admin API"]},
    "KnownIssue": {"affected": [">=2.2.0 <2.3.0"]},
    "Step": {"text": ["Take a snapshot"], "from": ["2.3.0"]},
    "Migration": {"duration": ["15m"]},
    "Upgrade": {"from": [">=2.1.0"], "effort": ["15m"], "downtime": ["0m", "1h30m"]},
    "Rollback": {"to": ["2.2.4"]},
    "Image": {"kind": ["ami"], "id": ["ami-0123456789abcdef0"], "region": ["us-east-1"]},
    "Artifact": {"platform": ["linux/amd64"], "url": ["https://acme.example/gw-2.3.0.tar.gz"]},
    "Release": {"version": ["2.3.0"], "date": ["2026-11-20", "2026-11-20T09:30:00+08:00"]},
    "Withdrawn": {"use_instead": ["2.3.1"]},
    "FeedIdentity": {"authority": ["acme.example"], "since": ["2024-01-01"]},
    "Vendor": {
        "languages": [["en", "zh-CN"]],
        "timezone": ["Asia/Shanghai", "Europe/Berlin", "UTC"],
        "url": ["https://acme.example/"],
        "image": ["https://acme.example/share.png"],
    },
    "Listing": {"profile": ["aws-marketplace-ami", "aliyun-market", "github-release"]},
    "SupportLine": {"range": ["2.x"], "eol": ["2027-11-01"]},
    "Cadence": {"minor": ["1-3 months"], "major": ["6-12 months"]},
    "Product": {"components": [["policy", "console"]]},
    "Notice": {"id": ["2026-12-hosted-upgrade"], "releases": [["2.5.0"]]},
    "Window": {"start": ["2026-12-01T02:00:00+08:00"]},
}
"""Examples by model and key, as a record would hold them."""


def description(model: type[BaseModel], name: str, key: str) -> str | None:
    """What is said of a model's field: of its attribute `name`, which a record calls `key`."""
    for kind in model.__mro__:
        if name in vars(kind).get("__annotations__", {}):
            return _docstrings(kind).get(name) or WORDS.get(kind.__name__, {}).get(key)
    return None


def examples(model: type[BaseModel], name: str, key: str) -> list[Any]:
    """Examples of a field; none where its kind says enough."""
    for kind in model.__mro__:
        if name in vars(kind).get("__annotations__", {}):
            return EXAMPLES.get(kind.__name__, {}).get(key, [])
    return []


@cache
def _docstrings(kind: type) -> dict[str, str]:
    """The docstrings beneath a class's attributes, which Python itself throws away; none without its source."""
    try:
        tree = ast.parse(dedent(inspect.getsource(kind)))
    except (OSError, TypeError):
        return {}
    body = getattr(tree.body[0], "body", [])
    return {
        here.target.id: " ".join(after.value.value.split())
        for here, after in pairwise(body)
        if isinstance(here, ast.AnnAssign) and isinstance(here.target, ast.Name)
        and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) and isinstance(after.value.value, str)
    }  # fmt: skip
