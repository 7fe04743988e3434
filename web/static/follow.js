// Follows a check while it goes on: the server tells each change, and the report takes the place of the stages.
// Without this file the page loads itself again until the report is there.
"use strict";

const place = document.getElementById("follow");
if (place) follow(place);

function follow(place) {
  const told = document.getElementById("told");
  const going = document.getElementById("going");
  const source = new EventSource(place.dataset.events);

  source.addEventListener("told", (event) => {
    const news = JSON.parse(event.data);
    going.innerHTML = news.html; // made by our own templates, escaped there
    told.textContent = news.told;
  });
  source.addEventListener("end", () => {
    source.close();
    load();
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(load, 3000); // refused: too many are open, or it is gone
  });

  // The report comes into this page, so that whoever reads or tabs here stays where they are.
  async function load() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.ok && page.getElementById("follow")) return void setTimeout(load, 3000);
      const heading = page.querySelector("h1").textContent;
      const within = place.contains(document.activeElement);
      const main = document.getElementById("main");
      document.title = page.title;
      main.replaceChildren(...page.getElementById("main").childNodes, told);
      if (within) main.focus();
      told.textContent = `${heading}. The report is on this page.`;
    } catch {
      setTimeout(load, 3000);
    }
  }
}
