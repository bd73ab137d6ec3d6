// Theme and rail before the first paint. `leadx.theme` is "light", "dark" or absent for the system's choice.
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
  if (read("leadx.rail") === "slim") root.dataset.rail = "slim";
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
