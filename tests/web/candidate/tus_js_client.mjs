// Sends a file with tus-js-client, as any page or app of somebody else's would; its one argument is JSON, see below.
// The library's own transport needs a browser's XMLHttpRequest, so that Node's fetch stands in for it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { library, file, endpoint, headers, options, isChunked } = JSON.parse(process.argv[2]);
globalThis.window = globalThis;
const tus = createRequire(import.meta.url)(library);

class Request {
  constructor(method, url) {
    this.method = method;
    this.url = url;
    this.headers = {};
    this.giveUp = new AbortController();
  }

  getMethod() {
    return this.method;
  }

  getURL() {
    return this.url;
  }

  setHeader(name, value) {
    this.headers[name] = value;
  }

  getHeader(name) {
    return this.headers[name];
  }

  setProgressHandler() {}

  async send(body) {
    const isStream = isChunked && body;
    const response = await fetch(this.url, {
      method: this.method,
      headers: { ...headers, ...this.headers },
      body: isStream ? body.stream() : (body ?? undefined),
      duplex: isStream ? "half" : undefined,
      signal: this.giveUp.signal,
    });
    const text = await response.text();
    console.log(this.method, response.status);
    return {
      getStatus: () => response.status,
      getHeader: (name) => response.headers.get(name),
      getBody: () => text,
      getUnderlyingObject: () => response,
    };
  }

  async abort() {
    this.giveUp.abort();
  }

  getUnderlyingObject() {
    return this;
  }
}

new tus.Upload(new Blob([readFileSync(file)]), {
  endpoint,
  httpStack: { createRequest: (method, url) => new Request(method, url), getName: () => "fetch" },
  onError(error) {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: () => process.exit(0),
  ...options,
}).start();
