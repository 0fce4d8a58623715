import type { Ask, Repair } from '../repair-proxy.ts';
import { backupRepairs } from './backup.ts';
import { kafkaRepairs } from './kafka.ts';
import { networkAclRepairs } from './network-acls.ts';
import { scalingTagRepairs } from './scaling-tags.ts';
import { secondEmulatorRepairs } from './second-emulator.ts';

/** Every repair, fresh: what they keep is of one rehearsal. The first that fits a call answers it. */
export function createRepairs(second: Ask): readonly Repair[] {
  return [
    ...networkAclRepairs(),
    ...kafkaRepairs(),
    ...backupRepairs(second),
    ...scalingTagRepairs(second),
    ...secondEmulatorRepairs(second),
  ];
}
