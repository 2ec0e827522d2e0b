"""The process of the emulator: how it starts, fails to start, and ends."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from social_messaging_emulator import Emulator, EmulatorError, connect, start

STARTS = """
from social_messaging_emulator import start
emulator = start()
print(emulator.url, flush=True)
"""


def wait_until_closed(url: str) -> None:
    """Waits until nothing listens at the address."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            connect(url, timeout=0)
        except EmulatorError:
            return
        time.sleep(0.02)
    pytest.fail(f"{url} still answers")


def script(folder: Path, text: str) -> Path:
    """Creates a program from a shell script."""
    path = folder / "script"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_stops_and_stops_twice() -> None:
    emulator = start()
    emulator.stop()
    emulator.stop()
    with pytest.raises(EmulatorError, match="is the emulator running at"):
        emulator.messages()


def test_stops_at_the_end_of_a_block() -> None:
    with start() as first, start() as second:
        assert first.url != second.url
    wait_until_closed(first.url)
    wait_until_closed(second.url)


def test_keeps_running_without_a_reference() -> None:
    url = start().url
    gc.collect()
    assert connect(url, timeout=0).messages() == []


def test_passes_options_and_lines_of_output_on(tmp_path: Path) -> None:
    lines: list[str] = []
    state = tmp_path / "state.redb"
    with start(args=["--state", str(state)], log=lines.append) as emulator:
        pass
    assert f"Listening on {emulator.url}" in lines
    assert state.stat().st_size > 0


def test_reports_a_port_in_use(whatsapp_emulator: Emulator) -> None:
    port = int(whatsapp_emulator.url.rsplit(":", 1)[1])
    with pytest.raises(EmulatorError, match=r"exit code [12]\n(.*\n)*.*the port is in use"):
        start(port=port)


def test_reports_a_program_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(EmulatorError, match="cannot run .*missing.*No such file"):
        start(program=tmp_path / "missing")


def test_reports_a_program_that_does_not_answer_in_time(tmp_path: Path) -> None:
    lines: list[str] = []
    program = script(tmp_path, "echo waiting >&2; echo $$; exec cat")
    with pytest.raises(EmulatorError, match=r"did not answer within 0.3 s\n(.*\n)*waiting"):
        start(program=program, timeout=0.3, log=lines.append)
    [process] = [int(line) for line in lines if line.isdigit()]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_reports_an_address_at_which_no_emulator_runs() -> None:
    with start() as emulator:
        pass
    with pytest.raises(EmulatorError, match="Connection refused"):
        connect(emulator.url, timeout=0.05)


def test_stops_with_a_process_that_does_not_stop_it() -> None:
    output = subprocess.run(
        [sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True, timeout=20, check=True
    )
    wait_until_closed(output.stdout.strip())


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stops_with_a_process_that_a_signal_ends(kind: signal.Signals) -> None:
    # A shell may have started this process with SIGINT ignored.
    default = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{default}\n{STARTS}\nsignal.pause()"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        with process.stdout as output:
            url = output.readline().strip()
        connect(url, timeout=0)
        process.send_signal(kind)
        assert process.wait(10) != 0
    finally:
        process.kill()
        process.wait()
    wait_until_closed(url)


def test_is_a_command() -> None:
    command = [sys.executable, "-m", "social_messaging_emulator"]
    text = subprocess.run([*command, "--help"], stdout=subprocess.PIPE, text=True, check=True)
    assert "--port" in text.stdout
    failed = subprocess.run([*command, "--no-such-option"], stderr=subprocess.PIPE, text=True)
    assert failed.returncode in (1, 2)
    assert "--no-such-option" in failed.stderr
