// A box in which a model is drawn, moved by dragging or arrow keys, and zoomed.
(() => {
  "use strict";

  const NARROW = 600;
  const SCROLLS = {ArrowLeft: {dx: 40, dy: 0}, ArrowRight: {dx: -40, dy: 0}, ArrowUp: {dx: 0, dy: 40}, ArrowDown: {dx: 0, dy: -40}};

  window.modelCanvas = box => {
    let viewer = null, drawing = 0, from = null;

    const canvas = () => viewer.get("canvas");
    const fit = () => canvas().zoom("fit-viewport", "auto");
    const zoom = factor => canvas().zoom(Math.min(4, Math.max(0.1, canvas().zoom() * factor)), "auto");

    // Gives the viewer, or nothing when there is no such model or another was asked for meanwhile.
    const draw = async url => {
      const mine = ++drawing;
      const answer = await fetch(url, {credentials: "same-origin"});
      if (!answer.ok || mine !== drawing) return null;
      const xml = await answer.text();
      if (mine !== drawing) return null;
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
      return mine === drawing ? viewer : null;
    };

    // Too small to read on a phone: shows one element instead of everything.
    const begin = (element, readable) => {
      fit();
      if (!element || !element.width || box.clientWidth >= NARROW || canvas().zoom() >= readable) return;
      canvas().zoom(readable, "auto");
      const view = canvas().viewbox();
      canvas().viewbox({
        x: element.x + element.width / 2 - view.width / 2,
        y: element.y + element.height / 2 - view.height / 2,
        width: view.width,
        height: view.height
      });
    };

    box.addEventListener("keydown", event => {
      const scroll = SCROLLS[event.key];
      if (!viewer || event.ctrlKey || event.metaKey || event.altKey) return;
      if (scroll) canvas().scroll(scroll);
      else if (event.key === "+") zoom(1.25);
      else if (event.key === "-") zoom(0.8);
      else if (event.key === "0") fit();
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
      canvas().scroll({dx: event.clientX - from.x, dy: event.clientY - from.y});
      from = {x: event.clientX, y: event.clientY};
    });
    for (const end of ["pointerup", "pointercancel"]) box.addEventListener(end, () => { from = null; });

    return {draw, begin, fit, zoom};
  };
})();
