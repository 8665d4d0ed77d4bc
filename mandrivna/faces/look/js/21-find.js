// Suggestions under the one search field: a combobox. Without this script the form opens the search page.
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
  // What was typed before the library was ready would wait for the next key.
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
