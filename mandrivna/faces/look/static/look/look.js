(()=>{
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
const find = document.getElementById("find");
if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && find) {
event.preventDefault();
find.focus();
find.select();
} else if (event.key === "Escape") {
const open = document.querySelector("details.drop[open]");
if (open) { open.open = false; open.querySelector("summary").focus(); }
} else if ((event.key === "/" || event.code === "Slash" && !event.shiftKey) && find && !typing(event.target) && document.body.dataset.keys !== "off") {
event.preventDefault();
find.focus();
}
});
document.addEventListener("click", (event) => {
for (const drop of document.querySelectorAll("details.drop[open]")) if (!drop.contains(event.target)) drop.open = false;
});
})();
(()=>{
const note = document.getElementById("held");
const forms = [...document.querySelectorAll("main form[method=post]")];
const key = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
const kept = (field) => field.name && field.name !== "q" && !field.name.startsWith("csrf") && (field.name === "version" || !/^(hidden|password|file|submit|button)$/.test(field.type));
const put = (form) => {
const said = [...form.elements].filter(kept).map((field) => [field.name, /checkbox|radio/.test(field.type) ? field.checked : field.value]);
try { sessionStorage.setItem(key(form), JSON.stringify(said)); } catch { /* a full or forbidden store is no reason to stop writing */ }
};
const SENT = "draft:sent";
const sent = sessionStorage.getItem(SENT);
if (sent && !forms.some((form) => form.dataset.draft && key(form) === sent)) sessionStorage.removeItem(sent);
sessionStorage.removeItem(SENT);
let dirty = false;
for (const form of forms) {
if (form.dataset.draft) {
const asked = sessionStorage.getItem(key(form));
if (asked && !document.querySelector(".error, .message.error")) {
const fields = [...form.elements].filter(kept);
JSON.parse(asked).forEach(([name, value], at) => {
const field = fields[at];
if (!field || field.name !== name) return;
if (typeof value === "boolean") field.checked = value; else field.value = value;
});
if (note) { note.textContent = note.dataset.back; note.hidden = false; }
}
}
form.addEventListener("input", (event) => {
if (!kept(event.target) || event.target.type === "search") return;
dirty = true;
if (form.dataset.draft) put(form);
});
form.addEventListener("submit", (event) => {
if (!navigator.onLine) {
event.preventDefault();
if (note) { note.textContent = note.dataset.offline; note.hidden = false; note.scrollIntoView({ block: "nearest" }); }
return;
}
dirty = false;
if (form.dataset.draft) sessionStorage.setItem(SENT, key(form));
});
}
addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
addEventListener("online", () => { if (note && !note.hidden) note.textContent = note.dataset.online; });
for (const place of document.querySelectorAll("[data-watch]")) {
setInterval(async () => {
if (document.hidden || !navigator.onLine) return;
const answer = await fetch(place.dataset.watch, { headers: { Accept: "text/html" } }).catch(() => null);
if (!answer || !answer.ok || answer.redirected) return;
const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-watch]");
if (fresh && fresh.textContent.trim() !== place.textContent.trim()) place.replaceChildren(...fresh.childNodes);
}, 60000);
}
})();
(()=>{
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
})();
(()=>{
const find = document.getElementById("find");
const drop = document.getElementById("find-drop");
const said = document.getElementById("find-said");
if (find && drop && window.htmx) {
const form = find.form;
const options = () => [...drop.querySelectorAll("[role=option]")];
const chosen = () => drop.querySelector("[aria-selected=true]");
for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-haspopup": "listbox" })) find.setAttribute(name, value);
const choose = (option) => {
chosen()?.setAttribute("aria-selected", "false");
if (!option) { find.removeAttribute("aria-activedescendant"); return; }
option.setAttribute("aria-selected", "true");
option.scrollIntoView({ block: "nearest" });
find.setAttribute("aria-activedescendant", option.id);
};
const close = () => {
choose(null);
drop.hidden = true;
find.setAttribute("aria-expanded", "false");
find.removeAttribute("aria-controls");
};
const show = () => {
if (!drop.childElementCount || !form.contains(document.activeElement)) { close(); return; }
drop.hidden = false;
const list = drop.querySelector("[role=listbox]");
find.setAttribute("aria-expanded", String(!!list));
if (list) find.setAttribute("aria-controls", list.id);
said.textContent = drop.querySelector("[data-said]")?.textContent.trim() ?? "";
};
const open = (option) => {
if (option.href) { location.href = option.href; return; }
find.value = option.dataset.q;
find.focus();
find.dispatchEvent(new Event("input", { bubbles: true }));
};
form.addEventListener("htmx:after:swap", show);
find.addEventListener("focus", () => { if (drop.childElementCount && find.value) show(); });
form.addEventListener("focusout", ({ relatedTarget }) => { if (!form.contains(relatedTarget)) close(); });
drop.addEventListener("pointerdown", (event) => event.preventDefault());
drop.addEventListener("click", (event) => {
const option = event.target.closest("[data-q]");
if (option) open(option);
});
find.addEventListener("keydown", (event) => {
const list = options();
const now = list.indexOf(chosen());
if (event.key === "ArrowDown" || event.key === "ArrowUp") {
event.preventDefault();
if (drop.hidden) { show(); return; }
const next = event.key === "ArrowDown" ? now + 1 : now < 0 ? list.length - 1 : now - 1;
choose(list[next] ?? null);
} else if (event.key === "Enter" && chosen() && !drop.hidden) {
event.preventDefault();
open(chosen());
} else if (event.key === "Escape" && !drop.hidden) {
event.preventDefault();
event.stopPropagation();
close();
}
});
}
})();
(()=>{
for (const field of document.querySelectorAll("[data-filters]")) {
const list = document.getElementById(field.dataset.filters);
const none = document.querySelector("[data-none]");
const plain = (text) => text.toLowerCase().replace(/[’‘ʼ`´]/g, "'").replaceAll("ґ", "г");
field.addEventListener("input", () => {
const wanted = plain(field.value.trim());
let shown = 0;
for (const group of list.querySelectorAll("section")) {
let inside = 0;
for (const one of group.querySelectorAll("li")) inside += !(one.hidden = !plain(one.textContent).includes(wanted));
group.hidden = !inside;
shown += inside;
}
if (none) none.hidden = shown > 0;
});
}
})();
(()=>{
const all = "input[data-pick-all]";
const show = (list) => {
const boxes = [...list.querySelectorAll("input[name=row]")];
const picked = boxes.filter((box) => box.checked).length;
const head = list.querySelector(all);
if (head) {
head.hidden = false;
head.checked = picked > 0 && picked === boxes.length;
head.indeterminate = picked > 0 && picked < boxes.length;
}
const words = list.querySelector("[data-picked]");
if (words && picked) {
words.dataset.text ||= words.textContent;
words.textContent = `${words.dataset.text} ${picked}`;
}
};
const each = () => document.querySelectorAll(".listing").forEach(show);
document.addEventListener("change", ({ target }) => {
const list = target.closest(".listing");
if (!list) return;
if (target.matches(all)) for (const box of list.querySelectorAll("input[name=row]")) box.checked = target.checked;
show(list);
});
document.addEventListener("htmx:after:swap", each);
document.addEventListener("htmx:before:response", (event) => {
const answer = event.detail.ctx.response.raw;
if (answer.redirected) {
event.preventDefault();
location.assign(answer.url);
}
});
each();
addEventListener("load", () => {
if (window.htmx) for (const button of document.querySelectorAll("form.live > button")) button.hidden = true;
});
})();
(()=>{
const marked = document.querySelector("[data-sound=wrong]") || document.querySelector("[data-sound=done]");
const box = document.querySelector("[data-switch=sound]");
const on = () => localStorage.getItem("sound") !== "off";
const tone = (pitch, from, length) => {
const [swing, gain] = [audio.createOscillator(), audio.createGain()];
swing.frequency.value = pitch;
gain.gain.setValueAtTime(.12, audio.currentTime + from);
gain.gain.exponentialRampToValueAtTime(.001, audio.currentTime + from + length);
swing.connect(gain).connect(audio.destination);
swing.start(audio.currentTime + from);
swing.stop(audio.currentTime + from + length);
};
let audio;
if (box) {
box.hidden = box.nextElementSibling.hidden = false;
box.checked = on();
box.addEventListener("change", () => localStorage.setItem("sound", box.checked ? "on" : "off"));
}
if (marked && on() && window.AudioContext) {
const act = marked.dataset.act;
if (!act || sessionStorage.getItem("act") !== act) {
if (act) sessionStorage.setItem("act", act);
audio = new AudioContext();
if (audio.state === "running") {
if (marked.dataset.sound === "done") { tone(660, 0, .09); tone(990, .09, .12); } else { tone(220, 0, .28); }
}
}
}
})();
