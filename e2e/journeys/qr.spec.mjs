// Logging in by a QR code: a desktop that shows it and a phone that reads it, each with a browser of its own. The phone's page makes its keys, asks
// for a PIN, lists what it signed, has a certificate revoked. With axe on each page, on a desktop and on a phone.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { check, draft, login, person, personas, shots, start } from "./platform.mjs";

let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

const PHONE = { width: 390, height: 844 }, DESKTOP = { width: 1280, height: 900 };
const FIRM = "天山北麓建设工程有限公司", OTHER = "湘江中路市政工程有限公司", INSURER = "江海财产保险股份有限公司";

async function fits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: ${wide} px wider than the window`);
  await check(page, `qr-${name}`);
}

// The platform's page as it is on a desktop and on a phone.
async function bothWays(page, name) {
  for (const [viewport, kind] of [[PHONE, "phone"], [DESKTOP, "desktop"]]) {
    await page.setViewportSize(viewport);
    await fits(page, `${name}-${kind}`);
  }
}

async function enrol(phone, { firm, persona, pin, kind = "enterprise", twin = "yes", project }) {
  const option = phone.locator("#subscriber option", { hasText: firm }).first();
  await option.waitFor({ state: "attached" });
  await phone.getByLabel("单位", { exact: true }).selectOption(await option.getAttribute("value"));
  await phone.getByLabel("授权码").fill(persona.pin);
  await phone.getByLabel("证书种类").selectOption(kind);
  if (project) await phone.getByLabel("项目编号").fill(project);
  await phone.getByLabel("加密证书").selectOption(twin);
  await phone.getByLabel("设置 PIN 码").fill(pin);
  await phone.getByRole("button", { name: "申领" }).click();
  await phone.getByText(new RegExp(`^已申领${firm}`)).waitFor();
}

// The address that a camera would read out of the code on the desktop.
async function scanned(desk, name) {
  await desk.getByRole("heading", { name: "打开手机浏览器，扫一扫二维码" }).waitFor();
  await desk.getByRole("img", { name }).waitFor();
  const address = await desk.getByRole("link", { name: /^在本机打开/ }).getAttribute("href");
  // What a camera reads out of the picture, by a reader that is not ours.
  const picture = join(shots, "qr-camera.png");
  await desk.getByRole("img", { name }).screenshot({ path: picture });
  assert.equal(execFileSync("zbarimg", ["-q", "--raw", picture], { encoding: "utf8" }).trim(), address);
  return address;
}

// Shows a code to log in by on the desktop.
async function begin(desk, way) {
  await desk.goto(`${platform.url}/650000`);
  await desk.goto(`${platform.url}/login`);
  await desk.getByRole("button", { name: way }).click();
  return scanned(desk, "登录二维码");
}

async function agree(desk, phone, { firm, pin, digits, title = "登录电子保函平台" }) {
  await phone.getByRole("heading", { name: title }).waitFor();
  await desk.getByRole("heading", { name: "扫描成功，请在手机上确认" }).waitFor();
  const shown = (await desk.getByLabel("确认码").textContent()).trim();
  await phone.locator("label.pick", { hasText: firm }).first().click();
  await phone.getByLabel("电脑屏幕上的确认码").fill(digits ? digits(shown) : shown);
  await phone.getByLabel("PIN 码", { exact: true }).fill(pin);
  await phone.getByRole("button", { name: "确认", exact: true }).click();
}

test("a person logs in with the certificate on the phone, of two firms the one they choose", async () => {
  const desk = await person(platform, DESKTOP), phone = await person(platform, PHONE);
  await phone.page.goto(platform.mobile);
  await phone.page.getByText("本机还没有证书。").waitFor();
  await fits(phone.page, "phone-empty");
  await enrol(phone.page, { firm: OTHER, persona: personas.other, pin: "111111" });
  await enrol(phone.page, { firm: FIRM, persona: personas.bidder, pin: "222222" });
  await fits(phone.page, "phone-cards");

  await desk.page.goto(`${platform.url}/650000`);
  await desk.page.goto(`${platform.url}/login`);
  await bothWays(desk.page, "login");
  const address = await begin(desk.page, "企业标证通扫码");
  await bothWays(desk.page, "code");
  await phone.page.goto(address);
  await phone.page.getByRole("heading", { name: "登录电子保函平台" }).waitFor();
  await desk.page.getByRole("heading", { name: "扫描成功，请在手机上确认" }).waitFor();
  await bothWays(desk.page, "digits");
  await fits(phone.page, "phone-asked");
  for (const words of [platform.url, "新疆公共资源交易电子保函服务支撑系统", "新疆维吾尔自治区公共资源交易中心"]) {
    assert.ok((await phone.page.locator("#shown").textContent()).includes(words), words);
  }
  // A wrong PIN is said on the phone, and nothing leaves it; wrong digits are said on both.
  await agree(desk.page, phone.page, { firm: FIRM, pin: "999999" });
  await phone.page.getByText("PIN 码不正确，还可以再试 5 次").waitFor();
  await agree(desk.page, phone.page, { firm: FIRM, pin: "222222", digits: (shown) => (shown === "10" ? "11" : "10") });
  await phone.page.getByText("确认码与电脑屏幕上的不同，还可以再试 2 次").waitFor();
  await desk.page.getByText("手机上输入的确认码不正确，还可以再试 2 次").waitFor();
  await bothWays(desk.page, "digits-wrong");
  await agree(desk.page, phone.page, { firm: FIRM, pin: "222222" });
  await phone.page.getByText("已确认，请在电脑上继续").waitFor();
  await desk.page.getByRole("button", { name: "退出" }).waitFor();
  await desk.page.getByText(FIRM).first().waitFor();
  await phone.page.getByRole("cell", { name: "已确认" }).waitFor();
  await fits(phone.page, "phone-signed");

  // The key was made on the phone and is kept under the PIN: what the browser holds is no key that anybody can read.
  const kept = await phone.page.evaluate(() => new Promise((done) => {
    const opening = indexedDB.open("kaihan-mobile");
    opening.onsuccess = () => { opening.result.transaction("cards").objectStore("cards").getAll().onsuccess = (event) => done(JSON.stringify(event.target.result)); };
  }));
  assert.ok(kept.includes("wrapped") && !/"sign":|"decrypt":|222222/.test(kept));

  // Revoked on the phone, it is over on the desktop at the next page.
  await phone.page.goto(platform.mobile);
  await phone.page.getByText("吊销", { exact: true }).last().waitFor();
  await phone.page.locator(`summary[aria-label="吊销${FIRM}的企业证书"]`).click();
  await phone.page.getByLabel(`${FIRM}的企业证书的 PIN 码`).fill("222222");
  await phone.page.getByRole("button", { name: "确认吊销" }).click();
  await phone.page.getByText(`已吊销${FIRM}的企业证书`).waitFor();
  await desk.page.goto(`${platform.url}/applications`);
  await desk.page.getByRole("heading", { name: "证书登录" }).waitFor();
  assert.deepEqual([...desk.complaints, ...phone.complaints], []);
});

test("what a certificate is not good for is said before one comes in; a refusal on the phone ends it", async () => {
  const desk = await person(platform, DESKTOP), phone = await person(platform, PHONE);
  await phone.page.goto(platform.mobile);
  await desk.page.goto(`${platform.url}/650000/lots`);
  const number = (await desk.page.locator("main").textContent()).match(/E65\d{20}/)[0];
  await enrol(phone.page, { firm: FIRM, persona: personas.bidder, pin: "333333", kind: "project", twin: "no", project: number });
  await phone.page.goto(await begin(desk.page, "企业标证通扫码"));
  await agree(desk.page, phone.page, { firm: FIRM, pin: "333333" });
  await desk.page.getByRole("heading", { name: "这是项目（事件）证书" }).waitFor();
  await desk.page.getByRole("heading", { name: "没有配套的加密证书" }).waitFor();
  await bothWays(desk.page, "limits");
  await desk.page.getByRole("button", { name: "进入平台" }).click();
  await desk.page.getByRole("button", { name: "退出" }).waitFor();
  await desk.page.goto(`${platform.url}/profile/edit`);
  await desk.page.getByText("只能办理其中所写项目的保函").first().waitFor();
  await bothWays(desk.page, "project-only");

  await phone.page.goto(await begin(desk.page, "企业标证通扫码"));
  await phone.page.getByRole("heading", { name: "登录电子保函平台" }).waitFor();
  await phone.page.getByRole("button", { name: "拒绝" }).click();
  await phone.page.getByText("已拒绝，没有登录").waitFor();
  await desk.page.getByText("已在手机上拒绝，没有登录。").waitFor();
  await bothWays(desk.page, "declined");
});

test("an agreement is sealed with the phone, from the page that shows it", async () => {
  const desk = await person(platform, DESKTOP), phone = await person(platform, PHONE);
  await phone.page.goto(platform.mobile);
  await enrol(phone.page, { firm: FIRM, persona: personas.bidder, pin: "555555" });
  await phone.page.getByText("有电子印章").first().waitFor();
  await login(desk.page, platform, personas.bidder);
  await draft(desk.page, platform, "/650000", INSURER);
  const digest = await desk.page.locator("#digest").innerText();
  await bothWays(desk.page, "seal-offered");
  await desk.page.getByRole("button", { name: "手机扫码签署" }).click();
  const address = await scanned(desk.page, "签署二维码");
  await bothWays(desk.page, "seal-code");
  await phone.page.goto(address);
  await phone.page.getByRole("heading", { name: "以电子印章签署协议" }).waitFor();
  await fits(phone.page, "phone-seal");
  const shown = await phone.page.locator("#shown").textContent();
  for (const words of [FIRM, INSURER, digest, "委托担保协议", "担保金额（元）", platform.url]) assert.ok(shown.includes(words), words);
  await desk.page.getByRole("heading", { name: "扫描成功，请在手机上确认" }).waitFor();
  await bothWays(desk.page, "seal-digits");
  await agree(desk.page, phone.page, { firm: FIRM, pin: "555555", title: "以电子印章签署协议" });
  await phone.page.getByText("已确认，请在电脑上继续").waitFor();
  await desk.page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await phone.page.getByRole("cell", { name: "以电子印章签署协议" }).waitFor();
  assert.deepEqual([...desk.complaints, ...phone.complaints], []);
});

test("an electronic business licence logs in its enterprise; the page works without a script", async () => {
  const context = await platform.browser.newContext({ locale: "zh-CN", javaScriptEnabled: false, viewport: DESKTOP });
  const desk = await context.newPage(), phone = await person(platform, PHONE);
  await phone.page.goto(platform.mobile);
  await enrol(phone.page, { firm: FIRM, persona: personas.bidder, pin: "444444", kind: "licence" });
  await phone.page.goto(await begin(desk, "电子营业执照扫码"));
  await agree(desk, phone.page, { firm: FIRM, pin: "444444" });
  await desk.getByRole("heading", { name: "手机已确认" }).waitFor();
  await phone.page.getByText("已确认，请在电脑上继续").waitFor();
  await desk.getByRole("button", { name: "进入平台" }).click();
  await desk.getByRole("button", { name: "退出" }).waitFor();
});
