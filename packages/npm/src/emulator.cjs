"use strict";

const { control } = require("./control.cjs");
const { Customer } = require("./customer.cjs");
const { EmulatorError } = require("./error.cjs");
const { launch } = require("./launch.cjs");

/** The account and the phone number of a new emulator. */
const ACCOUNT_ID = "waba-01234567890123456789012345678901";
const PHONE_NUMBER_ID = "phone-number-id-01234567890123456789012345678901";

/** The time between two looks at the messages, in milliseconds. */
const INTERVAL = 20;
/** The time that the last request of `connect` has, in milliseconds. */
const ONE_REQUEST = 1_000;

/** A running emulator. */
class Emulator {
  #stop;

  /**
   * @param {string} url
   * @param {string} region
   * @param {() => Promise<void>} stop
   */
  constructor(url, region, stop) {
    this.url = url;
    this.region = region;
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

  /** @param {Record<string, string | undefined>} [base] */
  environment(base = process.env) {
    // A profile of the shell would take precedence, or be missing.
    const { AWS_PROFILE, ...others } = base;
    return { ...others, ...this.env };
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  control(method, path, body) {
    return control(this.url, method, path, body);
  }

  /** @param {{ to?: string }} [filter] */
  async messages({ to } = {}) {
    const { messages } = await this.control("GET", `messages${query({ to })}`);
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
        const sent = messages.map((/** @type {import("./index.cjs").Message} */ { to, kind, text }) =>
          `${kind} to ${to}: ${text}`);
        throw new EmulatorError(
          [`no message matched within ${timeout} ms; ${sent.length} were sent`, ...sent].join("\n"),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  }

  /**
   * @param {string} id
   * @param {string} status
   * @param {number} [code]
   */
  async setStatus(id, status, code) {
    await this.control("PUT", `messages/${encodeURIComponent(id)}`, { status, code });
  }

  /** @param {import("./index.cjs").Policy} policy */
  async setPolicy(policy) {
    await this.control("PUT", "policy", policy);
  }

  /**
   * @param {number} code
   * @param {{ times?: number, to?: string }} [options]
   */
  async failNext(code, { times, to } = {}) {
    await this.setPolicy({ failNext: { code, times, to } });
  }

  /**
   * @param {string} phone
   * @param {{ phoneNumberId?: string }} [options]
   */
  customer(phone, { phoneNumberId } = {}) {
    return new Customer(this.control.bind(this), phone, phoneNumberId);
  }

  async customers() {
    const { customers } = await this.control("GET", "customers");
    return customers;
  }

  /** @param {{ after?: number }} [filter] */
  async events({ after } = {}) {
    const { events } = await this.control("GET", `events${query({ after })}`);
    return events;
  }

  /** @param {unknown} entry */
  async deliver(entry) {
    const { number } = await this.control("POST", "events", { entry });
    return number;
  }

  /** @param {number} number */
  async redeliver(number) {
    await this.control("POST", "events", { redeliver: number });
  }

  async accounts() {
    const { accounts } = await this.control("GET", "accounts");
    return accounts;
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
    await this.control("PUT", "clock", { time: time === null ? null : time.getTime() / 1000 });
  }

  /** @param {number} seconds */
  async advanceClock(seconds) {
    await this.control("PUT", "clock", { advance: seconds });
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

  async reset() {
    await this.control("POST", "reset", {});
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
 * Returns the query of a path, without parameters that are not set.
 *
 * @param {Record<string, string | number | undefined>} parameters
 */
function query(parameters) {
  const set = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
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
  const { url, region, stop } = await launch(options);
  return new Emulator(url, region, stop);
}

/**
 * @param {string} url
 * @param {{ timeout?: number }} [options]
 */
async function connect(url, { timeout = 10_000 } = {}) {
  const end = Date.now() + timeout;
  for (;;) {
    try {
      const limit = Math.max(end - Date.now(), ONE_REQUEST);
      const { region } = await control(url, "GET", "health", undefined, limit);
      return new Emulator(url.replace(/\/+$/, ""), region, async () => {});
    } catch (error) {
      if (Date.now() >= end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

module.exports = { ACCOUNT_ID, Emulator, PHONE_NUMBER_ID, connect, start };
