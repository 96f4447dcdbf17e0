/** The version of this package; a test holds it to package.json. */
export const VERSION = "0.1.0";

/** The version of the API that this package was made for, sent with every request. */
export const API_VERSION = "2026-11-21";
