// Shows in an application what its users should know now. Put it into a page:
//
//   <script src="https://status.example.org/status/banner.js" defer></script>
//
// Attributes of the script element, all optional:
//   data-target    selector of the element that it is shown in; default: the top of the page
//   data-interval  seconds between two looks, at least 30; default 60
//   data-link      words of the link to the status page; default "Read more"
//   data-close     words of the button that hides it; default "Hide"
(() => {
  "use strict";

  const script = document.currentScript;
  const source = new URL("banner.json", script.src);
  const every = Math.max(30, Number(script.dataset.interval) || 60) * 1000;
  const colours = {none: "#4b5965", minor: "#735b00", major: "#a34a00", critical: "#a8151d"};
  const HIDDEN = "tocsin-banner-hidden";

  let box = null;
  let hidden = null;
  try { hidden = sessionStorage.getItem(HIDDEN); } catch { /* it may be forbidden */ }

  const make = (name, text, styles) => {
    const element = document.createElement(name);
    element.textContent = text;
    Object.assign(element.style, styles);
    return element;
  };

  const frame = () => {
    if (box) return box;
    box = document.createElement("div");
    box.setAttribute("role", "status");
    box.className = "tocsin-banner";
    const target = script.dataset.target && document.querySelector(script.dataset.target);
    if (target) target.append(box); else document.body.prepend(box);
    return box;
  };

  const show = banner => {
    const version = banner && `${banner.id} ${banner.updated_at}`;
    if (!banner || version === hidden) {
      if (box) box.replaceChildren();
      return;
    }
    const line = frame();
    if (line.dataset.version === version && line.hasChildNodes()) return;
    line.dataset.version = version;
    const inside = make("div", "", {
      display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px 16px", padding: "10px 16px",
      font: "15px/1.4 system-ui, sans-serif", color: "#fff", background: colours[banner.impact] || colours.none
    });
    const text = make("span", "", {flex: "1 1 16em"});
    text.append(make("strong", banner.title, {}), document.createTextNode(" " + banner.body));
    inside.append(text);
    if (/^https?:/.test(banner.url)) {
      const link = make("a", script.dataset.link || "Read more", {color: "#fff", textDecoration: "underline"});
      link.href = banner.url;
      inside.append(link);
    }
    const close = make("button", script.dataset.close || "Hide", {
      font: "inherit", color: "#fff", background: "transparent", border: "1px solid #fff", borderRadius: "4px",
      padding: "2px 10px", cursor: "pointer"
    });
    close.type = "button";
    close.addEventListener("click", () => {
      hidden = version;
      try { sessionStorage.setItem(HIDDEN, version); } catch { /* then until the next page */ }
      line.replaceChildren();
    });
    inside.append(close);
    line.replaceChildren(inside);
  };

  const look = async () => {
    try {
      if (!document.hidden) {
        const answer = await fetch(source, {credentials: "omit"});
        if (answer.ok) show((await answer.json()).banner);
      }
    } catch {
      // What was shown stays; the next look may work.
    }
    setTimeout(look, every);
  };

  const begin = () => {
    frame();
    look();
  };
  if (document.body) begin(); else document.addEventListener("DOMContentLoaded", begin);
})();
