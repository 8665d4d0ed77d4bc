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
