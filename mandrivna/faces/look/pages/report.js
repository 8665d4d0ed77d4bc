// A live number goes to where the cursor stands in the words of a report; without this it goes to their end.
const words = document.querySelector("[data-text]");
if (words) {
  for (const button of document.querySelectorAll("button[name=put]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const [from, to] = [words.selectionStart, words.selectionEnd];
      const before = words.value.slice(0, from);
      const space = before && !/\s$/.test(before) ? " " : "";
      words.setRangeText(`${space}{${button.value}}`, from, to, "end");
      words.dispatchEvent(new Event("input", { bubbles: true }));
      words.focus();
    });
  }
}
