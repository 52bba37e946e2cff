// A clause chip opens what the clause demands on focus and hover; a tap opens it instead of
// following the link, which then stands inside.
const WAIT = 150;
let timer = 0;

function card(chip) {
  return chip.parentElement.querySelector("[popover]");
}

function place(chip, box) {
  const at = chip.getBoundingClientRect();
  const below = at.bottom + box.offsetHeight + 8 < innerHeight;
  box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - box.offsetHeight - 4)}px`;
}

function open(chip) {
  const box = card(chip);
  if (!box || box.matches(":popover-open")) return;
  box.showPopover();
  place(chip, box);
}

export function watchClauses() {
  if (!("popover" in HTMLElement.prototype)) return;
  const soon = (chip) => {
    clearTimeout(timer);
    timer = setTimeout(() => open(chip), WAIT);
  };
  const away = (holder) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const box = holder.querySelector("[popover]");
      if (box?.matches(":popover-open") && !holder.matches(":hover, :focus-within")) box.hidePopover();
    }, WAIT);
  };
  document.addEventListener("pointerover", (event) => {
    const chip = event.target.closest?.("[data-clause]");
    if (chip && event.pointerType === "mouse") soon(chip);
  });
  document.addEventListener("pointerout", (event) => {
    const holder = event.target.closest?.(".clause-holder");
    if (holder && event.pointerType === "mouse" && !holder.contains(event.relatedTarget)) away(holder);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches?.("[data-clause]:focus-visible")) open(event.target);
  });
  document.addEventListener("focusout", (event) => {
    const holder = event.target.closest?.(".clause-holder");
    if (holder && !holder.contains(event.relatedTarget)) away(holder);
  });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest?.("[data-clause]");
    if (chip && event.pointerType !== "mouse" && event.pointerType) {
      event.preventDefault();
      open(chip);
    }
  });
  addEventListener("scroll", () => {
    document.querySelectorAll("[popover]:popover-open").forEach((box) => box.hidePopover());
  }, { passive: true, capture: true });
}
