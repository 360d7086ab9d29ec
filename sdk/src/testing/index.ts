export type { FakeGrid, Row } from './catalog.ts';
export type { FakeDocument } from './documents.ts';
export { type FakeSymphonia, type FakeSymphoniaOptions, fakeSymphonia } from './fake-symphonia.ts';
export type { Fault, FaultName, FaultRule, FaultScript } from './faults.ts';
export type { FakeLimit } from './limits.ts';
export type { FakeAlternative, FakeCommand, FakeIssue, FakeOrder, Verdict } from './order.ts';
export type { Holder, PersonOptions, Role } from './people.ts';
export type { FakeRequest } from './request.ts';
export { type VirtualClock, virtualClock } from './virtual-clock.ts';
