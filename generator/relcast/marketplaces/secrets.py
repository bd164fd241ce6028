"""Values that look like a password, a key or a token: a record says where such things are kept, never what they are."""

from __future__ import annotations

import re

_TOKENS = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "an access key": (
        r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bLTAI[0-9A-Za-z]{12,}\b|\bAKID[0-9A-Za-z]{13,}\b"
        r"|\bAIza[0-9A-Za-z_-]{35}"
    ),
    "an access token": (
        r"\bgh[pousr]_[0-9A-Za-z]{20,}|\bgithub_pat_[0-9A-Za-z_]{20,}|\bglpat-[0-9A-Za-z_-]{20,}"
        r"|\bxox[abeoprs]-[0-9A-Za-z-]{10,}|\bsk[-_](?:live_|test_|proj-)?[0-9A-Za-z_-]{20,}"
        r"|\beyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\."
    ),
    "a password in an address": r"://[^\s/:@]{1,80}:[^\s/@]{1,80}@",
}
_KNOWN = re.compile("|".join(f"(?P<k{number}>{pattern})" for number, pattern in enumerate(_TOKENS.values())))
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
    if match := _KNOWN.search(text):
        return list(_TOKENS)[int((match.lastgroup or "k0")[1:])]
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
