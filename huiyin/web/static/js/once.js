// A second press has no second effect: the server knows the form's one-time key; this only shows
// that the first press was heard. The button keeps its width.
import { say, words } from "./words.js";

const SPINNER_AFTER = 1000;
const SLOW_AFTER = 10_000;

function busy(form, button) {
  form.dataset.sending = "yes";
  if (!button) return;
  button.style.minWidth = `${button.offsetWidth}px`;
  const label = button.innerHTML;
  const timers = [
    setTimeout(() => {
      button.innerHTML = '<span class="spinner" aria-hidden="true"></span>';
      button.append(words("sending"));
    }, SPINNER_AFTER),
    setTimeout(() => say(words("slow")), SLOW_AFTER),
  ];
  // Switched off after the browser has read which button was pressed.
  setTimeout(() => button.setAttribute("aria-disabled", "true"));
  form.restoreButton = () => {
    timers.forEach(clearTimeout);
    button.innerHTML = label;
    button.removeAttribute("aria-disabled");
    delete form.dataset.sending;
  };
}

// Enter presses the hidden first button of a form; what the person sees is the button for all of it.
function pressed(form, submitter) {
  if (submitter && !submitter.matches("[data-enter]")) return submitter;
  return [...form.elements].find((one) => one.matches("[data-submit]"));
}

export function watchOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (!event.defaultPrevented) busy(form, pressed(form, event.submitter));
  }, true);
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt?.closest?.("[data-once]");
    form?.restoreButton?.();
  });
  // Back from the history: the form can be used again, its key still guards it.
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("[data-sending]").forEach((form) => form.restoreButton?.());
  });
}
