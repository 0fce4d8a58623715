import type { Ask, Repair } from '../repair-proxy.ts';
import { readJson, withJson } from './answers.ts';
import { restoreTestingRepairs } from './restore-testing.ts';
import { shelfRepair } from './shelf.ts';

const vaultPath = /^(?:PUT|DELETE) \/backup-vaults\/[^/]+$/;
const lockPath = /^(?:PUT|DELETE) \/backup-vaults\/[^/]+\/vault-lock$/;
/** What the second emulator knows of a vault and the first does not. */
const lockNames = ['Locked', 'MinRetentionDays', 'MaxRetentionDays', 'LockDate'] as const;

/**
 * Vaults stand in both emulators: the second holds their locks. Their policies and the plans of restore tests,
 * which neither knows, are kept here.
 */
export function backupRepairs(second: Ask, accountId: string): readonly Repair[] {
  return [
    {
      service: 'backup',
      operation: vaultPath,
      async answer(call, ask) {
        await second(call);
        return ask(call);
      },
    },
    { service: 'backup', operation: lockPath, answer: (call) => second(call) },
    {
      service: 'backup',
      operation: /^GET \/backup-vaults\/[^/]+$/,
      async answer(call, ask) {
        const [one, other] = [await ask(call), await second(call)];
        if (one.status !== 200 || other.status !== 200) return one;
        const lock = readJson(other);
        const known = lockNames.filter((name) => lock[name] != null).map((name) => [name, lock[name]]);
        return withJson(one, { ...readJson(one), ...(Object.fromEntries(known) as object) });
      },
    },
    shelfRepair({
      service: 'backup',
      path: /\/backup-vaults\/([^/]+)\/access-policy/,
      shown: (sent, key) => ({ BackupVaultName: key, ...sent }),
    }),
    shelfRepair({
      service: 'backup',
      path: /\/backup-vaults\/([^/]+)\/notification-configuration/,
      shown: (sent, key) => ({ BackupVaultName: key, ...sent }),
    }),
    ...restoreTestingRepairs(accountId),
  ];
}
