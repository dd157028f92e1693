/**
 * Walks a follower's pages through the stand-in server in Chromium and leaves pictures in
 * screenshots/, at three widths and in both themes. Fails on a wrong step, on an accessibility
 * violation, on what the Content Security Policy stops and on any error in a page's console.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { StandIn, person } from "./stand-in.js";

const ORIGIN = "http://localhost:22002";
const dist = new URL("../dist", import.meta.url).pathname;
const pictures = new URL("../screenshots/", import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
];
mkdirSync(pictures, { recursive: true });

const problems = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const standIn = new StandIn(ORIGIN, dist);
const follower = person("both-follower-1", ["demo", "other"]);
const agent1 = person("agent-1", ["demo"]);
const agent2 = person("agent-2", ["demo"]);

const say = (text) => standIn.send(follower, standIn.conversationOf(follower.id), { clientMessageId: `f ${text}`, text });
const answer = (who, text, more = {}) =>
  standIn.send(who, standIn.conversationOf(follower.id), { clientMessageId: `${who.id} ${text}`, text, ...more });

say("Hello! My rain jacket arrived today, and the left sleeve is torn at the seam 😟");
answer(agent1, "Oh no, I am sorry! Could you tell me the order number?");
say("4411-7");
answer(agent1, "Thank you. A new one leaves today, and you can keep this one: https://shop.example/orders/4411-7");
answer(agent2, "Agent 1 is on a break, so I look after you now.", { takeOverFrom: "agent-1" });
answer(agent2, undefined, {
  clientMessageId: "coupon",
  engagement: { id: "e1", kind: "COUPON", title: "10 % on your next order", description: "Valid for four weeks", code: "AUTUMN10" },
});
say("That is very kind, thank you!");

for (const dark of [false, true]) {
  for (const [width, height] of SIZES) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce" });
    context.setDefaultTimeout(8_000);
    await standIn.serve(context, follower);
    const view = `${width}${dark ? "-dark" : ""}`;
    const open = async (path) => {
      const page = await context.newPage();
      page.on("console", (message) => message.type() === "error" && problems.push(`${view} ${path}: ${message.text()}`));
      page.on("pageerror", (error) => problems.push(`${view} ${path}: ${error.stack}`));
      await page.goto(`${ORIGIN}${path}`);
      return page;
    };
    const picture = async (page, name) => {
      await page.screenshot({ path: `${pictures}${name}-${view}.png` });
      // Through the debugger's door, so that the page's own policy stays in force.
      const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
      for (const { id, help, nodes } of violations) {
        problems.push(`${name}-${view}: ${id}: ${help}: ${nodes.map((n) => `${JSON.stringify(n.target)} ${n.failureSummary}`).join(" | ")}`);
      }
    };
    try {
      answer(agent2, `Have a nice day (${view})`);
      const list = await open("/follower/");
      await list.getByTestId("inbox-row").nth(1).waitFor();
      await list.getByTestId("unread").first().waitFor();
      await picture(list, "inbox");
      const page = await open("/follower/?channel=demo");
      await page.getByTestId("peek").waitFor();
      await picture(page, "channel");
      await page.getByRole("button", { name: "Chat", exact: true }).click();
      await page.getByText(`Have a nice day (${view})`).last().waitFor();
      await picture(page, "thread");
      await page.getByTestId("code").scrollIntoViewIfNeeded();
      await page.getByRole("textbox", { name: "Message" }).fill("A longer text that takes more\nthan one line in the field");
      await picture(page, "coupon");
      const other = await open("/follower/?channel=other");
      await other.getByRole("button", { name: "See what was sent" }).click();
      await other.getByTestId("one-way").waitFor();
      await picture(other, "one-way");
      console.log(`ok   ${view}`);
    } catch (error) {
      problems.push(`${view}: ${error.message}`);
      console.log(`FAIL ${view}\n${error.message}`);
    }
    await context.close();
  }
}
await browser.close();
console.log(problems.length === 0 ? "no problems" : `\n${problems.length} problems\n- ${problems.join("\n- ")}`);
process.exitCode = problems.length === 0 ? 0 : 1;
