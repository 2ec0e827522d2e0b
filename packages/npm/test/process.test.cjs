"use strict";

// The process of the emulator: how it starts, fails to start, and ends.

const assert = require("node:assert/strict");
const { execFile, spawn } = require("node:child_process");
const { once } = require("node:events");
const { chmodSync, mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { dirname, join } = require("node:path");
const { after, test } = require("node:test");
const { promisify } = require("node:util");

const { EmulatorError, connect, start } = require("social-messaging-emulator");

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "emulator-"));
after(() => rmSync(folder, { recursive: true }));

/** A test with a time limit, because the end of a process may never come. */
function check(name, run) {
  test(name, { timeout: 20_000 }, run);
}

/** Resolves when nothing listens at the address. */
async function closed(url) {
  for (;;) {
    try {
      await fetch(`${url}/_emulator/health`, { signal: AbortSignal.timeout(1_000) });
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Creates a program from a shell script. */
function script(name, text) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

check("stops, also twice", async () => {
  const emulator = await start();
  await emulator.stop();
  await emulator.stop();
  await assert.rejects(emulator.messages(), /is the emulator running at/);
});

check("starts several emulators with separate states", async () => {
  const [first, second] = await Promise.all([start(), start()]);
  assert.notEqual(first.url, second.url);
  await Promise.all([first.stop(), second.stop()]);
});

check("passes options and lines of output on", async () => {
  const lines = [];
  const state = join(folder, "state.redb");
  const emulator = await start({ args: ["--state", state], log: (line) => lines.push(line) });
  await emulator.stop();
  assert.ok(lines.includes(`Listening on ${emulator.url}`), lines.join("\n"));
  assert.ok(require("node:fs").statSync(state).size > 0);
});

check("reports a port in use", async () => {
  const emulator = await start();
  const port = Number(new URL(emulator.url).port);
  await assert.rejects(start({ port }), (error) => {
    assert.ok(error instanceof EmulatorError);
    assert.match(error.message, /exit code [12]\n(.*\n)*.*the port is in use/);
    return true;
  });
  await emulator.stop();
});

check("reports a program that does not exist", async () => {
  const program = join(folder, "missing");
  await assert.rejects(start({ program }), { name: "EmulatorError", message: /cannot run .*missing.*ENOENT/ });
});

check("reports a program that does not answer in time, and stops it", async () => {
  const program = script("silent", "echo waiting >&2; echo $$; exec cat");
  const lines = [];
  const failing = start({ program, timeout: 300, log: (line) => lines.push(line) });
  await assert.rejects(failing, /did not answer within 300 ms\n(.*\n)*waiting/);
  const id = Number(lines.find((line) => /^\d+$/.test(line)));
  assert.throws(() => process.kill(id, 0), { code: "ESRCH" });
});

check("reports an address at which no emulator runs", async () => {
  const emulator = await start();
  await emulator.stop();
  await assert.rejects(connect(emulator.url, { timeout: 50 }), /ECONNREFUSED/);
});

/** The code of a process that starts an emulator. */
const STARTS = `
  const { start } = require("social-messaging-emulator");
  start().then((emulator) => console.log(emulator.url));
`;

check("lets a process end that does not stop the emulator", async () => {
  const { stdout } = await run(process.execPath, ["-e", STARTS], { cwd: __dirname, timeout: 20_000 });
  await closed(stdout.trim());
});

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"]) {
  check(`ends with a process that ${signal} ends`, async () => {
    const code = `${STARTS} setInterval(() => {}, 1_000);`;
    const child = spawn(process.execPath, ["-e", code], {
      cwd: __dirname,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output] = await once(child.stdout, "data");
    const url = String(output).trim();
    await connect(url);
    child.kill(signal);
    await once(child, "exit");
    await closed(url);
  });
}

check("is a command", async () => {
  const manifest = require.resolve("social-messaging-emulator/package.json");
  const command = join(dirname(manifest), require(manifest).bin["social-messaging-emulator"]);
  const { stdout } = await run(process.execPath, [command, "--help"]);
  assert.match(stdout, /--port/);
  await assert.rejects(run(process.execPath, [command, "--no-such-option"]), (error) => {
    assert.ok([1, 2].includes(error.code));
    assert.match(error.stderr, /--no-such-option/);
    return true;
  });
});
