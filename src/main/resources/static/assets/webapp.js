// What the webapps of the engine take from us. Each of them imports it in its config.js.

const page = path => new URL(`../${path}`, import.meta.url).href;

document.querySelector('link[rel="icon"]')?.setAttribute("href", page("assets/tocsin.svg"));

// One sign-on: whoever is signed out of a webapp is at our sign-in page, not at the webapp's own.
const leave = () => {
  if (location.hash.startsWith("#/login")) location.replace(page("login?logout"));
};
addEventListener("hashchange", leave);
leave();

// The way back to the incidents, first in the head. The webapp draws its head when it is ready.
const addWayBack = () => {
  const menu = document.querySelector("[cam-widget-header] .app-menu > ul");
  if (!menu) return false;
  const link = document.createElement("a");
  link.href = page("incidents");
  link.textContent = "Incidents";
  const item = document.createElement("li");
  item.append(link);
  menu.prepend(item);
  return true;
};
const watch = new MutationObserver(() => {
  if (addWayBack()) watch.disconnect();
});
if (!addWayBack()) watch.observe(document.documentElement, {childList: true, subtree: true});

// A refused answer says why, without the id of the field, which nobody sees here.
const refusal = /^[a-z]\w*: (.*)$/s;
new MutationObserver(() => {
  for (const message of document.querySelectorAll(".notifications .message")) {
    const said = message.textContent.match(refusal);
    if (said) message.textContent = said[1].charAt(0).toUpperCase() + said[1].slice(1);
  }
}).observe(document.documentElement, {childList: true, subtree: true});
