// Starts a demonstration of its own for a journey: a fresh folder, free ports, its own programs. Gives back addresses, pages that
// check themselves with axe, and the way to sign with a persona's certificate.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axe = require.resolve("axe-core/axe.min.js");
const root = join(import.meta.dirname, "../..");
export const shots = join(root, "target/e2e");
mkdirSync(shots, { recursive: true });

export const personas = {
  bidder: { key: "1-bidder", pin: "135790" },
  other: { key: "2-bidder", pin: "246801" },
  insurer: { key: "3-insurer", pin: "310310" },
  bank: { key: "4-bank", pin: "420420" },
  bankSecond: { key: "e-bank", pin: "428428" },
  second: { key: "8-insurer", pin: "380380" },
  guarantor: { key: "5-guarantor", pin: "610610" },
  guarantorSecond: { key: "f-guarantor", pin: "618618" },
  centre: { key: "7-centre-hn", pin: "430430" },
  centreSecond: { key: "9-centre-hn", pin: "439439" },
  newcomer: { key: "a-newcomer", pin: "101010" },
  tenderee: { key: "g-tenderee", pin: "650011" },
  agency: { key: "h-agency", pin: "650022" },
  colleague: { key: "i-bidder", pin: "135791" },
};

// Twelve free ports in a row, as the demonstration wants them.
async function freePorts() {
  const listen = (port) => new Promise((done, fail) => {
    const server = createServer().once("error", fail).listen(port, "127.0.0.1", () => done(server));
  });
  for (;;) {
    const servers = [];
    try {
      servers.push(await listen(0));
      const port = servers[0].address().port;
      for (const next of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) servers.push(await listen(port + next));
      return port;
    } catch {
      // Somebody has one of the next eleven: draw again.
    } finally {
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    }
  }
}

// With `portal`, the Hunan sites have their registration platform. With `patient`, Henan waits for payments as it does for people.
export async function start({ portal = false, patient = false } = {}) {
  const data = mkdtempSync(join(tmpdir(), "kaihan-e2e-"));
  const port = await freePorts();
  // Henan's applications lapse at once here, so that a journey can see one lapse without waiting out a period.
  const regions = join(data, "regions");
  cpSync(join(root, "regions"), regions, { recursive: true });
  const henan = join(regions, "410000.toml");
  if (!patient) writeFileSync(henan, readFileSync(henan, "utf8").replace(/payment_minutes = \d+/, "payment_minutes = 0"));
  const demo = spawn(join(root, "target/debug/kaihan-demo"), [
    "--data", join(data, "demo"), "--root", root, "--fonts", join(root, ".kaihan/fonts"), "--port", String(port), "--lots", "60", "--regions", regions,
    ...(portal ? ["--portal", join(root, "e2e/portal/portal.mjs")] : []),
  ]);
  let log = "";
  const ready = new Promise((done, fail) => {
    demo.stdout.on("data", (text) => { log += text; if (log.includes("按 Ctrl-C 停止")) done(); });
    demo.stderr.on("data", (text) => { log += text; });
    demo.once("exit", (code) => fail(new Error(`kaihan-demo ended with ${code}\n${log}`)));
  });
  await ready;
  const browser = await chromium.launch({
    executablePath: process.env.KAIHAN_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const stop = async () => {
    await browser.close();
    demo.removeAllListeners("exit");
    const ended = new Promise((done) => demo.once("exit", done));
    demo.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { data: join(data, "demo"), url: `http://127.0.0.1:${port}`, bank: `http://127.0.0.1:${port + 2}/`, timeStamps: `http://127.0.0.1:${port + 3}/`, phones: `http://127.0.0.1:${port + 4}/`, mobile: `http://127.0.0.1:${port + 8}/`, portal: `http://127.0.0.1:${port + 9}`, mail: `http://127.0.0.1:${port + 10}/`, browser, stop, log: () => log };
}

// The newcomer's own system, as a program of its own; gives back its address and the way to stop it.
export async function ownSystem(platform, account) {
  const port = await freePorts();
  const folder = (name) => join(platform.data, name);
  const program = spawn(join(root, "target/debug/kaihan-institution"), [
    "--persona", personas.newcomer.key, "--keys", "hengyue", "--account", account, "--port", String(port), "--book", folder("hengyue.db"),
    "--platform", platform.url, "--time-stamps", platform.timeStamps, "--systems", folder("systems"), "--institutions", folder("institutions"),
    "--fonts", join(root, ".kaihan/fonts"), "--layout", join(root, "wordings/layout/1/layout.typ"),
  ], { stdio: "inherit" });
  return { address: `http://127.0.0.1:${port}`, stop: () => program.kill("SIGTERM") };
}

// A browser of one person: own cookies, Chinese, Shanghai.
export async function person(platform, viewport = { width: 1280, height: 900 }) {
  const context = await platform.browser.newContext({
    locale: "zh-CN", timezoneId: "Asia/Shanghai", reducedMotion: "reduce", viewport, acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => { if (/Content Security Policy/i.test(message.text())) complaints.push(message.text()); });
  return { context, page, complaints };
}

// No accessibility finding on the page as it stands; a picture of it for people.
export async function check(page, name) {
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  // Injected through the debugger, which the page's content security policy does not concern.
  await page.evaluate(readFileSync(axe, "utf8"));
  const result = await page.evaluate(async () => {
    const found = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
  });
  if (result.length) {
    writeFileSync(join(shots, `${name}.html`), await page.content());
    throw new Error(`${name}: ${result.join("\n")}`);
  }
}

// Pictures of README and of the manuals: written into `docs` where KAIHAN_PICTURES is set, and only then; small enough for a repository.
const anew = Boolean(process.env.KAIHAN_PICTURES);
const pictures = join(root, "docs/pictures"), illustrations = join(root, "docs/manual/pictures");
const PICTURE_MAX = 80 * 1024;
const ILLUSTRATION = { width: 1000, height: 720 };

// What the window shows, of the best quality that is small enough.
async function captured(page, format) {
  const session = await page.context().newCDPSession(page);
  for (const quality of [90, 80, 70, 60, 50, 40]) {
    const { data } = await session.send("Page.captureScreenshot", { format, quality });
    const bytes = Buffer.from(data, "base64");
    if (bytes.length < PICTURE_MAX) {
      await session.detach();
      return bytes;
    }
  }
  throw new Error(`${page.url()}: no picture of less than ${PICTURE_MAX} bytes`);
}

// A picture of README.
export async function picture(page, name) {
  if (!anew) return;
  await page.evaluate(() => scrollTo(0, 0));
  writeFileSync(join(pictures, `${name}.webp`), await captured(page, "webp"));
}

// The first page of a PDF, as paper on the screen.
export async function pictureOfPaper(platform, pdf, name) {
  if (!anew) return;
  const paper = execFileSync("pdftoppm", ["-r", "80", "-f", "1", "-l", "1", "-png", pdf]).toString("base64");
  const page = await platform.browser.newPage({ viewport: { width: 662, height: 936 } });
  await page.setContent(`<body style="margin:0"><img src="data:image/png;base64,${paper}" style="display:block;width:662px"></body>`);
  await page.locator("img").evaluate((image) => image.decode());
  await picture(page, name);
  await page.close();
}

// What the window shows is a picture of the manuals. The words of its headings, labels, buttons and columns are kept beside it: each run holds the page
// against them, so that a picture which no longer shows what is there fails here. `top` is what the window begins with.
export async function illustrate(page, name, top) {
  const before = page.viewportSize();
  await page.setViewportSize(ILLUSTRATION);
  await page.evaluate(() => scrollTo(0, 0));
  if (top) await top.evaluate((element) => scrollTo(0, element.getBoundingClientRect().top - 16));
  const words = `${(await page.evaluate(said)).join("\n")}\n`, beside = join(illustrations, `${name}.txt`);
  if (anew) {
    // As JPEG, which goes into a PDF as it is.
    writeFileSync(join(illustrations, `${name}.jpg`), await captured(page, "jpeg"));
    writeFileSync(beside, words);
  } else if (readFileSync(beside, "utf8") !== words) {
    writeFileSync(join(shots, `${name}.words.txt`), words);
    throw new Error(`${name}: docs/manual/pictures/${name}.jpg shows a page that is no longer so (see target/e2e/${name}.words.txt); CONTRIBUTING.md says how it is taken anew`);
  }
  await page.setViewportSize(before);
}

// Runs in the page: what stays the same from run to run of what the window shows; numbers, codes and dates do not.
function said() {
  const shown = (element) => {
    const { top, bottom, width } = element.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight && element.checkVisibility();
  };
  const words = [...document.querySelectorAll("h1, h2, h3, label, legend, button, th, dt, summary")].filter(shown)
    .map((element) => element.innerText.replace(/[A-Za-z]*\d[\w.,:-]*/g, "#").replace(/\s+/g, " ").trim());
  return [...new Set(words)].filter(Boolean).sort();
}

// Presses the page's button, and signs in the agent's window with the persona's certificate and PIN.
export async function sign(page, button, persona, name) {
  const [window] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: button }).click()]);
  await window.getByRole("radio").first().waitFor();
  if (name) await check(window, name);
  await window.locator(`input[value="${persona.key}"]`).check();
  await window.getByLabel("PIN 码").fill(persona.pin);
  const ended = window.waitForEvent("close");
  await window.getByRole("button", { name: "确认签名" }).click();
  await ended;
}

export async function login(page, platform, persona) {
  await page.goto(`${platform.url}/login`);
  await sign(page, "证书登录", persona);
  await page.getByRole("button", { name: "退出" }).waitFor();
}

// A transfer on the reference bank's own page.
export async function transfer(platform, { payer, account, amount, remark }) {
  const page = await platform.browser.newPage({ locale: "zh-CN" });
  await page.goto(platform.bank);
  if (payer) await page.getByLabel("付款单位").selectOption(payer);
  await page.getByLabel("收款账号").fill(account);
  await page.getByLabel("金额（元）").fill(amount);
  await page.getByLabel("附言").fill(remark);
  await page.getByRole("button", { name: "确认转账" }).click();
  await page.getByRole("cell", { name: remark }).first().waitFor();
  await page.close();
}

const USED = new Set();

// The digits of the last code on a phone, read off the reference gateway's page; `seen` are those that are old.
export async function code(platform, mobile, seen = USED) {
  const page = await platform.browser.newPage({ locale: "zh-CN" });
  for (;;) {
    await page.goto(`${platform.phones}?mobile=${mobile}`);
    const texts = await page.locator("tbody tr td:nth-child(3)").allInnerTexts();
    const found = texts.map((text) => text.match(/验证码 (\d{6})/)?.[1]);
    const digits = found.find((digits) => digits && !seen.has(digits));
    if (digits) {
      seen.add(digits);
      await page.close();
      return digits;
    }
  }
}

// Agrees to the notice that a described draft leads to; where the site asks for it, the phone is proved first.
export async function agree(page, platform, mobile = "13800138000") {
  await page.getByRole("heading", { name: "投保须知", exact: true }).waitFor();
  if (await page.getByRole("button", { name: "获取验证码" }).count()) {
    await page.getByRole("button", { name: "获取验证码" }).click();
    await page.getByText("验证码已发送至").waitFor();
    await page.getByLabel("短信验证码").fill(await code(platform, mobile));
  }
  await page.getByLabel(/我已认真阅读并同意/).check();
  await page.getByRole("button", { name: "同意，下一步" }).click();
}

// From a site's lots to a described draft at the confirmation page.
export async function draft(page, platform, site, guarantor, words = "公路") {
  await page.goto(`${platform.url}${site}/lots`);
  await page.getByLabel("标段名称、招标人或编号").fill(words);
  await page.getByRole("button", { name: "查找" }).click();
  await page.locator(".sum", { hasText: `“${words}”的查找结果` }).waitFor();
  await page.locator(".pick a").first().click();
  await page.getByRole("button", { name: `选择${guarantor}` }).click();
  await page.getByLabel("经办人姓名").fill("林知夏");
  await page.getByLabel("经办人手机号").fill("13800138000");
  await page.getByLabel("电子邮箱").fill("lin@example.com");
  await page.getByRole("button", { name: "下一步：预览保函" }).click();
  await agree(page, platform);
  await page.getByRole("heading", { name: "预览并签名" }).waitFor();
}

// What the payment panel tells the payer.
export async function due(page) {
  const value = async (label) => (await page.locator(`dt:text-is("${label}") + dd`).first().innerText()).split("\n")[0].replace(/复制.*/, "").trim();
  return { account: await value("收款账号"), amount: (await value("转账金额（元）")).replaceAll(",", ""), remark: await value("付款识别码（务必填入转账附言）") };
}
