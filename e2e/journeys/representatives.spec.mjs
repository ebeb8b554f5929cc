// Who acts for an enterprise: two people, a phone, two persons at a submission, somebody who leaves. With axe on each page, on a desktop and on a
// phone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { agree, check, code, login, person, personas, sign, start } from "./platform.mjs";

let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

const PHONE = { width: 390, height: 844 }, DESKTOP = { width: 1280, height: 900 };
const MOBILE = "13900000077";

// The page as it is on a desktop and on a phone, no wider than either.
async function bothWays(page, name) {
  for (const [viewport, kind] of [[DESKTOP, "desktop"], [PHONE, "phone"]]) {
    await page.setViewportSize(viewport);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} on a ${kind}: ${wide} px wider than the window`);
    await check(page, `representatives-${name}-${kind}`);
  }
  await page.setViewportSize(DESKTOP);
}

// A draft that is described, up to where it waits for whoever may sign it.
async function prepare(page) {
  await page.goto(`${platform.url}/650000/lots`);
  await page.locator(".pick a").first().click();
  await page.getByRole("button", { name: "选择长川银行股份有限公司" }).click();
  await page.getByLabel("经办人姓名").fill("白朔方");
  await page.getByLabel("经办人手机号").fill("13800138000");
  await page.getByLabel("电子邮箱").fill("bai@example.com");
  await page.getByRole("button", { name: "下一步：预览保函" }).click();
  await agree(page, platform);
}

test("an enterprise registers its people, two of them submit, and whoever leaves is out at once", async () => {
  const manager = await person(platform), colleague = await person(platform), phone = await person(platform, PHONE);
  // The colleague has logged in once, so that its certificate can be chosen.
  await login(colleague.page, platform, personas.colleague);
  await login(manager.page, platform, personas.bidder);
  await manager.page.getByRole("link", { name: "用户中心" }).click();
  await manager.page.getByRole("link", { name: "完善企业信息" }).click();
  await manager.page.getByRole("heading", { name: "经办人信息" }).waitFor();
  await bothWays(manager.page, "profile");
  await manager.page.getByRole("link", { name: "管理经办人" }).click();
  await manager.page.getByText("尚未登记经办人").first().waitFor();
  await bothWays(manager.page, "empty");

  // Oneself first: without somebody who manages nothing is taken, and nothing typed is lost.
  const own = manager.page.locator("tr", { hasText: "本次登录" });
  await own.getByRole("link", { name: /^登记证书或账号/ }).click();
  await manager.page.getByLabel("姓名").fill("林知夏");
  await manager.page.getByLabel("申请", { exact: true }).check();
  await manager.page.getByRole("button", { name: "保存" }).click();
  await manager.page.getByRole("heading", { name: /处需要修改/ }).waitFor();
  await bothWays(manager.page, "faults");
  assert.equal(await manager.page.getByLabel("姓名").inputValue(), "林知夏");
  for (const right of ["支付", "签章", "管理"]) await manager.page.getByLabel(right, { exact: true }).check();
  await manager.page.getByRole("button", { name: "保存" }).click();
  await manager.page.getByRole("rowheader", { name: /林知夏/ }).waitFor();
  // The colleague prepares and signs.
  await manager.page.getByRole("link", { name: /^登记证书或账号/ }).first().click();
  await manager.page.getByLabel("姓名").fill("白朔方");
  for (const right of ["申请", "签章"]) await manager.page.getByLabel(right, { exact: true }).check();
  await manager.page.getByRole("button", { name: "保存" }).click();
  await manager.page.getByRole("rowheader", { name: /白朔方/ }).waitFor();
  // A third with a phone, proved by a code.
  await manager.page.getByRole("link", { name: "登记经办人" }).click();
  await manager.page.getByLabel("姓名").fill("沈青禾");
  await manager.page.getByLabel("手机号（选填）").fill(MOBILE);
  await manager.page.getByLabel("申请", { exact: true }).check();
  await manager.page.getByRole("button", { name: "获取验证码" }).click();
  await manager.page.getByText("验证码已发送至").waitFor();
  await bothWays(manager.page, "code");
  const seen = new Set();
  await manager.page.getByLabel("短信验证码").fill(await code(platform, MOBILE, seen));
  await manager.page.getByRole("button", { name: "保存" }).click();
  await manager.page.getByRole("rowheader", { name: /沈青禾/ }).waitFor();
  await manager.page.getByLabel("担保金额超过（元）").fill("1000");
  await manager.page.getByRole("button", { name: "保存" }).click();
  await manager.page.getByRole("rowheader", { name: /沈青禾/ }).waitFor();
  await bothWays(manager.page, "list");

  // What one prepares, another signs.
  await prepare(colleague.page);
  await colleague.page.getByRole("heading", { name: /须由两人办理/ }).waitFor();
  await bothWays(colleague.page, "handed-on");
  const order = colleague.page.url();
  await manager.page.goto(order);
  await manager.page.getByRole("link", { name: "预览并签名" }).click();
  await sign(manager.page, "确认无误，签署协议并提交", personas.bidder);
  await manager.page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();

  // By phone one prepares, and is told who signs.
  await phone.page.goto(`${platform.url}/login`);
  await phone.page.getByRole("link", { name: /手机验证码登录/ }).click();
  await phone.page.getByLabel("企业统一社会信用代码").fill(platform.log().match(/1-bidder.*?([0-9A-HJ-NPQRTUWXY]{18})/)[1]);
  await phone.page.getByLabel("手机号").fill(MOBILE);
  await phone.page.getByRole("button", { name: "获取验证码" }).click();
  await phone.page.getByText("验证码已发送至").waitFor();
  await bothWays(phone.page, "login");
  await phone.page.getByLabel("短信验证码").fill(await code(platform, MOBILE, seen));
  await phone.page.getByRole("button", { name: "登录", exact: true }).click();
  await phone.page.getByRole("button", { name: "退出" }).waitFor();
  await prepare(phone.page);
  await phone.page.getByRole("heading", { name: "您没有办理该事项的权限" }).waitFor();
  await bothWays(phone.page, "by-phone");

  // Whoever leaves is out at once, wherever that is.
  await manager.page.goto(`${platform.url}/representatives`);
  await manager.page.locator("tr", { hasText: "白朔方" }).locator("summary", { hasText: "停用" }).click();
  await bothWays(manager.page, "leaving");
  await manager.page.locator("tr", { hasText: "白朔方" }).getByRole("button", { name: "确认停用" }).click();
  await manager.page.getByRole("heading", { name: "已停用" }).waitFor();
  await bothWays(manager.page, "left");
  await colleague.page.reload();
  await colleague.page.getByRole("heading", { name: "证书登录" }).waitFor();
  await sign(colleague.page, "证书登录", personas.colleague);
  await colleague.page.getByText("您已不再是该单位的经办人").waitFor();
  await bothWays(colleague.page, "refused");
  for (const { complaints } of [manager, colleague, phone]) assert.deepEqual(complaints, []);
});
