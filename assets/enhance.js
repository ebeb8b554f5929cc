// Progressive enhancement: every page works without this file.
(() => {
  "use strict";
  const live = (text) => {
    const region = document.getElementById("live");
    if (!region) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50);
  };

  // A picture that could not be had in a rush is asked for again.
  const asked = new WeakMap();
  document.addEventListener("error", (event) => {
    const image = event.target, times = asked.get(image) || 0;
    if (!(image instanceof HTMLImageElement) || image.src.startsWith("blob:") || times > 20) return;
    asked.set(image, times + 1);
    setTimeout(() => { image.src = image.src; }, 3000);
  }, true);
  document.querySelectorAll("img").forEach((image) => {
    if (image.complete && !image.naturalWidth && image.getAttribute("src")) image.dispatchEvent(new Event("error"));
  });

  // Forms and regions that replace a part of the page: the server always renders the whole page, we take the part.
  const under_way = new Map();
  // The page whose content is shown: going back to another one asks for it, going to a place within it does not.
  const page_of = (address) => new URL(address, location.href).href.replace(/#.*$/, "");
  let shown = page_of(location.href);
  async function swap(url, selector, keep, announce) {
    const old = document.querySelector(selector);
    if (!old) return;
    const earlier = under_way.get(selector);
    if (earlier) earlier.abort();
    const control = new AbortController();
    under_way.set(selector, control);
    try {
      const answer = await fetch(url, { signal: control.signal, credentials: "same-origin" });
      const now = document.querySelector(selector);
      // What nobody asked for disturbs nobody: not who is at work there, and not by showing that the house is full.
      if (!announce && (now.querySelector("details[open], input:focus, textarea:focus, button:focus") || answer.status === 503)) return;
      if (!(answer.ok || answer.status === 422) || answer.redirected) { location.assign(answer.url); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      renew(page);
      const fresh = page.querySelector(selector);
      if (!fresh) { location.assign(url); return; }
      now.replaceWith(document.adoptNode(fresh));
      if (keep) {
        history[keep]({}, "", url);
        shown = page_of(url);
      }
      start(document.querySelector(selector));
      const said = document.querySelector(selector + " [data-announce]");
      if (said && (announce || said.textContent !== (old.querySelector("[data-announce]") || {}).textContent)) live(said.textContent.trim());
    } catch (error) {
      if (error.name !== "AbortError" && announce) failed(selector);
    }
  }

  // What could not be fetched is said where the answer would have been, and the old answer is not taken for the new one.
  function failed(selector) {
    const region = document.querySelector(selector);
    if (!region || region.querySelector(".swap-fault")) return;
    const box = document.createElement("p");
    box.className = "alert swap-fault";
    box.setAttribute("role", "alert");
    box.textContent = "网络异常，查询没有完成，下面仍是上一次的结果。请检查网络后重试。";
    region.prepend(box);
  }

  document.addEventListener("click", (event) => {
    const back = event.target.closest("[data-back]");
    if (back && history.length > 1) { event.preventDefault(); history.back(); }
  });

  // An open menu closes on Esc and gives the focus back; a click elsewhere closes it too.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.switch[open], details.confirm[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.switch[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.swap) {
      event.preventDefault();
      const url = new URL(form.action || location.href);
      url.search = new URLSearchParams([...new FormData(form)].filter((pair) => pair[1])).toString();
      // What is found while one types is one entry of the history, not one a letter.
      swap(url.href, form.dataset.swap, event.detail === "typed" ? "replaceState" : "pushState", true);
      return;
    }
    if (form.dataset.upload && form.elements.file.files.length) {
      event.preventDefault();
      if (!form.dataset.busy) upload(form);
      return;
    }
    // A form that is answered with a file leaves its page where it is.
    if (form.method === "post" && !form.dataset.sign && form.dataset.file === undefined) {
      if (form.dataset.busy) event.preventDefault();
      form.dataset.busy = "1";
    }
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach((form) => delete form.dataset.busy));

  // A file that goes up part by part: a lost connection is waited out, and a file that was begun before goes on where it was left.
  async function upload(form) {
    const file = form.elements.file.files[0], token = form.elements.token.value, state = form.querySelector("[data-upload-state]");
    const box = form.elements.file.closest(".fld"), hint = box.querySelector(".hint");
    const wrong = (text) => {
      delete form.dataset.busy;
      state.textContent = "";
      hint.textContent = text;
      box.classList.add("has-err");
      form.elements.file.setAttribute("aria-invalid", "true");
      form.elements.file.focus();
      live(text);
    };
    // What cannot be taken is said before it is sent.
    if (!file.size) return wrong(`“${file.name}”是空文件（0 字节），没有收到内容。请检查原文件后重新选择`);
    if (file.size > form.dataset.most) return wrong(`“${file.name}”超过 50 MB，请压缩或降低扫描分辨率后重新上传`);
    form.dataset.busy = "1";
    box.classList.remove("has-err");
    const bar = document.createElement("progress"), said = document.createElement("span");
    bar.max = file.size;
    bar.value = 0;
    bar.setAttribute("aria-label", "上传进度");
    state.replaceChildren(bar, " ", said);
    // Until an answer comes: a connection that is lost, or a house that is full, is asked again.
    const ask = async (url, options) => {
      for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
        try {
          const answer = await fetch(url, Object.assign({ credentials: "same-origin" }, options()));
          if (answer.redirected || answer.status === 401 || answer.status === 403) { location.reload(); await new Promise(() => {}); }
          if (answer.ok || answer.status === 422) return await answer.json();
          if (answer.status < 500) throw new Error(String(answer.status));
        } catch (error) {
          if (/^4/.test(error.message)) throw error;
        }
        said.textContent = "网络中断，已传的部分已保存，恢复后自动继续";
        await new Promise((done) => setTimeout(done, wait));
      }
    };
    const post = (fields) => () => ({ method: "POST", body: new URLSearchParams(Object.assign({ token }, fields)) });
    try {
      const about = { kind: form.elements.kind.value, name: file.name, size: file.size, mark: file.lastModified };
      let here = await ask(form.dataset.upload, post(about));
      if (here.fault) return wrong(here.fault);
      const address = `${form.dataset.upload}/${here.id}`, part = here.part;
      while (here.arrived < file.size) {
        bar.value = here.arrived;
        said.textContent = `已上传 ${Math.floor(here.arrived * 100 / file.size)}%`;
        const begins = here.arrived;
        here = await ask(address, () => {
          const body = new FormData();
          body.append("token", token);
          body.append("begins", String(begins));
          body.append("file", file.slice(begins, begins + part), "part");
          return { method: "POST", body };
        });
      }
      bar.value = file.size;
      said.textContent = "已传完，正在检查";
      const end = await ask(`${address}/end`, post({ until: form.elements.until.value }));
      if (end.fault) return wrong(end.fault);
      location.hash = "files";
      location.reload();
    } catch (error) {
      wrong("上传没有完成，请刷新页面后重新选择同一文件，会从断开处继续");
    }
  }

  // What is too large to be taken is said when it is chosen, not once it has been sent.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("input[type=file][data-most]")) return;
    const large = [...input.files].find((file) => file.size > input.dataset.most), hint = document.getElementById(input.id + "-hint");
    const box = input.closest(".fld");
    if (input.dataset.hint === undefined) input.dataset.hint = box.classList.contains("has-err") ? "" : hint.textContent;
    box.classList.toggle("has-err", Boolean(large));
    hint.textContent = large ? `“${large.name}”超过 ${input.dataset.most / 1048576} MB，没有选用。请压缩后重新选择` : input.dataset.hint;
    if (!large) { input.removeAttribute("aria-invalid"); return; }
    input.value = "";
    input.setAttribute("aria-invalid", "true");
    live(hint.textContent);
  });

  // An editor with its preview: the pages are drawn by the server from what has been typed, and kept nowhere.
  let drawing;
  async function draw(form) {
    const target = document.getElementById("draw");
    const state = form.querySelector("[data-draw-state]");
    if (drawing) drawing.abort();
    drawing = new AbortController();
    try {
      const answer = await fetch(form.dataset.draw, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: drawing.signal, credentials: "same-origin" });
      if (!answer.ok) { state.textContent = "预览未能更新，请先保存"; return; }
      const drawn = await answer.json();
      state.textContent = drawn.fault || drawn.note || "预览已更新";
      if (drawn.fault) return;
      // A text is drawn as markup that the server has made harmless.
      if (drawn.html !== undefined) { target.innerHTML = drawn.html; return; }
      const old = [...target.children];
      drawn.pages.forEach((svg, index) => {
        const image = document.createElement("img");
        image.alt = `预览第 ${index + 1} 页`;
        image.width = 595;
        image.height = 842;
        image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
        image.addEventListener("load", () => URL.revokeObjectURL(image.src), { once: true });
        target.append(image);
      });
      old.forEach((image) => image.remove());
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = "网络异常，预览未更新";
    }
  }
  let pause;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.draw) return;
    clearTimeout(pause);
    pause = setTimeout(() => draw(form), 400);
  });

  // What is typed is kept by the server a moment later: whoever comes back finds it. It is handed in by the button alone.
  let keeping;
  async function keep(form) {
    const state = form.querySelector("[data-save-state]");
    if (form.dataset.busy) return;
    try {
      const answer = await fetch(form.dataset.save, { method: "POST", body: new URLSearchParams(new FormData(form)), credentials: "same-origin" });
      state.textContent = answer.ok && !answer.redirected ? await answer.text() : "没有保存，内容仍在本页，请点“保存”";
    } catch (error) {
      state.textContent = "网络异常，没有保存，内容仍在本页";
    }
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.dataset.save) return;
    clearTimeout(keeping);
    keeping = setTimeout(keep, 1000, form);
  });

  let typing;
  const auto = (event, wait) => {
    const form = event.target.form;
    if (!form || form.dataset.auto === undefined) return;
    clearTimeout(typing);
    typing = setTimeout(() => form.dispatchEvent(new CustomEvent("submit", { cancelable: true, bubbles: true, detail: wait ? "typed" : "" })), wait);
  };
  document.addEventListener("input", (event) => { if (!event.isComposing && event.target.matches("input")) auto(event, 300); });
  document.addEventListener("compositionend", (event) => auto(event, 300));
  document.addEventListener("change", (event) => { if (event.target.matches("select")) auto(event, 0); });
  addEventListener("popstate", () => { if (page_of(location.href) !== shown) location.reload(); });

  // Countdowns run from the seconds the server gave, not from the visitor's clock.
  function countdown(element) {
    const end = performance.now() + Number(element.dataset.seconds) * 1000;
    const tick = () => {
      if (!element.isConnected) return;
      const left = Math.max(0, Math.round((end - performance.now()) / 1000));
      const hours = Math.floor(left / 3600), minutes = Math.floor(left / 60) % 60;
      element.textContent = (hours ? hours + " 时 " : "") + minutes + " 分 " + (left % 60) + " 秒";
      if (left === 600 || left === 300 || left === 60) live("剩余支付时间 " + left / 60 + " 分钟");
      if (left) setTimeout(tick, 1000);
    };
    tick();
  }

  function start(root) {
    root.querySelectorAll("[data-seconds]").forEach(countdown);
    const focus = root.querySelector("[data-focus]");
    if (focus) focus.focus();
    root.querySelectorAll("[data-copy]").forEach((element) => {
      if (!navigator.clipboard) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "复制";
      const text = element.dataset.copy || element.textContent.trim();
      button.setAttribute("aria-label", "复制 " + text);
      button.addEventListener("click", () => navigator.clipboard.writeText(text).then(() => { button.textContent = "已复制"; live("已复制"); }));
      element.append(" ", button);
    });
    root.querySelectorAll("[data-drop]").forEach((box) => {
      const input = box.querySelector("input"), name = box.querySelector("[data-drop-name]");
      const show = () => { if (input.files.length) name.textContent = input.files[0].name; };
      input.addEventListener("change", show);
      ["dragover", "dragleave", "drop"].forEach((kind) => box.addEventListener(kind, (event) => {
        event.preventDefault();
        box.classList.toggle("over", kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files.length) { input.files = event.dataTransfer.files; show(); }
      }));
    });
    const again = root.querySelector("form[data-again]");
    if (again) setTimeout(() => again.submit(), Number(again.dataset.again) * 1000);
    const moving = root.matches && root.matches("[data-refresh]") ? root : root.querySelector("[data-refresh]");
    if (moving) setTimeout(() => swap(location.href, "#" + moving.id, "", false).then(() => {
      // A refresh that left the old content in place is tried again.
      if (moving.isConnected) start_refresh(moving);
    }), Number(moving.dataset.refresh) * 1000);
  }
  function start_refresh(moving) {
    setTimeout(() => swap(location.href, "#" + moving.id, "", false).then(() => { if (moving.isConnected) start_refresh(moving); }),
      Number(moving.dataset.refresh) * 1000);
  }

  // A session is warned of before it ends: what was typed is on the page still, and asking for any page goes on with the session.
  let warned, ended;
  function renew(page) {
    const told = page.querySelector("[data-session]"), own = document.querySelector("[data-session]");
    if (!told || !own) return;
    own.textContent = told.textContent;
    clearTimeout(warned);
    clearTimeout(ended);
    document.querySelectorAll(".session-warning").forEach((box) => box.remove());
    const left = Number(told.dataset.session), before = Number(told.dataset.warning);
    warned = setTimeout(warn, Math.max(0, left - before) * 1000, "登录即将因长时间没有操作而结束（" + told.textContent.trim().slice(-5) + "）。已填写的内容请及时提交，或选择继续使用。", true);
    ended = setTimeout(warn, left * 1000, "登录已结束。已填写的内容仍在本页，提交时会请您重新登录，不会丢失。", false);
  }
  function warn(text, more) {
    document.querySelectorAll(".session-warning").forEach((box) => box.remove());
    const box = document.createElement("div");
    box.className = "alert note session-warning";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = text;
    box.append(words);
    if (more) {
      const go_on = document.createElement("button");
      go_on.type = "button";
      go_on.className = "btn sm";
      go_on.textContent = "继续使用";
      go_on.addEventListener("click", async () => {
        const answer = await fetch("/account/sessions", { credentials: "same-origin" }).catch(() => null);
        if (!answer || !answer.ok || answer.redirected) { words.textContent = "登录没有延长，请先提交已填写的内容，再重新登录。"; return; }
        renew(new DOMParser().parseFromString(await answer.text(), "text/html"));
        live("登录已延长");
      });
      box.append(go_on);
    }
    document.getElementById("main").before(box);
  }

  start(document.body);
  renew(document);
})();
