(()=>{
const form = document.querySelector("[data-marc]");
const list = form?.querySelector(".marc-fields");
const line = (node) => node.closest?.(".marc-fields > li");
const named = (li) => {
const known = document.getElementById(`rule-${li.querySelector("[name=tag]").value.trim()}`);
li.querySelector(".marc-name").textContent = known ? known.textContent.replace(/^\S+\s*/, "") : "";
return known;
};
const explain = (li) => {
let aside = li.querySelector(".marc-about");
for (const other of list.querySelectorAll(".marc-about")) if (other !== aside) other.remove();
const known = named(li);
if (!known) { aside?.remove(); return; }
if (!aside) {
aside = document.createElement("p");
aside.className = "marc-about help";
li.append(aside);
}
aside.replaceChildren(...known.nextElementSibling.cloneNode(true).childNodes);
};
const blank = (after) => {
const li = after.cloneNode(true);
li.classList.remove("wrong");
for (const gone of li.querySelectorAll(".error, .marc-about, p")) gone.remove();
for (const box of li.querySelectorAll("input, textarea")) { box.value = ""; box.removeAttribute("aria-describedby"); }
li.querySelector(".marc-name").textContent = "";
after.after(li);
return li;
};
const told = (box) => { box.focus(); box.dispatchEvent(new Event("input", { bubbles: true })); };
const renumber = () => [...list.children].forEach((li, place) => {
for (const box of li.querySelectorAll("input, textarea")) {
box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, place + 1));
}
});
form?.addEventListener("keydown", (event) => {
const li = line(event.target);
if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); form.requestSubmit(); return; }
if (event.key === "Enter" && event.target.name === "leader") { event.preventDefault(); list.querySelector("[name=tag]").focus(); }
if (!li) return;
if (event.key === "Enter") { event.preventDefault(); blank(li).querySelector("[name=tag]").focus(); renumber(); }
if (event.key === "Delete" && event.ctrlKey && list.children.length > 1) {
event.preventDefault();
const next = li.nextElementSibling || li.previousElementSibling;
li.remove();
renumber();
told(next.querySelector("textarea"));
}
if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
event.preventDefault();
const other = event.key === "ArrowUp" ? li.previousElementSibling : li.nextElementSibling;
if (other) event.key === "ArrowUp" ? other.before(li) : other.after(li);
renumber();
told(event.target);
}
});
form?.addEventListener("draft", (event) => {
const wanted = event.detail.filter(([name]) => name === "tag").length;
while (list.children.length < wanted) blank(list.lastElementChild);
while (list.children.length > wanted && wanted) list.lastElementChild.remove();
renumber();
});
list?.addEventListener("focusin", (event) => { const li = line(event.target); if (li) explain(li); });
list?.addEventListener("input", (event) => { if (event.target.name === "tag") explain(line(event.target)); });
})();
