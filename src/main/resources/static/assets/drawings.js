// Draws versions of models, with what differs marked.
(() => {
  "use strict";

  if (typeof BpmnJS === "undefined") return;

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const NARROW = 600, READABLE = 0.6;

  const marks = box =>
    (box.dataset.marks || "").split(" ").filter(Boolean).map(mark => {
      const at = mark.lastIndexOf(":");
      return {id: mark.slice(0, at), kind: mark.slice(at + 1)};
    });

  const begin = (box, viewer, marked) => {
    const canvas = viewer.get("canvas"), elements = viewer.get("elementRegistry");
    canvas.zoom("fit-viewport", "auto");
    const first = marked.map(mark => elements.get(mark.id)).find(element => element && element.width);
    if (first && box.clientWidth < NARROW && canvas.zoom() < READABLE) {
      // Too small to read: show the first difference instead of everything.
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

  const setUp = box => {
    let viewer = null, from = null;

    const draw = async () => {
      const answer = await fetch(box.dataset.url, {credentials: "same-origin"});
      if (!answer.ok) return;
      const xml = await answer.text();
      if (viewer) viewer.destroy();
      const style = getComputedStyle(document.documentElement);
      viewer = new BpmnJS({
        container: box,
        bpmnRenderer: {
          defaultFillColor: style.getPropertyValue("--surface").trim(),
          defaultStrokeColor: style.getPropertyValue("--text").trim()
        }
      });
      await viewer.importXML(xml);
      const marked = marks(box).filter(mark => viewer.get("elementRegistry").get(mark.id));
      for (const mark of marked) viewer.get("canvas").addMarker(mark.id, "is-" + mark.kind);
      begin(box, viewer, marked);
    };

    const zoom = factor => {
      const canvas = viewer.get("canvas");
      canvas.zoom(Math.min(4, Math.max(0.1, canvas.zoom() * factor)), "auto");
    };

    box.addEventListener("keydown", event => {
      const scroll = {ArrowLeft: {dx: 40, dy: 0}, ArrowRight: {dx: -40, dy: 0}, ArrowUp: {dx: 0, dy: 40}, ArrowDown: {dx: 0, dy: -40}}[event.key];
      if (!viewer || event.ctrlKey || event.metaKey || event.altKey) return;
      if (scroll) viewer.get("canvas").scroll(scroll);
      else if (event.key === "+") zoom(1.25);
      else if (event.key === "-") zoom(0.8);
      else if (event.key === "0") viewer.get("canvas").zoom("fit-viewport", "auto");
      else return;
      event.preventDefault();
    });
    // Dragging moves the drawing; the wheel stays with the page.
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
    dark.addEventListener("change", draw);
    draw();
  };

  document.querySelectorAll(".drawing").forEach(setUp);
})();
