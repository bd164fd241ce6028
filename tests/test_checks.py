"""Rules one by one, beyond their own examples: what they find, what they leave alone, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import pytest
from rule_examples import PRODUCT, VENDOR
from rule_examples import RECORD as HEAD

from relcast.checks.run import check_folder
from relcast.records.folder import VendorFolder, discover

Folder = Callable[..., VendorFolder]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a vendor's folder with one product `gw` from texts by name."""

    def make(files: Mapping[str, str], *, product: str = PRODUCT, vendor: str = VENDOR) -> VendorFolder:
        for name, text in {"vendor.yaml": vendor, "gw/product.yaml": product, **files}.items():
            file = tmp_path / "releases" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return discover(tmp_path / "releases", "releases")

    return make


def found(folder: VendorFolder, code: str = "") -> list[str]:
    """`file:line:column CODE message` of every problem, or of those of one rule."""
    return [
        f"{p.path.removeprefix('releases/')}:{p.line}:{p.column} {p.code} {p.message}"
        for p in check_folder(folder)
        if p.code.startswith(code)
    ]


def codes(folder: VendorFolder) -> list[str]:
    return [problem.code for problem in check_folder(folder)]


# One by one


@pytest.mark.parametrize("name", ["1.0.0.yaml", "1.0.0.yml"])
def test_file_name_is_the_version_with_either_ending(name: str, folder: Folder) -> None:
    assert found(folder({f"gw/{name}": HEAD})) == []


@pytest.mark.parametrize(
    ("name", "version"),
    [("1.0.1.yaml", "1.0.0"), ("v1.0.0.yaml", "1.0.0"), ("1.0.0.yaml", "v1.0.0"), ("1.0.0-RC.1.yaml", "1.0.0-rc.1")],
)
def test_file_name_differs(name: str, version: str, folder: Folder) -> None:
    made = folder({f"gw/{name}": f"date: 2026-11-20\nversion: {version}\n"})
    assert found(made) == [f"gw/{name}:2:10 RC301 the file is called '{name}', but the version is {version}"]


def test_file_name_of_a_notice_is_its_id(folder: Folder) -> None:
    made = folder({"gw/notices/a.yaml": "id: a\n", "gw/notices/b.yaml": "id: c\n"})
    assert found(made) == ["gw/notices/b.yaml:1:5 RC301 the file is called 'b.yaml', but the notice's id is c"]


@pytest.mark.parametrize(
    "text", ["undated: true", "status: planned", "date: 2026-11-20", "status: planned\ndate: 2026-11-20"]
)
def test_a_date_is_there_or_its_absence_is_stated(text: str, folder: Folder) -> None:
    assert found(folder({"gw/1.0.0.yaml": f"version: 1.0.0\n{text}\n"})) == []


def test_a_date_is_missing_or_too_much(folder: Folder) -> None:
    made = folder(
        {"gw/1.0.0.yaml": "version: 1.0.0\n", "gw/1.1.0.yaml": "version: 1.1.0\ndate: 2026-11-20\nundated: true\n"}
    )
    assert found(made) == [
        "gw/1.0.0.yaml:1:1 RC302 the release has no date",
        "gw/1.1.0.yaml:3:10 RC302 the release has a date and says `undated: true`",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "fixes: [{id: a, text: x}, {id: b, text: x}]",
        "fixes: [x, x]\nfeatures: [x]",
        "fixes: [{id: upgrades, text: x}]",
    ],
)
def test_ids_of_a_release_are_each_its_own(text: str, folder: Folder) -> None:
    assert found(folder({"gw/1.0.0.yaml": HEAD + text, "gw/1.1.0.yaml": HEAD.replace("1.0.0", "1.1.0") + text})) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "fixes: [{id: a, text: x}]\nfeatures: [{id: a, text: x}]",
            "3:14 RC303 the id 'a' is used twice in this release",
        ),
        ("fixes: [{id: fixes-2, text: x}, x]", "3:33 RC303 the id 'fixes-2' is used twice in this release"),
        ("fixes: [{id: fixes, text: x}]", "3:14 RC303 the id 'fixes' is the name of a section of the page"),
        (
            "fixes: [{id: known-issues, text: x}]",
            "3:14 RC303 the id 'known-issues' is the name of a section of the page",
        ),
        ("fixes: [{id: upgrade, text: x}]", "3:14 RC303 the id 'upgrade' is the name of a section of the page"),
        ("fixes: [{id: security, text: x}]", "3:14 RC303 the id 'security' is the name of a section of the page"),
    ],
)
def test_an_id_is_taken(text: str, says: str, folder: Folder) -> None:
    assert found(folder({"gw/1.0.0.yaml": HEAD + text})) == [f"gw/1.0.0.yaml:{says}"]


@pytest.mark.parametrize(
    ("scheme", "first", "second"),
    [
        ("semver", "1.0.0", "v1.0.0"),
        ("numeric", "1.2", "1.2.0"),
        ("calver", "2026.1", "2026.01"),
        ("numeric", "1.0b1", "1.0.0-beta.1"),
    ],
)
def test_a_version_has_one_record(scheme: str, first: str, second: str, folder: Folder) -> None:
    files = {f"gw/{version}.yaml": f"version: {version}\ndate: 2026-11-20\n" for version in (first, second)}
    made = folder(files, product=f"name: a\nversioning: {scheme}\n")
    [problem] = found(made)
    one, other = sorted((first, second), key=lambda version: f"gw/{version}.yaml")
    assert problem == f"gw/{other}.yaml:1:10 RC401 {other} is also described in gw/{one}.yaml"


def test_versions_that_differ_by_case_alone_would_share_a_folder(folder: Folder) -> None:
    texts = ["1.0.0-RC.1", "1.0.0-rc.1", "1.0.0-rc.2"]
    made = folder(
        {f"gw/{number}.yaml": f"version: {version}\ndate: 2026-11-20\n" for number, version in enumerate(texts)}
    )
    assert [problem for problem in found(made) if "RC401" in problem] == [
        "gw/1.yaml:1:10 RC401 1.0.0-rc.1 differs from 1.0.0-RC.1 in gw/0.yaml by case alone"
    ]


@pytest.mark.parametrize(
    "dates",
    [
        {"2.2.8": "2026-01-01", "2.3.0": "2026-02-01", "2.2.9": "2026-03-01", "2.3.1": "2026-04-01"},
        {"2.3.0-rc.1": "2026-01-01", "2.3.0": "2026-01-01"},
        {"1.0.0": "2026-01-01", "1.0.1": "2026-01-01"},
    ],
)
def test_maintenance_lines_may_interleave_and_days_repeat(dates: Mapping[str, str], folder: Folder) -> None:
    assert found(folder({f"gw/{v}.yaml": f"version: {v}\ndate: {d}\n" for v, d in dates.items()})) == []


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ({"1.2.0": "2026-01-02", "1.2.1": "2026-01-01"}, "1.2.1 is dated 2026-01-01, before 1.2.0 (2026-01-02)"),
        ({"1.2.0": "2026-01-02", "1.3.0": "2026-01-01"}, "1.3.0 is dated 2026-01-01, before 1.2.0 (2026-01-02)"),
        (
            {"1.0.0-rc.1": "2026-01-02", "1.0.0": "2026-01-01"},
            "1.0.0 is dated 2026-01-01, before 1.0.0-rc.1 (2026-01-02)",
        ),
    ],
)
def test_a_date_that_runs_backwards_is_a_warning(dates: Mapping[str, str], says: str, folder: Folder) -> None:
    [problem] = check_folder(folder({f"gw/{v}.yaml": f"version: {v}\ndate: {d}\n" for v, d in dates.items()}))
    assert (problem.code, problem.severity, problem.message, problem.line) == ("RC405", "warning", says, 2)


@pytest.mark.parametrize(
    ("text", "hint"),
    [("polcy", "did you mean 'policy'?"), ("Policy", "did you mean 'policy'?"), ("xyz", "known: policy")],
)
def test_a_component_is_declared(text: str, hint: str, folder: Folder) -> None:
    [problem] = check_folder(folder({"gw/1.0.0.yaml": f"{HEAD}fixes: [{{text: a, component: {text}}}]\n"}))
    assert (problem.code, problem.column, problem.hint) == ("RC213", 30, hint)
    [problem] = check_folder(folder({}, product="name: a\n"))
    assert problem.hint == "declare it under `components:` in product.yaml"


RANGES = f"""\
{HEAD}fixes:
  - text: a
    security: {{affected: RANGE}}
known_issues:
  - text: b
    affected: RANGE
upgrade:
  from: RANGE
  before: [{{text: c, from: RANGE}}]
  during: [{{text: c, from: RANGE}}]
  after: [{{text: c, from: RANGE}}]
deprecations:
  - text: d
    removed_in: VERSION
rollback: {{possible: true, to: VERSION}}
"""


@pytest.mark.parametrize("text", ["<1.0.0", ">=1.0.0 <2.0.0", "1.x || 2.x", "*"])
def test_ranges_and_versions_that_can_be_read(text: str, folder: Folder) -> None:
    record = RANGES.replace("RANGE", f'"{text}"').replace("VERSION", "1.0.0")
    made = folder({"gw/1.0.0.yaml": record}, product=f"name: a\nlines: [{{range: '{text}'}}]\n")
    assert found(made, "RC214") == []


@pytest.mark.parametrize(
    "text", ["before 1.0", "^1.0", "1.0.0 - 2.0.0", ",", "latest", "<", "==1.0.0", "1.0.0,", "１.0.0", "x" * 300]
)
def test_each_range_that_cannot_be_read_has_its_place(text: str, folder: Folder) -> None:
    record = RANGES.replace("RANGE", f'"{text}"').replace("VERSION", "1.0.0")
    made = folder({"gw/1.0.0.yaml": record}, product=f"name: a\nlines: [{{range: 1.x}}, {{range: '{text}'}}]\n")
    problems = [problem for problem in check_folder(made) if problem.code == "RC214"]
    assert [(p.path, p.line, p.code) for p in problems] == [
        *(("releases/gw/1.0.0.yaml", line, "RC214") for line in (5, 8, 10, 11, 12, 13)),
        ("releases/gw/product.yaml", 2, "RC214"),
    ]
    assert all(problem.hint for problem in problems)


@pytest.mark.parametrize("text", ["soon", "1.0", "next", "1.x"])
def test_each_version_that_cannot_be_read_has_its_place(text: str, folder: Folder) -> None:
    record = RANGES.replace("RANGE", "1.x").replace("VERSION", text)
    assert [problem.split(" ")[0] for problem in found(folder({"gw/1.0.0.yaml": record}), "RC214")] == [
        "gw/1.0.0.yaml:16:17",
        "gw/1.0.0.yaml:17:32",
    ]


def test_a_range_is_read_under_the_products_own_scheme(folder: Folder) -> None:
    made = folder(
        {"gw/1.2.3.4.yaml": "version: 1.2.3.4\nundated: true\nupgrade: {from: '>=1.2.3.4'}\n"},
        product="name: a\nversioning: numeric\n",
    )
    assert found(made) == []


def test_what_to_use_instead_is_another_release(folder: Folder) -> None:
    made = folder(
        {
            "gw/1.0.0.yaml": f"{HEAD}withdrawn: {{date: 2026-11-21, use_instead: 1.0.1}}\n",
            "gw/1.0.1.yaml": "version: 1.0.1\ndate: 2026-11-21\nwithdrawn: {date: 2026-11-22, use_instead: v1.0.1}\n",
            "gw/1.0.2.yaml": "version: 1.0.2\ndate: 2026-11-22\nwithdrawn: {date: 2026-11-23, use_instead: 1.0.3}\n",
            "gw/1.0.4.yaml": "version: 1.0.4\ndate: 2026-11-23\nwithdrawn: {date: 2026-11-24}\n",
        }
    )
    assert found(made, "RC408") == [
        "gw/1.0.1.yaml:3:44 RC408 the release says to use itself instead",
        "gw/1.0.2.yaml:3:44 RC408 there is no record of version 1.0.3",
    ]


def test_one_goes_back_to_a_release_that_has_a_record_or_is_older_than_all_records(folder: Folder) -> None:
    made = folder(
        {
            "gw/1.0.0.yaml": f"{HEAD}rollback: {{possible: true, to: 0.9.0}}\n",
            "gw/1.0.1.yaml": "version: 1.0.1\ndate: 2026-11-21\nrollback: {possible: true, to: v1.0.0}\n",
            "gw/1.0.4.yaml": "version: 1.0.4\ndate: 2026-11-22\nrollback: {possible: true, to: 1.0.3}\n",
        }
    )
    [problem] = check_folder(made)
    assert (problem.code, problem.severity, problem.line, problem.column) == ("RC408", "warning", 3, 32)
    assert (problem.message, problem.hint) == ("there is no record of version 1.0.3", "did you mean '1.0.1'?")


@pytest.mark.parametrize("key", ["only", "except"])
def test_a_change_is_kept_for_or_from_listings_that_are_declared(key: str, folder: Folder) -> None:
    record = f"{HEAD}fixes: [{{text: a, {key}: [aws-ami, aws-amy]}}]\n"
    [problem] = check_folder(folder({"gw/1.0.0.yaml": record}))
    assert (problem.code, problem.severity, problem.message) == ("RC409", "error", "unknown listing 'aws-amy'")
    assert (problem.line, problem.column, problem.hint) == (3, 31 + len(key), "did you mean 'aws-ami'?")
    [problem, _] = check_folder(folder({}, product="name: a\n"))
    assert problem.hint == "declare it under `listings:` in product.yaml"


def test_listings_yaml_tells_of_listings_that_are_declared(folder: Folder) -> None:
    made = folder({"gw/listings.yaml": "aws-ami: {1.0.0: {live: 2026-01-01}}\naliyun: {1.0.0: {live: 2026-01-01}}\n"})
    assert found(made) == ["gw/listings.yaml:2:1 RC409 unknown listing 'aliyun'"]


def test_a_listing_uses_a_profile_that_exists(folder: Folder) -> None:
    made = folder({}, product="name: a\nlistings: {a: {profile: aliyun-market}, b: {profile: aliyun-markt}}\n")
    [problem] = check_folder(made)
    assert (problem.code, problem.column, problem.message) == ("RC410", 54, "there is no profile 'aliyun-markt'")
    assert (problem.hint or "").startswith("did you mean 'aliyun-market'?")


def test_what_is_resolved_or_removed_was_told_of_before(folder: Folder) -> None:
    made = folder(
        {
            "gw/2.2.9.yaml": "version: 2.2.9\ndate: 2026-11-21\nfixes: [{text: a, resolves: [stall, stal, own]}]\n"
            "known_issues: [{id: own, text: b}]\nremovals: [{text: c, deprecation: old-api}]\n",
            "gw/2.3.0.yaml": "version: 2.3.0\ndate: 2026-11-20\nknown_issues: [{id: stall, text: a}]\n"
            "deprecations: [{id: old-apis, text: b}]\n",
        }
    )
    assert [(p.line, p.column, p.severity, p.message, p.hint) for p in check_folder(made) if p.code == "RC411"] == [
        (3, 37, "warning", "no other release has a known issue 'stal'", "did you mean 'stall'?"),
        (3, 43, "warning", "no other release has a known issue 'own'", "known: stall"),
        (5, 35, "warning", "no release announces a deprecation 'old-api'", "did you mean 'old-apis'?"),
    ]


@pytest.mark.parametrize("key", ["planned", "actual"])
def test_a_window_may_end_in_another_offset_but_not_before_its_start(key: str, folder: Folder) -> None:
    text = f"id: a\n{key}: {{start: 2026-11-20T22:00:00+08:00, end: 2026-11-20T"
    assert found(folder({"gw/notices/a.yaml": text + "15:00:00Z}\n"})) == []
    made = folder({"gw/notices/a.yaml": text + "13:59:00Z}\n"})
    assert found(made) == [f"gw/notices/a.yaml:2:{len(key) + 43} RC304 the window ends before it starts"]


@pytest.mark.parametrize(("date", "count"), [("2026-11-20", 0), ("2026-11-19T23:00:00-03:00", 0), ("2026-11-19", 1)])
def test_a_release_is_withdrawn_once_it_is_out(date: str, count: int, folder: Folder) -> None:
    made = folder({"gw/1.0.0.yaml": f"{HEAD}withdrawn: {{date: '{date}', reason: a}}\n"})
    assert codes(made) == ["RC305"] * count


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[a](b.html)", "the link to 'b.html' leads somewhere else from every page"),
        ("[a](/b)", "the link to '/b' leads somewhere else from every page"),
        ("![a](b.png)", "the link to 'b.png' leads somewhere else from every page"),
        ("[a]\n\n[a]: b&c", "the link to 'b&c' leads somewhere else from every page"),
        ("[a](#fixes)", "the link to '#fixes' works on the release's own page only"),
    ],
)
def test_a_relative_link_is_a_warning(text: str, says: str, folder: Folder) -> None:
    lines = "".join(f"      {line}\n" for line in text.split("\n"))
    record = f"{HEAD}summary: |\n{lines}fixes:\n  - text: a\n    details: |\n{lines}"
    problems = check_folder(folder({"gw/1.0.0.yaml": record}))
    assert [(p.code, p.severity, p.message) for p in problems] == [("RC216", "warning", says)] * 2


@pytest.mark.parametrize(
    "text", ["[a](https://b.example)", "<https://b.example>", "[a](mailto:b@c.example)", "`[a](b)`", "[a]: b is gone"]
)
def test_what_is_no_relative_link(text: str, folder: Folder) -> None:
    assert found(folder({"gw/1.0.0.yaml": f"{HEAD}fixes: ['{text}']\n"})) == []


def test_hints_stay_short_and_cheap_however_much_there_is_to_choose_from(folder: Folder) -> None:
    parts = [f"part-number-{number:05}" for number in range(3000)]
    record = HEAD + "fixes:\n" + "".join(f"  - {{text: a, component: {'y' * 9}{n}}}\n" for n in range(300))
    began = perf_counter()
    problems = check_folder(folder({"gw/1.0.0.yaml": record}, product=f"name: a\ncomponents: [{', '.join(parts)}]\n"))
    assert perf_counter() - began < 10
    assert {problem.hint for problem in problems} == {f"known: {', '.join(parts[:8])} and 2992 more"}


def test_a_notice_announces_releases_that_have_records(folder: Folder) -> None:
    made = folder({"gw/1.0.0.yaml": HEAD, "gw/notices/a.yaml": "id: a\nreleases: [1.0.0, 1.0.1]\n"})
    assert [(p.code, p.severity, p.line, p.column) for p in check_folder(made)] == [("RC408", "warning", 2, 19)]


@pytest.mark.parametrize("name", ["edge-gateway", "db2", "node.js-tools", "v2", "0", "a" * 80, "consoles", "zh"])
def test_a_folder_may_be_a_product(name: str, folder: Folder) -> None:
    assert found(folder({f"{name}/product.yaml": "name: a\n"})) == []


@pytest.mark.parametrize(
    "name",
    [
        "Edge",
        "edge_gateway",
        "edge gateway",
        "边缘",
        "-a",
        "a.",
        "a" * 81,
        "search",
        "assets",
        "security",
        "en",
        "zh-cn",
        "atom.xml",
        "index.html",
        "a.json",
        "con",
        "nul",
        "com1",
        "aux.tools",
    ],
)
def test_a_folder_has_a_name_that_something_else_has(name: str, folder: Folder) -> None:
    made = folder({f"{name}/product.yaml": "name: a\n"})
    [problem] = check_folder(made)
    assert (problem.path, problem.code, problem.line, problem.column) == (
        f"releases/{name}/product.yaml",
        "RC404",
        1,
        1,
    )


@pytest.mark.parametrize("name", ["search", "zh-cn", "atom.xml", "nul"])
def test_an_earlier_id_of_a_product_is_held_to_the_same(name: str, folder: Folder) -> None:
    made = folder({}, product=f"name: a\naliases: [old, {name}]\n")
    [problem] = check_folder(made)
    assert (problem.path, problem.code, problem.line, problem.column) == ("releases/gw/product.yaml", "RC404", 2, 16)


# Together


def test_a_finding_about_the_product_is_placed_in_the_file_that_is_there(folder: Folder) -> None:
    made = folder({"db/product.yml": "name: a\nlines:\n  - range: x y\n"})
    assert found(made)[0].startswith("db/product.yml:3:12 RC214 ")


def test_rules_wait_until_product_yaml_can_be_read(folder: Folder) -> None:
    made = folder({"gw/1.2.yaml": "version: 1.3\nfixes: [{text: a, component: b}]\n"}, product="nmae: a\n")
    assert found(made) == ["gw/product.yaml:1:1 RC203 unknown key 'nmae'"]


def test_an_error_in_vendor_yaml_hides_no_other_file(folder: Folder) -> None:
    made = folder({"gw/1.0.0.yaml": "version: 1.0.0\ntitle: {zh-CN: a}\n"}, vendor="nmae: a\nlanguages: [en, zh-CN]\n")
    assert found(made) == [
        "gw/1.0.0.yaml:1:1 RC302 the release has no date",
        "vendor.yaml:1:1 RC203 unknown key 'nmae'",
    ]


def test_a_hostile_file_beside_a_finding_hangs_nothing(folder: Folder) -> None:
    made = folder({"Bad/product.yaml": "[" * 100_000})
    assert set(codes(made)) == {"RC108"}


def test_findings_of_all_files_are_sorted_by_place(folder: Folder) -> None:
    made = folder(
        {
            "gw/1.0.1.yaml": "version: 1.0.0\nfixes: [{text: a, component: b}]\n",
            "gw/1.0.0.yaml": "version: 1.0.0\nfixs: []\ndate: x\n",
            "db/1.0.0.yaml": "version: 1.0.0\ndate: 2026-11-20\n",
        }
    )
    assert [line.split(" ")[:2] for line in found(made)] == [
        ["db/product.yaml:1:1", "RC402"],
        ["gw/1.0.0.yaml:2:1", "RC203"],
        ["gw/1.0.0.yaml:3:7", "RC205"],
        ["gw/1.0.1.yaml:1:1", "RC302"],
        ["gw/1.0.1.yaml:1:10", "RC301"],
        ["gw/1.0.1.yaml:2:30", "RC213"],
    ]
