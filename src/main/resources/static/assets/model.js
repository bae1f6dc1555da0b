// Draws the model of an incident and marks where it stands. What is active is read from the list
// above the drawing, which the server writes and keeps fresh.
(() => {
  "use strict";

  const box = document.getElementById("diagram");
  if (!box || typeof BpmnJS === "undefined") return;

  const READABLE = 0.75;
  const canvas = modelCanvas(box);
  let shown = null, viewer = null, marked = [];

  const active = process =>
    [...document.querySelectorAll(`.place[data-process="${process}"] [data-activity]`)].map(e => e.dataset.activity);

  const press = () => {
    for (const button of document.querySelectorAll(".models button")) {
      button.setAttribute("aria-pressed", String(button.dataset.process === shown));
    }
  };

  const mark = () => {
    const drawn = viewer.get("canvas"), elements = viewer.get("elementRegistry");
    for (const id of marked) drawn.removeMarker(id, "here");
    marked = active(shown).filter(id => elements.get(id));
    for (const id of marked) drawn.addMarker(id, "here");
  };

  // The work is drawn above what runs beside it.
  const highest = () => {
    const elements = viewer.get("elementRegistry");
    return marked.map(id => elements.get(id)).sort((a, b) => a.y - b.y || a.x - b.x)[0];
  };

  const draw = async process => {
    const drawn = await canvas.draw(box.dataset.url + encodeURIComponent(process));
    if (!drawn) return;
    viewer = drawn;
    shown = process;
    marked = [];
    mark();
    canvas.begin(highest(), READABLE);
    press();
    document.querySelector(".zoom").hidden = false;
  };

  const choices = () => [...document.querySelectorAll(".models button")].map(button => button.dataset.process);

  document.addEventListener("click", event => {
    const model = event.target.closest(".models button");
    if (model) draw(model.dataset.process);
    const zoomed = event.target.closest("[data-zoom]");
    if (zoomed && viewer) {
      if (zoomed.dataset.zoom === "fit") canvas.fit();
      else canvas.zoom(zoomed.dataset.zoom === "in" ? 1.25 : 0.8);
    }
  });

  document.body.addEventListener("htmx:afterSettle", () => {
    if (!viewer) return;
    // A model that has ended leaves its tab; then the main one is shown.
    if (choices().includes(shown)) { mark(); press(); } else draw(choices()[0]);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (shown) draw(shown); });

  draw(choices()[0]);
})();
