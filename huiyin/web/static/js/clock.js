// The server's time. The browser's clock may be wrong; only its pace is trusted.
const root = document.documentElement;

function offsetAtStart() {
  const rendered = Date.parse(root.dataset.now ?? "");
  if (Number.isNaN(rendered)) return 0;
  const [arrival] = performance.getEntriesByType("navigation");
  const seen = arrival?.responseStart ? performance.timeOrigin + arrival.responseStart : Date.now();
  return rendered - seen;
}

let offset = offsetAtStart();

export function serverNow() {
  return Date.now() + offset;
}

// A later answer carries the server's moment too; the clock follows it when it drifted by seconds.
export function correct(moment) {
  const told = Date.parse(moment ?? "");
  if (!Number.isNaN(told) && Math.abs(told - serverNow()) > 2000) offset = told - Date.now();
}

// "+08:00" of the company's zone; the browser's own zone plays no part.
const zone = /([+-])(\d\d):(\d\d)$/.exec(root.dataset.now ?? "");
const zoneMinutes = zone ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;

export function clockWords(moment = serverNow()) {
  return new Date(moment + zoneMinutes * 60_000).toISOString().slice(11, 16);
}
