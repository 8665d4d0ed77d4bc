// <a href="/a/page/of/its/own/" data-open="id"> opens <dialog id="id"> instead; without a script it is a link to the page.
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-open]");
  const dialog = opener && document.getElementById(opener.dataset.open);
  if (dialog?.showModal) {
    event.preventDefault();
    dialog.showModal();
  } else if (event.target.closest?.("dialog [data-shut]") || event.target.matches?.("dialog[open]")) {
    event.target.closest("dialog").close();
  }
});
