import { lendToken } from '../../../src/sw/index.ts';
import type { App } from './app.ts';

/** Beside the page's own script: a window that lends its token to the worker. */
declare const app: App;
lendToken({ getToken: () => app.token() });
