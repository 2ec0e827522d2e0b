// Messages and events of the client through whatsapp-api-js.
//
// Prints one line per check: its name, a tab, and `ok` or the problem. Runs in a folder with
// the packages `whatsapp-api-js` and `typescript`; the variables EVERY_MESSAGE, CHECK_MESSAGE
// and READ_EVENTS have the paths of the example programs of these names.

import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "./builders.mjs";

/** Kinds that the library has no types for. */
const UNTYPED = ["pin", "carousel", "address", "voice call", "order status"];

/** Changes of a text that must be rejected, so that the types are known to check. */
const WRONG = {
  "a number as text": (message) => (message.text.body = 1),
  "an unknown member": (message) => (message.text.caption = "A"),
  "a missing member": (message) => delete message.text.body,
  "another kind": (message) => (message.type = "image"),
};

const require = createRequire(join(process.cwd(), "package.json"));
const ts = require("typescript");
const folder = join(process.cwd(), "check");

function report(name, problem) {
  const text = problem ? problem.replaceAll(/\s+/g, " ").trim() : "ok";
  console.log(`${name}\t${text}`);
}

/** Compiles sources with the types of the library, and returns their problems by file. */
function compile(names) {
  const program = ts.createProgram(
    names.map((name) => join(folder, name)),
    {
      strict: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      types: [],
      // The declarations of the library name types of servers that are not installed.
      skipLibCheck: true,
    },
  );
  const problems = new Map(names.map((name) => [name, []]));
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
    const name = names.find((name) => diagnostic.file?.fileName.endsWith(`/${name}`));
    problems.set(name ?? "", [...(problems.get(name ?? "") ?? []), text]);
  }
  return { problems, emit: () => program.emit() };
}

/** A file with a message as a constant of the type. */
function source(message) {
  const json = JSON.stringify(message, null, 2);
  return `import type { Message } from "./types.js";\nexport const message: Message = ${json};\n`;
}

/** Checks messages of our constructors with the types. Read receipts have none. */
function checkOurs(messages) {
  const kinds = Object.keys(messages).filter((name) => !name.startsWith("read"));
  const typed = kinds.filter((name) => !UNTYPED.includes(name));
  const files = typed.map((_, index) => `message_${index}.ts`);
  typed.forEach((name, index) => writeFileSync(join(folder, files[index]), source(messages[name])));
  const wrong = Object.entries(WRONG).map(([name, change], index) => {
    const message = structuredClone(messages.text);
    change(message);
    writeFileSync(join(folder, `wrong_${index}.ts`), source(message));
    return [name, `wrong_${index}.ts`];
  });
  const { problems } = compile([...files, ...wrong.map(([, file]) => file), "types.ts"]);
  const general = [...(problems.get("") ?? []), ...problems.get("types.ts")];
  report("types of the library", general[0]);
  typed.forEach((name, index) => report(`typed ${name}`, problems.get(files[index])[0]));
  for (const [name, file] of wrong) {
    report(`rejected ${name}`, problems.get(file).length ? undefined : "the types accept it");
  }
}

/** Checks messages that the library builds with our rules. */
async function checkTheirs() {
  const library = await import(pathToFileURL(require.resolve("whatsapp-api-js")));
  const classes = await import(pathToFileURL(require.resolve("whatsapp-api-js/messages")));
  for (const [name, body] of await build(library.default ?? library.WhatsAppAPI, classes)) {
    const checked = spawnSync(process.env.CHECK_MESSAGE, ["-"], { input: body, encoding: "utf8" });
    const problem = checked.status === 0 ? undefined : checked.stdout + checked.stderr;
    report(`built ${name}`, problem);
  }
}

/** Reads webhooks that satisfy the types. */
async function checkWebhooks() {
  const { problems, emit } = compile(["webhooks.ts"]);
  report("types of webhooks", [...problems.values()].flat()[0]);
  emit();
  const { webhooks } = await import(pathToFileURL(join(folder, "webhooks.js")));
  for (const [name, [kind, webhook]] of Object.entries(webhooks)) {
    const input = JSON.stringify(webhook);
    const read = spawnSync(process.env.READ_EVENTS, ["-"], { input, encoding: "utf8" });
    const lines = read.stdout.trimEnd().split("\n");
    const isRead = read.status === 0 && lines.length === 1 && lines[0].startsWith(`${kind} `);
    report(name, isRead ? undefined : read.stdout + read.stderr);
  }
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
writeFileSync(join(folder, "package.json"), '{"type": "module"}\n');
for (const name of ["types.ts", "webhooks.ts"]) {
  copyFileSync(new URL(name, import.meta.url), join(folder, name));
}
const messages = JSON.parse(execFileSync(process.env.EVERY_MESSAGE, { encoding: "utf8" }));
checkOurs(messages);
await checkTheirs();
await checkWebhooks();
