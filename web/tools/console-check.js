/**
 * Walks through the agents' console against the stand-in server, on every screen in both themes
 * and at three widths, and leaves the pictures in screenshots/. Fails on a wrong step, on an
 * accessibility violation, on anything the Content Security Policy stops and on any error.
 */
import { Harness, composer, message, row, same, write } from "./harness.js";
import { admin, agent1, agent2, demoDay } from "./demo-day.js";
import { person } from "./stand-in.js";

const harness = await Harness.start();
const { standIn } = harness;
const step = (name, run) => harness.step(name, run);
const open = (who, path, options) => harness.open(who, path, options);
const picture = (page, name) => harness.picture(page, name);
const MAYA = "Maya Lindqvist";
demoDay(standIn);

async function openMaya(page) {
  await page.getByRole("tab", { name: /Active/ }).click();
  await row(page, MAYA).click();
  await message(page, "old discount").waitFor();
}

for (const dark of [false, true]) {
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    const name = `${width}${dark ? "-dark" : ""}`;
    await step(`every screen at ${name}`, async () => {
      const page = await open(admin, "/console/", { width, height, dark });
      await row(page, "Jonas Weber").waitFor();
      await picture(page, `console-list-${name}`);
      await openMaya(page);
      await picture(page, `console-thread-${name}`);
      if (width < 1280) {
        await page.getByRole("button", { name: "Follower and history" }).click();
        await page.getByTestId("past-engagement").first().waitFor();
        await picture(page, `console-follower-${name}`);
        await page.locator("follower-pane").getByRole("button", { name: "Close" }).click();
      }
      await composer(page).pressSequentially("Hi Maya, /");
      await page.getByRole("listbox", { name: "Canned replies" }).waitFor();
      await picture(page, `console-canned-${name}`);
      await page.keyboard.press("Escape");
      await composer(page).fill("");
      await page.getByRole("button", { name: "Send an engagement" }).click();
      await page.getByRole("button", { name: /10 % on your next order/ }).waitFor();
      await picture(page, `console-offer-${name}`);
      await page.getByRole("button", { name: /10 % on your next order/ }).click();
      await picture(page, `console-preview-${name}`);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Private note" }).click();
      await composer(page).pressSequentially("Asked the warehouse, an answer comes on Monday");
      await picture(page, `console-note-${name}`);
      await composer(page).fill("");
      await page.getByRole("button", { name: "Reply" }).click();
      await page.getByRole("button", { name: "Emoji" }).click();
      await picture(page, `console-emoji-${name}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Transfer" }).click();
      await page.getByRole("button", { name: "Transfer: Agent 2" }).waitFor();
      await picture(page, `console-transfer-${name}`);
      await page.keyboard.press("Escape");
      await write(page, "I can help, too.");
      await page.getByRole("dialog", { name: "Take over?" }).waitFor();
      await picture(page, `console-takeover-${name}`);
      await page.keyboard.press("Escape");
      await composer(page).fill("");
      await page.goto(`${page.url().split("#")[0]}#/settings`);
      await page.getByTestId("canned-reply").first().waitFor();
      await picture(page, `console-settings-${name}`);
      await page.getByRole("button", { name: "New engagement" }).click();
      await page.getByRole("combobox", { name: "Kind" }).selectOption("COUPON");
      await page.getByRole("button", { name: "New canned reply" }).click();
      await picture(page, `console-editing-${name}`);
      await page.getByRole("button", { name: "Disable live chat" }).click();
      await picture(page, `console-disable-${name}`);
      await page.keyboard.press("Escape");
      await page.locator("settings-page").evaluate((element) => element.scrollTo(0, element.scrollHeight));
      await picture(page, `console-preferences-${name}`);
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
      await picture(page, `console-keys-${name}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      same("what is cut off at the side", sideways, 0);
      await page.close();
    });
  }
}

await step("opening a conversation changes nothing", async () => {
  const before = JSON.stringify(standIn.conversationOf("follower-21").log);
  const page = await open(agent1, "/console/");
  await row(page, "Jonas Weber").click();
  await message(page, "order 4411").waitFor();
  await page.getByTestId("owner").getByText("no owner").waitFor();
  same("the log", JSON.stringify(standIn.conversationOf("follower-21").log), before);
  await page.close();
});

await step("a note and a transfer are seen by agents and never by the follower", async () => {
  const follower = await open(person("follower-135", ["demo"]), "/follower/?channel=demo");
  await follower.getByRole("button", { name: "Open chat" }).click();
  await write(follower, "Which colours are there?");
  const one = await open(agent1, "/console/");
  const two = await open(agent2, "/console/");
  await row(one, "Follower 135").click();
  await write(one, "Moss, slate and rust.");
  await message(follower, "slate and rust").waitFor();
  await one.keyboard.press("Alt+n");
  await one.keyboard.type("Asked the warehouse");
  await one.keyboard.press("Enter");
  await message(one, "Asked the warehouse").and(one.locator(".note")).waitFor();
  await one.waitForFunction(() => document.querySelector("parley-console") !== null);
  same("the note's field", await composer(one).inputValue(), "");
  await one.keyboard.press("Alt+t");
  await one.getByRole("button", { name: "Transfer: Agent 2" }).click();
  await one.getByTestId("owner").getByText("Owner: Agent 2").waitFor();
  await two.getByTestId("notices").getByText("Agent 1 gave you the conversation with Follower 135.").waitFor();
  await two.getByRole("tab", { name: /Active/ }).click();
  await row(two, "Follower 135").click();
  await two.getByTestId("notice").filter({ hasText: "Agent 1 gave the conversation to Agent 2" }).waitFor();
  same("what the follower saw of it", [await message(follower, "Asked the warehouse").count(), await follower.getByText("gave the conversation").count()], [0, 0]);
  await Promise.all([follower, one, two].map((page) => page.close()));
});

await step("a canned reply, drafts of two conversations and a note survive a reload", async () => {
  const page = await open(agent1, "/console/");
  await row(page, "Jonas Weber").click();
  await composer(page).pressSequentially("/ret");
  await page.keyboard.press("Enter");
  const inserted = await composer(page).inputValue();
  if (!inserted.startsWith("You can send it back")) throw new Error(`the text is ${inserted}`);
  await page.keyboard.press("Alt+j");
  await page.locator("thread-head").getByText("مريم حداد").waitFor();
  await composer(page).fill("The second draft");
  await page.keyboard.press("Alt+n");
  await page.keyboard.type("A note for later");
  await page.reload();
  await page.locator("thread-head").getByText("مريم حداد").waitFor();
  same("the second draft", await composer(page).inputValue(), "The second draft");
  await page.keyboard.press("Alt+n");
  await page.waitForFunction(() => document.querySelector("parley-console") !== null);
  same("the note", await composer(page).inputValue(), "A note for later");
  await page.keyboard.press("Alt+k");
  await page.locator("thread-head").getByText("Jonas Weber").waitFor();
  same("the first draft", await composer(page).inputValue(), inserted);
  await page.close();
});

await step("a message is taken back, and is gone for everybody", async () => {
  const page = await open(agent2, "/console/");
  await page.getByRole("tab", { name: /Active/ }).click();
  await row(page, "Priya Raman").click();
  const said = message(page, "Glad to hear that");
  await said.hover();
  await said.getByRole("button", { name: "Delete this message" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await message(page, "This message was deleted").waitFor();
  same("its text", await said.count(), 0);
  await page.close();
});

await step("search by name and by what was said; mine and all", async () => {
  const page = await open(agent1, "/console/");
  await row(page, "Jonas Weber").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("backpack");
  await row(page, "Tomasz Zieliński").waitFor();
  await page.waitForFunction(() => document.querySelector("parley-console").shadowRoot.querySelector("console-desk").shadowRoot
    .querySelector("chat-page").shadowRoot.querySelector("conversation-list").shadowRoot.querySelectorAll("conversation-row").length === 1);
  await page.keyboard.press("Escape");
  await row(page, "Jonas Weber").waitFor();
  await page.getByRole("tab", { name: /Active/ }).click();
  await row(page, "Priya Raman").waitFor();
  await page.getByRole("button", { name: "Mine" }).click();
  await row(page, "Sofía Herrera").waitFor();
  await row(page, "Priya Raman").waitFor({ state: "detached" });
  await page.close();
});

await step("settings are edited and used at once; chat is disabled by whom and when", async () => {
  const page = await open(admin, "/console/#/settings");
  const other = await open(agent1, "/console/");
  await page.getByRole("button", { name: "New canned reply" }).click();
  await page.getByRole("textbox", { name: "Shortcut" }).fill("sorry");
  await page.getByRole("textbox", { name: "Text" }).fill("I am sorry for the trouble.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByTestId("canned-reply").filter({ hasText: "/sorry" }).waitFor();
  await page.getByRole("button", { name: "New engagement" }).click();
  await page.getByRole("textbox", { name: "Id" }).fill("sorry-5");
  await page.getByRole("combobox", { name: "Kind" }).selectOption("COUPON");
  await page.getByRole("textbox", { name: "Title" }).fill("5 off");
  await page.getByRole("textbox", { name: "Code" }).fill("SORRY5");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByTestId("catalogue-entry").filter({ hasText: "SORRY5" }).waitFor();
  await page.getByRole("button", { name: "Delete Thank-you points" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByTestId("catalogue-entry").filter({ hasText: "Thank-you points" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Disable live chat" }).click();
  await page.getByRole("dialog").getByText("will not be able to write").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Disable live chat" }).click();
  await page.getByTestId("mode-since").getByText(/Set by Admin 1, .*\d/).waitFor();
  await other.getByTestId("chat-mode").and(other.locator('[data-mode="ONE_WAY"]')).waitFor();
  await other.getByTestId("notices").getByText("Admin 1 disabled live chat.").waitFor();
  await page.getByRole("button", { name: "Enable live chat" }).click();
  await page.getByRole("dialog").getByText("who will answer?").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Enable live chat" }).click();
  await other.getByTestId("chat-mode").and(other.locator('[data-mode="TWO_WAY"]')).waitFor();
  await Promise.all([page, other].map((each) => each.close()));
});

await step("German, by the browser's wish and by choice; the theme by choice", async () => {
  const page = await open(agent1, "/console/", { language: "de-DE" });
  await page.getByRole("tab", { name: /Wartend/ }).waitFor();
  await picture(page, "console-german-1440");
  same("the document's language", await page.evaluate(() => document.documentElement.lang), "de");
  await page.getByRole("link", { name: "Einstellungen" }).click();
  await page.getByRole("combobox", { name: "Sprache" }).selectOption("en");
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  await page.getByRole("combobox", { name: "Appearance" }).selectOption("dark");
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(13, 16, 21)");
  await page.close();
});

await step("markup in a name, a message, a note and a canned reply stays text", async () => {
  const bad = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`;
  standIn.names.set("follower-66", `Eve ${bad}`);
  const eve = { ...person("follower-66", ["demo"]), name: `Eve ${bad}` };
  standIn.send(eve, standIn.conversationOf("follower-66"), { clientMessageId: "bad", text: `${bad} javascript:window.ran=1` });
  const page = await open(admin, "/console/#/settings");
  await page.getByRole("button", { name: "New canned reply" }).click();
  await page.getByRole("textbox", { name: "Shortcut" }).fill("bad");
  await page.getByRole("textbox", { name: "Text" }).fill(bad);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByTestId("canned-reply").filter({ hasText: bad }).waitFor();
  await page.getByRole("link", { name: "Chat" }).click();
  await row(page, `Eve ${bad}`).click();
  await page.locator("thread-head").getByText("Eve").waitFor();
  await message(page, bad).waitFor();
  await page.keyboard.press("Alt+n");
  await write(page, `${bad} as a note`);
  await message(page, "as a note").waitFor();
  same("what ran, and images and links in messages", await page.evaluate(() => [window.ran === undefined, document.images.length]), [true, 0]);
  same("links", await message(page, "javascript:").getByRole("link").count(), 0);
  await page.close();
});

await step("the whole journey by the keyboard alone", async () => {
  const follower = await open(person("follower-133", ["demo"]), "/follower/?channel=demo");
  await follower.getByRole("button", { name: "Open chat" }).click();
  await write(follower, "Who can help me?");
  const page = await open(agent1, "/console/");
  await row(page, "Follower 133").waitFor();
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press("Alt+1", "End", "Enter");
  await page.locator("thread-head").getByText("Follower 133").waitFor();
  await page.waitForFunction(() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return focused?.tagName === "TEXTAREA";
  });
  await page.keyboard.type("/hel");
  await press("Enter", "Enter");
  await page.getByTestId("owner").getByText("Owner: you").waitFor();
  await message(follower, "How can I help?").waitFor();
  await press("Alt+g");
  await page.getByRole("dialog", { name: "Send an engagement" }).getByRole("button", { name: /10 %/ }).waitFor();
  await press("Enter");
  await page.getByText("Follower 133 will see:").waitFor();
  await press("Enter");
  await follower.getByText("AUTUMN10").waitFor();
  await press("Alt+n");
  await page.keyboard.type("Was friendly");
  await press("Enter");
  await page.getByText("Was friendly", { exact: true }).waitFor();
  await press("Alt+i");
  await page.locator("follower-pane").waitFor({ state: "detached" });
  await press("Alt+e");
  await page.getByTestId("finished-by").getByText(/Finished by Agent 1/).waitFor();
  await press("Escape");
  await page.getByRole("heading", { name: "Choose a conversation" }).waitFor();
  await press("Alt+3");
  await row(page, "Follower 133").waitFor();
  await Promise.all([page, follower].map((each) => each.close()));
});

await step("the same agent on two devices: reading and answering on one shows on the other", async () => {
  const desk = await open(agent1, "/console/");
  const phone = await open(agent1, "/console/", { width: 390, height: 844 });
  const follower = person("follower-134", ["demo"]);
  standIn.send(follower, standIn.conversationOf("follower-134"), { clientMessageId: "1", text: "On which device are you?" });
  await row(desk, "Follower 134").getByTestId("row-unread").waitFor();
  await row(phone, "Follower 134").click();
  await write(phone, "On my phone");
  await row(phone, "Follower 134").waitFor({ state: "hidden" });
  await desk.getByRole("tab", { name: /Active/ }).click();
  await row(desk, "Follower 134").getByTestId("row-owner").getByText("You").waitFor();
  await row(desk, "Follower 134").getByTestId("row-unread").waitFor({ state: "detached" });
  await row(desk, "Follower 134").click();
  await write(desk, "And now at my desk");
  await message(phone, "And now at my desk").waitFor();
  await Promise.all([desk, phone].map((each) => each.close()));
});

await step("the list holds 50,000 conversations and draws a few", async () => {
  const page = await open(agent2, "/console/");
  await row(page, "Jonas Weber").waitFor();
  const figures = await page.evaluate(async () => {
    const { store } = document.querySelector("parley-console").shadowRoot.querySelector("console-desk");
    const list = document.querySelector("parley-console").shadowRoot.querySelector("console-desk").shadowRoot
      .querySelector("chat-page").shadowRoot.querySelector("conversation-list");
    const panel = list.shadowRoot.querySelector(".panel");
    const fill = (from, to) => {
      const items = [];
      for (let n = from; n < to; n++) {
        const at = new Date(Date.now() + n * 10).toISOString();
        items.push({
          id: `many-${n}`, channelId: "demo", follower: { id: `many-${n}`, name: `Number ${n}` }, status: "UNANSWERED", cycle: 1,
          lastSeq: 2, lastActivityAt: at, waitingSince: at, lastMessage: { sender: { role: "FOLLOWER", id: "x", name: "x" }, text: "Hello", at },
        });
      }
      store.inbox.rows.putPage("UNANSWERED", { items, counts: { UNANSWERED: to } }, false);
      store.changed();
    };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    /** Milliseconds of script and drawing of a frame while scrolling: the middle of many. */
    const scroll = async () => {
      const times = [];
      for (let n = 1; n <= 90; n++) {
        const begun = performance.now();
        panel.scrollTop = (n * 997) % (panel.scrollHeight - panel.clientHeight);
        await frame();
        list.requestUpdate();
        await list.updateComplete;
        panel.getBoundingClientRect();
        times.push(performance.now() - begun);
      }
      return times.sort((a, b) => a - b)[45];
    };
    /** Milliseconds until an event has found its place in the list. */
    const apply = (first) => {
      const begun = performance.now();
      for (let n = 0; n < 500; n++) {
        store.inbox.rows.apply({
          event: "message-sent", conversationId: `many-${first + n}`, channelId: "demo", seq: 3, at: new Date().toISOString(), cycle: 1,
          sender: { role: "FOLLOWER", id: "x", name: "x" }, text: "Again", attachmentIds: [], clientMessageId: "x",
        }, false);
      }
      return (performance.now() - begun) / 500;
    };
    fill(0, 500);
    await frame();
    const few = { scroll: await scroll(), apply: apply(0) };
    fill(500, 50_000);
    await frame();
    await frame();
    const many = { scroll: await scroll(), apply: apply(500) };
    panel.scrollTop = panel.scrollHeight;
    for (let n = 0; n < 5; n++) await frame();
    const rows = [...list.shadowRoot.querySelectorAll("conversation-row")];
    return { few, many, drawn: rows.length, last: rows.at(-1)?.row.id };
  });
  console.log(`     of 500 and of 50,000: ${JSON.stringify(figures)}`);
  same("the last row", figures.last, "many-49999");
  if (figures.drawn > 40) throw new Error(`${figures.drawn} rows are drawn`);
  if (figures.many.scroll > figures.few.scroll * 3) throw new Error("scrolling grows with the list");
  await page.close();
});

await harness.finish();
