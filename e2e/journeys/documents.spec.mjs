// Documents: a special form, the agreement that both seal, and files that a stranger verifies: good, altered, somebody else's.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { check, draft, due, illustrate, login, person, personas, shots, sign, start, transfer } from "./platform.mjs";

let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

const XINJIANG = "/650000", INSURER = "江海财产保险股份有限公司";
const root = join(import.meta.dirname, "../..");

test("a beneficiary's special form is drafted beside a live preview, approved by a second person, and issued", async () => {
  const { page, complaints } = await person(platform);
  await login(page, platform, personas.bidder);
  await draft(page, platform, XINJIANG, INSURER);
  await page.getByRole("link", { name: "申请特殊格式" }).click();
  await check(page, "20-form-ask");
  await illustrate(page, "form-ask");
  await page.getByLabel("需要怎样修改").fill("招标文件第 12 页要求：凭一次书面通知即可索赔");
  await page.getByLabel("招标文件相应页（可选）").setInputFiles({ name: "page.png", mimeType: "image/png", buffer: await page.screenshot() });
  await page.getByRole("button", { name: "提交给出函机构" }).click();
  await page.locator(".st", { hasText: "待拟定" }).waitFor();
  await check(page, "20-form-asked");

  const staff = await person(platform);
  await login(staff.page, platform, personas.insurer);
  await staff.page.goto(`${platform.url}/workbench/forms`);
  await check(staff.page, "20-form-desk");
  await staff.page.getByRole("link", { name: /的特殊格式/ }).first().click();
  const text = staff.page.getByLabel("保函文本");
  await text.fill((await text.inputValue()).replace("【担保金额】", "【特别约定】受益人凭一次书面通知即可索赔。\n\n【担保金额】"));
  await staff.page.getByText("预览已更新").waitFor();
  const drawn = staff.page.locator("#draw img").first();
  await drawn.waitFor();
  assert.ok(await drawn.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)));
  await check(staff.page, "20-form-live");
  await illustrate(staff.page, "form-edit");
  await text.fill((await text.inputValue()).replace("{amount}", "{sum}"));
  await staff.page.getByText("不是可用的要素").waitFor();
  await text.fill((await text.inputValue()).replace("{sum}", "{amount}"));
  await staff.page.getByText("预览已更新").waitFor();
  await staff.page.getByRole("button", { name: "保存草稿" }).click();
  await staff.page.getByText("请由本机构另一名持证人员登录复核").waitFor();
  await check(staff.page, "20-form-drafted");

  const second = await person(platform);
  await login(second.page, platform, personas.second);
  await second.page.goto(staff.page.url());
  await second.page.getByRole("button", { name: "复核通过" }).click();
  await second.page.locator(".st", { hasText: "待申请人确认" }).waitFor();

  await page.reload();
  await page.getByRole("button", { name: "采用该格式" }).waitFor();
  await page.waitForFunction(() => [...document.images].every((image) => image.complete && image.naturalWidth > 0));
  await check(page, "20-form-approved");
  await page.getByRole("button", { name: "采用该格式" }).click();
  await page.getByRole("heading", { name: "预览并签名" }).waitFor();
  await check(page, "20-form-confirmed");
  await sign(page, "确认无误，签署协议并提交", personas.bidder);
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await transfer(platform, { payer: "天山北麓建设工程有限公司", ...(await due(page)) });
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 20_000 });
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载保函（PDF）" }).click()]);
  const letter = join(shots, "special-form.pdf");
  await file.saveAs(letter);
  assert.match(execFileSync("pdftotext", [letter, "-"], { encoding: "utf8" }).replace(/\s/g, ""), /特别约定受益人凭一次书面通知即可索赔/);
  assert.deepEqual([...complaints, ...staff.complaints], []);
});

test("what the agent shows is the agreement, and both seals stand on it", async () => {
  const { page } = await person(platform);
  await login(page, platform, personas.other);
  await draft(page, platform, XINJIANG, INSURER);
  const [window] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "确认无误，签署协议并提交" }).click()]);
  await window.getByText("委托担保协议").first().waitFor();
  await window.getByText(INSURER).first().waitFor();
  await check(window, "21-agent-agreement");
  await window.locator(`input[value="${personas.other.key}"]`).check();
  await window.getByLabel("PIN 码").fill(personas.other.pin);
  await window.getByRole("button", { name: "确认签名" }).click();
  await page.getByRole("heading", { name: "请在截止前完成对公转账" }).waitFor();
  await transfer(platform, { payer: "湘江中路市政工程有限公司", ...(await due(page)) });
  await page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 20_000 });
  const row = page.locator(".files li", { hasText: "委托担保协议" });
  const [file] = await Promise.all([page.waitForEvent("download"), row.getByRole("link", { name: "OFD" }).click()]);
  const agreement = join(shots, "agreement.ofd");
  await file.saveAs(agreement);
  const stranger = await person(platform);
  await stranger.page.goto(`${platform.url}/verify`);
  await stranger.page.locator("#file").setInputFiles(agreement);
  await stranger.page.getByRole("button", { name: "核验文件" }).click();
  await stranger.page.getByRole("heading", { name: "真实有效" }).waitFor();
  await stranger.page.getByText("签名 1：湘江中路市政工程有限公司").waitFor();
  await stranger.page.getByText(`签名 2：${INSURER}`).waitFor();
  await check(stranger.page, "21-agreement-verified");
});

test("another institution's signed file is judged too: good, changed, and from nobody", async () => {
  // pyHanko signs under an authority of its own, which the platform is told to trust.
  const folder = join(shots, "foreign");
  mkdirSync(folder, { recursive: true });
  execFileSync(join(root, ".kaihan/python/bin/python"), [join(root, "e2e/python/foreign.py"), folder, String(Math.floor(Date.now() / 1000) - 5)]);
  const { page } = await person(platform);
  const judged = async (name) => {
    await page.goto(`${platform.url}/verify`);
    await page.locator("#file").setInputFiles(join(folder, name));
    await page.getByRole("button", { name: "核验文件" }).click();
    await page.locator(".verdict").waitFor();
    return (await page.locator("#verdict").innerText()).trim();
  };
  assert.equal(await judged("rsa.pdf"), "无法核验");
  await page.getByText("签名证书不是由受信任的发证机构签发").waitFor();
  // Its authority signs letters and time stamps alike: each purpose is trusted by its own folder.
  for (const purpose of ["documents", "timestamps"]) copyFileSync(join(folder, "anchor.pem"), join(platform.data, `trust/${purpose}/foreign.cer`));
  assert.equal(await judged("rsa.pdf"), "签名有效，非本平台出具");
  await page.getByText("江南农商银行股份有限公司").first().waitFor();
  await check(page, "22-foreign-good");
  assert.equal(await judged("bad-updated.pdf"), "无法核验");
  await page.getByText("签名没有覆盖整个文件").waitFor();
  await check(page, "22-foreign-changed");
});
