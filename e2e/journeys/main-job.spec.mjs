// The main job: from the lot to the letter that a stranger verifies (steps 1 to 11), with axe on each page.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agree, check, draft, due, illustrate, login, person, personas, picture, pictureOfPaper, shots, sign, start, transfer } from "./platform.mjs";

let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

const XINJIANG = "/650000", HUNAN = "/430000", HENAN = "/410000";

test("an applicant gets a signed letter and a stranger verifies it", async () => {
  const { page, complaints } = await person(platform);

  // 1 Home pages of two sites.
  await page.goto(platform.url + HUNAN);
  await page.getByRole("heading", { name: "出函机构" }).waitFor();
  await check(page, "01-home-hunan");
  await page.goto(platform.url + XINJIANG);
  await page.getByText("0.70%").first().waitFor();
  await check(page, "01-home-xinjiang");

  // 2 Login: the PIN is entered in the agent's window.
  await page.goto(`${platform.url}/login`);
  await check(page, "02-login");
  await illustrate(page, "login");
  await sign(page, "证书登录", personas.bidder, "02-agent");
  await page.getByText("天山北麓建设工程有限公司").first().waitFor();

  // 3 Search by Chinese words.
  await page.goto(`${platform.url}${XINJIANG}/lots`);
  await check(page, "03-lots");
  await page.getByLabel("标段名称、招标人或编号").fill("公路改建");
  await page.locator(".sum", { hasText: "“公路改建”的查找结果" }).waitFor();
  await page.locator(".pick a").first().waitFor();
  await illustrate(page, "lots");
  const number = await page.locator(".pick .mono").first().innerText();
  await page.getByLabel("标段名称、招标人或编号").fill(number.slice(0, 20));
  await page.locator(".sum", { hasText: `“${number.slice(0, 20)}”的查找结果` }).waitFor();
  await page.getByLabel("标段名称、招标人或编号").fill("不存在的标段");
  await page.getByRole("heading", { name: "没有找到符合条件的标段" }).waitFor();
  await check(page, "03-lots-empty");

  // 4 Compare: Xinjiang's published price.
  await page.goto(`${platform.url}${XINJIANG}/lots`);
  await page.locator(".pick", { hasText: "¥30,000.00" }).first().getByRole("link").first().click();
  await page.getByRole("heading", { name: "比较费用" }).waitFor();
  await check(page, "04-quotes");
  await picture(page, "quotes");
  await illustrate(page, "quotes", page.getByRole("heading", { name: "比较费用" }));
  assert.equal(await page.locator("tr", { hasText: "江海财产保险" }).locator('[data-l="费用（元）"]').innerText(), "600.00");

  // 5 What is not known yet: errors in field order, beside the field; nothing typed is lost.
  await page.getByRole("button", { name: "选择江海财产保险股份有限公司" }).click();
  await page.getByLabel("经办人手机号").fill("138");
  await page.getByLabel("电子邮箱").fill("lin");
  await page.getByRole("button", { name: "下一步：预览保函" }).click();
  await page.getByRole("heading", { name: "有 3 处需要修改" }).waitFor();
  const listed = await page.locator(".alert a").evaluateAll((links) => links.map((link) => link.hash));
  assert.deepEqual(listed, ["#name", "#mobile", "#email"]);
  assert.equal(await page.getByLabel("经办人手机号").inputValue(), "138");
  await check(page, "05-details-errors");
  await page.getByLabel("经办人姓名").fill("林知夏");
  await page.getByLabel("经办人手机号").fill("138 0013 8000");
  await page.getByLabel("电子邮箱").fill("lin@example.com");
  await page.getByRole("button", { name: "下一步：预览保函" }).click();
  await agree(page, platform);

  // 6 The letter before it exists; the digest signed is the digest previewed.
  await page.getByRole("heading", { name: "预览并签名" }).waitFor();
  await page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
  await check(page, "06-preview");
  await illustrate(page, "preview");
  await page.locator("summary", { hasText: "查看委托担保协议" }).click();
  await check(page, "06-agreement");
  const digest = await page.locator("#digest").innerText();
  const [window] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "确认无误，签署协议并提交" }).click()]);
  await window.getByText(digest).waitFor();
  await check(window, "06-agent");
  await illustrate(window, "agent");
  await window.locator(`input[value="${personas.bidder.key}"]`).check();
  await window.getByLabel("PIN 码").fill("000000");
  await window.getByRole("button", { name: "确认签名" }).click();
  await window.getByText("PIN 码错误，还可以尝试 4 次").waitFor();
  await window.getByLabel("PIN 码").fill(personas.bidder.pin);
  await window.getByRole("button", { name: "确认签名" }).click();

  // 7 Pay: payee, amount, reference, countdown. The bank reports it; nothing is asserted in the browser.
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await page.getByRole("timer").waitFor();
  await check(page, "07-payment");
  await illustrate(page, "payment");
  const payment = await due(page);
  assert.match(payment.remark, /^KH\d{12}$/);
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...payment });

  // 8 Issued on settlement, without anyone touching the page.
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 20_000 });

  // 9 Detail, timeline, downloads, list.
  await check(page, "09-order");
  await illustrate(page, "order");
  await page.getByText("证书", { exact: false }).first().waitFor();
  const guarantee = await page.locator("#guarantee-number").innerText();
  const code = await page.locator("#check-code").innerText();
  const download = async (name) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
    const path = join(shots, file.suggestedFilename());
    await file.saveAs(path);
    return path;
  };
  const letter = await download("下载保函（PDF）");
  await pictureOfPaper(platform, letter, "letter");
  const ofd = await download("下载保函（OFD）");
  const all = await download("全部打包下载（含核验说明）");
  assert.ok(readFileSync(all).includes("核验说明.txt"));
  await page.goto(`${platform.url}/applications`);
  await page.locator(".st", { hasText: "成功出函" }).first().waitFor();
  await check(page, "09-orders");

  // 11 A stranger verifies: by number, by file, an altered file, a foreign file.
  const stranger = await person(platform);
  await stranger.page.goto(`${platform.url}/verify`);
  await check(stranger.page, "11-verify");
  await stranger.page.getByLabel("保函编号").fill(guarantee);
  await stranger.page.getByLabel("校验码").fill(code);
  await stranger.page.getByRole("button", { name: "核验", exact: true }).click();
  await stranger.page.getByRole("heading", { name: "真实有效" }).waitFor();
  await check(stranger.page, "11-genuine");
  await illustrate(stranger.page, "genuine");
  await picture(stranger.page, "genuine");
  const facts = () => stranger.page.locator(".verdict dl:first-of-type dt").allInnerTexts();
  const rows = await facts();

  const drop = async (name, bytes) => {
    await stranger.page.goto(`${platform.url}/verify`);
    await stranger.page.locator("#file").setInputFiles({ name, mimeType: "application/pdf", buffer: bytes });
    await stranger.page.getByRole("button", { name: "核验文件" }).click();
    await stranger.page.locator(".verdict").waitFor();
    assert.deepEqual(await facts(), rows);
    return stranger.page.locator("#verdict").innerText();
  };
  assert.equal((await drop("letter.ofd", readFileSync(ofd))).trim(), "真实有效");
  const bytes = readFileSync(letter);
  assert.equal((await drop("letter.pdf", bytes)).trim(), "真实有效");
  const altered = Buffer.from(bytes);
  altered[200] ^= 1;
  assert.equal((await drop("altered.pdf", altered)).trim(), "已被篡改");
  await check(stranger.page, "11-altered");
  assert.equal((await drop("foreign.pdf", Buffer.from("%PDF-1.7 foreign"))).trim(), "无法核验");
  await check(stranger.page, "11-not-issued");
  assert.deepEqual(complaints, []);
});

test("staff approve a reviewed application on the workbench, and a wrong amount waits in suspense until it is refunded", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await draft(page, platform, XINJIANG, "长川银行股份有限公司");
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  const payment = await due(page);
  await transfer(platform, { ...payment, amount: "1.23" });
  await transfer(platform, payment);
  await page.locator(".st", { hasText: "审核中" }).first().waitFor({ timeout: 20_000 });
  // The payer sees what came of the transfer that did not fit.
  await page.getByRole("heading", { name: "收到的款项" }).waitFor();
  await page.getByText("金额与应付费用不一致").waitFor();
  await check(page, "07-received");

  const staff = await person(platform);
  await login(staff.page, platform, personas.bank);
  await staff.page.goto(`${platform.url}/workbench`);
  await check(staff.page, "08-desk");
  await staff.page.getByRole("link", { name: /办理订单/ }).first().click();
  await check(staff.page, "08-review");
  await picture(staff.page, "review");
  await illustrate(staff.page, "review", staff.page.getByRole("heading", { name: "申请内容" }));
  await staff.page.getByRole("button", { name: "初审通过，提交复核" }).click();
  await staff.page.getByText("请由另一名复核人员复核").waitFor();
  const second = await person(platform);
  await login(second.page, platform, personas.bankSecond);
  await second.page.goto(`${platform.url}/workbench`);
  await second.page.getByText("待复核").first().waitFor();
  await second.page.getByRole("link", { name: /办理订单/ }).first().click();
  await second.page.getByRole("button", { name: "复核通过并出函" }).click();
  await second.page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 20_000 });

  await second.page.goto(`${platform.url}/workbench/staff`);
  await check(second.page, "53-staff");
  await illustrate(second.page, "staff");
  await second.page.goto(`${platform.url}/workbench/report`);
  await second.page.getByText("合计").waitFor();
  await check(second.page, "54-report");
  await second.page.goto(`${platform.url}/workbench/statements`);
  await check(second.page, "55-statements");
  await second.page.goto(`${platform.url}/workbench/calendar`);
  await check(second.page, "56-calendar");
  await second.page.goto(`${platform.url}/workbench/instructions`);
  await check(second.page, "57-instructions");

  await staff.page.goto(`${platform.url}/workbench/suspense`);
  await staff.page.getByText("金额与应付费用不一致").waitFor();
  await check(staff.page, "07-suspense");
  await illustrate(staff.page, "suspense");
  await staff.page.locator("summary", { hasText: "退款" }).click();
  await staff.page.getByLabel("退款原因").fill("金额有误，原路退回");
  await staff.page.getByRole("button", { name: "确认退款" }).click();
  await staff.page.getByText("待另一人复核").waitFor();
  await check(staff.page, "07-suspense-proposed");
  await second.page.goto(`${platform.url}/workbench/suspense`);
  await second.page.getByRole("button", { name: "同意退款" }).click();
  await staff.page.waitForFunction(async () => {
    const text = await (await fetch(location.href)).text();
    return text.includes("已退款");
  }, null, { timeout: 20_000, polling: 500 });
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 20_000 });
});

test("a statement is taken in by one person and settles once a second has held it against the balances", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.other);
  await draft(page, platform, HUNAN, "中正工程担保有限公司");
  await sign(page, "确认无误，签署协议并提交", personas.other);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  const payment = await due(page);
  const rows = [
    "交易时间,借方金额,贷方金额,余额,对方户名,对方账号,附言,流水号",
    `2026-11-21 10:00:00,,${payment.amount},${(1000 + Number(payment.amount)).toFixed(2)},湘江中路市政工程有限公司,4301,${payment.remark},S1`,
    `2026-11-21 11:00:00,8.00,,${(992 + Number(payment.amount)).toFixed(2)},,,手续费,S2`,
  ];
  const first = await person(platform);
  await login(first.page, platform, personas.guarantor);
  await first.page.goto(`${platform.url}/workbench/statements`);
  await first.page.getByLabel("对账单").setInputFiles({ name: "statement.csv", mimeType: "text/csv", buffer: Buffer.from(rows.join("\n")) });
  await first.page.getByRole("button", { name: "导入" }).click();
  await first.page.getByText("与期末余额一致").waitFor();
  await first.page.getByText("请由本单位另一名人员核对余额后入账").waitFor();
  await check(first.page, "58-statement");
  await illustrate(first.page, "statement");
  const second = await person(platform, { width: 390, height: 844 });
  await login(second.page, platform, personas.guarantorSecond);
  await second.page.goto(first.page.url());
  await check(second.page, "58-statement-phone");
  await second.page.getByRole("button", { name: "核对无误，入账" }).click();
  await second.page.locator(".st", { hasText: "已入账" }).first().waitFor({ timeout: 20_000 });
  await page.locator(".st", { hasText: "审核中" }).first().waitFor({ timeout: 20_000 });
});

test("an applicant withdraws before payment, and somebody else's order does not exist", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.other);
  await draft(page, platform, HUNAN, "中正工程担保有限公司", "工程");
  await sign(page, "确认无误，签署协议并提交", personas.other);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await page.locator("summary", { hasText: "放弃申请" }).click();
  await check(page, "10-withdraw");
  await page.getByRole("button", { name: "确认放弃" }).click();
  await page.locator(".st", { hasText: "订单关闭" }).first().waitFor();
  await check(page, "10-withdrawn");

  const own = page.url();
  const other = await person(platform);
  await login(other.page, platform, personas.bidder);
  const foreign = await other.page.goto(own);
  assert.equal(foreign.status(), 404);
  const body = await foreign.text();
  const missing = await other.page.goto(own.replace(/.{8}$/, "00000000"));
  assert.equal(missing.status(), 404);
  assert.equal(await missing.text(), body);
  await check(other.page, "10-not-found");
});

test("an application that is not paid in time is cancelled by the platform", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await draft(page, platform, HENAN, "江海财产保险股份有限公司", "工程");
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.locator(".st", { hasText: "已取消" }).first().waitFor({ timeout: 20_000 });
  await page.getByText("超时未支付，自动取消").waitFor();
  await check(page, "10-lapsed");
});

test("a lot that is not listed is added, marked, and seen by nobody else", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.other);
  await page.goto(`${platform.url}${HUNAN}/lots/new`);
  await page.getByLabel("标段名称", { exact: true }).fill("湘潭河东片区排涝泵站 一标段");
  await page.getByLabel("投标保证金（元）").fill("五万");
  await page.getByRole("button", { name: "保存并比较费用" }).click();
  await page.getByRole("heading", { name: "有 4 处需要修改" }).waitFor();
  assert.equal(await page.getByLabel("投标保证金（元）").inputValue(), "五万");
  await check(page, "03-enter-errors");
  await page.getByLabel("标段编号").fill("E4303009901000001001001");
  await page.getByLabel("招标人", { exact: true }).fill("湘潭市城市建设投资有限公司");
  await page.getByLabel("投标保证金（元）").fill("50000");
  await page.getByLabel("开标时间").fill("2027-01-20T09:30");
  await page.getByRole("button", { name: "保存并比较费用" }).click();
  await page.getByText("申请人自行增加").waitFor();
  await check(page, "03-entered");
  const other = await person(platform);
  await login(other.page, platform, personas.bidder);
  assert.equal((await other.page.goto(page.url())).status(), 404);
  await other.page.goto(`${platform.url}${HUNAN}/lots?q=%E6%8E%92%E6%B6%9D%E6%B3%B5%E7%AB%99`);
  await other.page.getByRole("heading", { name: "没有找到符合条件的标段" }).waitFor();
});

test("the journey fits a phone", async () => {
  const { page } = await person(platform, { width: 390, height: 844 });
  for (const [path, name] of [[XINJIANG, "home"], [`${XINJIANG}/lots`, "lots"], ["/verify", "verify"], ["/login", "login"]]) {
    await page.goto(platform.url + path);
    await check(page, `phone-${name}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, `${name} is wider than the screen`);
  }
});

test("the bank's page is usable too", async () => {
  const page = await platform.browser.newPage();
  await page.goto(platform.bank);
  await check(page, "07-bank");
  writeFileSync(join(shots, "platform.log"), platform.log());
});
