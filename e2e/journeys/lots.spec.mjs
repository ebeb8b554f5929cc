// A clerk finds lots by place, trade, opening and amount, keeps a search, types in a lot that is not listed with its announcement; the centre lists it
// without learning who did. Desktop and phone, with axe on each page; and without scripts.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check, login, person, personas, start } from "./platform.mjs";

const PHONE = { width: 390, height: 844 }, CHANGSHA = "/430100", NUMBER = "E4301009901000077001001";
const centreOfChangsha = { key: "i-centre-cs", pin: "430100" };
let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

// Nothing but tables in their own scrollers is wider than the window.
async function onBoth(page, address, name) {
  for (const [viewport, size] of [[{ width: 1280, height: 900 }, "desktop"], [PHONE, "phone"]]) {
    await page.setViewportSize(viewport);
    await page.goto(platform.url + address);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} on a ${size}: ${wide} px wider than the window`);
    await check(page, `lots-${name}-${size}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

test("a clerk narrows the list, is told what cannot be read, and keeps the search", async () => {
  const bidder = await person(platform);
  const page = bidder.page;
  await login(page, platform, personas.bidder);
  await page.goto(`${platform.url}/650000/lots`);
  await onBoth(page, "/650000/lots", "all");
  // Found as one chooses, and the address says what is asked.
  await page.getByLabel("交易类型").selectOption({ label: "水利" });
  await page.waitForURL(/trade=water/);
  await page.getByText("符合条件的标段").waitFor();
  assert.equal(await page.locator(".pick").count(), await page.locator(".pick .tag", { hasText: "水利" }).count());
  await page.getByLabel("保证金下限（元）").fill("５万");
  await page.waitForURL(/least=/);
  await page.locator("#found .sum").waitFor();
  await page.getByLabel("顺序").selectOption({ label: "保证金由高到低" });
  await page.waitForURL(/sort=amount/);
  const address = page.url().replace(platform.url, "");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "导出 XLSX" }).click();
  assert.match((await download).suggestedFilename(), /\.xlsx$/);
  // What cannot be read is said beside what was found; what was typed stays.
  await page.getByLabel("保证金上限（元）").fill("五万");
  await page.getByRole("heading", { name: "筛选条件中有 1 处没有看懂，没有查找" }).waitFor();
  assert.equal(await page.getByLabel("保证金上限（元）").inputValue(), "五万");
  await onBoth(page, `${address}&most=x`, "unread");
  // Kept, under a name.
  await page.goto(platform.url + address);
  await page.getByText("保存本次查询").click();
  await page.getByLabel("查询名称").fill("大额水利");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByRole("link", { name: "大额水利" }).waitFor();
  await onBoth(page, "/searches", "searches");
  await page.getByRole("link", { name: "大额水利" }).click();
  await page.getByText("符合条件的标段").waitFor();
  await page.locator(".pick a").first().click();
  await page.getByRole("heading", { name: "比较费用" }).waitFor();
  await onBoth(page, new URL(page.url()).pathname, "lot");
  assert.deepEqual(bidder.complaints, []);
});

test("the filter works without scripts", async () => {
  const context = await platform.browser.newContext({ javaScriptEnabled: false, locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(`${platform.url}/650000/lots`);
  await page.getByLabel("交易类型").selectOption({ label: "水利" });
  await page.getByLabel("开标时间起").fill("2020-01-01");
  await page.getByRole("button", { name: "查找" }).click();
  await page.getByText("符合条件的标段").waitFor();
  await page.goto(`${platform.url}/650000/lots?trade=roads`);
  await page.getByText("没有这一交易类型，请从列表中选择").waitFor();
  await context.close();
});

test("a lot is typed in with its announcement, sent back, corrected and listed by its centre", async () => {
  const bidder = await person(platform);
  const page = bidder.page;
  await login(page, platform, personas.bidder);
  await page.goto(`${platform.url}${CHANGSHA}/lots/new`);
  await page.getByLabel("标段编号").fill(NUMBER);
  await page.getByLabel("标段名称").fill("岳麓山步道工程");
  await page.getByLabel("交易类型（选填）").selectOption({ label: "房建市政" });
  await page.getByLabel("招标人", { exact: true }).fill("长沙城市建设有限公司");
  await page.getByLabel("投标保证金（元）").fill("30000");
  await page.getByLabel("开标时间").fill("2030-12-20T09:00");
  await page.getByRole("button", { name: "保存并比较费用" }).click();
  await page.getByRole("heading", { name: "请提交招标公告，由交易中心核实" }).waitFor();
  const lot = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "提交招标公告" }).click();
  await page.getByRole("alert").waitFor();
  await check(page, "lots-no-evidence");
  await page.getByLabel("公告网址").fill("https://ggzy.example/gonggao/1");
  await page.getByLabel("公告文件").setInputFiles({
    name: "天山北麓-公告.png", mimeType: "image/png",
    buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64"),
  });
  await page.getByRole("button", { name: "提交招标公告" }).click();
  await page.getByRole("heading", { name: "待交易中心核实" }).waitFor();
  await onBoth(page, lot, "waiting");

  const centre = await person(platform);
  await login(centre.page, platform, centreOfChangsha);
  await centre.page.getByRole("link", { name: "待核实标段" }).first().click();
  await onBoth(centre.page, "/centre/lots", "desk");
  await centre.page.getByRole("link", { name: `核实 ${NUMBER}` }).click();
  await centre.page.getByText("https://ggzy.example/gonggao/1").waitFor();
  assert.equal(await centre.page.getByText("天山北麓").count(), 0, "nobody's name");
  await onBoth(centre.page, new URL(centre.page.url()).pathname, "confirm");
  await centre.page.getByLabel("退回原因").fill("招标人名称与公告不符");
  await centre.page.getByRole("button", { name: "退回", exact: true }).click();
  await centre.page.getByRole("heading", { name: "没有待核实的标段" }).waitFor();

  await page.reload();
  await page.getByRole("heading", { name: "交易中心核实退回：招标人名称与公告不符" }).waitFor();
  await check(page, "lots-sent-back");
  await page.getByRole("link", { name: "更正", exact: true }).click();
  await page.getByLabel("招标人", { exact: true }).fill("长沙城市建设投资有限公司");
  await page.getByRole("button", { name: "保存更正" }).click();
  await page.getByRole("heading", { name: "变更记录" }).waitFor();
  await page.getByText("由“长沙城市建设有限公司”变更为“长沙城市建设投资有限公司”").waitFor();

  await centre.page.reload();
  await centre.page.getByRole("link", { name: `核实 ${NUMBER}` }).click();
  await centre.page.getByText("核实并公布").click();
  await centre.page.getByRole("button", { name: "确认公布" }).click();
  await centre.page.getByRole("heading", { name: "没有待核实的标段" }).waitFor();

  const visitor = await person(platform);
  await visitor.page.goto(`${platform.url}${CHANGSHA}/lots?q=${NUMBER}`);
  await visitor.page.getByRole("link", { name: "岳麓山步道工程", exact: true }).waitFor();
  await page.goto(platform.url + lot);
  await page.getByText("交易中心已公布该编号的标段，以公布的信息为准").waitFor();
  assert.deepEqual([...bidder.complaints, ...centre.complaints], []);
});
