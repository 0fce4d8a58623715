import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environments } from '../../environments/environments.ts';
import { Failure } from '../failure.ts';
import type { Change } from '../terraform/plan-file.ts';
import { checkMeant, checkUnprotected } from './protection.ts';

const { production } = environments;
const staging = { ...environments.staging, deletionProtection: false };

function deletion(address: string, before: Change['before']): Change {
  return {
    address,
    previousAddress: undefined,
    mode: 'managed',
    type: address.split('.')[0] ?? '',
    action: 'delete',
    before,
    after: undefined,
    replacedFor: [],
    changed: [],
  };
}

describe('checkMeant', () => {
  it('asks twice for production, and once for staging', () => {
    const refused = (error: unknown) => error instanceof Failure && error.exit === 4;
    assert.throws(() => checkMeant(production, false), refused);
    checkMeant(production, true);
    checkMeant(staging, false);
  });
});

describe('checkUnprotected', () => {
  it('touches nothing while AWS guards one thing, and names it', () => {
    const changes = [
      deletion('aws_db_instance.database_main', { deletion_protection: true }),
      deletion('aws_lb.edge_balancer', { enable_deletion_protection: true }),
      deletion('aws_vpc.network_vpc', { enable_dns_support: true }),
    ];
    assert.throws(
      () => checkUnprotected(staging, changes),
      (error) =>
        error instanceof Failure &&
        error.code === 'deletion_protected' &&
        error.facts['protected'] === 'aws_db_instance.database_main aws_lb.edge_balancer',
    );
  });

  it('takes the environment’s own word for it too: buckets empty themselves only where it is off', () => {
    assert.throws(
      () => checkUnprotected(production, []),
      (error) =>
        error instanceof Failure &&
        error.code === 'deletion_protected' &&
        error.exit === 4 &&
        error.facts['protected'] === 'nothing in AWS',
    );
  });

  it('does not say that nothing is guarded where nobody asked AWS', () => {
    assert.throws(
      () => checkUnprotected(production),
      (error) => error instanceof Failure && error.facts['protected'] === 'by its file; AWS was not asked',
    );
  });

  it('goes on when protection is off', () => {
    checkUnprotected(staging, [deletion('aws_db_instance.database_main', { deletion_protection: false })]);
  });
});
