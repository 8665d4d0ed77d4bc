// A long <select data-combo> is searched by typing: any part of a word, whatever the case, the apostrophe, ґ or г.
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
  for (const name of ["aria-describedby", "aria-invalid", "autofocus"])
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  input.required = select.required;
  select.required = false;
  const label = select.labels[0];
  if (label) { label.htmlFor = input.id; list.ariaLabel = label.textContent; }
  const chosen = () => { const one = select.selectedOptions[0]; return one && one.value ? one.text.trim() : ""; };
  input.value = chosen();
  input.placeholder = select.options[0].value ? "" : select.options[0].text;
  let at = -1;
  const items = () => [...list.children];
  const mark = (where) => {
    at = where;
    items().forEach((item, index) => item.ariaSelected = index === at);
    if (items()[at]) { input.setAttribute("aria-activedescendant", items()[at].id); items()[at].scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  const open = (wanted) => {
    const words = fold(wanted).split(/\s+/);
    list.replaceChildren(...[...select.options].filter((one) => words.every((word) => fold(one.text).includes(word))).map((one) => {
      const item = make("li", { textContent: one.text, id: `${id}-${one.index}`, role: "option" });
      item.dataset.index = one.index;
      return item;
    }));
    list.hidden = !list.children.length;
    input.ariaExpanded = !list.hidden;
    mark(wanted ? 0 : -1);
  };
  const shut = () => { list.hidden = true; input.ariaExpanded = false; input.value = chosen(); };
  const take = (item) => {
    select.selectedIndex = item.dataset.index;
    shut();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => open(""));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => { if (!input.value && !select.options[0].value) select.selectedIndex = 0; shut(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open("");
      const count = items().length;
      mark((at + (event.key === "ArrowDown" ? 1 : count - (at < 0 ? 0 : 1))) % count);
    } else if (event.key === "Enter" && !list.hidden && items()[at]) { event.preventDefault(); take(items()[at]); }
    else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); shut(); }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const item = event.target.closest("[role=option]");
    if (item) take(item);
  });
  select.hidden = true;
  select.after(box);
  box.append(input, list);
}
