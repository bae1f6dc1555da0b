// Counts the clocks of a page on, and says so when the page is cut off from the server.
(() => {
  "use strict";

  // The server's clock counts; the reader's may be wrong.
  let ahead = 0;
  const setClock = from => {
    const now = from && Date.parse(from.dataset.now);
    if (now) ahead = now - Date.now();
  };

  // Same words as the server's.
  const span = ms => {
    const s = Math.floor(Math.abs(ms) / 1000);
    const d = Math.floor(s / 86400), h = Math.floor(s / 3600), m = Math.floor(s / 60);
    if (d) return `${d} d ${h % 24} h`;
    if (h) return `${h} h ${m % 60} min`;
    if (m) return `${m} min ${s % 60} s`;
    return `${s} s`;
  };

  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const tick = () => {
    const now = Date.now() + ahead;
    for (const time of document.querySelectorAll("time[data-due]")) {
      const left = Date.parse(time.dataset.due) - now;
      // A drill has two times.
      const pace = Number(time.dataset.pace || 1), exercise = pace > 1 ? " in the exercise" : "";
      write(time, (left > 0 ? `in ${span(left * pace)}` : `overdue by ${span(left * pace)}`) + exercise);
      const box = time.closest(".countdowns dl > div") || time;
      box.classList.toggle("running", left > 0);
      box.classList.toggle("overdue", left <= 0);
    }
    for (const time of document.querySelectorAll("time[data-since]")) {
      write(time, `${span(now - Date.parse(time.dataset.since))} ago`);
    }
  };

  // Times are UTC for everybody; the reader's own time is a hover away.
  const local = () => {
    for (const time of document.querySelectorAll("time[datetime]:not([title])")) {
      time.title = new Date(time.dateTime).toLocaleString();
    }
  };

  // The commands fit the status they were drawn for; text that is being typed is left alone.
  const refreshCommands = () => {
    const head = document.getElementById("head"), commands = document.getElementById("commands");
    if (!head || !commands || head.dataset.status === commands.dataset.status) return;
    if (commands.querySelector("details[open]")) {
      commands.querySelector("#moved-on").hidden = false;
    } else {
      htmx.ajax("GET", commands.dataset.url, {target: commands, swap: "outerHTML"});
    }
  };

  // A menu of the head closes when the reader turns to something else.
  const closeMenus = but => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(but)) menu.open = false;
    }
  };
  document.addEventListener("click", event => closeMenus(event.target));
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") closeMenus(null);
  });

  // A form that is on its way is not sent again by a second click. It may be after a while, when no answer has
  // come, and when the reader comes back to the page as it was.
  let underWay = new WeakSet();
  document.addEventListener("submit", event => {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
    if (underWay.has(form)) {
      event.preventDefault();
    } else {
      underWay.add(form);
      setTimeout(() => underWay.delete(form), 10_000);
    }
  });
  window.addEventListener("pageshow", () => { underWay = new WeakSet(); });

  setClock(document.body);
  tick();
  local();
  setInterval(tick, 1000);

  const connection = document.getElementById("connection");
  const cutOff = () => { connection.hidden = false; };
  document.body.addEventListener("htmx:sendError", cutOff);

  // Without a session no question is answered any more: asking ends, and the page says so.
  const signedOut = document.getElementById("signed-out");
  document.body.addEventListener("htmx:responseError", event => {
    if (event.detail.xhr.status !== 401) return cutOff();
    connection.hidden = true;
    signedOut.hidden = false;
  });
  document.body.addEventListener("htmx:beforeRequest", event => {
    if (!signedOut.hidden) event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeOnLoad", event => {
    if (event.detail.xhr.status < 400) connection.hidden = true;
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    setClock(document.querySelector("main [data-now]"));
    tick();
    local();
    refreshCommands();
  });

  // Opening a form puts the reader into it.
  document.body.addEventListener("toggle", event => {
    if (event.target.open && event.target.matches(".commands details") && !event.target.querySelector("[autofocus]")) {
      event.target.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    }
  }, true);
})();
