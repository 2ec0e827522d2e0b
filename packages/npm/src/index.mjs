import emulator from "./index.cjs";

export const {
  ACCOUNT_ID,
  Customer,
  Emulator,
  EmulatorError,
  PHONE_NUMBER_ID,
  connect,
  start,
} = emulator;
