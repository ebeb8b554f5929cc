// The phone: makes keys, keeps them under a PIN in this browser alone, shows what is asked, signs it, has certificates revoked. What it signs are
// typed payloads, built here field by field; nothing that came as bytes is ever signed.
(() => {
  "use strict";
  const { sm2, sm3, sm4 } = globalThis.SmCryptoV2;
  const $ = (id) => document.getElementById(id);
  const utf8 = new TextEncoder();
  const ITERATIONS = 600000, PINS_WRONG_MAX = 6;
  const KINDS = { enterprise: "企业证书", project: "项目（事件）证书", licence: "电子营业执照" };

  // What an agreement consents to, in the order in which it is signed; its description stands for every byte of the document.
  const CONSENT = ["origin", "title", "number", "applicant_uscc", "guarantor", "lot", "amount", "fee", "terms_digest", "digest", "time", "path"];

  // What can be asked: its title, tag and fields in order, and which of them are shown.
  const TYPED = {
    seal: {
      title: "以电子印章签署协议",
      tag: "KAIHAN1/phone-seal",
      undone: "没有签署",
      fields: ["platform", "centre", "from", "company", "consent", "nonce", "expires", "code"],
      shown: [["事项", (p) => p.consent.title], ["单位", (p) => p.company], ["对方", (p) => p.consent.guarantor],
        ["担保金额（元）", (p) => p.consent.amount], ["应付费用（元）", (p) => p.consent.fee], ["担保对象", (p) => p.consent.lot],
        ["订单编号", (p) => p.consent.number], ["协议摘要（SM3）", (p) => p.consent.digest], ["保函文本摘要（SM3）", (p) => p.consent.terms_digest],
        ["平台", (p) => p.platform], ["网址", (p) => p.consent.origin], ["发起签署的电脑", (p) => p.from]],
    },
    login: {
      title: "登录电子保函平台",
      tag: "KAIHAN1/phone-login",
      undone: "没有登录",
      fields: ["origin", "platform", "centre", "from", "nonce", "expires", "code"],
      shown: [["事项", () => "登录"], ["登录到", (p) => p.platform], ["网址", (p) => p.origin], ["对方", (p) => p.centre], ["发起登录的电脑", (p) => p.from]],
    },
  };

  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
  const unbase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  // Tag, then per field name and value, each behind its length.
  function canonical(tag, fields) {
    const parts = [];
    const put = (text) => {
      const bytes = utf8.encode(text), length = new DataView(new ArrayBuffer(4));
      length.setUint32(0, bytes.length);
      parts.push(...new Uint8Array(length.buffer), ...bytes);
    };
    put(tag);
    for (const [name, value] of fields) { put(name); put(value); }
    return Uint8Array.from(parts);
  }

  const valuesOf = (fields, what) => fields.flatMap((name) => (name === "consent" ? valuesOf(CONSENT, what.consent) : [[name, String(what[name])]]));
  const isOf = (fields, what) => Object.keys(what).sort().join() === [...fields].sort().join();

  // DER: what is signed with a seal (TBS_Sign of GB/T 38540).
  const der = (tag, ...parts) => {
    const content = parts.flatMap((part) => [...part]), length = [];
    for (let rest = content.length; rest > 0; rest >>= 8) length.unshift(rest & 0xff);
    return Uint8Array.from([tag, ...(content.length < 0x80 ? [content.length] : [0x80 | length.length, ...length]), ...content]);
  };
  const oid = (first, ...arcs) => der(6, [first], ...arcs.map((arc) => {
    const bytes = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift(0x80 | rest % 128);
    return bytes;
  }));
  const SHOWN = oid(105, 2103674173, 62150423);
  function toBeSealed(seal, consent) {
    const digest = unhex(sm3(utf8.encode(consent.description))), shown = canonical("KAIHAN1/agreement", valuesOf(CONSENT, consent));
    const time = new Date(consent.time * 1000).toISOString().replace(/[-:T]|\.\d+/g, "");
    return der(0x30, [2, 1, 4], seal, der(0x18, utf8.encode(time)), der(3, [0], digest), der(0x16, utf8.encode(consent.path)),
      der(0xa0, der(0x30, der(0x30, SHOWN, der(4, shown)))));
  }

  // What this phone alone reads: its key stands in the QR code behind the `#`, which no browser sends.
  function unveiled(carried) {
    if (carried.veil === undefined) return carried;
    const bytes = unbase64(carried.veil), key = location.hash.slice(1);
    if (!/^[0-9a-f]{32}$/.test(key)) throw new Error("请重新扫描电脑上的二维码");
    const how = { mode: "gcm", iv: bytes.slice(0, 12), tag: bytes.slice(-16), associatedData: utf8.encode("KAIHAN1/phone-veil"), output: "array" };
    const payload = JSON.parse(new TextDecoder().decode(sm4.decrypt(bytes.slice(12, -16), key, how)));
    if (payload.purpose !== carried.purpose) throw new Error("无法识别请求的内容，没有签名");
    return payload;
  }

  const signed = (bytes, secret) => base64(unhex(sm2.doSignature(bytes, secret, { hash: true, der: true })));

  // ---- what this phone keeps ----
  const store = new Promise((done, fail) => {
    const opening = indexedDB.open("kaihan-mobile", 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("cards", { keyPath: "fingerprint" });
      opening.result.createObjectStore("signed", { autoIncrement: true });
    };
    opening.onsuccess = () => done(opening.result);
    opening.onerror = () => fail(new Error("浏览器不允许保存证书，请关闭无痕模式后重试"));
  });
  async function kept(name, mode, act) {
    const transaction = (await store).transaction(name, mode), asked = act(transaction.objectStore(name));
    return new Promise((done, fail) => { transaction.oncomplete = () => done(asked.result); transaction.onerror = () => fail(transaction.error); });
  }
  const cards = () => kept("cards", "readonly", (all) => all.getAll());
  const keep = (card) => kept("cards", "readwrite", (all) => all.put(card));

  async function pinKey(pin, salt) {
    if (!globalThis.crypto?.subtle) throw new Error("请用 https 地址打开本页，否则不能保护密钥");
    const material = await crypto.subtle.importKey("raw", utf8.encode(pin), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS };
    return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  async function wrap(secrets, pin) {
    const salt = crypto.getRandomValues(new Uint8Array(16)), iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await pinKey(pin, salt), utf8.encode(JSON.stringify(secrets)));
    return { salt, iv, sealed: new Uint8Array(sealed) };
  }
  async function unwrap(card, pin) {
    if (card.wrong >= PINS_WRONG_MAX) throw new Error("PIN 码错误次数过多，证书已锁定，请重新申领");
    const key = await pinKey(pin, card.wrapped.salt);
    try {
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: card.wrapped.iv }, key, card.wrapped.sealed);
      if (card.wrong) await keep({ ...card, wrong: 0 });
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      await keep({ ...card, wrong: card.wrong + 1 });
      throw new Error(`PIN 码不正确，还可以再试 ${PINS_WRONG_MAX - card.wrong - 1} 次`);
    }
  }

  // ---- the cloud ----
  async function call(path, body) {
    const answer = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const read = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(read?.message || "手机证书服务没有响应，请稍后重试");
    return read;
  }

  const fault = (text) => { $("fault").textContent = text; $("fault").hidden = !text; if (text) $("fault").scrollIntoView(); };
  const outcome = (text) => { $("outcome").textContent = text; };
  const line = (tag, ...inside) => { const node = document.createElement(tag); node.append(...inside); return node; };
  const doing = (act) => async (event) => {
    event?.preventDefault();
    fault("");
    try { await act(event); } catch (error) { fault(error.message); }
  };

  // ---- certificates ----
  const about = (card) => `${KINDS[card.kind]}${card.project ? `，项目 ${card.project}` : ""}，有效期至 ${card.until}${
    card.kind === "licence" ? "" : card.encryption ? "，有加密证书" : "，没有加密证书"}${card.seal ? "，有电子印章" : ""}`;

  async function showCards() {
    const all = await cards();
    $("cards").replaceChildren(...(all.length ? all.map((card) => {
      const pin = Object.assign(document.createElement("input"), { type: "password", inputMode: "numeric", autocomplete: "off", required: true });
      pin.setAttribute("aria-label", `${card.name}的${KINDS[card.kind]}的 PIN 码`);
      const form = line("form", line("p", "吊销后不能恢复。请输入这张证书的 PIN 码。"), pin, line("button", "确认吊销"));
      form.addEventListener("submit", doing(() => revoke(card, pin.value)));
      const ending = line("summary", "吊销");
      ending.setAttribute("aria-label", `吊销${card.name}的${KINDS[card.kind]}`);
      const box = line("div", line("div", line("b", card.name), line("small", `${card.uscc}　${about(card)}`), line("details", ending, form)));
      box.className = "pick";
      return box;
    }) : [line("p", "本机还没有证书。")]));
    const entries = await kept("signed", "readonly", (list) => list.getAll());
    $("signed").replaceChildren(...entries.reverse().map((entry) => line("tr", ...[entry.at, entry.what, entry.where, entry.who, entry.end].map((text) => line("td", text)))));
  }

  async function enrol() {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    const subscriber = $("subscriber").value, kind = $("kind").value, project = kind === "project" ? $("project").value.trim() : "";
    const proof = canonical("KAIHAN-MOBILE1/enrol", [["subscriber", subscriber], ["kind", kind], ["project", project], ["public_key", publicKey]]);
    const issued = await call("/phone/certificates", {
      subscriber, activation: $("activation").value.trim(), kind, project, public_key: publicKey,
      encryption: $("twin").value === "yes", signature: signed(proof, privateKey),
    });
    const secrets = { sign: privateKey };
    if (issued.encryption) secrets.decrypt = hex(sm2.doDecrypt(hex(unbase64(issued.encryption[1])), privateKey, 1, { asn1: true, output: "array" }));
    const { fingerprint, name, uscc, until, certificate, seal } = issued;
    await keep({ fingerprint, kind, name, uscc, project: issued.project, until, certificate, seal, encryption: issued.encryption?.[0] ?? null, wrong: 0, wrapped: await wrap(secrets, $("new-pin").value) });
    $("enrol").reset();
    $("project-line").hidden = true;
    outcome(`已申领${name}的${KINDS[kind]}`);
    await showCards();
    await showChoice();
  }

  async function revoke(card, pin) {
    const { sign } = await unwrap(card, pin), time = Math.floor(Date.now() / 1000);
    const message = canonical("KAIHAN-MOBILE1/revoke", [["fingerprint", card.fingerprint], ["time", String(time)]]);
    await call("/phone/certificates/revoke", { fingerprint: card.fingerprint, time, signature: signed(message, sign) });
    await kept("cards", "readwrite", (all) => all.delete(card.fingerprint));
    outcome(`已吊销${card.name}的${KINDS[card.kind]}`);
    await showCards();
  }

  // ---- what is asked ----
  const id = location.pathname.startsWith("/q/") ? location.pathname.slice(3) : "";
  let request = null;

  async function showChoice() {
    if (!request) return;
    const fits = (await cards()).filter((card) => (card.kind === "licence") === (request.face === "licence"));
    $("choose").replaceChildren(...(fits.length ? fits.map((card, index) => {
      const radio = document.createElement("input");
      radio.type = "radio"; radio.name = "card"; radio.value = card.fingerprint; radio.checked = index === 0;
      const label = line("label", radio, line("span", line("b", card.name), line("small", about(card))));
      label.className = "pick";
      return label;
    }) : [line("p", "本机没有可用的证书，请先在下面申领。")]));
  }

  async function read() {
    const asked = await call(`/phone/requests/${id}/scan`, {});
    const payload = unveiled(asked.payload), type = TYPED[payload.purpose];
    const known = type && isOf(["purpose", ...type.fields], payload) && (!payload.consent || isOf([...CONSENT, "description"], payload.consent));
    if (!known) throw new Error("无法识别请求的内容，没有签名");
    if (payload.consent && sm3(utf8.encode(payload.consent.description)) !== payload.consent.digest) throw new Error("协议内容与摘要不符，没有签名");
    request = { ...asked, payload };
    $("request-title").textContent = type.title;
    $("shown").replaceChildren(...type.shown.map(([name, value]) => line("div", line("dt", name), line("dd", value(request.payload)))));
    $("request").hidden = false;
    await showChoice();
  }

  async function answer() {
    const chosen = document.querySelector("input[name=card]:checked");
    if (!chosen) throw new Error("请先申领证书");
    const card = (await cards()).find((one) => one.fingerprint === chosen.value), type = TYPED[request.payload.purpose];
    const code = $("code").value.trim(), payload = { ...request.payload, code }, { consent } = payload;
    if (consent && card.uscc !== consent.applicant_uscc) throw new Error("请选择申请单位的证书");
    if (consent && !card.seal) throw new Error("这张证书没有电子印章，请选择有电子印章的证书");
    const { sign } = await unwrap(card, $("pin").value);
    $("pin").value = "";
    const seal = consent ? { seal: card.seal, signature: signed(toBeSealed(unbase64(card.seal), consent), sign) } : null;
    const signature = signed(canonical(type.tag, valuesOf(type.fields, payload)), sign);
    await call(`/phone/requests/${id}/answer`, { code, chain: [card.certificate], encryption: card.encryption, signature, seal });
    outcome("已签名，正在等待平台核验，请看电脑屏幕");
    const end = await judged();
    const at = new Date().toLocaleString("zh-CN", { timeZone: "Asia/Shanghai" });
    const said = { done: "已确认", again: "确认码不正确", refused: "未通过", expired: "已过期" }[end.state] ?? end.state;
    const where = consent ? consent.origin : payload.origin;
    await kept("signed", "readwrite", (list) => list.add({ at, what: type.title, where, who: card.name, end: said }));
    await showCards();
    $("code").value = "";
    if (end.state === "again") throw new Error(`确认码与电脑屏幕上的不同，还可以再试 ${end.tries} 次`);
    $("request").hidden = true;
    if (end.state === "done") return outcome("已确认，请在电脑上继续");
    outcome("");
    throw new Error(end.message || "二维码已过期，请在电脑上刷新二维码");
  }

  async function judged() {
    for (;;) {
      await new Promise((done) => setTimeout(done, 1000));
      const end = await call(`/phone/requests/${id}`);
      if (end.state !== "judging" && end.state !== "waiting") return end;
    }
  }

  async function decline() {
    await call(`/phone/requests/${id}/decline`, {});
    $("request").hidden = true;
    outcome(`已拒绝，${request ? TYPED[request.payload.purpose].undone : "没有签名"}`);
  }

  $("answer").addEventListener("submit", doing(answer));
  $("decline").addEventListener("click", doing(decline));
  $("enrol").addEventListener("submit", doing(enrol));
  $("kind").addEventListener("change", () => {
    $("project-line").hidden = $("kind").value !== "project";
    $("project").required = $("kind").value === "project";
  });
  doing(async () => {
    const all = await call("/phone/subscribers");
    $("subscriber").replaceChildren(...all.map((one) => Object.assign(line("option", `${one.name}（${one.person}）`), { value: one.key })));
    await showCards();
    if (id) await read();
  })();
})();
