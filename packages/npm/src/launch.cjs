"use strict";

const { spawn } = require("node:child_process");
const { createInterface } = require("node:readline");
const { control } = require("./control.cjs");
const { EmulatorError } = require("./error.cjs");
const { findProgram } = require("./program.cjs");

const TIMEOUT = 10_000;
/** The time in which a stopped program must end, in milliseconds. */
const GRACE = 5_000;
/** The lines of output in an error. */
const LINES = 20;

/**
 * Starts the program and waits until it answers.
 *
 * The program reads a pipe from this process and stops at its end. The system closes
 * the pipe when this process ends in any way, so the program never outlives it.
 *
 * @param {import("./index.cjs").StartOptions} options
 * @returns {Promise<{ url: string, region: string, stop: () => Promise<void> }>}
 */
async function launch({ program, port = 0, args = [], timeout = TIMEOUT, log }) {
  const path = program ?? findProgram();
  const child = spawn(path, ["--stop-on-eof", "--port", String(port), ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C in the terminal of a test must not stop the emulator before the test.
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  /** @type {string[]} */
  const output = [];
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(`cannot run ${path}: ${error.message}`));
    child.once("close", (code, signal) =>
      resolve(`${path} ended with ${signal ? `signal ${signal}` : `exit code ${code}`}`));
  });
  // Writing to a program that has ended is not an error of this process.
  child.stdin.on("error", () => {});

  const stop = async () => {
    child.stdin.end();
    const timer = setTimeout(() => child.kill("SIGKILL"), GRACE);
    await ended;
    clearTimeout(timer);
  };
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  try {
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, timeout, `${path} did not answer within ${timeout} ms`);
    });
    const failed = Promise.race([ended, late]).then((reason) => {
      throw new EmulatorError([reason, ...output].join("\n"));
    });
    const ready = readAddress(child, output, log).then(async (url) => {
      const { region } = await control(url, "GET", "health", undefined, timeout);
      return { url, region };
    });
    const { url, region } = await Promise.race([ready, failed]);
    // A test that forgets to stop the emulator can end.
    for (const handle of [child, child.stdin, child.stdout, child.stderr]) {
      /** @type {{ unref?: () => void }} */ (handle).unref?.();
    }
    return { url, region, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Returns the address that the program prints. Keeps its last lines in `output`.
 *
 * @param {import("node:child_process").ChildProcessWithoutNullStreams} child
 * @param {string[]} output
 * @param {((line: string) => void) | undefined} log
 * @returns {Promise<string>}
 */
function readAddress(child, output, log) {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        output.push(line);
        if (output.length > LINES) output.shift();
        const address = /^Listening on (http:\/\/\S+)/.exec(line);
        if (address?.[1]) resolve(address[1]);
        log?.(line);
      });
    }
  });
}

module.exports = { launch };
