// Checked by the compiler, not run: the types of the package for `import`.

import { SocialMessagingClient } from "@aws-sdk/client-socialmessaging";
import { spawn } from "node:child_process";
import { type Emulator, EmulatorError, connect, start } from "social-messaging-emulator";

export async function uses(): Promise<string | undefined> {
  await using emulator = await start({ port: 0, args: ["--verify-signatures"], log: console.log });
  const client = new SocialMessagingClient(emulator.clientConfig);
  spawn("node", ["app.js"], { env: emulator.environment() });
  const [first] = await emulator.messages();
  await emulator.addFault({ kind: "delay", milliseconds: 10, times: 2 });
  const connected: Emulator = await connect("http://127.0.0.1:8480", { timeout: 100 });
  const answer = await connected.waitForMessage((message) => message.message.type === "text");
  client.destroy();
  return first?.messageId ?? answer.messageId;
}

export function status(error: unknown): number | undefined {
  return error instanceof EmulatorError ? error.status : undefined;
}

export async function rejects(): Promise<void> {
  // @ts-expect-error: a port is a number
  await start({ port: "8480" });
  // @ts-expect-error: faults have a kind
  await (await start()).addFault({ times: 1 });
}
