// Nothing typed is lost here either: a warning before leaving, a held submit without a network, and for forms marked
// data-draft (never such with data of readers) the words kept until the tab is closed or the person, whose key is in
// the mark, signs out.
const note = document.getElementById("held");
const forms = [...document.querySelectorAll("main form[method=post]")];
const key = (form) => `draft:${location.pathname}:${form.dataset.draft}`;
const kept = (field) => field.name && field.name !== "q" && !field.name.startsWith("csrf") && (field.name === "version" || !/^(hidden|password|file|submit|button)$/.test(field.type));
const put = (form) => {
  const said = [...form.elements].filter(kept).map((field) => [field.name, /checkbox|radio/.test(field.type) ? field.checked : field.value]);
  try { sessionStorage.setItem(key(form), JSON.stringify(said)); } catch { /* a full or forbidden store is no reason to stop writing */ }
};
const SENT = "draft:sent";
const sent = sessionStorage.getItem(SENT);
// The page after a sending: unless it is the same form again (the network failed, or something is to be corrected), it arrived.
if (sent && !forms.some((form) => form.dataset.draft && key(form) === sent)) sessionStorage.removeItem(sent);
sessionStorage.removeItem(SENT);
let dirty = false;
for (const form of forms) {
  if (form.dataset.draft) {
    const asked = sessionStorage.getItem(key(form));
    if (asked && !document.querySelector(".error, .message.error")) {
      const said = JSON.parse(asked);
      form.dispatchEvent(new CustomEvent("draft", { detail: said }));
      const fields = [...form.elements].filter(kept);
      said.forEach(([name, value], at) => {
        const field = fields[at];
        if (!field || field.name !== name) return;
        if (typeof value === "boolean") field.checked = value; else field.value = value;
      });
      if (note) { note.textContent = note.dataset.back; note.hidden = false; }
    }
  }
  form.addEventListener("input", (event) => {
    if (!kept(event.target) || event.target.type === "search") return;
    dirty = true;
    if (form.dataset.draft) put(form);
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      if (note) { note.textContent = note.dataset.offline; note.hidden = false; note.scrollIntoView({ block: "nearest" }); }
      return;
    }
    dirty = false;
    if (form.dataset.draft) sessionStorage.setItem(SENT, key(form));
  });
}
for (const form of document.querySelectorAll("form[action$='/logout/']")) {
  form.addEventListener("submit", () => { if (navigator.onLine) sessionStorage.clear(); });
}
addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
addEventListener("online", () => { if (note && !note.hidden) note.textContent = note.dataset.online; });
for (const place of document.querySelectorAll("[data-watch]")) {
  setInterval(async () => {
    if (document.hidden || !navigator.onLine) return;
    const answer = await fetch(place.dataset.watch, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-watch]");
    if (fresh && fresh.textContent.trim() !== place.textContent.trim()) place.replaceChildren(...fresh.childNodes);
  }, 60000);
}
