import type pg from 'pg';
import { monthsKept } from './retention.ts';

/** Verdicts that one transaction lets go: some milliseconds. */
const verdictsAtOnce = 5_000;

/** An import is kept as long as the leads that it brought. */
const isOld = `status <> 'running' and moved_at < date_trunc('month', now()) - make_interval(months => ${monthsKept.leads})`;

/**
 * Lets imports go that are older than the leads that are kept, with the verdicts of their rows, account by
 * account in small transactions. What was cut off goes on the next time: an import goes after its verdicts.
 * `owner` works for the whole shard. Answers how many imports went.
 */
export async function letOldImportsGo(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ account: string }>('select id as account from accounts');
  let gone = 0;
  for (const { account } of rows) gone += await letImportsOfGo(owner, account);
  return gone;
}

async function letImportsOfGo(owner: pg.Client, account: string): Promise<number> {
  const old = await ofAccount<{ id: string; last: number }>(
    owner,
    account,
    `select id, coalesce((select max(row) from import_rows where account_id = $1 and import_id = id), 0) as last
     from imports where account_id = $1 and ${isOld}`,
    [account],
  );
  for (const { id, last } of old) {
    for (let row = 0; row < last; row += verdictsAtOnce) {
      await ofAccount(
        owner,
        account,
        'delete from import_rows where account_id = $1 and import_id = $2 and row > $3 and row <= $4',
        [account, id, row, row + verdictsAtOnce],
      );
    }
    await ofAccount(owner, account, 'delete from imports where account_id = $1 and id = $2', [account, id]);
  }
  return old.length;
}

/** One statement as for an account, in a transaction of its own. */
async function ofAccount<Row extends pg.QueryResultRow>(
  owner: pg.Client,
  account: string,
  text: string,
  values: readonly (string | number)[],
): Promise<readonly Row[]> {
  await owner.query('begin');
  await owner.query("select set_config('midcoast.accounts', $1, true)", [`{${account}}`]);
  const { rows } = await owner.query<Row>(text, [...values]);
  await owner.query('commit');
  return rows;
}
