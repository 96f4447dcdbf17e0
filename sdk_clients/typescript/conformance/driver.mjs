// What drivers.json starts: the driver, once `npm run build` has made it.
await import("../dist/conformance/driver.js");
