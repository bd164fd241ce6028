"""What an earlier build wrote comes over as it was written, alone, and without being looked for where nobody was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import pytest

from relcast.site import ledger as ledger_module
from relcast.site.ledger import Ledger, Source, seal, state_of

FILES = ("gateway/index.html", "gateway/1.0.0/index.html", "gateway/archive/1/index.html")


class Builds:
    """Builds that write one folder, each into a place of its own, with one ledger."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.count = 0

    def make(self) -> Path:
        """A build that writes the folder; returns its place."""
        root = self._next()
        for name in FILES:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(name)
        seal(os.fspath(root), "gateway", FILES)
        ledger = Ledger(self.home / "ledger.json", [])
        ledger.note("gateway", "key", [state_of(os.fspath(root), name) for name in FILES])
        ledger.write()
        return root

    def reuse(self, *sources: tuple[Path, Literal["move", "link"]], docs: bool = False) -> Path | None:
        """A build that takes the folder from a source, or None; `docs` have a page in it."""
        root = self._next()
        if docs:
            (root / "gateway").mkdir()
            (root / "gateway/guide.html").write_text("docs")
        ledger = Ledger(self.home / "ledger.json", [Source(place, way) for place, way in sources])
        found = ledger.reuse(root, "gateway", "key")
        ledger.write()
        return root if found else None

    def _next(self) -> Path:
        self.count += 1
        root = self.home / f"site-{self.count}"
        root.mkdir()
        return root


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path)


@pytest.fixture
def nothing_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(root: str, folder: str) -> None:
        raise AssertionError(folder)

    monkeypatch.setattr(ledger_module, "_files", listed)


def files(root: Path | None) -> list[str]:
    assert root is not None
    return sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())


@pytest.mark.usefixtures("nothing_is_listed")
def test_an_untouched_folder_is_not_listed_whichever_way_it_came(builds: Builds) -> None:
    first = builds.make()
    second = builds.reuse((first, "link"))
    assert second is not None
    third = builds.reuse((first, "move"), (second, "link"))
    assert third is not None
    assert not (first / "gateway").exists()
    assert files(builds.reuse((second, "move"), (third, "link"))) == sorted(FILES)


@pytest.mark.parametrize("way", ["move", "link"])
@pytest.mark.parametrize("place", ["gateway", "gateway/1.0.0", "gateway/archive", "gateway/archive/1", "gateway/new"])
def test_what_somebody_put_into_a_folder_does_not_come_over(
    place: str, way: Literal["move", "link"], builds: Builds
) -> None:
    first = builds.make()
    (first / place).mkdir(exist_ok=True)
    (first / place / "foreign.html").write_text("foreign")
    second = builds.reuse((first, way))
    assert files(second) == sorted(FILES)
    assert second is not None
    assert files(builds.reuse((second, "move"))) == sorted(FILES)


@pytest.mark.parametrize("way", ["move", "link"])
def test_what_docs_put_into_a_folder_does_not_come_over_with_it(way: Literal["move", "link"], builds: Builds) -> None:
    with_docs = builds.reuse((builds.make(), way), docs=True)
    assert files(with_docs) == sorted((*FILES, "gateway/guide.html"))
    assert with_docs is not None
    assert files(builds.reuse((with_docs, way))) == sorted(FILES)


@pytest.mark.parametrize("change", ["edit", "remove", "replace"])
def test_a_folder_with_a_file_that_is_not_as_it_was_is_made_anew(change: str, builds: Builds) -> None:
    first = builds.make()
    file = first / "gateway/archive/1/index.html"
    if change == "edit":
        file.write_text("tampered")
    else:
        file.unlink()
    if change == "replace":
        file.symlink_to("../../index.html")
    assert builds.reuse((first, "move")) is None
    assert not (builds.home / "site-2/gateway").exists()


def test_a_folder_of_another_key_or_of_no_build_is_made_anew(builds: Builds) -> None:
    first = builds.make()
    ledger = Ledger(builds.home / "ledger.json", [Source(first, "move")])
    assert not ledger.reuse(builds.home, "gateway", "another key")
    assert not ledger.reuse(builds.home, "proxy", "key")
