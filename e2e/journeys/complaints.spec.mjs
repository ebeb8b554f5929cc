// Somebody complains about an institution, on a desktop and on a phone: the form with a proved phone and a file, the centre that takes it and asks,
// the institution that answers, the decision, and once more; a rating of a letter that is out. With axe on each page.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { check, code, draft, due, login, person, personas, sign, start, transfer } from "./platform.mjs";

const HUNAN = "/430000", INSURER = "江海财产保险股份有限公司", BANK = "长川银行股份有限公司", MOBILE = "13900002020", PHONE = { width: 390, height: 844 };
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
    await check(page, `complaint-${name}-${size}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

test("a complaint is filed, answered, decided and looked at once more", async () => {
  const seen = new Set();
  const bidder = await person(platform);
  const page = bidder.page;
  await login(page, platform, personas.bidder);
  await page.goto(platform.url + HUNAN);
  await page.getByRole("link", { name: "在线投诉", exact: true }).click();
  await page.getByRole("heading", { name: "在线投诉", level: 1 }).waitFor();
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.getByRole("alert").waitFor();
  await check(page, "complaint-faults");
  await page.getByLabel("投诉金融机构").selectOption({ label: BANK });
  await page.getByLabel("投诉内容").fill("付款后三个工作日仍未出函，电话无人接听，请核实处理。");
  await page.getByLabel("投诉人姓名").fill("林知夏");
  await page.getByLabel("投诉人手机号").fill(MOBILE);
  await page.getByLabel("附件（可选）").setInputFiles({
    name: "截图.png", mimeType: "image/png",
    buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64"),
  });
  await page.getByRole("button", { name: "添加附件" }).click();
  await page.getByText("已上传：截图.png").waitFor();
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByText("验证码已发送至 139****2020").waitFor();
  assert.equal(await page.getByLabel("投诉人姓名").inputValue(), "林知夏", "nothing typed is lost");
  await page.getByLabel("短信验证码").fill(await code(platform, MOBILE, seen));
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.getByRole("heading", { name: "提交成功" }).waitFor();
  const complaint = new URL(page.url()).pathname;
  await onBoth(page, complaint, "filed");
  await onBoth(page, `${HUNAN}/complaints/new`, "form");
  await onBoth(page, "/complaints", "own");
  await page.getByRole("link", { name: "查看详情" }).first().click();
  await page.getByText("林**").waitFor();

  const centre = await person(platform);
  await login(centre.page, platform, personas.centre);
  await onBoth(centre.page, "/workbench/complaints", "desk");
  await onBoth(centre.page, complaint, "handled");
  await centre.page.getByRole("button", { name: "受理", exact: true }).click();
  await centre.page.getByLabel("请机构答复").fill("请说明未按时出函的原因");
  await centre.page.getByRole("button", { name: "请机构答复" }).click();
  await centre.page.locator(".st.big", { hasText: "待机构答复" }).waitFor();

  const bank = await person(platform);
  await login(bank.page, platform, personas.bank);
  await onBoth(bank.page, "/workbench/complaints", "answered-desk");
  await onBoth(bank.page, complaint, "to-answer");
  await bank.page.getByRole("button", { name: "显示姓名和手机号" }).click();
  await bank.page.getByText(MOBILE).waitFor();
  await bank.page.getByLabel("答复", { exact: true }).fill("系统升级所致，已出函并致歉");
  await bank.page.getByRole("button", { name: "提交答复" }).click();
  await bank.page.locator(".st.big", { hasText: "机构已答复" }).waitFor();

  await centre.page.reload();
  await centre.page.getByLabel("部分属实").check();
  await centre.page.getByLabel("理由和要求").fill("机构应于三日内退还费用");
  await centre.page.getByRole("button", { name: "作出处理结论" }).click();
  await centre.page.getByRole("heading", { name: "处理结论：部分属实" }).waitFor();

  await page.goto(platform.url + complaint);
  await onBoth(page, complaint, "decided");
  await page.getByLabel("申请重新处理的理由").fill("费用仍未退还");
  await page.getByRole("button", { name: "申请重新处理" }).click();
  await page.locator(".st.big", { hasText: "核实处理中" }).waitFor();
  assert.deepEqual([...bidder.complaints, ...centre.complaints, ...bank.complaints], []);
});

test("a letter is rated, and the institution answers", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.bidder);
  await draft(page, platform, "/650000", INSURER, "工程");
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...await due(page) });
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 30_000 });
  await page.getByRole("link", { name: "评价", exact: true }).click();
  const rating = new URL(page.url()).pathname;
  await page.getByRole("button", { name: "提交评价" }).click();
  await page.getByRole("alert").waitFor();
  await check(page, "rating-fault");
  await page.getByLabel("4 星（满意）").check();
  await page.getByLabel("评价内容（可选）").fill("出函及时，沟通顺畅");
  await page.getByRole("button", { name: "提交评价" }).click();
  await page.getByRole("heading", { name: "已提交的评价" }).waitFor();
  await onBoth(page, rating, "rating");
  await onBoth(page, "/guarantees", "rating-letters");

  const staff = await person(platform);
  await login(staff.page, platform, personas.insurer);
  await onBoth(staff.page, "/workbench/ratings", "rating-desk");
  await staff.page.getByRole("link", { name: /^查看★/ }).first().click();
  await onBoth(staff.page, new URL(staff.page.url()).pathname, "rating-answer");
  await staff.page.getByLabel("回复").fill("感谢评价");
  await staff.page.getByRole("button", { name: "提交回复" }).click();
  await staff.page.getByText("机构回复").waitFor();
  await page.goto(platform.url + rating);
  await page.getByText("感谢评价").waitFor();

  const visitor = await person(platform);
  await visitor.page.goto(`${platform.url}/650000`);
  await visitor.page.locator('a[href*="/institutions/"]').first().click();
  await onBoth(visitor.page, new URL(visitor.page.url()).pathname, "institution");
  assert.equal(await visitor.page.getByText("出函及时").count(), 0, "nothing is public before opening");
});
