// Henan's product list (Henan manual, chapter 3): a performance guarantee and one for wages, from the list to the letter, with what each asks for, and a
// bid that won, which becomes a performance guarantee with nothing typed twice; the same pages on a phone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { agree, check, due, login, person, personas, sign, start, transfer } from "./platform.mjs";

const BANK = "长川银行股份有限公司", INSURER = "江海财产保险股份有限公司";
const PHONE = { width: 390, height: 844 };
const PDF = Buffer.from("JVBERi0xLjQKMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyAvUGFnZXMgMiAwIFIgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL1R5cGUgL1BhZ2VzIC9LaWRzIFszIDAgUl0gL0NvdW50IDEgPj4KZW5kb2JqCjMgMCBvYmoKPDwgL1R5cGUgL1BhZ2UgL1BhcmVudCAyIDAgUiAvTWVkaWFCb3ggWzAgMCA1OTUgODQyXSA+PgplbmRvYmoKeHJlZgowIDQKMDAwMDAwMDAwMCA2NTUzNSBmIAowMDAwMDAwMDA5IDAwMDAwIG4gCjAwMDAwMDAwNTggMDAwMDAgbiAKMDAwMDAwMDExNSAwMDAwMCBuIAp0cmFpbGVyCjw8IC9TaXplIDQgL1Jvb3QgMSAwIFIgPj4Kc3RhcnR4cmVmCjE4NgolJUVPRgo=", "base64");
let platform;
before(async () => { platform = await start({ patient: true }); });
after(async () => { await platform?.stop(); });

const days = (count) => new Date(Date.now() + (8 * 3_600 + count * 86_400) * 1_000).toISOString().slice(0, 10);

// Nothing but tables in their own scrollers is wider than the window.
async function onBoth(page, name) {
  for (const [viewport, size] of [[PHONE, "phone"], [{ width: 1280, height: 900 }, "desktop"]]) {
    await page.setViewportSize(viewport);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} on a ${size}: ${wide} px wider than the window`);
    await check(page, `kinds-${name}-${size}`);
  }
}

async function fill(page, fields) {
  for (const [label, value] of fields) await page.getByLabel(label, { exact: true }).fill(value);
}

// From the product list to the draft.
async function begin(page, { kind, called, guarantor, number, amount, mobile }) {
  await page.goto(`${platform.url}/410000/products`);
  await page.locator("section", { has: page.getByRole("heading", { name: kind, level: 2 }) }).getByRole("link", { name: "立即申请" }).click();
  const project = kind.startsWith("农民工");
  await fill(page, [
    [project ? "项目编号" : "合同编号", number], [project ? "项目名称" : "合同名称", "会展路综合管廊工程"],
    [project ? "主管部门" : "合同相对方", project ? "郑州市人力资源和社会保障局" : "郑州市城建集团有限公司"],
    ["担保金额（元）", amount], ["保函提交截止时间", `${days(20)}T17:00`], [project ? "项目工期（天）" : "合同工期（天）", "365"],
  ]);
  await page.getByRole("button", { name: "保存并比较费用" }).click();
  await page.getByRole("button", { name: `选择${guarantor}，${called}` }).click();
  await page.getByRole("heading", { name: `申请${called}` }).waitFor();
  await fill(page, [["经办人姓名", "林知夏"], ["经办人手机号", mobile], ["电子邮箱", "lin@example.com"]]);
}

async function handIn(page, kind, name) {
  await page.getByLabel("材料种类").selectOption({ label: kind });
  await page.getByLabel("文件", { exact: true }).setInputFiles({ name, mimeType: "application/pdf", buffer: PDF });
  await page.getByRole("button", { name: "上传" }).click();
  await page.getByRole("link", { name }).first().waitFor();
}

// Agrees, with the code that `mobile` gets (one a minute), signs, pays, has two persons look, and waits for the letter.
async function letter(page, staff, mobile = "13800138000") {
  await agree(page, platform, mobile);
  await page.getByRole("heading", { name: "预览并签名" }).waitFor();
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await transfer(platform, await due(page));
  await page.locator("[data-announce]", { hasText: "审核中" }).waitFor({ timeout: 30_000 });
  const order = new URL(page.url()).pathname;
  for (const [one, button] of [[staff[0], "初审通过，提交复核"], [staff[1], "复核通过并出函"]]) {
    const side = await person(platform);
    await login(side.page, platform, one);
    await side.page.goto(platform.url + order);
    await side.page.getByRole("heading", { name: "审核参考" }).waitFor();
    if (one === staff[0]) await check(side.page, `kinds-desk-${one.key}`);
    await side.page.getByRole("button", { name: button }).click();
    await side.context.close();
  }
  await page.goto(platform.url + order);
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 30_000 });
  return order;
}

test("a performance guarantee asks for award and contract, and says what is wrong with its amount", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await begin(page, { kind: "承包商合同履约保函", called: "履约保函", guarantor: BANK, number: `HNZB-${days(0)}-01`, amount: "300000", mobile: "13800138001" });
  await onBoth(page, "performance");
  await fill(page, [
    ["中标通知书编号", "郑招中〔２０２６〕１２号"], ["中标通知书日期", days(-3)], ["合同金额（元）", "2,000,000"],
    ["开工日期", days(30)], ["竣工日期", days(395)],
  ]);
  await page.getByRole("button", { name: "下一步：上传材料" }).click();
  await page.getByRole("link", { name: /高于合同金额的 10%（¥200,000.00）。依据：招标投标法实施条例 第五十八条/ }).waitFor();
  await check(page, "kinds-amount-fault");
  assert.equal(await page.getByLabel("中标通知书编号").inputValue(), "郑招中〔２０２６〕１２号", "nothing typed is lost");
  await fill(page, [["合同金额（元）", "3,000,000"]]);
  await page.getByRole("button", { name: "下一步：上传材料" }).click();
  await page.getByRole("heading", { name: "上传履约保函的材料" }).waitFor();
  await onBoth(page, "papers");
  await page.getByRole("button", { name: "上传" }).click();
  await page.getByRole("link", { name: "请先选择文件，再点“上传”" }).waitFor();
  await check(page, "kinds-paper-fault");
  await handIn(page, "中标通知书", "中标通知书.pdf");
  await page.getByRole("link", { name: "下一步：预览保函" }).click();
  await letter(page, [personas.bank, personas.bankSecond], "13800138001");
  await page.getByText("3,000,000.00").first().waitFor();
  await onBoth(page, "issued");
});

test("a wages guarantee asks for contract, permit and the account that wages are paid from", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await begin(page, { kind: "农民工工资支付担保", called: "农民工工资保函", guarantor: INSURER, number: "2019-410103-48-03-012345", amount: "150000", mobile: "13800138002" });
  await onBoth(page, "wages");
  await fill(page, [
    ["合同编号", "HT-2026-7"], ["合同金额（元）", "15000000"], ["合同签订日期", days(-10)], ["开工日期", days(30)], ["竣工日期", days(600)],
    ["施工许可证编号", "410105202612200101"], ["农民工工资专用账户开户行", "长川银行郑州东区支行"], ["农民工工资专用账户账号", "6222 0212 3456 7890"],
  ]);
  await page.getByRole("button", { name: "下一步：上传材料" }).click();
  await page.getByText("还需上传：施工合同").waitFor();
  await handIn(page, "施工合同", "施工合同.pdf");
  await page.getByText("还需上传：施工许可证").waitFor();
  await handIn(page, "施工许可证（开工批准）", "施工许可证.pdf");
  await page.getByRole("link", { name: "下一步：预览保函" }).click();
  await letter(page, [personas.insurer, personas.second], "13800138002");
  await page.getByText("6222021234567890").first().waitFor();
});

test("a bid that won becomes a performance guarantee with nothing typed twice", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  // A lot whose bids are opened in a moment, as somebody in a hurry adds it.
  const opening = new Date(Date.now() + 8 * 3_600_000 + 150_000).toISOString().slice(0, 16);
  await page.goto(`${platform.url}/410000/lots/new`);
  await fill(page, [
    ["标段编号", `E410100990100000${String(Date.now()).slice(-7)}`], ["标段名称", "会展路综合管廊工程施工一标段"], ["招标人", "郑州市城建集团有限公司"],
    ["投标保证金（元）", "30000"], ["开标时间", opening],
  ]);
  await page.getByRole("button", { name: "保存并比较费用" }).click();
  await page.getByRole("button", { name: `选择${INSURER}` }).click();
  await fill(page, [["经办人姓名", "林知夏"], ["经办人手机号", "13800138000"], ["电子邮箱", "lin@example.com"]]);
  await page.getByRole("button", { name: "下一步：预览保函" }).click();
  const bid = await letter(page, [personas.insurer, personas.second]);
  const win = page.getByRole("link", { name: "办理履约保函" });
  const until = Date.now() + 240_000;
  while (await win.count() === 0) {
    assert.ok(Date.now() < until, "bids are opened within four minutes");
    await page.waitForTimeout(2_000);
    await page.goto(platform.url + bid);
  }
  await check(page, "kinds-won");
  await win.click();
  await page.getByRole("heading", { name: "办理履约保函" }).waitFor();
  await page.getByText("郑州市城建集团有限公司").waitFor();
  await onBoth(page, "win");
  await fill(page, [
    ["中标通知书编号", "郑招中〔2026〕77号"], ["中标通知书日期", days(0)], ["中标合同金额（元）", "5000000"], ["履约担保金额（元）", "500000"],
    ["保函提交截止时间", `${days(20)}T17:00`], ["开工日期", days(30)], ["竣工日期", days(395)],
  ]);
  await page.getByRole("button", { name: "下一步：选择出函机构" }).click();
  await page.getByRole("link", { name: "交易中心尚未公布中标结果，请上传中标通知书" }).waitFor();
  await check(page, "kinds-win-fault");
  await page.getByLabel("中标通知书", { exact: true }).setInputFiles({ name: "中标通知书.pdf", mimeType: "application/pdf", buffer: PDF });
  await page.getByRole("button", { name: "下一步：选择出函机构" }).click();
  await page.getByRole("button", { name: `选择${BANK}，履约保函` }).click();
  await page.getByRole("heading", { name: "申请履约保函" }).waitFor();
  for (const [label, value] of [["经办人姓名", "林知夏"], ["中标通知书编号", "郑招中〔2026〕77号"], ["合同金额（元）", "5000000.00"]]) {
    assert.equal(await page.getByLabel(label, { exact: true }).inputValue(), value);
  }
  await page.getByRole("button", { name: "下一步：上传材料" }).click();
  await page.getByText("已上传").first().waitFor();
  await page.getByRole("link", { name: "下一步：预览保函" }).click();
  await letter(page, [personas.bank, personas.bankSecond]);
});
