"""Console forms as data: every number has a source, and the vendor's word wins."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from relcast.marketplaces import shelf
from relcast.marketplaces.profile import MarketplaceError, Profile, field_for, profile_schema
from relcast.marketplaces.profile_lint import lint
from relcast.marketplaces.shelf import find_target, load_profile, profiles, read_profile
from relcast.model.product import Listing, Product
from relcast.now import moment
from relcast.problems import RecordsInvalid
from relcast.records.parse import parse

BUILT_IN = [
    "aliyun-market", "app-store", "appstream", "artifacthub", "atlassian", "aws-marketplace-ami",
    "aws-marketplace-container", "azure-marketplace", "digitalocean", "elastic-package", "github-release",
    "gitlab-release", "google-cloud-k8s", "google-play", "huawei-koogallery", "jetbrains", "microsoft-store",
    "mozilla-amo", "oracle", "salesforce", "tencent-cloud-market", "wordpress-org",
]  # fmt: skip


class JsonLoader(yaml.SafeLoader):
    """Dates stay text, as JSON has none."""


JsonLoader.yaml_implicit_resolvers = {
    sign: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

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


@pytest.mark.parametrize(
    ("old", "new", "code", "where"),
    [
        ("{dialect: plain}", "{dialect: html}", "RC508", ("fields", "release_notes", "markup")),
        ("sources:", "freeze: {fields: [title], note: no}\nsources:", "RC507", ("freeze", "fields")),
        (
            "sources:",
            "checklist: [{id: scan, label: {en: Scan}, source: book}]\nsources:",
            "RC502",
            ("checklist", 0, "source"),
        ),
        (
            "{dialect: plain}",
            "{dialect: yaml, form: artifacthub, kinds: {features: added}}",
            "RC505",
            ("fields", "release_notes", "markup"),
        ),
    ],
)
def test_the_rest_of_a_profile_is_held_to_rules_too(
    tmp_path: Path, old: str, new: str, code: str, where: tuple[str | int, ...]
) -> None:
    [problem] = lint(form(tmp_path, old, new))
    assert (problem.code, problem.where) == (code, where)


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


def test_a_stated_limit_may_be_advice_only_and_keep_a_share_free() -> None:
    stated = {"limit": {"max": "500", "unit": "code_points", "hard": "false", "reserve": "10%"}}
    limit = field_for(load_profile("aliyun-market"), "release_notes", listing(release_notes=stated)).limit
    assert (limit.max, limit.hard, limit.allowed, limit.status) == (500, False, 450, "vendor_set")


def test_every_value_of_a_box_may_be_stated_with_the_listing() -> None:
    profile = load_profile("aliyun-market")
    stated = {
        "label": {"en": "What is new"},
        "required": "true",
        "links": "forbid",
        "markup": {"dialect": "html", "allow": ["p", "br"]},
        "compose": {"lead": "none", "sections": ["security", "fixes"], "details": "true"},
    }
    box = field_for(profile, "release_notes", listing(release_notes=stated))
    assert (box.label["en"], box.required, box.links) == ("What is new", True, "forbid")
    assert (box.markup.dialect, box.markup.allow, box.markup.status) == ("html", ["p", "br"], "vendor_set")
    assert (box.compose.lead, box.compose.sections, box.compose.details) == ("none", ["security", "fixes"], True)
    assert box.compose.must_keep == ["security"]  # what has no section any more can't be kept in it
    assert box.limit == profile.field("release_notes").limit


def test_a_stated_template_takes_the_place_of_the_sections() -> None:
    stated = {"compose": {"template": "{product} {version}: {title}"}}
    compose = field_for(load_profile("aliyun-market"), "release_notes", listing(release_notes=stated)).compose
    assert (compose.template, compose.sections, compose.must_keep) == ("{product} {version}: {title}", [], [])


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"limits": {"max": "5"}}, "RC203"),
        ({"limit": {"max": "many"}}, "RC202"),
        ({"markup": {"dialect": "yaml"}}, "RC202"),
        ({"compose": {"sections": ["news"]}}, "RC202"),
        ({"limit": {"reserve": "3"}}, "RC202"),
    ],
)
def test_a_misspelt_overlay_is_a_problem_of_product_yaml(stated: dict[str, object], code: str) -> None:
    raw = {"profile": "aliyun-market", "fields": {"release_notes": stated}}
    found, problems = parse(Listing, raw, languages=["en"])  # type: ignore[arg-type]
    assert found is None
    assert [problem.code for problem in problems] == [code]
    assert problems[0].where[:2] == ("fields", "release_notes")


BUILT_IN_FILES = sorted(Path(shelf.__file__).parent.glob("profiles/*.yaml"))


@pytest.mark.parametrize("file", BUILT_IN_FILES, ids=lambda file: file.stem)
def test_every_built_in_file_is_valid_by_the_json_schema(file: Path) -> None:
    schema = profile_schema()
    assert schema["title"] == "Marketplace profile"
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(yaml.load(file.read_text(encoding="utf-8"), JsonLoader))


@pytest.mark.parametrize(
    ("old", "new"),
    [("max: 500", "max: many"), ("dialect: plain", "dialect: rtf"), ("  release_notes:", "  release_notes: 1\n  x:")],
)
def test_the_json_schema_refuses_what_the_reader_refuses(old: str, new: str, tmp_path: Path) -> None:
    data = yaml.load(FORM.replace(old, new), JsonLoader)
    assert not Draft202012Validator(profile_schema()).is_valid(data)
    with pytest.raises(RecordsInvalid):
        form(tmp_path, old, new)


def test_a_profile_grows_old() -> None:
    profile = load_profile("jetbrains")
    assert (profile.age(moment("2026-11-26")), profile.is_stale(moment("2026-11-26"))) == (4, False)
    assert profile.is_stale(moment("2027-11-23"))


def test_every_number_names_its_source_and_how_well_it_is_known() -> None:
    for profile in profiles():
        for field in profile.fields.values():
            if field.limit.max is not None:
                assert field.limit.status != "unknown"
                assert field.limit.source in profile.sources


HARD = {
    "aws-marketplace-ami", "aws-marketplace-container", "azure-marketplace", "gitlab-release", "jetbrains",
    "microsoft-store", "mozilla-amo", "wordpress-org",
}  # fmt: skip


def test_only_documented_limits_refuse_a_text() -> None:
    """Artifact Hub, Elastic, AppStream and Google Cloud have a form and no limit: nothing can be too long there."""
    assert {profile.id for profile in profiles() if profile.field("release_notes").limit.hard} == HARD


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


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    """Every listing and every rule asks for its profile; `relcast serve` must see what was edited meanwhile."""
    first = form(tmp_path)
    assert form(tmp_path) is first
    assert form(tmp_path, "max: 500", "max: 400").field("release_notes").limit.max == 400
