// What is being written stays in this tab of the browser until it is sent, so that neither a session that has ended nor
// a press that failed takes it away. Every page works without this script.
(() => {
  "use strict";
  const MARK = "draft:";
  const body = document.body;
  const whose = body.dataset.whose || "";
  const loaded = performance.getEntriesByType("navigation")[0];
  // Pages of signing in and of refusals say so themselves; going back is no answer to a press either.
  const notSent = body.hasAttribute("data-not-sent") || (loaded && loaded.type !== "navigate");

  const store = {
    get: (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
    set: (key, kept) => { try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch { /* no room */ } },
    drop: (key) => sessionStorage.removeItem(key),
    all: () => Object.keys(sessionStorage).filter((key) => key.startsWith(MARK)),
  };

  for (const key of store.all()) {
    const kept = store.get(key);
    const anotherPerson = whose && !key.startsWith(MARK + whose + ":");
    if (!kept || anotherPerson || (kept.sent && !notSent)) store.drop(key);
    else if (kept.sent) store.set(key, { text: kept.text, sent: false });
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-ends-session") || actionOf(form).endsWith("/sign-out/")) store.all().forEach(store.drop);
    else areasOf(form).forEach((area) => area.value && store.set(keyOf(area), { text: area.value, sent: true }));
  });

  if (!whose) return;
  const areas = [...document.forms].flatMap(areasOf);
  if (!areas.length) return;

  for (const area of areas) {
    const kept = store.get(keyOf(area));
    if (kept && kept.text !== area.value && area.value === area.defaultValue) {
      area.value = kept.text;
      say(area.form, "What you had written is still here. It is kept in this tab alone, until you send it.");
    }
    area.addEventListener("input", () => {
      if (area.value === area.defaultValue) store.drop(keyOf(area));
      else store.set(keyOf(area), { text: area.value, sent: false });
    });
  }

  const unsent = () => areas.some((area) => area.value !== area.defaultValue);
  const look = async () => {
    if (document.hidden || !unsent()) return;
    try {
      const answer = await (await fetch("/still-signed-in/", { credentials: "same-origin" })).json();
      if (answer.whose !== whose) {
        const back = encodeURIComponent(location.pathname + location.search);
        say(areas[0].form, "You have been signed out. What you have written is kept in this tab.",
          "/sign-in/?next=" + back, "Sign in again");
      }
    } catch { /* no line: asked again later */ }
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  setInterval(look, 60000);

  function areasOf(form) {
    const sends = (form.getAttribute("method") || "").toLowerCase() === "post";
    return sends ? [...form.querySelectorAll("textarea[name]:not([readonly])")] : [];
  }

  function actionOf(form) {
    return form.getAttribute("action") || ""; // form.action may be a field of that name
  }

  function keyOf(area) {
    return [MARK + whose, location.pathname, actionOf(area.form), area.name].join(":");
  }

  function say(form, words, href, label) {
    let note = form.querySelector(".covenant-kept");
    if (!note) {
      note = document.createElement("p");
      note.className = "govuk-inset-text covenant-kept";
      note.setAttribute("role", "status");
      form.prepend(note);
    }
    note.textContent = words + " ";
    if (href) {
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = href;
      link.textContent = label;
      note.append(link);
    }
  }
})();
