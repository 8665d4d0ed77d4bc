// A text is copied by one press, and the button says so; without a script the text is simply selected by hand.
if (navigator.clipboard)
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const called = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const found = document.getElementById(button.dataset.copy);
      const lines = found.tagName === "OL" ? [...found.children].map((one, at) => `${at + 1}. ${one.textContent}`) : [found.textContent];
      try {
        await navigator.clipboard.writeText(lines.join("\n"));
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = called; }, 2000);
      } catch { getSelection().selectAllChildren(found); }
    });
  }
// What a telephone calls «share»; where the browser knows no such thing, the address and its code stand beside.
if (navigator.share)
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const url = document.getElementById(button.dataset.share).textContent;
      navigator.share({ title: button.dataset.title, url }).catch(() => {});
    });
  }
