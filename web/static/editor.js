// The editor of YASGUI in the place of the plain box, where it was fetched (make assets). Without this file, or without
// YASGUI, the box is a plain form; the answer is the same page either way, and its address holds the query.
"use strict";

const box = document.getElementById("query");
if (box && window.Yasgui) edit(box, window.Yasgui.Yasqe);
for (const place of document.querySelectorAll("[data-copy]")) offerCopy(place);

function edit(box, Yasqe) {
  const terms = fetch(box.dataset.terms).then((answer) => answer.json());
  registerCompleters(Yasqe, terms);
  const place = document.createElement("div");
  box.after(place);
  const editor = new Yasqe(place, {
    value: box.value,
    persistenceId: null,
    createShareableLink: null,
    consumeShareLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto", // as long as the query: nothing scrolls within what scrolls
    viewportMargin: Infinity,
    lineWrapping: true,
    // Tab moves on, as everywhere else on the page: nobody is caught (WCAG 2.1.2).
    extraKeys: { ...Yasqe.defaults.extraKeys, Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run },
  });

  const field = editor.getInputField();
  box.hidden = true;
  box.id = "query-sent";
  field.id = "query"; // the label and the link from an error lead here
  field.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby")} query-keys`);
  if (box.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
  document.getElementById("query-keys").hidden = false;

  editor.on("change", () => (box.value = editor.getValue()));
  box.form.addEventListener("submit", () => {
    box.value = editor.getValue();
    // An address has an end; what is longer is sent in the body, and cannot be shared as a link.
    box.form.method = encodeURIComponent(box.value).length > 7000 ? "post" : "get";
  });
  terms.then(({ prefixes }) => fillPrefixes(editor, prefixes)).catch(() => {});

  function run() {
    box.form.requestSubmit();
  }
}

// A prefix that is written gets its line at the head, once its colon is there.
function fillPrefixes(editor, prefixes) {
  editor.on("keyup", () => {
    const cursor = editor.getDoc().getCursor();
    const before = editor.getDoc().getLine(cursor.line).slice(0, cursor.ch);
    const found = /(?:^|[\s(|/^,;.])([a-z]+):$/i.exec(before);
    const name = found && found[1];
    if (!name || !prefixes[name] || /^\s*PREFIX\s/i.test(before) || name in editor.getPrefixesFromQuery()) return;
    editor.addPrefixes({ [name]: prefixes[name] });
  });
}

function registerCompleters(Yasqe, terms) {
  const theirs = Yasqe.Autocompleters;
  const ours = {
    prefixes: async () => {
      const { prefixes } = await terms;
      return Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`);
    },
    "our-classes": async () => (await terms).classes,
    "our-properties": async () => (await terms).properties,
  };
  const alike = { prefixes: theirs.prefixes, "our-classes": theirs.class, "our-properties": theirs.property };
  for (const [name, get] of Object.entries(ours)) {
    Yasqe.registerAutocompleter({ ...alike[name], name, get, bulk: true, persistenceId: null }, false);
  }
  // Those that come along ask strangers; the policy of the page would not let them, but they should not even try.
  delete theirs.class;
  delete theirs.property;
  Yasqe.defaults.prefixCcApi = null;
  Yasqe.defaults.autocompleters = Object.keys(ours);
}

function offerCopy(place) {
  const button = document.createElement("button");
  const said = document.createElement("span");
  button.type = "button";
  button.className = "button second small";
  button.textContent = "Copy the link";
  said.setAttribute("role", "status");
  said.className = "by";
  place.append(button, " ", said);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(place.dataset.copy);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Not copied: this browser does not let pages copy. The link above can be copied by hand.";
    }
  });
}
