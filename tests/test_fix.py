# ruff: noqa: E501
"""`relcast check --fix`: mends what is safe, touches nothing else, and never changes what a record means."""

from __future__ import annotations

import random
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcast.cli import main
from relcast.fixes.dates import meant_date
from relcast.fixes.run import Place, find_mended, find_places
from relcast.library.computed import Computed
from relcast.library.deprecated import find_deprecated
from relcast.library.load import load_product, load_vendor
from relcast.model.product import Vendor
from relcast.model.release import SECTIONS, Release, change_id
from relcast.model.text import Words
from relcast.records.edit import Edit, FileChanged, edited, rewrite
from relcast.records.folder import discover
from relcast.records.outline import find_outline
from relcast.records.parse import parse
from relcast.records.reader import Source, open_source, read
from relcast.records.spellings import meant_key
from relcast.records.write import write_record

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 26, tzinfo=UTC)
VENDOR = Vendor(name=Words(en="Acme"), languages=["en", "zh-CN"])


def mend(folder: Path, text: str, kind: Any = "release") -> str:
    """What a file's text becomes."""
    file = folder / "record.yaml"
    file.write_bytes(text.encode())
    mended = find_mended(Place(kind, file, "gw"), "record.yaml", VENDOR, now=NOW, wants=lambda rule: True)
    return mended.text if mended else text


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


# One slip each

IDS = "version: 1.0.0\ndate: 2026-11-20\n"
CASES: dict[str, tuple[str, str]] = {
    "text cut by a hash": (
        "version: 1.0.0\nundated: true\nfixes:\n  - id: a\n    text: Fix a leak, see #812 and `x`\n",
        "version: 1.0.0\nundated: true\nfixes:\n  - id: a\n    text: 'Fix a leak, see #812 and `x`'\n",
    ),
    "a comment with a blank stays one": (
        "version: 1.0.0\nundated: true\nfixes:\n  - id: a\n    text: Fix a leak # 812\n",
        "version: 1.0.0\nundated: true\nfixes:\n  - id: a\n    text: Fix a leak # 812\n",
    ),
    "a hash behind what is no prose stays": ("version: 1.0.0 #x\nundated: true\n", "version: 1.0.0 #x\nundated: true\n"),
    "sections of other tools": (
        "version: 1.0.0\nundated: true\nadded:\n  - {id: a, text: b}\n新增功能: # why\n",
        "version: 1.0.0\nundated: true\nadded:\n  - {id: a, text: b}\n新增功能: # why\n",
    ),
    "one section of another tool": (
        "version: 1.0.0\nundated: true\nBug Fixes: # why\n  - id: a\n    description: b\n",
        "version: 1.0.0\nundated: true\nfixes: # why\n  - id: a\n    text: b\n",
    ),
    "chinese sections": (
        "version: 1.0.0\nundated: true\n新增功能:\n  - id: a\n    text: b\n优化改进: []\n问题修复: []\n",
        "version: 1.0.0\nundated: true\nfeatures:\n  - id: a\n    text: b\nimprovements: []\nfixes: []\n",
    ),
    "a quoted key": ("version: 1.0.0\nundated: true\n'新增': []\n", "version: 1.0.0\nundated: true\nfeatures: []\n"),
    "doubtful sections": ("version: 1.0.0\nundated: true\nissues: []\n", "version: 1.0.0\nundated: true\nissues: []\n"),
    "dates": (
        "version: 1.0.0\ndate: 2026年11月20日\ntests:\n  functional: {result: pass, date: '2026/1/2'}\n",
        "version: 1.0.0\ndate: 2026-11-20\ntests:\n  functional: {result: pass, date: 2026-01-02}\n",
    ),
    "a date in doubt": ("version: 1.0.0\ndate: 7/8/2026\n", "version: 1.0.0\ndate: 7/8/2026\n"),
    "an id before the text": (
        IDS + "features:\n  # of weight\n  - text: a # why\n    component: b\n",
        IDS + "features:\n  # of weight\n  - id: features-1\n    text: a # why\n    component: b\n",
    ),
    "ids of texts alone": (
        IDS + "fixes:\n- Fix a leak\n-   Fix two\n    lines\n\n    of it\n- 'quoted: x'\n- |\n  a\n\n   b\n- >-2\n    c\n",
        IDS + "fixes:\n- id: fixes-1\n  text: Fix a leak\n-   id: fixes-2\n    text: Fix two\n      lines\n\n      of it\n"
        "- id: fixes-3\n  text: 'quoted: x'\n- id: fixes-4\n  text: |\n    a\n\n     b\n- id: fixes-5\n  text: >-2\n      c\n",
    ),
    "ids of texts by language": (
        IDS + "known_issues:\n  - en: a\n    # said\n    zh-CN: |\n      甲\n  - {en: b, zh-CN: 乙}\n",
        IDS + "known_issues:\n  - id: known-issues-1\n    text:\n      en: a\n      # said\n      zh-CN: |\n        甲\n"
        "  - id: known-issues-2\n    text: {en: b, zh-CN: 乙}\n",
    ),
    "ids in brackets": (
        IDS + "fixes: [a, {text: b}, \"c\",\n  d]\n",
        IDS + "fixes: [{id: fixes-1, text: a}, {id: fixes-2, text: b}, {id: fixes-3, text: \"c\"},\n  {id: fixes-4, text: d}]\n",
    ),
    "no id that is taken": (
        IDS + "fixes:\n  - text: a\n  - id: fixes-1\n    text: b\n",
        IDS + "fixes:\n  - text: a\n  - id: fixes-1\n    text: b\n",
    ),
    "no ids before the date": ("version: 1.0.0\ndate: 2026-12-20\nfixes: [a]\n", "version: 1.0.0\ndate: 2026-12-20\nfixes: [a]\n"),
    "no ids while planned": (
        IDS + "status: planned\nfixes: [a]\n", IDS + "status: planned\nfixes: [a]\n"
    ),
    "no id of what is internal": (
        IDS + "fixes:\n  - text: a\n    internal: true\n", IDS + "fixes:\n  - text: a\n    internal: true\n"
    ),
    "keys in order, comments with them": (
        "# head\n\n# of the date\ndate: 2026-11-20\n# of the fixes\nfixes:\n  - text: a\n    id: b # why\n\n# of the version\nversion: 1.0.0\n",
        "# head\n\n# of the version\nversion: 1.0.0\n# of the date\ndate: 2026-11-20\n# of the fixes\nfixes:\n  - id: b # why\n    text: a\n\n",
    ),
    "a comment that may be about the file or its first key": (
        "# 1.0\ndate: 2026-11-20\nversion: 1.0.0\n", "# 1.0\ndate: 2026-11-20\nversion: 1.0.0\n"
    ),
    "an order below a comment about the file": (
        "# 1.0\n\ndate: 2026-11-20\nversion: 1.0.0\n", "# 1.0\n\nversion: 1.0.0\ndate: 2026-11-20\n"
    ),
    "headings in a text are no comments": (
        "version: 1.0.0\nundated: true\nfixes:\n  - details: |\n      a\n      # b\n    text: c\n    id: d\n",
        "version: 1.0.0\nundated: true\nfixes:\n  - id: d\n    text: c\n    details: |\n      a\n      # b\n",
    ),
    "a comment on the dash line": (
        "version: 1.0.0\nundated: true\nfixes:\n  - text: c\n    # of the id\n    id: d\n",
        "version: 1.0.0\nundated: true\nfixes:\n  - text: c\n    # of the id\n    id: d\n",
    ),
    "blanks at ends of lines": (
        "version: 1.0.0  \nundated: true\t\nsummary: |\n  a  \n  b\nfixes:   \n  - id: a \n    text: 'x  \n      y'  \n# c  \n",
        "version: 1.0.0\nundated: true\nsummary: |\n  a  \n  b\nfixes:\n  - id: a\n    text: 'x  \n      y'\n# c\n",
    ),
    "line ends stay": (
        "version: 1.0.0\r\ndate: 2026/11/20\r\nadded:\r\n  - a\r\n  - b\r\n    c\r\n",
        "version: 1.0.0\r\ndate: 2026-11-20\r\nfeatures:\r\n  - id: features-1\r\n    text: a\r\n"
        "  - id: features-2\r\n    text: b\r\n      c\r\n",
    ),
    "no last line end": (IDS + "fixes:\n  - a", IDS + "fixes:\n  - id: fixes-1\n    text: a"),
    "what can't be read stays": (IDS + "added:\n  - `a\n", IDS + "added:\n  - `a\n"),
    "a key that stands twice stays": (IDS + "added: []\nadded: []\n", IDS + "added: []\nadded: []\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_slip_is_mended_and_nothing_else(name: str, bench: Path) -> None:
    before, after = CASES[name]
    assert mend(bench, before) == after
    assert mend(bench, after) == after


def test_alias_sections_that_would_become_one_are_left_to_the_author(bench: Path) -> None:
    text = "version: 1.0.0\nundated: true\nadded: [{id: a, text: b}]\nfeatures: [{id: c, text: d}]\n"
    assert mend(bench, text) == text


@pytest.mark.parametrize("kind", ["vendor", "product", "notice", "listings", "unreleased"])
def test_other_files_have_their_dates_mended(kind: str, bench: Path) -> None:
    assert mend(bench, "lines:\n  - eol: 2026.1.2 \n", kind) == "lines:\n  - eol: 2026-01-02\n"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-9-2", "2026-09-02"), ("2026.04.03", "2026-04-03"), ("2026 07 30", "2026-07-30"),
        ("2021年3月3日", "2021-03-03"), ("2021 年 3 月 3 号", "2021-03-03"), ("28 Nov 2024", "2024-11-28"),
        ("6th December, 2024", "2024-12-06"), ("April 24, 2023", "2023-04-24"), ("Sept. 1, 2023", "2023-09-01"),
        ("7/31/2026", None), ("31.7.2026", None), ("2026/31/7", None), ("2026-02-30", None), ("2026/11.20", None),
        ("26-11-20", None), ("31 Juni 2026", None), ("0001-01-01", None), ("２０２６-１-１", None),
    ],
)  # fmt: skip
def test_only_a_date_without_doubt_is_understood(text: str, day: str | None) -> None:
    found = meant_date(text)
    assert (found.isoformat() if found else None) == day


# Whatever the record

REFUSED = "\ufeff" + "".join(chr(code) for code in (*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF))
"""What no record may hold."""
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=REFUSED),
    min_size=1, max_size=30,
) | st.sampled_from(["a #1", "# x", "- y", "a: b", "x\n\ny\n", "| z", "'q'", "热加载，无需重启", "a  \nb", "  in", "{c}"])  # fmt: skip
PROSE = TEXTS.filter(lambda text: text.strip() != "")
CHANGES = st.one_of(
    PROSE,
    st.dictionaries(st.sampled_from(["en", "zh-CN"]), PROSE, min_size=1),
    st.fixed_dictionaries({"text": PROSE}, optional={
        "component": st.just("policy"), "details": PROSE, "highlight": st.just("true"), "internal": st.just("true"),
    }),
    st.fixed_dictionaries({"text": PROSE, "id": st.integers(0, 10**6).map(lambda n: f"x{n}")}),
)  # fmt: skip
RECORDS = st.fixed_dictionaries(
    {"version": st.just("1.0.0"), "date": st.just("2026-11-20")},
    optional={"summary": PROSE, **{section: st.lists(CHANGES, min_size=1, max_size=3) for section in SECTIONS}},
)
SEEDS = st.integers(0, 2**32)


def shuffled(text: str, seed: int) -> str:
    """The record with its sections in another order, comments, blanks at line ends, and another kind of line end."""
    chance = random.Random(seed)
    outline = find_outline(text)
    assert outline
    starts = [key.start for key, _ in outline.keys]
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    chance.shuffle(parts)
    text = "".join(f"# note {i}  \n" + part if chance.random() < 0.3 else part for i, part in enumerate(parts))
    return text.replace("\n", "\r\n") if chance.random() < 0.2 else text


def meaning(text: str) -> tuple[Any, list[str]]:
    """What a record means, with every id as it is used; and what is wrong with it."""
    document = read(Source("", text, text.encode()))
    release, problems = parse(Release, document.data, languages=VENDOR.languages)
    said = [problem.code for problem in (*document.problems, *problems)]
    if release is None:
        return document.data, said
    changes = [(change_id(section, n, change), change.model_copy(update={"id": None}))
               for section, n, change in release.changes()]  # fmt: skip
    return (release.model_dump(exclude=set(SECTIONS)), changes), said


@given(RECORDS, SEEDS)
@settings(max_examples=150, deadline=None)
def test_the_meaning_before_equals_the_meaning_after_and_a_second_time_changes_nothing(
    bench: Path, data: Any, seed: int
) -> None:
    text = shuffled(write_record(data), seed)
    before, said = meaning(text)
    assert "RC111" not in said
    after = mend(bench, text)
    assert meaning(after) == (before, said)
    assert mend(bench, after) == after


@given(RECORDS, SEEDS)
@settings(max_examples=80, deadline=None)
def test_with_aliases_the_meaning_is_what_the_aliases_meant(bench: Path, data: Any, seed: int) -> None:
    chance = random.Random(seed)
    spellings = {"features": ["added", "新增功能", "New Features"], "improvements": ["changed", "优化改进"],
                 "fixes": ["bugfixes", "Bug-Fixes", "问题修复"], "deprecations": ["deprecated"],
                 "removals": ["Removed", "移除"], "known_issues": ["Known Issues"]}  # fmt: skip
    foreign = {chance.choice(spellings[key]) if key in spellings else key: value for key, value in data.items()}
    after = mend(bench, write_record(foreign))
    assert meaning(after) == meaning(write_record(data))


@given(RECORDS, SEEDS)
@settings(max_examples=60, deadline=None)
def test_comments_and_untouched_lines_stay(bench: Path, data: Any, seed: int) -> None:
    text = shuffled(write_record(data), seed)
    after = mend(bench, text)
    assert after.count("# note") == text.count("# note")
    if "\r\n" in text:
        assert after.count("\n") == after.count("\r\n")


@given(st.binary(max_size=200) | TEXTS.map(str.encode), SEEDS)
@settings(max_examples=120, deadline=None)
def test_no_file_makes_it_crash(bench: Path, raw: bytes, seed: int) -> None:
    file = bench / "raw.yaml"
    file.write_bytes(raw)
    for kind in ("release", "product"):
        find_mended(Place(kind, file, "gw"), "raw.yaml", VENDOR, now=NOW, wants=lambda rule: True)  # type: ignore[arg-type]
    assert file.read_bytes() == raw


def test_our_own_records_need_no_mending() -> None:
    folder = discover(ROOT / "releases", "releases")
    vendor = Vendor(name=Words(en="Acme"), languages=["en", "zh-CN"])
    touched = [place.file.name for place in find_places(folder)
               if find_mended(place, "x", vendor, now=NOW, wants=lambda rule: True)]  # fmt: skip
    assert touched == []


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_its_own_spelling(section: str) -> None:
    assert meant_key(section) == meant_key(section.upper().replace("_", " ")) == section


# Edits and files


def test_edits_that_overlap_are_refused() -> None:
    assert edited("abc", [Edit(1, 2, "x"), Edit(0, 0, "y")]) == "yaxc"
    with pytest.raises(ValueError, match="overlap"):
        edited("abc", [Edit(0, 2, "x"), Edit(1, 3, "y")])


def test_a_file_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\n")
    source = open_source(file, "a.yaml")
    assert isinstance(source, Source)
    file.write_text("a: 2\n")
    with pytest.raises(FileChanged):
        rewrite(file, source, "a: 3\n")
    assert file.read_text() == "a: 2\n"


SLIPS = "version: 1.0.1\ndate: 2026/11/20\nfixed:\n  - a\n"
MENDED = "version: 1.0.1\ndate: 2026-11-20\nfixes:\n  - id: fixes-1\n    text: a\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "vendor.yaml": "name: Acme\n", "gw/product.yaml": "name: Gateway\n", "gw/1.0.1.yaml": SLIPS,
        "gw/1.0.0.yaml": "version: 1.0.0\ndate: 2026-11-01\n", "gw/2.0.0.yaml": "`\n",
    }.items():  # fmt: skip
        file = tmp_path / "releases" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["check", "--now", "2026-11-26", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_fix_mends_and_then_reports_what_is_left(home: Path, check: Run) -> None:
    others = [home / "releases/gw/1.0.0.yaml", home / "releases/gw/2.0.0.yaml", home / "releases/vendor.yaml"]
    before = [(file.stat().st_ino, file.stat().st_mtime_ns) for file in others]
    (home / "releases/gw/1.0.1.yaml").chmod(0o640)
    code, out, err = check("--fix")
    assert (code, err) == (1, "mended 1 file\n1 error\n")
    assert out.startswith("releases/gw/2.0.0.yaml:1:1: RC105 ")
    assert (home / "releases/gw/1.0.1.yaml").read_text() == MENDED
    assert stat.S_IMODE((home / "releases/gw/1.0.1.yaml").stat().st_mode) == 0o640
    assert [(file.stat().st_ino, file.stat().st_mtime_ns) for file in others] == before
    assert sorted(file.name for file in (home / "releases/gw").iterdir()) == [
        "1.0.0.yaml",
        "1.0.1.yaml",
        "2.0.0.yaml",
        "product.yaml",
    ]
    assert check("--fix")[2] == "mended 0 files\n1 error\n"


NUMBERED = """\
version: 1.{n}.0
date: 2026-0{n}-10
features:
  - Feature {n}
deprecations:
  - text: Interface {n}
    removed_in: 9.0.0
fixes:
  - text: Hole {n} is closed
    security: {{severity: high, affected: "<1.{n}.0"}}
known_issues:
  - text: Trouble {n}
    affected: ">=1.{n}.0"
"""


def test_ids_that_are_written_down_make_no_two_changes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is first in its section in two releases gets the same id in both, and stays two changes."""
    folder = tmp_path / "releases"
    (folder / "gw").mkdir(parents=True)
    (folder / "vendor.yaml").write_text("name: Acme\n")
    (folder / "gw/product.yaml").write_text("name: Gateway\n")
    for n in range(1, 5):
        (folder / f"gw/1.{n}.0.yaml").write_text(NUMBERED.format(n=n))
    monkeypatch.chdir(tmp_path)

    def told() -> list[object]:
        """The upgrade, the text for a console, and what stands on the pages over all products."""
        assert main(["path", "gw", "1.1.0", "1.4.0", "--now", "2026-06-01"]) == 0
        assert main(["blob", "gw", "1.4.0", "--for", "aws-marketplace-ami", "--since", "1.1.0"]) == 0
        vendor, _ = load_vendor(found := discover(folder, "releases"))
        assert vendor
        history = load_product(found, found.products[0], vendor).history.at(NOW)
        deprecated = [one.stated[1].change.text for one in find_deprecated(history)]
        return [capsys.readouterr().out, deprecated, len(Computed(history).advisories.all)]

    before = told()
    assert main(["check", "--fix", "--now", "2026-06-01"]) in (0, 1)
    assert "id: features-1" in (folder / "gw/1.4.0.yaml").read_text()
    capsys.readouterr()
    assert told() == before
    assert before[1:] == [[{"en": f"Interface {n}"} for n in range(1, 5)], 4]


def test_diff_shows_what_fix_would_do_and_changes_nothing(home: Path, check: Run) -> None:
    code, out, err = check("--fix", "--diff")
    assert (code, err) == (1, "1 file would be mended\n")
    assert out == (
        "--- a/releases/gw/1.0.1.yaml\n+++ b/releases/gw/1.0.1.yaml\n@@ -1,4 +1,5 @@\n version: 1.0.1\n"
        "-date: 2026/11/20\n-fixed:\n-  - a\n+date: 2026-11-20\n+fixes:\n+  - id: fixes-1\n+    text: a\n"
    )
    assert (home / "releases/gw/1.0.1.yaml").read_text() == SLIPS
    check("--fix")
    assert check("--fix", "--diff") == (0, "", "0 files would be mended\n")


def test_a_diff_says_where_a_last_line_end_is_missing_and_keeps_those_of_windows(home: Path, check: Run) -> None:
    (home / "releases/gw/1.0.1.yaml").write_bytes(b"version: 1.0.1\r\ndate: 2026/11/20")
    assert check("--fix", "--diff")[1] == (
        "--- a/releases/gw/1.0.1.yaml\n+++ b/releases/gw/1.0.1.yaml\n@@ -1,2 +1,2 @@\n version: 1.0.1\r\n"
        "-date: 2026/11/20\n\\ No newline at end of file\n+date: 2026-11-20\n\\ No newline at end of file\n"
    )


def test_only_what_is_asked_for_is_mended(home: Path, check: Run) -> None:
    assert check("--fix", "releases/gw/1.0.0.yaml")[2] == "mended 0 files\nno problems\n"
    check("--fix", "--select", "date-form")
    assert (home / "releases/gw/1.0.1.yaml").read_text() == SLIPS.replace("/", "-")


def test_a_byte_order_mark_stays(home: Path, check: Run) -> None:
    file = home / "releases/gw/1.0.1.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + SLIPS.encode())
    check("--fix")
    assert file.read_bytes() == b"\xef\xbb\xbf" + MENDED.encode()


def test_diff_alone_is_wrong_usage(home: Path, check: Run) -> None:
    assert check("--diff")[0] == 2
