"""The code of the README."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest


def blocks() -> list[str]:
    """The code blocks of the README, which is the description of the installed package."""
    text = metadata.distribution("social-messaging-emulator").read_text("METADATA")
    assert text is not None
    return re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_runs_the_code(pytester: pytest.Pytester) -> None:
    fixtures, context, _container = blocks()
    pytester.makepyfile(test_fixtures=fixtures, context=context)
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)
    subprocess.run([sys.executable, "context.py"], check=True)


def test_checks_the_types_of_the_code_for_containers(tmp_path: Path) -> None:
    *_, container = blocks()
    assert "testcontainers" in container
    (tmp_path / "container.py").write_text(container)
    mypy = [sys.executable, "-m", "mypy", "--strict", "container.py"]
    checked = subprocess.run(mypy, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert checked.returncode == 0, checked.stdout
