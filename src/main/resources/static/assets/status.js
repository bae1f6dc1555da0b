// Adds the reader's own time to each time of the page. Without it the page shows UTC.
(() => {
  "use strict";

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const locale = "en-GB";
  const full = new Intl.DateTimeFormat(locale, {day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short"});
  const clock = new Intl.DateTimeFormat(locale, {hour: "2-digit", minute: "2-digit", timeZoneName: "short"});
  const day = new Intl.DateTimeFormat(locale, {day: "numeric", month: "short"});

  let other = false;
  for (const time of document.querySelectorAll("time[datetime*=T]")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime()) || at.getTimezoneOffset() === 0) continue;
    other = true;
    const sameDay = at.getDate() === at.getUTCDate();
    const short = time.classList.contains("clock");
    const utc = document.createElement("span");
    utc.className = "utc";
    const hours = at.toISOString().slice(11, 16);
    utc.textContent = sameDay || short ? ` (${hours} UTC)` : ` (${time.textContent.trim()})`;
    time.textContent = short ? (sameDay ? "" : day.format(at) + ", ") + clock.format(at) : full.format(at);
    time.append(utc);
  }
  if (other && zone) {
    document.getElementById("zone").textContent = `Times are yours (${zone}), with UTC beside them.`;
  }
})();
