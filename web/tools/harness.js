/** What the browser checks share: a browser, people with pages of their own, steps, pictures with axe. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { StandIn } from "./stand-in.js";

const ORIGIN = "http://localhost:22001";
/** A machine that has much to do is no fault of the page. */
const PATIENCE_MILLIS = 30_000;
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
];
const dist = new URL("../dist", import.meta.url).pathname;
const pictures = new URL("../screenshots/", import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export class Harness {
  /** What went wrong so far. */
  problems = [];
  standIn = new StandIn(ORIGIN, dist);
  #browser;

  static async start() {
    mkdirSync(pictures, { recursive: true });
    const harness = new Harness();
    harness.#browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
    return harness;
  }

  /** A page in a browser of a person's own; the policy of the page stays in force. */
  async open(who, path, { width = 1440, height = 900, dark = false, language = "en" } = {}) {
    const context = await this.#browser.newContext({
      viewport: { width, height }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce", locale: language,
    });
    context.setDefaultTimeout(PATIENCE_MILLIS);
    await this.standIn.serve(context, who);
    const page = await context.newPage();
    const name = who?.id ?? "nobody";
    page.on("console", (message) => message.type() === "error" && this.problems.push(`${name}: ${message.text()}`));
    page.on("pageerror", (error) => this.problems.push(`${name}: ${error.stack}`));
    await page.goto(`${ORIGIN}${path}`);
    return page;
  }

  /** Takes a picture and holds the screen against axe. */
  async picture(page, name) {
    await page.screenshot({ path: `${pictures}${name}.png` });
    // Through the debugger's door, so that the page's own policy stays in force.
    const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
    for (const { id, help, nodes } of violations) {
      this.problems.push(`${name}: ${id}: ${help}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join(" | ")}`);
    }
  }

  async step(name, run) {
    try {
      await run();
      console.log(`ok   ${name}`);
    } catch (error) {
      this.problems.push(`${name}: ${error.message}`);
      console.log(`FAIL ${name}\n${error.message}`);
    }
  }

  async finish() {
    await this.#browser.close();
    const { problems } = this;
    console.log(problems.length === 0 ? "no problems" : `\n${problems.length} problems\n- ${problems.join("\n- ")}`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  }
}

export const row = (page, name) =>
  page.getByTestId("row").filter({ has: page.getByTestId("row-name").getByText(name, { exact: true }) });
export const count = (page, status, value) =>
  page.getByTestId(`count-${status}`).getByText(String(value), { exact: true }).waitFor();
export const message = (page, text) => page.getByTestId("message").filter({ hasText: text });
export const composer = (page) => page.getByRole("textbox", { name: "Message" });

export async function write(page, text) {
  await composer(page).fill(text);
  await page.keyboard.press("Enter");
}

/** Ends a step as failed unless both are the same. */
export function same(what, actual, expected) {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what} is ${is}, not ${should}`);
}
