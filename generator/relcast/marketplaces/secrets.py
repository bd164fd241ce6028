"""Values that look like a password, a key or a token: a record says where such things are kept, never what they are."""

from __future__ import annotations

import re
from typing import NamedTuple


class SecretForm(NamedTuple):
    """What one kind of secret looks like."""

    kind: str
    """In words; console pages say it in their own language."""
    whose: str
    """Who gives it out; empty where nobody in particular does."""
    pattern: re.Pattern[str]
    signs: tuple[str, ...]
    """Patterns, each of which begins with a character that is rare in prose: thousands of texts are searched for them.
    One of them, or `start`, is in every text that the whole pattern finds, and in few others."""
    start: str
    """What it begins with, where that is no rare character; else empty."""


def _form(kind: str, whose: str, pattern: str, *signs: str, start: str = "") -> SecretForm:
    return SecretForm(kind, whose, re.compile(pattern, re.ASCII), signs, start)


FORMS = (
    _form("a private key", "", r"-----BEGIN [A-Z ]*PRIVATE KEY", "BEGIN [A-Z ]*PRIVATE KEY"),
    _form("an access key", "AWS", r"\b(?:AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}\b", "AKIA", "ASIA"),
    _form("an access key", "Alibaba Cloud", r"\bLTAI[0-9A-Za-z]{12,26}\b", "LTAI"),
    _form("an access key", "Tencent Cloud", r"\bAKID[0-9A-Za-z]{28,40}\b", "AKID"),
    _form("an access key", "Google Cloud", r"\bAIza[0-9A-Za-z_-]{35}", "AIza"),
    _form("an access token", "GitHub", r"\b(?:gh[opsur]_[0-9A-Za-z]{30,}|github_pat_\w{30,})",
          "_(?<=gh[opsur]_)", "_(?<=github_pat_)"),
    _form("an access token", "GitLab", r"\bglpat-[0-9A-Za-z_-]{20,}", start="glpat-"),
    _form("an access token", "Slack", r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}", start="xox"),
    _form("an access token", "Stripe", r"\bsk_(?:live|test)_[0-9A-Za-z]{20,}", "_(?<=sk_)(?:live|test)_"),
    _form("an access token", "", r"\bsk-(?=[\w-]*[A-Z])(?=[\w-]*[0-9])[0-9A-Za-z_-]{20,}", start="sk-"),
    _form("an access token", "", r"\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.", "J(?<=eyJ)"),
    _form("a password in an address", "",
          r"(?<=//)[^/\s:@]{1,80}:(?![<{$*.]|x{3}|(?:pass(?:word|wd)?|pwd|secret|token)@)[^/\s@]{1,80}@",
          r"//[^/\s:@\0]++:[^/\s@\0]++@"),
)  # fmt: skip
"""What can be told by its form alone. What stands in everybody's documentation as an example is none."""

_SAID = re.compile(
    r"(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[ _-]?key|credentials?|密码|口令|密钥|令牌)"
    r"\s{0,3}(?:[:=：]|\bis\b|是|为)\s{0,3}[\"'`“]?(?P<value>[^\s\"'`”，。；,;]{4,200})",
    re.IGNORECASE,
)
"""A word for a secret, then its value."""
_KEEPERS = re.compile(
    r"(?:vault|op|1password|bitwarden|lastpass|keepass(?:xc)?|pass|env|ssm|arn|secretsmanager|aws|gcp|azure|akv|kms|doppler"
    r"|infisical|https?):",
    re.IGNORECASE,
)
"""How a reference to a secret begins: the place where it is kept."""
_CLASSES = tuple(map(re.compile, ("[a-z]", "[A-Z]", "[0-9]", r"[!#$%^&*+=?~|]|[^\w\s./:@-]")))
_MIXED = 3
"""A value of letters of both kinds with digits or signs between reads like a password, not like a name."""


def find_secret(text: str) -> str | None:
    """What kind of secret a text seems to hold, in words; None for ordinary text and for references."""
    for form in FORMS:
        if form.pattern.search(text):
            return form.kind
    for said in _SAID.finditer(text):
        if not _KEEPERS.match(said["value"]) and _looks_chosen(said["value"], least=2):
            return "a password or a key"
    return None


def find_secret_in_reference(text: str) -> str | None:
    """The same for a value that should name the place of a secret: a bare password is found too."""
    if found := find_secret(text):
        return found
    if _KEEPERS.match(text):
        return None
    parts = re.split(r"[\s/:,，；;]+", text)
    return "a password" if any(len(part) >= 8 and _looks_chosen(part, least=_MIXED) for part in parts) else None


def _looks_chosen(value: str, *, least: int) -> bool:
    """Whether a value mixes kinds of characters as passwords do."""
    return value.isascii() and sum(bool(kind.search(value)) for kind in _CLASSES) >= least and not value.isalpha()
