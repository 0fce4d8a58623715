import { v7 } from 'uuid';
import type { Transaction } from '../connections/postgres.ts';
import type { Permission } from './permission.ts';

/** Who makes a change: the account it acts in, the name that the audit gives it, and what it may do. */
export type Maker = {
  readonly account: string;
  /** `key:<id>`, `user:<id>` or `job:<name>`. */
  readonly actor: string;
  readonly permissions: ReadonlySet<Permission>;
};

/** Every change that is recorded, as past events of what was changed. */
export const auditActions = [
  'account.created',
  'account.changed',
  'api_key.created',
  'api_key.revoked',
  'user.created',
  'user.changed',
  'user.removed',
  'session.started',
  'session.ended',
  'source.created',
  'source.renamed',
  'suppression.added',
  'suppression.removed',
  'lead.erased',
] as const;

export type AuditAction = (typeof auditActions)[number];

export type AuditEntry = {
  readonly account: string;
  readonly actor: string;
  readonly action: AuditAction;
  /** Id of what was changed. */
  readonly target: string;
  /** Names of the fields that changed; never their values, which may be personal. */
  readonly fields?: readonly string[];
};

/** Records a change in the transaction that makes it, so that neither stands without the other. */
export async function recordChange(transaction: Transaction, entry: AuditEntry): Promise<void> {
  await transaction.query({
    name: 'record-change',
    text: 'insert into audit (account_id, id, actor, action, target, detail) values ($1, $2, $3, $4, $5, $6)',
    values: [
      entry.account,
      v7(),
      entry.actor,
      entry.action,
      entry.target,
      entry.fields === undefined ? null : JSON.stringify({ fields: entry.fields }),
    ],
  });
}
