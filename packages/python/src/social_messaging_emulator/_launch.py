"""The process of an emulator."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections import deque
from typing import Callable, Sequence

from ._control import control
from ._error import EmulatorError
from ._program import find_program

#: The time in which a stopped program must end, in seconds.
GRACE = 5.0
#: The lines of output in an error.
LINES = 20
PREFIX = "Listening on "

# Without a reference, the pipe of a process would be closed, and the process would stop.
_running: set[Process] = set()


class Process:
    """A running program.

    It reads a pipe from this process and stops at its end. The system closes the pipe when
    this process ends in any way, so the program never outlives it.
    """

    def __init__(
        self,
        program: str | os.PathLike[str] | None,
        port: int,
        args: Sequence[str],
        timeout: float,
        log: Callable[[str], None] | None,
    ) -> None:
        self._path = os.fspath(program) if program is not None else find_program()
        self._output: deque[str] = deque(maxlen=LINES)
        self._addresses: queue.Queue[str | None] = queue.Queue()
        self._log = log
        try:
            self._process = subprocess.Popen(
                [self._path, "--stop-on-eof", "--port", str(port), *args],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                # Ctrl-C in the terminal of a test must not stop the emulator before the test.
                start_new_session=True,
            )
        except OSError as error:
            raise EmulatorError(f"cannot run {self._path}: {error}") from error
        self._reader = threading.Thread(target=self._read, name=self._path, daemon=True)
        self._reader.start()
        try:
            self.url, self.region = self._wait(timeout)
        except BaseException:
            self.stop()
            raise
        _running.add(self)

    def _read(self) -> None:
        """Reads the output to its end: a full pipe would block the emulator."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            line = line.rstrip("\n")
            self._output.append(line)
            if line.startswith(PREFIX):
                self._addresses.put(line[len(PREFIX) :])
            if self._log is not None:
                self._log(line)
        self._addresses.put(None)

    def _wait(self, timeout: float) -> tuple[str, str]:
        """Waits until the emulator answers, and returns its address and region."""
        try:
            url = self._addresses.get(timeout=timeout)
        except queue.Empty:
            raise self._failure(f"did not answer within {timeout} s") from None
        if url is None:
            raise self._failure(f"ended with exit code {self._process.wait(GRACE)}")
        return url, control(url, "GET", "health", timeout=timeout)["region"]

    def _failure(self, reason: str) -> EmulatorError:
        return EmulatorError("\n".join([f"{self._path} {reason}", *self._output]))

    def stop(self) -> None:
        """Stops the program and waits until it has ended. A second call is a no-op."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(GRACE)
        self._process.stdout.close()
        _running.discard(self)
