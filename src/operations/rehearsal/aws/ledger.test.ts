import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { environments } from '../../../environments/environments.ts';
import { midcoast, stateNames, type Platform, type Resource } from '../../../platform/midcoast.ts';
import { examine } from '../../check/examination.ts';
import { sentFacts } from './facts/sent-facts.ts';
import { ledger, mostRows } from './ledger.ts';

const { production } = environments;
const platform = midcoast(production);
const root = join(import.meta.dirname, '../../../..');

/** The resources of which `check` names a protection that no emulator holds: decision 029, which has no others. */
const exceptions = {
  aws_db_instance_automated_backups_replication: ['backups-within-rpo'],
  aws_backup_restore_testing_plan: ['restores-are-tested'],
  aws_backup_restore_testing_selection: ['restores-are-tested'],
  aws_codebuild_webhook: ['pipeline-finds-its-runner'],
};

/** Rules that a platform without these breaks and production does not: so `check` itself says what is protected. */
function protectionsIn(type: string, covered: 'all' | readonly string[]): readonly string[] {
  const without = (resource: Resource): readonly Resource[] => {
    if (resource.type !== type) return [resource];
    if (covered === 'all') return [];
    const kept = Object.entries(resource.attributes).filter(([name]) => !covered.includes(name));
    return [{ ...resource, attributes: Object.fromEntries(kept) }];
  };
  return brokenRules((resources) => resources.flatMap(without)).filter((id) => !before.includes(id));
}

function brokenRules(change: (resources: readonly Resource[]) => readonly Resource[]): readonly string[] {
  const states = Object.fromEntries(
    stateNames.map((name) => {
      const state = platform.states[name];
      return [name, { ...state, resources: change(state.resources) }];
    }),
  ) as unknown as Platform['states'];
  return examine({ ...platform, states }, { today: new Date('2026-12-01'), runbooks: [] })
    .filter(({ breaches }) => breaches.length > 0)
    .map(({ id }) => id)
    .filter((id) => id !== 'references-resolve');
}

/** Without the pages of runbooks, which have nothing to do with the cloud. */
const before = brokenRules((resources) => resources);

describe('the fidelity ledger', () => {
  it('has at most twelve rows, each complete', () => {
    assert.ok(ledger.length <= mostRows, `${ledger.length} rows`);
    assert.equal(mostRows, 12);
    for (const { covers, fault, provedBy, unproved } of ledger) {
      for (const text of [Object.keys(covers).join(''), fault, provedBy, unproved]) assert.notEqual(text, '');
    }
  });

  it('covers no protection that check names, but those of decision 029', () => {
    const protectedTypes = ledger.flatMap(({ covers }) =>
      Object.entries(covers)
        .map(([type, covered]) => [type, protectionsIn(type, covered)] as const)
        .filter(([, rules]) => rules.length > 0),
    );
    assert.deepEqual(Object.fromEntries(protectedTypes), exceptions);
  });

  it('would see a protection that a row covers', () => {
    assert.deepEqual(protectionsIn('aws_elasticache_replication_group', ['kms_key_id']), [
      'encrypted-with-our-key',
    ]);
    assert.deepEqual(protectionsIn('aws_backup_vault_lock_configuration', 'all'), [
      'backup-plan-copies-daily',
    ]);
    assert.deepEqual(protectionsIn('aws_cloudwatch_composite_alarm', 'all'), ['alarms-reach-people']);
    assert.deepEqual(protectionsIn('aws_kms_key', ['enable_key_rotation']), ['keys-rotate']);
  });

  it('holds each exception by what was sent, and the decision names it', async () => {
    const traffic = { calls: new Map(), refused: [], sent: new Map() };
    const facts = sentFacts(production, traffic).map(({ name }) => name);
    const sentOnly = Object.assign({}, ...ledger.map((row) => row.sentOnly ?? {})) as Record<string, string>;
    assert.deepEqual(Object.keys(sentOnly).toSorted(), Object.keys(exceptions).toSorted());
    const decision = await readFile(join(root, 'docs/decisions/029-echoes.md'), 'utf8');
    for (const [type, fact] of Object.entries(sentOnly)) {
      assert.ok(facts.includes(fact), fact);
      assert.ok(decision.includes(`\`${type}\``), type);
    }
  });

  it('believes a fault only while the emulator answers so', () => {
    const [eks] = ledger;
    assert.equal(eks?.faulty('200 {"cluster":{"name":"midcoast-cluster"}}'), true);
    assert.equal(eks?.faulty('200 {"cluster":{"upgradePolicy":{}}}'), false);
    assert.equal(eks?.faulty('500 broken'), false);
  });
});
