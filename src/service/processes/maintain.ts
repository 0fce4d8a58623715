import { keepUp } from '../maintenance/upkeep.ts';
import type { Run } from './run.ts';

/** Makes partitions ahead and lets go what is too old; run at any time, beside everything else. */
export const runMaintain: Run = async (config, log) => {
  const done = await keepUp(config.ownerDatabaseUrl);
  if (done === undefined) {
    log.info('another upkeep is at it');
    return;
  }
  for (const { partition, group } of done.months.filter((month) => month.kind === 'held')) {
    log.warn({ partition, group }, 'a month of the log is kept: a group of consumers has not handled it');
  }
  const gone = done.months.filter((month) => month.kind === 'gone').map((month) => month.partition);
  const { expired, importsEnded, importsGone } = done;
  log.info({ gone, expired, importsEnded, importsGone }, 'upkeep is done');
};
