"""What in a finished text should not go to a marketplace: secrets, private hosts, placeholders, unfit words and links.

Codes: RC520 secret, RC521 private host, RC522 placeholder, RC523 word the marketplace does not want, RC524 address the
box does not take, RC525 another language than the text's. A secret is an error, the rest a hint for the author: whether
`第一` is advertising, or a sentence about `localhost` belongs there, only a person can tell.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..model.product import Vendor
from ..problems import Severity, visible
from ..words import words
from .links import host_of, may_link
from .phrases import profile_words
from .profile import FormField, Profile
from .secrets import find_secret

_ADDRESS = re.compile(r"https?://[^\s<>()\"'，。；：！？、）】」』]+", re.IGNORECASE)
_HOST = re.compile(
    r"(?<![\w.@-])(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:internal|local|localdomain|lan|corp|intranet|home\.arpa))(?![\w-]|\.\w)",
    re.IGNORECASE | re.ASCII,
)
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])", re.ASCII)
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|TBA|FIXME|XXX+)\b|\b(?i:lorem ipsum)\b|<(?:your|insert)[^>\n]*>|待补充|待定稿|待填写|此处填写"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN_WORDS = re.compile(r"\b[a-z]{2,}(?:[ ,]+[a-z]{2,}){3,}", re.ASCII)
"""Four Latin words in a row, in small letters: a sentence, and no name or command."""
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CODE_LIKE = re.compile(r"`[^`\n]*`|https?://\S+|<[^>\n]*>")


@dataclass(frozen=True, slots=True)
class TextFinding:
    """Something in a finished text, by the line it stands in (from 1)."""

    code: str
    name: str
    severity: Severity
    message: str
    line: int

    def __str__(self) -> str:
        """`error: line 3: RC520 this looks like an access key (secret-in-text)`."""
        return visible(f"{self.severity}: line {self.line}: {self.code} {self.message} ({self.name})")


def find_faults(text: str, profile: Profile, box: FormField, language: str, vendor: Vendor) -> tuple[TextFinding, ...]:
    """Everything in a text that its author should look at, by line."""
    found = [
        finding
        for at, line in enumerate(text.split("\n"), 1)
        for finding in (*_anywhere(at, line), *_forbidden(at, line, profile, language), *_links(at, line, box, vendor))
    ]
    if box.markup.dialect in ("plain", "plain_bullets", "markdown", "markdown_subset", "html", "appstream_xml"):
        found += _languages(text, language)
    return tuple(dict.fromkeys(sorted(found, key=lambda finding: (finding.line, finding.code, finding.message))))


def _anywhere(at: int, line: str) -> Iterator[TextFinding]:
    if kind := find_secret(line):
        yield TextFinding("RC520", "secret-in-text", "error", f"this looks like {kind}", at)
    for match in _HOST.finditer(line):
        yield TextFinding("RC521", "private-host", "warning", f"{match[0]} is a host that no reader can reach", at)
    for match in _IP.finditer(line):
        if _is_private(match[0]):
            yield TextFinding("RC521", "private-host", "warning", f"{match[0]} is a private address", at)
    for match in _PLACEHOLDER.finditer(line):
        yield TextFinding("RC522", "placeholder-text", "warning", f"'{match[0]}' is a placeholder", at)


def _is_private(address: str) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return found.is_private and not found.is_unspecified and address != "255.255.255.255"


def _forbidden(at: int, line: str, profile: Profile, language: str) -> Iterator[TextFinding]:
    for rule in profile.forbid:
        rest = line
        for phrase in rule.unless:
            rest = rest.replace(phrase, " ")
        for word in rule.words:
            if _has_word(rest, word):
                why = profile_words(rule.why, language)
                yield TextFinding("RC523", "unwanted-word", "warning", f"'{word}': {why}", at)


def _has_word(line: str, word: str) -> bool:
    """Whole words of Latin letters, in either case; anything of Chinese characters."""
    if _CHINESE.search(word):
        return word in line
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line, re.IGNORECASE | re.ASCII) is not None


def _links(at: int, line: str, box: FormField, vendor: Vendor) -> Iterator[TextFinding]:
    if box.links == "allow" or box.markup.dialect in ("url", "yaml"):
        return
    allowed = may_link(box.links, vendor)
    for match in _ADDRESS.finditer(line):
        is_details = box.markup.dialect == "appstream_xml" and '<url type="details">' in line
        if not allowed(match[0]) and not is_details:
            rule = "takes no addresses" if box.links == "forbid" else "takes addresses of the vendor's own site only"
            host = host_of(match[0]) or match[0]
            yield TextFinding("RC524", "unwanted-link", "warning", f"this box {rule}, and the text names {host}", at)


def _languages(text: str, language: str) -> Iterator[TextFinding]:
    """Lines of another language: Chinese in a text that is not Chinese, whole English sentences in one that is."""
    is_chinese = words(language) is words("zh-CN")
    if not is_chinese and language.lower().split("-")[0] in ("ja", "ko", "zh"):
        return
    in_code = False
    for at, line in enumerate(text.split("\n"), 1):
        if _FENCE.match(line):
            in_code = not in_code
        if in_code or line.startswith("    "):
            continue
        prose = _CODE_LIKE.sub(" ", line)
        if is_chinese and not _CHINESE.search(prose) and _LATIN_WORDS.search(prose.lower()):
            yield TextFinding("RC525", "mixed-languages", "warning", f"this line is not in {language}", at)
        elif not is_chinese and _CHINESE.search(prose):
            yield TextFinding("RC525", "mixed-languages", "warning", f"this line is not all in {language}", at)
