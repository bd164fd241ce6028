"""Keys of folders that are known from a note: nothing is read twice without need, and nothing changed is missed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from relcast.keys import files_key
from relcast.records import noted
from relcast.records.noted import NotedKeys

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a file's time of change isn't to be had there")

DAY = 86_400 * 10**9


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were read."""
    read: list[Path] = []

    def reading(folder: Path, files: list[Path]) -> str:
        read.append(folder)
        return files_key(folder, files)

    monkeypatch.setattr(noted, "files_key", reading)
    return read


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "product"
    made.mkdir()
    (made / "1.0.0.yaml").write_text("version: 1.0.0\n")
    (made / "1.1.0.yaml").write_text("version: 1.1.0\n")
    return made


def key(folder: Path, *, note: str = "note.json", older_by: int = 0) -> str:
    """The folder's key by the note, which is written; the note says that it is from that much later (ns)."""
    keys = NotedKeys(folder.parent / note)
    found = keys.key(folder.name, folder, sorted(folder.iterdir()))
    keys.write()
    age(folder.parent / note, older_by)
    return found


def age(note: Path, by: int) -> None:
    """Let the note be written so much later (ns), as if the files had been there for a while."""
    state = note.stat()
    os.utime(note, ns=(state.st_atime_ns, state.st_mtime_ns + by))


def true_key(folder: Path) -> str:
    return files_key(folder, sorted(folder.iterdir()))


def test_what_nobody_touched_is_not_read_again(folder: Path, reads: list[Path]) -> None:
    first = key(folder, older_by=DAY)
    assert (key(folder), reads) == (first, [folder])
    assert first == true_key(folder)


def test_new_bytes_of_the_same_length_and_time_are_read(folder: Path, reads: list[Path]) -> None:
    first = key(folder, older_by=DAY)
    record = folder / "1.1.0.yaml"
    before = record.stat()
    with record.open("r+") as stream:  # the same inode
        stream.write("version: 1.2.0\n")
    os.utime(record, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = record.stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)
    assert key(folder) == true_key(folder) != first
    assert len(reads) == 2


def test_a_file_that_changed_about_when_the_note_was_written_is_read_again(folder: Path, reads: list[Path]) -> None:
    key(folder)
    key(folder)
    assert len(reads) == 2


def test_files_that_come_go_or_change_names_are_a_change(folder: Path) -> None:
    found = [key(folder, older_by=DAY)]
    (folder / "1.2.0.yaml").write_text("version: 1.2.0\n")
    found.append(key(folder, older_by=DAY))
    (folder / "1.2.0.yaml").rename(folder / "1.3.0.yaml")
    found.append(key(folder, older_by=DAY))
    (folder / "1.0.0.yaml").unlink()
    found.append(key(folder, older_by=DAY))
    assert len(set(found)) == 4
    assert found[-1] == true_key(folder)


def test_a_file_that_cannot_be_looked_at_is_never_known(folder: Path, reads: list[Path]) -> None:
    (folder / "lost.yaml").symlink_to("nowhere")
    assert key(folder, older_by=DAY) == key(folder) == true_key(folder)
    assert len(reads) == 2


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"product": 1}', b'{"product": ["", ""]}', b"\xff"])
def test_a_damaged_note_is_as_good_as_none(folder: Path, content: bytes) -> None:
    (folder.parent / "note.json").write_bytes(content)
    age(folder.parent / "note.json", DAY)
    assert key(folder) == true_key(folder)


def test_a_note_that_cannot_be_written_stops_nothing(folder: Path) -> None:
    (folder.parent / "note.json").mkdir()
    assert key(folder) == true_key(folder)


def test_products_that_are_gone_leave_the_note(folder: Path) -> None:
    key(folder, older_by=DAY)
    keys = NotedKeys(folder.parent / "note.json")
    keys.write()
    assert (folder.parent / "note.json").read_text() == "{}"
