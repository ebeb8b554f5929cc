// Being told: the clerk reads what happened in the message centre, on the phone and by mail, and chooses what comes; the centre writes its own words, which
// a second person takes into use.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check, draft, due, login, person, personas, sign, start, transfer } from "./platform.mjs";

const INSURER = "江海财产保险股份有限公司";
const PHONE = { width: 390, height: 844 };
let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

// Nothing but tables in their own scrollers is wider than the window.
async function onBoth(page, address, name) {
  for (const [viewport, size] of [[PHONE, "phone"], [{ width: 1280, height: 900 }, "desktop"]]) {
    await page.setViewportSize(viewport);
    await page.goto(platform.url + address);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} on a ${size}: ${wide} px wider than the window`);
    await check(page, `told-${name}-${size}`);
  }
}

// Looks at a page until it says this.
async function comes(page, address, text) {
  for (;;) {
    await page.goto(address);
    if (await page.getByText(text).filter({ visible: true }).count()) return;
    await page.waitForTimeout(300);
  }
}

async function issue(page) {
  await draft(page, platform, "/430000", INSURER, "公路");
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...await due(page) });
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 30_000 });
}

test("the centre's words are taken into use by a second person, and the clerk is told in them", async () => {
  const first = await person(platform), second = await person(platform);
  await login(first.page, platform, personas.centre);
  await onBoth(first.page, "/centre/notices", "templates");
  await first.page.getByRole("link", { name: /^保函已出具，请下载查看：邮件/ }).click();
  await first.page.getByLabel("主题").fill("{{ lot }}");
  await first.page.getByRole("button", { name: "提交复核" }).click();
  await first.page.getByText("没有变量“lot”").first().waitFor();
  await check(first.page, "told-template-fault");
  await first.page.getByLabel("主题").fill("【湖南】{{ event }}{% if number %}（{{ number }}）{% endif %}");
  await first.page.getByRole("button", { name: "预览" }).click();
  await first.page.getByText("【湖南】保函已出具，请下载查看（SQ").waitFor();
  await first.page.getByRole("button", { name: "提交复核" }).click();
  await first.page.getByText("您是撰写人").waitFor();
  await onBoth(first.page, "/centre/notices/issued/mail", "template");
  await login(second.page, platform, personas.centreSecond);
  await second.page.goto(`${platform.url}/centre/notices/issued/mail`);
  await second.page.getByRole("button", { name: "启用" }).click();
  await second.page.getByText("使用中（第 1 版）").waitFor();

  const clerk = await person(platform);
  await login(clerk.page, platform, personas.bidder);
  await onBoth(clerk.page, "/notices/settings", "settings");
  await clerk.page.getByLabel("结束", { exact: true }).fill("半夜");
  await clerk.page.getByRole("button", { name: "保存" }).click();
  await clerk.page.getByText("请填写时刻，如 22:00").first().waitFor();
  assert.equal(await clerk.page.getByLabel("结束", { exact: true }).inputValue(), "半夜", "nothing typed is lost");
  // A journey may be walked at night.
  await clerk.page.getByLabel("以下时段不发送").uncheck();
  await clerk.page.getByLabel("发票的邮件").selectOption("每日汇总");
  await clerk.page.getByRole("button", { name: "保存" }).click();
  await clerk.page.getByLabel("结束", { exact: true }).and(clerk.page.locator("[value='07:30']")).waitFor();
  assert.equal(await clerk.page.getByLabel("发票的邮件").inputValue(), "daily");
  await issue(clerk.page);
  await onBoth(clerk.page, "/notices", "centre");
  await clerk.page.getByRole("link", { name: "打开消息：保函已出具，请下载查看" }).click();
  await clerk.page.getByRole("link", { name: "查看订单" }).waitFor();
  await check(clerk.page, "told-notice");
  await clerk.page.getByRole("link", { name: "返回消息中心" }).click();
  await clerk.page.getByRole("navigation", { name: "类别" }).getByRole("link", { name: "项目变更通知" }).click();
  await clerk.page.getByText("没有消息").waitFor();

  const outside = await platform.browser.newPage();
  await comes(outside, platform.mail, "【湖南】保函已出具，请下载查看（SQ");
  await check(outside, "told-mail");
  await comes(outside, platform.phones, "【开函】保函已出具");
  await comes(clerk.page, `${platform.url}/notices/sent?state=sent`, "已发送");
  await onBoth(clerk.page, "/notices/sent", "sent");
});
