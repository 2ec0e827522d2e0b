// Writes the code of the README to files: `js` for the test runner, and `ts` for the
// compiler.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const page = require.resolve("social-messaging-emulator/package.json").replace("package.json", "README.md");
const extensions = { js: "test.mjs", ts: "mts" };
const counts = { js: 0, ts: 0 };

mkdirSync("readme", { recursive: true });
for (const [, language, code] of readFileSync(page, "utf8").matchAll(/^```(js|ts)\n(.*?)^```$/gms)) {
  counts[language] += 1;
  writeFileSync(`readme/${counts[language]}.${extensions[language]}`, code);
}
if (counts.js === 0 || counts.ts === 0) throw new Error(`${page} has no code`);
