// Looks every two seconds whether the phone has done something, and shows the page anew when it has; comes in where there is nothing to read first.
(() => {
  "use strict";
  const enter = document.querySelector("form[data-enter]");
  if (enter) return enter.submit();
  const panel = document.querySelector("[data-qr]"), left = document.querySelector("[data-left]");
  if (!panel) return;
  const until = left ? Date.now() + Number(left.textContent) * 1000 : 0;
  if (left) setInterval(() => { left.textContent = Math.max(0, Math.ceil((until - Date.now()) / 1000)); }, 1000);
  const look = async () => {
    try {
      const answer = await fetch(panel.dataset.qr, { credentials: "same-origin" });
      if (answer.ok && await answer.text() !== panel.dataset.stands) return location.reload();
    } catch {
      // Without a network one looks again.
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
