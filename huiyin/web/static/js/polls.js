// Lists look for news once a minute while they are seen. Rows never move under the pointer or the
// focus: news is offered, and taken when the reader asks for it.
import { words } from "./words.js";

const EVERY = 60_000;

function idents(root) {
  return [...root.querySelectorAll("[data-row]")].map((row) => row.id).join(" ");
}

function offer(list, fresh) {
  let line = list.querySelector(".updates-offer");
  if (!line) {
    line = document.createElement("p");
    line.className = "updates-offer";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-text";
    button.textContent = words("updates");
    line.append(button);
    list.prepend(line);
  }
  line.firstChild.onclick = () => {
    list.replaceChildren(...fresh.childNodes);
    window.htmx?.process(list);
    list.querySelector("[data-row] a, [data-row] button")?.focus();
  };
}

async function look(list, tags) {
  const headers = { "HX-Request": "true" };
  if (tags.has(list)) headers["If-None-Match"] = tags.get(list);
  try {
    const answer = await fetch(list.dataset.poll, { headers });
    if (!answer.ok) return;
    tags.set(list, answer.headers.get("ETag") ?? "");
    const fresh = document.createElement("div");
    fresh.innerHTML = await answer.text();
    if (idents(fresh) !== idents(list)) offer(list, fresh);
  } catch { /* offline: the network module says so */ }
}

export function watchPolls() {
  const tags = new Map();
  const all = () => {
    if (!document.hidden) document.querySelectorAll("[data-poll]").forEach((list) => look(list, tags));
  };
  setInterval(all, EVERY);
  document.addEventListener("visibilitychange", all);
}
