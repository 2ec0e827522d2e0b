// Checked by the compiler, not run: the types of the package for `require`.

import emulator = require("social-messaging-emulator");

export async function numbers(): Promise<string> {
  const started: emulator.Emulator = await emulator.start();
  await started.stop();
  return emulator.PHONE_NUMBER_ID;
}
