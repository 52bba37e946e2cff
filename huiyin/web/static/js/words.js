// The words that scripts need, in the page's language; written by base.html, never by a script.
const holder = document.getElementById("words");

export function words(name, ...values) {
  const pattern = holder?.dataset[name] ?? "";
  return values.reduce((text, value) => text.replace("{}", value), pattern);
}

export const english = document.documentElement.lang.startsWith("en");

// The polite and the urgent outlet stand outside everything that is swapped.
export function say(text) {
  const outlet = document.getElementById("status");
  outlet.textContent = "";
  requestAnimationFrame(() => { outlet.textContent = text; });
}

export function warn(text) {
  document.getElementById("alert").textContent = text;
}

// Runs for what is on the page now and for whatever is swapped in later.
export function onContent(act) {
  act(document);
  document.body.addEventListener("htmx:load", (event) => act(event.detail.elt));
}
