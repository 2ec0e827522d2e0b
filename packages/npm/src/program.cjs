"use strict";

const { existsSync } = require("node:fs");
const { join } = require("node:path");
const { EmulatorError } = require("./error.cjs");

const NAME = process.platform === "win32"
  ? "social-messaging-emulator.exe"
  : "social-messaging-emulator";

/**
 * Returns the path of the program for this platform: the one in the environment, or
 * the one that this package carries.
 *
 * @returns {string}
 */
function findProgram() {
  const configured = process.env.SOCIAL_MESSAGING_EMULATOR;
  if (configured) return configured;
  const platform = `${process.platform}-${process.arch}`;
  const carried = join(__dirname, "..", "programs", platform, NAME);
  if (existsSync(carried)) return carried;
  throw new EmulatorError(
    `this package has no emulator for ${platform}: set SOCIAL_MESSAGING_EMULATOR to the path of ` +
      "a program that you have built, or run the container and call connect(url)",
  );
}

module.exports = { findProgram };
