(()=>{
const field = document.querySelector("input[data-suggest]");
if (field && !navigator.connection?.saveData) {
const make = (tag, about) => Object.assign(document.createElement(tag), about);
const [holder, said] = [make("div", { className: "combo", hidden: true }), make("p", { className: "unseen" })];
said.setAttribute("role", "status");
field.after(holder, said);
const tell = (names) => { for (const [name, value] of Object.entries(names)) field.setAttribute(`aria-${name}`, value); };
field.setAttribute("role", "combobox");
tell({ autocomplete: "list", haspopup: "listbox", expanded: false });
let [waiting, last, asked, going, items, at] = [0, 0, "", null, [], -1];
const mark = (where) => {
at = where;
items.forEach((item, number) => item.setAttribute("aria-selected", number === at));
tell({ activedescendant: items[at]?.id ?? "" });
items[at]?.scrollIntoView({ block: "nearest" });
};
const open = (wanted) => {
holder.hidden = !(wanted && items.length);
tell({ expanded: !holder.hidden });
mark(-1);
};
const put = (answer) => {
holder.innerHTML = answer;
items = [...holder.querySelectorAll("[role=option]")];
items.forEach((item, number) => { item.id = `suggested-${number}`; });
tell({ controls: holder.querySelector("[role=listbox]")?.id ?? "" });
said.textContent = holder.querySelector("[data-said]")?.textContent.trim() ?? "";
open(document.activeElement === field);
};
const take = (item) => {
field.value = asked = item.dataset.value;
open(false);
field.form.requestSubmit();
};
const ask = async () => {
const text = field.value.trim();
if (text.length < 3) { going?.abort(); asked = ""; put(""); return; }
if (text === asked) return;
asked = text;
last = performance.now();
going?.abort();
going = new AbortController();
try {
const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: going.signal, credentials: "omit" });
if (answer.ok && field.value.trim() === text) put(await answer.text());
} catch { /* the next letter asks again */ }
};
field.addEventListener("input", () => {
clearTimeout(waiting);
waiting = setTimeout(ask, Math.max(0, last + 90 - performance.now()));
});
field.addEventListener("blur", () => open(false));
field.addEventListener("keydown", (event) => {
const { key } = event;
if ((key === "ArrowDown" || key === "ArrowUp") && items.length) {
event.preventDefault();
if (holder.hidden) open(true);
mark(key === "ArrowDown" ? (at + 1) % items.length : (at > 0 ? at : items.length) - 1);
} else if (key === "Enter" && items[at]) {
event.preventDefault();
take(items[at]);
} else if (key === "Escape" && !holder.hidden) {
event.preventDefault();
open(false);
}
});
holder.addEventListener("mousedown", (event) => event.preventDefault());
holder.addEventListener("click", (event) => {
const item = event.target.closest("[role=option]");
if (item) take(item);
});
}
})();
