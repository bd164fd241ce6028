"""Where profiles are found: those that come with Relcast, and those a vendor keeps in `profiles/` beside its products.

A vendor's profile of a built-in one's id takes its place: whoever copies a form to mend it means the copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from ..model.product import Listing, Product
from ..problems import Problem, RecordsInvalid, sort_problems
from ..records.folder import VendorFolder
from ..records.locate import placed
from ..records.parse import parse
from ..records.reader import Source, open_source, read
from .profile import LABEL_LANGUAGES, MarketplaceError, Profile, UnknownName, suggestion
from .profile_lint import lint

Own = Mapping[str, Path]
"""A vendor's own profiles: their files, by the id their name says."""
_NONE: Own = {}
_FOLDER = Path(__file__).resolve().parent / "profiles"


@cache
def _built_in() -> Own:
    return {file.stem: file for file in sorted(_FOLDER.glob("*.yaml"))}


@cache
def _load_built_in(id: str) -> Profile:
    file = _built_in()[id]
    return read_profile(file, f"profiles/{file.name}")


def has_profile(id: str, own: Own = _NONE) -> bool:
    """Whether there is a profile of that id; its file may still be broken."""
    return id in own or id in _built_in()


def known_profiles(own: Own = _NONE) -> list[str]:
    """The ids of all profiles, sorted."""
    return sorted({*own, *_built_in()})


def load_profile(id: str, own: Own = _NONE) -> Profile:
    """The profile of that id; an `UnknownName` that lists the known ones otherwise.

    Raises `RecordsInvalid` where a vendor's file can't be read.
    """
    if id in own:
        return read_profile(own[id], "/".join(own[id].parts[-3:]))  # releases/profiles/<id>.yaml
    if id not in _built_in():
        raise UnknownName(f"there is no profile '{id[:60]}'", suggestion(id, known_profiles(own)))
    return _load_built_in(id)


def find_sound_profile(id: str, own: Own = _NONE) -> Profile | None:
    """The profile of that id, or None where there is none that can be read; other rules say so then."""
    try:
        return load_profile(id, own)
    except (MarketplaceError, RecordsInvalid):
        return None


def stated_boxes(product: Product, own: Own = _NONE) -> Iterator[tuple[str, Listing, Profile, str]]:
    """Every box that a listing states something of: the listing's id, the listing, its profile, the box's name.

    Listings without a profile that can be read are left out.
    """
    for id, listing in product.listings.items():
        profile = find_sound_profile(listing.profile, own)
        if profile is not None:
            for name in listing.fields:
                yield id, listing, profile, name


def profiles(own: Own = _NONE) -> tuple[Profile, ...]:
    """Every profile, by id."""
    return tuple(load_profile(id, own) for id in known_profiles(own))


def read_profile(file: Path, shown: str) -> Profile:
    """The profile in a file; `RecordsInvalid` with every problem and its place otherwise."""
    profile, problems, _ = _read(file, shown)
    if profile is None or any(problem.severity == "error" for problem in problems):
        raise RecordsInvalid(problems)
    return profile


def check_profiles(folder: VendorFolder) -> list[Problem]:
    """Everything wrong with a vendor's own profiles, placed and sorted."""
    problems: list[Problem] = []
    for file in folder.profiles:
        shown = folder.show(file)
        profile, found, source = _read(file, shown)
        problems += found
        if profile is None or source is None:
            continue
        findings = lint(profile)
        if profile.id != file.stem:
            message = f"the file is called '{file.name}', but the profile's id is {profile.id}"
            hint = f"rename the file to {profile.id}.yaml, or write `id: {file.stem}`"
            findings.append(Problem("RC506", "profile-name", message, hint, where=("id",)))
        problems += placed(findings, source)
    return sort_problems(problems)


def _read(file: Path, shown: str) -> tuple[Profile | None, Sequence[Problem], Source | None]:
    source = open_source(file, shown)
    if isinstance(source, Problem):
        return None, [source], None
    return *_parsed(source), source


@lru_cache(maxsize=128)  # every product's listings, and every rule about them, ask for the same few
def _parsed(source: Source) -> tuple[Profile | None, tuple[Problem, ...]]:
    document = read(source)
    if document.data is None and document.problems:
        return None, document.problems
    profile, problems = parse(Profile, document.data, languages=LABEL_LANGUAGES)
    return profile, (*document.problems, *placed(problems, source))


def find_target(product: Product, name: str, own: Own = _NONE) -> tuple[Profile, str | None]:
    """The profile that a listing's id or a profile's id names, and the listing if there is one.

    A profile's id stands for the product's only listing on it. Raises `MarketplaceError` for an unknown name, and where
    several listings could be meant.
    """
    listings = product.listings
    if name in listings:
        return load_profile(listings[name].profile, own), name
    if not has_profile(name, own):
        hint = suggestion(name, {*listings, *known_profiles(own)})
        raise UnknownName(f"'{name[:60]}' is neither a listing of this product nor a profile", hint)
    there = [id for id, listing in listings.items() if listing.profile == name]
    if len(there) > 1:
        raise MarketplaceError(f"several listings use {name}", f"name one of them: {', '.join(there)}")
    return load_profile(name, own), there[0] if there else None
