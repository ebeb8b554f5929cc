// 我的订单 and 我的保函 as a contractor's clerk uses them: narrowed, exported, given up, taken up again; a paper original asked for, printed and
// posted at the institution's desk, received; large letters. The same pages on a phone, each with axe.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { agree, check, draft, due, login, person, personas, sign, start, transfer } from "./platform.mjs";

const INSURER = "江海财产保险股份有限公司";
const PHONE = { width: 390, height: 844 };
let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

// Nothing but tables in their own scrollers is wider than the window.
async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the window`);
}

async function onBoth(page, address, name) {
  for (const [viewport, size] of [[PHONE, "phone"], [{ width: 1280, height: 900 }, "desktop"]]) {
    await page.setViewportSize(viewport);
    await page.goto(platform.url + address);
    await fits(page, `${name} on a ${size}`);
    await check(page, `orders-${name}-${size}`);
  }
}

const path = (page) => new URL(page.url()).pathname;
const count = (page, number) => page.locator(".sum", { hasText: `共 ${number} 条` }).waitFor();

test("orders are narrowed, given up and taken up again, and a paper original comes by post", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await draft(page, platform, "/430000", INSURER, "公路");
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  const given = path(page);

  // Given up with the manual's question, then taken up again with nothing typed twice.
  await page.getByText("距开标时间").waitFor();
  await page.getByText("放弃申请", { exact: true }).first().click();
  await page.getByText("是否放弃申请该保函？").waitFor();
  await page.getByRole("button", { name: "确认放弃" }).click();
  await page.locator(".st", { hasText: "订单关闭" }).first().waitFor();
  await onBoth(page, given, "given-up");
  await page.getByRole("button", { name: "重新申请" }).click();
  assert.equal(await page.getByLabel("经办人姓名").inputValue(), "林知夏", "nothing is typed twice");
  await page.getByRole("button", { name: "下一步：预览保函" }).click();
  await agree(page, platform);
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  const order = path(page);
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...await due(page) });
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 30_000 });

  // 我的订单: each condition is in the address, and what is not known there is said.
  await page.goto(`${platform.url}/applications`);
  await count(page, 2);
  await onBoth(page, "/applications", "orders");
  await page.getByLabel("服务机构", { exact: true }).selectOption({ label: INSURER });
  await page.getByLabel("状态", { exact: true }).selectOption({ label: "成功出函" });
  await page.getByRole("button", { name: "查询" }).click();
  await count(page, 1);
  assert.match(page.url(), /state=issued/);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.goto(`${platform.url}/applications?state=issued`).then(() => page.getByRole("link", { name: "导出 XLSX" }).click()),
  ]);
  assert.equal(file.suggestedFilename(), "orders.xlsx");
  await onBoth(page, "/applications?state=nothing&from=x", "unknown");
  await page.getByText("没有“nothing”这个状态").waitFor();

  // 我的保函, from which the paper original is asked for.
  await page.goto(`${platform.url}/guarantees`);
  await page.getByRole("columnheader", { name: "出函时间" }).waitFor();
  await onBoth(page, "/guarantees", "letters");
  const [letter] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^点击下载/ }).first().click()]);
  assert.match(letter.suggestedFilename(), /letter\.(pdf|ofd)$/);
  await page.getByRole("link", { name: /^索取纸质原件/ }).first().click();
  const form = path(page);
  await onBoth(page, form, "paper-ask");
  await page.getByLabel("收件人").fill("王招标");
  await page.getByLabel("收件地址").fill("长沙市岳麓区麓谷大道 1 号");
  await page.getByRole("button", { name: "提交" }).click();
  await page.getByRole("heading", { name: "有 1 处需要修改" }).waitFor();
  assert.equal(await page.getByLabel("收件地址").inputValue(), "长沙市岳麓区麓谷大道 1 号", "nothing typed is lost");
  await check(page, "orders-paper-fault");
  await page.getByLabel("联系电话").fill("１３８ ０００１ ３８００");
  await page.getByRole("button", { name: "提交" }).click();
  await page.locator(".st", { hasText: "待寄送" }).first().waitFor();
  const own = path(page);

  // The desk: printed, counted, posted.
  const staff = await person(platform);
  await login(staff.page, platform, personas.insurer);
  await staff.page.getByRole("link", { name: "纸质保函", exact: true }).click();
  await onBoth(staff.page, "/workbench/paper-copies", "paper-desk");
  await staff.page.getByRole("link", { name: /^办理保函/ }).click();
  const desk = path(staff.page);
  await staff.page.getByRole("button", { name: "登记打印" }).click();
  await staff.page.getByText("已打印 1 次").waitFor();
  await staff.page.getByRole("button", { name: "显示完整号码" }).click();
  await staff.page.getByText("13800013800").waitFor();
  await staff.page.getByLabel("快递公司").fill("顺丰速运");
  await staff.page.getByLabel("快递单号").fill("SF1234567890");
  await staff.page.getByRole("button", { name: "登记寄送" }).click();
  await staff.page.locator(".st", { hasText: "已寄出" }).first().waitFor();
  await onBoth(staff.page, desk, "paper-handle");

  await page.goto(platform.url + own);
  await page.getByText("SF1234567890").first().waitFor();
  await onBoth(page, own, "paper-view");
  await page.getByRole("button", { name: "确认签收" }).click();
  await page.locator(".st", { hasText: "已签收" }).first().waitFor();
  await onBoth(page, "/paper-copies", "paper-list");
  await onBoth(page, order, "order");
  await page.getByText("签收纸质版保函原件").first().waitFor();
});

test("large letters are remembered and fit the smallest screen", async () => {
  const { page } = await person(platform);
  await page.goto(`${platform.url}/650000`);
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const usual = await size();
  await page.getByRole("link", { name: "大字版" }).click();
  assert.equal(path(page), "/650000", "one stays where one was");
  assert.equal(await size(), usual * 1.25);
  await page.setViewportSize({ width: 360, height: 740 });
  for (const address of ["/650000", "/650000/lots", "/login"]) {
    await page.goto(platform.url + address);
    await fits(page, `${address} in large letters`);
  }
  await check(page, "orders-large");
  await page.getByRole("link", { name: "标准字号" }).click();
  assert.equal(await size(), usual);
});
