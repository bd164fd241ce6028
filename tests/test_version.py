"""Versions: what each scheme reads, refuses and how it orders them."""

from __future__ import annotations

import pickle
import random
from itertools import pairwise
from typing import get_args

import pytest
import semver
from hypothesis import given
from hypothesis import strategies as st

from relcast.model.version import Scheme, Version, VersionError, parse_version

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
READ, PRERELEASE, REFUSED = "read", "prerelease", "refused"

numbers = st.integers(0, 12).map(str)
padded = st.integers(0, 12).flatmap(lambda n: st.sampled_from([f"{n}", f"{n:02}"]))
builds = st.sampled_from(["", "+build.9", "+build.10", "+7", "+07", "+g5b8f9367"])
prefixes = st.sampled_from(["", "v", "V"])
semver_stages = st.one_of(
    st.just(""),
    st.lists(
        st.sampled_from(["0", "1", "2", "10", "rc", "rc1", "rc10", "alpha", "Alpha", "x-1"]), min_size=1, max_size=3
    ).map(lambda parts: "-" + ".".join(parts)),
)
word_stages = st.one_of(
    st.just(""),
    st.tuples(
        st.sampled_from(["-", ".", "", "~"]),
        st.sampled_from(["dev", "a", "alpha", "b", "BETA", "m", "pre", "rc", "RC", "c"]),
        st.sampled_from(["", "1", ".2", "-10", "0"]),
        st.sampled_from(["", ".dev1"]),
    ).map("".join),
)


def texts(scheme: Scheme) -> st.SearchStrategy[str]:
    """Version texts that the scheme reads, close enough to one another to meet."""
    match scheme:
        case "semver":
            core, stages = st.tuples(numbers, numbers, numbers).map(".".join), semver_stages
        case "calver":
            years = st.sampled_from(["26", "2025", "2026"])
            rest = st.lists(padded, min_size=1, max_size=3)
            core = st.tuples(years, rest, st.sampled_from([".", "-"])).map(lambda t: t[2].join([t[0], *t[1]]))
            stages = word_stages
        case "numeric":
            core, stages = st.lists(padded, min_size=1, max_size=6).map(".".join), word_stages
    return st.tuples(prefixes, core, stages, builds).map("".join)


def versions(scheme: Scheme) -> st.SearchStrategy[Version]:
    return texts(scheme).map(lambda text: parse_version(text, scheme))


schemes = st.sampled_from(SCHEMES)
triples = schemes.flatmap(lambda scheme: st.tuples(versions(scheme), versions(scheme), versions(scheme)))


def ordered(scheme: Scheme, *texts: str) -> bool:
    return all(a < b and a.precedence < b.precedence for a, b in pairwise(parse_version(t, scheme) for t in texts))


def refusal(text: str, scheme: Scheme) -> VersionError:
    with pytest.raises(VersionError) as caught:
        parse_version(text, scheme)
    return caught.value


@pytest.mark.parametrize(
    ("text", "in_semver", "in_calver", "in_numeric"),
    [
        ("2.3.0", READ, REFUSED, READ),
        ("v2.3.0", READ, REFUSED, READ),
        ("1.10", REFUSED, REFUSED, READ),
        ("1.2.3.4", REFUSED, REFUSED, READ),
        ("30", REFUSED, REFUSED, READ),
        ("1.1.0-rc.1", PRERELEASE, REFUSED, PRERELEASE),
        ("1.0b1", REFUSED, REFUSED, PRERELEASE),
        ("1.12.0rc2", REFUSED, REFUSED, PRERELEASE),
        ("3.0.0.BETA4", REFUSED, REFUSED, PRERELEASE),
        ("2.0 Beta 2", REFUSED, REFUSED, REFUSED),
        ("115.0esr", REFUSED, REFUSED, REFUSED),
        ("1.1.0-rc.x", PRERELEASE, REFUSED, REFUSED),
        ("51~beta", REFUSED, REFUSED, PRERELEASE),
        ("1.2.92.147.g5b8f9367", REFUSED, REFUSED, REFUSED),
        ("9.2.0+build202509011200", READ, REFUSED, READ),
        ("26.8.15", READ, READ, READ),
        ("2026.11", REFUSED, READ, READ),
        ("2026-11-20", REFUSED, READ, REFUSED),
        ("26.04.dev1", REFUSED, PRERELEASE, PRERELEASE),
        ("2026.11-beta", REFUSED, PRERELEASE, PRERELEASE),
        ("5.07.2026041006", REFUSED, REFUSED, READ),
        ("2.x", REFUSED, REFUSED, REFUSED),
        ("1.45.0/0.67.0", REFUSED, REFUSED, REFUSED),
    ],
)
def test_each_scheme_reads_its_own_real_forms(text: str, in_semver: str, in_calver: str, in_numeric: str) -> None:
    for scheme, expected in zip(SCHEMES, (in_semver, in_calver, in_numeric), strict=True):
        if expected == REFUSED:
            assert refusal(text, scheme).message
        else:
            version = parse_version(text, scheme)
            assert (version.text, version.is_prerelease) == (text, expected == PRERELEASE), scheme


@pytest.mark.parametrize(
    ("scheme", "text", "in_message", "in_hint"),
    [
        ("semver", "1.10", "MAJOR.MINOR.PATCH", "write 1.10.0, or set `versioning: numeric` in product.yaml"),
        ("semver", "1.2.3.4", "has 4 numbers", "set `versioning: numeric` in product.yaml"),
        ("semver", "2026-11-20", "has 1 number", "set `versioning: calver` in product.yaml"),
        ("semver", "5.07.1", "leading zero, as in '07'", "write 5.7.1, or"),
        ("semver", "1.0.0-rc.01", "leading zero, as in '01'", "write 1.0.0-rc.1, or"),
        ("semver", "1.12.0rc2", "hyphen before a pre-release", "write 1.12.0-rc.2, or"),
        ("semver", "3.0.0.BETA4", "hyphen before a pre-release", "write 3.0.0-BETA.4, or"),
        ("semver", "1.0.0-rc~1", "a pre-release after '-' has letters", "2.3.0-rc.1"),
        ("semver", "1.0.0-", "after '-'", "2.3.0-rc.1"),
        ("semver", "1.0.0+", "after '+'", "2.3.0"),
        ("semver", "2.0 Beta 2", "space", "write 2.0.0-Beta.2"),
        ("calver", "5.07.2026041006", "year of two or four digits", "`versioning: numeric`"),
        ("calver", "30", "allows 2 to 4", "2026.11"),
        ("calver", "2026.1.2.3.4", "has 5 numbers", "2026.11"),
        ("numeric", "1.2.3.4.5.6.7", "has 7 numbers", "2.3.0"),
        ("numeric", "115.0esr", "'esr' is no pre-release", "write 115.0+esr"),
        ("numeric", "1.2.92.147.g5b8f9367", "'.g5b8f9367' is no pre-release", "write 1.2.92.147+g5b8f9367"),
        ("numeric", "1.2-a1b2c3", "'-a1b2c3' is no pre-release", "write 1.2+a1b2c3"),
        ("numeric", "1.2-a1b2", "'-a1b2' is no pre-release", "write 1.2+a1b2"),
        ("numeric", "1.2esr+7", "'esr' is no pre-release", "write 1.2+esr.7"),
        ("numeric", "1.0.post1", "'.post1' is no pre-release", "write 1.0+post1"),
        ("numeric", "1.2-3", "later version or a pre-release", "write 1.2.3 for a later version, 1.2-rc.3"),
        ("numeric", "2.0 Beta 2", "space", "write 2.0-Beta.2"),
        ("numeric", "2026-11-20", "no pre-release", "set `versioning: calver`"),
        ("numeric", "1.2.", "ends in '.'", "leave that out"),
        ("numeric", "1.0+a+b", "after '+'", "+build.5"),
        ("numeric", "2.x", "range of versions", "every number"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_write(
    scheme: Scheme, text: str, in_message: str, in_hint: str
) -> None:
    error = refusal(text, scheme)
    assert in_message in error.message
    assert in_hint in (error.hint or "")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".", "..", "v", "-", "1..2", "../1.2.3", "1.2.3/..", "1.2.3\\x", "1.2.3 ", "\t1.2.3", "1.2.3\n"),
        *(
            "1.2\u00a03",
            "1.2.\x003",
            "1.2.3\x1b[0m",
            "\u0661.2.3",
            "1.2.3-\uff11",
            "1.2.3\u200b",
            "1.2.3-rc_1",
            "\ud800",
        ),
        *("CON", "1.2.3:4", "1.2.3?", "1.2.3#4", "1.2.3%2e", "1.2.3-\U0001f41b", "-" * 64, "1.2.3-" + "a" * 59),
        *("9" * 65, "1." * 5000, "9" * 100_000),
    ],
    ids=lambda text: ascii(text)[:16],
)
def test_what_cannot_be_a_folder_and_an_address_is_refused(scheme: Scheme, text: str) -> None:
    error = refusal(text, scheme)
    assert error.message.isprintable()
    assert len(error.message) < 250


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_longest_numbers_are_read(scheme: Scheme) -> None:
    core = {"semver": "1.2.", "calver": "2026.", "numeric": ""}[scheme]
    text = core + "9" * (64 - len(core))
    assert parse_version(text, scheme).text == text


@given(st.text(max_size=70) | st.text("0123456789.-+~vxabrc ", max_size=70), schemes)
def test_any_text_is_read_as_written_or_refused_in_words(text: str, scheme: Scheme) -> None:
    try:
        version = parse_version(text, scheme)
    except VersionError as error:
        assert error.message == str(error)
        assert error.message.isprintable()
    else:
        assert version.text == str(version) == text


@given(schemes.flatmap(lambda scheme: st.tuples(texts(scheme), st.just(scheme))))
def test_the_text_stays_as_written(case: tuple[str, Scheme]) -> None:
    text, scheme = case
    assert parse_version(text, scheme).text == text


@given(triples)
def test_order_is_total(triple: tuple[Version, Version, Version]) -> None:
    a, b, c = triple
    assert (a < b) + (a == b) + (a > b) == 1
    assert (a <= b) == (not b < a)
    if a <= b and b <= c:
        assert a <= c


@given(schemes.flatmap(lambda scheme: st.lists(versions(scheme), max_size=12)), st.randoms(use_true_random=False))
def test_sorting_does_not_depend_on_the_order_found(found: list[Version], chance: random.Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert [v.text for v in sorted(found)] == [v.text for v in sorted(shuffled)]


@given(versions("semver"), versions("semver"))
def test_semver_order_agrees_with_the_semver_package(a: Version, b: Version) -> None:
    ours = (a.precedence[:2] > b.precedence[:2]) - (a.precedence[:2] < b.precedence[:2])
    theirs = semver.Version.parse(a.text.lstrip("vV")).compare(b.text.lstrip("vV"))
    assert ours == theirs
    if theirs:
        assert (a > b) == (theirs > 0)


def test_semver_order_is_the_one_in_its_specification() -> None:
    assert ordered(
        "semver",
        *("1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11"),
        *("1.0.0-rc.1", "1.0.0", "1.9.0", "1.10.0", "2.0.0"),
    )


@pytest.mark.parametrize("scheme", ["calver", "numeric"])
def test_prerelease_words_come_in_the_order_of_development(scheme: Scheme) -> None:
    suffixes = [".dev1", "-nightly", "a1", "b2", "-b.10", "-milestone.1", "-pre1", "-rc.1.dev3", "rc1", "-RC.2", ""]
    assert ordered(scheme, "2026.10", *(f"2026.11{suffix}" for suffix in suffixes), "2026.11.1-dev", "2026.11.1")


@pytest.mark.parametrize(
    ("scheme", "one", "other"),
    [
        ("semver", "v1.2.0", "1.2.0"),
        ("numeric", "1.2", "1.2.0"),
        ("numeric", "V5.07", "5.7.0.0"),
        ("numeric", "1.0b1", "1.0.0-beta.1"),
        ("numeric", "1.0rc", "1.0-RC.0"),
        ("calver", "2026.11", "2026.11.0"),
        ("calver", "2026-11-20", "2026.11.20"),
        ("calver", "26.04", "26.4"),
    ],
)
def test_two_spellings_of_one_version_have_one_precedence_and_sort_by_text(
    scheme: Scheme, one: str, other: str
) -> None:
    a, b = parse_version(one, scheme), parse_version(other, scheme)
    assert a.precedence == b.precedence
    assert a != b
    assert (a < b) == (one < other)
    assert a.step_from(b) == "same"


@pytest.mark.parametrize(
    ("scheme", "one", "other"),
    [
        ("semver", "1.2.0+9", "1.2.0+10"),
        ("semver", "1.2.0", "1.2.0+1"),
        ("semver", "1.2.0-RC.1", "1.2.0-rc.1"),
        ("numeric", "1.2+build9", "1.2+build10"),
        ("numeric", "1.0-dev.1", "1.0-nightly.1"),
        ("calver", "26.8", "2026.8"),
    ],
)
def test_different_versions_differ_in_precedence(scheme: Scheme, one: str, other: str) -> None:
    assert ordered(scheme, one, other)


def test_builds_that_read_alike_are_different_versions() -> None:
    assert parse_version("1.2.0+01", "semver").precedence != parse_version("1.2.0+1", "semver").precedence


@pytest.mark.parametrize(
    ("scheme", "text", "major"),
    [("semver", "v2.3.0", "2"), ("calver", "2026-11", "2026"), ("calver", "06.10", "06"), ("numeric", "30rc1", "30")],
)
def test_major_is_the_first_number_as_written(scheme: Scheme, text: str, major: str) -> None:
    assert parse_version(text, scheme).major == major


@pytest.mark.parametrize(
    ("scheme", "earlier", "later", "step"),
    [
        ("semver", "1.9.4", "2.0.0", "major"),
        ("semver", "1.9.4", "2.0.0-rc.1", "major"),
        ("semver", "2.0.0-rc.1", "2.0.0-rc.2", "prerelease"),
        ("semver", "2.0.0-rc.1", "2.0.0", "prerelease"),
        ("semver", "2.0.0", "2.1.0", "minor"),
        ("semver", "2.1.0", "2.1.1", "patch"),
        ("semver", "2.1.0+1", "v2.1.0+2", "same"),
        ("semver", "2.1.0", "1.1.0", "major"),
        ("numeric", "1.2.3.4", "1.2.3.5", "patch"),
        ("numeric", "1.2", "1.2.0.1", "patch"),
        ("numeric", "30", "30.1", "minor"),
        ("calver", "2025.12", "2026.1", "major"),
    ],
)
def test_a_step_is_named_after_the_first_difference(scheme: Scheme, earlier: str, later: str, step: str) -> None:
    assert parse_version(later, scheme).step_from(parse_version(earlier, scheme)) == step


def test_versions_of_different_schemes_have_no_order() -> None:
    a, b = parse_version("2.3.0", "semver"), parse_version("2.3.0", "numeric")
    assert a != b
    with pytest.raises(TypeError):
        _ = a < b
    with pytest.raises(TypeError):
        a.step_from(b)


@given(schemes.flatmap(versions))
def test_versions_cross_processes_and_serve_as_keys(version: Version) -> None:
    copy = pickle.loads(pickle.dumps(version))
    assert {version: 1}[copy] == 1
    assert (copy.precedence, copy.major) == (version.precedence, version.major)


def test_a_refusal_crosses_processes() -> None:
    error = refusal("1.10", "semver")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.message, copy.hint, str(copy)) == (error.message, error.hint, error.message)


@given(schemes, st.text("0123456789.-+~ vrcabeta", min_size=1, max_size=16))
def test_a_spelling_that_a_hint_tells_to_write_is_read(scheme: Scheme, text: str) -> None:
    try:
        parse_version(text, scheme)
    except VersionError as error:
        hint = (error.hint or "").split(",")[0].split(" for ")[0].split(" where ")[0]
        if hint.startswith("write ") and " " not in hint.removeprefix("write "):
            parse_version(hint.removeprefix("write "), scheme)
