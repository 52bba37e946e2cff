// What happens around a partial update: which answers are swapped stands in the page's
// htmx-config; here are focus, failures and the correction of the clock.
import { correct } from "./clock.js";
import { say, warn, words } from "./words.js";

function focusIn(part) {
  const wanted = part.querySelector("[data-focus]") ?? (part.matches("[data-focus]") ? part : null);
  if (wanted) wanted.focus({ preventScroll: false });
  return Boolean(wanted);
}

export function watchSwaps() {
  const body = document.body;
  body.addEventListener("htmx:afterRequest", (event) => {
    correct(event.detail.xhr?.getResponseHeader("X-Server-Now"));
    if (event.detail.successful) warn("");
  });
  body.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    target.classList.add("fresh");
    if (focusIn(target)) {
      const status = target.querySelector('[role="status"]');
      if (status) say(status.textContent);
    }
  });
  body.addEventListener("htmx:responseError", (event) => {
    const reference = /E-[0-9A-F]{4,}/.exec(event.detail.xhr.responseText ?? "")?.[0];
    warn(words("failed") + (reference ? ` ${words("reference", reference)}` : ""));
  });
  body.addEventListener("htmx:sendError", () => warn(words("failed")));
  // A page that came back with an error shows its summary first.
  if (!location.hash) focusIn(document.querySelector("main") ?? body);
}
