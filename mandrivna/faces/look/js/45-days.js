// A day typed as people write it is shown whole when one leaves the field; a button opens the browser's own calendar.
// The server reads the same ways and more (shared/dates/typed.py): what is not understood here stays as it was typed.
const WORDS = { сьогодні: 0, вчора: -1, учора: -1, позавчора: -2, завтра: 1, today: 0, yesterday: -1, tomorrow: 1 };
const two = (number) => String(number).padStart(2, "0");
const read = (text) => {
  const said = text.trim().toLowerCase();
  const now = new Date();
  if (said in WORDS) return new Date(now.getFullYear(), now.getMonth(), now.getDate() + WORDS[said]);
  const found = said.match(/^(\d{1,2})[.,/\s-]+(\d{1,2})(?:[.,/\s-]+(\d{4}|\d{2}))?\.?$/);
  if (!found) return null;
  const year = !found[3] ? now.getFullYear() : +found[3] + (found[3].length === 2 ? Math.floor(now.getFullYear() / 100) * 100 : 0);
  const day = new Date(year, found[2] - 1, found[1]);
  return day.getMonth() === found[2] - 1 ? day : null;
};
const shown = (day) => `${two(day.getDate())}.${two(day.getMonth() + 1)}.${day.getFullYear()}`;
document.addEventListener("change", ({ target }) => {
  const day = target.matches?.("[data-day]") && read(target.value);
  if (day) target.value = shown(day);
}, true);
for (const input of document.querySelectorAll("[data-day]")) {
  const calendar = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
  if (!calendar.showPicker) break;
  const box = document.createElement("span");
  const button = Object.assign(document.createElement("button"), { type: "button" });
  box.className = "day";
  calendar.setAttribute("aria-hidden", "true");
  button.className = "tool";
  button.setAttribute("aria-label", input.dataset.calendar);
  button.innerHTML = '<svg class="icon" aria-hidden="true"><rect x="3" y="4" width="18" height="17" rx="2"/><path d="M3 10h18M8 2v4M16 2v4"/></svg>';
  button.firstChild.setAttribute("viewBox", "0 0 24 24");
  button.addEventListener("click", () => {
    const day = read(input.value);
    if (day) calendar.value = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
    calendar.showPicker();
  });
  calendar.addEventListener("change", (event) => {
    event.stopPropagation();
    if (calendar.valueAsDate) input.value = calendar.value.split("-").reverse().join(".");
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.replaceWith(box);
  box.append(input, button, calendar);
}
