"""Every dialect holds what real readers of it take: a sanitiser, a Markdown parser, YAML, AppStream's own validator."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import nh3
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from test_blob import ANY, PAGE, RELEASE_DATA, changed, make, small

from relcast.importers.elastic import import_elastic
from relcast.library.load import load_product, load_vendor
from relcast.library.product import ProductHistory, VersionedRelease
from relcast.marketplaces.blob import Blob, blob
from relcast.marketplaces.profile import Profile
from relcast.marketplaces.shelf import load_profile, profiles
from relcast.markup import RestrictedHtml, RestrictedMarkdown, block_html, inline_html, plain_text
from relcast.records.folder import discover

RICH = """\
A **bold** and *slanted* word, `code <x>`, [a link](https://docs.acme.example/a_b?c=(d)&e=1), and https://acme.example/y.

- one

  two
  - within
    1. deep
- next

> said

| a | b |
|---|---|
| 1 | 2 |

```sh
run <this>
```

# Not a heading there
"""


@cache
def demo() -> tuple[ProductHistory, ...]:
    folder = discover(Path(__file__).parents[1] / "releases", "releases")
    vendor, problems = load_vendor(folder)
    assert vendor is not None, problems
    return tuple(load_product(folder, product, vendor).history for product in folder.products)


def demo_releases() -> list[Any]:
    return [
        pytest.param(history, entry, id=f"{history.id}-{entry.version.text}")
        for history in demo()
        for entry in history.releases
        if entry.release.withdrawn is None
    ]


def rendered(history: ProductHistory, entry: VersionedRelease, profile: Profile, field: str, language: str) -> Blob:
    url = f"https://changelog.acme.example/{history.id}/{entry.version.text}/"
    return blob(history, entry, profile, language=language, field=field, url=url)


@pytest.mark.parametrize(("history", "entry"), demo_releases())
def test_every_profile_renders_every_demo_release_in_both_languages(
    history: ProductHistory, entry: VersionedRelease
) -> None:
    for profile in profiles():
        for field, box in profile.fields.items():
            for language in ("en", "zh-CN"):
                made = rendered(history, entry, profile, field, language)
                assert made.text.strip()
                assert made.limit is None or made.used <= made.limit or not box.limit.hard
                assert not [finding for finding in made.findings if finding.severity == "error"]
                hold(made, profile)


def hold(made: Blob, profile: Profile) -> None:
    """The text of a box is what its dialect says."""
    markup = profile.fields[made.field].markup
    match markup.dialect:
        case "html":
            assert_only_tags(made.text, set(markup.allow))
        case "markdown_subset":
            assert_only_tags(block_html(without_lead(made.text)), MARKDOWN_TAGS | {"p", "br"})
        case "appstream_xml":
            assert ElementTree.fromstring(made.text).tag == "release"
        case "yaml" | "enum":
            assert yaml.safe_load(made.text) is not None
        case "url":
            assert re.fullmatch(r"https://\S+", made.text)


MARKDOWN_TAGS = {"a", "blockquote", "code", "pre", "em", "strong", "ul", "ol", "li"}


def without_lead(text: str) -> str:
    """A readme's `= 1.2.3 =` is the readme's own markup, not Markdown's."""
    return text.split("\n\n", 1)[1] if text.startswith("= ") else text


def assert_only_tags(html: str, tags: set[str]) -> None:
    cleaned = nh3.clean(html, tags=tags, attributes={"a": {"href"}, "ol": {"start"}}, link_rel=None)
    assert cleaned.replace("&nbsp;", "\u00a0") == html.replace("<br/>", "<br>").replace("<br />", "<br>")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_artifact_hub_gets_its_kinds_and_nothing_else(language: str) -> None:
    """Kinds by artifacthub/hub, docs/helm_annotations.md."""
    kinds = {"added", "changed", "deprecated", "removed", "fixed", "security"}
    for history in demo():
        for entry in history.releases:
            if entry.release.withdrawn:
                continue
            made = rendered(history, entry, load_profile("artifacthub"), "release_notes", language)
            changes = yaml.safe_load(yaml.safe_load(made.text)["artifacthub.io/changes"])
            for change in changes:
                assert change["kind"] in kinds
                assert change["description"]
                assert all(set(link) == {"name", "url"} for link in change.get("links", ()))
            here = [one for heading in ("known_issues",) for one in getattr(entry.release, heading)]
            public = [change for _, _, change in entry.release.changes() if not change.internal and not change.only]
            assert len(changes) == len(public) - len(
                [one for one in here if not one.internal and not one.only and not one.breaking and not one.security]
            )


def test_a_change_in_artifact_hubs_words() -> None:
    made = make("artifacthub", release=RELEASE_DATA, url=PAGE)
    changes = yaml.safe_load(yaml.safe_load(made.text)["artifacthub.io/changes"])
    assert changes[:3] == [
        {
            "kind": "security",
            "description": "Fix request smuggling (CVE-2026-1234, Severity: High). Affected versions: <2.3.0",
        },
        {
            "kind": "changed",
            "description": "Breaking changes: TLS 1.0 is off by default. "
            "Impact: Clients older than 2014 cannot connect. What to do: Set tls.min to 1.0",
        },
        {
            "kind": "added",
            "description": "Reload policies without a restart",
            "links": [{"name": "#812", "url": "https://acme.example/i/812"}],
        },
    ]
    assert made.text.endswith(f"\n  # and 1 more change (Known issues 1): {PAGE}")


def test_annotations_are_text_and_google_gets_truths() -> None:
    """Helm refuses an annotation that is no text; Google Cloud's schema wants a boolean."""
    made = make("artifacthub", field="contains_security_updates")
    assert yaml.safe_load(made.text) == {"artifacthub.io/containsSecurityUpdates": "true"}
    assert yaml.safe_load(make("artifacthub", field="prerelease").text) == {"artifacthub.io/prerelease": "false"}
    assert yaml.safe_load(make("google-cloud-k8s", field="recommended").text) == {"recommended": True}
    made = make("google-cloud-k8s", field="release_types")
    assert yaml.safe_load(made.text) == {"releaseTypes": ["Feature", "BugFix", "Security"]}


def test_a_security_fix_of_low_severity_is_no_security_release_for_google() -> None:
    fix = {"text": "Fix a leak", "security": {"ids": ["CVE-2026-1"], "severity": "low"}}
    assert yaml.safe_load(make("google-cloud-k8s", field="release_types", release=small(fixes=[fix])).text) == {
        "releaseTypes": ["BugFix"]
    }
    assert yaml.safe_load(make("google-cloud-k8s", field="release_types", release=small()).text) == {"releaseTypes": []}


def test_a_scalar_keeps_every_line_and_every_blank() -> None:
    record = small(summary="```\n code first\n```\nthen: words # and marks", fixes=[{"text": "'quoted': \"both\" \\n"}])
    note = yaml.safe_load(make("google-cloud-k8s", release=record).text)["releaseNote"]
    assert note == "     code first\n\nthen: words # and marks\n\nFixes:\n- 'quoted': \"both\" \\n"


def test_elastics_own_importer_reads_our_entry_back(tmp_path: Path) -> None:
    made = make("elastic-package", url=PAGE, release=changed(known_issues=None))
    (tmp_path / "manifest.yml").write_text("title: Gateway\n", encoding="utf-8")
    (tmp_path / "changelog.yml").write_text(made.text + "\n", encoding="utf-8")
    imported = import_elastic(tmp_path / "changelog.yml", "gw")
    assert not imported.report
    [entry] = yaml.safe_load(made.text)
    assert entry["version"] == "2.3.0"
    types = [change["type"] for change in entry["changes"]]
    assert types == ["breaking-change", "bugfix", *["enhancement"] * 3, "bugfix", "breaking-change"]
    assert [change["link"] for change in entry["changes"]].count("https://acme.example/i/812") == 1
    assert all(change["link"].startswith("https://") for change in entry["changes"])


def test_elastic_is_warned_of_links_its_validator_would_refuse() -> None:
    bad, good = "https://github.com/acme/gw/blob/main/x.md", "https://github.com/acme/gw/pull/12"
    fixes = [{"text": url, "links": [{"label": "#", "url": url}]} for url in (bad, good)]
    warnings = make("elastic-package", release=small(fixes=fixes), url=PAGE).warnings
    assert [warning for warning in warnings if "github" in warning] == [
        f"a link to github.com must end in the number of an issue or a pull request: {bad}"
    ]
    assert not [warning for warning in warnings if "each change needs a link" in warning]
    [warning] = [w for w in make("elastic-package", release=small(fixes=["x"])).warnings if "needs a link" in w]
    assert "--url" in warning


VALIDATOR = shutil.which("appstreamcli")
needs_validator = pytest.mark.skipif(
    VALIDATOR is None and not os.environ.get("RELCAST_NO_SKIPS"), reason="appstreamcli is not installed"
)
METAINFO = """<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>org.acmecloud.Gateway</id>
  <metadata_license>CC0-1.0</metadata_license>
  <project_license>MIT</project_license>
  <name>Edge Gateway</name>
  <summary>One entry point for your APIs</summary>
  <description><p>Routing, authentication and rate limits, all of them at the edge of your network.</p></description>
  <launchable type="desktop-id">org.acmecloud.Gateway.desktop</launchable>
  <url type="homepage">https://acme.example/</url>
  <content_rating type="oars-1.1"/>
  <releases>
{releases}
  </releases>
</component>
"""


def validate(tmp_path: Path, releases: list[str]) -> str:
    """What appstreamcli complains of; "" where nothing is wrong."""
    assert VALIDATOR
    file = tmp_path / "org.acmecloud.Gateway.metainfo.xml"
    file.write_text(METAINFO.replace("{releases}", "\n".join(releases)), encoding="utf-8")
    done = subprocess.run(
        [VALIDATOR, "validate", "--no-net", "--explain", str(file)], capture_output=True, text=True, check=False
    )
    # A sentence may begin with the name of a command; the validator only remarks on that.
    remark = "description-first-word-not-capitalized"
    complaints = [line for line in done.stdout.splitlines() if re.match(r"[EWI]:", line) and remark not in line]
    return "\n".join(complaints) or ("" if done.returncode == 0 else done.stdout)


@needs_validator
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_appstreams_own_validator_finds_nothing(language: str, tmp_path: Path) -> None:
    for history in demo():
        entries = [e for e in history.releases if e.release.withdrawn is None and e.release.date is not None]
        profile = load_profile("appstream")
        texts = [rendered(history, entry, profile, "release_notes", language).text for entry in entries]
        assert validate(tmp_path, texts) == ""


@needs_validator
def test_appstream_takes_markdown_of_every_kind(tmp_path: Path) -> None:
    record = small(
        summary=RICH,
        features=[{"text": RICH}, {"text": "See https://acme.example/x"}],
        fixes=[{"text": "A & B < C", "security": {"ids": ["CVE-2026-1", "GHSA-x"]}}],
    )
    assert validate(tmp_path, [make("appstream", release=record, url=PAGE).text]) == ""


@needs_validator
def test_the_validator_does_complain_when_there_is_a_reason(tmp_path: Path) -> None:
    text = make("appstream", release=small(fixes=[{"text": "plain"}])).text.replace(
        "plain", "see https://acme.example/"
    )
    assert "description-has-plaintext-url" in validate(tmp_path, [text])


def test_appstream_names_version_date_urgency_page_and_advisories() -> None:
    release = ElementTree.fromstring(make("appstream", url=PAGE).text)
    assert release.attrib == {"type": "stable", "version": "2.3.0", "date": "2026-11-20", "urgency": "high"}
    assert release.findtext("url") == PAGE
    assert [(issue.get("type"), issue.text) for issue in release.iter("issue")] == [("cve", "CVE-2026-1234")]


def test_html_gets_the_tags_it_may_have() -> None:
    azure = RestrictedHtml(["p", "ul", "ol", "li", "b", "i", "br"], lambda _: False)
    assert azure.item("**Bold**, `code` and [a link](https://acme.example/)") == "<b>Bold</b>, code and a link"
    assert azure.item("See https://acme.example/x") == "See acme.example/x"
    assert azure.item("a\n\nb") == "a<br/>b"
    jetbrains = RestrictedHtml(["p", "ul", "li", "strong", "code", "a"], lambda _: True)
    assert jetbrains.item("`a<b` [x](https://a.example/?b=1&c)") == (
        '<code>a&lt;b</code> <a href="https://a.example/?b=1&amp;c">x</a>'
    )
    assert jetbrains.blocks("- a\n  - b\n- c") == "<ul>\n<li>a<ul><li>b</li></ul></li>\n<li>c</li>\n</ul>"
    assert jetbrains.blocks("1. a\n2. b") == "<ul>\n<li>1. a</li>\n<li>2. b</li>\n</ul>"
    assert azure.blocks("```\na:\n  b: <c>\n```") == "<p>a:<br/>\u00a0\u00a0b: &lt;c&gt;</p>"
    flat = RestrictedHtml(["p", "ul", "li"], lambda _: False, nested=False)
    assert flat.item("Now:\n\n- a\n- b") == "Now: a; b"


def test_a_part_of_markdown_says_the_rest_in_words() -> None:
    amo = RestrictedMarkdown(["bold", "italic", "link", "code", "ul", "ol", "blockquote"], lambda _: True)
    assert amo.blocks("# Title\n\n- a\n  - b\n\n> q") == "**Title**\n\n- a\n    - b\n\n> q"
    assert amo.line("![shot](https://a.example/s.png) <b>") == "[shot](https://a.example/s.png) &lt;b>"
    assert amo.line("snake_case *x* \\* https://a.example/b_c") == r"snake\_case *x* \* <https://a.example/b_c>"
    without_links = RestrictedMarkdown(["bold"], lambda _: False)
    assert without_links.line("[a](https://a.example/) *b* `c`") == "a b c"


@pytest.mark.parametrize("text", ["# a", "1. a", "- a", "+ a", "> a", "=== a", "~~~ a", "1) a"])
def test_words_that_look_like_markdown_at_the_start_of_a_line_stay_words(text: str) -> None:
    escaped = "\\" + text if not text[0].isdigit() else text[0] + "\\" + text[1:]
    amo = RestrictedMarkdown(["bold", "ul", "ol"], lambda _: True)
    assert plain_text(f"- {amo.line(escaped)}") == text
    assert block_html(f"- {amo.line(escaped)}").count("<li>") == 1


ALL_HTML = frozenset({"p", "br", "b", "i", "code", "ul", "ol", "li", "a", "blockquote"})
MARKDOWNISH = st.lists(
    st.one_of(
        ANY,
        st.sampled_from(
            [
                "**b**",
                "*i*",
                "`c`",
                "- x\n- y",
                "1. z",
                "> q",
                "[l](https://a.example/(x))",
                "<b>",
                "&amp;",
                "\n\n",
                "```\nf\n```",
                "| a |\n|---|\n| b |",
                "# h",
                "https://a.example/x_y*z",
                "\\",
                "~~s~~",
                "]]>",
                "![i](https://a.example/i)",
            ]
        ),
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(MARKDOWNISH, st.sets(st.sampled_from(sorted(ALL_HTML))), st.booleans())
def test_html_of_any_text_has_only_the_tags_allowed_and_is_well_formed(text: str, tags: set[str], linked: bool) -> None:
    writer = RestrictedHtml(tags, lambda _: linked, nested=linked)
    for html in (writer.item(text), writer.blocks(text)):
        printable = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]", "", html)
        names = set(re.findall(r"<([a-z0-9]+)", printable))
        assert names <= tags
        ElementTree.fromstring(f"<x>{printable}</x>")


@settings(deadline=None, max_examples=300)
@given(MARKDOWNISH, st.booleans())
def test_the_part_of_markdown_reads_back_as_the_same_words(text: str, linked: bool) -> None:
    """What a Markdown parser makes of it has no tag beyond the part, and every word of the author's."""
    writer = RestrictedMarkdown(["bold", "italic", "link", "code", "ul", "ol", "blockquote"], lambda _: linked)
    line = writer.line(text)
    html = inline_html(f"- {line}")
    allowed = {"a", "code", "em", "strong", "ul", "li", "p"}
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= allowed

    def words(said: str) -> str:
        return re.sub(r"[\s;]|https?://(?:www\.)?", "", said, flags=re.IGNORECASE)

    # GitHub's parser takes a backslash behind a bare address for a part of it.
    is_plain = not {"`", "~", "|"} & set(text) and not re.search(r"://\S*[\\*_\[\]]", text)
    if is_plain:
        assert words(plain_text(f"- {line}")) == words(plain_text(text))
