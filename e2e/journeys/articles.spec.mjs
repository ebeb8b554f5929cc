// A centre writes for everybody, a second person publishes, a visitor reads on a desktop and on a phone; the help centre and its manuals; the
// page that checks a browser, with the certificate agent and without it. With axe on each kind of page.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { check, illustrate, login, person, personas, shots, sign, start } from "./platform.mjs";

let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

const HUNAN = "/430000", TITLE = "关于省本级平台升级的公告";

// Nothing is wider than the window.
async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the window`);
}

test("a centre writes, a second person publishes, visitors read and search", async () => {
  const first = await person(platform);
  await login(first.page, platform, personas.centre);
  const page = first.page;
  await page.getByRole("link", { name: "文章" }).click();
  await check(page, "60-articles-desk");
  await page.getByRole("link", { name: "撰写信息动态" }).click();
  await page.getByLabel("标题").fill(TITLE);
  await page.getByLabel("正文（Markdown）").fill("平台升级期间暂停办理新的申请，**已签署的订单不受影响**。\n\n- 开始：22:00\n- 结束：次日 2:00\n\n详见[帮助中心](/430000/help)。");
  await page.locator("#draw").getByRole("link", { name: "帮助中心" }).waitFor();
  await illustrate(page, "article");
  // The preview follows what is typed, and nothing that is typed runs.
  await page.getByLabel("正文（Markdown）").fill("## 时间\n\n**11 月 22 日** 22:00 起\n\n| 业务 | 影响 |\n|---|---|\n| 新申请 | 暂停 |\n\n<img src=x onerror=\"document.title='ran'\">\n\n[帮助](/430000/help) [坏](javascript:alert(1))");
  const drawn = page.locator("#draw");
  await drawn.getByRole("heading", { name: "时间" }).waitFor();
  assert.equal(await drawn.locator("img").count(), 0);
  assert.equal(await drawn.getByRole("link").count(), 1);
  assert.notEqual(await page.title(), "ran");
  const file = join(platform.data, "影响范围.pdf");
  writeFileSync(file, "%PDF-1.4\n% what is concerned\n");
  await page.getByLabel("添加附件").setInputFiles(file);
  await check(page, "61-article-editor");
  await page.getByRole("button", { name: "保存草稿" }).click();
  await page.getByText("附件1：影响范围.pdf").waitFor();
  await page.getByRole("button", { name: "提交发布" }).click();
  await page.getByText("您是撰稿人").waitFor();
  await check(page, "62-article-submitted");
  const second = await person(platform);
  await login(second.page, platform, personas.centreSecond);
  await second.page.goto(page.url());
  await second.page.getByRole("button", { name: "发布", exact: true }).click();
  await second.page.locator(".st.big", { hasText: "已发布" }).waitFor();
  assert.deepEqual([...first.complaints, ...second.complaints], []);

  const visitor = await person(platform);
  const reader = visitor.page;
  await reader.goto(platform.url + HUNAN);
  await reader.getByRole("link", { name: "信息动态", exact: true }).click();
  await fits(reader, "news");
  await check(reader, "63-news");
  await reader.getByLabel("标题或正文中的文字").fill("平台升级");
  await reader.locator(".sum", { hasText: "“平台升级”的查找结果" }).waitFor();
  await reader.getByRole("link", { name: TITLE }).click();
  await reader.getByRole("heading", { name: TITLE }).waitFor();
  await check(reader, "64-article");
  const [download] = await Promise.all([reader.waitForEvent("download"), reader.getByRole("link", { name: "影响范围.pdf" }).click()]);
  assert.equal(download.suggestedFilename(), "影响范围.pdf");
  const address = reader.url();
  await reader.setViewportSize({ width: 390, height: 844 });
  await reader.goto(address);
  await fits(reader, "article on a phone");
  await check(reader, "65-article-phone");
  await reader.goto(`${platform.url}${HUNAN}/news`);
  await fits(reader, "news on a phone");
  await check(reader, "66-news-phone");
  const feed = await reader.request.get(`${platform.url}${HUNAN}/news/feed.atom`);
  assert.match(feed.headers()["content-type"], /^application\/atom\+xml/);
  assert.match(await feed.text(), new RegExp(`<title>${TITLE}</title>`));

  // Without scripts the preview is a button away, and nothing typed is lost.
  const plain = await platform.browser.newContext({ locale: "zh-CN", javaScriptEnabled: false, storageState: await first.context.storageState() });
  const bare = await plain.newPage();
  await bare.goto(`${platform.url}/centre/articles/new/faq`);
  await bare.getByLabel("标题").fill("没有脚本时怎样预览");
  await bare.getByLabel("正文（Markdown）").fill("点击**预览**");
  await bare.getByRole("button", { name: "预览" }).click();
  assert.equal(await bare.locator("#draw strong").innerText(), "预览");
  assert.equal(await bare.getByLabel("标题").inputValue(), "没有脚本时怎样预览");
  await plain.close();
});

test("the help centre leads to contacts, guides, answers and manuals", async () => {
  const { page } = await person(platform);
  await page.goto(`${platform.url}/650000/lots`);
  await page.getByText("如无法选择到相应标段，请参考：").getByRole("link").click();
  await page.getByRole("link", { name: "无法选择到相应标段怎么办" }).click();
  await check(page, "67-answer");
  await page.getByRole("link", { name: "帮助中心" }).first().click();
  await fits(page, "help");
  await check(page, "68-help");
  await page.getByRole("link", { name: "投标人操作手册", exact: true }).click();
  await page.getByRole("heading", { name: "签署" }).waitFor();
  await check(page, "69-manual");
  const [printed] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载 PDF" }).click()]);
  assert.equal(printed.suggestedFilename(), "投标人操作手册.pdf");
  await printed.saveAs(join(shots, "manual.pdf"));
  assert.match(execFileSync("pdfinfo", [join(shots, "manual.pdf")], { encoding: "utf8" }), /Title: +投标人操作手册/);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ["applicant", "tenderee", "institution", "centre", "integrator", "operator"]) {
    await page.goto(`${platform.url}/help/manuals/${name}`);
    await fits(page, name);
  }
  await page.goto(`${platform.url}/650000/help`);
  await fits(page, "help on a phone");
  await check(page, "70-help-phone");
});

test("the browser check says what works, with the agent, without it, and without scripts", async () => {
  const { page, complaints } = await person(platform);
  await page.goto(`${platform.url}/login`);
  await page.getByRole("link", { name: "浏览器检测" }).first().click();
  const state = (name) => page.locator(`[data-check="${name}"] [data-state]`).innerText();
  assert.deepEqual([await state("browser"), await state("cookie"), await state("clock"), await state("agent")], ["正常", "正常", "正常", "未检测"]);
  await check(page, "71-check");
  await page.getByRole("button", { name: "开始检测" }).click();
  await page.locator('[data-check="agent"] .ok').waitFor();
  assert.equal(await state("popup"), "正常");
  await check(page, "72-check-agent");
  await illustrate(page, "check");
  await sign(page, "检测证书", personas.bidder);
  await page.getByText("由受信任的发证机构签发，未被吊销").waitFor();
  assert.equal(await page.getByRole("button", { name: "退出" }).count(), 0, "nobody is logged in");
  await check(page, "73-check-certificate");
  assert.deepEqual(complaints, []);

  // No agent there, a clock that is wrong, pop-ups that are blocked.
  const poor = await person(platform, { width: 390, height: 844 });
  await poor.page.clock.install({ time: Date.now() + 12 * 60_000 });
  await poor.page.addInitScript(() => { globalThis.open = () => null; });
  await poor.context.route(/\/v1\/requests|:\d+\/$/, (route) => (new URL(route.request().url()).origin === platform.url ? route.continue() : route.abort()));
  await poor.page.goto(`${platform.url}/check`);
  assert.match(await poor.page.locator('[data-check="clock"]').innerText(), /不准[\s\S]*比平台快 12 分钟/);
  await poor.page.getByRole("button", { name: "开始检测" }).click();
  await poor.page.getByText("没有检测到证书助手。请先启动").waitFor();
  assert.match(await poor.page.locator('[data-check="popup"]').innerText(), /被拦截/);
  await fits(poor.page, "check on a phone");
  await check(poor.page, "74-check-poor");

  const context = await platform.browser.newContext({ locale: "zh-CN", javaScriptEnabled: false });
  const bare = await context.newPage();
  await bare.goto(`${platform.url}/check`);
  assert.match(await bare.locator("noscript .alert").innerText(), /浏览器没有启用 JavaScript/);
  assert.ok(await bare.getByRole("button", { name: "开始检测" }).isDisabled() && await bare.getByRole("button", { name: "检测证书" }).isDisabled());
  await context.close();
});
