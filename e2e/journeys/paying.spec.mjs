// A transfer without its reference: the clerk hands in a picture of it, one person at the institution finds the credit, another lets it pay;
// the ledger adds up and the payment page can be read by a phone. On a phone and on a desktop, each with axe.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check, draft, due, login, person, personas, sign, start, transfer } from "./platform.mjs";

const INSURER = "江海财产保险股份有限公司";
const PHONE = { width: 390, height: 844 };
// One white dot.
const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
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
    await check(page, `paying-${name}-${size}`);
  }
}

test("a transfer without its reference pays after two persons have found it by its voucher", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await draft(page, platform, "/650000", INSURER, "公路");
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  const order = new URL(page.url()).pathname;
  await page.getByRole("img", { name: "收款信息二维码" }).waitFor();
  await page.getByRole("heading", { name: "支付须知" }).waitFor();
  await page.getByText("本平台仅提供技术支持和运营服务").waitFor();
  for (const label of ["收款账号", "转账金额（元）", "付款识别码（务必填入转账附言）"]) {
    await page.locator(`dt:text-is("${label}") + dd`).getByRole("button", { name: /^复制/ }).waitFor();
  }
  await onBoth(page, order, "pay");
  const payment = await due(page);
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...payment, remark: "保费" });

  // Nothing chosen, then a file that is none: each is said beside the field, and nothing has begun.
  await page.getByRole("link", { name: "已转账未入账，上传转账凭证" }).click();
  await page.getByRole("button", { name: "上传转账凭证" }).click();
  await page.getByText("请先选择转账回单或截图").waitFor();
  await page.getByLabel("转账回单或截图").setInputFiles({ name: "回单.png", mimeType: "image/png", buffer: Buffer.from("<svg/>") });
  await page.getByRole("button", { name: "上传转账凭证" }).click();
  await page.getByText("不是 PDF、PNG 或 JPG").waitFor();
  await check(page, "paying-voucher-fault");
  await page.getByLabel("转账回单或截图").setInputFiles({ name: "回单.png", mimeType: "image/png", buffer: Buffer.from(PICTURE, "base64") });
  await page.getByRole("button", { name: "上传转账凭证" }).click();
  await page.locator("#vouchers .st", { hasText: "待核实" }).waitFor();
  await onBoth(page, order, "handed-in");

  const staff = await person(platform);
  await login(staff.page, platform, personas.insurer);
  await staff.page.getByRole("link", { name: "待核款项", exact: true }).first().click();
  await staff.page.getByRole("link", { name: "转账凭证" }).click();
  await onBoth(staff.page, "/workbench/vouchers", "desk");
  await staff.page.getByRole("link", { name: /^核实订单/ }).click();
  const voucher = new URL(staff.page.url()).pathname;
  await staff.page.getByRole("button", { name: "开始核实" }).click();
  await staff.page.locator(".st.big", { hasText: "核实中" }).waitFor();
  await staff.page.getByRole("button", { name: "没有找到，告知申请企业" }).click();
  await staff.page.getByText("请填写原因").first().waitFor();
  await onBoth(staff.page, voucher, "handle");
  await staff.page.getByRole("button", { name: /^就是这笔/ }).click();
  await staff.page.locator(".st.big", { hasText: "已找到到账" }).waitFor();
  await onBoth(staff.page, voucher, "found");
  await staff.page.goto(`${platform.url}/workbench/suspense`);
  assert.equal(await staff.page.getByRole("button", { name: "补认" }).count(), 0, "not by whoever found it");

  const second = await person(platform);
  await login(second.page, platform, personas.second);
  await second.page.goto(`${platform.url}/workbench/suspense`);
  await second.page.getByRole("button", { name: "补认" }).click();
  await page.goto(platform.url + order);
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 30_000 });

  // The ledger: today, and each posting of it; yesterday can be closed.
  await second.page.getByRole("link", { name: "资金台账", exact: true }).first().click();
  await second.page.getByRole("heading", { name: "期末余额（元）" }).waitFor();
  await onBoth(second.page, "/workbench/ledger", "ledger");
  const [sheet] = await Promise.all([second.page.waitForEvent("download"), second.page.getByRole("link", { name: "下载 XLSX" }).click()]);
  assert.match(sheet.suggestedFilename(), /^ledger-.*\.xlsx$/);
  await second.page.getByRole("rowheader").getByRole("link").first().click();
  await second.page.getByRole("heading", { name: "资金台账明细" }).waitFor();
  await second.page.getByRole("cell", { name: "确认为费用" }).waitFor();
  await onBoth(second.page, new URL(second.page.url()).pathname, "postings");
  await second.page.goto(`${platform.url}/workbench/ledger`);
  await second.page.getByRole("link", { name: /^对账 / }).click();
  const day = new URL(second.page.url()).pathname;
  await second.page.getByLabel("银行日终余额（元）").fill("壹佰");
  await second.page.getByRole("button", { name: "提交对账，由另一人复核" }).click();
  await second.page.getByText("日终余额：").first().waitFor();
  assert.equal(await second.page.getByLabel("银行日终余额（元）").inputValue(), "壹佰", "nothing typed is lost");
  await second.page.getByLabel("银行日终余额（元）").fill("1,000.00");
  await second.page.getByLabel("差额原因（没有差额的留空）").fill("接入前的账户余额");
  await second.page.getByRole("button", { name: "提交对账，由另一人复核" }).click();
  await second.page.getByText("待另一人复核").waitFor();
  await onBoth(second.page, day, "close");
  await staff.page.goto(platform.url + day);
  await staff.page.getByRole("button", { name: "核对无误，确认" }).click();
  await staff.page.locator(".st", { hasText: "已对账" }).first().waitFor();
  await onBoth(staff.page, day, "closed");
});
