// Keeps the words of countdowns current. It never decides that something is late: when a threshold
// passes it asks the server for the row again.
import { clockWords, serverNow } from "./clock.js";
import { english, onContent, say, words } from "./words.js";

const UNITS = [[86_400, "days"], [3_600, "hours"], [60, "minutes"], [1, "seconds"]];
const THRESHOLDS = [3_600, 600, 0];

// The same rule as the server's: two units at most, seconds only below ten minutes.
export function span(seconds) {
  let whole = Math.max(Math.round(Math.abs(seconds)), 0);
  if (whole >= 600) whole -= whole % 60;
  const first = UNITS.findIndex(([size]) => whole >= size);
  const parts = [];
  for (const [size, name] of UNITS.slice(first < 0 ? 3 : first).slice(0, 2)) {
    const number = Math.floor(whole / size);
    whole -= number * size;
    if (number) parts.push(words(name, number));
  }
  return parts.join(english ? " " : "") || words("seconds", 0);
}

function left(box) {
  const due = Date.parse(box.querySelector("time")?.dateTime ?? "");
  return Number.isNaN(due) ? null : (due - serverNow()) / 1000;
}

function draw(box) {
  const seconds = left(box);
  if (seconds === null) return;
  const late = box.dataset.countdown === "overdue";
  const text = late ? words("late", span(Math.max(1, -seconds))) : words("left", span(Math.max(0, seconds)));
  const time = box.querySelector("time");
  if (time.textContent !== text) time.textContent = text;
  const before = Number(box.dataset.seconds ?? seconds);
  box.dataset.seconds = seconds;
  const crossed = THRESHOLDS.find((limit) => before > limit && seconds <= limit);
  if (crossed !== undefined) cross(box, text);
}

function cross(box, text) {
  const row = box.closest("[data-refresh]");
  if (row) window.htmx?.ajax("GET", row.dataset.refresh, { target: row, swap: "outerHTML" });
  const first = document.querySelector("[data-row], [data-countdown]");
  const watched = row?.contains(document.activeElement) || first === row || first === box;
  const name = row?.querySelector("b")?.textContent ?? "";
  if (watched) say(name ? words("announce", name) + text : text);
}

function tick() {
  if (document.hidden) return;
  document.querySelectorAll("[data-countdown]").forEach(draw);
  document.querySelectorAll("[data-clock]").forEach((clock) => { clock.textContent = clockWords(); });
}

export function watchCountdowns() {
  onContent((root) => root.querySelectorAll("[data-countdown]").forEach(draw));
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
}
