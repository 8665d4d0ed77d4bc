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
} else if (event.key === "/" && find && !typing(event.target)) {
event.preventDefault();
find.focus();
}
});
document.addEventListener("click", (event) => {
for (const drop of document.querySelectorAll("details.drop[open]")) if (!drop.contains(event.target)) drop.open = false;
});
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
