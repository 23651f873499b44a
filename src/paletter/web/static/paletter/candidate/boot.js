/**
 * Runs before the modules, in words that very old browsers know too: tells who is inside an app's own browser, whose
 * browser is too old, and when the page did not load completely. So no page ever shows a button that does nothing.
 */
(function () {
  "use strict";

  var PATIENCE_MS = 10000;
  var APPS = [
    ["Instagram", /Instagram/],
    ["Messenger", /FB_IAB\/MESSENGER|FBAN\/Messenger|MessengerForiOS/],
    ["Facebook", /FBAN|FBAV|FB_IAB/],
    ["WhatsApp", /WhatsApp/],
    ["TikTok", /musical_ly|BytedanceWebview|TikTok/i],
    ["LinkedIn", /LinkedInApp/],
    ["Snapchat", /Snapchat/],
    ["WeChat", /MicroMessenger/],
    ["LINE", /\bLine\//],
    ["Google", /\bGSA\//],
    ["", /; wv\)|iPhone(?!.*Safari)|iPad(?!.*Safari)/],
  ];
  var page = document.documentElement;
  var root = document.querySelector("[data-recorder], [data-devices]");

  function all(selector) {
    return Array.prototype.slice.call(document.querySelectorAll(selector));
  }

  function unhide(selector) {
    all(selector).forEach(function (element) {
      element.hidden = false;
      element.removeAttribute("hidden");
    });
  }

  /** The app whose own browser this is; "" for one that does not say its name; null outside of apps. */
  function app() {
    for (var i = 0; i < APPS.length; i += 1) {
      if (APPS[i][1].test(navigator.userAgent)) return APPS[i][0];
    }
    return null;
  }

  /** What the modules can't do without. `at` came to all browsers with the syntax that they are written in. */
  function isTooOld() {
    return !(
      "noModule" in document.createElement("script") &&
      typeof Promise === "function" &&
      typeof fetch === "function" &&
      typeof AbortController === "function" &&
      typeof Array.prototype.at === "function"
    );
  }

  /** Copy this page's address; where that is refused, the field beside the button is marked to be copied by hand. */
  function copyAddress(button) {
    var place = button.parentNode;
    var field = place.querySelector("[data-address]");
    var said = place.querySelector("[data-copied]");
    field.value = location.href;
    field.removeAttribute("hidden");
    field.focus();
    field.setSelectionRange(0, field.value.length);
    var isCopied = false;
    try {
      isCopied = document.execCommand("copy");
    } catch (error) {
      isCopied = false;
    }
    said.textContent = button.getAttribute(isCopied ? "data-said" : "data-failed");
  }

  /** Show the recorder as blocked by something that its own script can't tell. */
  function block(name) {
    if (!root) return;
    var told = JSON.parse(document.getElementById("sentences").textContent);
    root.setAttribute("data-state", "blocked");
    all("[data-for]").forEach(function (element) {
      var isShown = (" " + element.getAttribute("data-for") + " ").indexOf(" blocked ") >= 0;
      if (isShown) element.removeAttribute("hidden");
      else element.setAttribute("hidden", "");
    });
    root.querySelector("[data-problem]").textContent = told[name];
    root.querySelector("[data-remedy]").textContent = told[name + "-remedy"];
    all("[data-open]").forEach(function (button) {
      button.setAttribute("hidden", "");
    });
  }

  function blockUnlessStarted() {
    if (!root || root.getAttribute("data-state") !== "starting") return;
    block("not-loaded");
    unhide("[data-reload]");
  }

  all("[data-copy-address]").forEach(function (button) {
    button.addEventListener("click", function () {
      copyAddress(button);
    });
  });
  all("[data-reload]").forEach(function (button) {
    button.addEventListener("click", function () {
      location.reload();
    });
  });

  var found = app();
  if (found !== null) {
    page.setAttribute("data-in-app", found);
    all("[data-app]").forEach(function (element) {
      if (found) element.textContent = found;
    });
    unhide("[data-in-app-note]");
  }

  if (isTooOld()) {
    unhide("[data-too-old]");
    block("too-old");
    return;
  }
  unhide('[data-for="starting"]');
  window.addEventListener("error", function (event) {
    if (event.target && event.target.tagName === "SCRIPT") blockUnlessStarted();
  }, true);
  window.addEventListener("load", function () {
    setTimeout(blockUnlessStarted, PATIENCE_MS);
  });
})();
