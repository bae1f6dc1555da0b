// Draws versions of models, with what differs marked.
(() => {
  "use strict";

  if (typeof BpmnJS === "undefined") return;

  const READABLE = 0.6;

  const marks = box =>
    (box.dataset.marks || "").split(" ").filter(Boolean).map(mark => {
      const at = mark.lastIndexOf(":");
      return {id: mark.slice(0, at), kind: mark.slice(at + 1)};
    });

  const setUp = box => {
    const canvas = modelCanvas(box);
    const draw = async () => {
      const viewer = await canvas.draw(box.dataset.url);
      if (!viewer) return;
      const elements = viewer.get("elementRegistry");
      const marked = marks(box).filter(mark => elements.get(mark.id));
      for (const mark of marked) viewer.get("canvas").addMarker(mark.id, "is-" + mark.kind);
      canvas.begin(marked.map(mark => elements.get(mark.id)).find(element => element.width), READABLE);
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    draw();
  };

  document.querySelectorAll(".drawing").forEach(setUp);
})();
