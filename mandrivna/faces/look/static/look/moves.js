(()=>{
const mover = document.getElementById("mover");
const lang = document.documentElement.lang || "uk";
const long = new Intl.DateTimeFormat(lang, { weekday: "long", day: "numeric", month: "long" });
const short = new Intl.DateTimeFormat(lang, { weekday: "short" });
const month = new Intl.DateTimeFormat(lang, { month: "short" });
const two = (number) => String(number).padStart(2, "0");
const iso = (day) => `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
const read = (text) => { const [year, number, day] = text.split("-"); return new Date(+year, number - 1, +day, 12); };
const plus = (day, many) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + many, 12);
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const closed = new Set((mover?.dataset.closed || "").split(" "));
const strip = mover?.querySelector(".mover-days");
let moved = null;
let at = null;
const said = (day) => {
const words = [long.format(day)];
if (iso(day) === moved.dataset.on) words.push(mover.dataset.now);
if (closed.has(iso(day)) || closed.has(iso(day).slice(5))) words.push(mover.dataset.shut);
return words.join(", ");
};
const cell = (day) => {
const button = document.createElement("button");
button.type = "button";
button.dataset.on = iso(day);
button.tabIndex = iso(day) === iso(at) ? 0 : -1;
button.setAttribute("aria-label", said(day));
button.className = "mover-day";
if (closed.has(iso(day)) || closed.has(iso(day).slice(5))) button.classList.add("shut");
if (iso(day) === moved.dataset.on) button.setAttribute("aria-current", "date");
button.append(String(day.getDate()));
const under = document.createElement("small");
under.textContent = day.getDate() === 1 ? month.format(day) : short.format(day);
button.append(under);
return button;
};
const draw = (focus) => {
const monday = plus(at, -((at.getDay() + 6) % 7) - 14);
strip.replaceChildren(...Array.from({ length: 35 }, (_none, number) => cell(plus(monday, number))));
if (focus) strip.querySelector("[tabindex='0']").focus();
};
const show = (item, day, focus = true) => {
if (moved) moved.classList.remove("moving");
moved = item;
at = day;
item.classList.add("moving");
mover.querySelector(".mover-what").textContent = item.dataset.title;
mover.hidden = false;
draw(focus);
};
const leave = () => {
const item = moved;
moved = null;
mover.hidden = true;
item?.classList.remove("moving");
item?.querySelector(".grip").focus();
};
const put = (item, day) => {
if (day === item.dataset.on) { leave(); return; }
const next = new URL(location.href);
if (document.querySelector(".month")) next.searchParams.set("month", day.slice(0, 7));
next.hash = item.id;
mover.elements.on.value = day;
mover.elements.next.value = next.pathname + next.search + next.hash;
mover.action = item.dataset.move;
mover.requestSubmit();
};
const walk = (many) => {
at = plus(at, many);
draw(true);
mover.querySelector("[role=status]").textContent = said(at);
};
if (mover) {
for (const item of document.querySelectorAll("[data-move]")) {
const grip = item.querySelector(".grip");
grip.hidden = false;
item.querySelector("[data-plain]")?.setAttribute("hidden", ""); // the form that does the same without a script
item.draggable = true;
grip.addEventListener("click", () => show(item, read(item.dataset.on)));
item.addEventListener("dragstart", (event) => {
event.dataTransfer.setData("text/plain", item.dataset.title);
event.dataTransfer.effectAllowed = "move";
setTimeout(() => show(item, read(item.dataset.on), false));
});
item.addEventListener("dragend", () => { if (moved === item && !mover.elements.on.value) leave(); });
item.addEventListener("keydown", (event) => {
if (event.altKey && STEPS[event.key]) {
event.preventDefault();
show(item, read(item.dataset.on));
walk(STEPS[event.key]);
}
});
}
const box = (event) => moved && event.target.closest?.(".month-day[data-on], .mover-day");
document.addEventListener("dragover", (event) => {
const over = box(event);
for (const other of document.querySelectorAll(".over")) if (other !== over) other.classList.remove("over");
if (over) { event.preventDefault(); over.classList.add("over"); }
});
document.addEventListener("drop", (event) => {
const over = box(event);
if (over) { event.preventDefault(); put(moved, over.dataset.on); }
});
mover.addEventListener("click", ({ target }) => {
const day = target.closest(".mover-day");
const week = target.closest("[data-week]");
if (day) put(moved, day.dataset.on);
else if (week) { at = plus(at, 7 * week.dataset.week); draw(false); mover.querySelector("[role=status]").textContent = said(at); }
else if (target.closest("[data-leave]")) leave();
});
mover.addEventListener("keydown", (event) => {
if (event.key === "Escape") { event.preventDefault(); leave(); }
else if (STEPS[event.key] && event.target.closest(".mover-day")) { event.preventDefault(); walk(STEPS[event.key]); }
});
const back = location.hash.startsWith("#e-") && document.getElementById(location.hash.slice(1));
if (back) addEventListener("load", () => setTimeout(() => (back.querySelector(".grip") || back.querySelector("a"))?.focus()));
}
})();
