// Asks the certificate agent on this machine to sign. The PIN is entered in the agent's own window; it never comes here.
(() => {
  "use strict";
  const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const json = { "Content-Type": "application/json", "X-Kaihan-Agent": "1" };

  async function ask(url, options) {
    const answer = await fetch(url, options);
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(body.message || "证书助手拒绝了请求");
    return body;
  }

  async function payload(form, say) {
    if (form.dataset.payload) return JSON.parse(form.dataset.payload);
    // In a rush one waits for one's turn here too.
    for (let times = 0; times < 20; times += 1) {
      const answer = await fetch(form.dataset.challenge, { method: "POST", credentials: "same-origin" });
      if (answer.ok) return answer.json();
      if (answer.status !== 503) break;
      say("现在办理的人较多，正在排队，请不要关闭本页");
      await wait(3000);
    }
    throw new Error("登录请求未能建立，请刷新页面后重试");
  }

  async function sign(form, view, say) {
    const agent = form.dataset.agent, request = await payload(form, say);
    let asked;
    try {
      asked = await ask(agent + "/v1/requests", { method: "POST", headers: json, body: JSON.stringify(request) });
    } catch (error) {
      if (error instanceof TypeError) throw new Error("没有检测到证书助手，请先启动“开函证书助手”，并允许浏览器访问本机程序");
      throw error;
    }
    view.location = agent + asked.consent;
    for (;;) {
      await wait(400);
      const state = await ask(agent + "/v1/requests/" + asked.id, { headers: json });
      if (state.state === "signed") return { request, signed: state };
      if (state.state === "declined") throw new Error("已在证书助手中取消");
      if (view.closed) throw new Error("证书助手窗口已关闭，请重新签名");
    }
  }

  document.querySelectorAll("form[data-sign]").forEach((form) => {
    // Without scripts the button stays off, and a notice beside it says why.
    form.querySelectorAll("[data-needs-script]").forEach((button) => { button.disabled = false; });
    const say = (text, bad) => {
      const state = form.querySelector("[data-sign-state]");
      state.textContent = text;
      state.classList.toggle("bad", Boolean(bad));
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.busy) return;
      form.dataset.busy = "1";
      // Opened at once, while the click still counts, so that it is not taken for a pop-up.
      const view = window.open("about:blank", "kaihan-agent", "width=480,height=680");
      try {
        if (!view) throw new Error("浏览器拦截了证书助手窗口，请允许本站弹出窗口后重试");
        say("请在证书助手窗口中核对内容并输入 PIN 码");
        const { request, signed } = await sign(form, view, say);
        for (const name of ["nonce", "expires"]) if (form.elements[name]) form.elements[name].value = request[name];
        form.elements.chain.value = signed.chain.join("\n");
        form.elements.signature.value = signed.signature;
        if (form.elements.seal) form.elements.seal.value = signed.seal || "";
        say("签名完成，正在提交");
        form.submit();
      } catch (error) {
        if (view) view.close();
        delete form.dataset.busy;
        say(error.message, true);
      }
    });
  });
})();
