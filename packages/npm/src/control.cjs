"use strict";

const http = require("node:http");
const { EmulatorError } = require("./error.cjs");

const TIMEOUT = 10_000;

/**
 * Sends a request to the control API of an emulator. Every request has its own
 * connection, so that no idle connection keeps the process of a test alive.
 *
 * @param {string} url
 * @param {string} method
 * @param {string} path below `/_emulator/`
 * @param {unknown} [body]
 * @param {number} [timeout] in milliseconds
 * @returns {Promise<any>}
 */
function control(url, method, path, body, timeout = TIMEOUT) {
  const target = new URL(`/_emulator/${path}`, url);
  const name = `${method} ${target.pathname}${target.search}`;
  const content = body === undefined ? undefined : JSON.stringify(body);
  const headers = content === undefined
    ? {}
    : { "content-type": "application/json", "content-length": Buffer.byteLength(content) };
  return new Promise((resolve, reject) => {
    const fail = (/** @type {Error} */ error) =>
      reject(new EmulatorError(`${name} failed: ${error.message}; is the emulator running at ${url}?`));
    const request = http.request(target, { method, headers, agent: false, timeout }, (response) => {
      /** @type {Buffer[]} */
      const pieces = [];
      response.on("data", (piece) => pieces.push(piece));
      response.on("error", fail);
      response.on("end", () => {
        try {
          resolve(read(name, response.statusCode ?? 0, Buffer.concat(pieces).toString("utf8")));
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on("timeout", () => request.destroy(new Error(`no response within ${timeout} ms`)));
    request.on("error", fail);
    request.end(content);
  });
}

/**
 * Returns the JSON of a response.
 *
 * @param {string} name
 * @param {number} status
 * @param {string} text
 * @returns {any}
 */
function read(name, status, text) {
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    throw new EmulatorError(`${name}: status ${status}, and a body that is not JSON: ${text}`, status);
  }
  if (status === 200) return json;
  throw new EmulatorError(`${name}: ${json.message ?? text}`, status);
}

module.exports = { control };
