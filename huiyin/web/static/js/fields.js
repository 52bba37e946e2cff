// Small helps at fields: characters used, fields that depend on another, marks that stand for a
// value, password shown, caps lock, copying, printing, links that jump to a field.
import { onContent, say, words } from "./words.js";

// What a field says now; a mark that stands for its value counts as one.
function values(form, name) {
  return [...form.elements]
    .filter((one) => (one.name === name || one.name === `mark.${name}`) && (!["radio", "checkbox"].includes(one.type) || one.checked))
    .map((one) => one.value);
}

function dependents(form) {
  form.querySelectorAll("[data-when]").forEach((field) => {
    const wanted = field.dataset.when.split("|").map((pair) => pair.split("="));
    field.hidden = !wanted.some(([name, value]) => values(form, name).includes(value));
  });
}

function marks(form) {
  form.querySelectorAll("[data-mark]").forEach((mark) => {
    const control = document.getElementById(mark.dataset.mark);
    const marked = [...form.querySelectorAll(`[data-mark="${mark.dataset.mark}"]`)].some((one) => one.checked);
    if (control && "readOnly" in control) control.readOnly = marked;
  });
}

function count(control) {
  const outlet = document.querySelector(`[data-count-for="${control.id}"]`);
  if (outlet) outlet.textContent = `${control.value.length}/${control.maxLength}`;
}

function update(root) {
  const forms = root.closest?.("form") ? [root.closest("form")] : root.querySelectorAll("form");
  forms.forEach((form) => {
    dependents(form);
    marks(form);
  });
  root.querySelectorAll("[data-reveal], [data-copy], [data-print], [data-keys-switch]").forEach((one) => {
    one.hidden = false;
  });
}

async function press(event) {
  const button = event.target.closest?.("[data-reveal], [data-copy], [data-print]");
  if (!button) return;
  if (button.dataset.reveal) {
    const control = document.getElementById(button.dataset.reveal);
    const shown = control.type === "password";
    control.type = shown ? "text" : "password";
    button.querySelector("span").textContent = shown ? button.dataset.wordsHide : button.dataset.wordsShow;
  } else if (button.dataset.copy) {
    await navigator.clipboard?.writeText(button.dataset.copy);
    say(words("copied"));
    button.querySelector("span:last-child")?.replaceChildren(words("copied"));
  } else if (button.matches("button")) {
    print();
  }
}

export function watchFields() {
  onContent(update);
  document.addEventListener("change", (event) => {
    if (event.target.form) {
      dependents(event.target.form);
      marks(event.target.form);
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.maxLength > 0) count(event.target);
  });
  document.addEventListener("click", press);
  if (document.querySelector("[data-print-now]")) addEventListener("load", () => print());
  document.addEventListener("keyup", (event) => {
    const remark = document.getElementById(event.target.dataset?.capslock ?? "");
    if (remark && event.getModifierState) remark.hidden = !event.getModifierState("CapsLock");
  });
  // A link of the error summary puts the cursor into the field, not only on the screen.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('[role="alert"] a[href^="#"]');
    const control = link && document.getElementById(link.getAttribute("href").slice(1));
    if (control) {
      event.preventDefault();
      control.focus();
    }
  });
}
