import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1/StorageClass';
import { hole } from '../../holes.ts';
import { names } from '../../names.ts';

/**
 * Volumes of pods, as the disks of nodes are: encrypted with our key, made in the zone of the pod that asks. Each bears
 * the tag by which the backup plan finds it: its driver puts it on, as no state of ours knows the volume.
 * 0.08 USD a GiB and month, and 0.05 for what has changed in its snapshots.
 */
export function volumeClass(): IStorageClass {
  const { key, value } = names.backupTag;
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: names.storageClass },
    provisioner: 'ebs.csi.aws.com',
    parameters: {
      type: 'gp3',
      encrypted: 'true',
      kmsKeyId: `arn:aws:kms:${hole('REGION')}:${hole('ACCOUNT_ID')}:${names.key('application')}`,
      // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md
      tagSpecification_1: `${key}=${value}`,
    },
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}
