// How pages meet people: desktop, phone, 200 % zoom, dark, print; a failed search that is seen; buttons that need scripts without them.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { brotliCompressSync, constants } from "node:zlib";
import { join } from "node:path";
import { check, draft, due, login, person, personas, shots, sign, start, transfer } from "./platform.mjs";

let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

// Nothing but tables in their own scrollers is wider than the window, and every cell that has a label has room for its value.
async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the window`);
  const lost = await page.evaluate(() => [...document.querySelectorAll("td[data-l], th[data-l]")]
    .filter((cell) => innerWidth <= 600 && cell.getBoundingClientRect().right > innerWidth + 1).map((cell) => cell.dataset.l));
  assert.deepEqual(lost, [], `${name}: values out of sight`);
}

// A look at a page in every way, with axe in the two that differ most.
async function everyWay(page, address, name) {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(platform.url + address);
  const weight = brotliCompressSync(await page.content(), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
  assert.ok(weight <= 40 * 1024, `${name}: ${weight} bytes`);
  await fits(page, name);
  await check(page, `people-${name}-desktop`);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(platform.url + address);
  await fits(page, `${name} on a phone`);
  await check(page, `people-${name}-phone-dark`);
  await page.emulateMedia({ colorScheme: "light" });
  await page.screenshot({ path: join(shots, `people-${name}-phone.png`), fullPage: true });
  // 1280 at 200 % is 640 wide.
  await page.setViewportSize({ width: 640, height: 450 });
  await fits(page, `${name} at 200 %`);
  await page.screenshot({ path: join(shots, `people-${name}-zoom.png`), fullPage: true });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ media: "print" });
  await page.screenshot({ path: join(shots, `people-${name}-print.png`), fullPage: true });
  const printed = await page.evaluate(() => [...document.querySelectorAll("button, .btn")].filter((button) => button.offsetParent).length);
  assert.equal(printed, 0, `${name}: buttons on paper`);
  assert.match(await page.locator(".print-head").innerText(), /打印时间 20\d\d-/);
  await page.emulateMedia({ media: "screen" });
}

test("pages fit every window, and print what they are", async () => {
  const { page } = await person(platform);
  for (const [address, name] of [["/650000", "home"], ["/430000", "home-hunan"], ["/650000/lots", "lots"], ["/login", "login"], ["/650000/onboarding/apply", "onboarding"], ["/nowhere/at/all", "missing"]]) {
    await everyWay(page, address, name);
  }
  await login(page, platform, personas.bidder);
  await draft(page, platform, "/650000", "长川银行股份有限公司");
  const order = page.url().replace(platform.url, "").replace("/confirm", "");
  await everyWay(page, `${order}/confirm`, "confirm");
  await everyWay(page, `${order}/details`, "details");
  // What stands below one another begins on one line (P14).
  const left = (selector) => page.locator(selector).first().evaluate((element) => Math.round(element.getBoundingClientRect().left));
  assert.equal(await left(".form .facts > div:nth-child(2)"), await left(".grid2 > .fld:nth-child(2)"), "the second column");
  assert.equal(await left(".form .check input"), await left(".grid2 > .fld"), "the first column");
  await page.goto(`${platform.url}${order}/confirm`);
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await everyWay(page, order, "payment");
  await everyWay(page, "/applications", "orders");
  await everyWay(page, "/650000/lots/new", "enter");
  const paid = await due(page.context().pages()[0] === page ? (await page.goto(platform.url + order), page) : page);
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...paid });
  await page.getByText("审核中").first().waitFor({ timeout: 20_000 });
  const staff = await person(platform);
  await login(staff.page, platform, personas.bank);
  for (const [address, name] of [["/workbench", "desk"], ["/workbench/suspense", "suspense"], ["/workbench/products", "products"], ["/workbench/health", "health"], ["/workbench/calendar", "calendar"], ["/workbench/exposure", "exposure"], [order, "review"], ["/notices", "notices"], [`/workbench${order}/papers`, "papers"]]) {
    await everyWay(staff.page, address, name);
  }
  await staff.page.setViewportSize({ width: 390, height: 844 });
  await staff.page.goto(`${platform.url}/workbench/exposure`);
  const tab = await staff.page.locator(".office [aria-current]").boundingBox();
  assert.ok(tab.x >= 0 && tab.x + tab.width <= 390, "the desk one is at is in sight");
  const centre = await person(platform);
  await login(centre.page, platform, personas.centre);
  await everyWay(centre.page, "/centre/institutions", "centre");
});

test("a search that fails says so where its answer would be, and menus close on Esc", async () => {
  const { page, context } = await person(platform);
  await page.goto(`${platform.url}/650000/lots`);
  await context.setOffline(true);
  await page.getByLabel("标段名称、招标人或编号").fill("公路改建");
  await page.locator(".swap-fault").waitFor();
  assert.match(await page.locator(".swap-fault").innerText(), /查询没有完成/);
  await check(page, "people-search-failed");
  await context.setOffline(false);
  await page.getByLabel("标段名称、招标人或编号").fill("公路");
  await page.locator(".sum", { hasText: "“公路”的查找结果" }).waitFor();
  assert.equal(await page.locator(".swap-fault").count(), 0);
  await page.locator(".switch summary").click();
  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".switch[open]").count(), 0);
  // Another site, the same page.
  await page.locator(".switch summary").click();
  await page.getByRole("link", { name: "湖南省" }).click();
  assert.equal(new URL(page.url()).pathname, "/430000/lots");
  await page.goto(`${platform.url}/verify`);
  await page.locator(".switch summary").click();
  await page.locator(".switch").getByRole("link", { name: /新疆/ }).click();
  assert.equal(new URL(page.url()).pathname, "/verify");
});

test("a link to a fault leaves the page where it is, and going back goes back", async () => {
  const { page, complaints } = await person(platform);
  await login(page, platform, personas.bidder);
  await page.goto(`${platform.url}/650000/lots/new`);
  await page.locator("form.form, form.panel").first().evaluate((form) => { form.noValidate = true; });
  await page.locator("main form button.btn:not([type=button])").last().click();
  const fault = page.locator(".alert li a").first();
  await fault.waitFor();
  const typed = page.locator("main form input:not([type=hidden]):not([type=checkbox]):not([type=radio])").first();
  await typed.fill("写到一半的内容");
  const posted = [];
  page.on("request", (request) => { if (request.isNavigationRequest()) posted.push(request.method()); });
  await fault.click();
  await page.waitForTimeout(300);
  assert.match(page.url(), /#/);
  await page.goBack();
  await page.waitForTimeout(300);
  assert.equal(await typed.inputValue(), "写到一半的内容");
  assert.deepEqual(posted.filter((method) => method === "POST"), [], "nothing was handed in again");
  // What is found while one types is one step back, to where one was.
  await page.goto(`${platform.url}/650000/news`);
  await page.goto(`${platform.url}/650000/lots`);
  const words = page.getByLabel("标段名称、招标人或编号");
  for (const text of ["公路", "公路改", "公路改建"]) {
    await words.fill(text);
    await page.waitForURL((url) => url.searchParams.get("q") === text);
  }
  await page.goBack();
  await page.waitForURL(`${platform.url}/650000/news`);
  assert.deepEqual(complaints, []);
});

test("all data can be taken out twice, and a file that is too large is said to be before it is sent", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await page.goto(`${platform.url}/profile`);
  for (const time of [1, 2]) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "导出全部数据" }).click()]);
    assert.equal(download.suggestedFilename(), "kaihan-profile.zip", `time ${time}`);
  }
  const centre = await person(platform);
  await login(centre.page, platform, personas.centre);
  await centre.page.goto(`${platform.url}/centre/articles/new/news`);
  await centre.page.getByLabel("添加附件").setInputFiles({ name: "大.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(6 * 1024 * 1024) });
  assert.match(await centre.page.locator("#file-hint").innerText(), /“大.pdf”超过 5 MB，没有选用/);
  assert.equal(await centre.page.getByLabel("添加附件").inputValue(), "");
});

test("long words, wide tables and large letters stay inside the window", async () => {
  const { page } = await person(platform, { width: 360, height: 780 });
  const centre = await person(platform);
  await login(centre.page, platform, personas.centreSecond);
  await centre.page.goto(`${platform.url}/centre/articles/new/news`);
  const title = "关于网址的公告", address = `https://example.cn/${"a-very-long-path/".repeat(12)}`;
  await centre.page.getByLabel("标题").fill(title);
  await centre.page.getByLabel("正文（Markdown）").fill(`${address}\n\n| ${Array(14).fill("一个很宽的表头").join(" | ")} |\n|${"---|".repeat(14)}\n| ${Array(14).fill("内容").join(" | ")} |`);
  await centre.page.getByRole("button", { name: "保存草稿" }).click();
  await centre.page.getByRole("button", { name: "提交发布" }).click();
  const other = await person(platform);
  await login(other.page, platform, personas.centre);
  await other.page.goto(centre.page.url());
  await other.page.getByRole("button", { name: "发布", exact: true }).click();
  await other.page.locator(".st.big", { hasText: "已发布" }).waitFor();
  await page.goto(`${platform.url}/430000/news`);
  await fits(page, "news with a long address");
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("heading", { name: title }).waitFor();
  await fits(page, "an article with a wide table");
  // A reader whose letters are twice as large: what is laid out by them has the phone's form.
  const large = await platform.browser.newContext({ locale: "zh-CN", viewport: { width: 1280, height: 900 } });
  const reader = await large.newPage();
  const session = await large.newCDPSession(reader);
  await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
  for (const path of ["/430000", "/430000/news", "/650000/lots", "/login"]) {
    await reader.goto(platform.url + path);
    await fits(reader, `${path} in large letters`);
  }
  await large.close();
});

test("without scripts the buttons that need them are off and say why", async () => {
  const context = await platform.browser.newContext({ locale: "zh-CN", javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${platform.url}/login`);
  assert.ok(await page.getByRole("button", { name: "证书登录" }).isDisabled());
  assert.match(await page.locator("noscript .alert").innerText(), /请在浏览器中启用 JavaScript 后刷新本页/);
  await page.screenshot({ path: join(shots, "people-login-no-script.png"), fullPage: true });
  await context.close();
});
