// Two minutes before the session ends somebody is told; any request keeps the session alive.
import { warn, words } from "./words.js";

const WARNING = 2 * 60_000;

export function watchIdle() {
  const minutes = Number(document.documentElement.dataset.idleMinutes ?? 0);
  if (!minutes) return;
  let timer = 0;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => warn(words("idle")), minutes * 60_000 - WARNING);
  };
  again();
  document.body.addEventListener("htmx:afterRequest", again);
}
