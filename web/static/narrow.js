// Filters listed by name while one types: the page itself is asked for the same form, and its list is put in place.
// Without this file the box is a part of the form, and its button brings the same page.
"use strict";

for (const box of document.querySelectorAll("input[data-narrow]")) attachNarrowing(box);

for (const form of document.querySelectorAll("form.finder")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (name.startsWith("in-") && !value.trim()) event.formData.delete(name); // addresses stay short
    }
  });
}

function attachNarrowing(box) {
  const said = document.createElement("p");
  said.className = "skip";
  said.setAttribute("role", "status");
  box.after(said);
  let asked = 0;
  let timer = 0;

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 150);
  });

  async function look() {
    const mine = ++asked;
    const address = new URL(box.form.action, location.href);
    address.search = new URLSearchParams(new FormData(box.form));
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      if (answer.ok && mine === asked) show(await answer.text());
    } catch {
      // the button still works
    }
  }

  function show(text) {
    const list = document.getElementById(box.dataset.narrow);
    const found = new DOMParser().parseFromString(text, "text/html").getElementById(box.dataset.narrow);
    if (!list || !found) return;
    for (const button of found.querySelectorAll("[popovertarget]")) button.remove(); // its block is on the other page
    list.replaceChildren(...found.children);
    const names = list.querySelectorAll("input").length;
    said.textContent = names === 1 ? "1 name in the list" : `${names} names in the list`;
  }
}
