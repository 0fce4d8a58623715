import type pg from 'pg';

/**
 * Ends imports that run but have not moved for a minute: their process died. Whoever sends the file again
 * with its key goes on with them. `owner` works for the whole shard. Answers how many were ended.
 */
export async function endCutOffImports(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query<{ account_id: string; id: string }>(
    "select account_id, id from imports where status = 'running' and moved_at < now() - interval '60 seconds'",
  );
  let ended = 0;
  for (const { account_id: account, id } of rows) ended += await endCutOff(owner, account, id);
  return ended;
}

/** One that has moved again, or was ended by others meanwhile, is left as it is. */
async function endCutOff(owner: pg.Client, account: string, id: string): Promise<number> {
  await owner.query('begin');
  await owner.query("select set_config('midcoast.accounts', $1, true)", [`{${account}}`]);
  const { rowCount } = await owner.query(
    `update imports set status = 'interrupted', finished_at = now()
     where account_id = $1 and id = $2 and status = 'running' and moved_at < now() - interval '60 seconds'`,
    [account, id],
  );
  await owner.query('commit');
  return rowCount ?? 0;
}
