"""Records of an invented vendor, for tests that build a whole site: two languages, every part of a release, and a
release whose every text attacks the page it stands on."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from relcast.site.frame import token

WORD = "x" * 10_000
TOKEN = token("PRODUCT")
"""A slot that no frame of ours uses: as text it must stay text."""
ATTACK = (
    "</title></script><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} {% raw %} "
    f"{TOKEN} \\1 \\g<0> %s %(a)s \" ' </textarea> <!-- ]]> &amp; $1 \u200f\u05d0\u05d1\u05d2\u200e"
)

VENDOR = {
    "name": {"en": "Quarry Works", "zh-CN": "采石科技"},
    "languages": ["en", "zh-CN"],
    "timezone": "Asia/Shanghai",
    "feeds": {"authority": "quarry.example", "since": "2024-01-01"},
}

OFF = (
    "raw-html",
    "other-markup",
    "malformed-hash",
    "breaking-in-minor",
    "security-severity",
    "security-affected",
    "malformed-cvss",
)
"""Rules that mind what these records are there to show."""

GATEWAY = {
    "name": {"en": "Gate & Way", "zh-CN": "网关"},
    "summary": {"en": "Lets traffic in.", "zh-CN": "流量入口。"},
    "components": {"policy": {"en": "Policy", "zh-CN": "策略"}},
}

GATEWAY_1 = {
    "version": "1.0.0",
    "date": "2026-01-10",
    "features": [{"id": "first", "text": {"en": "The first release", "zh-CN": "首个版本"}}],
}

GATEWAY_2 = {
    "version": "1.10.0",
    "date": "2026-02-10",
    "urgency": "high",
    "title": {"en": "Policies without restarts", "zh-CN": "策略热加载"},
    "features": [
        {
            "id": "hot-reload",
            "text": {"en": "Reload policies without a restart", "zh-CN": "策略无需重启即可热加载"},
            "details": "Takes **under** a second.\n\n    a = {{ b }}\n",
            "component": "policy",
            "links": [{"label": "#812", "url": "https://issues.example/i/812?a=1&b=2"}],
        }
    ],
    "improvements": [
        {"id": "tls", "text": "TLS 1.0 is off", "breaking": {"impact": "Old clients", "action": "Update"}}
    ],
    "fixes": [
        {
            "id": "smuggling",
            "text": "Fix request smuggling <in> the parser",
            "security": {"ids": ["CVE-2026-1234"], "severity": "high", "affected": "<1.10.0"},
        }
    ],
    "upgrade": {"from": ">=1.0.0", "downtime": "5m", "before": ["Take a snapshot"]},
    "rollback": {"possible": True, "to": "1.0.0", "steps": ["Restore the snapshot"]},
    "tests": {"functional": {"result": "pass", "date": "2026-02-09"}},
}

GATEWAY_3 = {
    "version": "2.0.0-rc.1",
    "date": "2026-03-01",
    "removals": [{"id": "v0", "text": {"en": "The v0 API", "zh-CN": "v0 接口"}}],
}

HOSTILE = {
    "name": f"Hostile {ATTACK}",
    "summary": ATTACK,
    "components": {"evil": ATTACK},
}

HOSTILE_1 = {
    "version": "1.0.0",
    "date": "2026-02-02",
    "title": ATTACK,
    "summary": f"{ATTACK} {WORD}",
    "features": [
        {
            "id": "attack",
            "text": f"{ATTACK} {WORD}",
            "details": f"{ATTACK}\n\n[link](javascript:alert(1)) ![image](https://evil.example/x.png) {WORD}",
            "component": "evil",
            "category": ATTACK,
            "links": [{"label": ATTACK, "url": "https://issues.example/?q=%22%3E"}],
            "breaking": {"impact": ATTACK, "action": ATTACK},
        }
    ],
    "fixes": [{"id": "advisory", "text": "Fixed", "security": {"ids": [ATTACK], "cvss": ATTACK}}],
    "known_issues": [{"id": "issue", "text": ATTACK, "workaround": ATTACK}],
    "upgrade": {"before": [ATTACK], "migrations": [{"text": ATTACK}]},
    "rollback": {"possible": True, "until": ATTACK, "steps": [ATTACK]},
    "tests": {"functional": {"result": "pass", "note": ATTACK}},
    "artifacts": [{"url": "https://files.example/a.tgz", "platform": ATTACK, "sha256": ATTACK}],
    "revisions": [{"date": "2026-02-03", "note": ATTACK}],
    "withdrawn": {"date": "2026-02-04", "reason": ATTACK},
}

EMPTY = {"name": {"en": "Not yet", "zh-CN": "未发布"}}


def lenient(vendor: Mapping[str, object]) -> dict[str, object]:
    """The vendor with the rules off that mind what the sample records are there to show."""
    return {**vendor, "checks": {rule: {"level": "off", "reason": "shown on purpose"} for rule in OFF}}


def dump(record: object) -> str:
    """A record as its author would save it."""
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=10**6)


def sample_records() -> dict[str, str]:
    """Files below the project: a product with three releases, one that attacks, one without any release."""
    return {
        "releases/vendor.yaml": dump(lenient(VENDOR)),
        "releases/gateway/product.yaml": dump(GATEWAY),
        "releases/gateway/1.0.0.yaml": dump(GATEWAY_1),
        "releases/gateway/1.10.0.yaml": dump(GATEWAY_2),
        "releases/gateway/2.0.0-rc.1.yaml": dump(GATEWAY_3),
        "releases/hostile/product.yaml": dump(HOSTILE),
        "releases/hostile/1.0.0.yaml": dump(HOSTILE_1),
        "releases/not-yet/product.yaml": dump(EMPTY),
    }


def many_records(products: int, *, releases: int = 3) -> dict[str, str]:
    """Files of a vendor large enough for worker processes."""
    files = {"releases/vendor.yaml": dump(VENDOR)}
    for product in range(products):
        files[f"releases/product-{product}/product.yaml"] = dump({"name": f"Product {product}"})
        for release in range(releases):
            record = {
                "version": f"1.{release}.0",
                "date": f"2026-01-{release + 1:02}",
                "fixes": [{"id": f"fix-{n}", "text": f"Fix {n} of release {release}"} for n in range(5)],
            }
            files[f"releases/product-{product}/1.{release}.0.yaml"] = dump(record)
    return files


TOKENS = (
    "AKIA" + "Q4XYZ7PLMNB2RT5W",
    "LTAI" + "5tAbCdEfGhIjKlMnOpQr",
    "AKID" + "a1B2c3D4" * 4,
    "AIza" + "a1B2c3D" * 5,
    "ghr_" + "a1B2c3" * 6,
    "github_pat_" + "a1B2c3" * 6,
    "glpat-" + "a1B2c3D4e5F6g7H8i9J0",
    "xoxb-" + "12345678901-abcdef",
    "sk_" + "live_a1B2c3D4e5F6g7H8i9J0",
    "sk-" + "proj-a1B2c3D4e5F6g7H8i9J0",
    "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
)
"""What has the form of a key or a token; none of them opens anything."""
