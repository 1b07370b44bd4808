// Runs the checking part of Documentation/verify.html outside a browser.
//
//   node check_page.mjs PAGE TEXT KEYS.pub DAY      exit 0: valid, 1: not valid
import { readFileSync } from "node:fs";
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;
const [page, text, keys, day] = process.argv.slice(2);
const source = readFileSync(page, "utf8").split("// <check>")[1].split("// </check>")[0];
const check = new Function(source + "; return check;")();
const result = await check(text, readFileSync(keys, "utf8"), day);
console.log(JSON.stringify(result));
process.exit(result.valid ? 0 : 1);
