export { type VirtualClock, virtualClock } from '../../src/testing/index.ts';
