/**
 * Walks through the cards of the last 24 hours and the Analytics page against the stand-in server.
 * Fails as console-check.js does, and leaves its pictures in screenshots/, too.
 */
import { readFileSync } from "node:fs";
import { Harness, message, row, same, write } from "./harness.js";
import { admin, agent1, demoDay } from "./demo-day.js";
import { person } from "./stand-in.js";

const harness = await Harness.start();
const { standIn } = harness;
const step = (name, run) => harness.step(name, run);
const open = (who, path, options) => harness.open(who, path, options);
const picture = (page, name) => harness.picture(page, name);
const card = (page, id) => page.getByTestId(`card-${id}`);
const chart = (page, id) => page.getByTestId(`chart-${id}`);
const value = (page, id, text, patience = {}) => card(page, id).getByTestId("card-value").getByText(text, { exact: true }).waitFor(patience);

async function table(page, id) {
  await chart(page, id).getByText("Show as table").click();
  const cells = chart(page, id).getByRole("row");
  await cells.first().waitFor();
  return cells.evaluateAll((rows) => rows.map((each) => [...each.cells].map(({ textContent }) => textContent)));
}

await step("a channel without any chat has cards without figures, and no 0 for a time", async () => {
  const page = await open(agent1, "/console/");
  await value(page, "finished", "0");
  await value(page, "response", "—");
  await card(page, "response").getByText("no chats yet").waitFor();
  await card(page, "wait").getByText("nobody waits").waitFor();
  await picture(page, "cards-empty-1440");
  await page.close();
});

demoDay(standIn);

await step("an answer and a finish are on the cards without a reload, and are asked for a few times only", async () => {
  const follower = person("follower-140", ["demo"]);
  const page = await open(agent1, "/console/");
  await value(page, "unanswered", "4");
  await value(page, "active", "3");
  await value(page, "finished", "0");
  standIn.send(follower, standIn.conversationOf(follower.id), { clientMessageId: "1", text: "Is somebody there?" });
  await value(page, "unanswered", "5");
  await row(page, "Follower 140").click();
  await write(page, "Yes!");
  await message(page, "Yes!").waitFor();
  await value(page, "active", "4");
  const begun = Date.now();
  const asked = standIn.cardsAsked;
  await page.getByRole("button", { name: "Finish" }).click();
  await value(page, "finished", "1");
  console.log(`     from the click to the card: ${Date.now() - begun} ms`);
  await page.waitForTimeout(1_500);
  if (standIn.cardsAsked - asked > 3) throw new Error(`${standIn.cardsAsked - asked} questions for one finish`);
  await page.close();
});

await step("the detail of a card is reached by keyboard and pointer, and Escape closes it", async () => {
  const page = await open(agent1, "/console/");
  await value(page, "finished", "1");
  await card(page, "response").focus();
  await page.getByRole("tooltip").getByText("90 % within").waitFor();
  await picture(page, "cards-detail-1440");
  await page.keyboard.press("Escape");
  await page.getByRole("tooltip").waitFor({ state: "detached" });
  await card(page, "handling").hover();
  await page.getByRole("tooltip").getByText("From the moment a chat was taken").waitFor();
  await page.close();
});

await step("without analytics-service the cards say so, chat goes on, and they come back by themselves", async () => {
  standIn.figures.up = false;
  const page = await open(agent1, "/console/");
  await page.getByTestId("figures-problem").getByText("There are no figures at the moment.").waitFor();
  await page.getByRole("tab", { name: /Active/ }).click();
  await row(page, "Maya Lindqvist").waitFor();
  await picture(page, "cards-down-1440");
  standIn.figures.up = true;
  await value(page, "finished", "1", { timeout: 30_000 });
  same("what is told", await page.getByTestId("figures-problem").innerText(), "");
  // The browser itself writes a line for each refused question.
  harness.problems = harness.problems.filter((problem) => !problem.includes("503"));
  await page.close();
});

await step("only analysts have the page", async () => {
  const page = await open(agent1, "/console/#/analytics");
  await page.getByRole("heading", { name: "Choose a conversation" }).waitFor();
  same("links", await page.getByRole("link", { name: "Analytics" }).count(), 0);
  await page.close();
});

for (const dark of [false, true]) {
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    const name = `${width}${dark ? "-dark" : ""}`;
    await step(`cards and page at ${name}`, async () => {
      const page = await open(admin, "/console/", { width, height, dark });
      await value(page, "finished", "1");
      await picture(page, `cards-${name}`);
      await page.getByRole("link", { name: "Analytics" }).click();
      await chart(page, "resolution").locator("canvas").waitFor();
      await picture(page, `analytics-${name}`);
      await table(page, "chats");
      await page.locator("week-map").scrollIntoViewIfNeeded();
      await picture(page, `analytics-agents-${name}`);
      await page.getByRole("radio", { name: "From … to" }).check();
      await page.locator("analytics-page").evaluate((element) => element.scrollTo(0, 0));
      await picture(page, `analytics-custom-${name}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      const inside = await page.locator("analytics-page").evaluate((element) => element.scrollWidth - element.clientWidth);
      same("what is cut off at the side", [sideways, inside], [0, 0]);
      await page.evaluate(() => document.querySelector("parley-console").shadowRoot.querySelector("console-desk").style.setProperty("block-size", "auto"));
      await page.screenshot({ path: `screenshots/analytics-whole-${name}.png`, fullPage: true });
      await page.close();
    });
  }
}

await step("range, buckets, zone and agent are chosen, by the keyboard too, and are kept", async () => {
  const page = await open(admin, "/console/#/analytics", { language: "en" });
  await chart(page, "chats").waitFor();
  const periods = async () => (await table(page, "chats")).length - 2;
  same("days of a week", await periods(), 7);
  await page.getByRole("radio", { name: "7 days" }).focus();
  await page.keyboard.press("ArrowLeft");
  await chart(page, "chats").getByRole("row").nth(25).waitFor();
  same("hours of a day", await page.getByRole("combobox", { name: "Cut into" }).inputValue(), "hour");
  await page.getByRole("radio", { name: "28 days" }).check();
  await page.getByRole("combobox", { name: "Agent" }).selectOption("agent-2");
  await page.getByTestId("agents").getByRole("row").nth(2).waitFor({ state: "detached" });
  await page.getByRole("combobox", { name: "Time zone" }).selectOption("Europe/Rome");
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Analytics" }).click();
  await chart(page, "chats").waitFor();
  same("the zone", await page.getByRole("combobox", { name: "Time zone" }).inputValue(), "Europe/Rome");
  same("the range", await page.getByRole("radio", { name: "28 days" }).isChecked(), true);
  await page.getByRole("combobox", { name: "Agent" }).selectOption("");
  await page.getByRole("button", { name: "Finished" }).click();
  const names = page.getByTestId("agents").locator("tbody th");
  same("by finished", await names.allInnerTexts(), ["Agent 1", "Agent 2", "Admin 1"]);
  await page.getByRole("button", { name: "Finished" }).click();
  same("the other way", await names.allInnerTexts(), ["Admin 1", "Agent 2", "Agent 1"]);
  same("said of the column", await page.getByRole("columnheader", { name: "Finished" }).getAttribute("aria-sort"), "ascending");
  await page.getByRole("radio", { name: "From … to" }).check();
  await page.getByRole("textbox", { name: "From", exact: true }).fill("2026-01-02");
  await page.getByRole("textbox", { name: "To", exact: true }).fill("2026-01-01");
  await page.getByTestId("report-problem").getByText("Choose a first and a last day").waitFor();
  await page.close();
});

await step("table, chart and file say the same", async () => {
  const page = await open(admin, "/console/#/analytics");
  await chart(page, "chats").waitFor();
  const [, whole, ...days] = await table(page, "chats");
  const opened = await chart(page, "chats").locator(".legend li").filter({ hasText: "Opened" }).locator("b").innerText();
  same("opened", [whole[1], String(days.reduce((sum, day) => sum + Number(day[1]), 0))], [opened, opened]);
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download CSV" }).click();
  const file = await coming;
  same("its end", file.suggestedFilename().slice(-4), ".csv");
  const [, ...lines] = readFileSync(await file.path(), "utf8").trim().split("\r\n");
  same("opened by day", lines.map((line) => line.split(",")[2]), days.map((day) => day[1]));
  const box = await chart(page, "chats").locator(".plot").boundingBox();
  await page.mouse.move(box.x + box.width - 30, box.y + 80);
  await chart(page, "chats").locator(".when").getByText(days.at(-1)[0]).waitFor();
  await page.close();
});

await step("nothing in the window, a service that is down, and German", async () => {
  standIn.figures.empty = true;
  const page = await open(admin, "/console/#/analytics", { language: "de" });
  await page.getByText("In diesem Zeitraum ist nichts geschehen.").waitFor();
  await picture(page, "analytics-empty-1440");
  standIn.figures.empty = false;
  await page.getByRole("button", { name: "Auffrischen" }).click();
  await chart(page, "chats").getByRole("heading", { name: "Chats" }).waitFor();
  await picture(page, "analytics-german-1440");
  standIn.figures.up = false;
  await page.getByRole("button", { name: "Auffrischen" }).click();
  await page.getByTestId("report-problem").getByText("Der Dienst ist gerade nicht erreichbar.").waitFor();
  same("what was there stays", await chart(page, "chats").count(), 1);
  await picture(page, "analytics-down-1440");
  standIn.figures.up = true;
  harness.problems = harness.problems.filter((problem) => !problem.includes("503"));
  await page.close();
});

await harness.finish();
