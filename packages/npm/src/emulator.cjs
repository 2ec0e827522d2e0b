"use strict";

const { control } = require("./control.cjs");
const { EmulatorError } = require("./error.cjs");
const { launch } = require("./launch.cjs");

/** The account and the phone number of a new emulator. */
const ACCOUNT_ID = "waba-01234567890123456789012345678901";
const PHONE_NUMBER_ID = "phone-number-id-01234567890123456789012345678901";

const REGION = "us-east-1";
/** The time between two looks at the messages, in milliseconds. */
const INTERVAL = 20;
/** The time that the last request of `connect` has, in milliseconds. */
const ONE_REQUEST = 1_000;

/** A running emulator. */
class Emulator {
  #stop;

  /**
   * @param {string} url
   * @param {() => Promise<void>} stop
   */
  constructor(url, stop) {
    this.url = url;
    this.region = REGION;
    this.credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    this.#stop = stop;
  }

  get clientConfig() {
    return { endpoint: this.url, region: this.region, credentials: { ...this.credentials } };
  }

  get env() {
    return {
      AWS_ENDPOINT_URL_SOCIALMESSAGING: this.url,
      AWS_REGION: this.region,
      AWS_DEFAULT_REGION: this.region,
      AWS_ACCESS_KEY_ID: this.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.credentials.secretAccessKey,
      // A session token of the shell does not belong to these credentials.
      AWS_SESSION_TOKEN: "",
    };
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  control(method, path, body) {
    return control(this.url, method, path, body);
  }

  async messages() {
    const { messages } = await this.control("GET", "messages");
    return messages.map(decode);
  }

  /**
   * @param {(message: import("./index.cjs").Message) => boolean} [matches]
   * @param {{ timeout?: number }} [options]
   */
  async waitForMessage(matches = () => true, { timeout = 5_000 } = {}) {
    const end = Date.now() + timeout;
    for (;;) {
      const messages = await this.messages();
      const found = messages.find(matches);
      if (found) return found;
      if (Date.now() >= end) {
        const sent = messages.map((/** @type {any} */ message) => JSON.stringify(message.message));
        throw new EmulatorError(
          [`no message matched within ${timeout} ms; ${sent.length} were sent`, ...sent].join("\n"),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  }

  /** @param {import("./index.cjs").Fault} fault */
  async addFault(fault) {
    await this.control("POST", "faults", fault);
  }

  async clearFaults() {
    await this.control("DELETE", "faults");
  }

  /** @param {Date | null} time */
  async setClock(time) {
    const seconds = time === null ? undefined : Math.floor(time.getTime() / 1000);
    await this.control("PUT", "clock", { time: seconds });
  }

  async templates() {
    const { templates } = await this.control("GET", "templates");
    return templates;
  }

  /**
   * @param {string} id
   * @param {string} status
   */
  async setTemplateStatus(id, status) {
    await this.control("PUT", "templates", { id, status });
  }

  async stop() {
    await this.#stop();
  }
}

// Node.js 18 before 18.18 does not have the symbol.
if (Symbol.asyncDispose) {
  Object.defineProperty(Emulator.prototype, Symbol.asyncDispose, {
    value: Emulator.prototype.stop,
  });
}

/**
 * Replaces the Base64 text of a message by its JSON.
 *
 * @param {any} message
 */
function decode(message) {
  const text = Buffer.from(message.message, "base64").toString("utf8");
  return { ...message, message: JSON.parse(text) };
}

/** @param {import("./index.cjs").StartOptions} [options] */
async function start(options = {}) {
  const { url, stop } = await launch(options);
  return new Emulator(url, stop);
}

/**
 * @param {string} url
 * @param {{ timeout?: number }} [options]
 */
async function connect(url, { timeout = 10_000 } = {}) {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      await control(url, "GET", "coverage", undefined, Math.max(end - Date.now(), ONE_REQUEST));
      return new Emulator(url.replace(/\/+$/, ""), async () => {});
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

module.exports = { ACCOUNT_ID, Emulator, PHONE_NUMBER_ID, connect, start };
