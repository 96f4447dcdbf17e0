/** The files of an export, in a folder or in a tar; nothing is unpacked, and no name is followed anywhere. */

import * as fs from "node:fs";
import * as path from "node:path";
import { fromUtf8 } from "./bytes.js";
import { refuse, refusedAs, Unreadable } from "./refusal.js";

const FILE_BYTES_MAX = 512 * 1024 * 1024;
const BLOCK_BYTES = 512;

export interface Container {
  /** Refused when something lies there that is no file. */
  names(): ReadonlySet<string>;
  /** Refused when there is no such file. */
  read(name: string): Buffer;
  close(): void;
}

export function openContainer(place: string): Container {
  try {
    if (isFolder(place)) return new Folder(place);
    requirePlain(place);
    return new Tar(place);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`${place} cannot be opened: ${String(error)}`);
  }
}

export function isFolder(place: string): boolean {
  return fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** What opening would wait for, or what has no end, cannot be read: a pipe, a device. */
export function requirePlain(place: string): void {
  if (fs.statSync(place, { throwIfNoEntry: false })?.isFile() !== true) throw new Unreadable(`${place} is no file`);
}

export class Folder implements Container {
  constructor(private readonly place: string) {}

  names(): Set<string> {
    const found = new Set<string>();
    const walk = (inner: string): void => {
      for (const item of this.list(inner)) {
        const name = inner === "" ? item.name : `${inner}/${item.name}`;
        if (item.isDirectory()) walk(name);
        else if (item.isFile()) found.add(name);
        else refuse(`${name} is neither a file nor a folder`);
      }
    };
    walk("");
    return found;
  }

  private list(inner: string): fs.Dirent[] {
    try {
      return fs.readdirSync(path.join(this.place, inner), { withFileTypes: true });
    } catch (error) {
      return refuse(`the folder cannot be listed: ${String(error)}`);
    }
  }

  read(name: string): Buffer {
    try {
      const place = path.join(this.place, name);
      const found = fs.lstatSync(place);
      if (!found.isFile()) refuse(`${name} is no file`);
      if (found.size > FILE_BYTES_MAX) refuse(`${name} is too large`);
      return fs.readFileSync(place);
    } catch (error) {
      if (error instanceof Error && "code" in error) return refuse(`${name} cannot be read`);
      throw error;
    }
  }

  close(): void {}
}

/** What is left of an input that could not be opened. */
export class NoFiles implements Container {
  names(): ReadonlySet<string> {
    return new Set();
  }

  read(name: string): Buffer {
    return refuse(`${name} is not there`);
  }

  close(): void {}
}

interface Member {
  readonly offset: number;
  readonly size: number;
}

/** A plain tar (POSIX ustar or older): regular files only, each name once, closed by two empty blocks. */
class Tar implements Container {
  private readonly members = new Map<string, Member>();
  private readonly handle: number;

  constructor(place: string) {
    this.handle = fs.openSync(place, "r");
    const size = fs.fstatSync(this.handle).size;
    const header = Buffer.alloc(BLOCK_BYTES);
    let at = 0;
    for (;;) {
      if (this.readAt(header, at) < BLOCK_BYTES) throw new Unreadable("the tar is cut off");
      if (header.every((byte) => byte === 0)) break;
      const [name, member] = readHeader(header, at);
      if (this.members.has(name)) throw new Unreadable(`${name} is there twice`);
      if (member.size > FILE_BYTES_MAX) throw new Unreadable(`${name} is too large`);
      this.members.set(name, member);
      at = member.offset + Math.ceil(member.size / BLOCK_BYTES) * BLOCK_BYTES;
      if (at > size) throw new Unreadable(`${name} is cut off`);
    }
    this.checkEnd(at);
  }

  names(): ReadonlySet<string> {
    return new Set(this.members.keys());
  }

  read(name: string): Buffer {
    const member = this.members.get(name) ?? refuse(`${name} is not there`);
    const data = Buffer.allocUnsafe(member.size);
    if (this.readAt(data, member.offset) < member.size) refuse(`${name} is cut off`);
    return data;
  }

  close(): void {
    fs.closeSync(this.handle);
  }

  private readAt(data: Buffer, offset: number): number {
    let done = 0;
    while (done < data.length) {
      const read = fs.readSync(this.handle, data, done, data.length - done, offset + done);
      if (read === 0) break;
      done += read;
    }
    return done;
  }

  /** Behind the last file there is nothing but zeros, 1,024 at least. */
  private checkEnd(at: number): void {
    const rest = Buffer.alloc(64 * 1_024);
    let end = at;
    for (;;) {
      const read = this.readAt(rest, end);
      if (!rest.subarray(0, read).every((byte) => byte === 0)) throw new Unreadable("something follows the end of the tar");
      end += read;
      if (read < rest.length) break;
    }
    if (end - at < 2 * BLOCK_BYTES) throw new Unreadable("the tar is cut off");
  }
}

function readHeader(header: Buffer, at: number): [string, Member] {
  const unreadable = (reason: string): Error => new Unreadable(`the tar's header at ${at}: ${reason}`);
  return refusedAs(unreadable, () => {
    let sum = 0;
    for (let i = 0; i < BLOCK_BYTES; i += 1) sum += i >= 148 && i < 156 ? 0x20 : (header[i] as number);
    if (octal(header.subarray(148, 156)) !== sum) refuse("its sum is wrong");
    const kind = header[156];
    if (kind !== 0x30 && kind !== 0) refuse("it is not of a plain file");
    const prefix = letters(header.subarray(345, 500));
    const own = letters(header.subarray(0, 100));
    if (own === "" || own.endsWith("/")) refuse("it has no name of a file");
    return [prefix === "" ? own : `${prefix}/${own}`, { offset: at + BLOCK_BYTES, size: octal(header.subarray(124, 136)) }];
  });
}

function letters(field: Buffer): string {
  const end = field.indexOf(0);
  return fromUtf8(field.subarray(0, end < 0 ? field.length : end));
}

function octal(field: Buffer): number {
  const match = /^ *([0-7]+)[ \0]*$/.exec(field.toString("latin1"));
  return match === null ? refuse("a number is not octal") : Number.parseInt(match[1] ?? "", 8);
}
