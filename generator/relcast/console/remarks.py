"""What the makers of a text remark on it, said in the page's language.

They remark in plain English, as the command line shows it. Here each kind of remark is known by its form and said again
in our words; one that is not known stays English, and is marked as such.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..marketplaces.counting import UNIT_WORDS
from ..words import language_name, words
from .items import fill_slots

_UNITS = {english: f"console.unit.{unit}" for unit, english in UNIT_WORDS.items()}
_SECRETS = {
    "a private key": "private_key",
    "an access key": "access_key",
    "an access token": "access_token",
    "a password in an address": "password_in_address",
    "a password or a key": "password",
}

_FORMS: tuple[tuple[str, str], ...] = (
    ("no_limit", r"no limit of this box is known; state it with the listing \(`fields: \{(?P<field>.+?): .*"),
    ("not_own", r"the limit is not stated by the marketplace itself \((?P<status>[\w ]+)\): .*"),
    ("unit", r"the limit's unit is not certain, and in another one the text would be over it: .*"),
    ("crlf", r"a console that counts each line end twice would count (?P<n>\d+), over the limit of (?P<limit>\d+)"),
    ("unfit", r"what must be kept takes (?P<needed>\d+) (?P<unit>.+?), (?P<allowed>\d+) are allowed"
     r"(?:; the longest is '(?P<longest>.*?)')?(?:; the limit is not firm, so the text is over it)?"),
    ("date", r"AppStream wants a date, and this release has none"),
    ("planned", r"this release is planned: its date and content may still change"),
    ("languages", r"this form asks for (?P<wanted>.+); the text is in (?P<language>\S+)"),
    ("no_field", r"product\.yaml speaks of the field '(?P<field>.*)', which the form does not have; .*"),
    ("first", r"nothing is live on this listing yet, and this box stays empty on the first submission"),
    ("later", r"(?P<versions>.+) came out after (?P<version>\S+) and is not rolled into it"),
    ("untranslated", r"(?P<n>\d+) entr(?:y has|ies have) text without a translation into (?P<language>\S+)"),
    ("not_own_site", r"(?P<url>\S+) is not on the vendor's own site \((?P<own>.*)\), so the text does not name it"),
    ("withdrawn", r"(?P<version>\S+) is withdrawn; use (?P<other>\S+) instead"),
    ("withdrawn_alone", r"(?P<version>\S+) is withdrawn; there is no safe version to use instead yet"),
    ("no_page", r"this box takes the address of the release's page, and none is known; .*"),
    ("link_each", r"each change needs a link; .*"),
    ("link_number", r"a link to github\.com must end in the number of an issue or a pull request: (?P<link>.*)"),
    # Why something is not in a text.
    ("why.room", r"no room"),
    ("why.section", r"this box has no section for it"),
    ("why.counted", r"only counted here"),
    ("why.changes", r"this box takes changes only"),
    ("why.summary", r"this box takes no summary"),
    ("why.action", r"this box does not tell what to do before upgrading"),
    ("why.only", r"only for (?P<listings>.+)"),
    ("why.except", r"not for (?P<listings>.+)"),
    ("why.closed", r"closed in (?P<version>\S+)"),
    ("why.affected", r"(?P<version>\S+) is still affected"),
    ("why.prerelease", r"told only in the pre-release (?P<version>\S+)"),
    # What was found in a finished text.
    ("secret", r"(?:error: line (?P<line>\d+): RC520 )?this looks like (?P<secret>.+?)(?: \(secret-in-text\))?"),
    ("host", r"(?P<host>\S+) is a host that no reader can reach"),
    ("address", r"(?P<host>\S+) is a private address"),
    ("placeholder", r"'(?P<text>.*)' is a placeholder"),
    ("link", r"this box takes (?:no addresses|addresses of the vendor's own site only), "
     r"and the text names (?P<host>.*)"),
    ("mixed", r"this line is not (?:all )?in (?P<language>\S+)"),
)  # fmt: skip
_KNOWN = tuple((name, re.compile(form, re.DOTALL)) for name, form in _FORMS)


class Remark(NamedTuple):
    """A remark, and whether it is in the page's language."""

    text: str
    is_said: bool


def say_remark(remark: str, language: str) -> Remark:
    """A remark in the page's language where it is of a kind we know."""
    table = words(language)
    for name, form in _KNOWN:
        if match := form.fullmatch(remark):
            said = {slot: _slot(slot, value or "", language) for slot, value in match.groupdict().items()}
            return Remark(fill_slots(table[f"remark.{name}"], said), True)
    return Remark(remark, table is words("en"))


def _slot(name: str, value: str, language: str) -> str:
    table = words(language)
    if name == "unit" and value in _UNITS:
        return table[_UNITS[value]]
    if name == "status" and (key := f"console.limit.{value.replace(' ', '_')}") in table:
        return table[key]
    if name == "secret" and value in _SECRETS:
        return table[f"remark.secret.{_SECRETS[value]}"]
    if name == "language":
        return language_name(value)
    if name in ("wanted", "versions", "listings"):
        parts = value.split(", ")
        return table["list.comma"].join(map(language_name, parts) if name == "wanted" else parts)
    return value
