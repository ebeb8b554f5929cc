// 统一注册平台 as a program: a certified OpenID provider with the claims such portals give, its pages in Chinese, logout both ways. For the demonstration,
// journeys and trials; everybody in it is invented. The first site is told of logouts.
//   node e2e/portal/portal.mjs --port 9000 --platform http://127.0.0.1:8000 --site 430000 --site 430100 --secret SECRET
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import Provider from "oidc-provider";

const { values } = parseArgs({ options: { port: { type: "string" }, platform: { type: "string" }, site: { type: "string", multiple: true }, secret: { type: "string" } } });
const issuer = `http://127.0.0.1:${values.port}`;

// Accounts by their name at the portal. The codes have right check characters, but for who has not completed theirs.
const accounts = {
  zhou: { person: "周砚舟", uscc: "91430100MA4XYQR34", organisation: "湘江中路市政工程有限公司", role: ["投标人", "招标人"] },
  lu: { person: "鲁望川", uscc: "91430000100000000", organisation: "湖南交通建设投资集团有限公司", role: ["招标人"] },
  pei: { person: "裴书雁", uscc: "91430000MA4PQXY56", organisation: "湘水招标代理有限公司", role: ["招标代理"] },
  new: { person: "新注册账号", organisation: "尚未完善信息的单位", role: ["投标人"] },
};

// The check character of a unified social credit code (GB 32100).
function complete(code) {
  const digits = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  const sum = [...code].reduce((total, c, index) => total + digits.indexOf(c) * (3 ** index % 31), 0);
  return code + digits[(31 - (sum % 31)) % 31];
}

const page = (title, body) => `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title></head><body><main><h1>${title}</h1>${body}</main></body></html>`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: "kaihan",
    client_secret: values.secret,
    redirect_uris: values.site.map((site) => `${values.platform}/${site}/login/portal`),
    post_logout_redirect_uris: [`${values.platform}/`],
    backchannel_logout_uri: `${values.platform}/${values.site[0]}/login/portal/logout`,
    backchannel_logout_session_required: true,
    response_types: ["code"],
    grant_types: ["authorization_code"],
  }],
  cookies: { keys: [values.secret] },
  claims: { openid: ["sub"], organisation: ["uscc", "organisation", "role", "person"] },
  scopes: ["openid", "organisation"],
  pkce: { required: () => true },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = page("退出统一注册平台", `${form}<button type="submit" form="op.logoutForm" value="yes" name="logout">确认退出</button>`);
      },
      postLogoutSuccessSource: (ctx) => { ctx.body = page("已退出统一注册平台", ""); },
    },
  },
  findAccount: (_, id) => accounts[id] && {
    accountId: id,
    claims: () => ({ sub: id, ...accounts[id], ...(accounts[id].uscc ? { uscc: complete(accounts[id].uscc) } : {}) }),
  },
  // Nobody is asked for consent: the platforms of one portal trust each other.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid organisation");
    await grant.save();
    return grant;
  },
  // The provider hangs up on this machine's own addresses, where the platform of a journey is.
  fetch: (url, options) => {
    const { dispatcher, ...rest } = options;
    return globalThis.fetch(url, rest);
  },
});

async function interaction(request, answer) {
  const details = await provider.interactionDetails(request, answer);
  if (request.method === "POST") {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const result = form.get("cancel") ? { error: "access_denied", error_description: "cancelled" } : { login: { accountId: form.get("account") } };
    return provider.interactionFinished(request, answer, result, { mergeWithLastSubmission: false });
  }
  const choices = Object.entries(accounts).map(([id, { person, organisation }]) =>
    `<p><label><input type="radio" name="account" value="${id}" required> ${person} ${organisation}</label></p>`).join("");
  answer.setHeader("content-type", "text/html; charset=utf-8");
  answer.end(page("统一注册平台登录", `<form method="post" action="/interaction/${details.uid}">${choices}<button>登录</button>
    <button name="cancel" value="yes" formnovalidate>取消</button></form>`));
  return undefined;
}

// Where people of the province begin, and where they register: here there is nothing to fill in, for the accounts are there.
const places = {
  "/": page("湖南省公共资源交易网（演示）", `<p><a href="${values.platform}/${values.site[0]}">进入电子保函平台</a></p><p><a href="/register">注册</a></p>`),
  "/register": page("统一注册（演示）", `<p>演示账号已经注册，登录时选择即可：</p><ul>${Object.values(accounts).map(({ person, organisation, role }) =>
    `<li>${person}　${organisation}　${role.join("、")}</li>`).join("")}</ul><p><a href="${values.platform}/${values.site[0]}">返回电子保函平台</a></p>`),
};

const handle = provider.callback();
createServer((request, answer) => {
  if (places[request.url]) {
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(places[request.url]);
  } else if (request.url.startsWith("/interaction/")) {
    interaction(request, answer).catch((error) => { answer.statusCode = 400; answer.end(String(error)); });
  } else {
    handle(request, answer);
  }
}).listen(Number(values.port), "127.0.0.1", () => console.log(`统一注册平台 ${issuer}`));
