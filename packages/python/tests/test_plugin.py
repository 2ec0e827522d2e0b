"""The fixtures, in a separate project."""

from __future__ import annotations

import pytest


def test_finds_the_fixtures_and_their_options(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(scope="session")
        def whatsapp_emulator_options():
            return {"args": ["--state", "kept.redb"]}
        """
    )
    pytester.makepyfile(
        """
        import os
        from pathlib import Path

        def test_options(whatsapp_emulator):
            assert Path("kept.redb").exists()
            assert "AWS_ENDPOINT_URL_SOCIALMESSAGING" not in os.environ

        def test_environment(whatsapp_emulator_env):
            assert os.environ["AWS_ENDPOINT_URL_SOCIALMESSAGING"] == whatsapp_emulator_env.url
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)
