// What the view's templates would do in attributes, which the content policy refuses.
document.querySelectorAll("[data-leadx-columns]").forEach((button) => {
  button.addEventListener("click", () => window.applyColumnVisibility());
});
document.querySelectorAll("[data-leadx-goes]").forEach((choice) => {
  choice.addEventListener("change", () => window.location.assign(choice.value));
});
