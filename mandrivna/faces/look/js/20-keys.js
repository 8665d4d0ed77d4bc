// The keyboard. Keys are read by their place (event.code), so the layout in use does not matter; never while somebody types.
const body = document.body;
const dialog = document.getElementById("keys");
let afterG = 0;
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

async function showMap() {
  if (!dialog || dialog.open) return;
  const room = dialog.querySelector("[data-body]");
  if (!room.childElementCount) {
    const answer = await fetch(body.dataset.keysMap, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) { location.href = body.dataset.keysMap; return; }
    room.innerHTML = await answer.text();
  }
  dialog.showModal();
}

function rows() {
  return [...document.querySelectorAll("main .rows > li, main tbody tr")]
    .map((row) => row.querySelector("a[href], button:not([disabled])"))
    .filter((link) => link && link.offsetParent !== null);
}

function step(by) {
  const links = rows();
  const here = document.activeElement.closest("li, tr");
  const now = links.findIndex((link) => link.closest("li, tr") === here);
  const next = links[now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by];
  if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}

const ACTS = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyN: () => document.querySelector("[data-key=n]")?.click(),
  KeyG: () => { afterG = Date.now(); },
};

document.addEventListener("keydown", (event) => {
  if (body.dataset.keys !== "on" || event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.code !== "KeyJ" && event.code !== "KeyK") return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?" || event.shiftKey && event.code === "Slash") { event.preventDefault(); showMap(); return; }
  if (event.shiftKey) return;
  const going = Date.now() - afterG < 1500;
  afterG = 0;
  const target = going && event.code.startsWith("Key") && document.querySelector(`[data-go=${event.code.slice(3).toLowerCase()}]`);
  if (target) { event.preventDefault(); location.href = target.href; } else if (!going && ACTS[event.code]) { event.preventDefault(); ACTS[event.code](); }
});

document.addEventListener("click", (event) => {
  if (!dialog || !event.target.closest("[data-keys-open]")) return;
  event.preventDefault();
  showMap();
});
