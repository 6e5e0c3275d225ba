// kit.mjs - what the wire tests share: the real server on a free port, a small WebSocket client
// that can also misbehave, and a mirror that checks view_hash.
//
// No test is a matter of speed: what has to happen is waited for, as long as PATIENCE_MS (MMSCOPE_PATIENCE=3 makes it three
// times as long), and a wait that fails says what came instead.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import net from 'node:net';
import { once } from 'node:events';

/** How long anything is waited for: a machine under load, or a sanitizer, is no failure. */
export const PATIENCE_MS = 60000 * Number(process.env.MMSCOPE_PATIENCE ?? 1);

const pause = (ms) => new Promise((r) => setTimeout(r, ms));

/** Looks until what is read is wanted, and gives it. */
export async function eventually(read, wanted, what) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const got = await read();
    if (wanted(got)) return got;
    if (Date.now() > until) throw new Error(`${what}: after ${PATIENCE_MS} ms it is still ${JSON.stringify(got)?.slice(0, 600)}`);
    await pause(20);
  }
}

/** `work`, unless it takes longer than anything may. */
function inTime(work, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come in ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

const children = new Set();
// No server outlives its tests, however they end.
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

export const bin = process.env.MMSCOPE_BIN ?? new URL('../../build/mmscope', import.meta.url).pathname;

/** Start the server; resolves when it listens. Stop it by its own process alone. */
export async function serve(...args) {
  // Nothing of a test goes to the user's folder; store.test.mjs gives folders of its own.
  const child = spawn(bin, ['serve', '--port', '0', '--log', 'warn', '--rate', '0', '--rate-rooms', '0', '--data', 'none', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let out = '';
  let err = '';
  child.stderr.on('data', (d) => (err += d));
  const listens = new Promise((resolve, reject) => {
    child.stdout.on('data', (d) => {
      out += d;
      const m = /^mmscope: listening on http:\/\/[^\n]*:(\d+)\n/.exec(out);
      if (m) resolve(Number(m[1]));
    });
    child.once('exit', (code) => reject(new Error(`exit ${code}: ${err}`)));
  });
  const exit = once(child, 'exit');
  const port = await inTime(listens, `where the server listens (${args.join(' ')})`);
  // A test that fails before it stops its server must not keep this file from its end.
  for (const held of [child, child.stdout, child.stderr]) held.unref();
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    firstLine: out.split('\n')[0],
    stderr: () => err,
    pid: child.pid,
    async stop() {
      child.kill('SIGTERM');
      const [code, signal] = await inTime(exit, 'the end of the server');
      children.delete(child);
      return { code, signal, err };
    },
  };
}

/** One REST call: {status, headers, text, json}. Its connection is its own: one that is kept may be closed by the server
 * just when it is used again. */
export async function call(server, method, path, { body, token, type = 'application/json', headers = {} } = {}) {
  const response = await fetch(server.base + path, {
    method,
    headers: {
      Connection: 'close',
      ...(body !== undefined ? { 'Content-Type': type } : {}),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? undefined : typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const text = await response.text();
  let json = null;
  try {
    json = JSON.parse(text);
  } catch {
    // not every answer is JSON
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** Bytes out, bytes back until the other side closes, or `enough` says that they are. */
export function raw(server, bytes, enough = () => false) {
  return new Promise((resolve) => {
    const socket = net.connect(server.port, '127.0.0.1');
    let got = Buffer.alloc(0);
    const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
    socket.on('data', (d) => {
      got = Buffer.concat([got, d]);
      if (enough(got.toString('latin1'))) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(got.toString('latin1'));
    });
    socket.write(bytes);
  });
}

/** Wait until the room has nothing running. */
export const settled = (server, id, token) => state(server, id, 'ready', token);

/** Wait until the room is in a state, such as busy; what it then says of itself. */
export const state = (server, id, wanted, token) =>
  eventually(() => call(server, 'GET', `/api/v1/rooms/${id}`, { token }).then((r) => r.json ?? r.text), (r) => r.state === wanted, `room ${id} is not ${wanted}`);

/** An answer, also where the work took over a second and was answered 202 with a place to ask. */
export async function finished(server, answer, token) {
  if (answer.status !== 202) return answer;
  const at = answer.json.url;
  return eventually(() => call(server, 'GET', at, { token }), (r) => r.status === 200 && r.json.done !== false, at);
}

const OPCODES = { text: 1, binary: 2, close: 8, ping: 9 };

/** A WebSocket by hand. */
export class Socket {
  messages = [];
  closed = null;
  #waiting = [];
  #buffer = Buffer.alloc(0);
  #text = [];

  static async open(server, room, { origin, protocol = 'mmscope.v1', headers = '' } = {}) {
    const s = new Socket();
    s.net = net.connect(server.port, '127.0.0.1');
    await inTime(once(s.net, 'connect'), 'a connection');
    const key = randomBytes(16).toString('base64');
    s.net.write(
      `GET /ws/v1/rooms/${room} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n` +
        (protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : '') +
        (origin ? `Origin: ${origin}\r\n` : '') +
        headers +
        '\r\n',
    );
    const heard = new Promise((resolve) => {
      let got = Buffer.alloc(0);
      const onData = (d) => {
        got = Buffer.concat([got, d]);
        const end = got.indexOf('\r\n\r\n');
        if (end < 0) return;
        s.net.off('data', onData);
        s.#buffer = got.subarray(end + 4);
        resolve(got.subarray(0, end).toString());
      };
      s.net.on('data', onData);
      s.net.once('close', () => resolve(got.toString()));
    });
    const head = await inTime(heard, 'an answer to the upgrade');
    s.net.unref(); // who waits for a message has a timer
    s.status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0);
    if (s.status === 101) {
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      if (!head.includes(accept)) throw new Error('wrong Sec-WebSocket-Accept');
      s.net.on('data', (d) => s.#take(d));
      s.net.on('error', () => {});
      s.net.on('close', () => {
        s.closed ??= { code: 1006 };
        s.#wake();
      });
      s.#take(Buffer.alloc(0));
    }
    return s;
  }

  #take(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const b = this.#buffer;
      if (b.length < 2) return;
      let length = b[1] & 127;
      let at = 2;
      if (length === 126) {
        if (b.length < 4) return;
        length = b.readUInt16BE(2);
        at = 4;
      } else if (length === 127) {
        if (b.length < 10) return;
        length = Number(b.readBigUInt64BE(2));
        at = 10;
      }
      if (b.length < at + length) return;
      const payload = b.subarray(at, at + length);
      this.#buffer = b.subarray(at + length);
      const opcode = b[0] & 15;
      if (opcode === 8) this.closed = { code: length >= 2 ? payload.readUInt16BE(0) : 1005 };
      if (opcode === 9) this.frame(10, payload);
      if (opcode === 1 || opcode === 0) {
        this.#text.push(payload);
        if (b[0] & 128) {
          this.messages.push(JSON.parse(Buffer.concat(this.#text).toString('utf8')));
          this.#text = [];
        }
      }
      this.#wake();
    }
  }

  #wake() {
    for (const w of this.#waiting.splice(0)) w();
  }

  frame(opcode, payload, { fin = true, mask = true } = {}) {
    const body = Buffer.from(payload);
    const head = [(fin ? 128 : 0) | opcode];
    if (body.length < 126) head.push((mask ? 128 : 0) | body.length);
    else if (body.length < 65536) head.push((mask ? 128 : 0) | 126, body.length >> 8, body.length & 255);
    else {
      const long = Buffer.alloc(8);
      long.writeBigUInt64BE(BigInt(body.length));
      head.push((mask ? 128 : 0) | 127, ...long);
    }
    const key = randomBytes(4);
    if (mask) for (let i = 0; i < body.length; i++) body[i] ^= key[i & 3];
    this.net.write(Buffer.concat([Buffer.from(head), mask ? key : Buffer.alloc(0), body]));
  }

  send(message) {
    this.frame(OPCODES.text, typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Until something comes, the socket closes or `ms` pass. */
  #stir(ms) {
    return new Promise((r) => {
      const timer = setTimeout(r, ms);
      this.#waiting.push(() => {
        clearTimeout(timer);
        r();
      });
    });
  }

  /** The first message that fits; waits for it. */
  async next(fits) {
    const test = typeof fits === 'string' ? (m) => m.type === fits : fits;
    const until = Date.now() + PATIENCE_MS;
    let seen = 0;
    for (;;) {
      for (; seen < this.messages.length; seen++) {
        if (test(this.messages[seen])) {
          const m = this.messages[seen];
          this.messages.splice(0, seen + 1);
          return m;
        }
      }
      if (this.closed) throw new Error(`closed ${this.closed.code} while waiting for ${fits}`);
      const left = until - Date.now();
      if (left <= 0) throw new Error(`nothing like ${fits} came: ${this.messages.map((m) => (m.type === 'problem' ? JSON.stringify(m) : m.type))}`);
      await this.#stir(left);
    }
  }

  /** How it was closed; null when it never is. */
  async end() {
    const until = Date.now() + PATIENCE_MS;
    while (!this.closed && Date.now() < until) await this.#stir(until - Date.now());
    return this.closed;
  }

  close() {
    this.net.destroy();
  }
}

/** Join a room: {socket, welcome, mirror}, the mirror fed and checked by every message. */
export async function join(server, room, token, more = {}) {
  const socket = await Socket.open(server, room);
  if (socket.status !== 101) throw new Error(`upgrade answered ${socket.status}`);
  socket.send({ type: 'hello', ...(token ? { token } : {}), ...more });
  const welcome = await socket.next('welcome');
  const mirror = new Mirror(welcome);
  const cursor = await mirror.until(socket, (m) => m.type === 'cursor');
  return { socket, welcome, mirror, cursor };
}

const U64 = (1n << 64n) - 1n;
const big = (v) => (typeof v === 'string' ? (v.startsWith('-') ? -BigInt(v.slice(1)) : BigInt(v)) : BigInt(v));

function nameHash(name) {
  let h = 2166136261;
  for (const c of Buffer.from(name)) h = Math.imul(h ^ c, 16777619);
  return h >>> 0;
}

function mixIn(h, w) {
  w = Math.imul(w, 0xcc9e2d51);
  w = (w << 15) | (w >>> 17);
  h ^= Math.imul(w, 0x1b873593);
  h = (h << 13) | (h >>> 19);
  return (Math.imul(h, 5) + 0xe6546b64) | 0;
}

function mixEnd(h) {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function mix(kind, id, field, value) {
  value &= U64;
  if (value === 0n) return [0, 0];
  let h = kind | 0;
  h = mixIn(h, Number(BigInt(id) & 0xffffffffn) | 0);
  h = mixIn(h, Number(BigInt(id) >> 32n) | 0);
  h = mixIn(h, field | 0);
  h = mixIn(h, Number(value & 0xffffffffn) | 0);
  h = mixIn(h, Number(value >> 32n) | 0);
  return [mixEnd(h), mixEnd(h ^ 0x5bd1e995)];
}

/** The page's copy of the machine, and where it can go with what it was sent. */
export class Mirror {
  constructor(welcome) {
    this.schema = welcome.schema.records;
    this.values = new Map(); // kind -> Map(id * 64 + field -> BigInt)
    this.hash = {};
    this.parts = []; // messages since the last snapshot, by position
    this.at = null;
    this.seen = [];
  }

  #set(kind, id, field, before, after) {
    const record = this.schema[kind];
    const values = this.values.get(kind) ?? this.values.set(kind, new Map()).get(kind);
    const key = `${id}:${field}`;
    const now = values.get(key) ?? 0n;
    if (before !== null && (now & U64) !== (before & U64))
      throw new Error(`${kind} ${id} ${record.fields[field]} is ${now}, the change says ${before}`);
    const names = [nameHash(kind), nameHash(record.fields[field])];
    const hash = (this.hash[record.section] ??= [0, 0]);
    const out = mix(names[0], id, names[1], now);
    const into = mix(names[0], id, names[1], after);
    for (let i = 0; i < 2; i++) hash[i] = (hash[i] - out[i] + into[i]) >>> 0;
    if (after === 0n) values.delete(key);
    else values.set(key, after);
  }

  check(viewHash, where) {
    for (const [section, lanes] of Object.entries(viewHash)) {
      const mine = this.hash[section] ?? [0, 0];
      if (mine[0] !== lanes[0] || mine[1] !== lanes[1]) throw new Error(`${where}: section ${section} differs: ${mine} != ${lanes}`);
    }
  }

  snapshot(m) {
    this.values.clear();
    this.hash = {};
    for (const [kind, { count, ids, cols }] of Object.entries(m.records)) {
      const rows = [];
      if (ids) for (let i = 0; i < ids.length; i += 2) for (let k = 0; k < ids[i + 1]; k++) rows.push(Number(ids[i]) + k);
      else for (let i = 0; i < count; i++) rows.push(i);
      for (const [name, runs] of Object.entries(cols)) {
        const field = this.schema[kind].fields.indexOf(name);
        if (field < 0) throw new Error(`the schema has no ${kind}.${name}`);
        let at = 0;
        for (let i = 0; i < runs.length; i += 2)
          for (let k = 0; k < runs[i]; k++, at++) if (runs[i + 1] !== 0) this.#set(kind, rows[at], field, 0n, big(runs[i + 1]));
        if (at !== rows.length) throw new Error(`${kind}.${name} has ${at} values for ${rows.length} rows`);
      }
    }
    this.check(m.view_hash, `snapshot at ${m.seq}`);
    this.at = m.seq;
    this.parts = [];
  }

  /** Changes of one message as a list ordered by event: [at, kind, id, field, old, new]. */
  #changes(m) {
    const width = m.type === 'delta' ? 4 : 5;
    const list = [];
    for (const [kind, flat] of Object.entries(m.changes))
      for (let i = 0; i < flat.length; i += width) {
        const [at, id, field, before, after] = width === 5 ? flat.slice(i, i + 5) : [0, ...flat.slice(i, i + 4)];
        list.push([at, kind, id, field, big(before), big(after)]);
      }
    return list.sort((a, b) => a[0] - b[0]);
  }

  /** Move to a position with the messages at hand, checking the hash at every end. */
  goto(seq) {
    for (let guard = 0; this.at !== seq && guard < 1000; guard++) {
      const forward = seq > this.at;
      const part = this.parts.find((p) => (forward ? p.first - 1 <= this.at && this.at < p.last : p.first - 1 < this.at && this.at <= p.last));
      if (!part) throw new Error(`at ${this.at} nothing leads to ${seq}`);
      const end = part.opaque ? (forward ? part.last : part.first - 1) : forward ? Math.min(seq, part.last) : Math.max(seq, part.first - 1);
      const moved = part.changes.filter(([at]) => part.opaque || (forward ? at + part.first > this.at && at + part.first <= end : at + part.first <= this.at && at + part.first > end));
      for (const [, kind, id, field, before, after] of forward ? moved : moved.reverse())
        forward ? this.#set(kind, id, field, before, after) : this.#set(kind, id, field, after, before);
      this.at = end;
      if (end === part.last) this.check(part.viewHash, `after ${part.type} to ${end}`);
      if (part.before && end === part.first - 1) this.check(part.before, `back to ${end}`);
    }
  }

  take(m) {
    if (m.type === 'snapshot') this.snapshot(m);
    else if (m.type === 'step' || m.type === 'part' || m.type === 'delta')
      this.parts.push({ type: m.type, first: m.first, last: m.seq, opaque: m.type === 'delta', viewHash: m.view_hash, changes: this.#changes(m) });
    else if (m.type === 'cursor') this.goto(m.seq);
  }

  /** Read messages until one fits, feeding all of them; the last few are told when none comes. */
  async until(socket, fits) {
    for (;;) {
      const m = await socket.next(() => true).catch((e) => {
        const last = this.seen.slice(-5).map((x) => `${x.type}${x.seq === undefined ? '' : ` ${x.seq}`}`);
        throw new Error(`${e.message}; waited for ${fits}; before came ${last.join(', ')}`);
      });
      this.seen.push(m);
      this.take(m);
      if (fits(m)) return m;
    }
  }

  /** The whole as text, to compare two mirrors. */
  dump() {
    return [...this.values]
      .map(([kind, v]) => kind + [...v].sort().map(([k, x]) => `${k}=${x}`).join())
      .sort()
      .join('\n');
  }
}
