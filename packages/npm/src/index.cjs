"use strict";

const { ACCOUNT_ID, Emulator, PHONE_NUMBER_ID, connect, start } = require("./emulator.cjs");
const { Customer } = require("./customer.cjs");
const { EmulatorError } = require("./error.cjs");

module.exports = { ACCOUNT_ID, Customer, Emulator, EmulatorError, PHONE_NUMBER_ID, connect, start };
