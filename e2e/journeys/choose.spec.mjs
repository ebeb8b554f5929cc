// Choosing and filling in: guarantors compared by fee and by time with reasons, what is typed kept while one types, the notice read and the phone proved,
// the papers on the order, another order like it. With axe on each page, on a desktop and on a phone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check, code, login, person, personas, sign, start } from "./platform.mjs";

let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

const PHONE = { width: 390, height: 844 }, DESKTOP = { width: 1280, height: 900 };
const INSURER = "江海财产保险股份有限公司", MOBILE = "13800138000";

// The page as it is on a desktop and on a phone, no wider than either; the bar of steps says on both where one is.
async function bothWays(page, name, step) {
  for (const [viewport, kind] of [[PHONE, "phone"], [DESKTOP, "desktop"]]) {
    await page.setViewportSize(viewport);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} on a ${kind}: ${wide} px wider than the window`);
    if (step) assert.ok(await page.locator('.steps [aria-current="step"]', { hasText: step }).locator("span").isVisible(), `${name} on a ${kind}: ${step}`);
    await check(page, `choose-${name}-${kind}`);
  }
}

test("a clerk compares, types in peace, reads what is to be read, proves the phone, and begins another order like it", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await page.goto(`${platform.url}/410000/lots`);
  await page.locator(".pick a").first().click();

  // Every offer says how its fee comes about and whether its letter comes in time, and why; the rule of the order stands on the page.
  const offer = page.locator("tr", { hasText: INSURER });
  assert.match(await offer.locator('[data-l="计算方式"]').innerText(), /× 0\.\d+% = ¥/);
  assert.match(await offer.locator('[data-l="预计出函"]').innerText(), /来得及|可能来不及|来不及/);
  assert.match(await offer.locator('[data-l="类型"]').innerText(), /保险公司[\s\S]*独立保函/);
  await page.getByText("当前排列：能在开标前出函的在前").waitFor();
  await bothWays(page, "offers", "选择出函机构");
  await page.getByRole("link", { name: "按出函时间" }).click();
  await page.getByText("当前排列：预计出函由早到晚").waitFor();
  await bothWays(page, "offers-by-time", "选择出函机构");

  // What is typed is there when one comes back, and nothing of it was handed in.
  await page.getByRole("button", { name: `选择${INSURER}` }).click();
  await page.getByLabel("经办人姓名").fill("林知夏");
  await page.getByLabel("经办人手机号").fill("138 0013");
  await page.getByText(/^已保存 \d\d:\d\d:\d\d$/).waitFor();
  await page.goto(`${platform.url}/410000`);
  await page.goBack();
  await page.reload();
  await page.getByText("保存、尚未提交的内容").waitFor();
  assert.equal(await page.getByLabel("经办人手机号").inputValue(), "138 0013");
  await bothWays(page, "typed", "填写信息");
  await page.getByLabel("经办人手机号").fill("１３８ 0013 8000");
  await page.getByLabel("电子邮箱").fill("lin@example.com");
  await page.getByRole("button", { name: "下一步：预览保函" }).click();

  // Nothing is signed before the notice was read and ticked, and the phone proved.
  await page.getByRole("heading", { name: "投保须知", exact: true }).waitFor();
  await page.getByRole("button", { name: "同意，下一步" }).click();
  await page.getByRole("heading", { name: "有 1 处需要修改" }).waitFor();
  await bothWays(page, "notice-fault", "填写信息");
  await page.getByLabel(/我已认真阅读并同意以下内容且明确责任条款的内容及法律后果/).check();
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByText("验证码已发送至 138****8000").waitFor();
  assert.ok(await page.getByLabel(/我已认真阅读并同意/).isChecked(), "what was ticked stays ticked");
  await bothWays(page, "notice", "填写信息");
  await page.getByLabel("短信验证码").fill(await code(platform, MOBILE));
  await page.getByRole("button", { name: "同意，下一步" }).click();
  await page.getByRole("heading", { name: "预览并签名" }).waitFor();
  // Back and forth: what was agreed to is not asked again.
  await page.getByRole("link", { name: "上一步" }).click();
  await page.getByRole("button", { name: "下一步：预览保函" }).click();
  await page.getByRole("heading", { name: "预览并签名" }).waitFor();
  await sign(page, "确认无误，签署协议并提交", personas.bidder);

  // The papers stand on the order's page, and another order like it begins there.
  await page.getByText("投保单（申请书）").first().waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("dt", { hasText: "投保单（申请书）" }).locator("xpath=following-sibling::dd").getByRole("link").click(),
  ]);
  assert.match(file.suggestedFilename(), /application-form\.pdf$/);
  await page.getByRole("link", { name: "再来一份" }).click();
  await page.getByText("请选择另一个标段").waitFor();
  await bothWays(page, "again", "选择项目");
  await page.locator(".pick a").nth(1).click();
  await page.getByRole("heading", { name: "您选择的出函机构" }).waitFor();
  await page.getByRole("button", { name: "继续办理" }).click();
  assert.equal(await page.getByLabel("经办人姓名").inputValue(), "林知夏");
  assert.equal(await page.getByLabel("电子邮箱").inputValue(), "lin@example.com");
});

test("without scripts what is typed is kept by a button, and the notice is read and agreed to all the same", async () => {
  const { context } = await person(platform);
  const page = await context.newPage();
  await login(page, platform, personas.other);
  const plain = await platform.browser.newContext({ javaScriptEnabled: false, locale: "zh-CN", storageState: await context.storageState() });
  const still = await plain.newPage();
  await still.goto(`${platform.url}/650000/lots`);
  await still.locator(".pick a").nth(2).click();
  await still.getByRole("button", { name: `选择${INSURER}` }).click();
  await still.getByLabel("经办人姓名").fill("程北野");
  await still.getByRole("button", { name: "保存", exact: true }).click();
  await still.getByText("保存、尚未提交的内容").waitFor();
  assert.equal(await still.getByLabel("经办人姓名").inputValue(), "程北野");
  await still.getByLabel("经办人手机号").fill(MOBILE);
  await still.getByLabel("电子邮箱").fill("cheng@example.com");
  await still.getByRole("button", { name: "下一步：预览保函" }).click();
  await still.getByLabel(/我已认真阅读并同意/).check();
  await still.getByRole("button", { name: "同意，下一步" }).click();
  await still.getByRole("heading", { name: "预览并签名" }).waitFor();
  await plain.close();
});
