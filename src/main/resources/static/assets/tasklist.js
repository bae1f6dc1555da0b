// What the Tasklist alone needs mended.

// A list in a form keeps an empty note of each field that was ever checked, and the Tasklist takes
// that for an error: once a row is written, "Complete" stays off. It goes on again here as soon as
// the form shows no error. Completing checks all fields once more, so nothing wrong gets through.
const mendComplete = () => {
  const button = document.querySelector('button[ng-click="complete()"]:disabled');
  const form = document.querySelector(".fjs-form");
  if (!button || !form || form.querySelector(".fjs-has-errors, .fjs-form-field-error")) return;
  let scope = window.angular?.element(button).scope();
  while (scope && !Object.hasOwn(scope, "$invalid")) scope = scope.$parent;
  if (scope?.$invalid) scope.$apply(() => { scope.$invalid = false; });
};
setInterval(mendComplete, 400);

// Without an order that the reader has chosen the newest task comes first. The gravest does, then what is due first.
// Stored with a list of tasks it would go before every order that is chosen.
const ORDER = JSON.stringify([{sortBy: "priority", sortOrder: "desc"}, {sortBy: "dueDate", sortOrder: "asc"}]);
const asked = () => new URLSearchParams(location.hash.split("?")[1]);
const order = () => {
  const query = asked();
  if (!["", "#/"].includes(location.hash.split("?")[0]) || query.has("sorting")) return;
  query.set("sorting", ORDER);
  location.replace(`#/?${query}`);
};
order();
// Before the Tasklist reads the address, and where it changed the address by itself.
addEventListener("popstate", order);
setInterval(order, 400);

// On a phone the lists are above the task. Whoever opens one sees it; while the lists are drawn, it moves on.
let opened, follow = 0;
const look = () => {
  const task = asked().get("task");
  if (task !== opened && (!task || document.querySelector(".task-details .fjs-form"))) {
    opened = task;
    follow = task && matchMedia("(max-width: 842px)").matches ? Date.now() + 2000 : 0;
  }
  if (Date.now() < follow) document.querySelector(".task-details")?.scrollIntoView();
};
for (const hand of ["pointerdown", "wheel", "keydown"]) addEventListener(hand, () => { follow = 0; }, {passive: true});
setInterval(look, 200);
