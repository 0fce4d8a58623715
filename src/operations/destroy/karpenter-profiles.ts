import {
  DeleteInstanceProfileCommand,
  GetInstanceProfileCommand,
  paginateListInstanceProfiles,
  RemoveRoleFromInstanceProfileCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { Leaving } from './leavings.ts';

/**
 * Instance profiles that Karpenter made for its node classes, under a path of their own; each holds the nodes' role,
 * which Terraform could not delete (https://karpenter.sh/docs/concepts/nodeclasses/#specrole).
 */
export function karpenterProfiles(iam: IAMClient, region: string, cluster: string): Leaving {
  return {
    name: 'instance profiles of Karpenter',
    async list() {
      const names: string[] = [];
      const PathPrefix = `/karpenter/${region}/${cluster}/`;
      for await (const { InstanceProfiles } of paginateListInstanceProfiles(
        { client: iam },
        { PathPrefix },
      )) {
        // Looked at once more: an answer that took no notice of the prefix would cost Terraform's own profiles.
        const ours = (InstanceProfiles ?? []).filter(({ Path }) => Path?.startsWith(PathPrefix));
        names.push(...ours.flatMap(({ InstanceProfileName: name }) => name ?? []));
      }
      return names;
    },
    async remove(InstanceProfileName) {
      const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
      for (const { RoleName } of InstanceProfile?.Roles ?? []) {
        await iam.send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
      }
      await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
    },
  };
}
