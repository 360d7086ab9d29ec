import { askWindows, symphoniaWorker } from '@symphonia/sdk/sw';

declare const self: ServiceWorkerGlobalScope;

symphoniaWorker({ baseUrl: 'https://api.example.com/api/v1', auth: askWindows() });
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
