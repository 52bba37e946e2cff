// Says that the network is gone and that it is back. A form is not sent into nothing: its text
// stays, and the press is refused until the network returns.
import { say, warn, words } from "./words.js";

function show(offline) {
  document.querySelectorAll("[data-offline-note]").forEach((note) => { note.hidden = !offline; });
  if (offline) warn(words("offline"));
  else {
    warn("");
    say(words("online"));
  }
}

export function watchNetwork() {
  addEventListener("offline", () => show(true));
  addEventListener("online", () => show(false));
  if (!navigator.onLine) show(true);
  document.addEventListener("submit", (event) => {
    document.querySelectorAll("[data-device-time]").forEach((field) => { field.value = new Date().toISOString(); });
    if (navigator.onLine || !event.target.matches("[data-once]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    warn(words("offline"));
  }, true);
}
