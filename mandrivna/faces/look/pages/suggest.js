// Titles, people and subjects under the search field of the site while one types. The browser draws the list: it is a datalist.
// Nothing is asked before the third letter, while the last answer is on its way, or on a line that saves data.
const field = document.querySelector("input[data-suggest]");
if (field && !navigator.connection?.saveData) {
  const list = document.createElement("datalist");
  list.id = "suggested";
  field.after(list);
  field.setAttribute("list", list.id);
  let waiting = 0;
  let asked = "";
  let going = null;
  const ask = async () => {
    const text = field.value.trim();
    if (text.length < 3 || text === asked) return;
    asked = text;
    going?.abort();
    going = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: going.signal, credentials: "omit" });
      if (answer.ok && field.value.trim() === text) list.innerHTML = await answer.text();
    } catch { /* the next letter asks again */ }
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 90);
  });
}
