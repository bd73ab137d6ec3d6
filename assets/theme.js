// Before the first paint: theme (`leadx.theme`: "light", "dark" or absent for the system's choice), rail, and no English
// words for people who read another language, until theirs are there.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  };
  var apply = function () {
    var chosen = read("leadx.theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
    else delete root.dataset.theme;
    var canvas = getComputedStyle(root).getPropertyValue("--canvas").trim();
    if (canvas)
      document.querySelectorAll('meta[name="theme-color"]').forEach(function (color) {
        color.content = canvas;
      });
  };
  apply();
  var language = read("leadx.language");
  if (language && language !== "en") {
    root.lang = language;
    root.dataset.words = "wait";
    setTimeout(function () {
      delete root.dataset.words;
    }, 2500);
  }
  // A narrow window needs its width for the page: there the menu is slim, and unfolds over the page.
  var narrow = matchMedia("(width < 64em)");
  var rail = function () {
    if (narrow.matches || read("leadx.rail") === "slim") root.dataset.rail = "slim";
    else delete root.dataset.rail;
  };
  rail();
  narrow.addEventListener("change", rail);
  addEventListener("load", apply);
  addEventListener("storage", function (event) {
    if (event.key === "leadx.theme") apply();
  });
  window.leadxTheme = function (choice) {
    try {
      if (choice === "light" || choice === "dark") localStorage.setItem("leadx.theme", choice);
      else localStorage.removeItem("leadx.theme");
    } catch (error) {}
    apply();
  };
})();
