import { after, before } from 'node:test';
import { consumingContract } from './events-consuming.contract.ts';
import { orderContract } from './events-order.contract.ts';
import { readingContract } from './events-reading.contract.ts';
import { wakingContract } from './events-waking.contract.ts';
import type { EventsUnderTest } from './test-events.ts';

/** What every event log must do, whatever is behind it; `name` says which adapter. */
export function eventsContract(name: string, open: () => Promise<EventsUnderTest>): void {
  let log: EventsUnderTest;
  before(async () => {
    log = await open();
  });
  after(() => log.close());
  for (const contract of [orderContract, readingContract, consumingContract, wakingContract])
    contract(name, () => log);
}
