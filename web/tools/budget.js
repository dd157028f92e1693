/** Prints what the build weighs over the wire and fails when a budget is passed. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist", import.meta.url).pathname;
/** Gzipped bytes; the page budgets hold all scripts and styles that the page loads at once. */
const budgets = {
  "widget.js": 40 * 1024,
  "the console": 100 * 1024,
  "the Analytics page": 40 * 1024,
  "all pages": 150 * 1024,
};

const files = readdirSync(dist, { recursive: true })
  .map((name) => join(dist, String(name)))
  .filter((path) => statSync(path).isFile());
const gzipped = Object.fromEntries(files.map((path) => [relative(dist, path), gzipSync(readFileSync(path), { level: 9 }).length]));
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

for (const [name, bytes] of Object.entries(gzipped)) {
  console.log(`${name.padEnd(44)} ${kib(bytes).padStart(10)} gzipped`);
}
const total = Object.entries(gzipped).reduce((sum, [name, bytes]) => (name === "widget.js" ? sum : sum + bytes), 0);
const measured = {
  "widget.js": gzipped["widget.js"],
  "the console": loadedBy("console/index.html"),
  // What comes when it is first looked at.
  "the Analytics page": gzipped[Object.keys(gzipped).find((name) => /^assets\/analytics-page-.*\.js$/.test(name))],
  "all pages": total,
};
let failed = false;
for (const [name, budget] of Object.entries(budgets)) {
  const bytes = measured[name];
  const holds = bytes !== undefined && bytes <= budget;
  failed ||= !holds;
  console.log(`${holds ? "ok    " : "TOO BIG"} ${name}: ${bytes === undefined ? "missing" : kib(bytes)} of ${kib(budget)}`);
}
process.exitCode = failed ? 1 : 0;

/** What a page loads before it is of use: itself, and the scripts and styles that it names. */
function loadedBy(page) {
  const names = [...readFileSync(join(dist, page), "utf8").matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name);
  return [page, ...names].reduce((sum, name) => sum + gzipped[name], 0);
}
