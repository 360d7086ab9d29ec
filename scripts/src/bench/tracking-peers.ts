import { Server as SocketIo } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventsOf, frameOf } from './tracking-message.ts';
import type { Setting, Subject } from './tracking-subject.ts';

/*
 * The others have it easy: no history, no authorisation, and what they send is said in their own process.
 * Their sockets subscribe to one topic each, as ours do.
 */

/** What most would write with ws: the text once per message, `send` per socket. */
export function plainWs({ sizes }: Setting): Subject {
  const event = eventsOf(sizes.messageBytes);
  const topics = new Map<string, Set<WebSocket>>();
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('connection', (ws) => {
    ws.on('error', () => {});
    ws.on('message', (data) => {
      const topic = String(data);
      const watchers = topics.get(topic) ?? new Set();
      topics.set(topic, watchers.add(ws));
      ws.on('close', () => watchers.delete(ws));
      ws.send('"subscribed"');
    });
  });
  return {
    attach: (http) =>
      void http.on('upgrade', (request, socket, head) =>
        server.handleUpgrade(request, socket, head, (ws) => server.emit('connection', ws)),
      ),
    say(topic, n, at) {
      const text = JSON.stringify(frameOf(topic, n, event(n, at)));
      for (const ws of topics.get(topic) ?? []) ws.send(text);
    },
    sockets: () => server.clients.size,
  };
}

/** Socket.IO with a room per topic, straight to WebSocket, without compression. */
export function socketIo({ sizes }: Setting): Subject {
  const event = eventsOf(sizes.messageBytes);
  const io = new SocketIo({ transports: ['websocket'], perMessageDeflate: false, serveClient: false });
  io.on('connection', (socket) => {
    socket.on('sub', (topic: string) => {
      void socket.join(topic);
      socket.emit('subscribed');
    });
  });
  return {
    attach: (http) => void io.attach(http),
    say: (topic, n, at) => void io.to(topic).emit('evt', frameOf(topic, n, event(n, at))),
    sockets: () => io.engine.clientsCount,
  };
}
