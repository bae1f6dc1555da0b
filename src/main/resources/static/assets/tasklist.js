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
