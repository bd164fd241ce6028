"""Console forms as data: every number has a source, and the vendor's word wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from relcast.marketplaces.profile import MarketplaceError, Profile, field_for
from relcast.marketplaces.profile_lint import lint
from relcast.marketplaces.shelf import find_target, load_profile, profiles, read_profile
from relcast.model.product import Listing, Product
from relcast.problems import RecordsInvalid
from relcast.records.parse import parse

BUILT_IN = [
    "aliyun-market", "app-store", "appstream", "artifacthub", "atlassian", "aws-marketplace-ami",
    "aws-marketplace-container", "azure-marketplace", "digitalocean", "elastic-package", "github-release",
    "gitlab-release", "google-cloud-k8s", "google-play", "huawei-koogallery", "jetbrains", "microsoft-store",
    "mozilla-amo", "oracle", "salesforce", "tencent-cloud-market", "wordpress-org",
]  # fmt: skip

FORM = """\
schema: marketplace-profile/1
id: acme-market
label: {en: Acme Market}
checked: {date: 2026-11-22, by: the manual}
fields:
  release_notes:
    label: {en: Notes}
    limit: {max: 500, unit: code_points, hard: true, status: documented, source: manual}
    markup: {dialect: plain}
    compose: {sections: [security, features], must_keep: [security]}
sources:
  manual: https://acme.example/manual
"""


def form(tmp_path: Path, old: str = "", new: str = "") -> Profile:
    assert old in FORM
    file = tmp_path / "acme-market.yaml"
    file.write_text(FORM.replace(old, new) if old else FORM, encoding="utf-8")
    return read_profile(file, "acme-market.yaml")


def listing(**fields: object) -> Listing:
    found, problems = parse(
        Listing,
        {"profile": "aws-marketplace-ami", "fields": fields},
        languages=["en"],  # type: ignore[dict-item]
    )
    assert found is not None, problems
    return found


def product(listings: dict[str, str]) -> Product:
    data = {"name": "Gateway", "listings": {id: {"profile": profile} for id, profile in listings.items()}}
    found, problems = parse(Product, data, languages=["en"])  # type: ignore[arg-type]
    assert found is not None, problems
    return found


def test_the_built_in_profiles_are_known_by_id() -> None:
    assert [profile.id for profile in profiles()] == BUILT_IN


@pytest.mark.parametrize("id", BUILT_IN)
def test_a_built_in_profile_is_sound_and_speaks_both_languages(id: str) -> None:
    profile = load_profile(id)
    assert profile.id == id
    assert lint(profile) == []
    for label in (
        profile.label,
        *(field.label for field in profile.fields.values()),
        *(field.note for field in profile.fields.values() if field.note),
        *(item.label for item in profile.checklist),
        *(rule.label for rule in profile.packages),
        *(rule.why for rule in profile.forbid),
    ):
        assert list(label) == ["en", "zh-CN"]


def test_documented_limits_are_hard_and_hearsay_is_not() -> None:
    aws = load_profile("aws-marketplace-ami")
    notes, title = aws.field("release_notes").limit, aws.field("version_title").limit
    assert (notes.max, notes.unit, notes.hard, notes.status) == (30000, "code_points", True, "documented")
    assert (title.max, title.unit, title.hard) == (64, "code_points", True)
    github = load_profile("github-release").field("release_notes").limit
    assert (github.max, github.hard, github.status, github.allowed) == (125000, False, "third_party", 121250)
    aliyun = load_profile("aliyun-market").field("release_notes").limit
    assert (aliyun.max, aliyun.hard, aliyun.status, aliyun.allowed) == (None, False, "unknown", None)


def test_an_unknown_profile_is_refused_with_the_known_ones_and_a_suggestion() -> None:
    with pytest.raises(MarketplaceError) as error:
        load_profile("aws-market-ami")
    assert "did you mean 'aws-marketplace-ami'?" in str(error.value)
    assert all(id in str(error.value) for id in BUILT_IN)


@pytest.mark.parametrize("id", ["../profile", "/etc/passwd", "", "aws-marketplace-ami.yaml"])
def test_a_profile_id_is_never_a_path(id: str) -> None:
    with pytest.raises(MarketplaceError):
        load_profile(id)


def test_an_unknown_field_is_refused_with_a_suggestion() -> None:
    with pytest.raises(MarketplaceError, match="did you mean 'release_notes'"):
        load_profile("aws-marketplace-ami").field("relase_notes")


def test_a_sound_profile_has_no_problems(tmp_path: Path) -> None:
    assert lint(form(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("status: documented", "status: third_party", "RC501"),
        ("status: documented", "status: excerpt", "RC501"),
        (", source: manual", "", "RC501"),
        ("max: 500, ", "", "RC501"),
        ("source: manual}", "source: handbook}", "RC502"),
        ("  release_notes:", "  notes:", "RC503"),
        ("{sections: [security, features], must_keep: [security]}", "{template: x, sections: [fixes]}", "RC504"),
        ("{sections: [security, features], must_keep: [security]}", "{lead: version}", "RC504"),
        ("must_keep: [security]", "must_keep: [breaking]", "RC505"),
    ],
)
def test_an_unfounded_profile_is_found_out(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert [problem.code for problem in lint(form(tmp_path, old, new))] == [code]


def test_a_limit_that_is_not_hard_needs_no_source(tmp_path: Path) -> None:
    soft = "hard: false, status: third_party}"
    assert lint(form(tmp_path, "hard: true, status: documented, source: manual}", soft)) == []


def test_a_broken_profile_names_line_and_key(tmp_path: Path) -> None:
    with pytest.raises(RecordsInvalid) as error:
        form(tmp_path, "markup:", "markupp:")
    places = [(problem.line, problem.code) for problem in error.value.problems]
    assert (9, "RC203") in places


def test_a_limit_the_vendor_states_is_hard_and_the_vendors() -> None:
    profile = load_profile("aliyun-market")
    limit = field_for(profile, "release_notes", listing(release_notes={"limit": {"max": "500", "unit": "cjk2"}})).limit
    assert (limit.max, limit.unit, limit.hard, limit.status) == (500, "cjk2", True, "vendor_set")
    assert limit.source == "product.yaml"


def test_a_stated_unit_alone_keeps_the_profiles_number() -> None:
    profile = load_profile("aws-marketplace-ami")
    limit = field_for(profile, "release_notes", listing(release_notes={"limit": {"unit": "utf16"}})).limit
    assert (limit.max, limit.unit, limit.status, limit.hard) == (30000, "utf16", "documented", True)


def test_a_stated_number_without_any_unit_is_held_against_the_strictest() -> None:
    profile = load_profile("aliyun-market")
    limit = field_for(profile, "release_notes", listing(release_notes={"limit": {"max": "500"}})).limit
    assert (limit.unit, limit.measured_in) == (None, "utf8_bytes")


def test_without_an_overlay_the_profile_stands() -> None:
    profile = load_profile("aws-marketplace-ami")
    other = listing(version_title={"limit": {"max": "20"}})
    assert field_for(profile, "release_notes", other) == profile.field("release_notes")
    assert field_for(profile, "release_notes", None) == profile.field("release_notes")


def test_a_listing_names_its_profile_and_a_profile_its_only_listing() -> None:
    sold = product({"cn": "aliyun-market", "us": "aws-marketplace-ami"})
    aws, github = load_profile("aws-marketplace-ami"), load_profile("github-release")
    assert find_target(sold, "us") == (aws, "us")
    assert find_target(sold, "aws-marketplace-ami") == (aws, "us")
    assert find_target(sold, "github-release") == (github, None)


def test_a_profile_with_several_listings_is_ambiguous() -> None:
    sold = product({"us": "aws-marketplace-ami", "eu": "aws-marketplace-ami"})
    with pytest.raises(MarketplaceError, match="name one of them: us, eu"):
        find_target(sold, "aws-marketplace-ami")


def test_a_name_that_is_neither_listing_nor_profile_is_refused() -> None:
    with pytest.raises(MarketplaceError, match="did you mean 'aliyun-market'"):
        find_target(product({"us": "aws-marketplace-ami"}), "aliyun")
