import { parentPort } from 'node:worker_threads';
import { type Batch, runBatch } from './batch.ts';

Error.stackTraceLimit = 3; // most errors here are weather
parentPort?.on('message', async (batch: Batch) => parentPort?.postMessage(await runBatch(batch)));
