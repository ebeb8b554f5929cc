// An institution comes to sell: it applies, proves its phone, is admitted by two persons, asks for acceptance; its products; a pause that
// buyers see; the reference of the open interface. With axe on each page.
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { join } from "node:path";
import { readFileSync, writeFileSync } from "node:fs";
import { check, code, draft, illustrate, login, ownSystem, person, personas, sign, start } from "./platform.mjs";

let platform;
before(async () => { platform = await start(); });
after(async () => { await platform?.stop(); });

const HUNAN = "/430000", NAME = "衡岳财产保险股份有限公司", MOBILE = "13900001010", ACCOUNT = "4301234567890123";

// The newcomer's code, as the demonstration lists its personas.
const uscc = () => platform.log().match(/a-newcomer.*?([0-9A-HJ-NPQRTUWXY]{18})/)[1];

let system;
after(() => system?.stop());

// Two persons of the centre decide the same on an onboarding's page.
async function decideTogether(first, second, address, label, state) {
  await first.goto(address);
  await first.getByRole("button", { name: label, exact: true }).click();
  await first.getByText("您是提出人").waitFor();
  await second.goto(address);
  await second.getByRole("button", { name: `确认${label}` }).click();
  await second.locator(".st.big", { hasText: state }).waitFor();
}

test("an institution applies, is admitted, conforms, goes live, sells a guarantee and is paused", async () => {
  const seen = new Set();
  const { page, complaints } = await person(platform);
  await page.goto(platform.url + HUNAN);
  await page.getByRole("link", { name: "金融机构接入", exact: true }).click();
  await check(page, "30-onboarding");
  await illustrate(page, "onboarding");
  await page.getByRole("link", { name: "准入申请" }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "金融机构准入申请表" }).click()]);
  await download.saveAs(join(platform.data, "template.pdf"));
  const file = join(platform.data, "授权书.pdf");
  writeFileSync(file, "%PDF-1.4\n% authorisation\n");

  // Faults: nothing typed and no file is lost.
  await page.getByLabel("金融机构名称").fill(NAME);
  await page.getByLabel("统一社会信用代码").fill("91430000MA7HY2X830");
  await page.getByLabel("附件").setInputFiles(file);
  await page.getByRole("button", { name: "提交" }).click();
  await page.getByRole("heading", { name: /处需要修改/ }).waitFor();
  assert.equal(await page.getByLabel("金融机构名称").inputValue(), NAME);
  await page.getByText("已上传：授权书.pdf").waitFor();
  await check(page, "31-apply-faults");

  await page.getByLabel("统一社会信用代码").fill(uscc());
  await page.getByLabel("机构类型").selectOption("insurer");
  await page.getByLabel("联系人").fill("苏云起");
  await page.getByLabel("机构介绍").fill("经营工程保证保险，服务公共资源交易投标人。");
  await page.getByLabel("联系手机号").fill(MOBILE);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByText("验证码已发送至 139****1010").waitFor();
  await check(page, "32-apply-code");
  await page.getByLabel("短信验证码").fill(await code(platform, MOBILE, seen));
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.getByText("提交成功，等待准入资质审核").waitFor();
  await check(page, "33-applied");

  // The centre: one person proposes, another confirms.
  const centre = await person(platform);
  await login(centre.page, platform, personas.centre);
  await centre.page.goto(`${platform.url}/centre/institutions`);
  await check(centre.page, "34-centre-desk");
  await centre.page.getByRole("link", { name: `办理${NAME}` }).click();
  await check(centre.page, "35-centre-review");
  await centre.page.getByRole("button", { name: "准入通过" }).click();
  await centre.page.getByText("您是提出人").waitFor();
  await check(centre.page, "36-centre-proposed");
  await illustrate(centre.page, "admit", centre.page.getByRole("heading", { name: "附件" }));
  const second = await person(platform);
  await login(second.page, platform, personas.centreSecond);
  await second.page.goto(centre.page.url());
  await second.page.getByRole("button", { name: "确认准入通过" }).click();
  await second.page.locator(".st.big", { hasText: "准入通过" }).waitFor();

  // The progress, after the phone is proved.
  await page.goto(`${platform.url}${HUNAN}/onboarding/progress`);
  await page.getByLabel("金融机构名称").fill(NAME);
  await page.getByLabel("统一社会信用代码").fill(uscc());
  await page.getByLabel("联系手机号").fill(MOBILE);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("短信验证码").fill(await code(platform, MOBILE, seen));
  await page.getByRole("button", { name: "查询" }).click();
  await page.getByText("您的准入资质核验通过！").waitFor();
  await check(page, "37-progress");

  // Acceptance: who asks, then how it will work.
  await page.getByRole("link", { name: "提交验收申请" }).click();
  await page.getByLabel("金融机构名称").fill(NAME);
  await page.getByLabel("统一社会信用代码").fill(uscc());
  await page.getByLabel("联系手机号").fill(MOBILE);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("短信验证码").fill(await code(platform, MOBILE, seen));
  await page.getByRole("button", { name: "验证", exact: true }).click();
  await page.getByLabel("接口地址").fill("http://10.0.0.1/kaihan");
  await page.getByLabel("机构简称").fill("衡岳财险");
  await page.getByLabel("收款账号").fill(ACCOUNT);
  await page.getByLabel("开户银行").fill("参考银行 长沙岳麓支行");
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("短信验证码").fill(await code(platform, MOBILE, seen));
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.getByText("接口地址必须使用 https").first().waitFor();
  await check(page, "38-acceptance");
  system = await ownSystem(platform, ACCOUNT);
  await page.getByLabel("接口地址").fill(system.address);
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await page.getByText("提交成功，等待验收").waitFor();

  // Its people log in with their certificate, and register the key of their system.
  const staff = await person(platform);
  await login(staff.page, platform, personas.newcomer);
  await staff.page.goto(`${platform.url}/workbench/credentials`);
  await check(staff.page, "39-credentials");
  await illustrate(staff.page, "credentials");
  await staff.page.getByLabel("证书或证书请求（PEM）").fill(readFileSync(join(platform.data, "institutions/hengyue.api.cer"), "utf8"));
  await staff.page.getByRole("button", { name: "登记", exact: true }).click();
  await staff.page.locator(".st.ok", { hasText: "有效" }).waitFor();

  // Conformance: every message of the interface, a payment at the cashier, a report that files itself.
  await staff.page.goto(`${platform.url}/workbench/health`);
  await staff.page.getByRole("link", { name: "一致性测试" }).click();
  await check(staff.page, "48-conformance");
  await staff.page.getByLabel("机构收银台").check();
  await staff.page.getByRole("button", { name: "开始测试" }).click();
  const [cashier] = await Promise.all([staff.page.waitForEvent("popup", { timeout: 90_000 }), staff.page.getByRole("link", { name: "打开收银台" }).click({ timeout: 90_000 })]);
  await cashier.getByRole("button", { name: "确认支付" }).click();
  await cashier.getByText("已付清").waitFor();
  await cashier.close();
  await staff.page.locator(".st.big", { hasText: "全部通过" }).waitFor({ timeout: 60_000 });
  await check(staff.page, "49-conformance-passed");
  await illustrate(staff.page, "conformance", staff.page.locator(".st.big"));

  // Accepted and put live by two persons; its product is set up, tried and put on sale.
  const onboarding = centre.page.url();
  await centre.page.goto(onboarding);
  await check(centre.page, "50-centre-report");
  await decideTogether(centre.page, second.page, onboarding, "验收通过", "验收通过");
  await decideTogether(centre.page, second.page, onboarding, "上线", "已上线");
  await staff.page.goto(`${platform.url}/workbench/products/new`);
  await staff.page.getByLabel("站点").selectOption("430000");
  await staff.page.getByLabel("费率（%）").fill("0.3");
  await staff.page.getByLabel("最低费用（元）").fill("200");
  await staff.page.getByLabel("单笔担保金额下限（元）").fill("1000");
  await staff.page.getByLabel("单笔担保金额上限（元）").fill("8000000");
  await staff.page.getByLabel("支付方式").selectOption("cashier");
  await staff.page.getByLabel("到账后自动出函，无需人工审核").check();
  await check(staff.page, "40-product-form");
  await illustrate(staff.page, "product");
  await staff.page.getByRole("button", { name: "保存" }).click();
  await staff.page.getByRole("button", { name: "上架" }).click();
  await staff.page.locator(".st.ok", { hasText: "受理中" }).waitFor();

  // A guarantee, paid at the cashier; what the buyer says only has the institution asked.
  const buyer = await person(platform);
  await login(buyer.page, platform, personas.bidder);
  await draft(buyer.page, platform, HUNAN, NAME);
  await sign(buyer.page, "确认无误，签署协议并提交", personas.bidder);
  await buyer.page.getByRole("link", { name: "去支付" }).waitFor({ timeout: 30_000 });
  await check(buyer.page, "51-cashier-order");
  const order = buyer.page.url();
  await buyer.page.getByRole("link", { name: "去支付" }).click();
  await buyer.page.getByRole("button", { name: "确认支付" }).click();
  await buyer.page.getByRole("link", { name: "返回开函平台" }).click();
  await buyer.page.waitForURL(order);
  const said = buyer.page.getByRole("button", { name: "我已完成支付" });
  if (await said.isVisible().catch(() => false)) await said.click({ timeout: 3_000 }).catch(() => {});
  await buyer.page.getByRole("heading", { name: "保函已出具" }).waitFor({ timeout: 30_000 });
  await check(buyer.page, "52-issued-by-own-system");

  // Paused by the centre: buyers see it at once.
  await centre.page.goto(onboarding);
  await centre.page.getByText("暂停受理", { exact: true }).first().click();
  await centre.page.getByLabel("公告（申请人可见）").fill("系统升级，明日恢复");
  await centre.page.getByRole("button", { name: "确认暂停受理" }).click();
  await centre.page.locator(".st.big", { hasText: "暂停受理" }).waitFor();
  await page.goto(platform.url + HUNAN);
  await page.getByText("系统升级，明日恢复").first().waitFor();
  assert.deepEqual([...complaints, ...centre.complaints, ...staff.complaints, ...buyer.complaints], []);
  for (const one of [{ context: page.context() }, centre, second, staff, buyer]) await one.context.close();
});

test("buyers see who sells, under which terms, and who is paused", async () => {
  const centre = await person(platform);
  await login(centre.page, platform, personas.centre);
  await centre.page.goto(`${platform.url}/centre/institutions?state=live`);
  await centre.page.getByRole("link", { name: "办理江海财产保险股份有限公司" }).click();
  await centre.page.getByText("暂停受理", { exact: true }).first().click();
  await centre.page.getByLabel("公告（申请人可见）").fill("系统升级，周一恢复受理");
  await centre.page.getByRole("button", { name: "确认暂停受理" }).click();
  await centre.page.locator(".st.big", { hasText: "暂停受理" }).waitFor();
  await centre.page.getByRole("link", { name: "登记" }).click();
  await check(centre.page, "41-limits");

  const { page } = await person(platform);
  await page.goto(platform.url + HUNAN);
  await page.getByText("系统升级，周一恢复受理").first().waitFor();
  await check(page, "42-home-paused");
  await page.getByRole("link", { name: "江海财产保险股份有限公司" }).click();
  await page.getByText("系统升级，周一恢复受理").first().waitFor();
  await check(page, "43-institution");
  await page.goto(`${platform.url}/docs/api`);
  await check(page, "44-api");

  const staff = await person(platform);
  await login(staff.page, platform, personas.insurer);
  for (const [path, name] of [["/workbench/products", "45-products"], ["/workbench/exposure", "46-exposure"], ["/workbench/health", "47-health"]]) {
    await staff.page.goto(platform.url + path);
    await check(staff.page, name);
  }
  for (const one of [centre, { context: page.context() }, staff]) await one.context.close();
});
