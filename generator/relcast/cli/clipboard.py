"""The platform's clipboard, through the program that the platform has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_POWERSHELL = (
    "$in = [Console]::OpenStandardInput();"
    "$reader = New-Object IO.StreamReader($in, (New-Object Text.UTF8Encoding($false)));"
    "Set-Clipboard -Value $reader.ReadToEnd()"
)
"""Reads UTF-8 whatever the console's code page is; `clip.exe` would take Chinese for something else."""
_PATIENCE = 20
PLATFORM = sys.platform


class NoClipboard(Exception):
    """There is nothing to copy with; says what would do."""


@dataclass(frozen=True, slots=True)
class _Program:
    command: Sequence[str]
    environment: Mapping[str, str]


def copy(text: str) -> str:
    """Puts exactly this text on the clipboard; returns the program that did it. Raises NoClipboard."""
    failures = []
    for program in _programs():
        name = program.command[0]
        if shutil.which(name) is None:
            continue
        try:
            # A program that goes on serving the clipboard in the background keeps what it was given: no pipe for it.
            subprocess.run(
                program.command, input=text.encode(), check=True, timeout=_PATIENCE,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **program.environment},
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError) as error:
            failures.append(f"{name} failed ({_why(error)})")
        else:
            return name
    raise NoClipboard("; ".join(failures) if failures else _advice())


def _why(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return f"exit status {error.returncode}"
    if isinstance(error, subprocess.TimeoutExpired):
        return f"no answer in {_PATIENCE} seconds"
    return str(error)


def _programs() -> Iterator[_Program]:
    powershell = _Program(["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL], {})
    if PLATFORM == "darwin":
        yield _Program(["pbcopy"], {"LC_CTYPE": "UTF-8"})
        return
    if PLATFORM == "win32":
        yield powershell
        return
    if os.environ.get("WSL_DISTRO_NAME"):
        yield powershell
    if os.environ.get("WAYLAND_DISPLAY"):
        yield _Program(["wl-copy", "--type", "text/plain;charset=utf-8"], {})
    if os.environ.get("DISPLAY"):
        yield _Program(["xclip", "-selection", "clipboard", "-in"], {})
        yield _Program(["xsel", "--clipboard", "--input"], {})


def _advice() -> str:
    if PLATFORM in ("darwin", "win32"):
        return "this system's clipboard program was not found"
    if not os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY"):
        return "there is no graphical session to copy to"
    return "install wl-clipboard (Wayland), or xclip or xsel (X11)"
