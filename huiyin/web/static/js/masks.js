// A value that was shown covers itself again after its time; copying it gives the covered text.
import { onContent, say, words } from "./words.js";

const SHOWN = ".masked[data-masked]";

function cover(box) {
  box.querySelector(".masked-value").textContent = box.dataset.masked;
  box.querySelector("[data-masked-words]")?.remove();
  delete box.dataset.seconds;
  say(words("again"));
}

function start(box) {
  let seconds = Number(box.dataset.seconds ?? 0);
  if (!seconds || box.dataset.running) return;
  box.dataset.running = "yes";
  const remark = box.querySelector("[data-masked-words]");
  const timer = setInterval(() => {
    seconds -= 1;
    if (seconds <= 0 || !box.isConnected) {
      clearInterval(timer);
      if (box.isConnected) cover(box);
    } else if (remark) {
      remark.firstChild.textContent = words("masked", seconds);
    }
  }, 1000);
}

export function watchMasks() {
  onContent((root) => {
    if (root.matches?.(SHOWN)) start(root);
    root.querySelectorAll(SHOWN).forEach(start);
  });
  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    if (!selection?.rangeCount) return;
    const piece = selection.getRangeAt(0).cloneContents();
    const shown = [...piece.querySelectorAll(SHOWN)];
    const around = selection.anchorNode?.parentElement?.closest(SHOWN);
    if (!shown.length && !around) return;
    event.preventDefault();
    shown.forEach((box) => { box.textContent = box.dataset.masked; });
    event.clipboardData.setData("text/plain", around ? around.dataset.masked : piece.textContent);
  });
}
