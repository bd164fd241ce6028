"""A few cases of the fuzzer in every test run; `python tests/fuzz_records.py` runs as many as you like."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from fuzz_records import Workshop, fuzz, gather, mutant


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_no_mutant_of_a_record_brings_us_down(first: int, tmp_path: Path) -> None:
    """No traceback, no file over two seconds of CPU, a place for every problem, none of a neighbour's hidden."""
    faults, codes = fuzz(gather([]), tmp_path, seed=2026, first=first, cases=100)
    assert faults == []
    assert len(codes) > 5


def test_the_same_seed_makes_the_same_mutants() -> None:
    texts = gather([])
    assert mutant(Random("1/7"), texts) == mutant(Random("1/7"), texts)
    assert len({mutant(Random(f"1/{n}"), texts) for n in range(50)}) == 50


def test_the_fuzzer_sees_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A place outside the file, a neighbour's problem hidden, a traceback: each is told."""
    import fuzz_records

    workshop = Workshop(tmp_path)
    assert workshop.judge("gw/1.0.0.yaml", "a: b\n")[0] == ""
    monkeypatch.setattr(fuzz_records, "check_folder", lambda *arguments, **options: [])
    assert "hidden" in workshop.judge("gw/1.0.0.yaml", "a: b\n")[0]
    monkeypatch.setattr(fuzz_records, "check_folder", lambda *arguments, **options: 1 / 0)
    faults, _ = fuzz(["a: b\n"], tmp_path, seed=1, first=0, cases=1)
    assert "ZeroDivisionError" in faults[0]
