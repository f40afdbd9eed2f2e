/** Reads pasted settings apart from everything else: whatever they cost, the window goes on. One text a worker. */
import { parentPort, workerData } from 'node:worker_threads';
import { importSettings } from '../../core/profiles/exchange/import.ts';

if (parentPort === null || typeof workerData !== 'string') throw new Error('import-worker runs as a worker only');
parentPort.postMessage(importSettings(workerData));
