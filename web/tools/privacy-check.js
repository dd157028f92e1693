/**
 * What chat admins do with what is kept about followers, in both themes and at three widths:
 * exporting, erasing, how long conversations are kept. Leaves the pictures in screenshots/.
 */
import { Harness, row, same } from "./harness.js";
import { admin, demoDay } from "./demo-day.js";

const harness = await Harness.start();
const { standIn } = harness;
demoDay(standIn);
const RUNNING = { ...standIn.job };

for (const dark of [false, true]) {
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    const name = `${width}${dark ? "-dark" : ""}`;
    await harness.step(`privacy at ${name}`, async () => {
      standIn.job = { ...RUNNING };
      const page = await harness.open(admin, "/console/", { width, height, dark });
      await page.getByRole("tab", { name: /Active/ }).click();
      await row(page, "Maya Lindqvist").click();
      if (width < 1280) await page.getByRole("button", { name: "Follower and history" }).click();
      const panel = page.getByRole("region", { name: "Privacy" });
      await page.getByTestId("other-thread").waitFor();
      await harness.picture(page, `privacy-threads-${name}`);
      await panel.scrollIntoViewIfNeeded();
      await harness.picture(page, `privacy-panel-${name}`);
      await panel.getByRole("button", { name: "Export" }).click();
      await panel.getByRole("progressbar").waitFor();
      await panel.scrollIntoViewIfNeeded();
      await harness.picture(page, `privacy-running-${name}`);
      standIn.job = { state: "DONE", progress: 100 };
      await panel.getByRole("button", { name: "Save file" }).waitFor();
      await panel.scrollIntoViewIfNeeded();
      await harness.picture(page, `privacy-exported-${name}`);
      await panel.getByRole("button", { name: "Erase" }).click();
      await page.getByRole("dialog", { name: "Erase all about Maya Lindqvist?" }).waitFor();
      await harness.picture(page, `privacy-question-${name}`);
      await page.getByRole("dialog").getByRole("button", { name: "Erase" }).click();
      await panel.getByText("All about this follower was erased.").waitFor();
      await harness.picture(page, `privacy-erased-${name}`);
      await page.goto(`${page.url().split("#")[0]}#/settings`);
      const card = page.locator("retention-card");
      await card.getByTestId("retention").waitFor();
      await card.scrollIntoViewIfNeeded();
      await harness.picture(page, `retention-${name}`);
      await card.getByRole("button", { name: "Change" }).click();
      await card.getByLabel("Days after the last message").fill("90");
      await card.scrollIntoViewIfNeeded();
      await harness.picture(page, `retention-form-${name}`);
      await card.getByRole("button", { name: "Save" }).click();
      await page.getByRole("dialog", { name: "Erase conversations after 90 days?" }).waitFor();
      await harness.picture(page, `retention-question-${name}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      same("what is cut off at the side", sideways, 0);
      await page.close();
    });
  }
}

await harness.finish();
