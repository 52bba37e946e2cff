// Links marked data-opens-dialog show their page's part in the one dialog; without scripts, and
// with a modifier key, they stay links.
let opener = null;

function dialog() {
  return document.getElementById("dialog");
}

export function watchDialog() {
  const box = dialog();
  if (!box) return;
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.detail.elt;
    if (link.matches?.("[data-opens-dialog]")) opener = link;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "dialog-body") return;
    if (!box.open) box.showModal();
    box.querySelector("h1, h2")?.setAttribute("id", "dialog-title");
  });
  document.addEventListener("click", (event) => {
    if (event.target === box) box.close();
    const closing = event.target.closest?.("[data-closes-dialog]");
    if (closing && box.contains(closing)) {
      event.preventDefault();
      box.close();
    }
  });
  box.addEventListener("close", () => {
    document.getElementById("dialog-body").replaceChildren();
    opener?.focus();
    opener = null;
  });
}
