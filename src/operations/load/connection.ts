import { connect, type Socket } from 'node:net';
import { parseResponse, type HttpResponse } from './http-response.ts';
import type { LoopbackTarget } from './loopback.ts';

/** What a connection tells its owner. */
export type ConnectionEvents = {
  readonly opened: (connection: LoadConnection) => void;
  readonly answered: (connection: LoadConnection, response: HttpResponse) => void;
  /** It is gone. With a request in flight, that request was cut off: whether it was done, nobody knows. */
  readonly ended: (connection: LoadConnection, inFlight: boolean, reason: string) => void;
};

/** Read by all connections in turn: an answer is handled before the next read. */
const readBuffer = Buffer.alloc(64 * 1024);

/**
 * One keep-alive HTTP/1.1 connection, made of a bare socket: closed → `open()` → open ⇄ in flight → closed.
 * An answer with `connection: close` and every fault lead to `ended`; opening again is the owner's choice.
 */
export class LoadConnection {
  readonly #target: LoopbackTarget;
  readonly #events: ConnectionEvents;
  #socket: Socket | undefined;
  #partial: Buffer | undefined;
  #inFlight = false;

  /** Number of the request in flight and when it was due, in milliseconds of `performance.now()`. */
  request = 0;
  due = 0;

  constructor(target: LoopbackTarget, events: ConnectionEvents) {
    this.#target = target;
    this.#events = events;
  }

  open(): void {
    this.#partial = undefined;
    this.#inFlight = false;
    let reason = 'closed by the server';
    const socket: Socket = connect({
      ...this.#target,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (bytes, data) => this.#read(socket, Buffer.from(data.buffer, data.byteOffset, bytes)),
      },
    });
    this.#socket = socket;
    socket.on('connect', () => this.#events.opened(this));
    socket.on('error', (error) => {
      reason = error.message;
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => this.#end(socket, reason));
  }

  /** Sends one whole request. The connection must be open and have nothing in flight. */
  send(request: Buffer): void {
    this.#inFlight = true;
    this.#socket?.write(request);
  }

  close(): void {
    this.#socket?.destroy();
  }

  #read(socket: Socket, data: Buffer): boolean {
    const bytes = this.#partial === undefined ? data : Buffer.concat([this.#partial, data]);
    let response: HttpResponse | undefined;
    try {
      response = parseResponse(bytes);
    } catch (error) {
      socket.destroy(error as Error);
      return true;
    }
    if (response === undefined) {
      this.#partial = Buffer.from(bytes);
      return true;
    }
    if (!this.#inFlight || response.length !== bytes.length) {
      socket.destroy(new Error('the server sent bytes that no request asked for'));
      return true;
    }
    this.#partial = undefined;
    this.#inFlight = false;
    if (response.closes) socket.destroy();
    this.#events.answered(this, response);
    return true;
  }

  #end(socket: Socket, reason: string): void {
    if (socket !== this.#socket) return;
    const inFlight = this.#inFlight;
    this.#socket = undefined;
    this.#inFlight = false;
    this.#events.ended(this, inFlight, reason);
  }
}
