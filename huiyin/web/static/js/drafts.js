// A form with a draft saves itself two seconds after the last key and on leaving. The state line
// says "saved" only after the server answered; until then the text also lies in this browser.
import { clockWords } from "./clock.js";

const WAIT = 2000;

function storageKey(form) {
  return `draft:${form.dataset.draft}`;
}

function content(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data.entries()]) {
    if (value instanceof File || /password|csrfmiddlewaretoken/.test(name)) data.delete(name);
  }
  return data;
}

function keepHere(form) {
  try {
    const pairs = [...content(form).entries()].filter(([name]) => name !== "once");
    localStorage.setItem(storageKey(form), JSON.stringify(pairs));
  } catch { /* no room, or private browsing: the server's copy remains */ }
}

function forgetHere(form) {
  try {
    localStorage.removeItem(storageKey(form));
  } catch { /* the same */ }
}

function tell(form, state) {
  const line = form.querySelector("[data-draft-state]") ?? document.querySelector("[data-draft-state]");
  const outlet = line?.querySelector("span");
  if (outlet) outlet.textContent = (line.dataset[state] ?? "").replace("{}", clockWords());
}

async function save(form, leaving = false) {
  const data = content(form);
  const token = form.elements.csrfmiddlewaretoken?.value ?? "";
  try {
    const answer = await fetch(form.dataset.draft, {
      method: "POST",
      body: data,
      headers: { "X-CSRFToken": token, "X-Draft": "1" },
      keepalive: leaving,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { saved } = await answer.json();
    if (!saved) return;
    forgetHere(form);
    tell(form, "saved");
  } catch {
    tell(form, navigator.onLine ? "failed" : "local");
  }
}

// A submit that was answered by another page, or by the same form under a new key, was taken: the
// copy here is no longer needed. A form that comes back refused keeps its key.
function forgetSubmitted() {
  const [key, once] = JSON.parse(sessionStorage.getItem("submitted") ?? "[]");
  sessionStorage.removeItem("submitted");
  const again = [...document.querySelectorAll("form[data-draft]")]
    .some((form) => storageKey(form) === key && form.elements.once?.value === once);
  if (key && !again) localStorage.removeItem(key);
}

function restoreHere(form) {
  let pairs = [];
  try {
    pairs = JSON.parse(localStorage.getItem(storageKey(form)) ?? "[]");
  } catch { return; }
  const empty = [...form.elements].every((one) => one.type === "hidden" || !one.matches("textarea, input[type=text], input[type=tel]") || !one.value);
  if (!pairs.length || !empty) return;
  for (const [name, value] of pairs) {
    for (const one of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (["radio", "checkbox"].includes(one.type)) one.checked ||= one.value === value;
      else if (one.type !== "hidden" && one.type !== "file" && !one.value) one.value = value;
    }
  }
  tell(form, "local");
}

export function watchDrafts() {
  const timers = new WeakMap();
  const forget = () => {
    try {
      forgetSubmitted();
    } catch { /* no storage here */ }
  };
  forget();
  document.body.addEventListener("htmx:afterSettle", forget);
  document.querySelectorAll("form[data-draft]").forEach(restoreHere);
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft || event.target.type === "password") return;
    keepHere(form);
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => save(form), WAIT));
    form.dataset.changed = "yes";
  });
  addEventListener("pagehide", () => {
    document.querySelectorAll("form[data-draft][data-changed]:not([data-sending])").forEach((form) => save(form, true));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.draft) {
      clearTimeout(timers.get(event.target));
      delete event.target.dataset.changed;
      try {
        const once = event.target.elements.once?.value ?? "";
        sessionStorage.setItem("submitted", JSON.stringify([storageKey(event.target), once]));
      } catch { /* no storage here */ }
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-discard-draft]")) document.querySelectorAll("form[data-draft]").forEach(forgetHere);
  });
  addEventListener("online", () => {
    document.querySelectorAll("form[data-draft][data-changed]").forEach((form) => save(form));
  });
}
