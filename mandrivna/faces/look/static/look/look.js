(()=>{
const wrong = document.querySelector(".wrong :is(input, select, textarea)");
const first = wrong || document.querySelector("[autofocus]");
if (first && (wrong || document.activeElement === document.body && !location.hash)) first.focus();
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
} else if ((event.key === "/" || event.code === "Slash" && !event.shiftKey && event.key !== "?") && find && !typing(event.target) && document.body.dataset.keys !== "off") {
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
const said = JSON.parse(asked);
form.dispatchEvent(new CustomEvent("draft", { detail: said }));
const fields = [...form.elements].filter(kept);
said.forEach(([name, value], at) => {
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
for (const form of document.querySelectorAll("form[action$='/logout/']")) {
form.addEventListener("submit", () => { if (navigator.onLine) sessionStorage.clear(); });
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
setTimeout(() => {
if (find.value && document.activeElement === find && !drop.childElementCount) find.dispatchEvent(new Event("input", { bubbles: true }));
}, 700);
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
for (const button of field.form?.querySelectorAll("button") ?? []) button.hidden = true;
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
const until = performance.now() + 1000;
const say = () => {
if (audio.state !== "running" || performance.now() > until) return;
audio.onstatechange = null;
if (marked.dataset.sound === "done") { tone(660, 0, .09); tone(990, .09, .12); } else { tone(220, 0, .28); }
};
audio.onstatechange = say;
say();
}
}
})();
(()=>{
const found = document.querySelectorAll("[data-toast]");
if (found.length) {
const place = document.createElement("div");
place.className = "toasts";
for (const one of found) {
one.className = "toast";
const close = document.createElement("button");
close.type = "button";
close.className = "small-button";
close.textContent = one.dataset.close;
close.addEventListener("click", () => one.remove());
one.querySelector("form").append(close);
place.append(one);
}
document.body.append(place);
document.addEventListener("keydown", (event) => {
if (event.key === "Escape" && place.contains(document.activeElement)) place.replaceChildren();
});
}
})();
(()=>{
document.addEventListener("click", (event) => {
const opener = event.target.closest?.("[data-open]");
const dialog = opener && document.getElementById(opener.dataset.open);
if (dialog?.showModal) {
event.preventDefault();
dialog.showModal();
} else if (event.target.closest?.("dialog [data-shut]") || event.target.matches?.("dialog[open]")) {
event.target.closest("dialog").close();
}
});
})();
(()=>{
const MANY = 8;
const fold = (text) => text.toLowerCase().replace(/[’‘ʼ`´]/g, "'").replaceAll("ґ", "г").trim();
let number = 0;
for (const select of document.querySelectorAll("select[data-combo]")) {
if (select.options.length < MANY || select.multiple) continue;
const id = `combo-${++number}`;
const make = (tag, about) => Object.assign(document.createElement(tag), about);
const box = make("div", { className: "combo" });
const input = make("input", { autocomplete: "off", id: `${id}-text`, role: "combobox", ariaAutoComplete: "list", ariaExpanded: false });
const list = make("ul", { id, role: "listbox", hidden: true });
input.setAttribute("aria-controls", id);
for (const { name, value } of select.attributes) if (/^aria|^autof/.test(name)) input.setAttribute(name, value);
input.required = select.required;
select.required = false;
for (const label of select.labels) { label.htmlFor = input.id; list.ariaLabel = label.textContent; }
const chosen = () => (select.value && select.selectedOptions[0].text.trim());
input.value = chosen();
input.placeholder = select.options[0].value ? "" : select.options[0].text;
let at = -1;
const items = list.children;
const mark = (where) => {
at = where;
for (const item of items) item.ariaSelected = item === items[at];
input.setAttribute("aria-activedescendant", items[at]?.id ?? "");
items[at]?.scrollIntoView({ block: "nearest" });
};
const open = (wanted) => {
const words = fold(wanted).split(/\s+/);
list.replaceChildren(...[...select.options].filter((one) => words.every((word) => fold(one.text).includes(word))).map((one) => {
const item = make("li", { textContent: one.text, id: `${id}-${one.index}`, role: "option" });
item.dataset.index = one.index;
return item;
}));
list.hidden = !items.length;
input.ariaExpanded = !list.hidden;
mark(wanted ? 0 : -1);
};
const shut = () => { list.hidden = true; input.ariaExpanded = false; input.value = chosen(); };
const take = (item) => {
select.selectedIndex = item.dataset.index;
shut();
select.dispatchEvent(new Event("change", { bubbles: true }));
};
const on = (name, what) => input.addEventListener(name, what);
on("input", () => open(input.value));
on("click", () => open(""));
on("focus", () => input.select());
on("blur", () => { if (!input.value && !select.options[0].value) select.selectedIndex = 0; shut(); });
on("keydown", (event) => {
const { key } = event;
if (key === "ArrowDown" || key === "ArrowUp") {
event.preventDefault();
if (list.hidden) open("");
mark(key === "ArrowDown" ? (at + 1) % items.length : (at > 0 ? at : items.length) - 1);
} else if (list.hidden) return;
else if (key === "Enter" && items[at]) { event.preventDefault(); take(items[at]); }
else if (key === "Escape") { event.stopPropagation(); shut(); }
});
list.addEventListener("mousedown", (event) => {
event.preventDefault();
if (event.target.dataset.index) take(event.target);
});
select.hidden = true;
select.after(box);
box.append(input, list);
}
})();
(()=>{
const WORDS = { сьогодні: 0, вчора: -1, учора: -1, позавчора: -2, завтра: 1, today: 0, yesterday: -1, tomorrow: 1 };
const two = (number) => String(number).padStart(2, "0");
const read = (text) => {
const said = text.trim().toLowerCase();
const now = new Date();
if (said in WORDS) return new Date(now.getFullYear(), now.getMonth(), now.getDate() + WORDS[said]);
const found = said.match(/^(\d{1,2})[.,/\s-]+(\d{1,2})(?:[.,/\s-]+(\d{4}|\d{2}))?\.?$/);
if (!found) return null;
const year = !found[3] ? now.getFullYear() : +found[3] + (found[3].length === 2 ? Math.floor(now.getFullYear() / 100) * 100 : 0);
const day = new Date(year, found[2] - 1, found[1]);
return day.getMonth() === found[2] - 1 ? day : null;
};
const shown = (day) => `${two(day.getDate())}.${two(day.getMonth() + 1)}.${day.getFullYear()}`;
document.addEventListener("change", ({ target }) => {
const day = target.matches?.("[data-day]") && read(target.value);
if (day) target.value = shown(day);
}, true);
for (const input of document.querySelectorAll("[data-day]")) {
const calendar = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
if (!calendar.showPicker) break;
const box = document.createElement("span");
const button = Object.assign(document.createElement("button"), { type: "button" });
box.className = "day";
calendar.setAttribute("aria-hidden", "true");
button.className = "tool";
button.setAttribute("aria-label", input.dataset.calendar);
button.innerHTML = '<svg class="icon" aria-hidden="true"><rect x="3" y="4" width="18" height="17" rx="2"/><path d="M3 10h18M8 2v4M16 2v4"/></svg>';
button.firstChild.setAttribute("viewBox", "0 0 24 24");
button.addEventListener("click", () => {
const day = read(input.value);
if (day) calendar.value = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
calendar.showPicker();
});
calendar.addEventListener("change", (event) => {
event.stopPropagation();
if (calendar.valueAsDate) input.value = calendar.value.split("-").reverse().join(".");
input.dispatchEvent(new Event("change", { bubbles: true }));
});
input.replaceWith(box);
box.append(input, button, calendar);
}
})();
(()=>{
for (const zone of document.querySelectorAll("[data-drop]")) {
const input = zone.querySelector("input[type=file]");
for (const name of ["dragover", "dragleave", "drop"])
zone.addEventListener(name, (event) => {
event.preventDefault();
zone.classList.toggle("over", name === "dragover");
if (name === "drop" && event.dataTransfer.files.length) {
input.files = event.dataTransfer.files;
input.dispatchEvent(new Event("change", { bubbles: true }));
}
});
input.form?.addEventListener("submit", (event) => {
if (!input.files.length) return;
event.preventDefault();
const bar = zone.querySelector("progress");
const asked = new XMLHttpRequest();
bar.hidden = false;
asked.upload.addEventListener("progress", ({ loaded, total }) => { bar.max = total; bar.value = loaded; });
asked.addEventListener("load", () => {
const page = new DOMParser().parseFromString(asked.responseText, "text/html").querySelector("main");
if (!page) return location.assign(asked.responseURL);
history.pushState(null, "", asked.responseURL);
document.querySelector("main").replaceWith(page);
page.focus();
});
asked.addEventListener("error", () => { bar.hidden = true; input.form.submit(); });
asked.open("POST", input.form.action);
asked.send(new FormData(input.form, event.submitter));
});
}
})();
(()=>{
if (navigator.clipboard)
for (const button of document.querySelectorAll("[data-copy]")) {
button.hidden = false;
const called = button.textContent;
button.setAttribute("aria-live", "polite");
button.addEventListener("click", async () => {
const found = document.getElementById(button.dataset.copy);
const lines = found.tagName === "OL" ? [...found.children].map((one, at) => `${at + 1}. ${one.textContent}`) : [found.textContent];
try {
await navigator.clipboard.writeText(lines.join("\n"));
button.textContent = button.dataset.done;
setTimeout(() => { button.textContent = called; }, 2000);
} catch { getSelection().selectAllChildren(found); }
});
}
if (navigator.share)
for (const button of document.querySelectorAll("[data-share]")) {
button.hidden = false;
button.addEventListener("click", () => {
const url = document.getElementById(button.dataset.share).textContent;
navigator.share({ title: button.dataset.title, url }).catch(() => {});
});
}
})();
(()=>{
for (const table of document.querySelectorAll("table[data-cells]"))
table.addEventListener("keydown", (event) => {
const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
const cell = event.target.closest("td");
if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey || event.target.type !== "checkbox") return;
const row = table.rows[cell.parentElement.rowIndex + step[0]];
const next = row && row.cells[cell.cellIndex + step[1]]?.querySelector("input, select");
if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({ block: "nearest", inline: "nearest" }); }
});
})();
