import type { EmulatorName } from '../emulator-home.ts';
import type { Ask, Repair } from '../repair-proxy.ts';
import { accessAnalyzerRepairs } from './access-analyzer.ts';
import { aclMessageRepairs } from './acl-messages.ts';
import { automatedBackupRepairs } from './automated-backups.ts';
import { backupRepairs } from './backup.ts';
import { codeBuildRepairs } from './codebuild.ts';
import { codeConnectionRepairs } from './code-connections.ts';
import { ec2AccountRepairs } from './ec2-account.ts';
import { compositeAlarmRepairs } from './composite-alarms.ts';
import { databaseRepairs } from './databases.ts';
import { eksAddonRepairs } from './eks-addons.ts';
import { elastiCacheRepairs } from './elasticache.ts';
import { forgottenRepairs } from './forgotten.ts';
import { kafkaRepairs } from './kafka.ts';
import { secretReplicaRepairs } from './secret-replicas.ts';
import { shadowSubnetRepairs } from './shadow-subnets.ts';
import { trailTagRepairs } from './trail-tags.ts';
import { launchTemplateRepairs } from './launch-templates.ts';
import { rotationPeriodRepairs } from './rotation-periods.ts';
import { ruleDescriptionRepairs } from './rule-descriptions.ts';
import { scalingTagRepairs } from './scaling-tags.ts';

/** Every repair, fresh: what they keep is of one rehearsal. The first that fits a call answers it. */
export function createRepairs(
  asks: Readonly<Record<EmulatorName, Ask>>,
  accountId: string,
): readonly Repair[] {
  return [
    ...ec2AccountRepairs(),
    ...shadowSubnetRepairs(asks),
    ...automatedBackupRepairs(accountId),
    ...databaseRepairs(),
    ...compositeAlarmRepairs(asks),
    ...eksAddonRepairs(),
    ...elastiCacheRepairs(asks.moto),
    ...kafkaRepairs(),
    ...backupRepairs(asks.moto, accountId),
    ...accessAnalyzerRepairs(accountId),
    ...codeConnectionRepairs(accountId),
    ...codeBuildRepairs(),
    ...scalingTagRepairs(asks.moto),
    ...rotationPeriodRepairs(),
    ...launchTemplateRepairs(),
    ...ruleDescriptionRepairs(),
    ...aclMessageRepairs(),
    ...secretReplicaRepairs(),
    ...trailTagRepairs(),
    ...forgottenRepairs(),
  ];
}
