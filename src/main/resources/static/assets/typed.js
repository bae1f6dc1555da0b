// Keeps what was typed into a form that was not taken, because its reader was signed out meanwhile or the form had
// expired, until they see the form again. Only in this tab, only for the same person, and never a password.
(() => {
  "use strict";

  const KEY = "typed";
  const viewer = document.body.dataset.viewer;
  const signIn = document.querySelector("#signed-out a");

  const read = () => JSON.parse(sessionStorage.getItem(KEY));
  const write = typed => sessionStorage.setItem(KEY, JSON.stringify(typed));
  const forget = () => sessionStorage.removeItem(KEY);

  // The page to come back to. Where a form was refused, its own address is no page.
  let here = location.pathname + location.search;

  const posts = form => form.getAttribute("method") === "post" && !form.querySelector("[type=password]");
  const fields = form => [...form.elements].filter(field =>
    field.name && field.matches("textarea, select, input:not([type=hidden], [type=file])"));
  const ticks = field => field.matches("[type=checkbox], [type=radio]");
  const value = field => ticks(field) ? field.checked : field.value;

  const touched = form => fields(form).some(field => ticks(field)
    ? field.checked !== field.defaultChecked
    : field.defaultValue !== undefined && field.value !== field.defaultValue);

  // With the place of each field among those of its name, and its words, should it be gone.
  const typedInto = form => ({
    action: form.getAttribute("action"),
    fields: fields(form).map((field, at, all) => ({
      name: field.name,
      nth: all.slice(0, at).filter(other => other.name === field.name).length,
      value: value(field),
      words: ticks(field) ? "" : (field.selectedOptions?.[0]?.textContent ?? field.value).trim()
    }))
  });

  const keep = (forms, lost) =>
    write({by: viewer, page: here, forms: [...forms].filter(posts).map(typedInto), lost});

  const lines = (parent, texts) => {
    for (const text of texts) {
      const line = document.createElement("blockquote");
      line.textContent = text;
      parent.append(line);
    }
  };

  const notice = (text, before) => {
    const box = document.createElement("div");
    box.className = "notice";
    box.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = text;
    box.append(words);
    before.prepend(box);
    return box;
  };

  const restore = ({action, fields: typed}) => {
    const form = [...document.forms].find(one => one.getAttribute("action") === action);
    const gone = typed.filter(({name, nth, value: was}) => {
      const field = form && fields(form).filter(one => one.name === name)[nth];
      if (field && ticks(field)) field.checked = was;
      else if (field) field.value = was;
      return !field || value(field) !== was;
    });
    if (form && gone.length < typed.length) {
      const details = form.closest("details");
      if (details) details.open = true;
      notice("This was not sent. Here is what you had typed.", form);
    }
    const words = gone.map(field => field.words).filter(text => text);
    if (words.length) {
      lines(notice("This was not sent, and has no place on the page any more:", document.getElementById("content")), words);
    }
  };

  if (signIn) signIn.href = here;
  try {
    const typed = read();
    const kept = document.getElementById("typed-kept");
    if (new URLSearchParams(location.search).has("logout") || (viewer && typed && typed.by !== viewer)) {
      forget();
    } else if (typed && kept) {
      write({...typed, lost: true});
      kept.querySelector("a").href = typed.page;
      kept.hidden = false;
      // Its link leads there as well.
      kept.nextElementSibling.hidden = !viewer;
    } else if (typed && viewer && !typed.lost) {
      // It arrived. When this page answers it, something was wrong with it.
      if (typed.forms.some(form => form.action === location.pathname)) here = signIn.href = typed.page;
      forget();
    } else if (typed && viewer && typed.page === here) {
      forget();
      typed.forms.forEach(restore);
    }

    document.addEventListener("submit", event => {
      if (event.target.matches(".sign-out")) forget();
      else if (!event.defaultPrevented && viewer && posts(event.target)) keep([event.target], false);
    });

    // On the way to sign in, before anything was sent.
    signIn?.addEventListener("click", () =>
      keep([...document.forms].filter(form => form.closest("details[open]") || touched(form)), true));
  } catch (e) {
    // A browser that keeps nothing: the pages work without.
    console.warn(e);
  }
})();
