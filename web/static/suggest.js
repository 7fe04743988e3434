// Suggestions below a search box, as the combobox pattern of the WAI-ARIA Authoring Practices has it.
// Without this file the box is a plain form and loses nothing but the list.
"use strict";

for (const box of document.querySelectorAll("input[data-suggest]")) attach(box);

function attach(box) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  list.id = `${box.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  said.className = "skip";
  said.setAttribute("role", "status");
  box.after(list);
  box.form.append(said);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);

  let chosen = -1;
  let asked = 0;
  let timer = 0;

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 120);
  });
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the box keeps the focus
    const option = event.target.closest("li");
    if (option) location.assign(option.dataset.page);
  });
  box.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.page);
    } else if (event.key === "ArrowDown" && count) {
      event.preventDefault();
      settle();
      list.hidden ? open() : choose((chosen + 1) % count);
    } else if (event.key === "ArrowUp" && count && !list.hidden) {
      event.preventDefault();
      settle();
      choose((chosen + count - (chosen < 0 ? 0 : 1)) % count);
    }
  });

  // Whoever walks the list keeps it: an answer that comes late must not put another in its place.
  function settle() {
    clearTimeout(timer);
    asked += 1;
  }

  async function look() {
    const mine = ++asked;
    const text = box.value.trim();
    if (!text) return close();
    const address = new URL(box.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address);
      const found = answer.ok ? await answer.json() : [];
      if (mine === asked && document.activeElement === box) show(found);
    } catch {
      close();
    }
  }

  function show(found) {
    list.replaceChildren(...found.map(option));
    said.textContent = found.length === 1 ? "1 suggestion" : `${found.length} suggestions`;
    found.length ? open() : close();
  }

  function option(each, place) {
    const item = document.createElement("li");
    const about = document.createElement("span");
    item.id = `${list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.page = each.address;
    item.textContent = `${each.label} `;
    about.className = "by";
    about.textContent = each.about;
    item.append(about);
    return item;
  }

  function open() {
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    choose(-1);
  }

  function close() {
    settle();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(place) {
    chosen = place;
    for (const [number, item] of [...list.children].entries()) {
      item.setAttribute("aria-selected", String(number === place));
    }
    if (place < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }
  }
}
