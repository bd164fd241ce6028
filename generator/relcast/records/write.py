"""Plain data -> a YAML record as a person would write it, and files that are never half-written.

Block style throughout, one line for one-line text however long, `|` for several lines, quotes only where YAML would
read something else. What is plain is decided by our own reader, which keeps scalars as text: `1.10` and `no` need no
quotes. PyYAML's emitter folds long lines and quotes by YAML 1.1's types, and would need more taming than these rules.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

Writable: TypeAlias = "Mapping[str, Writable] | Sequence[Writable] | str | bool | int"

_ABSENT = frozenset(("", "~", "null", "Null", "NULL"))
"""Plain, these mean that nothing is there."""

_INDICATORS = (*"-?:,[]{}#&*!|>'\"%@`", "...")
_ENDS_PLAIN = re.compile(r":(?=[ \t]|$)|[ \t]#|\t")

# What can't stand in a file as it is: line breaks of other systems and of Unicode, controls, noncharacters, a byte
# order mark, and overrides of text direction, which can make a line read as another one.
_MUST_ESCAPE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_ESCAPED = re.compile(_MUST_ESCAPE.pattern[:-1] + '\n"\\\\]')
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def write_record(data: Mapping[str, Writable]) -> str:
    """The text of a record: keys in the order given, blocks indented by two, LF line ends and one at the end.

    Reading it gives the same data back, truth and numbers as text. Text that is not Unicode (lone surrogates) can't be
    written to a file; None has no spelling, since an absent key says it (TypeError); keys are names and stay below
    YAML's 1,024 characters.
    """
    return "\n".join(_mapping(data, 0)) + "\n" if data else "{}\n"


def write_file(path: Path, text: str, *, overwrite: bool = True) -> None:
    """Put a text into a file in UTF-8, whole or not at all; its line ends stay as they are.

    A reader sees the old file or the new one, never a part. With `overwrite=False` nothing that exists is touched
    (FileExistsError, also when another process is faster). A link stays a link: the file it points to is replaced.
    """
    # A link's target is written; but a new file must not appear elsewhere because a dangling link has its name.
    target = Path(os.path.realpath(path)) if overwrite else path
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with fresh.open("xb") as stream:
            stream.write(text.encode("utf-8"))
        if overwrite:
            with suppress(FileNotFoundError):
                shutil.copymode(target, fresh)
            os.replace(fresh, target)
        else:
            _publish_new(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)


def _publish_new(fresh: Path, target: Path) -> None:
    """Give a written file its name, unless the name is taken."""
    try:
        os.link(fresh, target)  # unlike a rename, it fails where something stands
    except FileExistsError:
        raise FileExistsError(f"{target} exists and is kept") from None
    except OSError:  # a file system without hard links
        if os.path.lexists(target):
            raise FileExistsError(f"{target} exists and is kept") from None
        os.replace(fresh, target)


def _mapping(data: Mapping[str, Writable], indent: int) -> Iterator[str]:
    for key, value in data.items():
        yield from _entry(f"{' ' * indent}{inline(key)}:", value, indent)


def _list(items: Sequence[Writable], indent: int) -> Iterator[str]:
    for item in items:
        if item and isinstance(item, Mapping | Sequence) and not isinstance(item, str):
            first, *others = _block(item, indent + 2)
            yield f"{' ' * indent}- {first[indent + 2 :]}"
            yield from others
        else:
            yield from _entry(f"{' ' * indent}-", item, indent)


def _block(value: Mapping[str, Writable] | Sequence[Writable], indent: int) -> Iterator[str]:
    return _mapping(value, indent) if isinstance(value, Mapping) else _list(value, indent)


def _entry(lead: str, value: Writable, indent: int) -> Iterator[str]:
    """The lines of a value after its key or its dash; `indent` is that of the collection it stands in, in blanks."""
    if isinstance(value, str):
        header = _literal_header(value)
        if header is None:
            yield f"{lead} {inline(value)}"
            return
        yield f"{lead} {header}"
        for line in value.removesuffix("\n").split("\n"):
            yield f"{' ' * (indent + 2)}{line}" if line else ""
    elif isinstance(value, bool):
        yield f"{lead} {str(value).lower()}"
    elif isinstance(value, int):
        yield f"{lead} {value}"
    elif isinstance(value, Mapping | Sequence):
        if value:
            yield lead
            yield from _block(value, indent + 2)
        else:
            yield f"{lead} {'{}' if isinstance(value, Mapping) else '[]'}"
    else:
        raise TypeError(f"a record can't hold {value!r}")


def _literal_header(text: str) -> str | None:
    """`|` with its marks, for text of several lines; None where the text must stand in quotes, or needs no block."""
    lines = text.split("\n")
    if len(lines) == 1 or not text.strip() or _MUST_ESCAPE.search(text):
        return None
    if any(line and not line.strip(" \t") for line in lines):
        return None  # blanks alone on a line: nobody sees them, and editors take them away
    depth = "2" if not lines[0] or lines[0][0] in " \t" else ""
    ending = "-" if lines[-1] else "+" if not lines[-2] else ""
    return f"|{depth}{ending}"


def inline(text: str) -> str:
    """A text on one line: plain when that is safe, else in the quotes that need the fewest marks."""
    if "\n" in text or _MUST_ESCAPE.search(text):
        return f'"{_ESCAPED.sub(_escape, text)}"'
    if (
        text not in _ABSENT
        and text == text.strip()
        and not text.startswith(_INDICATORS)
        and not _ENDS_PLAIN.search(text)
    ):
        return text
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    return _SHORT_ESCAPES.get(sign) or (f"\\x{ord(sign):02x}" if ord(sign) < 256 else f"\\u{ord(sign):04x}")
