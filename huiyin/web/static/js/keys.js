// Keys of the desk. Single letters act only outside fields and can be switched off (WCAG 2.1.4);
// P and R open the form, they do not submit it.
const SWITCH = "huiyin-keys";
const root = document.documentElement;

function lettersOn() {
  return root.dataset.keys === "on" && localStorage.getItem(SWITCH) !== "off";
}

function typing(target) {
  return target.closest?.("input, textarea, select, [contenteditable], dialog[open]");
}

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const chosen = at < 0 ? rows.findIndex((row) => row.matches(".duty--chosen, [aria-current]")) : at;
  const next = rows[Math.min(Math.max(chosen + step, 0), rows.length - 1)];
  const wanted = [".duty-act .button", "[data-open]", "a, button"];
  wanted.map((one) => next?.querySelector(one)).find(Boolean)?.focus();
}

const LETTERS = {
  "/": () => document.getElementById("search")?.focus(),
  n: () => { if (root.dataset.register) location.href = root.dataset.register; },
  j: () => move(1),
  k: () => move(-1),
  p: () => document.querySelector("[data-key-p], #act [data-submit]")?.focus(),
  r: () => document.querySelector("[data-key-r], #act .button--danger")?.focus(),
  "?": showHelp,
};

function showHelp() {
  const help = document.querySelector("[data-keys-help]");
  if (help) {
    help.open = true;
    help.querySelector("summary").focus();
  } else {
    const me = document.querySelector(".topbar-person");
    if (me) location.href = `${me.href}#keys`;
  }
}

export function watchKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.form ?? document.querySelector("form:has([data-submit])");
      form?.requestSubmit(form.querySelector("[data-submit]") ?? undefined);
      return;
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details[data-menu][open]").forEach((menu) => { menu.open = false; });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !lettersOn()) return;
    const act = LETTERS[event.key.length === 1 ? event.key.toLowerCase() : ""];
    if (act) {
      event.preventDefault();
      act();
    }
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  const box = document.querySelector("[data-keys-switch] input");
  if (box) {
    box.checked = localStorage.getItem(SWITCH) !== "off";
    box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
  }
}
