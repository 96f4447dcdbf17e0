/** Server-sent events, read as the HTML standard says (section 9.2.6, "Interpreting an event stream"). */

export interface ServerEvent {
  /** The name of the event; `message` where it has none. */
  readonly event: string;
  readonly data: string;
  /** The id of this event or of the last one that had one; empty before. */
  readonly id: string;
}

/** Read events from bytes. One that breaks off before its blank line is dropped, as the standard asks. */
export async function* eventsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent, void> {
  let event = "";
  let data: string[] = [];
  let id = "";
  for await (const line of linesOf(bytes)) {
    if (line === "") {
      if (data.length > 0) yield { event: event || "message", data: data.join("\n"), id };
      event = "";
      data = [];
      continue;
    }
    const colon = line.indexOf(":");
    if (colon === 0) continue;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") event = value;
    else if (name === "data") data.push(value);
    else if (name === "id" && !value.includes("\0")) id = value;
  }
}

/** Lines that ended; LF, CR and CR LF end one. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of bytes) {
    rest += decoder.decode(piece, { stream: true });
    const held = rest.endsWith("\r") ? "\r" : "";
    const lines = rest.slice(0, rest.length - held.length).split(/\r\n|\n|\r/);
    rest = (lines.pop() ?? "") + held;
    yield* lines;
  }
}
