// What works on this computer. Written for browsers that are too old for the other pages too: it is what tells them so. Nothing here asks for a
// PIN, and nothing here sees one.
(function () {
  "use strict";
  var list = document.getElementById("checks");
  if (!list) return;

  function show(name, when, tone, word) {
    var row = list.querySelector('[data-check="' + name + '"]'), state = row.querySelector("[data-state]");
    var texts = row.querySelectorAll("[data-when]");
    state.className = "st " + tone;
    state.textContent = word;
    for (var i = 0; i < texts.length; i += 1) texts[i].hidden = texts[i].getAttribute("data-when") !== when;
  }

  var modern = "replaceAll" in String.prototype && "fetch" in window && "AbortController" in window && "URLSearchParams" in window;
  show("browser", modern ? "ok" : "bad", modern ? "ok" : "bad", modern ? "正常" : "过旧");
  show("cookie", navigator.cookieEnabled ? "ok" : "bad", navigator.cookieEnabled ? "ok" : "bad", navigator.cookieEnabled ? "正常" : "未开启");

  // The time of the page's making, and what has passed since it was asked for: a slow line is no wrong clock.
  var ahead = Date.now() - Number(list.getAttribute("data-now")), minutes = Math.round(Math.abs(ahead) / 60000);
  var wrong = Math.abs(ahead) > 120000;
  list.querySelector("[data-minutes]").textContent = (ahead > 0 ? "快" : "慢") + " " + (minutes < 120 ? minutes + " 分钟" : Math.round(minutes / 60) + " 小时");
  show("clock", wrong ? "bad" : "ok", wrong ? "bad" : "ok", wrong ? "不准" : "正常");

  function agent(address) {
    show("agent", "wait", "mute", "检测中");
    // Whether our own pages may talk to it: an answer that can be read says so, whatever it is.
    fetch(address + "/v1/requests/check", { headers: { "Content-Type": "application/json", "X-Kaihan-Agent": "1" } }).then(function () {
      show("agent", "ok", "ok", "正常");
    }, function () {
      fetch(address + "/", { mode: "no-cors" }).then(function () {
        show("agent", "refused", "bad", "未允许本站");
      }, function () {
        show("agent", "absent", "bad", "未检测到");
      });
    });
  }

  var button = document.getElementById("begin");
  button.disabled = !modern;
  button.addEventListener("click", function () {
    var view = window.open("about:blank", "kaihan-check", "width=320,height=240");
    if (view) view.close();
    show("popup", view ? "ok" : "bad", view ? "ok" : "bad", view ? "正常" : "被拦截");
    agent(list.getAttribute("data-agent"));
  });
}());
