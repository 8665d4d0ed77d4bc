// The shell: one search from anywhere, drop-downs that close, a place in the page kept where it was.
// The browser gives the first field its focus only with the next drawing of the page; a scanner does not wait for that.
// What was refused goes before: on a phone the wrong field lies below what one sees.
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
