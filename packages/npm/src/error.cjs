"use strict";

/** A failure of the emulator: it did not start, or rejected a request. */
class EmulatorError extends Error {
  /**
   * @param {string} message
   * @param {number} [status]
   */
  constructor(message, status) {
    super(message);
    this.name = "EmulatorError";
    /** The HTTP status of a rejected request. */
    this.status = status;
  }
}

module.exports = { EmulatorError };
