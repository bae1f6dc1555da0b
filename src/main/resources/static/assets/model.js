// Draws the model of an incident and marks where it stands. What is active is read from the list
// above the drawing, which the server writes and keeps fresh.
(() => {
  "use strict";

  const box = document.getElementById("diagram");
  if (!box || typeof BpmnJS === "undefined") return;

  const NARROW = 600, READABLE = 0.75;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let shown = null, viewer = null, marked = [], drawing = 0;

  const active = process =>
    [...document.querySelectorAll(`.place[data-process="${process}"] [data-activity]`)].map(e => e.dataset.activity);

  const press = () => {
    for (const button of document.querySelectorAll(".models button")) {
      button.setAttribute("aria-pressed", String(button.dataset.process === shown));
    }
  };

  const mark = () => {
    const canvas = viewer.get("canvas"), elements = viewer.get("elementRegistry");
    for (const id of marked) canvas.removeMarker(id, "here");
    marked = active(shown).filter(id => elements.get(id));
    for (const id of marked) canvas.addMarker(id, "here");
  };

  const fit = () => viewer.get("canvas").zoom("fit-viewport", "auto");

  const begin = () => {
    fit();
    const canvas = viewer.get("canvas");
    const elements = viewer.get("elementRegistry");
    const first = marked.map(id => elements.get(id)).sort((a, b) => a.y - b.y || a.x - b.x)[0];
    if (first && box.clientWidth < NARROW && canvas.zoom() < READABLE) {
      // Too small to read on a phone: show the place where it stands instead of everything. The
      // work is drawn above what runs beside it.
      canvas.zoom(READABLE, "auto");
      const view = canvas.viewbox();
      canvas.viewbox({
        x: first.x + first.width / 2 - view.width / 2,
        y: first.y + first.height / 2 - view.height / 2,
        width: view.width,
        height: view.height
      });
    }
  };

  const zoom = factor => {
    const canvas = viewer.get("canvas");
    canvas.zoom(Math.min(4, Math.max(0.1, canvas.zoom() * factor)), "auto");
  };

  const draw = async process => {
    const mine = ++drawing;
    const answer = await fetch(box.dataset.url + encodeURIComponent(process), {credentials: "same-origin"});
    if (!answer.ok || mine !== drawing) return;
    const xml = await answer.text();
    if (mine !== drawing) return;
    if (viewer) viewer.destroy();
    const style = getComputedStyle(document.documentElement);
    viewer = new BpmnJS({
      container: box,
      bpmnRenderer: {
        defaultFillColor: style.getPropertyValue("--surface").trim(),
        defaultStrokeColor: style.getPropertyValue("--text").trim()
      }
    });
    shown = process;
    marked = [];
    await viewer.importXML(xml);
    if (mine !== drawing) return;
    mark();
    begin();
    press();
    document.querySelector(".zoom").hidden = false;
  };

  const choices = () => [...document.querySelectorAll(".models button")].map(button => button.dataset.process);

  document.addEventListener("click", event => {
    const model = event.target.closest(".models button");
    if (model) draw(model.dataset.process);
    const zoomed = event.target.closest("[data-zoom]");
    if (zoomed && viewer) {
      if (zoomed.dataset.zoom === "fit") fit();
      else zoom(zoomed.dataset.zoom === "in" ? 1.25 : 0.8);
    }
  });

  box.addEventListener("keydown", event => {
    const scroll = {ArrowLeft: {dx: 40, dy: 0}, ArrowRight: {dx: -40, dy: 0}, ArrowUp: {dx: 0, dy: 40}, ArrowDown: {dx: 0, dy: -40}}[event.key];
    if (!viewer || event.ctrlKey || event.metaKey || event.altKey) return;
    if (scroll) viewer.get("canvas").scroll(scroll);
    else if (event.key === "+") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });

  // Dragging moves the drawing; the wheel stays with the page.
  let from = null;
  box.addEventListener("pointerdown", event => {
    if (event.target.closest("a")) return;
    from = {x: event.clientX, y: event.clientY};
    box.setPointerCapture(event.pointerId);
  });
  box.addEventListener("pointermove", event => {
    if (!from || !viewer) return;
    viewer.get("canvas").scroll({dx: event.clientX - from.x, dy: event.clientY - from.y});
    from = {x: event.clientX, y: event.clientY};
  });
  for (const end of ["pointerup", "pointercancel"]) box.addEventListener(end, () => { from = null; });

  document.body.addEventListener("htmx:afterSettle", () => {
    if (!viewer) return;
    // A model that has ended leaves its tab; then the main one is shown.
    if (choices().includes(shown)) { mark(); press(); } else draw(choices()[0]);
  });
  dark.addEventListener("change", () => { if (shown) draw(shown); });

  draw(choices()[0]);
})();
