// Everyone finds their site: the switch in the header and at the foot of the home page, a prefecture's own page, the hub; desktop and phone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check, login, person, personas, start } from "./platform.mjs";

const PHONE = { width: 390, height: 844 };
let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

// Nothing but tables in their own scrollers is wider than the window.
async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the window`);
}

for (const [size, viewport] of [["desktop", { width: 1280, height: 900 }], ["phone", PHONE]]) {
  test(`a visitor switches from the province to a prefecture and back (${size})`, async () => {
    const { page, complaints } = await person(platform, viewport);
    await page.goto(`${platform.url}/430000`);
    await fits(page, `home-${size}`);
    await check(page, `sites-province-${size}`);
    // In the header: every site is there, and within the window.
    await page.locator(".switch summary").click();
    const menu = page.locator(".switch > ul");
    assert.equal(await menu.getByRole("link").count(), 18);
    const box = await menu.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= viewport.width, JSON.stringify(box));
    await check(page, `sites-switch-${size}`);
    await menu.getByRole("link", { name: "长沙市" }).click();
    assert.equal(new URL(page.url()).pathname, "/430100");
    await page.getByText("长沙市公共资源交易中心（演示）").first().waitFor();
    await page.getByText("400-000-4301").first().waitFor();
    await check(page, `sites-prefecture-${size}`);
    // Remembered, on pages of no site too.
    await page.goto(`${platform.url}/verify`);
    assert.equal(await page.locator(".switch summary").innerText(), "长沙市");
    await page.goto(`${platform.url}/`);
    assert.equal(new URL(page.url()).pathname, "/430100");
    // At the foot of the home page.
    await page.locator("nav .places").getByRole("link", { name: "株洲市" }).click();
    assert.equal(new URL(page.url()).pathname, "/430200");
    await page.locator("nav .places").getByRole("link", { name: "省本级" }).click();
    assert.equal(new URL(page.url()).pathname, "/430000");
    // The province finds its prefectures' lots, and says whose they are.
    await page.goto(`${platform.url}/430000/lots?q=${encodeURIComponent("长沙")}`);
    await page.locator(".pick .tag", { hasText: "长沙市" }).first().waitFor();
    await fits(page, `lots-${size}`);
    await page.locator(".pick a").first().click();
    assert.match(new URL(page.url()).pathname, /^\/430100\/lots\/lot_/);
    await page.goto(`${platform.url}/460000/products`);
    await page.getByRole("heading", { name: "建设工程合同款支付保函" }).waitFor();
    await fits(page, `products-${size}`);
    await check(page, `sites-products-${size}`);
    assert.deepEqual(complaints, []);
  });

  test(`a bidder finds its own things in one place (${size})`, async () => {
    const { page } = await person(platform, viewport);
    await login(page, platform, personas.other);
    await page.goto(`${platform.url}/430000`);
    await page.getByLabel("主导航").getByRole("link", { name: "工作中心" }).click();
    await page.getByRole("heading", { name: "企业信息" }).waitFor();
    await page.getByText("湘江中路市政工程有限公司").first().waitFor();
    await fits(page, `hub-${size}`);
    await check(page, `sites-hub-${size}`);
    await page.getByRole("link", { name: "查看保函" }).click();
    await page.getByRole("heading", { name: "我的保函" }).waitFor();
    await check(page, `sites-guarantees-${size}`);
  });
}

test("an institution chooses the prefectures it sells in", async () => {
  const { page } = await person(platform, PHONE);
  await login(page, platform, personas.insurer);
  await page.goto(`${platform.url}/workbench/products`);
  await page.getByRole("link", { name: "受理市州" }).click();
  await page.getByLabel("只在下列市州受理").check();
  await page.getByLabel("长沙市").uncheck();
  await fits(page, "prefectures");
  await check(page, "sites-prefectures");
  await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === "GET" && answer.request().isNavigationRequest()),
    page.getByRole("button", { name: "保存" }).click(),
  ]);
  assert.equal(await page.getByLabel("长沙市").isChecked(), false);
  await page.goto(`${platform.url}/430100`);
  assert.equal(await page.locator("#main").getByRole("link", { name: "江海财产保险股份有限公司" }).count(), 0);
  await page.goto(`${platform.url}/430200`);
  assert.ok(await page.locator("#main").getByRole("link", { name: "江海财产保险股份有限公司" }).count() > 0);
});
