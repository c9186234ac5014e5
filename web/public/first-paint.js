// Runs before the page is painted so that a light page never flashes dark. The same keys as src/lib/theme.ts.
(function () {
  try {
    var root = document.documentElement;
    var theme = localStorage.getItem("nofomo.theme") || "system";
    var light = theme === "light" || (theme === "system" && matchMedia("(prefers-color-scheme: light)").matches);
    root.dataset.theme = light ? "light" : "dark";
    root.dataset.palette = localStorage.getItem("nofomo.palette") === "colourblind" ? "colourblind" : "normal";
    root.lang = localStorage.getItem("nofomo.language") === "en" ? "en" : "id";
  } catch {
    /* A browser without storage gets the defaults. */
  }
})();
