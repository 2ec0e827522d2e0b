#!/usr/bin/env node
"use strict";

// The program `social-messaging-emulator` of `npx` and of scripts in package.json.

const { spawn } = require("node:child_process");
const { findProgram } = require("./program.cjs");

try {
  const child = spawn(findProgram(), process.argv.slice(2), { stdio: "inherit" });
  // The terminal sends Ctrl-C to both processes; the emulator decides when to end.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("error", fail);
  child.on("close", (code) => process.exit(code ?? 1));
} catch (error) {
  fail(/** @type {Error} */ (error));
}

/** @param {Error} error */
function fail(error) {
  console.error(`error: ${error.message}`);
  process.exit(1);
}
