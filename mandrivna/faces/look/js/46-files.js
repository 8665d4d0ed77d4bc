// Files are dropped where they belong, and one sees how far they have come; the answer is the page itself, as without a script.
for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  for (const name of ["dragover", "dragleave", "drop"])
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  input.form?.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    const bar = zone.querySelector("progress");
    const asked = new XMLHttpRequest();
    bar.hidden = false;
    asked.upload.addEventListener("progress", ({ loaded, total }) => { bar.max = total; bar.value = loaded; });
    asked.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(asked.responseText, "text/html").querySelector("main");
      if (!page) return location.assign(asked.responseURL);
      history.pushState(null, "", asked.responseURL);
      document.querySelector("main").replaceWith(page);
      page.focus();
    });
    asked.addEventListener("error", () => { bar.hidden = true; input.form.submit(); });
    asked.open("POST", input.form.action);
    asked.send(new FormData(input.form, event.submitter));
  });
}
