"""`relcast blob` and `relcast profiles`: what is printed, copied and written, and how a command ends."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from relcast.cli import clipboard, main
from relcast.cli.clipboard import NoClipboard, copy
from relcast.marketplaces.shelf import known_profiles

FILES = {
    "vendor.yaml": "name: {en: Acme Cloud, zh-CN: 云巅科技}\nurl: https://acme.example/\nlanguages: [en, zh-CN]\n",
    "gw/product.yaml": """\
name: {en: Gateway, zh-CN: 网关}
listings:
  aws: {profile: aws-marketplace-ami, languages: [en]}
  aliyun:
    profile: aliyun-market
    languages: [zh-CN, en]
    fields: {release_notes: {limit: {max: 250, unit: code_points}}}
  play: {profile: google-play}
""",
    "gw/listings.yaml": "aliyun:\n  2.2.4: {submitted: 2026-09-01, live: 2026-09-03}\n",
    "gw/2.2.4.yaml": "version: 2.2.4\ndate: 2026-09-01\nfixes:\n  - id: a\n    text: {en: Seen, zh-CN: 已见}\n",
    "gw/2.3.0.yaml": """\
version: 2.3.0
date: 2026-10-01
fixes:
  - id: hole
    text: {en: Close the hole, zh-CN: 修复漏洞}
    security: {ids: [CVE-2026-7]}
withdrawn: {date: 2026-10-02, use_instead: 2.3.1}
""",
    "gw/2.3.1.yaml": """\
version: 2.3.1
date: 2026-10-02
features:
  - id: reload
    text: {en: Reload at once 😀, zh-CN: 立即重新加载😀}
  - id: long
    text: {en: "A long one, XXX", zh-CN: "很长的一条，字字字"}
""".replace("XXX", "x" * 200).replace("字字字", "字" * 200),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "releases" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_the_text_goes_to_stdout_and_everything_else_to_stderr(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aws")
    assert code == 0
    assert out.startswith("Gateway 2.3.1 (2026-10-02)\n\nNew features:\n- Reload at once 😀\n")
    assert err.startswith("aws-marketplace-ami · Release notes · ")


def test_last_live_rolls_up_what_the_listing_never_had(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--since", "last-live")
    assert code == 0
    assert "涵盖 2.2.4 之后的全部更新。" in out
    assert "安全修复：\n- 修复漏洞（CVE-2026-7）" in out
    assert "另有 1 项更新（新增功能 1 项），详见随包更新日志" in out
    assert "rolls up 2.3.1, 2.3.0: everything after 2.2.4" in err
    assert "not in the text: long (no room): 很长的一条" in err
    code, by_version, _ = run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--since", "2.2.4")
    assert (code, by_version) == (0, out)


def test_where_nothing_was_live_the_text_is_of_the_release_alone_and_that_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aws", "--since", "last-live")
    assert code == 0
    assert "Close the hole" not in out
    assert "nothing before 2.3.1 is live on aws, so the text is of 2.3.1 alone" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["2.3.0", "--for", "aws"], "2.3.0 is withdrawn; use 2.3.1 instead"),
        (["2.3.1", "--for", "jetbrains", "--since", "last-live"], "only a listing has a last live version"),
        (["2.2.4", "--for", "aws", "--since", "2.3.1"], "2.3.1 does not come before 2.2.4"),
        (["2.3.1", "--for", "salesforce"], "none is known; give it with --url, or set site_url in mkdocs.yml"),
    ],
)
def test_what_can_not_be_had_is_said_in_one_line(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "blob", "gw", *arguments)
    assert (code, out) == (1, "")
    assert told in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["9.9", "--for", "aws"], "gw has no release '9.9'; known: 2.3.1, 2.3.0, 2.2.4"),
        (["2.3.1", "--for", "aws", "--since", "2.2.40"], "gw has no release '2.2.40'; did you mean '2.2.4'?"),
        (["2.3.1", "--for", "aws", "--since", "9" * 999], f"gw has no release '{'9' * 60}'; known: 2.3.1"),
        (["2.3.1", "--for", "aws", "--field", "notes"], "did you mean 'release_notes'?"),
        (["2.3.1", "--for", "aws", "--lang", "fr"], "'fr' is none of the vendor's languages"),
        (["2.3.1", "--for", "awz"], "'awz' is neither a listing of this product nor a profile"),
    ],
)
def test_a_name_that_is_not_there_is_wrong_usage(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "blob", "gw", *arguments)
    assert (code, out) == (2, "")
    assert told in " ".join(err.split())


def test_what_must_be_kept_and_does_not_fit_ends_with_1_and_both_counts(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    product = folder / "releases/gw/product.yaml"
    product.write_text(FILES["gw/product.yaml"].replace("max: 250", "max: 50"), encoding="utf-8")
    code, out, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--since", "2.2.4")
    assert (code, out) == (1, "")
    assert "code points, 50 are allowed" in err
    assert "Write a `short:`" in err


def test_json_holds_the_text_its_count_and_what_is_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--since", "last-live", "--format", "json")
    made = json.loads(out)
    assert code == 0
    assert made["used"] == len(made["text"]) <= made["limit"] == 250
    assert made["releases"] == ["2.3.1", "2.3.0"]
    assert [(item["id"], item["why"], item["version"]) for item in made["dropped"]] == [("long", "no room", "2.3.1")]


def test_a_text_with_a_secret_is_not_given_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = "version: 2.4.0\ndate: 2026-11-01\nfixes:\n  - 'Rotate the password: Spring-2026'\n"  # passes the check
    (folder / "releases/gw/2.4.0.yaml").write_text(record, encoding="utf-8")
    code, out, err = run(capsys, "blob", "gw", "2.4.0", "--for", "aws")
    assert code == 1
    assert "Spring" not in out
    assert "RC520" in err
    code, _, err = run(capsys, "blob", "gw", "2.4.0", "--for", "aws", "--all", "out")
    assert code == 1
    assert not (folder / "out").exists()


# Whole listings


def test_all_writes_every_box_in_every_language_with_what_was_dropped(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "out").mkdir()
    (folder / "out/mine.txt").write_text("kept", encoding="utf-8")
    code, out, _ = run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--since", "last-live", "--all", "out")
    assert code == 0
    assert sorted(file.name for file in (folder / "out").iterdir()) == [
        "mine.txt",
        "release_notes.en.dropped.md", "release_notes.en.txt",
        "release_notes.zh-CN.dropped.md", "release_notes.zh-CN.txt",
    ]  # fmt: skip
    assert "release_notes.zh-CN.txt: aliyun-market · Version notes" in out
    dropped = (folder / "out/release_notes.zh-CN.dropped.md").read_text(encoding="utf-8")
    assert dropped.startswith("# 2.3.1: aliyun-market · Version notes · ")
    assert "\n## No room\n\n- `long` (2.3.1): 很长的一条" in dropped
    _, printed, _ = run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--since", "last-live")
    assert (folder / "out/release_notes.zh-CN.txt").read_bytes() == printed.removesuffix("\n").encode()


def test_each_language_is_packed_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    product = folder / "releases/gw/product.yaml"
    product.write_text(FILES["gw/product.yaml"].replace("max: 250", "max: 240"), encoding="utf-8")
    record = FILES["gw/2.3.1.yaml"].replace("字" * 200, "字" * 20)
    (folder / "releases/gw/2.3.1.yaml").write_text(record, encoding="utf-8")
    run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--all", "out")
    assert "- 很长的一条" in (folder / "out/release_notes.zh-CN.txt").read_text(encoding="utf-8")
    assert "and 1 more change" not in (folder / "out/release_notes.zh-CN.txt").read_text(encoding="utf-8")
    assert "A long one" not in (folder / "out/release_notes.en.txt").read_text(encoding="utf-8")


def test_all_writes_nothing_where_one_box_can_not_be_filled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "blob", "gw", "2.3.1", "--for", "salesforce", "--all", "out")
    assert code == 1
    assert "salesforce release_notes (en): this box takes the address" in err
    assert "nothing was written to out" in err
    assert not (folder / "out").exists()


def test_a_full_disk_leaves_what_was_there(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--all", "out")
    before = {file.name: file.read_bytes() for file in (folder / "out").iterdir()}

    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    code, _, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--since", "2.2.4", "--all", "out")
    monkeypatch.undo()
    assert code == 1
    assert "No space left on device" in err
    assert {file.name: file.read_bytes() for file in (folder / "out").iterdir()} == before


def test_all_and_options_of_one_text_exclude_each_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in (["--copy"], ["--field", "release_notes"]):
        code, _, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aws", "--all", "out", *option)
        assert code == 2
        assert f"so {option[0]} has no meaning here" in err


# The clipboard


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of clipboard programs, the only ones there are; each keeps what it is given."""
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    for name in ("WSL_DISTRO_NAME", "WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(clipboard, "PLATFORM", "linux")
    return programs


def program(folder: Path, name: str, status: int = 0) -> Path:
    file, kept = folder / name, folder / f"{name}.got"
    file.write_text(f'#!/bin/sh\n/bin/cat > "{kept}"\necho noise\nexit {status}\n', encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return kept


TEXT = "第一行😀\n- second\tline\n\nlast"


@pytest.mark.parametrize(
    ("platform", "environment", "name"),
    [
        ("darwin", {}, "pbcopy"),
        ("win32", {}, "powershell.exe"),
        ("linux", {"WSL_DISTRO_NAME": "Debian", "DISPLAY": ":0"}, "powershell.exe"),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "wl-copy"),
        ("linux", {"DISPLAY": ":0"}, "xclip"),
    ],
)
def test_exactly_the_text_in_utf8_goes_to_the_platforms_program(
    platform: str, environment: dict[str, str], name: str, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {one: program(desktop, one) for one in ("pbcopy", "powershell.exe", "wl-copy", "xclip", "xsel")}
    monkeypatch.setattr(clipboard, "PLATFORM", platform)
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    assert copy(TEXT) == name
    assert kept[name].read_bytes() == TEXT.encode()
    assert [one for one, file in kept.items() if file.exists()] == [name]


def test_the_next_program_is_tried_where_one_is_missing_or_fails(
    desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    kept = program(desktop, "xsel")
    assert copy(TEXT) == "xsel"
    program(desktop, "xclip", status=1)
    assert copy(TEXT) == "xsel"
    assert kept.read_bytes() == TEXT.encode()
    program(desktop, "xsel", status=3)
    with pytest.raises(NoClipboard, match=r"xclip failed \(exit status 1\); xsel failed \(exit status 3\)"):
        copy(TEXT)


@pytest.mark.parametrize(
    ("environment", "told"),
    [({}, "no graphical session"), ({"DISPLAY": ":0"}, "install wl-clipboard .*xclip or xsel")],
)
def test_where_there_is_no_clipboard_it_is_said_what_would_do(
    environment: dict[str, str], told: str, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    with pytest.raises(NoClipboard, match=told):
        copy(TEXT)


def test_copy_prints_no_text_and_says_with_what_it_copied(
    folder: Path, desktop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aws", "--copy")
    assert (code, out) == (1, "")
    assert "nothing was copied: there is no graphical session to copy to; without --copy the text is printed" in err
    monkeypatch.setenv("DISPLAY", ":0")
    kept = program(desktop, "xclip")
    code, out, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aws", "--copy")
    assert (code, out) == (0, "")
    assert err.endswith("copied with xclip\n")
    _, printed, _ = run(capsys, "blob", "gw", "2.3.1", "--for", "aws")
    assert kept.read_bytes() == printed.removesuffix("\n").encode()


# Profiles

OWN = """\
schema: marketplace-profile/1
id: acme-store
label: {en: Acme Store}
checked: {date: 2025-11-01, by: the manual}
fields:
  release_notes:
    label: {en: Notes}
    limit: {max: 120, unit: code_points, hard: true, status: vendor_set, source: manual}
    markup: {dialect: plain_bullets}
    compose: {sections: [security, features, fixes], must_keep: [security]}
sources: {manual: "https://acme.example/manual"}
"""


def own(folder: Path, text: str = OWN, name: str = "acme-store") -> None:
    file = folder / "releases/profiles" / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_profiles_lists_every_form_with_its_age_limit_and_confidence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own(folder)
    code, out, _ = run(capsys, "profiles", "--now", "2026-11-26")
    assert code == 0
    assert "aws-marketplace-ami: AWS Marketplace: AMI, add new version (checked 2026-11-22, 4 days ago)\n" in out
    assert "    release_notes: plain_bullets, 30,000 code points, documented, refused above\n" in out
    assert "acme-store (yours): Acme Store (checked 2025-11-01, 390 days ago; check it again)\n" in out
    assert [line.split(":")[0].split(" ")[0] for line in out.splitlines() if line[0] != " "] == sorted(
        [*known_profiles(), "acme-store"]
    )


def test_profiles_as_json_name_the_source_of_every_limit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "profiles", "--format", "json", "--now", "2026-11-26")
    found = {profile["id"]: profile for profile in json.loads(out)}
    assert code == 0
    assert sorted(found) == known_profiles()
    jetbrains = found["jetbrains"]["fields"]["release_notes"]
    assert (jetbrains["max"], jetbrains["unit"], jetbrains["hard"]) == (65535, "utf16", True)
    assert jetbrains["source"].startswith("JetBrains/intellij-plugin-verifier@")
    for profile in found.values():
        assert profile["age_days"] == 4
        for field in profile["fields"].values():
            assert not field["hard"] or (field["source"] and field["status"] == "documented")


def test_a_records_folder_that_is_named_must_be_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "profiles", "--records", "release")
    assert (code, out) == (2, "")
    assert "there is no folder 'release'" in err
    (folder / "releases").rename(folder / "elsewhere")
    assert run(capsys, "profiles")[0] == 0  # our own need none


def test_a_vendors_own_profile_is_used_like_a_built_in_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(folder)
    code, out, err = run(capsys, "blob", "gw", "2.3.1", "--for", "acme-store")
    assert code == 0
    tail = "and 1 more change (New features 1), see the changelog in the package"
    assert out == f"New features:\n- Reload at once 😀\n\n{tail}\n"
    assert "acme-store · Notes · " in err
    own(folder, OWN.replace("acme-store", "aliyun-market").replace("max: 120", "max: 99999"), "aliyun-market")
    _, out, err = run(capsys, "blob", "gw", "2.3.1", "--for", "aliyun", "--lang", "en")
    assert out.startswith("New features:\n")  # and not with the built-in form's line of product and version
    assert "aliyun-market · Notes · " in err


def test_a_broken_profile_of_the_vendors_stops_with_its_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(folder, OWN.replace("markup:", "markupp:"))
    for command in (["blob", "gw", "2.3.1", "--for", "acme-store"], ["profiles"]):
        code, out, err = run(capsys, *command)
        assert (code, out) == (1, "")
        assert "releases/profiles/acme-store.yaml:9:5: RC203 unknown key 'markupp'" in err


def test_check_holds_a_vendors_profiles_to_the_rules(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(folder)
    assert run(capsys, "check")[0] == 0
    own(folder, OWN.replace(", source: manual", "").replace("id: acme-store", "id: acme-shop"))
    code, out, _ = run(capsys, "check")
    assert code == 1
    said = [line.split(" ")[0:2] for line in out.splitlines() if line.startswith("releases/profiles/")]
    assert said == [
        ["releases/profiles/acme-store.yaml:2:5:", "RC506"],
        ["releases/profiles/acme-store.yaml:8:12:", "RC501"],
    ]
    assert run(capsys, "check", "releases/profiles/acme-store.yaml")[0] == 1
    assert run(capsys, "check", "releases/gw")[0] == 0


def test_a_listing_may_name_a_vendors_own_profile(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    product = FILES["gw/product.yaml"] + "  store: {profile: acme-store}\n"
    (folder / "releases/gw/product.yaml").write_text(product, encoding="utf-8")
    code, out, _ = run(capsys, "check")
    assert code == 1
    assert "RC410 there is no profile 'acme-store'" in out
    own(folder)
    assert run(capsys, "check")[0] == 0


def test_the_folder_of_profiles_is_no_product(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own(folder)
    own(folder, "name: Profiles\n", "product")
    code, out, _ = run(capsys, "check", "--strict")
    assert code == 1
    assert "releases/profiles/product.yaml:1:1: RC406 warning: profiles/ holds marketplace profiles" in out
    assert "RC402" not in out


SITE = """\
site_name: Changes
site_url: https://changes.example/
use_directory_urls: {folders}
plugins:
  - relcast:
      at: log
"""


@pytest.mark.parametrize(("folders", "index"), [("true", ""), ("false", "index.html")])
def test_a_roll_up_leads_to_the_products_page_whatever_its_address_looks_like(
    folder: Path, capsys: pytest.CaptureFixture[str], folders: str, index: str
) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(SITE.format(folders=folders), encoding="utf-8")
    for language, edition in (("en", ""), ("zh-CN", "zh-CN/")):
        made = ("blob", "gw", "2.3.1", "--for", "salesforce", "--lang", language)
        base = f"https://changes.example/{edition}log/gw/"
        assert run(capsys, *made)[1].strip() == f"{base}2.3.1/{index}"
        assert run(capsys, *made, "--since", "2.2.4")[1].strip() == f"{base}{index}"


def test_the_console_pack_and_the_command_name_the_same_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(SITE.format(folders="false"), encoding="utf-8")
    listings = folder / "releases" / "gw" / "product.yaml"
    listings.write_text(f"{listings.read_text('utf-8')}  sf: {{profile: salesforce}}\n", encoding="utf-8")
    states = folder / "releases" / "gw" / "listings.yaml"
    states.write_text(f"{states.read_text('utf-8')}sf:\n  2.2.4: {{live: 2026-09-03}}\n", encoding="utf-8")
    code, printed, _ = run(capsys, "blob", "gw", "2.3.1", "--for", "sf", "--since", "last-live", "--lang", "en")
    assert code == 0
    assert run(capsys, "console", "gw", "2.3.1")[0] == 0
    assert printed.strip() in {file.read_text("utf-8").strip() for file in (folder / "dist").rglob("*.txt")}
