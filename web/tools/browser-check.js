/**
 * Walks through the built pages in Chromium against the stand-in server and leaves pictures in
 * screenshots/. Fails on a wrong step, on an accessibility violation, on anything the Content
 * Security Policy stops and on any error in a page's console.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { StandIn, person } from "./stand-in.js";

const ORIGIN = "http://localhost:22001";
const dist = new URL("../dist", import.meta.url).pathname;
const pictures = new URL("../screenshots/", import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
];
mkdirSync(pictures, { recursive: true });

const problems = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const standIn = new StandIn(ORIGIN, dist);

async function open(who, path, { width = 1440, height = 900, dark = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, colorScheme: dark ? "dark" : "light", reducedMotion: "reduce", bypassCSP: false,
  });
  context.setDefaultTimeout(5_000);
  await standIn.serve(context, who);
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && problems.push(`${who?.id ?? "nobody"}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`${who?.id ?? "nobody"}: ${error.stack}`));
  await page.goto(`${ORIGIN}${path}`);
  return page;
}

async function picture(page, name) {
  await page.screenshot({ path: `${pictures}${name}.png` });
  // Through the debugger's door, so that the page's own policy stays in force.
  const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  for (const { id, help, nodes } of violations) {
    problems.push(`${name}: ${id}: ${help}: ${nodes.map((node) => `${JSON.stringify(node.target)} ${node.failureSummary}`).join(" | ")}`);
  }
}

async function step(name, run) {
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    problems.push(`${name}: ${error.message}`);
    console.log(`FAIL ${name}\n${error.message}`);
  }
}

const row = (page, name) => page.getByTestId("row").filter({ has: page.getByTestId("row-name").getByText(name, { exact: true }) });
const count = (page, status, value) => page.getByTestId(`count-${status}`).getByText(String(value), { exact: true }).waitFor();
const message = (page, text) => page.getByTestId("message").filter({ hasText: text });
async function write(page, text) {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.keyboard.press("Enter");
}

const follower = person("follower-1", ["demo"]);
const agent1 = person("agent-1", ["demo"]);
const agent2 = person("agent-2", ["demo"]);
const admin = person("admin-1", ["demo"]);
seed();

let followerPage, agentPage, secondPage;

await step("the landing page", async () => {
  for (const [width, height] of [[1440, 900], [390, 844]]) {
    const page = await open(null, "/", { width, height });
    await page.getByRole("link", { name: "Agent console" }).waitFor();
    await picture(page, `landing-${width}`);
  }
});

await step("without a login the console asks for one", async () => {
  const page = await open(null, "/console/");
  await page.getByRole("button", { name: "Log in" }).waitFor();
  await picture(page, "console-login");
});

await step("a follower opens the widget; nothing was stored before", async () => {
  followerPage = await open(follower, "/follower/?channel=demo");
  await followerPage.getByRole("button", { name: "Open chat" }).waitFor();
  const stored = await followerPage.evaluate(() => Object.keys(sessionStorage).filter((key) => !key.startsWith("oidc.")).length + localStorage.length);
  if (stored !== 0) throw new Error(`${stored} entries are stored before the first interaction`);
  await followerPage.getByRole("button", { name: "Open chat" }).click();
  await followerPage.getByTestId("panel").waitFor();
  await picture(followerPage, "widget-empty-1440");
});

await step("what the follower writes is Unanswered in the console", async () => {
  agentPage = await open(agent1, "/console/");
  await count(agentPage, "UNANSWERED", 3);
  await write(followerPage, "Hello! Is the rain jacket coming back in size M? <b>asking</b> for a friend");
  await message(followerPage, "rain jacket").and(followerPage.locator('[data-state="logged"]')).waitFor();
  await count(agentPage, "UNANSWERED", 4);
  await row(agentPage, "Follower 1").waitFor();
});

await step("the first answer takes the conversation", async () => {
  await row(agentPage, "Follower 1").click();
  await write(agentPage, "Good morning! It is, on Thursday: https://shop.example/rain-jacket. Shall I keep one for you?");
  await agentPage.getByTestId("owner").getByText("Owner: you").waitFor();
  await count(agentPage, "ACTIVE", 3);
  await followerPage.getByTestId("owner").getByText("Agent 1 is looking after you").waitFor();
  await followerPage.getByRole("textbox", { name: "Message" }).pressSequentially("Yes please, in gr");
  await agentPage.getByTestId("typing").getByText("Follower 1 is writing…").waitFor();
  await agentPage.getByRole("tab", { name: /Active/ }).click();
  await picture(followerPage, "widget-answered-1440");
  await followerPage.keyboard.type("een");
  await followerPage.keyboard.press("Enter");
  await agentPage.getByTestId("mark").last().and(agentPage.locator('[data-mark="read"]')).waitFor();
});

await step("a second agent is warned, keeps the draft, and takes over", async () => {
  secondPage = await open(agent2, "/console/", { dark: true });
  await secondPage.getByRole("tab", { name: /Active/ }).click();
  await row(secondPage, "Follower 1").click();
  await write(secondPage, "I have one here right now");
  const dialog = secondPage.getByRole("dialog", { name: "Take over?" });
  await dialog.getByText("Agent 1 has already taken this conversation. Take it over?").waitFor();
  await dialog.getByRole("button", { name: "No" }).click();
  const kept = await secondPage.getByRole("textbox", { name: "Message" }).inputValue();
  if (kept !== "I have one here right now") throw new Error(`the draft is ${JSON.stringify(kept)}`);
  await secondPage.getByRole("textbox", { name: "Message" }).press("Enter");
  await dialog.getByRole("button", { name: "Yes" }).click();
  await message(secondPage, "I have one here").waitFor();
  await agentPage.getByTestId("owner").getByText("Owner: Agent 2").waitFor();
  await agentPage.getByTestId("notices").getByText("Agent 2 took over the conversation with Follower 1.").waitFor();
  await followerPage.getByTestId("notice").getByText("You are now talking to Agent 2").waitFor();
});

await step("an engagement is looked at and sent", async () => {
  await secondPage.getByRole("button", { name: "Send an engagement" }).click();
  await secondPage.getByRole("button", { name: /10 % on your next order/ }).click();
  await secondPage.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  await followerPage.getByText("AUTUMN10").waitFor();
});

await step("a lost connection is shown, heals, and loses nothing", async () => {
  standIn.up = false;
  await standIn.cut();
  await followerPage.getByTestId("connection").getByText(/Connection lost/).waitFor();
  await write(followerPage, "Written while the line was cut");
  await picture(followerPage, "widget-offline-1440");
  standIn.up = true;
  // Its own next try may come first, and take the button away.
  await followerPage.getByRole("button", { name: "Try now" }).click({ timeout: 1_000 }).catch(() => undefined);
  await message(followerPage, "line was cut").and(followerPage.locator('[data-state="logged"]')).waitFor();
  await followerPage.waitForFunction(() => document.querySelector("parley-chat").shadowRoot.querySelector(".connection").textContent.trim() === "");
  for (const page of [agentPage, secondPage]) {
    await page.getByRole("button", { name: "Try now" }).click({ timeout: 1_000 }).catch(() => undefined);
    await message(page, "line was cut").waitFor({ timeout: 40_000 });
  }
});

await step("a refused message stays with its reason, and Retry sends it", async () => {
  standIn.refusing = "message-too-long";
  await write(followerPage, "Please hear me");
  const failed = message(followerPage, "Please hear me").and(followerPage.locator('[data-state="failed"]'));
  await failed.getByText("Not sent. The message is too long.").waitFor();
  await picture(followerPage, "widget-failed-1440");
  standIn.refusing = null;
  await failed.getByRole("button", { name: "Retry" }).click();
  await message(followerPage, "Please hear me").and(followerPage.locator('[data-state="logged"]')).waitFor();
});

await step("finish, by the keyboard, shows who and when; the follower may write again", async () => {
  await secondPage.getByRole("textbox", { name: "Message" }).press("Alt+e");
  await secondPage.getByTestId("finished-by").getByText(/Finished by Agent 2/).waitFor();
  await followerPage.getByTestId("finished-hint").waitFor();
  await picture(followerPage, "widget-finished-1440");
  await write(followerPage, "One more thing");
  await count(agentPage, "UNANSWERED", 4);
  await agentPage.getByTestId("owner").getByText("no owner").waitFor();
});

await step("the widget counts what is unread and fills a small screen", async () => {
  await followerPage.getByRole("button", { name: "Close chat" }).first().click();
  await write(agentPage, "What is it?");
  await followerPage.getByTestId("launcher-badge").getByText("1", { exact: true }).waitFor();
  await picture(followerPage, "widget-unread-1440");
  const small = await open(follower, "/follower/?channel=demo", { width: 390, height: 844 });
  await small.getByRole("button", { name: "Open chat" }).click();
  await message(small, "What is it?").waitFor();
  await picture(small, "widget-390");
  const dark = await open(follower, "/follower/?channel=demo", { width: 1024, height: 768, dark: true });
  await dark.getByRole("button", { name: "Open chat" }).click();
  await message(dark, "What is it?").waitFor();
  await picture(dark, "widget-dark-1024");
});

await step("one-way: no composer, and the reason; enabling lets the follower write at once", async () => {
  const adminPage = await open(admin, "/console/#/settings", { width: 1024, height: 768 });
  await adminPage.getByRole("button", { name: "Disable live chat" }).click();
  await adminPage.getByRole("dialog").getByRole("button", { name: "Disable live chat" }).click();
  await followerPage.getByRole("button", { name: "Open chat" }).click();
  await followerPage.getByTestId("one-way").waitFor();
  if ((await followerPage.getByRole("textbox", { name: "Message" }).count()) !== 0) throw new Error("there is a composer");
  await picture(followerPage, "widget-one-way-1440");
  await adminPage.getByRole("button", { name: "Enable live chat" }).click();
  await adminPage.getByRole("dialog").getByRole("button", { name: "Enable live chat" }).click();
  await followerPage.getByRole("textbox", { name: "Message" }).waitFor();
});

await step("a long thread loads older messages on the way up", async () => {
  const page = await open(agent1, "/console/", { width: 390, height: 844 });
  await page.getByRole("tab", { name: /Active/ }).click();
  await row(page, "Follower 7").click();
  await message(page, "message 180").waitFor();
  for (let tries = 0; tries < 20 && (await message(page, "message 1 of a long").count()) === 0; tries++) {
    await page.locator("message-log .scroll").evaluate((element) => element.scrollTo(0, 0));
    await page.waitForTimeout(60);
  }
  await message(page, "message 1 of a long").waitFor();
  const seqs = await page.getByTestId("message").evaluateAll((elements) => elements.map((element) => Number(element.dataset.seq)));
  if (seqs.some((seq, index) => index > 0 && seq <= seqs[index - 1])) throw new Error("messages are not in order");
});

await step("a follower is found by name, and the quiet thread opened", async () => {
  await agentPage.getByRole("searchbox", { name: "Search" }).fill("follower 12");
  await agentPage.getByRole("region", { name: "Followers" }).getByRole("button", { name: "Follower 12" }).click();
  await agentPage.getByTestId("status").getByText("Quiet").waitFor();
  await agentPage.getByRole("searchbox", { name: "Search" }).fill("");
});

await browser.close();
console.log(problems.length === 0 ? "no problems" : `\n${problems.length} problems\n- ${problems.join("\n- ")}`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Conversations of all kinds, so that the pictures look like a day at work. */
function seed() {
  const say = (id, text) => standIn.send(person(id, ["demo"]), standIn.conversationOf(id), { clientMessageId: `${id} ${text}`, text });
  const answer = (who, id, text) => standIn.send(who, standIn.conversationOf(id), { clientMessageId: `${who.id} ${id} ${text}`, text });
  say("follower-2", "My parcel says delivered but there is nothing here 😟");
  say("follower-3", "Can I change the address of order 4411?");
  say("follower-4", "مرحبا، هل الشحن مجاني؟");
  say("follower-5", "Thanks, that solved it!");
  answer(agent2, "follower-5", "Glad to hear that.");
  say("follower-6", "Bye");
  answer(agent1, "follower-6", "Have a nice day!");
  standIn.finish(agent1, standIn.conversationOf("follower-6"));
  for (let n = 1; n <= 180; n += 2) {
    say("follower-7", `message ${n} of a long story`);
    answer(agent1, "follower-7", `message ${n + 1} is the answer`);
  }
}
