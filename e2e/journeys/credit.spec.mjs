// Known once: a firm fills its profile in on a desktop and hands papers in over a connection that breaks, the centre verifies it, an institution
// grants it credit by two persons, and a product that demands credit lets it through; the same pages on a phone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { deflateSync, crc32 } from "node:zlib";
import { agree, check, due, illustrate, login, person, personas, sign, start, transfer } from "./platform.mjs";

const COMPANY = "中正工程担保有限公司";
const PHONE = { width: 390, height: 844 };
let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

// A picture of this many pixels a side, of noise so that it stays large.
function png(side) {
  const chunk = (kind, data) => {
    const head = Buffer.alloc(8), tail = Buffer.alloc(4), body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
    head.writeUInt32BE(data.length);
    head.write(kind, 4, "latin1");
    tail.writeUInt32BE(crc32(body) >>> 0);
    return Buffer.concat([head, data, tail]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = randomBytes(side * (side * 3 + 1));
  for (let row = 0; row < side; row++) rows[row * (side * 3 + 1)] = 0;
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 1 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...parts]);
}

const paper = (name, buffer) => ({ name, mimeType: "image/png", buffer });

// Nothing but tables in their own scrollers is wider than the window.
async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the window`);
}

async function onBoth(page, address, name) {
  for (const [viewport, size] of [[{ width: 1280, height: 900 }, "desktop"], [PHONE, "phone"]]) {
    await page.setViewportSize(viewport);
    await page.goto(platform.url + address);
    await fits(page, `${name} on a ${size}`);
    await check(page, `credit-${name}-${size}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function upload(page, label, file) {
  await page.getByLabel(`选择${label}文件`).setInputFiles(file);
  await page.getByRole("button", { name: `上传${label}`, exact: true }).click();
}

test("a firm is known once, is granted credit, and its order goes through", async () => {
  const { page, context } = await person(platform);
  await login(page, platform, personas.bidder);
  await page.goto(`${new URL(page.url()).origin}/account`);
  await page.getByRole("link", { name: "完善企业信息" }).click();
  await page.getByRole("heading", { name: "企业信息", level: 1 }).waitFor();
  await onBoth(page, "/profile", "profile-empty");
  await page.goto(`${platform.url}/profile/edit`);
  for (const [label, value] of [
    ["地址", "乌鲁木齐市天山区人民路 18 号"], ["基本户开户行", "长川银行乌鲁木齐分行"], ["基本户账号", "6222 0212 3456 7890"], ["法定代表人", "顾北辰"],
    ["法定代表人身份证号", "110105194912310021"], ["联系人", "林知夏"], ["联系人手机号", "13900139000"], ["电子邮箱", "lin@example.com"], ["公司电话", "0991-85550000"],
  ]) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByRole("link", { name: "身份证号的校验位或出生日期不正确" }).waitFor();
  await check(page, "credit-edit-fault");
  assert.equal(await page.getByLabel("联系人手机号").inputValue(), "13900139000", "nothing typed is lost");
  await page.getByLabel("法定代表人身份证号").fill("11010519491231002X");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("6222 **** 7890").first().waitFor();
  await onBoth(page, "/profile/edit", "edit");

  // A wrong file is said beside its field; a large one goes up in parts, through a lost connection.
  await page.goto(`${platform.url}/profile`);
  await upload(page, "法人身份证", { name: "身份证.png", mimeType: "image/png", buffer: Buffer.alloc(0) });
  await page.locator(".has-err .hint", { hasText: "空文件" }).waitFor();
  await upload(page, "法人身份证", paper("身份证.png", Buffer.from("MZ program")));
  await page.locator(".has-err .hint", { hasText: "按文件内容判断" }).waitFor();
  await check(page, "credit-file-fault");
  const large = png(1100);
  assert.ok(large.length > 3 << 20, `${large.length} bytes`);
  let parts = 0;
  await context.route("**/profile/uploads/*", (route) => {
    if (route.request().method() === "POST" && ++parts === 2) return route.abort("connectionreset");
    return route.continue();
  });
  await upload(page, "法人身份证", paper("身份证.png", large));
  await page.locator("[data-upload-state]", { hasText: "网络中断" }).waitFor();
  assert.equal(await page.locator("[data-upload-state] progress").count(), 1, "a bar shows how far it has come");
  await page.getByRole("link", { name: "查看" }).first().waitFor({ timeout: 30_000 });
  await context.unroute("**/profile/uploads/*");
  await upload(page, "营业执照", paper("营业执照.png", png(200)));
  await page.getByText("营业执照.png").first().waitFor();
  await upload(page, "开户许可/基本存款账户信息", paper("基本户.png", png(200)));
  await page.getByText("基本户.png").first().waitFor();
  const answer = await context.request.get(platform.url + await page.getByRole("link", { name: "查看" }).first().getAttribute("href"));
  assert.match(answer.headers()["content-security-policy"], /^sandbox; default-src 'none'/);
  assert.ok((await answer.body()).equals(large));
  await onBoth(page, "/profile", "profile-complete");
  await page.goto(`${platform.url}/430000`);
  await page.goto(`${platform.url}/profile`);
  await illustrate(page, "profile");
  await page.getByRole("button", { name: "提交核验" }).click();
  await page.getByText("核验中").first().waitFor();

  // The centre.
  const centre = await person(platform);
  await login(centre.page, platform, personas.centre);
  await centre.page.getByRole("link", { name: "企业核验" }).click();
  await check(centre.page, "credit-centre-desk");
  await centre.page.getByRole("link", { name: /^查看天山北麓/ }).click();
  await onBoth(centre.page, new URL(centre.page.url()).pathname, "centre-review");
  await illustrate(centre.page, "profile-review");
  await centre.page.getByRole("button", { name: "显示完整号码" }).click();
  await centre.page.getByText("6222021234567890").waitFor();
  await centre.page.getByRole("button", { name: "核验通过" }).click();
  await centre.page.getByText("已核验").first().waitFor();
  await page.goto(`${platform.url}/profile`);
  await page.getByText("已核验").first().waitFor();

  // A product that demands credit.
  const first = await person(platform);
  await login(first.page, platform, personas.guarantor);
  await first.page.goto(`${platform.url}/workbench/products`);
  await first.page.locator("tr", { hasText: "新疆" }).getByRole("link").first().click();
  await first.page.getByLabel("须先取得本机构授信方可申请").check();
  await first.page.getByRole("button", { name: "保存" }).click();
  await page.goto(`${platform.url}/650000/lots`);
  await page.locator(".pick a").first().click();
  await page.getByRole("heading", { name: "比较费用" }).waitFor();
  const lot = page.url();
  assert.match(await page.locator("tr", { hasText: COMPANY }).innerText(), /须先授信/);
  await page.getByRole("button", { name: `选择${COMPANY}` }).click();
  await page.getByRole("heading", { name: "办理该业务须先取得授信" }).waitFor();
  await check(page, "credit-needed");
  await page.getByLabel("申请额度（元）").fill("3000000");
  await page.getByLabel("用途说明").fill("年内拟投标的市政项目");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByRole("button", { name: "提交授信申请" }).click();
  await page.getByText("授信审核中").first().waitFor();
  const line = page.url();

  // Two persons, papers beside the form.
  await first.page.goto(`${platform.url}/workbench/credit`);
  await check(first.page, "credit-desk");
  await first.page.getByRole("link", { name: /^办理天山北麓/ }).click();
  await onBoth(first.page, new URL(first.page.url()).pathname, "review");
  await illustrate(first.page, "credit-review");
  await first.page.getByRole("button", { name: "提交复核：授信通过" }).click();
  await first.page.getByText("您是提出人").waitFor();
  const review = first.page.url();
  const second = await person(platform);
  await login(second.page, platform, personas.guarantorSecond);
  await second.page.goto(review);
  await check(second.page, "credit-second");
  await second.page.getByRole("button", { name: "复核通过" }).click();
  await second.page.getByText("授信通过").first().waitFor();

  // Back to where it was asked for, and through.
  await page.goto(line);
  await page.getByRole("link", { name: "返回继续办理" }).click();
  assert.equal(page.url(), lot);
  await page.getByRole("button", { name: `选择${COMPANY}` }).click();
  await page.getByText("已带出企业信息中的联系人").waitFor();
  assert.equal(await page.getByLabel("经办人手机号").inputValue(), "13900139000");
  await page.getByRole("button", { name: "下一步：预览保函" }).click();
  await agree(page, platform, "13900139000");
  await page.getByRole("heading", { name: "预览并签名" }).waitFor();
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  const order = page.url();
  await page.goto(line);
  assert.doesNotMatch(await page.locator('dt:text-is("申请中占用（元）") + dd').innerText(), /^0\.00$/);
  await onBoth(page, "/credit", "own");
  await page.goto(order);
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...await due(page) });
  await page.goto(line);
  await onBoth(page, new URL(line).pathname, "line");
  await illustrate(page, "credit");
  await page.goto(order);
  await page.getByText(/审核中|保函已出具/).first().waitFor({ timeout: 20_000 });

  // Institutions with systems of their own fetch the papers and answer by themselves, in their own wires.
  for (const system of ["澜山财产保险股份有限公司", "远桥银行股份有限公司", "明德融资担保有限公司"]) {
    await page.goto(`${platform.url}/credit/new?site=650000`);
    await page.getByLabel("授信方").selectOption({ label: system });
    await page.getByLabel("申请额度（元）").fill("2000000");
    await page.getByLabel("用途说明").fill("年内拟投标的市政项目");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("button", { name: "提交授信申请" }).click();
    await page.getByText(/授信审核中|授信通过/).first().waitFor();
    for (let tries = 0; tries < 40 && !await page.getByText("授信通过").count(); tries++) {
      await page.waitForTimeout(500);
      await page.reload();
    }
    assert.equal(await page.locator('dt:text-is("约定费率") + dd').innerText(), "0.20%", system);
  }
  await onBoth(page, "/credit", "own-systems");
});

test("a firm that is granted nothing reads what to correct", async () => {
  const { page } = await person(platform, PHONE);
  await login(page, platform, personas.other);
  await page.goto(`${platform.url}/credit/new?site=650000`);
  await page.getByLabel("授信方").selectOption({ label: COMPANY });
  await page.getByLabel("申请额度（元）").fill("一百万");
  await page.getByRole("button", { name: "保存" }).click();
  await page.locator(".alert").first().waitFor();
  await check(page, "credit-apply-fault-phone");
  await page.getByLabel("申请额度（元）").fill("1000000");
  await page.getByLabel("用途说明").fill("年内拟投标的项目");
  await page.getByRole("button", { name: "保存" }).click();
  await page.getByText("还缺").first().waitFor();
  await fits(page, "a draft on a phone");
  await check(page, "credit-draft-phone");
});
