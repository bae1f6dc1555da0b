import "../../../../assets/webapp.js";

export default {
  app: {vendor: "Tocsin", name: "Cockpit"},
  // The rest of Tocsin speaks English only.
  locales: {availableLocales: ["en"], fallbackLocale: "en"},
  disableWelcomeMessage: true
};
