// A front page with something live on it looks again by itself (htmx), but not in a tab that nobody sees; and where the
// session has ended it stays as it is, with its numbers, and says so. Without this script there is "Look again".
(() => {
  "use strict";
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const came = new URL(event.detail.xhr.responseURL).pathname;
    if (event.detail.xhr.status === 200 && came === event.detail.pathInfo.requestPath) return;
    event.detail.shouldSwap = false;
    if (came !== event.detail.pathInfo.requestPath) document.getElementById("signed-out").hidden = false;
  });
})();
