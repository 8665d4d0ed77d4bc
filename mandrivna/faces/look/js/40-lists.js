// Lists: pick all on the page, say how many are picked. An answer that leads to the sign-in page leads there the whole page.
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
// Where rows come while one types, the button that asks for them is for those without a script.
addEventListener("load", () => {
  if (window.htmx) for (const button of document.querySelectorAll("form.live > button")) button.hidden = true;
});
