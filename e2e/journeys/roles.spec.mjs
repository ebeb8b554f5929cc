// Who one acts as: switching roles in two tabs, one's sessions, a tenderee and its agency, logging in by the registration platform. With axe on each
// page, on a desktop and on a phone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check, illustrate, login, person, personas, start } from "./platform.mjs";

let platform;
before(async () => { platform = await start({ portal: true }); });
after(async () => { await platform?.stop(); });

const PHONE = { width: 390, height: 844 }, DESKTOP = { width: 1280, height: 900 };

// The page as it is on a desktop and on a phone, no wider than either.
async function bothWays(page, name) {
  for (const [viewport, kind] of [[DESKTOP, "desktop"], [PHONE, "phone"]]) {
    await page.setViewportSize(viewport);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} on a ${kind}: ${wide} px wider than the window`);
    await check(page, `roles-${name}-${kind}`);
  }
  await page.setViewportSize(DESKTOP);
}

async function switchTo(page, role) {
  await page.getByRole("link", { name: "切换角色" }).first().click();
  await page.getByLabel(role).check();
  await page.getByRole("button", { name: "确定" }).click();
  await page.getByRole("heading", { name: "角色切换成功" }).waitFor();
}

test("a role is switched in one tab, and the other tab goes on in its own with what was typed", async () => {
  const { context, page, complaints } = await person(platform);
  await login(page, platform, personas.tenderee);
  const other = await context.newPage();
  await other.goto(`${platform.url}/650000/lots/new`);
  await other.getByLabel("标段编号").fill("E6501009901000001001077");
  await other.getByLabel("标段名称").fill("城东水厂改建");
  await other.getByLabel("招标人", { exact: true }).fill("城东水务有限公司");
  await other.getByLabel(/投标保证金/).fill("30000");
  await other.getByLabel("开标时间").fill("2030-12-20T09:00");

  await page.getByRole("link", { name: "切换角色" }).click();
  await bothWays(page, "switch");
  await illustrate(page, "switch");
  await page.getByLabel("招标人/出让人").check();
  await page.getByRole("button", { name: "确定" }).click();
  await page.getByRole("heading", { name: "角色切换成功" }).waitFor();
  await bothWays(page, "switched");
  await page.getByRole("link", { name: "进入招标人工作台" }).click();
  await page.getByRole("heading", { name: "我的保函" }).waitFor();
  await bothWays(page, "received");
  await illustrate(page, "received");

  await other.getByRole("button", { name: /增加|保存|提交/ }).first().click();
  await other.getByRole("heading", { name: "您已切换角色" }).waitFor();
  await bothWays(other, "stale");
  await other.getByRole("button", { name: "切换回投标人并继续" }).click();
  await other.getByRole("button", { name: "核对无误，重新提交" }).click();
  await other.getByRole("heading", { name: "城东水厂改建" }).waitFor();
  assert.deepEqual(complaints, []);
});

test("one sees where one is logged in, and ends what is not one's own; an end is warned of", async () => {
  const here = await person(platform), there = await person(platform);
  await login(there.page, platform, personas.bidder);
  await here.page.clock.install();
  await login(here.page, platform, personas.bidder);
  await here.page.goto(`${platform.url}/account/sessions`);
  await bothWays(here.page, "sessions");
  await illustrate(here.page, "sessions");
  assert.equal(await here.page.locator("tbody tr").count(), 2);
  await here.page.getByRole("button", { name: /^退出 .* 的登录$/ }).click();
  await here.page.getByRole("cell", { name: "本次登录" }).waitFor();
  assert.equal(await here.page.locator("tbody tr").count(), 1);
  await there.page.goto(`${platform.url}/applications`);
  await there.page.getByRole("heading", { name: "证书登录" }).waitFor();
  await here.page.getByRole("link", { name: "本单位登录与拒绝记录" }).click();
  await here.page.getByRole("heading", { name: "登录与拒绝记录" }).waitFor();
  await bothWays(here.page, "audit");
  await here.page.clock.fastForward("26:00");
  await here.page.locator(".session-warning").waitFor();
  await bothWays(here.page, "warning");
  await here.page.getByRole("button", { name: "继续使用" }).click();
  await here.page.locator(".session-warning").waitFor({ state: "detached" });
});

test("a tenderee records a mandate, under which its agency looks, until it is ended", async () => {
  const owner = await person(platform), agent = await person(platform);
  await login(owner.page, platform, personas.tenderee);
  await switchTo(owner.page, "招标人/出让人");
  await owner.page.goto(`${platform.url}/mandates`);
  await bothWays(owner.page, "mandates-empty");
  await owner.page.getByRole("link", { name: "登记授权" }).click();
  await owner.page.getByLabel("招标项目编号或标段编号").fill("E6500000039000000001001");
  await owner.page.getByLabel("招标代理机构名称").fill("天山招标代理有限公司");
  await owner.page.getByLabel("招标代理机构统一社会信用代码").fill("91650000MA77QHDL20");
  await owner.page.getByLabel("授权截止日期").fill(new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
  await owner.page.getByRole("button", { name: "登记授权" }).click();
  // A wrong code is said at its field, and nothing typed is lost.
  if (await owner.page.getByRole("heading", { name: /处需要修改/ }).count()) {
    await bothWays(owner.page, "mandate-faults");
    assert.equal(await owner.page.getByLabel("招标代理机构名称").inputValue(), "天山招标代理有限公司");
    await owner.page.getByLabel("招标代理机构统一社会信用代码").fill(platform.log().match(/h-agency.*?([0-9A-HJ-NPQRTUWXY]{18})/)[1]);
    await owner.page.getByRole("button", { name: "登记授权" }).click();
  }
  await owner.page.getByText("待代理机构确认", { exact: true }).waitFor();
  await bothWays(owner.page, "mandate");
  await illustrate(owner.page, "mandate");
  await login(agent.page, platform, personas.agency);
  await switchTo(agent.page, "招标代理");
  await agent.page.getByRole("link", { name: "进入招标代理工作台" }).click();
  await bothWays(agent.page, "agency");
  await illustrate(agent.page, "agency");
  await agent.page.getByRole("link", { name: /^查看项目/ }).click();
  await agent.page.locator("summary", { hasText: "确认受托" }).click();
  await agent.page.getByRole("button", { name: "确认受托" }).click();
  await agent.page.getByText("有效", { exact: true }).waitFor();
  await agent.page.getByRole("link", { name: "收到的保函" }).click();
  await agent.page.getByRole("heading", { name: "没有收到保函" }).waitFor();
  await bothWays(agent.page, "agency-received");
  await owner.page.locator("summary", { hasText: "终止授权" }).click();
  await owner.page.getByRole("button", { name: "确认终止" }).click();
  await owner.page.getByText("已终止", { exact: true }).waitFor();
  await agent.page.reload();
  await agent.page.getByRole("heading", { name: "证书登录" }).waitFor();
});

test("a person logs in by the registration platform, and out of both", async () => {
  const { page, complaints } = await person(platform);
  await page.goto(`${platform.url}/430000`);
  await page.goto(`${platform.url}/login`);
  await bothWays(page, "login-portal");
  await illustrate(page, "portal");
  await page.getByRole("button", { name: "湖南省公共资源交易统一注册平台登录" }).click();
  await page.getByLabel(/新注册账号/).check();
  await page.getByRole("button", { name: "登录" }).click();
  await page.getByText("请在湖南省公共资源交易统一注册平台完善统一社会信用代码").waitFor();
  await bothWays(page, "portal-incomplete");
  assert.ok(await page.locator("#main").getByRole("link", { name: "注册", exact: true }).isVisible());

  const second = await person(platform);
  await second.page.goto(`${platform.url}/430000`);
  await second.page.goto(`${platform.url}/login`);
  await second.page.getByRole("button", { name: "湖南省公共资源交易统一注册平台登录" }).click();
  await second.page.getByLabel(/周砚舟/).check();
  await second.page.getByRole("button", { name: "登录" }).click();
  await second.page.getByRole("button", { name: "退出" }).waitFor();
  assert.match(await second.page.locator(".badge").innerText(), /湘江中路市政工程有限公司/);
  await switchTo(second.page, "招标人/出让人");
  // Another tab, which the portal's own logout ends.
  const tab = await second.context.newPage();
  await tab.goto(`${platform.url}/account/sessions`);
  await tab.getByText("统一注册平台", { exact: true }).first().waitFor();
  await second.page.getByRole("button", { name: "退出", exact: true }).click();
  await second.page.getByRole("link", { name: "退出湖南省公共资源交易统一注册平台" }).waitFor();
  await bothWays(second.page, "portal-out");
  await second.page.getByRole("link", { name: "退出湖南省公共资源交易统一注册平台" }).click();
  await second.page.getByRole("button", { name: "确认退出" }).click();
  await second.page.waitForURL((url) => url.origin === platform.url);
  assert.deepEqual([...complaints, ...second.complaints], []);
});

test("a logout at the registration platform ends the session here", async () => {
  const first = await person(platform);
  const enter = async (page) => {
    await page.goto(`${platform.url}/430000`);
    await page.goto(`${platform.url}/login`);
    await page.getByRole("button", { name: "湖南省公共资源交易统一注册平台登录" }).click();
  };
  await enter(first.page);
  await first.page.getByLabel(/周砚舟/).check();
  await first.page.getByRole("button", { name: "登录" }).click();
  await first.page.getByRole("button", { name: "退出" }).waitFor();
  const portal = new URL(platform.portal);
  await first.page.goto(`${portal.origin}/session/end`);
  await first.page.getByRole("button", { name: "确认退出" }).click();
  await first.page.getByText("已退出统一注册平台").waitFor();
  for (let times = 0; ; times += 1) {
    await first.page.goto(`${platform.url}/applications`);
    if (await first.page.getByRole("heading", { name: "证书登录" }).count()) break;
    assert.ok(times < 50, "the session here is over");
  }
});
