// Photos and videos before they are sent: a preview each, more added to those already chosen, and
// the way to take one out again. Without scripts the plain file field does the same in one go.
import { onContent, warn, words } from "./words.js";

const MEGABYTE = 1024 * 1024;

// The server's limits, written at the field: bytes of a photo, a video, a document, of all together.
function limits(control) {
  const pairs = (control.dataset.sizes ?? "").split("|").filter(Boolean).map((pair) => pair.split("="));
  return Object.fromEntries(pairs.map(([kind, bytes]) => [kind, Number(bytes)]));
}

function kindOf(file) {
  if (file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name)) return "photo";
  return file.type.startsWith("video/") ? "video" : "document";
}

// What of some files fits beside those chosen before, and a sentence about the first that does not.
function fitting(files, chosen, most) {
  const taken = [];
  let total = chosen.reduce((sum, file) => sum + file.size, 0);
  let sentence = "";
  for (const file of files) {
    const largest = most[kindOf(file)] ?? Infinity;
    if (file.size > largest) sentence ||= words("tooLarge", file.name, largest / MEGABYTE);
    else if (total + file.size > (most.all ?? Infinity)) sentence ||= words("allTooLarge", most.all / MEGABYTE);
    else {
      taken.push(file);
      total += file.size;
    }
  }
  return { taken, sentence };
}

function drawn(file, remove) {
  const item = document.createElement("li");
  item.className = "file fresh";
  if (/^(image|video)\//.test(file.type) && !/hei[cf]/i.test(file.type)) {
    const picture = document.createElement(file.type.startsWith("image/") ? "img" : "video");
    picture.src = URL.createObjectURL(file);
    if (picture.tagName === "IMG") {
      picture.alt = "";
      picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    } else picture.muted = true;
    item.append(picture);
  }
  const name = document.createElement("span");
  name.className = "file-name";
  name.textContent = file.name;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "push button button--small button--plain button--square";
  button.setAttribute("aria-label", words("remove", file.name));
  button.textContent = "×";
  button.addEventListener("click", remove);
  item.append(name, button);
  return item;
}

function manage(holder) {
  const control = holder.querySelector("input[type=file]");
  const list = holder.querySelector("[data-file-list]");
  if (!control || control.dataset.managed) return;
  control.dataset.managed = "yes";
  const most = Number(control.dataset.most ?? 0) || Infinity;
  let chosen = [];
  const tell = (sentence) => {
    warn(sentence);
    let line = holder.querySelector("[data-file-fault]");
    line?.remove();
    if (!sentence) return;
    line = document.createElement("p");
    line.className = "error";
    line.dataset.fileFault = "";
    line.textContent = sentence;
    holder.append(line);
  };
  const show = () => {
    const all = new DataTransfer();
    chosen.forEach((file) => all.items.add(file));
    control.files = all.files;
    list.querySelectorAll(".fresh").forEach((item) => item.remove());
    chosen.forEach((file) => list.append(drawn(file, () => {
      chosen = chosen.filter((one) => one !== file);
      show();
      control.focus();
    })));
  };
  const add = (files) => {
    const known = new Set(chosen.map((file) => `${file.name}/${file.size}`));
    const fresh = files.filter((file) => !known.has(`${file.name}/${file.size}`));
    const { taken, sentence } = fitting(fresh, chosen, limits(control));
    chosen = [...chosen, ...taken].slice(0, most);
    tell(sentence);
    show();
  };
  control.addEventListener("change", () => add([...control.files]));
  const zone = holder.querySelector(".drop");
  ["dragover", "dragleave", "drop"].forEach((kind) => zone.addEventListener(kind, (event) => {
    event.preventDefault();
    zone.classList.toggle("drop--over", kind === "dragover");
    if (kind === "drop") add([...event.dataTransfer.files]);
  }));
  control.form?.addEventListener("paste", (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length) add(pasted);
  });
}

export function watchPhotos() {
  onContent((root) => root.querySelectorAll("[data-files]").forEach(manage));
}
