"use strict";

/** A person who receives messages and answers. */
class Customer {
  #control;
  #phoneNumberId;

  /**
   * @param {(method: string, path: string, body: unknown) => Promise<any>} control
   * @param {string} phone
   * @param {string} [phoneNumberId]
   */
  constructor(control, phone, phoneNumberId) {
    this.phone = phone;
    this.#control = control;
    this.#phoneNumberId = phoneNumberId;
  }

  /** @param {import("./index.cjs").Action} action */
  async does(action) {
    const phoneNumberId = this.#phoneNumberId;
    const body = { phone: this.phone, phoneNumberId, action };
    const { id } = await this.#control("POST", "customers", body);
    return id;
  }

  /**
   * @param {string} body
   * @param {{ replyTo?: string }} [options]
   */
  says(body, { replyTo } = {}) {
    return this.does({ type: "text", body, replyTo });
  }

  /**
   * @param {string} text
   * @param {{ message?: string, response?: Record<string, unknown> }} [options]
   */
  presses(text, { message, response } = {}) {
    return this.does({ type: "press", text, message, response });
  }

  /**
   * @param {import("./index.cjs").MediaKind} kind
   * @param {import("./index.cjs").MediaOptions} [options]
   */
  sendsFile(kind, options = {}) {
    return this.does({ ...options, type: kind });
  }

  /** @param {import("./index.cjs").Place} place */
  sendsLocation(place) {
    return this.does({ ...place, type: "location" });
  }

  /** @param {readonly unknown[]} contacts */
  sendsContacts(contacts) {
    return this.does({ type: "contacts", contacts });
  }

  /**
   * @param {string} emoji
   * @param {string} message
   */
  reacts(emoji, message) {
    return this.does({ type: "reaction", emoji, message });
  }

  /**
   * @param {string} message
   * @param {string} body
   */
  edits(message, body) {
    return this.does({ type: "edit", message, body });
  }

  /** @param {string} message */
  deletes(message) {
    return this.does({ type: "delete", message });
  }

  /** @param {string} [message] */
  async reads(message) {
    await this.does({ type: "read", message });
  }

  calls() {
    return this.does({ type: "call" });
  }

  /** @param {string} [call] */
  acceptsCall(call) {
    return this.does({ type: "accept-call", call });
  }

  /** @param {string} [call] */
  rejectsCall(call) {
    return this.does({ type: "reject-call", call });
  }

  /** @param {string} [call] */
  endsCall(call) {
    return this.does({ type: "end-call", call });
  }

  /** @param {import("./index.cjs").CustomerSettings} settings */
  async set(settings) {
    await this.#control("PUT", "customers", { ...settings, phone: this.phone });
  }
}

module.exports = { Customer };
