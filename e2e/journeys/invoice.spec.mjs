// A fee is invoiced: the contractor's clerk asks for it after issue, the institution's staff hands the files in at its desk, the clerk downloads
// them; the same pages on a phone, each with axe.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check, draft, due, login, person, personas, sign, start, transfer } from "./platform.mjs";

const INSURER = "江海财产保险股份有限公司";
const PHONE = { width: 390, height: 844 };
const NUMBER = "26432000000000000001";
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
    await check(page, `invoice-${name}-${size}`);
  }
}

const value = async (page, label) => (await page.locator(`dt:text-is("${label}") + dd`).first().innerText()).split("\n")[0].trim();

test("a fee is invoiced after issue, at the desk, and downloaded", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await draft(page, platform, "/430000", INSURER, "公路");
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  const order = new URL(page.url()).pathname;
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...await due(page) });
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 30_000 });

  // What a special invoice lacks is said at each field, and nothing typed is lost.
  await page.getByRole("link", { name: "开具发票" }).click();
  await page.getByRole("heading", { name: "账单信息" }).waitFor();
  await onBoth(page, `${order}/invoice`, "ask");
  await page.getByLabel("增值税专用发票").check();
  await page.getByLabel("公司地址").fill("乌鲁木齐市天山区人民路 18 号");
  await page.getByLabel("联系电话").fill("13800138000");
  await page.getByRole("button", { name: "提交" }).click();
  await page.getByRole("heading", { name: "有 3 处需要修改" }).waitFor();
  await check(page, "invoice-ask-fault");
  assert.equal(await page.getByLabel("公司地址").inputValue(), "乌鲁木齐市天山区人民路 18 号", "nothing typed is lost");
  await page.getByLabel("公司电话").fill("0991-5550000");
  await page.getByLabel("开户行名称").fill("长川银行乌鲁木齐分行");
  await page.getByLabel("开户行账号").fill("6222 0212 3456 7890");
  await page.getByRole("button", { name: "提交" }).click();
  await page.getByText("您的发票申请已提交，将自动为您处理").waitFor();
  const own = new URL(page.url()).pathname;
  await onBoth(page, own, "asked");
  await page.getByText("6222 **** 7890").waitFor();
  await page.getByRole("button", { name: "显示完整号码" }).click();
  await page.getByText("6222021234567890").waitFor();

  // The desk: a wrong amount keeps what was typed and the files that were taken.
  const staff = await person(platform);
  await login(staff.page, platform, personas.insurer);
  await staff.page.getByRole("link", { name: "开票", exact: true }).click();
  await onBoth(staff.page, "/workbench/invoices", "desk");
  await staff.page.getByRole("link", { name: /^办理订单/ }).click();
  const desk = new URL(staff.page.url()).pathname;
  await onBoth(staff.page, desk, "handle");
  const amount = (await value(staff.page, "账单金额（元）")).replaceAll(",", "");
  const buyer = await value(staff.page, "公司税号");
  const xml = `<?xml version="1.0" encoding="UTF-8"?><x:xbrl xmlns:x="urn:x" xmlns:einv="urn:einv"><einv:InvoiceNumber>${NUMBER}</einv:InvoiceNumber>`
    + `<buyer>${buyer}</buyer><einv:TotalTax-includedAmount>${amount}</einv:TotalTax-includedAmount></x:xbrl>`;
  await staff.page.getByLabel("发票号码").fill(NUMBER);
  await staff.page.getByLabel("价税合计（元）").fill("1.00");
  await staff.page.getByLabel("税额（元）").fill("0.06");
  await staff.page.getByLabel("XML 文件").setInputFiles({ name: "发票.xml", mimeType: "application/xml", buffer: Buffer.from(xml) });
  await staff.page.getByRole("button", { name: "登记开票" }).click();
  await staff.page.getByText("XML 中的价税合计").first().waitFor();
  await check(staff.page, "invoice-handle-fault");
  assert.equal(await staff.page.getByLabel("发票号码").inputValue(), NUMBER, "nothing typed is lost");
  await staff.page.getByLabel("价税合计（元）").fill(amount);
  await staff.page.getByRole("button", { name: "登记开票" }).click();
  await staff.page.locator(".st", { hasText: "已开票" }).first().waitFor();
  await onBoth(staff.page, desk, "issued");

  await page.goto(platform.url + own);
  await page.getByText("号码、金额、抬头已与 XML 核对一致").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "XML" }).click()]);
  assert.equal(file.suggestedFilename(), `${NUMBER}.xml`);
  await onBoth(page, own, "view");
  await page.goto(`${platform.url}/account`);
  await page.getByRole("link", { name: "查看发票" }).click();
  await page.getByLabel("状态").selectOption({ label: "已开票" });
  await page.getByRole("cell", { name: NUMBER }).waitFor();
  await onBoth(page, "/invoices", "list");
  await onBoth(page, order, "order");
});
