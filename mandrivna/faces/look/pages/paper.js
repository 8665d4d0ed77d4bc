// A paper sheet is keyed: Enter goes on, one row a line; under a reader's or a book's field what it may mean, and beside the line
// what it means. Fields are asked about by POST (somebody's name may be in them), and the answer comes even when one has gone on.
const form = document.querySelector("form[data-sheet]");
if (form) {
  const make = (tag, about) => Object.assign(document.createElement(tag), about);
  const said = document.getElementById("paper-said");
  const follows = [...form.querySelectorAll("input[data-follows]")];
  const on = (field) => {
    const next = follows[follows.indexOf(field) + 1] ?? form.querySelector("[data-end]");
    next.focus();
    next.select?.();
  };
  for (const field of follows) {
    const looked = field.dataset.look;
    const beside = field.closest("tr").querySelector(`[data-said="${looked}"]`);
    const kept = field.closest("tr").querySelector("[data-kept]");
    let [waiting, items, at, going] = [0, [], -1, null];
    let holder = null;
    const mark = (where) => {
      at = where;
      items.forEach((item, number) => item.setAttribute("aria-selected", number === at));
      field.setAttribute("aria-activedescendant", items[at]?.id ?? "");
      items[at]?.scrollIntoView({ block: "nearest" });
    };
    const shut = () => {
      if (holder) { holder.hidden = true; field.setAttribute("aria-expanded", false); }
      mark(-1);
    };
    const say = (text) => {
      beside.textContent = text;
      kept.textContent = "";
      said.textContent = text;
    };
    const take = (item) => {
      field.value = item.dataset.value;
      say(item.firstChild.textContent.trim());
      shut();
    };
    const put = (answer) => {
      holder.innerHTML = answer;
      items = [...holder.querySelectorAll("[role=option]")];
      items.forEach((item, number) => { item.id = `${field.name}-${number}`; });
      say(holder.querySelector("[data-found]").textContent.trim());
      const here = document.activeElement === field && items.length > 1;
      holder.hidden = !here;
      field.setAttribute("aria-expanded", here);
      field.setAttribute("aria-controls", "paper-options");
      mark(-1);
    };
    const ask = async () => {
      const text = field.value.trim();
      going?.abort();
      if (!text) { holder.replaceChildren(); items = []; beside.textContent = ""; shut(); return; }
      going = new AbortController();
      const body = new URLSearchParams({ field: looked, q: text, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      try {
        const answer = await fetch(form.dataset.sheet, { method: "POST", body, signal: going.signal });
        if (answer.ok && !answer.redirected && field.value.trim() === text) put(await answer.text());
      } catch { /* the sheet is understood when it is sent */ }
    };
    if (looked) {
      holder = make("div", { className: "combo", hidden: true });
      field.after(holder);
      for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", false]]) field.setAttribute(name, value);
      field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
      field.addEventListener("blur", shut);
      holder.addEventListener("mousedown", (event) => {
        event.preventDefault();
        const item = event.target.closest("[role=option]");
        if (item) take(item);
      });
    }
    field.addEventListener("keydown", (event) => {
      const { key } = event;
      if (event.isComposing) return;
      if ((key === "ArrowDown" || key === "ArrowUp") && items.length > 1) {
        event.preventDefault();
        holder.hidden = false;
        field.setAttribute("aria-expanded", true);
        mark(key === "ArrowDown" ? (at + 1) % items.length : (at > 0 ? at : items.length) - 1);
      } else if (key === "Enter") {
        event.preventDefault();
        if (items[at]) take(items[at]);
        on(field);
      } else if (key === "Escape" && holder && !holder.hidden) {
        event.preventDefault();
        shut();
      }
    });
  }
  (follows.find((field) => !field.value) ?? follows[0])?.focus();
}
