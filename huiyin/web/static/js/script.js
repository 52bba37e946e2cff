// A call's script: one page at a time instead of all below each other; what follows from the chosen
// outcome alone. Without this script everything stands open in order.
import { onContent } from "./words.js";

function tabs(pages) {
  const list = document.createElement("ol");
  list.className = "script-tabs";
  pages.forEach((page, index) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    const title = page.querySelector(".script-title").cloneNode(true);
    title.querySelectorAll(".script-number, .clause-holder, .clause").forEach((one) => one.remove());
    button.textContent = title.textContent.trim();
    button.addEventListener("click", () => open(pages, list, index));
    item.append(button);
    list.append(item);
  });
  return list;
}

function open(pages, list, at) {
  pages.forEach((page, index) => {
    page.hidden = index !== at;
  });
  [...list.children].forEach((item, index) => {
    item.className = index < at ? "script-done" : "";
    item.firstChild.toggleAttribute("aria-current", index === at);
    if (index === at) item.firstChild.setAttribute("aria-current", "step");
  });
  const end = pages[0].closest("form").querySelector(".form-end");
  if (end) end.hidden = at < pages.length - 1;
}

function prepare(root) {
  root.querySelectorAll("[data-script]:not([data-ready])").forEach((holder) => {
    holder.dataset.ready = "yes";
    const pages = [...holder.querySelectorAll("[data-script-page]")];
    if (pages.length < 2) return;
    const list = tabs(pages);
    pages[0].before(list);
    const wrong = pages.findIndex((page) => page.querySelector(".error, [aria-invalid]"));
    open(pages, list, Math.max(wrong, 0));
    holder.querySelectorAll(".script-next").forEach((one) => {
      one.hidden = false;
    });
    holder.addEventListener("click", (event) => {
      if (!event.target.closest("[data-script-next]")) return;
      const at = pages.indexOf(event.target.closest("[data-script-page]"));
      open(pages, list, at + 1);
      list.children[at + 1].firstChild.focus();
    });
    // A link of the error summary leads to a field that may stand on another page.
    holder.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      const field = link && document.getElementById(link.getAttribute("href").slice(1));
      const at = field ? pages.indexOf(field.closest("[data-script-page]")) : -1;
      if (at >= 0) open(pages, list, at);
    }, true);
  });
}

function follow(form) {
  const list = form.closest("section")?.querySelector("[data-follows]");
  const chosen = form.elements.outcome;
  if (!list || !chosen?.value) return;
  list.querySelectorAll("[data-outcome]").forEach((one) => {
    one.hidden = one.dataset.outcome !== chosen.value;
  });
}

export function watchScripts() {
  onContent(prepare);
  document.addEventListener("change", (event) => {
    if (event.target.name === "outcome" && event.target.form) follow(event.target.form);
  });
}
