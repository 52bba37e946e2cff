// Photos and videos before they are sent: a preview each, more added to those already chosen, and
// the way to take one out again. Without scripts the plain file field does the same in one go.
import { onContent, warn, words } from "./words.js";

const LARGEST_MB = 500;

function drawn(file, remove) {
  const item = document.createElement("li");
  item.className = "file fresh";
  if (/^(image|video)\//.test(file.type)) {
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
    const large = files.filter((file) => file.size > LARGEST_MB * 1024 * 1024);
    warn(large.length ? words("tooLarge", LARGEST_MB) : "");
    const known = new Set(chosen.map((file) => `${file.name}/${file.size}`));
    const more = files.filter((file) => !large.includes(file) && !known.has(`${file.name}/${file.size}`));
    chosen = [...chosen, ...more].slice(0, most);
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
